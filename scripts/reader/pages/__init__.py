"""Pages: one module per kind prepares the data, and its template in ``templates/`` is the page.

Prose that is ours goes through Markdown and the extension; computed lists are written as HTML, which the extension
takes as it is, because Python-Markdown would spend a third of the build on parsing it. ``render`` has the environment
and the rules for line breaks, ``view`` what a template may ask about its own page.
"""
