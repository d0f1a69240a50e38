"""What the kinds that collect entries share."""

from server.domain.entry_store import Entries


class Collecting:
    """A kind that keeps `Entries`: what people typed comes out in batches, and who typed it can show its key."""

    entries: Entries

    def next_release(self, now: float) -> float | None:
        """The next batch."""
        return self.entries.flow.next_release(now)

    def forget_names(self) -> None:
        """No entry has a name any more."""
        for entry in [row.id for row in self.entries.rows.values() if row.name]:
            self.entries.change(entry, name="")

    def forget_teams(self) -> None:
        """No entry has the table any more where it was typed; what the staff put there stays."""
        if self.entries.activity.preset == "table":
            return
        for entry in [row.id for row in self.entries.rows.values() if row.table and not row.source]:
            self.entries.change(entry, table=0)

    def owns(self, item: str, key: str) -> bool:
        """As `Entries` knows."""
        return self.entries.owns(item, key)
