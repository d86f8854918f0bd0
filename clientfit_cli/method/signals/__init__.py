"""One measured fact per account, one file each."""
