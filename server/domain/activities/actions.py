"""actions (Acties): the register of what was agreed. What, who, when, the first step, and where it comes from.

The staff keeps it. With the setting `room` participants propose too: as anonymous entries, which the staff takes up as
an action or leaves. A name stands in it only where the staff typed one. Presets: together (all see the register), blind
(a count).
"""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Annotated, Literal, TypeAlias

import msgspec

from server.domain import entries
from server.domain.blocks import Block, Cell, Column, Quote, Quotes, Table, Text
from server.domain.collecting import Collecting
from server.domain.entries import Entry, Hidden
from server.domain.entry_store import Entries, kept_back
from server.domain.figures import Figures
from server.domain.i18n import N_, Words, language_of
from server.domain.kernel import STAFF, Activity, Audience, Card, Command, Context, Event, Item, Refused, Settings, View
from server.domain.numbers import short_day
from server.domain.startlist import verbatim
from server.domain.text import clean

Long = Annotated[str, msgspec.Meta(max_length=4000)]
Short = Annotated[str, msgspec.Meta(max_length=200)]
Id = Annotated[str, msgspec.Meta(max_length=80)]
Sort: TypeAlias = Literal["action", "decision", "promise"]
Status: TypeAlias = Literal["open", "doing", "done", "dropped"]

SORTS = {"action": N_("Action"), "decision": N_("Decision"), "promise": N_("Promise")}
STATUSES = {"open": N_("open"), "doing": N_("in progress"), "done": N_("done"), "dropped": N_("dropped")}


class ActionsSettings(Settings, frozen=True):
    """`room`: participants may propose actions."""

    room: bool = False


class AddAction(Command, frozen=True, tag="action.add"):
    """Write down what was agreed. `sources`: the received items it comes from; `proposal`: the entry it takes up."""

    by = STAFF
    what: Long
    sort: Sort = "action"
    owner: Short = ""
    due: Short = ""
    first_step: Long = ""
    sources: Annotated[tuple[Id, ...], msgspec.Meta(max_length=100)] = ()
    proposal: Id = ""


class EditAction(Command, frozen=True, tag="action.edit"):
    """Change what is given; the rest stays as it is."""

    by = STAFF
    action: Id
    what: Long | None = None
    sort: Sort | None = None
    owner: Short | None = None
    due: Short | None = None
    first_step: Long | None = None
    sources: Annotated[tuple[Id, ...], msgspec.Meta(max_length=100)] | None = None
    status: Status | None = None


class RemoveAction(Command, frozen=True, tag="action.remove"):
    """Take an action off the register."""

    by = STAFF
    action: Id


class Action(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of the register."""

    id: str
    what: str
    sort: Sort = "action"
    owner: str = ""
    due: str = ""
    first_step: str = ""
    sources: tuple[str, ...] = ()
    proposal: str = ""
    status: Status = "open"

    @property
    def origins(self) -> tuple[str, ...]:
        """The ids of all that it comes from."""
        return (*self.sources, self.proposal) if self.proposal else self.sources


class ActionAdded(Event, frozen=True, tag="action.added"):
    """An action was written down."""

    id: str
    action: Action


class ActionEdited(Event, frozen=True, tag="action.edited", omit_defaults=True):
    """An action was changed in what is given."""

    id: str
    what: str | None = None
    sort: Sort | None = None
    owner: str | None = None
    due: str | None = None
    first_step: str | None = None
    sources: tuple[str, ...] | None = None
    status: Status | None = None


class ActionRemoved(Event, frozen=True, tag="action.removed"):
    """An action was taken off the register."""

    id: str


class ActionsView(View, frozen=True, tag="actions"):
    """The register, what it may refer to (`start`), and proposals that were not taken up.

    `hidden`: proposals that only the staff sees.
    """

    preset: str
    room: bool
    total: int
    rows: tuple[Action, ...] = ()
    start: tuple[Item, ...] = ()
    proposals: tuple[Entry, ...] = ()
    hidden: tuple[Hidden, ...] = ()


Commands = AddAction | EditAction | RemoveAction | entries.Commands
Events = ActionAdded | ActionEdited | ActionRemoved | entries.Events


class Actions(Collecting, Activity[Commands, Events, ActionsView]):
    """The register of actions, decisions and promises."""

    kind = "actions"
    presets = ("together", "blind", "result")
    chapter = "actions"
    settings_type = ActionsSettings
    settings: ActionsSettings

    def __init__(self, card: Card) -> None:
        super().__init__(card)
        self.rows: dict[str, Action] = {}
        self.entries = Entries(self)

    def decide(self, command: Commands, ctx: Context) -> Iterable[Events]:
        """The events of a command, or `Refused`; proposals are decided as `Entries` does."""
        match command:
            case AddAction():
                action = self._new(command, ctx.ids())
                return [ActionAdded(action.id, action)]
            case EditAction():
                return [self._edit(command)]
            case RemoveAction(action=key):
                return [ActionRemoved(self._known(key))]
            case _:
                if ctx.who.role not in STAFF and not self.settings.room:
                    raise Refused("not_for_room")
                return self.entries.decide(command, ctx)

    def _new(self, command: AddAction, key: str) -> Action:
        if command.proposal and command.proposal not in self.entries.rows:
            raise Refused("no_entry")
        self._check_sources(command.sources)
        first, owner, due = command.first_step.strip(), command.owner.strip(), command.due.strip()
        return Action(key, clean(command.what), command.sort, owner, due, first, command.sources, command.proposal)

    def _edit(self, command: EditAction) -> ActionEdited:
        self._check_sources(command.sources or ())
        changes = msgspec.structs.asdict(command)
        if command.what is not None:
            changes["what"] = clean(command.what)
        return ActionEdited(id=self._known(changes.pop("action")), **changes)

    def _known(self, key: str) -> str:
        if key not in self.rows:
            raise Refused("no_action")
        return key

    def _check_sources(self, sources: Iterable[str]) -> None:
        if not set(sources) <= self.received.keys():
            raise Refused("unknown_item")

    def evolve(self, event: Events) -> None:
        """Take in what happened; a change of an action that is gone changes nothing."""
        match event:
            case ActionAdded(action=action):
                self.rows[action.id] = action
            case ActionEdited():
                if event.id in self.rows:
                    changes = {
                        name: value for name, value in msgspec.structs.asdict(event).items() if value is not None
                    }
                    self.rows[event.id] = msgspec.structs.replace(self.rows[event.id], **changes)
            case ActionRemoved(id=key):
                self.rows.pop(key, None)
            case _:
                self.entries.evolve(event)

    def fold(self, events: Sequence[Events]) -> Sequence[Events]:
        """As `Entries` folds: participants only send proposals."""
        return self.entries.fold([event for event in events if isinstance(event, entries.Events)])

    def view(self, audience: Audience) -> ActionsView:
        """The staff sees all; participants the register unless it is blind, and proposals where they may propose."""
        sees = audience.staff or self.preset != "blind"
        proposals = (
            self.entries.flow.released(audience.now) if audience.staff else self.entries.flow.window(audience.now)
        )
        return ActionsView(
            preset=self.preset,
            room=self.settings.room,
            total=len(self.rows),
            rows=tuple(self.rows.values()) if sees else (),
            start=tuple(self.received.values()) if sees else (),
            proposals=self._left(proposals) if sees else (),
            hidden=kept_back(self.entries, audience),
        )

    def _left(self, proposals: Iterable[Entry]) -> tuple[Entry, ...]:
        """The proposals that no action takes up."""
        taken = {action.proposal for action in self.rows.values()}
        return tuple(row for row in proposals if row.id not in taken)

    def total(self, now: float) -> int:
        """Lines of the register."""
        return len(self.rows)

    def quotes(self, now: float) -> Sequence[Quote]:
        """What was agreed, with who does it."""
        return [Quote(action.what, action.owner, action.id) for action in self.rows.values()]

    def results(self, words: Words) -> Sequence[Block]:
        """The register as a table, the words that each line comes from, and proposals not taken up."""
        _ = words.gettext
        blocks: list[Block] = [self._table(words)] if self.rows else [Text(_("Nothing was agreed yet."), "note")]
        for action in self.rows.values():
            if origins := self._origins(action):
                blocks.append(Quotes(origins, _("Where “{what}” comes from").format(what=action.what)))
        left = [row.quote for row in self._left(self.entries.all()) if not row.hidden]
        if left:
            blocks.append(Quotes(tuple(left), _("Proposed by the room, not taken up")))
        return blocks

    def _table(self, words: Words) -> Table:
        _, day = words.gettext, partial(short_day, language=language_of(words))
        titles = (_("Kind"), _("What"), _("Who"), _("When"), _("First step"), _("Status"))
        rows = [
            (_(SORTS[each.sort]), each.what, each.owner, day(each.due), each.first_step, _(STATUSES[each.status]))
            for each in self.rows.values()
        ]
        return Table(tuple(map(Column, titles)), tuple(tuple(map(Cell, row)) for row in rows))

    def _origins(self, action: Action) -> tuple[Quote, ...]:
        items = [self.received[key] for key in action.sources if key in self.received]
        quotes, proposal = [Quote(i.text, i.source, i.id) for i in items], self.entries.rows.get(action.proposal)
        return (*quotes, proposal.quote) if proposal and not proposal.hidden else tuple(quotes)

    def figures(self) -> Figures:
        """The register as data, with what it refers to and every proposal verbatim."""
        items = tuple(
            {
                "id": each.id,
                "text": each.what,
                "kind": each.sort,
                **{name: getattr(each, name) for name in ("owner", "due", "first_step", "status")},
                "sources": list(each.origins),
            }
            for each in self.rows.values()
        )
        return Figures(self.present, items, verbatim(self.received.values()) + self.entries.figures())

    def items(self) -> Sequence[Item]:
        """What a later workshop may start from: every line that was not dropped, with where it came from."""
        return tuple(
            Item(each.id, each.what, each.origins, each.owner)
            for each in self.rows.values()
            if each.status != "dropped"
        )
