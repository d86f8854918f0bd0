"""What the columns of exports mean: one file a format."""
