"""The board that items are sorted on: themes, what lies where, what was merged or split, and who is at work on what.

State is the fold of the events in `sorting`. An item that was merged keeps its own words and its own place under the
head, so that unmerging restores both. Whatever an event refers to may have been undone: what is gone is passed over
when the rows are made, so that undo and redo never lose anything.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

import msgspec

from server.domain.heads import Head, Heads
from server.domain.kernel import Item
from server.domain.outline import Outline, Theme
from server.domain.sorting import (
    ASIDE,
    ROOM,
    Claimed,
    Events,
    Handed,
    Headlined,
    Merged,
    Part,
    Placed,
    Put,
    Split,
    ThemeAdded,
    ThemeDeleted,
    ThemeMoved,
    ThemeRenamed,
    Unmerged,
)


class Original(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry under a headline, verbatim."""

    id: str
    text: str
    source: str = ""


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """An item on the board: where it lies (`themes` empty: in the queue), who put it there, and what it was made of."""

    id: str
    text: str
    source: str = ""
    themes: tuple[str, ...] = ()
    desk: str = ""
    table: int = 0
    origins: tuple[str, ...] = ()
    originals: tuple[Original, ...] = ()

    @property
    def in_theme(self) -> str:
        """The first theme that it lies in; empty in the queue, or where it was only put aside."""
        return next((theme for theme in self.themes if theme != ASIDE), "")


class Claim(msgspec.Struct, frozen=True):
    """An item (`id`) that a sorter is at work on, until then; `desk` of a participant is "room" and a name for once."""

    id: str
    desk: str
    until: float

    @property
    def of_room(self) -> bool:
        """Whether a participant has it at hand."""
        return self.desk.partition(" ")[0] == ROOM


class Place(NamedTuple):
    """Where an item was put, and by which seat; by a participant (`ROOM`), with the hash of the key to take it back."""

    themes: tuple[str, ...] = ()
    desk: str = ""
    key: str = ""


def guest(claim: str) -> str:
    """Who has a claim, where a seat of the staff stands."""
    return f"{ROOM} {claim}"


class Board:
    """Themes, placements, heads, parts and claims; `rows` is what comes out."""

    def __init__(self, received: dict[str, Item]) -> None:
        self.received = received
        self.claims: dict[str, Claim] = {}
        self._outline = Outline()
        self._places: dict[str, Place] = {}
        self._heads = Heads()
        self._parts: dict[str, tuple[Part, ...]] = {}
        self._sealed: dict[int, list[Put]] = {}
        self._known = len(received)
        self._leaves: dict[str, Item] | None = None
        self._made: dict[str, Row] | None = None  # by id, in their order
        self.in_themes: dict[str, Row] = {}  # the rows that lie in a theme, of those that `rows` gave last

    def _changed(self) -> None:
        """The items on the board went, came apart or came together: make the rows anew when they are asked for."""
        self._leaves = self._made = None

    def received_changed(self) -> None:
        """Items came in, after all the others, or some were taken off; what only came in is added to the rows."""
        more, self._known = len(self.received) - self._known, len(self.received)
        if more < 0 or self._made is None:
            self._changed()
            return
        came = [*islice(reversed(self.received.values()), more)]
        for leaf in [leaf for item in reversed(came) for leaf in self._split(item)]:
            self.leaves[leaf.id] = leaf
            self._make_again(self.head(leaf.id), comes=True)

    # --- evolve -----------------------------------------------------------------------------------------------

    def evolve(self, event: Events) -> None:
        """Take in what happened."""
        match event:
            case Placed(item=item, themes=themes, desk=desk):
                self._place(item, Place(themes, desk))
            case Put(item=item, theme=theme, key=key):
                self._place(item, Place((theme,) if theme else (), ROOM, key))
                if event.seal:
                    self._sealed.setdefault(event.seal, []).append(event)
            case Claimed() | Handed():
                self._claim(event)
            case ThemeAdded() | ThemeRenamed() | ThemeMoved() | ThemeDeleted():
                self._theme(event)
            case Headlined(id=key, text=text):
                self._heads.reword(key, text)
                self._make_again(key)
            case Merged():
                self._merge(event)
            case Unmerged(id=key):
                self._heads.part(key)
                self._changed()
            case Split(item=item, parts=parts):
                self._parts[item] = parts
                self._changed()

    def _place(self, item: str, place: Place) -> None:
        self._places[item] = place
        self.claims.pop(item, None)
        self._make_again(item)

    def _claim(self, event: Claimed | Handed) -> None:
        if isinstance(event, Claimed):
            before, desk, items = event.desk, event.desk, event.items
        else:
            before, desk = guest(event.before), guest(event.claim)
            items = tuple(row.id for row in event.rows[:1]) if event.claim else ()
        self.claims = {key: claim for key, claim in self.claims.items() if claim.desk != before}
        self.claims.update((item, Claim(item, desk, event.until)) for item in items)

    def seal_up(self, seal: int) -> None:
        """What participants did last before this sealing stands in the log before what the staff did: it counts now."""
        for event in self._sealed.pop(seal, ()):
            self._place(event.item, Place((event.theme,) if event.theme else (), ROOM))

    def _theme(self, event: ThemeAdded | ThemeRenamed | ThemeMoved | ThemeDeleted) -> None:
        self._outline.take(event)
        if isinstance(event, ThemeDeleted):  # what lay in it lies elsewhere now
            self._made = None

    def _merge(self, event: Merged) -> None:
        self._heads.merge(event.id, Head(event.text, event.items))
        self._places[event.id] = Place(event.themes, event.desk)
        self._changed()

    # --- show -------------------------------------------------------------------------------------------------

    def place(self, item: str) -> Place:
        """Where an item was put last, be it under a headline or in a theme that is gone."""
        return self._places.get(item, Place())

    @property
    def leaves(self) -> dict[str, Item]:
        """Every item that can lie on the board by itself: what was received, or its parts where it was split."""
        if self._leaves is None:
            self._leaves = {leaf.id: leaf for item in self.received.values() for leaf in self._split(item)}
        return self._leaves

    def _split(self, item: Item) -> Iterator[Item]:
        if item.id not in self._parts:
            yield item
        for part in self._parts.get(item.id, ()):
            yield from self._split(msgspec.structs.replace(item, id=part.id, text=part.text, origins=(item.id,)))

    def head(self, item: str) -> str:
        """The id under which an item lies on the board: its own, or that of the head it was merged under."""
        return self._heads.over(item)

    def items_under(self, key: str) -> tuple[str, ...]:
        """The items under a head; for an item by itself, that item."""
        head = self._heads.get(key)
        return head.items if head else (key,)

    def is_head(self, key: str) -> bool:
        """Whether this is a headline with items under it."""
        return self._heads.get(key) is not None

    def row(self, key: str) -> Row | None:
        """The row of that id; None where it isn't on the board."""
        return self._by_id().get(key)

    def rows(self) -> list[Row]:
        """Everything on the board, in the order in which it came in; a head stands where its first item stood.

        Placing an item makes one row anew, and what comes in one more; the others stay the same objects, which `diff`
        tells apart cheaply.
        """
        return list(self._by_id().values())

    def _by_id(self) -> dict[str, Row]:
        if self._made is None:
            self._made = {key: self._make(key) for key in dict.fromkeys(map(self.head, self.leaves))}
            self.in_themes = {row.id: row for row in self._made.values() if row.in_theme}
        return self._made

    def _make_again(self, key: str, comes: bool = False) -> None:
        """Of a row that is on the board, or `comes` on it now."""
        if self._made is None or not (comes or key in self._made):
            return
        row = self._made[key] = self._make(key)
        if row.in_theme:
            self.in_themes[key] = row
        else:
            self.in_themes.pop(key, None)

    def _make(self, key: str) -> Row:
        place = self.place(key)
        themes = tuple(theme for theme in place.themes if theme == ASIDE or theme in self._outline)
        desk = place.desk if themes else ""
        head = self._heads.get(key)
        if head is None:
            item = self.leaves[key]
            return Row(key, item.text, item.source, themes, desk, item.table, item.origins)
        under = [self.leaves[item] for item in head.items if item in self.leaves]
        originals = tuple(Original(item.id, item.text, item.source) for item in under)
        tables = {item.table for item in under}
        table = tables.pop() if len(tables) == 1 else 0
        origins = tuple(item.id for item in under)
        return Row(key, head.text, "", themes, desk, table, origins, originals)

    def themes(self) -> Iterable[Theme]:
        """The outline: every theme, followed by those that belong under it."""
        return self._outline

    def theme(self, key: str) -> Theme | None:
        """The theme of that id, as it stands in the outline; None where there is none."""
        return self._outline.get(key)
