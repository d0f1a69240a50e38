"""spilter_tui."""
