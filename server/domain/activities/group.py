"""group (Ordenen): the facilitator and co-sorters put items into themes, and merge what says the same.

Who sorts claims an item and gets the next one with every act; a claim lapses when nothing happens for half a minute.
What a sorter sends says where the item was seen: when it lies elsewhere by now, the first to act has won and the other
is told.

Presets: result (participants read), sort_own (each puts the own entries into themes) and sort_together (all of them put
whatever waits into themes). They can be switched at any time without losing anything.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self

import msgspec

from server.domain import sorting
from server.domain.blocks import Bar, Bars, Block, Heading, Quote, Quotes, Text
from server.domain.board import Board, Claim, Row
from server.domain.figures import EntryFigure, Figures, Notice
from server.domain.hints import Hint, Hints
from server.domain.i18n import Words
from server.domain.kernel import Activity, Audience, Card, Context, Item, Phase, Settings, View
from server.domain.room_sorter import SORTING, RoomSorter, Unseen
from server.domain.sorter import Sorter
from server.domain.sorting import ASIDE, ROOM, SORT_OWN, SORT_TOGETHER

WINDOW = 12  # how many entries of a theme a participant's screen gets


class GroupSettings(Settings, frozen=True):
    """`several`: an item may lie in more than one theme."""

    several: bool = False


class ThemeRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A theme in the outline, with how many items lie in it."""

    id: str
    title: str
    parent: str = ""
    count: int = 0


class GroupView(View, frozen=True, tag="group"):
    """The board. Participants get it after the reveal, and then the first `WINDOW` items of each theme.

    While they sort they get the themes. `sources`: for the staff, the activities that items were carried over from.
    """

    preset: str
    several: bool
    total: int
    left: int  # in the queue
    aside: int
    themes: tuple[ThemeRow, ...] = ()
    rows: tuple[Row, ...] = ()
    claims: tuple[Claim, ...] = ()
    hints: tuple[Hint, ...] = ()
    sources: tuple[str, ...] = ()


class Group(Activity[sorting.Commands, sorting.Events, GroupView]):
    """The facilitator and co-sorters put items into themes, and where the preset says so the participants."""

    kind = "group"
    presets = ("result", SORT_OWN, SORT_TOGETHER)
    levels = ("item", "theme")
    settings_type = GroupSettings
    needs_items = True
    settings: GroupSettings

    def __init__(self, card: Card) -> None:
        super().__init__(card)
        self.board = Board(self.received)
        self.hints = Hints()
        self.unseen = Unseen()
        self._room = False  # whether a participant ever put something somewhere
        self._seals = 0

    def received_changed(self) -> None:
        """The board's rows follow."""
        self.board.received_changed()

    def keep(self, before: Self) -> None:
        """Undo leaves everybody the item at hand."""
        self.board.claims, self.hints = before.board.claims, before.hints

    def decide(self, command: sorting.Commands, ctx: Context) -> Iterable[sorting.Events]:
        """What a sorter asks, if the item still lies where it was seen and nobody else is at work on it."""
        if isinstance(command, sorting.RoomCommands):
            return RoomSorter(self.board, self.preset, ctx).decide(command)
        return Sorter(self.board, self.settings.several, ctx).decide(command)

    def evolve(self, event: sorting.Events) -> None:
        """As the board evolves."""
        match event:
            case sorting.Put(item=item):
                self._room = True
                self.unseen.take(event, self.board.place(item).themes)
            case sorting.Placed(item=item):
                self.unseen.drop(item)
        self.board.evolve(event)

    def fold(self, events: Sequence[sorting.Events]) -> Sequence[sorting.Events]:
        """Of each item where participants put it last, in the order of the ids: no key, and nothing of when.

        It will stand before all that the staff did; `seal` says of which it counts after that.
        """
        last = {event.item: event for event in events if isinstance(event, sorting.Put)}
        by_room = {item: self._seals for item in last if self.board.place(item).desk == ROOM}
        return [sorting.Put(item, put.theme, seal=by_room.get(item, put.seal)) for item, put in sorted(last.items())]

    def seal_up(self) -> None:
        """What participants did last counts now, as it did."""
        self._seals += 1
        self.board.seal_up(self._seals)

    def view(self, audience: Audience) -> GroupView:
        """The staff sees everything; others the themes, and their first items once the result may be seen."""
        self.unseen.release(audience.now)
        live = audience.staff and self.preset != SORT_OWN
        rows = self.board.rows() if live else self.unseen.shown(self.board)
        counts = _counts(rows)
        view = GroupView(self.preset, self.settings.several, len(rows), counts[""], counts[ASIDE])
        themes = tuple(ThemeRow(t.id, t.title, t.parent, counts[t.id]) for t in self.board.themes())
        if audience.staff:
            return msgspec.structs.replace(view, themes=themes, rows=tuple(rows), **self._for_staff(audience.now))
        if self.may_see_results(audience):
            return msgspec.structs.replace(view, themes=themes, rows=tuple(_window(rows)))
        return msgspec.structs.replace(view, themes=themes) if self.preset in SORTING else view

    def _for_staff(self, now: float) -> dict[str, Any]:
        claims = tuple(claim for claim in self.board.claims.values() if claim.until > now)
        of_staff = (claim.id for claim in claims if not claim.of_room and self.board.row(claim.id))
        hints = tuple(self.hints.of(self.board, item) for item in of_staff)
        return {"claims": claims, "hints": hints, "sources": self._sources()}

    def _sources(self) -> tuple[str, ...]:
        """Where its items came from, or will when it opens."""
        return tuple(sorted({*self.came_from.values(), *(each.source for each in self.carries())}))

    def scene(self, words: Words) -> Sequence[Block]:
        """While participants sort, the wall shows how much lies in each theme."""
        themes = list(self.board.themes())
        if self.preset not in SORTING or not themes:
            return ()
        counts = _counts(self.unseen.shown(self.board))
        bars = tuple(Bar(theme.title, counts[theme.id]) for theme in themes)
        left = words.gettext("{n} to go").format(n=counts[""])
        return [Bars(bars, high=max(1, *(counts[theme.id] for theme in themes)), caption=left)]

    def _told(self) -> list[Row]:
        """The rows as a result or the wall may tell them: while each sorts the own, those too come in batches."""
        own = self.preset == SORT_OWN and self.phase is Phase.OPEN
        return self.unseen.shown(self.board) if own else self.board.rows()

    def results(self, words: Words) -> Sequence[Block]:
        """Theme by theme the headlines and people's own words; then what lies aside and what still waits."""
        _, ngettext = words.gettext, words.ngettext
        blocks: list[Block] = []
        for theme in self.board.themes():
            blocks.append(Heading(theme.title, 3 if theme.parent else 2))
            blocks += self._quoted(theme.id)
        for key, title in ((ASIDE, _("Laid aside")), ("", _("Not in a theme yet"))):
            quoted = self._quoted(key)
            blocks += [Heading(title, 2), *quoted] if quoted else []
        merged = [row for row in self._told() if len(row.originals) > 1]
        if merged:
            n = sum(len(row.originals) for row in merged)
            heads = ngettext("{n} headline", "{n} headlines", len(merged)).format(n=len(merged))
            blocks.append(Text(_("{n} entries were merged under {heads}.").format(n=n, heads=heads), "note"))
        return blocks

    def _quoted(self, theme: str) -> list[Block]:
        """The words in a theme: under each headline its originals, then the items by themselves."""
        rows = [row for row in self._told() if theme in (row.themes or ("",))]
        heads: list[Block] = [
            Quotes(tuple(Quote(each.text, each.source, each.id) for each in row.originals), row.text)
            for row in rows
            if row.originals
        ]
        single = tuple(Quote(row.text, row.source, row.id) for row in rows if not row.originals)
        return [*heads, Quotes(single)] if single else heads

    def figures(self) -> Figures:
        """The themes with their counts, and every item verbatim: received, headlines (with their origins) and parts."""
        counts = Counter(theme for row in self.board.rows() for theme in row.themes)
        themes = tuple(
            {"id": theme.id, "text": theme.title, "parent": theme.parent, "n": counts[theme.id]}
            for theme in self.board.themes()
        )
        rows = self.board.rows()
        heads = [self._figure(Item(row.id, row.text, row.origins, table=row.table)) for row in rows if row.originals]
        whole = {**self.received, **self.board.leaves}
        return Figures(self.present, themes, (*heads, *(self._figure(item) for item in whole.values())))

    def _figure(self, item: Item) -> EntryFigure:
        head = self.board.head(item.id)
        return EntryFigure(
            id=item.id,
            text=item.text,
            theme=" · ".join(self._titles(self.board.row(head))),
            source=item.source,
            merged_into=head if head != item.id else "",
            table=item.table,
            origins=item.origins,
        )

    def _titles(self, row: Row | None) -> list[str]:
        found = (self.board.theme(key) for key in (row.themes if row else ()))
        return [theme.title for theme in found if theme]

    def items(self) -> Sequence[Item]:
        """Every item but those laid aside, once for each theme it lies in; then the themes as items."""
        return (*self._items(), *self._themes())

    def _items(self) -> Iterator[Item]:
        for row in self.board.rows():
            if ASIDE not in row.themes:
                for title in self._titles(row) or [""]:
                    yield Item(row.id, row.text, row.origins, row.source, title, table=row.table)

    def _themes(self) -> Iterator[Item]:
        inside: dict[str, list[str]] = {}
        for row in self.board.rows():
            for key in row.themes:
                inside.setdefault(key, []).append(row.id)
        for theme in self.board.themes():
            yield Item(theme.id, theme.title, tuple(inside.get(theme.id, ())), level="theme")

    @property
    def must_seal(self) -> bool:
        """The staff's acts are no secret; what participants did is."""
        return self._room

    def total(self, now: float) -> int:
        """How many items have a place."""
        return sum(bool(row.themes) for row in self.board.rows())

    def quotes(self, now: float) -> Sequence[Quote]:
        """Everything on the board but what lies aside."""
        self.unseen.release(now)
        return [Quote(row.text, row.source, row.id) for row in self._told() if ASIDE not in row.themes]

    def notices(self) -> Sequence[Notice]:
        """How many pairs say nearly the same, with the words that the first of them shares; whose items each sorts."""
        sources = self._sources() if self.preset == SORT_OWN else ()
        found = [Notice(f"own {source}", "own", {"source": source}) for source in sources]
        alike = self.hints.alike(self.board)
        if alike:
            found.append(Notice("alike", "alike", {"n": len(alike), "words": ", ".join(alike[0])}))
        return found

    def next_release(self, now: float) -> float | None:
        """When the first claim lapses, or the next batch is seen, after `now`; claims that lapsed are let go."""
        self.board.claims = {key: claim for key, claim in self.board.claims.items() if claim.until > now}
        self.unseen.release(now)
        batch = self.unseen.next_release()
        lapses = [claim.until for claim in self.board.claims.values()]
        return min([*lapses, *([] if batch is None else [batch])], default=None)


def _counts(rows: Iterable[Row]) -> Counter[str]:
    """How many rows lie in each theme; under the empty id how many wait."""
    return Counter(theme for row in rows for theme in row.themes or ("",))


def _window(rows: Iterable[Row]) -> Iterator[Row]:
    """The first rows of each theme, without who put them there."""
    seen: Counter[str] = Counter()
    for row in rows:
        seen.update(row.themes)
        if any(theme != ASIDE and seen[theme] <= WINDOW for theme in row.themes):
            yield msgspec.structs.replace(row, desk="")
