"""What is connected with what: terms in text, mentions, related paragraphs, and the Markdown extension."""
