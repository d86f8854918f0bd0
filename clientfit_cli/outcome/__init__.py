"""The one result: of accounts, of a book, and of two books compared."""
