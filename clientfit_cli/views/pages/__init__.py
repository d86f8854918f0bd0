"""What a command has to say, as a page: one file each."""
