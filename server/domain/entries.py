"""Entries: texts that people send, for every kind that collects them (brainstorm, discuss).

Who wrote an entry may change or withdraw it while the activity is open. In an anonymous activity nothing says who that
is: the laptop makes a key for this one entry, the file holds only its hash, and `fold` takes it away at the close.
What others send appears in batches (`BATCH` seconds), shuffled within a batch by their random ids.
"""

import hashlib
import hmac
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Annotated, Any, cast

import msgspec

from server.domain.fields import composed, parsed
from server.domain.kernel import (
    EVERYONE,
    STAFF,
    WHILE_OPEN,
    Activity,
    Command,
    Context,
    EntryFigure,
    Event,
    Item,
    Refused,
    Role,
)
from server.domain.patch import Grown
from server.domain.text import clean

BATCH = 5.0  # seconds
WINDOW = 50  # how many of the newest entries a participant's screen gets, and never less than the latest batch
HELD = "gate"  # the reason, in the report's data, of what never came through the gate

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


def hash_of(key: str) -> str:
    """What the file keeps of an edit key: its SHA-256, in hex."""
    return hashlib.sha256(key.encode()).hexdigest()


class Entries:
    """The entries of one activity: decides and evolves the commands and events above, and shows the released ones."""

    def __init__(self, activity: "Activity[Any, Any, Any]") -> None:
        self.activity = activity
        self.rows: dict[str, Entry] = {}
        self.keys: dict[str, str] = {}
        self.withdrawn: dict[str, None] = {}  # the ids of what was taken back
        self._secret: dict[str, None] = {}  # of what is there, but only for the staff: hidden, or held at the gate
        self.added = 0  # all that ever came in, so that a screen can draw the flow
        self._latest = 0  # the latest batch that anything came in
        self._places: dict[str, tuple[int, int, str]] = {}  # the order of the shown: follows from the log alone
        self._at: dict[str, int] = {}
        self._waiting: dict[str, int] = {}  # id → batch, not yet released
        self._shown: list[Entry] = []  # handed out as `Grown`: another list when it changes otherwise than at its end

    # --- decide -----------------------------------------------------------------------------------------------

    def decide(self, command: Commands, ctx: Context) -> Iterable[Events]:
        """The events of a command, or `Refused`."""
        match command:
            case AddEntry():
                return [self._add(command, ctx)]
            case AddPaper():
                return self._paper(command, ctx)
            case EditEntry():
                self._own(command.entry, command.key, ctx)
                text, parts = clean(command.text), self.rows[command.entry].fields
                return [EntryEdited(command.entry, text, parsed(text, len(parts)))]
            case WithdrawEntry():
                self._own(command.entry, command.key, ctx)
                return [EntryWithdrawn(command.entry)]
            case HideEntry():
                return [EntryHidden(self._known(command.entry), command.reason.strip() or "-")]
            case RestoreEntry():
                return [EntryHidden(self._known(command.entry), "")]
            case StarEntry():
                return [EntryStarred(self._known(command.entry), command.on)]

    def _add(self, command: AddEntry, ctx: Context) -> EntryAdded:
        card, who = self.activity.card, ctx.who
        if self.activity.preset == "result" and who.role is Role.PARTICIPANT:
            raise Refused("not_now")
        if command.parent:
            self._known(command.parent)
        named = card.attribution == "named" or (command.signed and card.signing)
        fields = tuple(clean(part) if part.strip() else "" for part in command.fields)
        return EntryAdded(
            id=ctx.ids(),
            text=clean(composed(fields) if fields else command.text),
            key=command.key,
            about=command.about,
            side=command.side,
            table=who.table if self._keeps_table else 0,
            name=who.name if named else "",
            parent=command.parent,
            round=command.round,
            batch=int(ctx.now // BATCH) if self.activity.anonymous and who.role is Role.PARTICIPANT else 0,
            fields=fields,
            held=self.activity.preset == "gate" and who.role is Role.PARTICIPANT,
        )

    @property
    def _keeps_table(self) -> bool:
        return self.activity.preset == "table" or self.activity.card.attribution == "team"

    def _paper(self, command: AddPaper, ctx: Context) -> list[Events]:
        lines = [clean(line) for line in command.lines if line.strip()]
        if not lines:
            raise Refused("empty")
        source, about, table, round_ = command.source, command.about, command.table, command.round
        return [EntryAdded(ctx.ids(), line, source=source, about=about, table=table, round=round_) for line in lines]

    def _known(self, entry: str) -> str:
        if entry not in self.rows:
            raise Refused("no_entry")
        return entry

    def _own(self, entry: str, key: str, ctx: Context) -> None:
        self._known(entry)
        if not hmac.compare_digest(self.keys.get(entry, "?"), hash_of(key)):
            raise Refused("not_your_entry")

    # --- evolve -----------------------------------------------------------------------------------------------

    def evolve(self, event: Events) -> None:
        """Take in what happened; an event about an entry that is gone changes nothing."""
        match event:
            case EntryAdded():
                self._take(event)
            case EntryEdited():
                self._change(event.id, text=event.text, fields=event.fields)
            case EntryWithdrawn():
                if event.id in self.rows:
                    self.withdrawn[event.id] = None
                self._remove(event.id)
            case EntryHidden():
                self._change(event.id, hidden=event.reason)
            case EntryStarred():
                self._change(event.id, star=event.on)

    def _take(self, event: EntryAdded) -> None:
        if event.id in self.rows:
            return
        row = self.rows[event.id] = Entry(
            event.id, event.text, event.source, event.about, event.side, event.table, event.name, event.parent,
            round=event.round, fields=event.fields, held=event.held,
        )  # fmt: skip
        self._note(row)
        self.added += 1
        if event.key:
            self.keys[event.id] = event.key
        self._latest = max(self._latest, event.batch)
        if event.batch:
            self._places[event.id] = (event.batch, 0, event.id)
            self._waiting[event.id] = event.batch
        else:
            self._places[event.id] = (self._latest, 1, f"{self.added:09d}")
            self._show(row)

    def let_through(self, ids: Iterable[str]) -> None:
        """These entries no longer wait at the gate."""
        for entry in ids:
            self._change(entry, held=False)

    def _show(self, row: Entry) -> None:
        self._at[row.id] = len(self._shown)
        self._shown.append(row)

    def _change(self, entry: str, **fields: object) -> None:
        old = self.rows.get(entry)
        if old is None:
            return
        row = self.rows[entry] = msgspec.structs.replace(old, **fields)
        self._note(row)
        if entry in self._at:
            self._shown = [*self._shown]
            self._shown[self._at[entry]] = row

    def _note(self, row: Entry) -> None:
        if row.public:
            self._secret.pop(row.id, None)
        else:
            self._secret[row.id] = None

    def _remove(self, entry: str) -> None:
        self.rows.pop(entry, None)
        self.keys.pop(entry, None)
        self._waiting.pop(entry, None)
        self._places.pop(entry, None)
        self._secret.pop(entry, None)
        if entry in self._at:
            self._shown = [row for row in self._shown if row.id != entry]
            self._at = {row.id: at for at, row in enumerate(self._shown)}

    # --- show -------------------------------------------------------------------------------------------------

    def released(self, now: float) -> tuple[Entry, ...]:
        """What others may see by now, batch after batch; within one the order is that of the random ids.

        What the staff sent meanwhile was shown at once, and stands after its batch.
        """
        due = [entry for entry, batch in self._waiting.items() if batch < now // BATCH or self.activity.sealed]
        for entry in due:
            del self._waiting[entry]
            self._show(self.rows[entry])
        if due:
            self._shown = sorted(self._shown, key=lambda row: self._places[row.id])
            self._at = {row.id: at for at, row in enumerate(self._shown)}
        return cast(tuple[Entry, ...], Grown(self._shown))

    def next_release(self, now: float) -> float | None:
        """When the first of the waiting batches that are shown after `now` is shown; None when nothing waits."""
        return next((due for batch in self._waiting.values() if (due := (batch + 1) * BATCH) > now), None)

    def window(self, now: float, table: int | None = None) -> tuple[Entry, ...]:
        """The newest entries that participants may see, oldest first; of one table, if given."""
        return self.newest(now, lambda row: 0 if table is None or row.table == table else None)

    def newest(
        self, now: float, group: Callable[[Entry], Hashable], groups: int = 1, most: int = WINDOW
    ) -> tuple[Entry, ...]:
        """The newest entries of each group that participants may see, oldest first; of the group None none at all.

        At least the whole of the latest batch is among them, however large: nothing is gone before it was there.
        `groups`: how many there are; once each has its `most`, what is older isn't looked at.
        """
        found: list[Entry] = []
        counts: dict[Hashable, int] = {}
        full, released = 0, self.released(now)
        latest = next((batch for row in reversed(released) if (batch := self._batch(row))), -1)
        for row in reversed(released):
            of_latest = self._batch(row) == latest
            if full >= groups and not of_latest:
                break
            its = group(row) if row.public else None
            if its is not None:
                counts[its] = counts.get(its, 0) + 1
                full += counts[its] == most
                found += [row] if counts[its] <= most or of_latest else []
        return tuple(reversed(found))

    def _batch(self, row: Entry) -> int:
        """The batch in which it came out; 0 for what came out by itself."""
        batch, alone, _ = self._places[row.id]
        return 0 if alone else batch

    @property
    def withheld(self) -> int:
        """How many of the released entries only the staff may see."""
        return sum(entry in self._at for entry in self._secret)

    @property
    def at_gate(self) -> tuple[str, ...]:
        """What waits at the gate, of what was released so far: the ids, the first that came in first."""
        waiting = (entry for entry in self._secret if entry in self._at and not self.rows[entry].hidden)
        return tuple(sorted(waiting, key=self._at.__getitem__))

    @property
    def gone(self) -> tuple[str, ...]:
        """The ids of what was hidden or taken back: it must go from every screen."""
        hidden = (entry for entry in self._secret if self.rows[entry].hidden)
        return tuple(sorted((*hidden, *self.withdrawn)))

    def all(self) -> tuple[Entry, ...]:
        """Every entry, released or not, hidden or not; where nobody may know who wrote what, nor when: by random id.

        What came with a source (from paper, by voice) is nobody's here, and stands after that in its own order.
        """
        rows = tuple(self.rows.values())
        if not self.activity.anonymous:
            return rows
        return tuple(sorted(rows, key=lambda row: (bool(row.source), "" if row.source else row.id)))

    def figures(self) -> tuple[EntryFigure, ...]:
        """Every entry as the report's data holds it."""
        return tuple(
            EntryFigure(
                id=row.id, text=row.text, source=row.source, about=row.about, side=row.side, name=row.name,
                table=row.table, hidden=row.hidden or (HELD if row.held else ""),
                origins=(row.parent,) if row.parent else (), round=row.round,
            )
            for row in self.all()
        )  # fmt: skip

    def items(self) -> tuple[Item, ...]:
        """What may be carried over: every entry that is not hidden."""
        return tuple(
            Item(row.id, row.text, (row.parent,) if row.parent else (), row.source, table=row.table, starred=row.star)
            for row in self.all()
            if row.public
        )

    def fold(self, events: Sequence[Events]) -> Sequence[Events]:
        """Participants' events as one addition an entry, in the order of the random ids, without keys or batches."""
        last: dict[str, EntryAdded] = {}
        for event in events:
            if isinstance(event, EntryAdded):
                last[event.id] = event
            elif isinstance(event, EntryEdited) and event.id in last:
                last[event.id] = msgspec.structs.replace(last[event.id], text=event.text, fields=event.fields)
            elif isinstance(event, EntryWithdrawn):
                last.pop(event.id, None)
        names = self.activity.card.signing or not self.activity.anonymous
        return [
            msgspec.structs.replace(
                event, key="", batch=0, name=event.name if names else "", held=self._still_held(event.id)
            )
            for _, event in sorted(last.items())
        ]

    def _still_held(self, entry: str) -> bool:
        """What was let through stays no more marked than what came in before there was a gate: that tells an order."""
        return entry in self.rows and self.rows[entry].held
