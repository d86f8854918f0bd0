"""One fact that must agree across records, one file each."""
