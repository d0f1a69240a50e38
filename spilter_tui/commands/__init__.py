"""What `spilter` can do, one command a file; nothing heavy is imported before a command runs."""
