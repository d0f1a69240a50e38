"""G: the list of guests. Read it from a file, seat them mixed, give one another table, have the names forgotten.

Nothing here shows a name: a guest goes by the number on the badge.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from server.domain import roster, seating
from server.domain.i18n import words
from server.domain.kernel import Phase
from server.domain.roster import ForgetGuests, Guest, SeatGuests, SetGuests
from server.domain.sheet import BadFile
from server.domain.sheet import read as sheet
from server.domain.text import one_line
from spilter_tui.i18n import _, language, ngettext
from spilter_tui.screens.desk.form import Blank
from spilter_tui.screens.desk.proposal import Proposal
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.dialog import Choice

SHOWN = 6  # faults of a file at once
FRAME = 40_000  # bytes of guests that go at once
LARGEST = 5_000_000  # bytes of a file


async def guests(desk: Desk) -> None:
    """How many guests there are, and what can be done with the list."""
    found = desk.agenda.guests
    n = len(found)
    seated = sum(bool(guest.table) for guest in found)
    said = ngettext("{n} guest on the list, {seated} with a table.", "{n} guests, {seated} with a table.", n)
    choices = [Choice("r", _("read the list from a file"), "read")]
    if found:
        choices += [
            Choice("m", _("seat them mixed"), "mix"),
            Choice("s", _("give one guest another table"), "one"),
            Choice("delete", _("have the names forgotten"), "forget"),
        ]
    chosen = await desk.choose(_("Guests"), said.format(n=n, seated=seated) if found else _("No list yet."), *choices)
    if chosen:
        await ACTS[chosen](desk)


async def _read(desk: Desk) -> None:
    """Read the list from a file; nothing is taken in while a line is wrong."""
    filled = await desk.fill(
        "guests/file",
        _("The list of guests"),
        Blank("file", _("the file"), hint=_("CSV or XLSX, by its path")),
    )
    if not filled or not filled["file"].strip():
        return
    path = Path(filled["file"].strip()).expanduser()
    try:
        if path.stat().st_size > LARGEST:
            desk.tell(_("This file is too big."), "warning")
            return
        found = roster.read(sheet(path.read_bytes()))
    except OSError as error:
        desk.keep("guests/file", filled)
        desk.tell(_("{file} can't be opened: {why}").format(file=path.name, why=error.strerror or ""), "warning")
    except BadFile as bad:
        desk.keep("guests/file", filled)
        await desk.choose(_("Not read"), "\n".join(_faults(bad)))
    else:
        for at, batch in enumerate(batches(found)):
            desk.do("", SetGuests(tuple(batch), more=at > 0))


def batches(found: Sequence[Guest]) -> Iterator[list[Guest]]:
    """The guests in parts that each fit in a frame."""
    batch: list[Guest] = []
    size = 0
    for guest in found:
        length = len(msgspec.json.encode(guest))
        if batch and size + length > FRAME:
            yield batch
            batch, size = [], 0
        batch.append(guest)
        size += length
    yield batch


def _faults(bad: BadFile) -> Iterator[str]:
    speak = words(language())
    for fault in bad.faults[:SHOWN]:
        yield _("Line {n}: {fault}").format(n=fault.line, fault=fault.sentence(speak))
    if len(bad.faults) > SHOWN:
        yield _("and {n} more").format(n=len(bad.faults) - SHOWN)


async def _mix(desk: Desk) -> None:
    """Choose what to mix by, look at the proposal in numbers, accept it."""
    found, tables = desk.agenda.guests, {table.number: table.seats for table in desk.agenda.tables}
    if not tables:
        desk.tell(_("There are no tables yet: name them in the agenda."), "warning")
        return
    by = await _chosen(desk, found)
    seats = seating.seat(found, tables, by)
    blocks = seating.explained(found, seats, by, words(language()))
    if await desk.over(Proposal(_("Proposal for the tables"), blocks)):
        desk.do("", SeatGuests(seats))
        _tell_rounds(desk)


def _tell_rounds(desk: Desk) -> None:
    """Rounds that were seated before don't follow the list by themselves."""
    if any(row.kind == "rounds" and row.phase is Phase.DRAFT for row in desk.agenda.rows):
        desk.tell(_("Rounds keep their seats. At the rounds, d and p seat the guests anew, from these tables on."))


async def _chosen(desk: Desk, found: Sequence[Guest]) -> tuple[str, ...]:
    """What to mix by: the one chosen first, then the others in their order, as far as they have several values."""
    kinds = [name for name, n in roster.attributes_of(found).items() if 1 < n < len(found)]
    if len(kinds) < 2:
        return tuple(kinds)
    choices = [Choice(str(at), one_line(name, 40), name) for at, name in enumerate(kinds[:9], 1)]
    first = await desk.choose(_("Mix by what first?"), _("The others count after it."), *choices)
    return (first or kinds[0], *(name for name in kinds if name != (first or kinds[0])))


async def _one(desk: Desk) -> None:
    """Give one guest another table, by the number on the badge."""
    filled = await desk.fill(
        "guests/one", _("One guest"), Blank("card", _("card number")), Blank("table", _("table; nothing: none"))
    )
    if not filled:
        return
    cards = {str(guest.card): guest.card for guest in desk.agenda.guests}
    tables = {"": 0} | {str(table.number): table.number for table in desk.agenda.tables}
    card, table = filled["card"].strip(), filled["table"].strip()
    if card in cards and table in tables:
        desk.do("", SeatGuests({cards[card]: tables[table]}))
    else:
        desk.keep("guests/one", filled)
        desk.tell(_("There is no such card or table. What you typed is kept."), "warning")


async def _forget(desk: Desk) -> None:
    """Have the names forgotten, after a question: it can't be undone."""
    text = _(
        "The names go from the file and its back-ups. How many of each background there were at each table stays. "
        "This can't be undone. The list you read in is yours to throw away."
    )
    if await desk.choose(_("Forget the names?"), text, Choice("delete", _("forget them"), "yes")):
        desk.do("", ForgetGuests())


ACTS: Mapping[str, Callable[[Desk], Awaitable[None]]] = {"read": _read, "mix": _mix, "one": _one, "forget": _forget}
