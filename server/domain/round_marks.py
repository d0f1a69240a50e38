"""What tables make of their rounds beside entries: summaries, and the lines they pick."""

from collections.abc import Container, Iterator

import msgspec

from server.domain.entries import EntryStarred
from server.domain.kernel import Audience
from server.domain.round_messages import Picked, Summarised, SummaryHidden
from server.domain.rounds_story import Summary


class Summaries:
    """A summary a round and table, the latest; the staff may hide it."""

    def __init__(self) -> None:
        self._rows: dict[tuple[int, int], Summary] = {}
        self._hidden: dict[tuple[int, int], str] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def has(self, number: int, table: int) -> bool:
        """Whether a table summed up a round."""
        return (number, table) in self._rows

    def take(self, event: Summarised | SummaryHidden) -> None:
        """Take in what happened."""
        place = (event.round, event.table)
        if isinstance(event, SummaryHidden):
            self._hidden[place] = event.reason
        else:
            self._rows[place] = Summary(f"{event.round}.{event.table}", event.table, event.round, event.text)

    def public(self) -> list[Summary]:
        """Those that are not hidden, by round and table."""
        return [each for each in self._all() if not each.hidden]

    def seen(self, audience: Audience) -> tuple[Summary, ...]:
        """All for the staff; a table's own, for who sits there."""
        return tuple(self._all()) if audience.staff else tuple(e for e in self.public() if e.table == audience.table)

    def _all(self) -> Iterator[Summary]:
        for place, each in sorted(self._rows.items()):
            yield msgspec.structs.replace(each, hidden=self._hidden.get(place, ""))


class Stars:
    """Lines starred by the staff, and picked by their table: a line is starred while either wants it."""

    def __init__(self) -> None:
        self._staff: set[str] = set()
        self._picked: dict[str, None] = {}

    def take(self, event: EntryStarred | Picked) -> EntryStarred:
        """Take in what happened; how the line is starred now."""
        if isinstance(event, EntryStarred):
            (self._staff.add if event.on else self._staff.discard)(event.id)
        else:
            self._picked.pop(event.id, None)
            self._picked.update({event.id: None} if event.on else {})
        return EntryStarred(event.id, event.id in self._staff or event.id in self._picked)

    def picked(self, there: Container[str]) -> list[str]:
        """The lines that tables picked and that are still there."""
        return [key for key in self._picked if key in there]
