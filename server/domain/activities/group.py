"""group (Ordenen): the facilitator and co-sorters put items into themes, and merge what says the same.

Who sorts claims an item and gets the next one with every act; a claim lapses when nothing happens for half a minute.
What a sorter sends says where the item was seen: when it lies elsewhere by now, the first to act has won and the other
is told.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Self

import msgspec

from server.domain import sorting
from server.domain.blocks import Block, Heading, Quote, Quotes, Text
from server.domain.board import Board, Claim, Row
from server.domain.figures import EntryFigure, Figures, Notice
from server.domain.hints import Hint, Hints
from server.domain.i18n import Words
from server.domain.kernel import Activity, Audience, Card, Context, Item, Settings, View
from server.domain.sorter import Sorter
from server.domain.sorting import ASIDE

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
    """The board. Participants get it after the reveal, and then the first `WINDOW` items of each theme."""

    preset: str
    several: bool
    total: int
    left: int  # in the queue
    aside: int
    themes: tuple[ThemeRow, ...] = ()
    rows: tuple[Row, ...] = ()
    claims: tuple[Claim, ...] = ()
    hints: tuple[Hint, ...] = ()


class Group(Activity[sorting.Commands, sorting.Events, GroupView]):
    """The facilitator and co-sorters put items into themes."""

    kind = "group"
    levels = ("item", "theme")
    settings_type = GroupSettings
    needs_items = True
    settings: GroupSettings

    def __init__(self, card: Card) -> None:
        super().__init__(card)
        self.board = Board(self.received)
        self.hints = Hints()

    def received_changed(self) -> None:
        """Make the rows anew."""
        self.board.changed()

    def keep(self, before: Self) -> None:
        """Undo leaves everybody the item at hand."""
        self.board.claims, self.hints = before.board.claims, before.hints

    def decide(self, command: sorting.Commands, ctx: Context) -> Iterable[sorting.Events]:
        """What a sorter asks, if the item still lies where it was seen and nobody else is at work on it."""
        return Sorter(self.board, self.settings.several, ctx).decide(command)

    def evolve(self, event: sorting.Events) -> None:
        """As the board evolves."""
        self.board.evolve(event)

    def view(self, audience: Audience) -> GroupView:
        """The staff sees everything; others the themes and their first items, once the result may be seen."""
        rows = self.board.rows()
        counts = Counter(theme for row in rows for theme in row.themes or ("",))
        view = GroupView(self.preset, self.settings.several, len(rows), counts[""], counts[ASIDE])
        if not self.may_see_results(audience):
            return view
        themes = tuple(ThemeRow(t.id, t.title, t.parent, counts[t.id]) for t in self.board.themes())
        if not audience.staff:
            return msgspec.structs.replace(view, themes=themes, rows=tuple(self._window()))
        claims = tuple(claim for claim in self.board.claims.values() if claim.until > audience.now)
        hints = tuple(self.hints.of(self.board, claim.id) for claim in claims if self.board.row(claim.id))
        return msgspec.structs.replace(view, themes=themes, rows=tuple(rows), claims=claims, hints=hints)

    def _window(self) -> Iterator[Row]:
        seen: Counter[str] = Counter()
        for row in self.board.rows():
            seen.update(row.themes)
            if any(theme != ASIDE and seen[theme] <= WINDOW for theme in row.themes):
                yield msgspec.structs.replace(row, desk="")

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
        merged = [row for row in self.board.rows() if len(row.originals) > 1]
        if merged:
            n = sum(len(row.originals) for row in merged)
            heads = ngettext("{n} headline", "{n} headlines", len(merged)).format(n=len(merged))
            blocks.append(Text(_("{n} entries were merged under {heads}.").format(n=n, heads=heads), "note"))
        return blocks

    def _quoted(self, theme: str) -> list[Block]:
        """The words in a theme: under each headline its originals, then the items by themselves."""
        rows = [row for row in self.board.rows() if theme in (row.themes or ("",))]
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
        """Only the staff acts here, and its acts are no secret."""
        return False

    def total(self, now: float) -> int:
        """How many items have a place."""
        return sum(bool(row.themes) for row in self.board.rows())

    def quotes(self, now: float) -> Sequence[Quote]:
        """Everything on the board but what lies aside."""
        return [Quote(row.text, row.source, row.id) for row in self.board.rows() if ASIDE not in row.themes]

    def notices(self) -> Sequence[Notice]:
        """How many pairs say nearly the same, and the words that the first of them shares."""
        alike = self.hints.alike(self.board)
        return [Notice("alike", "alike", {"n": len(alike), "words": ", ".join(alike[0])})] if alike else []

    def next_release(self, now: float) -> float | None:
        """When the first claim lapses, after `now`; claims that lapsed by then are let go."""
        self.board.claims = {key: claim for key, claim in self.board.claims.items() if claim.until > now}
        return min((claim.until for claim in self.board.claims.values()), default=None)
