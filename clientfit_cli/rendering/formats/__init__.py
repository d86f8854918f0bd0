"""One format of a result, one file each."""
