"""The wall: what was sent to it, to be read at the back of the hall, and nothing else. It needs no keys."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import var

from server.domain.root import WallView
from server.protocol.hall import HallView
from spilter_tui.i18n import N_, _
from spilter_tui.screens.role import RoleScreen
from spilter_tui.widgets.dialog import Choice, Dialog
from spilter_tui.widgets.wall_picture import WallPicture

EXPLAINED = N_(
    "The facilitator sends things here from the desk. Whatever is on the desk itself never shows. "
    "Make the letters of this terminal larger for the people at the back."
)


class WallScreen(RoleScreen):
    """The wall's only screen."""

    subjects: ClassVar[tuple[str, ...]] = ("wall", "hall")
    AUTO_FOCUS = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", N_("help")),
        Binding("q,ctrl+q", "leave", N_("leave")),
    ]

    view: var[WallView | None] = var(None)
    """What was sent; None before anything came."""

    def compose(self) -> ComposeResult:
        """One picture, that follows what is set here."""
        yield WallPicture().data_bind(
            WallScreen.view, WallScreen.hall, WallScreen.link, WallScreen.now, WallScreen.code, WallScreen.address
        )

    def take_view(self, subject: str, view: Any) -> None:
        """What was sent here is now this."""
        if isinstance(view, WallView):
            self.view = view
        elif isinstance(view, HallView):
            self.hall = view

    def action_help(self) -> None:
        """Say what this is."""
        self.app.push_screen(Dialog(_("Help"), _(EXPLAINED)))

    def action_leave(self) -> None:
        """Ask first: a wall that is gone is missed by everybody."""
        choices = (Choice("q", _("leave"), "leave"),)
        self.app.push_screen(Dialog(_("Leave?"), _("This screen then shows nothing any more."), choices), self._leave)

    def _leave(self, chosen: str | None) -> None:
        if chosen:
            self.post_message(self.Left())
