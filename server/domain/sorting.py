"""What sorters ask of a board of items, and what happened to it: themes, placing, merging, splitting, claiming."""

from typing import Annotated, TypeAlias

import msgspec

from server.domain.kernel import STAFF, Command, Event
from server.domain.text import LIMIT

ASIDE = "0"
"""Stands where a theme's id stands: laid aside, left over."""

TITLE = 120  # characters

Id: TypeAlias = Annotated[str, msgspec.Meta(max_length=32)]
Ids: TypeAlias = Annotated[tuple[Id, ...], msgspec.Meta(max_length=200)]
Line: TypeAlias = Annotated[str, msgspec.Meta(max_length=LIMIT)]
Title: TypeAlias = Annotated[str, msgspec.Meta(max_length=TITLE)]


class AddTheme(Command, frozen=True, tag="group.theme.add"):
    """Make a theme, under a parent if given, and put the item at hand in it, which was seen lying in `seen`."""

    by = STAFF
    title: Title
    parent: Id = ""
    item: Id = ""
    seen: Ids = ()


class RenameTheme(Command, frozen=True, tag="group.theme.rename"):
    """Give a theme another title."""

    by = STAFF
    theme: Id
    title: Title


class MoveTheme(Command, frozen=True, tag="group.theme.move"):
    """Give a theme another place among all themes (0 is first), and a parent or none."""

    by = STAFF
    theme: Id
    place: Annotated[int, msgspec.Meta(ge=0)]
    parent: Id = ""


class DeleteTheme(Command, frozen=True, tag="group.theme.delete"):
    """Take a theme away; its items go back to the queue."""

    by = STAFF
    theme: Id


class PlaceItem(Command, frozen=True, tag="group.place"):
    """Put an item in these themes: none is back in the queue, "0" is laid aside. `seen`: where it was seen to lie."""

    by = STAFF
    item: Id
    themes: Ids
    seen: Ids = ()


class MergeItems(Command, frozen=True, tag="group.merge"):
    """Bring items together under a headline; every original stays as it was typed."""

    by = STAFF
    items: Ids
    text: Line


class Unmerge(Command, frozen=True, tag="group.unmerge"):
    """Take apart what was merged."""

    by = STAFF
    item: Id


class EditHeadline(Command, frozen=True, tag="group.headline"):
    """Change a headline, or put one over a single item."""

    by = STAFF
    item: Id
    text: Line


class SplitItem(Command, frozen=True, tag="group.split"):
    """Split an item that says several things; the parts know where they came from."""

    by = STAFF
    item: Id
    texts: Annotated[tuple[Line, ...], msgspec.Meta(min_length=2, max_length=20)]


class ClaimItems(Command, frozen=True, tag="group.claim"):
    """Give me this item if named, and the next free ones up to `n`; 0 lets go of all."""

    by = STAFF
    n: Annotated[int, msgspec.Meta(ge=0, le=20)] = 1
    item: Id = ""


Commands = (
    AddTheme | RenameTheme | MoveTheme | DeleteTheme | PlaceItem | MergeItems | Unmerge | EditHeadline
    | SplitItem | ClaimItems
)  # fmt: skip


class ThemeAdded(Event, frozen=True, tag="group.theme.added", omit_defaults=True):
    """A theme came on the board, last; `parent` is the theme it belongs under."""

    id: str
    title: str
    parent: str = ""


class ThemeRenamed(Event, frozen=True, tag="group.theme.renamed"):
    """A theme got another title."""

    theme: str
    title: str


class ThemeMoved(Event, frozen=True, tag="group.theme.moved"):
    """A theme got another place among all themes (0 is first), and another parent or none."""

    theme: str
    place: int
    parent: str = ""


class ThemeDeleted(Event, frozen=True, tag="group.theme.deleted"):
    """A theme went: its items wait in the queue again, the themes under it stand by themselves."""

    theme: str


class Placed(Event, frozen=True, tag="group.placed"):
    """An item lies in these themes now: none is the queue, `ASIDE` what is left over. `desk` did it."""

    item: str
    themes: tuple[str, ...]
    desk: str


class Merged(Event, frozen=True, tag="group.merged"):
    """Items came together under a headline, as one with a (new) id of its own, in these themes."""

    id: str
    text: str
    items: tuple[str, ...]
    themes: tuple[str, ...]
    desk: str


class Headlined(Event, frozen=True, tag="group.headlined"):
    """A headline got other words."""

    id: str
    text: str


class Unmerged(Event, frozen=True, tag="group.unmerged"):
    """What was merged is apart again, each with its own words where it lay."""

    id: str


class Part(msgspec.Struct, frozen=True):
    """A part of an item that was split."""

    id: str
    text: str


class Split(Event, frozen=True, tag="group.split"):
    """An item was split into parts, which stand in the queue in its stead."""

    item: str
    parts: tuple[Part, ...]


class Claimed(Event, frozen=True, tag="group.claimed"):
    """A sorter is at work on these items, and on no others, until then (seconds since 1970)."""

    stored = False
    desk: str
    items: tuple[str, ...]
    until: float


Events = (
    ThemeAdded | ThemeRenamed | ThemeMoved | ThemeDeleted | Placed | Merged | Headlined | Unmerged | Split | Claimed
)  # fmt: skip
