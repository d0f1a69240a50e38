"""spilter_tui.screens."""
