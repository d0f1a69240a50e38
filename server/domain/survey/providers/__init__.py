"""The services whose files of answers are read, one file each."""
