"""Page swap: each laptop reads a few entries of others at a time, those first that were read least.

How often an entry was dealt is kept in memory only: it is no result, and after a restart everything is unread again.
The server doesn't know whose an entry is. A laptop leaves out its own from the page that it gets.
"""

from collections.abc import Sequence
from itertools import islice

from server.domain.entries import Entry, Id
from server.domain.kernel import WHILE_OPEN, Command, Event, Role
from server.domain.patch import Grown

PAGE = 5  # entries on a page


class TakePage(Command, frozen=True, tag="page.take"):
    """Deal the next page, where there are topics of this one."""

    by = frozenset({Role.PARTICIPANT})
    when = WHILE_OPEN
    about: Id = ""


class PageTaken(Event, frozen=True, tag="page.taken"):
    """These entries were dealt to somebody; nothing keeps to whom."""

    stored = False
    rows: tuple[Entry, ...]
    about: str = ""


class Pages:
    """How often each entry of a topic was dealt. What a page costs doesn't depend on how many entries there are."""

    def __init__(self, about: str | None = None) -> None:
        """`about`: the topic whose entries these are; None for all entries."""
        self.about = about
        self.reads: dict[str, int] = {}
        self._levels: list[dict[str, Entry]] = [{}]  # by how often they were dealt
        self._known: Sequence[Entry] = ()

    def know(self, released: Sequence[Entry]) -> None:
        """These entries are released now. Costs what came in; where something else changed, what there is."""
        if isinstance(released, Grown) and released.grew_from(self._known):
            fresh: Sequence[Entry] = released[len(self._known) :]
        else:
            fresh, self._levels = released, [{}]
        for row in fresh:
            if row.public and (self.about is None or row.about == self.about):
                self._put(row)
        self._known = released

    def next(self, most: int = PAGE) -> tuple[Entry, ...]:
        """The entries that were dealt least."""
        found: list[Entry] = []
        for level in self._levels:
            found += islice(level.values(), most - len(found))
            if len(found) == most:
                break
        return tuple(found)

    def take(self, rows: Sequence[Entry]) -> None:
        """These were dealt once more; what is gone since is passed over."""
        for row in rows:
            dealt = self.reads.get(row.id, 0)
            here = self._levels[dealt].pop(row.id, None) if dealt < len(self._levels) else None
            self.reads[row.id] = dealt + 1
            if here is not None:
                self._put(here)

    def _put(self, row: Entry) -> None:
        dealt = self.reads.get(row.id, 0)
        while len(self._levels) <= dealt:
            self._levels.append({})
        self._levels[dealt][row.id] = row
