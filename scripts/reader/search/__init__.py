"""The search: documents of every place, the index of their words, and the script that answers."""
