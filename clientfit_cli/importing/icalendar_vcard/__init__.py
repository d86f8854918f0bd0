"""Calendars and address books, as other programs write them."""
