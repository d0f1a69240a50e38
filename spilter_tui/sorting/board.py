"""The board as one sorter sees it: as the server shows it, and on top of it what this sorter did just now.

Nobody waits for the server: an act counts here at once. When the server refuses it, what lies on top is taken off
again; the item is where the server says it is, or waits in the queue.
"""

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

import msgspec

from server.domain.activities.group import GroupView, ThemeRow
from server.domain.board import Claim, Row
from server.domain.hints import Hint
from server.domain.kernel import Command
from server.domain.patch import Grown
from server.domain.sorting import ASIDE

Lay: TypeAlias = tuple[str, ...] | None
"""The themes that an item will lie in; None: it will not be there by itself."""


class Act(msgspec.Struct):
    """Something this sorter asked.

    `item` was at hand, `lays` is how things will lie, `waits`: what comes to hand next is made by the server.
    """

    command: Command
    item: str = ""
    lays: dict[str, Lay] = {}
    waits: bool = False
    op: str = ""
    settled: bool = False


class Board:
    """Rows, themes and claims, with what is under way on top. `me`: this seat as the server calls it ("sorter 2")."""

    def __init__(self, me: str = "") -> None:
        self.me = me
        self.view: GroupView | None = None
        self.rows: dict[str, Row] = {}
        self.under_way: list[Act] = []
        self._over: dict[str, tuple[Act, Lay]] = {}

    # --- what comes in ----------------------------------------------------------------------------------------

    def take(self, view: GroupView) -> None:
        """The board is now this one; what lay on top and was confirmed is in it."""
        known = self.view.rows if self.view else ()
        if isinstance(view.rows, Grown) and view.rows.grew_from(known):  # items came in, and nothing else changed
            self.rows.update((row.id, row) for row in view.rows[len(known) :])
        else:
            self.rows = {row.id: row for row in view.rows}
        self.view = view
        self.under_way = [act for act in self.under_way if not act.settled]
        self._over = {item: (act, lay) for item, (act, lay) in self._over.items() if not act.settled}

    def put(self, act: Act) -> None:
        """Lay an act on top."""
        self.under_way.append(act)
        self._over.update((item, (act, lay)) for item, lay in act.lays.items())

    def settle(self, op: str, refused: bool) -> Act | None:
        """The server did an act, or refused it; None where it was another's. What was done stays until it is seen."""
        act = next((each for each in self.under_way if each.op == op), None)
        if act is None:
            return None
        act.settled = True
        if refused:
            self.under_way.remove(act)
            self._over = {item: (by, lay) for item, (by, lay) in self._over.items() if by is not act}
        return act

    # --- what is so now ---------------------------------------------------------------------------------------

    @property
    def themes(self) -> tuple[ThemeRow, ...]:
        """All themes in the order of the outline, with their counts as they will be."""
        if self.view is None:
            return ()
        more: Counter[str] = Counter()
        for item, (_, lay) in self._over.items():
            more.subtract(self._lay(item))
            more.update(lay or ())
        return tuple(
            msgspec.structs.replace(theme, count=theme.count + more[theme.id]) if more[theme.id] else theme
            for theme in self.view.themes
        )

    @property
    def left(self) -> int:
        """How many wait in the queue, as it will be."""
        return self._count(self.view.left if self.view else 0, ())

    @property
    def left_over(self) -> int:
        """How many are laid aside, as it will be."""
        return self._count(self.view.aside if self.view else 0, (ASIDE,))

    def _count(self, count: int, place: tuple[str, ...]) -> int:
        for item, (_, lay) in self._over.items():
            count += (lay == place) - (item in self.rows and self._lay(item) == place)
        return count

    def _lay(self, item: str) -> tuple[str, ...]:
        return self.rows[item].themes if item in self.rows else ()

    def lies(self, row: Row) -> Lay:
        """Where a row lies, as it will be; None when it will not be there by itself."""
        return self._over[row.id][1] if row.id in self._over else row.themes

    def is_over(self, item: str) -> bool:
        """Whether something of this sorter is under way with an item."""
        return item in self._over

    def head(self, item: str) -> str:
        """The row that an item was merged into; empty if none."""
        return next((row.id for row in self.rows.values() if any(each.id == item for each in row.originals)), "")

    def claims(self, mine: bool) -> list[Claim]:
        """What is claimed for this sorter, in order, or for the others."""
        return [claim for claim in (self.view.claims if self.view else ()) if (claim.desk == self.me) is mine]

    @property
    def sorters(self) -> int:
        """How many are at work, this one included."""
        return len({self.me, *(claim.desk for claim in self.claims(mine=False))})

    def queue(self, aside: bool = False) -> Iterator[Row]:
        """What waits, or what was laid aside: first what was claimed for this sorter, then what nobody has."""
        place = (ASIDE,) if aside else ()
        mine = [claim.id for claim in self.claims(mine=True)]
        claimed = {*mine, *(claim.id for claim in self.claims(mine=False))}
        yield from (row for key in mine if (row := self.rows.get(key)) and self.lies(row) == place)
        yield from (row for row in self.rows.values() if row.id not in claimed and self.lies(row) == place)

    def hint(self, item: str) -> Hint:
        """What is like an item, and the theme that those lie in: only what is there and would change a thing."""
        hint = next((each for each in (self.view.hints if self.view else ()) if each.id == item), Hint(item))
        there = tuple(like for like in hint.like if like.id in self.rows and not self.is_over(like.id))
        if hint.theme in self._lay(item):
            return Hint(item, there)
        return Hint(item, there, hint.theme, hint.words)
