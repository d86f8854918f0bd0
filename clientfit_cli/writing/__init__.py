"""One change of a book by one person."""
