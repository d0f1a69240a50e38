"""The files that an agenda names: what an activity starts with from a table beside the agenda, and the guests.

Where the agenda says who comes, the seats of its rounds are solved when the workshop is made: what is printed the day
before is then what the hall will see.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from server.agenda_faults import Fault
from server.domain import sheet
from server.domain.activities.factsheet import ImportFacts
from server.domain.activities.rounds import Rounds
from server.domain.fact_tables import fact_lines
from server.domain.importing import start_items, statements
from server.domain.kernel import Card, Command, Item
from server.domain.root import Table
from server.domain.roster import Guest, SetGuests
from server.domain.roster import read as roster
from server.domain.round_messages import Plan, RoundsSettings
from server.domain.rounds_seating import plan_of
from server.domain.startlist import Given, new_in
from server.domain.text import fold

Open = Callable[[str], bytes]  # the contents of a file by its name in the agenda; `OSError` where that can't be read


class Brought(NamedTuple):
    """What a file gives an activity: its whole start list, and what is done at the beginning."""

    start: tuple[Item, ...]
    command: Command | None = None


def brought(kind: str, activity: str, start: tuple[Item, ...], data: bytes, source: str, page: str) -> Brought:
    """A file as this kind reads it: facts for a factsheet, a start list for every other.

    `start`: what is on the list already; `page`: the sheet of a workbook. `BadFile` with every fault.
    """
    return READERS.get(kind, _listed)(activity, start, data, source, page)


def _listed(activity: str, start: tuple[Item, ...], data: bytes, source: str, page: str) -> Brought:
    found = start_items(statements(data, page), activity, source)
    return Brought(_with(start, (Given(each.text, each.id, each.source) for each in found)))


def _facts(activity: str, start: tuple[Item, ...], data: bytes, source: str, page: str) -> Brought:
    """The facts, and the options that they are about."""
    lines = fact_lines(data, source, page)
    options = {fold(line.option): line.option for line in lines}
    here = {fold(item.text) for item in start} | {fold(item.id) for item in start}
    texts = [text for key, text in options.items() if key not in here]
    given = (Given(text, f"{activity}.{n}") for n, text in enumerate(texts, len(start) + 1))
    return Brought(_with(start, given), ImportFacts(lines))


def _with(start: tuple[Item, ...], given: Iterable[Given]) -> tuple[Item, ...]:
    here = {item.id: item for item in start}
    return (*start, *new_in(given, here, str))


READERS: Mapping[str, Callable[[str, tuple[Item, ...], bytes, str, str], Brought]] = {"factsheet": _facts}


# --- guests -------------------------------------------------------------------------------------------------------

MOST_SEATED, LAST_CARD = 600, 999  # guests and card numbers that rounds take


def guests_in(data: bytes) -> tuple[Guest, ...]:
    """The guests in a file, as the desk reads it; `BadFile` with every fault."""
    return roster(sheet.read(data))


def numbered(n: int) -> tuple[Guest, ...]:
    """So many guests of whom only the number on the badge is known."""
    return tuple(Guest(card) for card in range(1, n + 1))


def guest_faults(guests: Sequence[Guest], tables: Sequence[Table], cards: Iterable[Card]) -> Iterator[Fault]:
    """What doesn't fit: a table that there is not, or more guests than rounds can seat. Each on line 0."""
    known = {table.number for table in tables}
    wanted = {guest.table: guest.card for guest in reversed(guests) if known and guest.table}
    for table in sorted(wanted.keys() - known):
        yield Fault(0, "guest_table", {"card": str(wanted[table]), "table": str(table)})
    seated = len(guests) > MOST_SEATED or any(guest.card > LAST_CARD for guest in guests)
    if seated and any(card.kind == Rounds.kind for card in cards):
        yield Fault(0, "guests_seated", {"most": str(MOST_SEATED), "card": str(LAST_CARD)})


def expected(guests: Sequence[Guest], tables: Sequence[Table], cards: Iterable[Card]) -> Iterator[tuple[str, Command]]:
    """What is done at the beginning where the guests are known: their list, and their seats in each of the rounds."""
    if not guests:
        return
    yield "", SetGuests(tuple(guests))
    for card in cards:
        plan = _plan(card, guests, tables) if card.kind == Rounds.kind else None
        if plan is not None:
            yield card.id, plan


def _plan(card: Card, guests: Sequence[Guest], tables: Sequence[Table]) -> Plan | None:
    """The seats to ask for in rounds; None where topics or tables are not known before the day, or nobody moves."""
    settings = msgspec.convert(card.settings, RoundsSettings)
    numbers = sorted(table.number for table in tables) or range(1, len(settings.tables) + 1)
    plan = plan_of(guests, numbers, settings.hosts)
    return plan if card.start and not card.carry and plan.tables and plan.cards else None
