"""The facilitator's desk."""

from spilter_tui.screens.desk.screen import DeskScreen

__all__ = ["DeskScreen"]
