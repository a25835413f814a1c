"""The annotated reader, from data files to pages, in the order the work happens.

content    text files -> frozen records, or every problem at once
originals  copies of the articles, when somebody has them -> numbered paragraphs
links      records -> where each term is mentioned, what is related, the Markdown extension
pages      records -> Markdown text, one module per kind of page
publish    records -> JSON, CSV, calendar, citations, search documents, the address lock
site       all of the above -> one mapping from path to text

Nothing in this package knows which site builder will use the text.
"""
