"""The room plan: the hall by table and by laptop number, for the staff. Never by person."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from server.domain.kernel import Role
from server.domain.root import Table
from server.protocol.hall import Laptop, TableRow
from server.records import Person


class Guest(Protocol):
    """A participant's connection, as far as the room plan asks."""

    person: Person | None
    ready: bool
    drafts: int
    hand_since: float
    host: bool


def table_rows(tables: Iterable[Table], guests: Iterable[Guest], away: Iterable[Laptop]) -> tuple[TableRow, ...]:
    """A row a table, in the order of the tables; who sits at no table is in none."""
    here: dict[int, list[Guest]] = defaultdict(list)
    for guest in guests:
        here[guest.person.table if guest.person else 0].append(guest)
    gone: dict[int, list[Laptop]] = defaultdict(list)
    for laptop in away:
        gone[laptop.table].append(laptop)
    return tuple(_row(table, here[table.number], gone[table.number]) for table in tables)


def _row(table: Table, here: Collection[Guest], gone: Collection[Laptop]) -> TableRow:
    return TableRow(
        str(table.number),
        table.number,
        table.name,
        here=persons_of(here),
        ready=persons_of(guest for guest in here if guest.ready),
        seats=table.seats,
        hands=sum(guest.hand_since > 0 for guest in here),
        hosts=sum(guest.host for guest in here),
        drafts=sum(guest.drafts for guest in here),
        away=len(gone),
        away_since=min((laptop.away_since for laptop in gone), default=0.0),
    )


def persons_of(guests: Iterable[Guest]) -> int:
    """How many persons sit at these laptops."""
    return sum(guest.person.persons if guest.person else 1 for guest in guests)


def away_laptops(people: Iterable[Person], left: Mapping[int, float]) -> tuple[Laptop, ...]:
    """The laptops that are gone, by number, each with its table and since when."""
    tables = {person.laptop: person.table for person in people if person.role == Role.PARTICIPANT}
    return tuple(Laptop(str(laptop), tables.get(laptop, 0), away_since=at) for laptop, at in sorted(left.items()))


def raised_hands(guests: Iterable[Guest]) -> tuple[Laptop, ...]:
    """The laptops that ask for help, who asked first before."""
    asking = [guest for guest in guests if guest.person and guest.hand_since]
    return tuple(
        Laptop(str(guest.person.laptop), guest.person.table, hand_since=guest.hand_since)
        for guest in sorted(asking, key=lambda guest: guest.hand_since)
        if guest.person
    )
