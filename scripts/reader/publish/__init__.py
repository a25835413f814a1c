"""What other programs read: JSON, CSV, calendar, citations, search documents, the address lock."""
