"""Screens of a hall with tables, as the desk has them over it: for snapshots and pictures."""

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from server.domain.i18n import words
from server.domain.roster import Guest
from server.domain.seating import explained, seat
from server.protocol.hall import HallView, Laptop, TableRow
from spilter_tui.i18n import _, language
from spilter_tui.screens.desk.proposal import Proposal
from spilter_tui.screens.desk.roomplan import RoomPlan
from spilter_tui.screens.desk.state import Desk

NOW = 1_000_000.0
THEMES = ("Aanbesteden", "Financiering", "Personeel", "Regels", "Samenwerken")
KINDS = ("ondernemer", "financier", "overheid", "wetenschap")


def row(number: int) -> TableRow:
    """A table of the conference: most are there, some are ready, two ask for help, one has lost its network."""
    lost = number == 7
    return TableRow(
        str(number), number, THEMES[(number - 1) % 5],
        here=0 if lost else 10 - number % 3, ready=0 if lost else number % 4 * 3, seats=10,
        hands=int(number in (3, 9)), hosts=int(not lost), drafts=0 if lost else number % 3,
        away=10 if lost else 0, away_since=NOW - 130 if lost else 0.0,
    )  # fmt: skip


def plan() -> Screen[Any]:
    """Ten tables at once, the third at hand."""
    desk = Desk()
    hands = (Laptop("31", 3, hand_since=NOW - 60), Laptop("88", 9, hand_since=NOW - 20))
    away = tuple(Laptop(str(n), 7, away_since=NOW - 130) for n in range(61, 71))
    desk.set_reactive(
        Desk.hall,
        HallView(82, 100, 100, 82, 31, tables=tuple(row(n) for n in range(1, 11)), away=away, hands=hands),
    )
    desk.set_reactive(Desk.now, NOW)
    return RoomPlan(desk, 3)


def proposal() -> Screen[Any]:
    """A hundred guests over ten tables, in numbers."""
    guests = [Guest(n, attributes={"achtergrond": KINDS[n * 7 % 11 % 4]}) for n in range(1, 101)]
    seats = seat(guests, dict.fromkeys(range(1, 11), 10), ("achtergrond",))
    return Proposal(_("Proposal for the tables"), explained(guests, seats, ("achtergrond",), words(language())))


SCENES: dict[str, Callable[[], Screen[Any]]] = {"plan": plan, "proposal": proposal}
