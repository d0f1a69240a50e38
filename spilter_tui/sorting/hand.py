"""What one sorter has at hand, what comes next, and the ways about: on, back, aside, and to any item at all.

The item at hand stays at hand until it is done with, whatever others do to it: a key that is already on its way down
must not hit another item.
"""

from collections.abc import Iterator
from itertools import islice

from server.domain.activities.group import GroupView, ThemeRow
from server.domain.board import Row
from server.domain.sorting import ASIDE
from spilter_tui.sorting.board import Board, Lay

PAGE = 9  # themes that have a key at once


class Hand:
    """The item at hand and the page of themes."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.at = ""
        """The item at hand."""
        self.seen: Lay = None
        """Where it lay when it came to hand; None as long as it is not there yet."""
        self.visiting = False
        """Whether it was picked out, and not next in the queue."""
        self.aside = False
        """Whether what was laid aside is gone through, and not the queue."""
        self.marks: tuple[str, ...] | None = None
        """The themes chosen so far, where several are being chosen for one item."""
        self.page = 0
        self.trail: list[str] = []
        """What was done, the last at the end."""
        self._passed: set[str] = set()

    # --- what is at hand --------------------------------------------------------------------------------------

    def take(self, view: GroupView) -> None:
        """The board is now this one."""
        self.board.take(view)
        self.stay()

    def stay(self) -> None:
        """Stay at the item at hand as long as it is there."""
        if self.waits:
            return
        if self.at not in self.board.rows:
            head = self.board.head(self.at) if self.visiting else ""
            self.hold(head, visiting=True) if head else self.next()
        elif self.seen is None:
            self.hold(self.at, self.visiting)

    @property
    def waits(self) -> bool:
        """Whether the item at hand is being made by the server (a merge, a split), so that keys must wait for it."""
        return any(act.waits for act in self.board.under_way)

    @property
    def row(self) -> Row | None:
        """The item at hand."""
        return self.board.rows.get(self.at)

    @property
    def taken_by(self) -> str:
        """Who else has the item at hand, or put it somewhere since it came to hand; empty if nobody."""
        row = self.row
        if row is None or self.board.is_over(row.id):
            return ""
        if self.seen is not None and set(row.themes) != set(self.seen):
            return row.desk
        return next((claim.desk for claim in self.board.claims(mine=False) if claim.id == row.id), "")

    def coming(self, n: int) -> list[Row]:
        """The next items."""
        return list(islice((row for row in self._queue() if row.id != self.at), n))

    def _queue(self) -> Iterator[Row]:
        return (row for row in self.board.queue(self.aside) if row.id not in self._passed)

    # --- moving about -----------------------------------------------------------------------------------------

    def hold(self, item: str, visiting: bool = False) -> None:
        """Take an item to hand."""
        self.at, self.visiting, self.marks = item, visiting, None
        self.seen = self.board.lies(self.row) if self.row else None

    def next(self) -> None:
        """Take the next item; the one at hand only if it is the last."""
        row = next((row for row in self._queue() if row.id != self.at), None) or next(self._queue(), None)
        self.hold(row.id if row else "")

    def pass_over(self) -> None:
        """Take the next of what was laid aside, and do not come back to this one."""
        self._passed.add(self.at)
        self.next()

    def visit(self, item: str) -> bool:
        """Take this item, wherever it lies; False when it isn't there."""
        found = item if item in self.board.rows else self.board.head(item)
        if found:
            self.hold(found, visiting=True)
        return bool(found)

    def previous(self) -> bool:
        """Take the item done before this one again; False when there is none."""
        before = self.trail[: self.trail.index(self.at)] if self.at in self.trail else self.trail
        return any(self.visit(each) for each in reversed(before))

    def turn_aside(self) -> bool:
        """Go through what was laid aside, or back to the queue; False when nothing is laid aside."""
        self.aside = not self.aside
        self._passed.clear()
        if self.aside and not any(True for _ in self._queue()):
            self.aside = False
            return False
        self.next()
        return True

    def back(self) -> bool:
        """One step back: from choosing several, from a visit, from what was laid aside; False where one is already."""
        if self.marks is not None:
            self.marks = None
        elif self.visiting:
            self.next()
        elif self.aside:
            self.turn_aside()
        else:
            return False
        return True

    # --- the themes that have a key ---------------------------------------------------------------------------

    @property
    def pages(self) -> int:
        """How many pages of themes there are."""
        return max(1, -(-len(self.board.view.themes if self.board.view else ()) // PAGE))

    @property
    def themes(self) -> tuple[ThemeRow, ...]:
        """The themes that have a key now."""
        self.page = min(self.page, self.pages - 1)
        return self.board.themes[self.page * PAGE : (self.page + 1) * PAGE]

    def turn(self, by: int) -> bool:
        """To another page of themes; False where there is only one."""
        self.page = (self.page + by) % self.pages
        return self.pages > 1

    def mark(self) -> bool:
        """Choose several themes for the item at hand, or no longer; False where an item lies in one only."""
        if self.board.view is None or not self.board.view.several or self.row is None:
            return False
        self.marks = None if self.marks is not None else tuple(t for t in self.seen or () if t != ASIDE)
        return True

    def turn_mark(self, theme: str) -> None:
        """Choose a theme as one of several, or not after all."""
        marks = self.marks or ()
        self.marks = tuple(t for t in marks if t != theme) if theme in marks else (*marks, theme)
