"""spilter_tui.activities."""
