"""Work on new or existing articles: convert a file, propose its page, name its source, audit what the data miss."""
