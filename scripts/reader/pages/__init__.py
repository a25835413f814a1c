"""Renderers: one module per kind of page, records in, Markdown text out; no files, no builder.

Prose that is ours goes through Markdown and the extension; lists that are computed are written as
HTML at once, because Python-Markdown would need most of the build's time for them.
"""
