"""Reading what other programs write: tables, calendars, address books, mail."""
