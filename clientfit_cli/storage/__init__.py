"""Where the bytes of a book live, and how they are written whole."""
