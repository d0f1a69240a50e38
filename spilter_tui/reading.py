"""Page swap on a laptop: the page at hand, without one's own, and when another one is wanted."""

from collections.abc import Collection

from server.domain.entries import Entry

FEW = 3  # entries left on a page, under which another is asked for as soon as something came in


class Reading:
    """The page at hand. `ask` and `take` go together: nothing is asked for while an answer is on its way."""

    def __init__(self) -> None:
        self._rows: tuple[Entry, ...] = ()
        self._asking = False
        self._total = -1  # how many entries there were when a page was asked for last
        self._turned = False

    def turn(self) -> None:
        """Want another page, whatever is left of this one."""
        self._turned = True

    def left(self, gone: Collection[str], own: Collection[str]) -> tuple[Entry, ...]:
        """What stands on the page, without one's own and what went since."""
        return tuple(row for row in self._rows if row.id not in gone and row.id not in own)

    def wants(self, left: int, total: int) -> bool:
        """Whether to ask for a page now: after a turn, or while there is little to read and more came in."""
        return not self._asking and (self._turned or (left < FEW and total != self._total))

    def ask(self, total: int) -> None:
        """A page was asked for, of so many entries in all."""
        self._asking, self._turned, self._total = True, False, total

    def take(self, rows: tuple[Entry, ...] | None) -> None:
        """The answer; None where there was none: it is asked again at the next occasion."""
        self._asking = False
        if rows is None:
            self._total = -1
        else:
            self._rows = rows
