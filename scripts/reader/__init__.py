"""The annotated reader, from data files to pages, in the order the work happens.

content    text files -> frozen records, or every problem at once
copies     copies of the articles, when somebody has them -> numbered paragraphs
links      records -> where each term is mentioned, what is related, the Markdown extension
cite       records -> citations by a CSL processor, BibTeX, RIS, CSL-JSON; everything that can be cited
pages      records -> Markdown text, one module per kind of page
search     records -> a document for every place, and the index that answers in the browser
publish    records -> JSON, CSV, calendar, metadata, data for scripts, the address lock
pipeline   all of the above -> ``Site``: pages, files, notices, rights
importing  a new article -> a proposed page; an article and its data -> what the data miss

Nothing in this package knows which site builder will use the text.
"""
