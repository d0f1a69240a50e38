"""What becomes of what a sorter asks: events, or a refusal that says who was first.

Who sorts claims an item and gets the next one with every act; a claim lapses when nothing happens for `CLAIM` seconds.
What a sorter sends says where the item was seen: when it lies elsewhere by now, the first to act has won and the other
is told.
"""

from collections.abc import Iterable, Iterator, Sequence

from server.domain import sorting
from server.domain.board import Board, Claim, Row
from server.domain.kernel import Context, Refused
from server.domain.sorting import (
    ASIDE,
    TITLE,
    AddTheme,
    ClaimItems,
    DeleteTheme,
    EditHeadline,
    MergeItems,
    MoveTheme,
    PlaceItem,
    RenameTheme,
    SplitItem,
    StaffCommands,
    Unmerge,
)
from server.domain.text import clean

CLAIM = 30.0  # seconds


class Sorter:
    """One decision: what a sorter asks of the board, now."""

    def __init__(self, on: Board, several: bool, ctx: Context) -> None:
        self.board, self.several, self.ctx = on, several, ctx
        self.desk = ctx.who.desk

    def decide(self, command: StaffCommands) -> list[sorting.Events]:
        """The events of the command, or `Refused`."""
        match command:
            case AddTheme():
                return self._add(command)
            case RenameTheme() | MoveTheme() | DeleteTheme():
                return [self._change(command)]
            case PlaceItem():
                return self._place(command)
            case MergeItems(items=items, text=text):
                return self._merge(items, clean(text))
            case Unmerge(item=item):
                self._head(item)
                return [sorting.Unmerged(item)]
            case EditHeadline(item=item, text=text):
                return self._headline(item, clean(text))
            case SplitItem():
                return self._split(command)
            case ClaimItems():
                return [self._claim(command)]

    # --- themes -----------------------------------------------------------------------------------------------

    def _add(self, command: AddTheme) -> list[sorting.Events]:
        key = self.ctx.ids()
        added = sorting.ThemeAdded(key, self._title(command.title), self._parent(command.parent))
        if not command.item:
            return [added]
        row = self._seen(command.item, command.seen)
        themes = (*(each for each in row.themes if self.several and each != ASIDE), key)
        return [added, sorting.Placed(row.id, themes, self.desk), *self._onward(without=(row.id,))]

    def _change(self, command: RenameTheme | MoveTheme | DeleteTheme) -> sorting.Events:
        theme = self._theme(command.theme)
        if isinstance(command, RenameTheme):
            return sorting.ThemeRenamed(theme, self._title(command.title, theme))
        if isinstance(command, MoveTheme):
            return sorting.ThemeMoved(theme, command.place, self._parent(command.parent, theme))
        return sorting.ThemeDeleted(theme)

    def _theme(self, key: str) -> str:
        if self.board.theme(key) is None:
            raise Refused("no_theme")
        return key

    def _title(self, title: str, of: str = "") -> str:
        title = clean(title.strip(), limit=TITLE)
        if any(theme.title == title and theme.id != of for theme in self.board.themes()):
            raise Refused("theme_exists", title=title)
        return title

    def _parent(self, parent: str, of: str = "") -> str:
        """A theme may stand under a theme that stands by itself, if nothing stands under it."""
        if not parent:
            return ""
        over = self.board.theme(self._theme(parent))
        if parent == of or (over and over.parent) or any(of and each.parent == of for each in self.board.themes()):
            raise Refused("too_deep")
        return parent

    # --- items ------------------------------------------------------------------------------------------------

    def _place(self, command: PlaceItem) -> list[sorting.Events]:
        themes = tuple(dict.fromkeys(command.themes))
        for theme in themes:
            if theme != ASIDE:
                self._theme(theme)
        if len(themes) > 1 and (ASIDE in themes or not self.several):
            raise Refused("one_theme")
        row = self._seen(command.item, command.seen)
        onward = self._onward(without=(row.id,)) if themes else self._onward(first=(row.id,))
        return [sorting.Placed(row.id, themes, self.desk), *onward]

    def _merge(self, items: Sequence[str], text: str) -> list[sorting.Events]:
        rows = [self._free(item) for item in dict.fromkeys(items)]
        if not rows:
            raise Refused("empty")
        key = next((row.id for row in rows if self.board.is_head(row.id)), "") or self.ctx.ids()
        under = tuple(item for row in rows for item in self.board.items_under(row.id))
        themes = next((row.themes for row in rows if row.themes and ASIDE not in row.themes), ())
        gone = tuple(row.id for row in rows)
        onward = self._onward(without=gone) if themes else self._onward(first=(key,), without=gone)
        return [sorting.Merged(key, text, under, themes, self.desk), *onward]

    def _headline(self, item: str, text: str) -> list[sorting.Events]:
        """Another headline; an item by itself gets one over it, as if it were merged alone."""
        if not self.board.is_head(self._free(item).id):
            return self._merge((item,), text)
        return [sorting.Headlined(item, text)]

    def _head(self, item: str) -> None:
        if not self.board.is_head(self._free(item).id):
            raise Refused("not_merged")

    def _split(self, command: SplitItem) -> list[sorting.Events]:
        row = self._free(command.item)
        if row.originals:
            raise Refused("merged")
        parts = tuple(sorting.Part(self.ctx.ids(), clean(text)) for text in command.texts)
        onward = self._onward(first=tuple(part.id for part in parts), without=(row.id,))
        return [sorting.Split(row.id, parts), *onward]

    def _seen(self, item: str, seen: tuple[str, ...]) -> Row:
        """The row, if it lies where the sorter saw it; else who was first, and where it lies now."""
        row = self._free(item)
        if set(row.themes) != set(seen):
            titles = [theme.title for key in row.themes if (theme := self.board.theme(key))]
            raise Refused("taken", desk=row.desk, theme=" · ".join(titles))
        return row

    def _free(self, item: str) -> Row:
        """The row, if it is on the board and nobody else is at work on it."""
        row = self.board.row(item)
        if row is None:
            head = self.board.row(self.board.head(item))
            raise Refused("taken", desk=head.desk, theme=head.text) if head else Refused("no_item")
        claim = self.board.claims.get(item)
        if claim and self._others(claim):
            raise Refused("claimed", desk=claim.desk)
        return row

    # --- claims -----------------------------------------------------------------------------------------------

    def _others(self, claim: Claim) -> bool:
        return claim.desk != self.desk and claim.until > self.ctx.now

    def _claim(self, command: ClaimItems) -> sorting.Claimed:
        first = (self._free(command.item).id,) if command.item and command.n else ()
        return self._claimed(command.n, (*first, *self._mine()))

    def _mine(self) -> list[str]:
        claims = self.board.claims.values()
        return [claim.id for claim in claims if claim.desk == self.desk and self.board.row(claim.id)]

    def _onward(self, first: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> list[sorting.Events]:
        """For who works with claims: as many as before, without what is done, filled up with the next free ones."""
        mine = self._mine()
        if not mine:
            return []
        kept = [item for item in mine if item not in without]
        return [self._claimed(len(mine), (*first, *kept), without)]

    def _claimed(self, n: int, first: Iterable[str], without: tuple[str, ...] = ()) -> sorting.Claimed:
        wanted = dict.fromkeys((*first, *self._queue(without))) if n else {}
        return sorting.Claimed(self.desk, tuple(wanted)[:n], self.ctx.now + CLAIM)

    def _queue(self, without: tuple[str, ...]) -> Iterator[str]:
        for row in self.board.rows():
            claim = self.board.claims.get(row.id)
            if not row.themes and row.id not in without and not (claim and self._others(claim)):
                yield row.id
