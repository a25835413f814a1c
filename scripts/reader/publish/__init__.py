"""What other programs and browsers read: JSON, CSV, calendar, metadata, bundles of scripts, the address lock."""
