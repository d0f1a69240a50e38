"""What a participant has at hand to put into a theme, and what was done with the ones before; no screen in here."""

from server.domain.sorting import ASIDE, MOST, SORT_OWN, PutItem, TakeBack, Waiting
from server.protocol.queries import AtHand, ToSort

AGAIN = 5.0  # seconds after which is asked once more, where there was nothing to put anywhere


class Placing:
    """The hand of one laptop in one activity. What it gives is sent in that order, and nobody waits for the server.

    `own`: whether each puts the own entries into themes.
    """

    def __init__(self, preset: str) -> None:
        self.own = preset == SORT_OWN
        self.preset = preset
        self.row: Waiting | None = None
        """The item at hand."""
        self.coming: tuple[Waiting, ...] = ()
        self.left = 0
        """How many wait, of one's own or of all."""
        self.known = False
        """Whether the server ever said what is at hand."""
        self.done: list[Waiting] = []
        """What this laptop put somewhere, the last at the end."""
        self._claim = self._wanted = ""
        self._asking, self._asked_at = False, float("-inf")

    def ask(self, activity: str, own: tuple[str, ...], now: float) -> ToSort | None:
        """What to ask the server; None while something is at hand, or it was asked only just now."""
        if self.row is not None or self._asking or now < self._asked_at + AGAIN:
            return None
        self._asking, self._asked_at = True, now
        return ToSort(activity, own[:MOST] if self.own else (), self._wanted, self._claim)

    def take(self, reply: AtHand | None) -> None:
        """What the server said; None where it did not answer."""
        self._asking = False
        if reply is None or self.row is not None:
            return
        self.known, self.left, self._wanted = True, reply.left, ""
        self._claim = reply.claim or self._claim
        self.row, self.coming = (reply.rows[0] if reply.rows else None), reply.rows[1:]

    def look_again(self) -> None:
        """Something may be there now: ask as soon as that is of use."""
        self._asked_at = float("-inf")

    def put(self, theme: str) -> PutItem | None:
        """Put the item at hand into a theme, and take the next; None where there is none."""
        row = self.row
        if row is None:
            return None
        self.done.append(row)
        self.left = max(0, self.left - 1)
        self.row = self.coming[0] if self.own and self.coming else None  # what is others' as well is asked for first
        self.coming = self.coming[1:]
        self.look_again()
        return PutItem(row.id, theme, self._claim, mine=self.own)

    def leave(self) -> PutItem | None:
        """Leave the item at hand over."""
        return self.put(ASIDE)

    def take_back(self) -> TakeBack | None:
        """Take back what was done last, and have that item at hand; None where nothing was."""
        if not self.done:
            return None
        last = self.done.pop()
        self.left += 1
        if self.own:
            self.coming = (*((self.row,) if self.row else ()), *self.coming)
            self.row = last
        else:
            self.row, self._wanted = None, last.id
        self.look_again()
        return TakeBack(last.id)
