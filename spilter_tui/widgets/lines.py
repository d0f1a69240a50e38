"""The rows of a list: what one says, how many lines it takes, and where they all stand. Nothing here draws."""

from bisect import bisect_left
from itertools import accumulate
from typing import NamedTuple

import msgspec

from spilter_tui.widgets.wrap import columns_of, shown, wrap

TAG_COLUMNS = 18
MARGIN = 3  # columns before a row, for its sign
INSET = 2  # columns that a row stands in for each it is under
DEEPEST = 4  # deeper ones stand no further in


class Line(msgspec.Struct, frozen=True):
    """One entry as it is drawn: its text, a sign before it, and a word behind it that says what it is."""

    id: str
    text: str
    tag: str = ""
    sign: str = ""
    mine: bool = False
    faint: bool = False
    depth: int = 0
    """How far it stands in: under what it builds on."""

    @property
    def inset(self) -> int:
        """The columns that it stands in."""
        return INSET * min(self.depth, DEEPEST)


class Place(NamedTuple):
    """Where the rows of a width stand. `below` holds for each number of rows at the bottom how many lines they take.

    Counted from the bottom, what is there stays as it is when rows come in above it.
    """

    rows: tuple[Line, ...]
    below: list[int]
    columns: int
    tags: int

    @property
    def height(self) -> int:
        """The lines of all rows."""
        return self.below[-1]

    def start(self, at: int) -> int:
        """The line on which a row begins; for the number of rows: the end."""
        return self.height - self.below[len(self.rows) - at]

    def row_at(self, y: int) -> int:
        """Which row is on this line; the number of rows beneath the last."""
        return len(self.rows) - bisect_left(self.below, self.height - y) if y < self.height else len(self.rows)

    def at(self, y: int) -> Line | None:
        """The row on this line; None beneath the last."""
        at = self.row_at(y)
        return self.rows[at] if 0 <= at < len(self.rows) else None

    def find(self, line: str) -> int | None:
        """Which row has this id."""
        return next((at for at, row in enumerate(self.rows) if row.id == line), None)


class Heights:
    """How many lines each row takes; asked once a text and width."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], int] = {}
        self._columns = self._tags = 0
        self._rows: tuple[Line, ...] = ()  # that were placed last
        self._below = [0]

    def place(self, rows: tuple[Line, ...], width: int) -> Place:
        """Put rows under each other. What was placed before and only moved down is not looked at again."""
        kept = _kept_below(self._rows, rows)
        fresh = rows[: len(rows) - kept]
        tags = max(self._tags if kept else 0, min(TAG_COLUMNS, max((len(row.tag) for row in fresh), default=0)))
        columns = width - MARGIN - (tags + 2 if tags else 1)
        if columns != self._columns:
            self._known, self._columns, kept, fresh = {}, columns, 0, rows
        lines = accumulate(map(self._height, reversed(fresh)), initial=self._below[kept])
        self._rows, self._tags, self._below[kept:] = rows, tags, lines
        return Place(rows, self._below, columns, tags)

    def _height(self, row: Line) -> int:
        key = row.text, row.inset
        known = self._known.get(key)
        if known is None:
            text, columns = shown(row.text), self._columns - row.inset
            simple = "\n" not in text and columns_of(text) <= columns
            known = self._known[key] = 1 if simple else len(wrap(text, columns))
        return known


def _kept_below(before: tuple[Line, ...], after: tuple[Line, ...]) -> int:
    """How many rows at the bottom are as they were, where rows were put in above them; 0 where more changed."""
    above = next(
        (at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] is not pair[1]), len(before)
    )
    kept = len(before) - above
    return kept if above <= len(after) - kept and after[len(after) - kept :] == before[above:] else 0
