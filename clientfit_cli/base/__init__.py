"""Words and helpers that know nothing of a book."""
