"""Keys beside the leading of the hall: the agenda itself, sorting, seats, and leaving."""

from textual.content import Content

from server.domain.root import MoveActivity, RemoveActivity
from server.protocol.joining import shown as as_code
from server.protocol.queries import Granted, GrantSeat
from spilter_tui.i18n import _
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.dialog import Choice
from spilter_tui.widgets.text import plain


async def sort(desk: Desk) -> None:
    """Open the sorter on this activity."""
    desk.post_message(desk.SorterAsked(desk.at))


async def list_or_result(desk: Desk) -> None:
    """Show the results in the place of the list, or the list again."""
    desk.wanted = "list" if desk.has_class("-result") else "result"


# --- the agenda -------------------------------------------------------------------------------------------------


async def notes(desk: Desk) -> None:
    """The facilitator's own notes to the activity at hand: they are asked for, as the desk may be on the projector."""
    await desk.choose(_("My notes"), plain(desk.row.notes))


async def remove(desk: Desk) -> None:
    """Take the activity at hand off the agenda; what was collected stays, and u brings it back."""
    kept = _("What was collected in it stays in the file, and u brings it back.")
    text = plain(desk.row.title).append("\n\n").append(kept)
    if await desk.choose(_("Take it off the agenda?"), text, Choice("delete", _("take it off"), "yes")):
        desk.do("", RemoveActivity(desk.at))


async def earlier(desk: Desk) -> None:
    """Move the activity at hand one place up."""
    _move(desk, -1)


async def later(desk: Desk) -> None:
    """Move the activity at hand one place down."""
    _move(desk, 1)


def _move(desk: Desk, by: int) -> None:
    places = [row.id for row in desk.agenda.rows]
    if desk.at in places and 0 <= places.index(desk.at) + by < len(places):
        desk.do("", MoveActivity(desk.at, places.index(desk.at) + by))


# --- seats and leaving ------------------------------------------------------------------------------------------


async def seat(desk: Desk) -> None:
    """Give another laptop a seat at the desk: a code that works once, for ten minutes."""
    role = await desk.choose(
        _("Give a seat"),
        _("You get a code here, to begin with on the other laptop."),
        Choice("f", _("a second facilitator"), "facilitator"),
        Choice("s", _("a sorter"), "sorter"),
    )
    if role not in ("facilitator", "sorter"):
        return
    granted = await desk.ask(GrantSeat("facilitator" if role == "facilitator" else "sorter"))
    if isinstance(granted, Granted):
        typed = (
            _("On the other laptop type:"),
            (f"\n\n    spilter desk --key {as_code(granted.code)}\n\n", "bold $accent"),
        )
        once = _("If it asks for the code of the screen in the hall, type that too. It works once, for ten minutes.")
        text = Content.assemble(*typed, once, " ", _("Don't show it on the projector."))
        await desk.choose(_("Code for this seat"), text)


async def leave(desk: Desk) -> None:
    """Leave the desk; the server goes on."""
    text = _("The server goes on and the room notices nothing. Come back with the command you started with.")
    if await desk.choose(_("Leave the desk?"), text, Choice("f10", _("leave the desk"), "leave")):
        desk.post_message(desk.Left())
