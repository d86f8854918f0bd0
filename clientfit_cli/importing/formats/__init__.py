"""One file a kind of foreign file."""
