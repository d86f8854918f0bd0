"""A page -> a format; nothing here knows accounts."""
