"""Who computes the parts of a book, where, and what is kept of it."""
