"""Copies of the articles: text files in, numbered paragraphs out, recognised by content; nothing is stored."""
