"""spilter_tui.widgets."""
