"""The roster: who is expected, with the attributes by which tables are mixed. Scope: the workshop.

Guests and laptops are apart: nothing links a guest to a laptop or to anything that was sent. The names can be
forgotten; what stays then is how many of each background sat at each table.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated

import msgspec

from server.domain.i18n import N_
from server.domain.kernel import Command, Context, Event, Refused
from server.domain.sheet import BadFile, Fault, Row, Sheet
from server.domain.text import fold

NAME = ("name", "naam", "gast", "guest", "deelnemer")
TABLE = ("table", "tafel")
CARD = ("card", "kaart", "kaartnummer", "card number")
ROLE = ("role", "rol")
CHAIRS = ("host", "chair", "voorzitter", "tafelheer", "tafelvoorzitter", "gastheer", "gastvrouw")
MOST, LONG, MANY = 2000, 80, 12  # guests; characters of a name or a value; attributes

Short = Annotated[str, msgspec.Meta(max_length=LONG)]
CardNumber = Annotated[int, msgspec.Meta(ge=1, le=9999)]
TableNumber = Annotated[int, msgspec.Meta(ge=0, le=999)]


class Guest(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody who is expected. `card`: the number on the badge, and the id; `table` 0: none yet."""

    card: CardNumber
    name: Short = ""
    table: TableNumber = 0
    attributes: Annotated[dict[Short, Short], msgspec.Meta(max_length=MANY)] = {}

    @property
    def chair(self) -> bool:
        """Whether this guest leads the talk at a table, by the attribute `role`."""
        return any(fold(key) in ROLE and fold(value) in CHAIRS for key, value in self.attributes.items())


class Kind(msgspec.Struct, frozen=True):
    """How many guests of a table have a value of an attribute: what stays when the names are forgotten."""

    table: int
    attribute: str
    value: str
    count: int


class SetGuests(Command, frozen=True, tag="guests.set"):
    """These are the guests; with `more`, they come beside those that are there."""

    guests: Annotated[tuple[Guest, ...], msgspec.Meta(max_length=MOST)]
    more: bool = False


class SeatGuests(Command, frozen=True, tag="guests.seat"):
    """Give guests a table: its number by card number."""

    seats: dict[CardNumber, TableNumber]


class ForgetGuests(Command, frozen=True, tag="guests.forget"):
    """Remove the names from the file and its back-ups. It can't be undone."""


class GuestsSet(Event, frozen=True, tag="guests.given", omit_defaults=True):
    """Guests were put on the roster; without `more`, in the place of those before."""

    guests: tuple[Guest, ...]
    more: bool = False


class GuestsSeated(Event, frozen=True, tag="guests.seated"):
    """Guests were given a table."""

    seats: dict[int, int]


class GuestsForgotten(Event, frozen=True, tag="guests.forgotten"):
    """The names are gone; `kinds` says how many of each background there were at each table."""

    kinds: tuple[Kind, ...]


Commands = SetGuests | SeatGuests | ForgetGuests
Events = GuestsSet | GuestsSeated | GuestsForgotten


class Roster:
    """The guests by card number; and once they are forgotten, their kinds."""

    def __init__(self) -> None:
        self.guests: dict[int, Guest] = {}
        self.kinds: tuple[Kind, ...] = ()

    def decide(self, command: Commands, ctx: Context) -> Iterable[Events]:
        """The event of a command, or `Refused`."""
        match command:
            case SetGuests(guests=guests, more=more):
                cards = Counter(guest.card for guest in guests) + Counter(list(self.guests) if more else ())
                twice = next((card for card, n in cards.items() if n > 1), 0)
                if twice:
                    raise Refused("card_twice", card=twice)
                if len(cards) > MOST:
                    raise Refused("too_many_guests", limit=MOST)
                return [GuestsSet(guests, more)]
            case SeatGuests(seats=seats):
                unknown = next((card for card in seats if card not in self.guests), 0)
                if unknown:
                    raise Refused("no_guest", card=unknown)
                return [GuestsSeated(seats)]
            case ForgetGuests():
                if not self.guests:
                    raise Refused("no_guests")
                return [GuestsForgotten(tuple(kinds_of(self.guests.values())))]

    def evolve(self, event: Event) -> None:
        """Take in what happened; a card that is not on the roster is passed over."""
        match event:
            case GuestsSet(guests=guests, more=more):
                before = self.guests if more else {}
                self.guests = before | {guest.card: guest for guest in guests}
            case GuestsSeated(seats=seats):
                for card, table in seats.items():
                    if card in self.guests:
                        self.guests[card] = msgspec.structs.replace(self.guests[card], table=table)
            case GuestsForgotten(kinds=kinds):
                self.guests, self.kinds = {}, kinds


def kinds_of(guests: Iterable[Guest]) -> Iterator[Kind]:
    """How many guests of each table have each value of each attribute, in order."""
    counts = Counter((g.table, key, value) for g in guests for key, value in g.attributes.items())
    for (table, key, value), n in sorted(counts.items()):
        yield Kind(table, key, value, n)


def all_tables(kinds: Iterable[Kind]) -> Iterator[Kind]:
    """The kinds of all tables together (`table` 0): what a report may tell."""
    counts: Counter[tuple[str, str]] = Counter()
    for kind in kinds:
        counts[kind.attribute, kind.value] += kind.count
    for (attribute, value), n in sorted(counts.items()):
        yield Kind(0, attribute, value, n)


def nameless(event: Event) -> Event:
    """An event as it may stay in the file when the names are forgotten."""
    match event:
        case GuestsSet(more=more):
            return GuestsSet((), more)
        case GuestsSeated():
            return GuestsSeated({})
    return event


# --- a roster in a file -------------------------------------------------------------------------------------------


def read(sheet: Sheet) -> tuple[Guest, ...]:
    """The guests of a sheet: columns with the name, and if there are any the table and the card number; every other
    column is an attribute. Who has no card number gets the lowest that is free. `BadFile` with every fault.
    """
    name, table, card = (sheet.column(names) for names in (NAME, TABLE, CARD))
    if not name:
        facts = {"wanted": N_("name"), "names": ", ".join(NAME), "found": ", ".join(sheet.columns)}
        raise BadFile([Fault(1, "no_column", dict(facts))])
    titles = [title for title in sheet.columns if fold(title) not in (name, table, card)]
    faults = [fault for row in sheet.rows for fault in _faults(row, name, table, card)]
    faults += [Fault(1, "too_many_columns", {"limit": MANY})] * (len(titles) > MANY)
    faults += [*_twice(sheet.rows, card), *[Fault(1, "nothing")] * (not sheet.rows)]
    if faults:
        raise BadFile(sorted(faults, key=lambda fault: fault.line))
    cards = _cards([_cell(row, card) for row in sheet.rows])
    return tuple(
        Guest(number, _cell(row, name), int(_cell(row, table) or 0), dict(_attributes(row, titles)))
        for number, row in zip(cards, sheet.rows, strict=True)
    )


def _cell(row: Row, column: str) -> str:
    return row.cells.get(column, "").strip()


def _attributes(row: Row, titles: Sequence[str]) -> Iterator[tuple[str, str]]:
    for title in titles:
        value = _cell(row, fold(title))
        if value:
            yield title[:LONG], value


def _faults(row: Row, name: str, table: str, card: str) -> Iterator[Fault]:
    if not _cell(row, name):
        yield Fault(row.line, "empty", {"column": name})
    for column, most in ((table, 999), (card, 9999)):
        text = _cell(row, column)
        if text and not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= most):
            yield Fault(row.line, "no_such_number", {"value": text[:LONG], "column": column, "limit": most})
    for value in row.cells.values():
        if len(value.strip()) > LONG:
            yield Fault(row.line, "too_long", {"length": len(value.strip()), "limit": LONG})


def _twice(rows: Sequence[Row], card: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for row in rows:
        number = _cell(row, card).lstrip("0")
        if number and number in seen:
            yield Fault(row.line, "id_twice", {"id": number})
        seen.add(number)


def _cards(given: Sequence[str]) -> list[int]:
    taken = {int(each) for each in given if each}
    free = iter(number for number in range(1, len(given) + len(taken) + 1) if number not in taken)
    return [int(each) if each else next(free) for each in given]


def attributes_of(guests: Iterable[Guest]) -> Mapping[str, int]:
    """The attributes that guests have, each with how many values it takes, in the order of the roster."""
    values: dict[str, set[str]] = {}
    for guest in guests:
        for key, value in guest.attributes.items():
            values.setdefault(key, set()).add(value)
    return {key: len(found) for key, found in values.items()}
