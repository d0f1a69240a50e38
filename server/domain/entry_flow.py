"""How entries come out: what others send appears in batches, shuffled within a batch by their random ids.

Who watches a neighbour's hands and the wall must not be able to tell which entry is the neighbour's.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, cast

from server.domain.entries import Entry
from server.domain.kernel import Activity
from server.domain.patch import Grown

BATCH = 5.0  # seconds
WINDOW = 50  # how many of the newest entries a participant's screen gets, and never less than the latest batch


def batch_at(now: float) -> int:
    """The batch of what comes in now."""
    return int(now // BATCH)


class Flow:
    """What others may see of the entries of one activity by now. `rows` are the store's, by id."""

    def __init__(self, activity: "Activity[Any, Any, Any]", rows: Mapping[str, Entry]) -> None:
        self.activity = activity
        self.rows = rows
        self._latest = 0  # the latest batch that anything came in
        self._out = 0  # the latest batch that came out
        self._places: dict[str, tuple[int, int, str]] = {}  # the order of the shown: follows from the log alone
        self._at: dict[str, int] = {}
        self._waiting: dict[str, int] = {}  # id → batch, not yet released
        self._shown: list[Entry] = []  # handed out as `Grown`: another list when it changes otherwise than at its end

    def add(self, entry: str, batch: int, nth: int) -> None:
        """An entry came in, as the `nth`: to come out with its batch, or at once if it has none (0)."""
        self._latest = max(self._latest, batch)
        if batch:
            self._places[entry] = (batch, 0, entry)
            self._waiting[entry] = batch
        else:
            self._places[entry] = (self._latest, 1, f"{nth:09d}")
            self._show(self.rows[entry])

    def change(self, entry: str) -> None:
        """An entry has another text or another mark now."""
        if entry in self._at:
            self._shown = [*self._shown]
            self._shown[self._at[entry]] = self.rows[entry]

    def remove(self, entry: str) -> None:
        """An entry is no longer there."""
        self._waiting.pop(entry, None)
        self._places.pop(entry, None)
        if entry in self._at:
            self._line_up([row for row in self._shown if row.id != entry])

    def __contains__(self, entry: str) -> bool:
        """Whether it came out."""
        return entry in self._at

    def place(self, entry: str) -> int:
        """Where it stands among those that came out."""
        return self._at[entry]

    def _show(self, row: Entry) -> None:
        self._at[row.id] = len(self._shown)
        self._shown.append(row)

    def _line_up(self, rows: list[Entry]) -> None:
        self._shown = rows
        self._at = {row.id: at for at, row in enumerate(rows)}

    def released(self, now: float) -> tuple[Entry, ...]:
        """What others may see by now, batch after batch; within one the order is that of the random ids.

        What the staff sent meanwhile was shown at once, and stands after its batch.
        """
        due = [entry for entry, batch in self._waiting.items() if batch < now // BATCH or self.activity.sealed]
        for entry in due:
            self._out = max(self._out, self._waiting.pop(entry))
            self._show(self.rows[entry])
        if due:
            self._line_up(sorted(self._shown, key=lambda row: self._places[row.id]))
        return cast(tuple[Entry, ...], Grown(self._shown))

    def next_release(self, now: float) -> float | None:
        """When the first of the waiting batches that are shown after `now` is shown; None when nothing waits."""
        return next((due for batch in self._waiting.values() if (due := (batch + 1) * BATCH) > now), None)

    def window(self, now: float, table: int | None = None) -> tuple[Entry, ...]:
        """The newest entries that participants may see, oldest first; of one table, if given."""
        return self.newest(now, lambda row: 0 if table is None or row.table == table else None)

    def newest(
        self, now: float, group: Callable[[Entry], Hashable], groups: int = 1, most: int = WINDOW
    ) -> tuple[Entry, ...]:
        """The newest entries of each group that participants may see, oldest first; of the group None none at all.

        At least the whole of the latest batch is among them, however large: nothing is gone before it was there.
        `groups`: how many there are; once each has its `most`, what is older isn't looked at.
        """
        found: list[Entry] = []
        counts: dict[Hashable, int] = {}
        full, released = 0, self.released(now)
        for row in reversed(released):
            of_latest = 0 < self._out == self._batch(row)
            if full >= groups and not of_latest:
                break
            its = group(row) if row.public else None
            if its is not None:
                counts[its] = counts.get(its, 0) + 1
                full += counts[its] == most
                found += [row] if counts[its] <= most or of_latest else []
        return tuple(reversed(found))

    def _batch(self, row: Entry) -> int:
        """The batch in which it came out; 0 for what came out by itself."""
        batch, alone, _ = self._places[row.id]
        return 0 if alone else batch
