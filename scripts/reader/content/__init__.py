"""Reading and checking: text files in, a frozen ``Library`` or a list of problems out."""
