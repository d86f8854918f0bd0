"""One reason that caps the band, one file each."""
