"""One command, one file each."""
