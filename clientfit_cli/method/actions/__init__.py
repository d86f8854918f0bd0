"""One thing to do about a reading, one file each."""
