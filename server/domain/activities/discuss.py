"""discuss (Verdiepen): comments on items — the topics — with prompts, and with sides (for, against) where asked.

Presets: together (all see all), own (one's own and the counts), table (one's own table's), and result (closed for
typing). In an anonymous activity with `signing`, who wants to may put a name with a comment.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

import msgspec

from server.domain import entries
from server.domain.blocks import Block, Heading, Quote, Quotes, Text
from server.domain.collecting import Collecting
from server.domain.entries import Entry, Hidden
from server.domain.entry_store import Entries, kept_back
from server.domain.figures import Figures
from server.domain.i18n import Words
from server.domain.kernel import Activity, Audience, Card, Context, Item, Refused, Settings, View
from server.domain.startlist import verbatim
from server.domain.topics import TOPIC_WINDOW, Topic, Topics

Side = Annotated[str, msgspec.Meta(min_length=1, max_length=16)]


class DiscussSettings(Settings, frozen=True):
    """`prompts`: questions that help people on; `sides`: what a comment may be, for instance "voor" and "tegen"."""

    prompts: Annotated[tuple[Annotated[str, msgspec.Meta(max_length=200)], ...], msgspec.Meta(max_length=12)] = ()
    sides: Annotated[tuple[Side, ...], msgspec.Meta(max_length=4)] = ()


class DiscussView(View, frozen=True, tag="discuss"):
    """Topics with their counts, and the comments that this audience may see (`about` is the topic's id).

    `hidden`: comments that only the staff sees.
    """

    preset: str
    attribution: str
    signing: bool
    total: int
    topics: tuple[Topic, ...] = ()
    rows: tuple[Entry, ...] = ()
    prompts: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()


class Discuss(Collecting, Activity[entries.Commands, entries.Events, DiscussView]):
    """Comments on items."""

    kind = "discuss"
    presets = ("together", "own", "table", "result")
    levels = ("item", "theme")
    settings_type = DiscussSettings
    needs_items = True
    settings: DiscussSettings

    def __init__(self, card: Card) -> None:
        super().__init__(card)
        self.entries = Entries(self)
        self.topics = Topics(self.received)

    def received_changed(self) -> None:
        """Remember every topic: comments on one that was taken off the list are still shown under its text."""
        self.topics.remember()

    def decide(self, command: entries.Commands, ctx: Context) -> Iterable[entries.Events]:
        """As `Entries` decides; a comment is on a topic, and on one of the sides where there are sides."""
        if isinstance(command, entries.AddEntry | entries.AddPaper) and command.about not in self.received:
            raise Refused("no_topic")
        if isinstance(command, entries.AddEntry) and command.side not in ("", *self.settings.sides):
            raise Refused("no_side", side=command.side)
        return self.entries.decide(command, ctx)

    def evolve(self, event: entries.Events) -> None:
        """As `Entries` evolves."""
        self.entries.evolve(event)

    def view(self, audience: Audience) -> DiscussView:
        """The staff sees all that is released; participants see what the preset lets them."""
        released = self.entries.flow.released(audience.now)
        counted = [row for row in released if audience.staff or not row.hidden]
        return DiscussView(
            preset=self.preset,
            attribution=self.card.attribution,
            signing=self.card.signing,
            total=len(released),
            topics=tuple(self._counted(counted)),
            rows=released if audience.staff else tuple(self._window(counted, audience)),
            prompts=self.settings.prompts,
            sides=self.settings.sides,
            hidden=kept_back(self.entries, audience, by_table=self.preset == "table"),
        )

    def _counted(self, rows: Sequence[Entry]) -> Iterator[Topic]:
        sides = Counter((row.about, row.side) for row in rows)
        for topic in self.topics.counted(row.about for row in rows):
            by_side = tuple(sides[topic.id, side] for side in self.settings.sides)
            yield msgspec.structs.replace(topic, by_side=by_side)

    def _window(self, rows: Sequence[Entry], audience: Audience) -> Sequence[Entry]:
        """The newest comments of each topic, oldest first."""
        if self.preset == "own":
            return ()
        by_table = self.preset == "table"
        return self.entries.flow.newest(
            audience.now,
            lambda row: row.about if not by_table or row.table == audience.table else None,
            len({row.about for row in rows}),
            TOPIC_WINDOW,
        )

    def results(self, words: Words) -> Sequence[Block]:
        """Topic by topic the comments in people's own words, by side; what was hidden is counted."""
        _, ngettext = words.gettext, words.ngettext
        shown = [row for row in self.entries.all() if not row.hidden]
        blocks: list[Block] = []
        for item in self._discussed():
            about = [row for row in shown if row.about == item.id]
            blocks.append(Heading(item.text, 2))
            blocks += self._by_side(about) or [Text(_("No comments."))]
        homeless = [row for row in shown if row.about not in self.topics.ever]  # the carry-over was undone
        blocks += [Heading(_("Other comments"), 2), *self._by_side(homeless)] if homeless else []
        hidden = len(self.entries.rows) - len(shown)
        if hidden:
            blocks.append(Text(ngettext("{n} entry hidden", "{n} entries hidden", hidden).format(n=hidden), "note"))
        return blocks

    def _discussed(self) -> Iterator[Item]:
        """The topics, and those taken off the list that have comments all the same."""
        return self.topics.written_about(row.about for row in self.entries.all())

    def _by_side(self, rows: Sequence[Entry]) -> list[Block]:
        blocks: list[Block] = []
        for side in dict.fromkeys((*self.settings.sides, *(row.side for row in rows))):
            quotes = tuple(row.quote for row in rows if row.side == side)
            blocks += [Quotes(quotes, side)] if quotes else []
        return blocks

    def figures(self) -> Figures:
        """The topics with their counts; topics and comments verbatim, a comment's `about` the topic's id."""
        shown = [row for row in self.entries.all() if not row.hidden]
        topics = tuple({"id": topic.id, "text": topic.text, "n": topic.count} for topic in self._counted(shown))
        return Figures(self.present, topics, verbatim(self._discussed()) + self.entries.figures())

    def items(self) -> Sequence[Item]:
        """Every comment that is not hidden, from its topic; then the topics themselves, as themes."""
        return (*self._comments(), *(msgspec.structs.replace(each, level="theme") for each in self.received.values()))

    def _comments(self) -> Iterator[Item]:
        abouts = {row.id: row.about for row in self.entries.all()}
        for item in self.entries.items():
            about = abouts[item.id]
            yield msgspec.structs.replace(item, origins=(about, *item.origins), theme=self.topics.title(about))

    def total(self, now: float) -> int:
        """Comments released."""
        return len(self.entries.flow.released(now))

    def quotes(self, now: float) -> Sequence[Quote]:
        """The newest comments that everybody may see."""
        return [row.quote for row in self.entries.flow.window(now)]

    def fold(self, events: Sequence[entries.Events]) -> Sequence[entries.Events]:
        """As `Entries` folds."""
        return self.entries.fold(events)
