"""spilter_tui.link."""
