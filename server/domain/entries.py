"""Entries: texts that people send, for every kind that collects them (brainstorm, discuss).

Who wrote an entry may change or withdraw it while the activity is open. In an anonymous activity nothing says who that
is: the laptop makes a key for this one entry, the file holds only its hash, and `fold` takes it away at the close.
Here is what is said about them; `entry_store` decides and keeps it, `entry_flow` brings it out in batches.
"""

from typing import Annotated

import msgspec

from server.domain.blocks import Quote
from server.domain.kernel import EVERYONE, STAFF, WHILE_OPEN, Command, Event

UNSAID = "-"  # the reason for hiding where the staff gave none

Text = Annotated[str, msgspec.Meta(max_length=4000)]
Id = Annotated[str, msgspec.Meta(max_length=32)]
Key = Annotated[str, msgspec.Meta(max_length=64)]
Parts = Annotated[tuple[Text, ...], msgspec.Meta(max_length=5)]


class AddEntry(Command, frozen=True, tag="entry.add"):
    """Send one entry. `key` is the SHA-256 (hex) of the edit key that the laptop derives for this one entry.

    Where an entry has fields, `fields` holds what was typed in each, and the text follows from them.
    """

    by = EVERYONE
    when = WHILE_OPEN
    grace = True
    text: Text
    key: Key = ""
    about: Id = ""  # the item it is a comment on
    side: Annotated[str, msgspec.Meta(max_length=16)] = ""  # pro or contra
    signed: bool = False  # in an anonymous activity that allows it: put my name with it
    parent: Id = ""  # the entry it builds on
    round: Annotated[int, msgspec.Meta(ge=0, le=99)] = 0  # where there are rounds: the one it was typed in
    fields: Parts = ()


class AddPaper(Command, frozen=True, tag="entry.paper"):
    """The staff types in what came on paper or by voice: one entry a line, marked with its source."""

    by = STAFF
    lines: Annotated[tuple[Text, ...], msgspec.Meta(max_length=500)]
    source: Annotated[str, msgspec.Meta(max_length=80)] = ""
    about: Id = ""
    table: int = 0
    round: Annotated[int, msgspec.Meta(ge=0, le=99)] = 0


class EditEntry(Command, frozen=True, tag="entry.edit"):
    """Change one's own entry; `key` is the edit key itself."""

    by = EVERYONE
    when = WHILE_OPEN
    grace = True
    entry: Id
    text: Text
    key: Key = ""


class WithdrawEntry(Command, frozen=True, tag="entry.withdraw"):
    """Take back one's own entry; `key` is the edit key itself."""

    by = EVERYONE
    when = WHILE_OPEN
    grace = True
    entry: Id
    key: Key = ""


class HideEntry(Command, frozen=True, tag="entry.hide"):
    """Keep an entry from every public output, with the reason; it stays counted."""

    by = STAFF
    entry: Id
    reason: Annotated[str, msgspec.Meta(max_length=200)]


class RestoreEntry(Command, frozen=True, tag="entry.restore"):
    """Show a hidden entry again."""

    by = STAFF
    entry: Id


class StarEntry(Command, frozen=True, tag="entry.star"):
    """Mark an entry for later, or take the mark away."""

    by = STAFF
    entry: Id
    on: bool = True


class EntryAdded(Event, frozen=True, tag="entry.added", omit_defaults=True):
    """An entry came in. `key`, `batch` and `table` or `name` stay only as far as the attribution allows.

    `held`: it waits at the gate until the staff lets it through.
    """

    id: str
    text: str
    key: str = ""
    source: str = ""
    about: str = ""
    side: str = ""
    table: int = 0
    name: str = ""
    parent: str = ""
    batch: int = 0
    round: int = 0
    fields: tuple[str, ...] = ()
    held: bool = False


class EntryEdited(Event, frozen=True, tag="entry.edited", omit_defaults=True):
    """An entry's own author changed its text; `fields`: what that puts in each field, where it has them."""

    id: str
    text: str
    fields: tuple[str, ...] = ()


class EntryWithdrawn(Event, frozen=True, tag="entry.withdrawn"):
    """An entry's own author took it back."""

    id: str


class EntryHidden(Event, frozen=True, tag="entry.hidden"):
    """The staff hid an entry (reason) or showed it again (empty reason)."""

    id: str
    reason: str


class EntryStarred(Event, frozen=True, tag="entry.starred"):
    """The staff starred an entry, or took the star away."""

    id: str
    on: bool


Commands = AddEntry | AddPaper | EditEntry | WithdrawEntry | HideEntry | RestoreEntry | StarEntry
Events = EntryAdded | EntryEdited | EntryWithdrawn | EntryHidden | EntryStarred


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry as screens get it."""

    id: str
    text: str
    source: str = ""
    about: str = ""
    side: str = ""
    table: int = 0
    name: str = ""
    parent: str = ""
    star: bool = False
    hidden: str = ""
    round: int = 0
    fields: tuple[str, ...] = ()
    held: bool = False  # it waits at the gate

    @property
    def public(self) -> bool:
        """Whether anybody but the staff may see it: not hidden, and not waiting at the gate."""
        return not self.hidden and not self.held

    @property
    def quote(self) -> Quote:
        """As results quote it: with its source, or the name that stands with it."""
        return Quote(self.text, self.source or self.name, self.id)


class Hidden(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the room does not see, told without its text: whose it is finds it by its id, which says nothing of whom.

    `reason`: why the staff hid it (`UNSAID` where they gave none); empty while it waits at the gate.
    """

    id: str
    reason: str = ""
