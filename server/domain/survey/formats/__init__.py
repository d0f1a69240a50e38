"""The formats in which surveys of others are read, one file each."""
