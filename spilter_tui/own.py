"""What is this laptop's own in one activity, read from its journal, and how it stands with all of it."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from server.domain.entries import UNSAID, AddEntry, EditEntry, WithdrawEntry
from server.domain.survey.questions import Answer
from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.link.core import Core
from spilter_tui.link.records import Book, Owned, personal
from spilter_tui.widgets.signs import signs

STATES = {
    "waiting": N_("waits"),
    "received": N_("received"),
    "refused": N_("refused"),
    "hidden": N_("received"),
    "held": N_("received"),
}


class Own(msgspec.Struct, frozen=True):
    """An entry of this laptop. `op` is the laptop's own name for it, `id` the server's: empty while it waits.

    `state`: of `STATES`; what is held waits at the gate. `reason`: why the staff hid it, where that was said.
    """

    op: str
    text: str
    state: str = "waiting"
    id: str = ""
    about: str = ""
    side: str = ""
    code: str = ""
    facts: Mapping[str, str | int] = {}
    fresh: bool = True
    """Whether it can't be among what all see yet, because it waits or came in only just now."""
    parent: str = ""
    fields: tuple[str, ...] = ()
    reason: str = ""

    @property
    def back(self) -> str:
        """Why the others don't see it, though the server has it; empty where they do, or will by themselves."""
        if self.state == "hidden":
            return _("not shown: {reason}").format(reason=self.reason) if self.reason else _("not shown")
        return _("waits for the facilitator") if self.state == "held" else ""


class Ballot(msgspec.Struct, frozen=True):
    """One's own ballot as it was last sent: values by item, the items on which one abstained, and one's group.

    `answers`: of a survey, what was answered to each question.
    """

    values: dict[str, int] = {}
    abstained: tuple[str, ...] = ()
    team: int = 0
    answers: dict[str, Answer] = {}


class Mine(msgspec.Struct, frozen=True):
    """All that is one's own in an activity; `ballots` by round and person; `waiting`: how much is on its way.

    `lots`: the number of each person's lot, by round and person, where everybody judges a part of a long list.
    `elsewhere`: the ids of one's own entries in other activities, as long as this laptop knows which those are.
    """

    own: tuple[Own, ...] = ()
    ballots: Mapping[tuple[int, int], Ballot] = {}
    waiting: int = 0
    lots: Mapping[tuple[int, int], int] = {}
    elsewhere: tuple[str, ...] = ()


NONE = Mine()


def mine_in(
    book: Book, scope: str, fresh: frozenset[str] = frozenset(), back: Mapping[str, str] = MappingProxyType({})
) -> Mine:
    """What is one's own in an activity: what the server has, what waits (edits count), and what came back refused.

    `fresh`: the operations whose entries came in only just now. `back`: as `Mirror.kept_back`.
    """
    found = {op: _kept(owned, op in fresh, back) for op, owned in book.own.get(scope, {}).items()}
    waiting = [queued for queued in book.outbox.values() if queued.scope == scope]
    for queued in waiting:
        _expect(found, queued.op, personal(queued.command))
    for op, refusal in book.returned.items():
        command = personal(refusal.queued.command) if refusal.queued.scope == scope else None
        if isinstance(command, AddEntry):
            found[op] = msgspec.structs.replace(_own(op, command, "refused"), code=refusal.code, facts=refusal.facts)
    ballots = {
        (voted.round, voted.person): msgspec.json.decode(voted.values, type=Ballot)
        for voted in book.ballots.values()
        if voted.activity == scope
    }
    lots = {(drew.round, drew.person): drew.lot for drew in book.lots.values() if drew.activity == scope}
    elsewhere = tuple(owned.id for at, owns in book.own.items() if at != scope for owned in owns.values())
    return Mine(tuple(found.values()), ballots, len(waiting), lots, elsewhere)


def _kept(owned: Owned, fresh: bool, back: Mapping[str, str]) -> Own:
    """An entry that the server has; everybody sees it, unless the staff keeps it back."""
    own, reason = _own(owned.op, owned.entry, "received", owned.id), back.get(owned.id)
    if reason is None:
        return msgspec.structs.replace(own, fresh=fresh)
    said = "" if reason == UNSAID else reason
    return msgspec.structs.replace(own, fresh=fresh, state="hidden" if reason else "held", reason=said)


def _own(op: str, entry: AddEntry, state: str, key: str = "") -> Own:
    return Own(op, entry.text, state, key, entry.about, entry.side, parent=entry.parent, fields=entry.fields)


def _expect(found: dict[str, Own], op: str, command: AddEntry | EditEntry | WithdrawEntry | None) -> None:
    """Show what will be once the command has come in."""
    if isinstance(command, AddEntry):
        found[op] = _own(op, command, "waiting")
        return
    if command is None:
        return
    for key, own in list(found.items()):
        if own.id == command.entry and isinstance(command, EditEntry):
            found[key] = msgspec.structs.replace(own, text=command.text, state="waiting")
        elif own.id == command.entry:
            del found[key]


class Standing(msgspec.Struct, frozen=True):
    """How it stands with this laptop: the link's state, what waits, what came back, and who it is in the hall."""

    link: str = "searching"
    waiting: int = 0
    drafts: int = 0
    drafts_here: int = 0
    """Those of the activity that is on the screen."""
    refused: int = 0
    laptop: int = 0
    table: int = 0
    name: str = ""
    ready: bool = False
    persons: int = 0
    """How many share this laptop; 0 while nobody said so."""
    hand: bool = False
    """This laptop asks for help."""
    host: bool = False
    """Who sits at it leads the talk at its table."""
    fault: str = ""
    """Something is wrong on this laptop itself, in a translated sentence."""


def standing_of(book: Book, core: Core, fault: str = "", at: str = "") -> Standing:
    """How it stands, from the journal's book and the link, for who looks at this activity."""
    welcome, said = core.welcome, core.said
    return Standing(
        link=core.state.value,
        waiting=len(book.outbox),
        drafts=len(book.drafts),
        drafts_here=sum(slot.partition("/")[0] == at for slot in book.drafts),
        refused=len(book.returned),
        laptop=welcome.laptop if welcome else 0,
        table=said.table or (welcome.table if welcome else 0),
        name=said.name or (welcome.name if welcome else ""),
        ready=said.ready,
        persons=said.persons or (welcome.persons if welcome and welcome.persons > 1 else 0),
        hand=bool(said.hand),
        host=bool(said.host),
        fault=fault,
    )


def status_words(standing: Standing) -> str:
    """How it stands with what was typed, the worst first: came back, waits, concept, received."""
    if standing.fault:
        return f"{signs().alert} {standing.fault}"
    if standing.refused:
        words = ngettext("{n} came back", "{n} came back", standing.refused).format(n=standing.refused)
        return f"{signs().alert} {words}"
    if standing.waiting:
        words = ngettext("{n} waits", "{n} wait", standing.waiting).format(n=standing.waiting)
        return f"{signs().waits} {words}"
    if standing.hand:
        asked = _("help is asked")
        return f"{signs().live} {asked}"
    if standing.drafts_here:
        return _("draft kept")
    if standing.link != "live":
        return ""
    words = _("ready · all received") if standing.ready else _("all received")
    return f"{signs().done} {words}"
