"""The closed vocabulary of results.

Every kind speaks it, every output (desk, wall, report) renders it, and kinds and outputs never meet.

Texts in blocks are plain text as typed; a renderer escapes for its own medium. Numbers come as they are: a renderer
writes them in its reader's language.
"""

import msgspec


class Heading(msgspec.Struct, frozen=True, tag="heading", tag_field="block"):
    """A heading inside an activity; level 1 is the highest."""

    text: str
    level: int = 1


class Text(msgspec.Struct, frozen=True, tag="text", tag_field="block"):
    """A paragraph. `role`: normal, note (method, formula), warning or lead."""

    text: str
    role: str = "normal"


class Bullets(msgspec.Struct, frozen=True, tag="bullets", tag_field="block"):
    """A list of short texts."""

    items: tuple[str, ...]
    ordered: bool = False


class Cell(msgspec.Struct, frozen=True):
    """A table's cell: a text, or a number with the decimals it is written with."""

    text: str = ""
    number: float | None = None
    decimals: int = 0
    mark: str = ""  # "dissent", "best", "out": shown as a sign and a word, never by colour alone


class Column(msgspec.Struct, frozen=True):
    """A table's column: its heading, and whether it holds numbers (aligned right)."""

    title: str
    numeric: bool = False


class Table(msgspec.Struct, frozen=True, tag="table", tag_field="block"):
    """Rows of cells under columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""


class Bar(msgspec.Struct, frozen=True):
    """One bar: a label, its length on the bars' scale, the number as written, and a mark in words.

    `interval`: between which two values on the bars' scale the value lies as far as is known; it is drawn in place of
    the bar's length, and both ends are written beside the number.
    """

    label: str
    value: float
    decimals: int = 0
    rank: int = 0
    note: str = ""
    mark: str = ""
    id: str = ""
    interval: tuple[float, float] | None = None


class Bars(msgspec.Struct, frozen=True, tag="bars", tag_field="block"):
    """Horizontal bars from `low` to `high`; numbers are always printed beside them."""

    bars: tuple[Bar, ...]
    low: float = 0
    high: float = 1
    caption: str = ""

    def part(self, value: float) -> float:
        """How far along the scale a value lies, from 0 to 1; what is off the scale lies at its end."""
        span = self.high - self.low
        return min(max((value - self.low) / span, 0.0), 1.0) if span else 0.0


class Distribution(msgspec.Struct, frozen=True, tag="distribution", tag_field="block"):
    """How often each answer was given for one item."""

    label: str
    answers: tuple[str, ...]
    counts: tuple[int, ...]
    note: str = ""
    mark: str = ""


class Matrix(msgspec.Struct, frozen=True, tag="matrix", tag_field="block"):
    """A grid of cells with row and column headings; `heat` from 0 to 1 a cell, or empty."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    heat: tuple[tuple[float, ...], ...] = ()
    caption: str = ""


class Quote(msgspec.Struct, frozen=True):
    """Somebody's own words, with where they came from and the ids behind them."""

    text: str
    origin: str = ""
    id: str = ""
    mark: str = ""


class Quotes(msgspec.Struct, frozen=True, tag="quotes", tag_field="block"):
    """Participants' own words, under a label."""

    quotes: tuple[Quote, ...]
    label: str = ""


Block = Heading | Text | Bullets | Table | Bars | Distribution | Matrix | Quotes
