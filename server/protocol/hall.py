"""The hall as screens see it: who is here, as counts. The staff sees it by table and by laptop, never by person."""

import msgspec

from server.domain.calls import Message
from server.domain.kernel import View


class TableRow(msgspec.Struct, frozen=True):
    """A table: persons at connected laptops, how many are ready, how many are expected; and what the room plan says.

    `hands`: raised; `hosts`: laptops that said they are the host's; `away`: laptops gone, the first since `away_since`.
    """

    id: str
    number: int
    name: str
    here: int
    ready: int
    seats: int
    hands: int = 0
    hosts: int = 0
    drafts: int = 0
    away: int = 0
    away_since: float = 0.0


class Laptop(msgspec.Struct, frozen=True, omit_defaults=True):
    """A laptop for the staff's list: its number and table, since when it is gone, or has its hand up (0: not)."""

    id: str
    table: int = 0
    role: str = "participant"
    away_since: float = 0.0
    hand_since: float = 0.0


class HallView(View, frozen=True, tag="hall"):
    """Counts of laptops and persons; for the staff also tables, laptops that are away or ask for help, and drafts.

    `here` and `known` are laptops; `expected`, `persons` and `ready` are persons.
    """

    here: int = 0
    known: int = 0
    expected: int = 0
    persons: int = 0
    ready: int = 0
    drafts: int = 0
    sorters: int = 0
    tables: tuple[TableRow, ...] = ()
    away: tuple[Laptop, ...] = ()
    hands: tuple[Laptop, ...] = ()
    backup_at: float = 0.0
    backup_fault: str = ""

    @property
    def people(self) -> int:
        """How many are here: every laptop has at least one person."""
        return max(self.here, self.persons)

    @property
    def awaited(self) -> int:
        """How many there may be in all: those at the tables, or as many as were ever here."""
        return max(self.expected, self.known, self.people)


class MeView(View, frozen=True, tag="me"):
    """What one laptop is told itself: the messages to it, and when its raised hand was last seen (0: never)."""

    messages: tuple[Message, ...] = ()
    hand_seen: float = 0.0
