"""What sorters ask of a board of items, and what happened to it: themes, placing, merging, splitting, claiming.

Sorters are of the staff, and in the presets `SORT_OWN` and `SORT_TOGETHER` participants put items into themes too.
"""

from typing import Annotated, TypeAlias

import msgspec

from server.domain.kernel import STAFF, WHILE_OPEN, Command, Event, Role
from server.domain.text import LIMIT

SORT_OWN, SORT_TOGETHER = "sort_own", "sort_together"  # presets in which participants sort

ASIDE = "0"
"""Stands where a theme's id stands: laid aside, left over."""

ROOM = "room"
"""Stands where a seat of the staff stands: a participant did it, nobody knows which."""

TITLE = 120  # characters
MOST = 200  # items in one command

Id: TypeAlias = Annotated[str, msgspec.Meta(max_length=32)]
Ids: TypeAlias = Annotated[tuple[Id, ...], msgspec.Meta(max_length=MOST)]
Line: TypeAlias = Annotated[str, msgspec.Meta(max_length=LIMIT)]
Title: TypeAlias = Annotated[str, msgspec.Meta(max_length=TITLE)]
Key: TypeAlias = Annotated[str, msgspec.Meta(max_length=64)]
GUESTS = frozenset({Role.PARTICIPANT})


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


class PutItem(Command, frozen=True, tag="group.put"):
    """A participant puts an item that waits in the queue into a theme, or leaves it over (`ASIDE`).

    `claim`: as `Handed` gave it. `key`: SHA-256 of the key with which the laptop can take it back, derived for this one
    item. `mine`: it is an entry of one's own, which its edit key proves (`proof`).
    """

    by = GUESTS
    when = WHILE_OPEN
    grace = True
    item: Id
    theme: Id
    claim: Id = ""
    key: Key = ""
    mine: bool = False
    proof: Key = ""


class TakeBack(Command, frozen=True, tag="group.take_back"):
    """A participant takes back what this laptop put somewhere; `key` is the key itself."""

    by = GUESTS
    when = WHILE_OPEN
    grace = True
    item: Id
    key: Key = ""


class TakeHand(Command, frozen=True, tag="group.hand"):
    """A participant asks what to put somewhere next.

    `own`: the ids of one's own entries, where everybody sorts those. `item`: this one if it is free. `claim`: what was
    given before; it is let go, unless it is still at hand.
    """

    by = GUESTS
    when = WHILE_OPEN
    own: Ids = ()
    item: Id = ""
    claim: Id = ""


StaffCommands = (
    AddTheme | RenameTheme | MoveTheme | DeleteTheme | PlaceItem | MergeItems | Unmerge | EditHeadline
    | SplitItem | ClaimItems
)  # fmt: skip
RoomCommands = PutItem | TakeBack | TakeHand
Commands = StaffCommands | RoomCommands


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


class Put(Event, frozen=True, tag="group.was_put", omit_defaults=True):
    """A participant put an item into a theme, left it over (`ASIDE`), or took that back (no theme).

    `key` (the hash of `TakeBack.key`) and `batch` (in which the others see it) are gone once it is sealed. `seal`: at
    which sealing this was the last that was done with the item, whatever the staff did before; 0 if it wasn't.
    """

    item: str
    theme: str = ""
    key: str = ""
    batch: int = 0
    seal: int = 0


class Waiting(msgspec.Struct, frozen=True, omit_defaults=True):
    """An item that has no place yet, as a participant gets it."""

    id: str
    text: str
    source: str = ""


class Handed(Event, frozen=True, tag="group.handed"):
    """A laptop has the first of `rows` at hand; nothing keeps which laptop.

    `claim`: a name for that, made for this once, which takes the place of the one `before`; empty where nothing was
    claimed. `rows`: what comes next stands after it. `left`: how many wait, of one's own where everybody sorts those.
    """

    stored = False
    rows: tuple[Waiting, ...]
    left: int
    claim: str = ""
    before: str = ""
    until: float = 0.0


Events = (
    ThemeAdded | ThemeRenamed | ThemeMoved | ThemeDeleted | Placed | Merged | Headlined | Unmerged | Split | Claimed
    | Put | Handed
)  # fmt: skip
