"""What other programs and browsers read: JSON, CSV, calendar, metadata, data for scripts, the address lock."""
