"""What one audience may see of the entries that people sent: by preset, by table, by topic, in a window."""

from collections import Counter

from server.domain.entries import Entry
from server.domain.entry_store import Entries
from server.domain.kernel import Audience
from server.domain.topics import TOPIC_WINDOW, Topic, Topics

SECRET = ("own", "blind")  # presets in which nobody sees anything of others but the total


class Sight:
    """Entries as an audience may see them, now. `topics`: where every entry is about one of them."""

    def __init__(self, entries: Entries, topics: Topics | None, preset: str, audience: Audience) -> None:
        self.entries, self.topics, self.preset, self.audience = entries, topics, preset, audience
        self.released = entries.flow.released(audience.now)
        by_table = preset == "table" and not audience.staff
        self.street = topics.of_table(audience.table) if topics and by_table else ""
        """The topic of this audience's table, where the tables work apart and there are topics."""
        self._table = audience.table if by_table and not self.street else None

    def rows(self) -> tuple[Entry, ...]:
        """The staff gets all, participants the newest."""
        if self.audience.staff:
            return self.released
        if self.preset in (*SECRET, "page"):
            return ()
        if self.topics is None:
            return self.entries.flow.window(self.audience.now, self._table)
        shown = (self.street,) if self.street else tuple(self.topics.received)
        return self.entries.flow.newest(
            self.audience.now, lambda row: row.about if row.about in shown else None, len(shown), TOPIC_WINDOW
        )

    def seen(self) -> int:
        """How many this audience may see, be it not at once."""
        if self.audience.staff:
            return len(self.released)
        if self.street:
            return sum(row.public and row.about == self.street for row in self.released)
        if self._table is not None:
            return sum(row.public and row.table == self._table for row in self.released)
        return len(self.released) - self.entries.withheld

    def topics_counted(self) -> tuple[Topic, ...]:
        """The topics, with how many entries about each this audience may see; in a street only its own."""
        if self.topics is None:
            return ()
        counts = () if self.preset in SECRET and not self.audience.staff else self.released
        abouts = (row.about for row in counts if self.audience.staff or row.public)
        return tuple(each for each in self.topics.counted(abouts) if self.street in ("", each.id))

    def tables(self) -> tuple[tuple[int, int], ...]:
        """For the desk, where the tables work apart: how many entries each has."""
        if not self.audience.staff or self.preset != "table":
            return ()
        return tuple(sorted(Counter(row.table for row in self.released).items()))

    def gone(self) -> tuple[str, ...]:
        """With pages: what may no longer stand on one."""
        return self.entries.gone if self.preset == "page" and not self.audience.staff else ()
