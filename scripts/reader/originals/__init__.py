"""Copies of the articles: raw text in, numbered paragraphs out, recognised by content; nothing of theirs is stored."""
