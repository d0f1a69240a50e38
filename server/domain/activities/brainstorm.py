"""brainstorm (Verzamelen): everyone types entries at the same time.

Presets: together (all see all), own (one's own and a total), blind (a count), table (one's own table's), and result
(what was released, closed for typing). They can be switched at any time without losing anything.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

import msgspec

from server.domain import entries
from server.domain.blocks import Block, Heading, Quote, Quotes, Text
from server.domain.entries import Entries, Entry
from server.domain.i18n import Words
from server.domain.kernel import Activity, Audience, Card, Context, EntryFigure, Figures, Item, Settings, View


class BrainstormSettings(Settings, frozen=True):
    """`prompts`: short questions that help people on. `start`: whether what it starts from are entries or topics."""

    prompts: Annotated[tuple[str, ...], msgspec.Meta(max_length=12)] = ()
    start: Literal["entries", "topics"] = "entries"


class BrainstormView(View, frozen=True, tag="brainstorm"):
    """Entries as this audience may see them: `total` of all released, `start` what the activity started with."""

    preset: str
    attribution: str
    signing: bool
    total: int
    start: tuple[Item, ...] = ()
    rows: tuple[Entry, ...] = ()
    prompts: tuple[str, ...] = ()
    tables: tuple[tuple[int, int], ...] = ()  # for the desk, with the preset table: entries by table


class Brainstorm(Activity[entries.Commands, entries.Events, BrainstormView]):
    """Everyone types entries at the same time."""

    kind = "brainstorm"
    presets = ("together", "own", "blind", "table", "result")
    settings_type = BrainstormSettings
    settings: BrainstormSettings

    def __init__(self, card: Card) -> None:
        super().__init__(card)
        self.entries = Entries(self)

    def decide(self, command: entries.Commands, ctx: Context) -> Iterable[entries.Events]:
        """As `Entries` decides."""
        return self.entries.decide(command, ctx)

    def evolve(self, event: entries.Events) -> None:
        """As `Entries` evolves."""
        self.entries.evolve(event)

    def view(self, audience: Audience) -> BrainstormView:
        """The staff sees all that is released; participants see what the preset lets them."""
        released = self.entries.released(audience.now)
        return BrainstormView(
            preset=self.preset,
            attribution=self.card.attribution,
            signing=self.card.signing,
            total=len(released),
            start=tuple(self.received.values()),
            rows=released if audience.staff else self._window(audience),
            prompts=self.settings.prompts,
            tables=self._by_table(released) if audience.staff and self.preset == "table" else (),
        )

    def _window(self, audience: Audience) -> tuple[Entry, ...]:
        if self.preset in ("own", "blind"):
            return ()
        return self.entries.window(audience.now, audience.table if self.preset == "table" else None)

    @staticmethod
    def _by_table(rows: Sequence[Entry]) -> tuple[tuple[int, int], ...]:
        counts: dict[int, int] = {}
        for row in rows:
            counts[row.table] = counts.get(row.table, 0) + 1
        return tuple(sorted(counts.items()))

    def results(self, words: Words) -> Sequence[Block]:
        """Every entry verbatim, by table where the tables worked apart; what was hidden is counted."""
        _, ngettext = words.gettext, words.ngettext
        blocks: list[Block] = []
        if self.received:
            blocks.append(Quotes(tuple(Quote(i.text, i.source, i.id) for i in self.received.values()), _("Start list")))
        shown = [row for row in self.entries.all() if not row.hidden]
        for table in sorted({row.table for row in shown}):
            if table:
                blocks.append(Heading(_("Table {n}").format(n=table), 2))
            rows = [row for row in shown if row.table == table]
            blocks.append(Quotes(tuple(Quote(row.text, row.source or row.name, row.id) for row in rows)))
        hidden = len(self.entries.rows) - len(shown)
        if hidden:
            blocks.append(Text(ngettext("{n} entry hidden", "{n} entries hidden", hidden).format(n=hidden), "note"))
        return blocks

    def figures(self) -> Figures:
        """Entries verbatim; n is who was there."""
        start = tuple(
            EntryFigure(item.id, item.text, source=item.source, origins=item.origins) for item in self.received.values()
        )
        return Figures(self.present, entries=start + self.entries.figures())

    def items(self) -> Sequence[Item]:
        """Every entry that is not hidden, after the start list where that holds entries too."""
        start = self.received.values() if self.settings.start == "entries" else ()
        return (*start, *self.entries.items())

    def total(self, now: float) -> int:
        """Entries released, without the start list."""
        return len(self.entries.released(now))

    def quotes(self, now: float) -> Sequence[Quote]:
        """The newest entries that everybody may see."""
        return [Quote(row.text, row.source or row.name, row.id) for row in self.entries.window(now)]

    def fold(self, events: Sequence[entries.Events]) -> Sequence[entries.Events]:
        """As `Entries` folds."""
        return self.entries.fold(events)

    def next_release(self, now: float) -> float | None:
        """The next batch of entries."""
        return self.entries.next_release(now)
