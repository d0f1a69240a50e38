"""The entries of one activity: what is asked about them is decided here, and what happened to them kept."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from server.domain.entries import (
    UNSAID,
    AddEntry,
    AddPaper,
    Commands,
    EditEntry,
    Entry,
    EntryAdded,
    EntryEdited,
    EntryHidden,
    EntryStarred,
    EntryWithdrawn,
    Events,
    Hidden,
    HideEntry,
    RestoreEntry,
    StarEntry,
    WithdrawEntry,
)
from server.domain.entry_flow import Flow, batch_at
from server.domain.fields import composed, parsed
from server.domain.figures import EntryFigure
from server.domain.kernel import Activity, Audience, Context, Item, Refused, Role
from server.domain.keys import is_key_of
from server.domain.text import clean

HELD = "gate"  # the reason, in the report's data, of what never came through the gate


class Entries:
    """The entries of one activity: decides and evolves the commands and events of `entries`.

    `flow`: those that came out by now, as others may see them.
    """

    def __init__(self, activity: "Activity[Any, Any, Any]") -> None:
        self.activity = activity
        self.rows: dict[str, Entry] = {}
        self.keys: dict[str, str] = {}
        self.withdrawn: dict[str, None] = {}  # the ids of what was taken back
        self.secret: dict[str, None] = {}  # of what is there, but only for the staff: hidden, or held at the gate
        self.added = 0  # all that ever came in, so that a screen can draw the flow
        self.flow = Flow(activity, self.rows)

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
                reason = clean(command.reason.strip() or UNSAID)
                return [EntryHidden(self._known(command.entry), reason)]
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
        by_table = self.activity.preset == "table" or card.attribution == "team"
        named = card.attribution == "named" or (command.signed and card.signing)
        fields = tuple(clean(part) if part.strip() else "" for part in command.fields)
        return EntryAdded(
            id=ctx.ids(),
            text=clean(composed(fields) if fields else command.text),
            key=command.key,
            about=command.about,
            side=command.side,
            table=who.table if by_table else 0,
            name=who.name if named else "",
            parent=command.parent,
            round=command.round,
            batch=batch_at(ctx.now) if self.activity.anonymous and who.role is Role.PARTICIPANT else 0,
            fields=fields,
            held=self.activity.preset == "gate" and who.role is Role.PARTICIPANT,
        )

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
        if not self.owns(entry, key):
            raise Refused("not_your_entry")

    def owns(self, entry: str, key: str) -> bool:
        """Whether this is the edit key of the entry; no key is, once it is sealed."""
        return is_key_of(self.keys.get(entry, ""), key)

    # --- evolve -----------------------------------------------------------------------------------------------

    def evolve(self, event: Events) -> None:
        """Take in what happened; an event about an entry that is gone changes nothing."""
        match event:
            case EntryAdded():
                self._take(event)
            case EntryEdited():
                self.change(event.id, text=event.text, fields=event.fields)
            case EntryWithdrawn():
                if event.id in self.rows:
                    self.withdrawn[event.id] = None
                self._remove(event.id)
            case EntryHidden():
                self.change(event.id, hidden=event.reason)
            case EntryStarred():
                self.change(event.id, star=event.on)

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
        self.flow.add(event.id, event.batch, self.added)

    def change(self, entry: str, **fields: object) -> None:
        """An entry is otherwise than it was; one that is gone is passed over."""
        old = self.rows.get(entry)
        if old is None:
            return
        row = self.rows[entry] = msgspec.structs.replace(old, **fields)
        self._note(row)
        self.flow.change(entry)

    def _note(self, row: Entry) -> None:
        if row.public:
            self.secret.pop(row.id, None)
        else:
            self.secret[row.id] = None

    def _remove(self, entry: str) -> None:
        self.rows.pop(entry, None)
        self.keys.pop(entry, None)
        self.secret.pop(entry, None)
        self.flow.remove(entry)

    # --- show -------------------------------------------------------------------------------------------------

    @property
    def withheld(self) -> int:
        """How many of the released entries only the staff may see."""
        return sum(entry in self.flow for entry in self.secret)

    @property
    def at_gate(self) -> tuple[str, ...]:
        """What waits at the gate, of what was released so far: the ids, the first that came in first."""
        waiting = (entry for entry in self.secret if entry in self.flow and not self.rows[entry].hidden)
        return tuple(sorted(waiting, key=self.flow.place))

    @property
    def gone(self) -> tuple[str, ...]:
        """The ids of what was hidden or taken back: it must go from every screen."""
        hidden = (entry for entry in self.secret if self.rows[entry].hidden)
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
        return [self._bare(event) for _, event in sorted(last.items())]

    def _bare(self, event: EntryAdded) -> EntryAdded:
        """With the name and the table that still stand with it, and at the gate only if it still waits there.

        What was let through stays no more marked than what came in before there was a gate: that tells an order.
        """
        row = self.rows.get(event.id)
        name, table, held = (row.name, row.table, row.held) if row else ("", 0, False)
        return msgspec.structs.replace(event, key="", batch=0, name=name, table=table, held=held)


def kept_back(entries: Entries, audience: Audience, *, by_table: bool = False) -> tuple[Hidden, ...]:
    """For participants: what came out but only the staff sees; where the tables work apart, of their own table.

    In the order of the random ids, as no other may be told.
    """
    if audience.role is not Role.PARTICIPANT:
        return ()
    entries.flow.released(audience.now)  # what is due comes out
    rows = (entries.rows[key] for key in sorted(entries.secret) if key in entries.flow)
    return tuple(Hidden(row.id, row.hidden) for row in rows if not by_table or row.table in (0, audience.table))
