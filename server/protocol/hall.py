"""The hall as screens see it: who is here, as counts. The staff sees it by table and by laptop, never by person."""

import msgspec

from server.domain.kernel import View


class TableRow(msgspec.Struct, frozen=True):
    """A table: laptops connected, how many are ready, how many are expected."""

    id: str
    number: int
    name: str
    here: int
    ready: int
    seats: int


class Laptop(msgspec.Struct, frozen=True, omit_defaults=True):
    """A laptop for the staff's list: its number and table, and whether it is connected."""

    id: str
    table: int = 0
    role: str = "participant"
    away_since: float = 0.0  # 0 while connected


class HallView(View, frozen=True, tag="hall"):
    """Counts of laptops and persons; for the staff also tables, laptops that are away, and drafts not yet sent."""

    here: int = 0
    known: int = 0
    expected: int = 0
    persons: int = 0
    ready: int = 0
    drafts: int = 0
    sorters: int = 0
    tables: tuple[TableRow, ...] = ()
    away: tuple[Laptop, ...] = ()
    backup_at: float = 0.0
    backup_fault: str = ""
