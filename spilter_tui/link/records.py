"""What the journal holds: its lines, and the book that they add up to. No file in here.

Lines are kept on laptops between releases: fields are added with defaults, never renamed.
"""

from collections.abc import Iterable

import msgspec

from server.domain.ballots import CastBallot, TakeLot
from server.domain.entries import AddEntry, EditEntry, WithdrawEntry
from server.domain.survey.sheets import AnswerSurvey

Facts = dict[str, str | int]


class Line(msgspec.Struct, frozen=True, tag_field="t", omit_defaults=True):
    """One line of the journal."""


class Seated(Line, frozen=True, tag="seat"):
    """This laptop's secret for the workshop that the journal is about."""

    workshop: str
    secret: str


class Drafted(Line, frozen=True, tag="draft"):
    """What stands in an input box; empty when there is nothing in it any more."""

    slot: str
    text: str = ""


class Queued(Line, frozen=True, tag="queue"):
    """A command that must reach the server. It takes the place of the draft in `slot`."""

    op: str
    scope: str
    command: msgspec.Raw
    slot: str = ""


class Acked(Line, frozen=True, tag="ack"):
    """The server has a command on disk."""

    op: str
    ref: str = ""


class Returned(Line, frozen=True, tag="return"):
    """The server refused a command."""

    op: str
    code: str
    facts: Facts = {}


class Dismissed(Line, frozen=True, tag="dismiss"):
    """What came back refused, or the message of that id, was seen and is no longer needed."""

    op: str


class Owned(Line, frozen=True, tag="own"):
    """An entry of one's own that the server holds."""

    scope: str
    op: str
    id: str
    entry: AddEntry


class Drew(Line, frozen=True, tag="lot"):
    """Which lot of a long list a person at this laptop has, in a vote and a round."""

    activity: str
    round: int
    person: int
    lot: int


class Voted(Line, frozen=True, tag="vote"):
    """One's own ballot: of a vote, a round, a person at this laptop. `values`: JSON with values, abstained and team.

    Of a survey: JSON with its answers.
    """

    activity: str
    round: int
    person: int
    values: msgspec.Raw


AnyLine = Seated | Drafted | Queued | Acked | Returned | Dismissed | Owned | Voted | Drew
Personal = AddEntry | EditEntry | WithdrawEntry


class _Typed(msgspec.Struct):
    text: str = ""


class Refusal(msgspec.Struct, frozen=True):
    """A command that came back, with the reason."""

    queued: Queued
    code: str
    facts: Facts

    @property
    def text(self) -> str:
        """What was typed in it; empty for a command without a text."""
        return msgspec.json.decode(self.queued.command, type=_Typed).text


class Book:
    """What the lines add up to. `traces`: activities for which the file ties this laptop to something it sent."""

    def __init__(self) -> None:
        self.workshop = ""
        self.secret = ""
        self.drafts: dict[str, str] = {}
        self.outbox: dict[str, Queued] = {}
        self.returned: dict[str, Refusal] = {}
        self.own: dict[str, dict[str, Owned]] = {}  # activity → operation → entry
        self.counted: dict[tuple[str, int, int], Voted] = {}  # (activity, round, person) → what the server has
        self.lots: dict[tuple[str, int, int], Drew] = {}  # (activity, round, person) → the lot
        self.traces: set[str] = set()
        self.dismissed: set[str] = set()  # messages

    def take(self, line: AnyLine) -> None:
        """Fold in one line; a line about what isn't there changes nothing."""
        match line:
            case Seated():
                self.workshop, self.secret = line.workshop, line.secret
            case Drafted():
                self._draft(line.slot, line.text)
            case Queued():
                self._draft(line.slot, "")
                self.outbox[line.op] = line
            case Acked() if line.op in self.outbox:
                self._acknowledge(self.outbox.pop(line.op), line.ref)
            case Returned() if line.op in self.outbox:
                self._return(self.outbox.pop(line.op), line)
            case Dismissed():
                self._dismiss(line.op)
            case Owned():
                self.own.setdefault(line.scope, {})[line.op] = line
                self.traces.add(line.scope)
            case Voted():
                self._count(line)
            case Drew():
                self._draw(line)

    def _dismiss(self, what: str) -> None:
        if self.returned.pop(what, None) is None:  # then it is a message
            self.dismissed.add(what)

    @property
    def ballots(self) -> dict[tuple[str, int, int], Voted]:
        """One's own ballots as they were last sent, by activity, round and person: counted, or on their way."""
        sent = (voted_in(queued) for queued in self.outbox.values())
        return {**self.counted, **{_ballot(voted): voted for voted in sent if voted}}

    def lines(self) -> Iterable[AnyLine]:
        """The fewest lines that add up to this book."""
        yield Seated(self.workshop, self.secret)
        yield from (Drafted(slot, text) for slot, text in self.drafts.items())
        yield from map(Dismissed, sorted(self.dismissed))
        for owned in self.own.values():
            yield from owned.values()
        yield from self.counted.values()
        yield from self.lots.values()
        for refusal in self.returned.values():
            yield refusal.queued
            yield Returned(refusal.queued.op, refusal.code, refusal.facts)
        yield from self.outbox.values()

    def forget(self, activity: str) -> None:
        """Drop what ties this laptop to what it sent in an activity; what was never sent stays."""
        self.own.pop(activity, None)
        self.counted = {key: voted for key, voted in self.counted.items() if key[0] != activity}
        self.lots = {key: drew for key, drew in self.lots.items() if key[0] != activity}
        self.traces.discard(activity)

    def op_of(self, activity: str, entry: str) -> str:
        """The operation that made an entry of one's own; empty for anybody else's."""
        return next((op for op, owned in self.own.get(activity, {}).items() if owned.id == entry), "")

    def _draft(self, slot: str, text: str) -> None:
        if text:
            self.drafts[slot] = text
        else:
            self.drafts.pop(slot, None)

    def _acknowledge(self, sent: Queued, ref: str) -> None:
        self.traces.add(sent.scope)
        voted = voted_in(sent)
        if voted:
            self._count(voted)
        drew = drawn_in(sent, ref)
        if drew:
            self._draw(drew)
        command = personal(sent.command)
        if isinstance(command, AddEntry) and ref:
            self.own.setdefault(sent.scope, {})[sent.op] = Owned(sent.scope, sent.op, ref, command)
        elif isinstance(command, EditEntry | WithdrawEntry):
            self._change(sent.scope, command)

    def _change(self, scope: str, command: EditEntry | WithdrawEntry) -> None:
        op = self.op_of(scope, command.entry)
        if not op:
            return
        if isinstance(command, WithdrawEntry):
            del self.own[scope][op]
        else:
            owned = self.own[scope][op]
            entry = msgspec.structs.replace(owned.entry, text=command.text)
            self.own[scope][op] = msgspec.structs.replace(owned, entry=entry)

    def _count(self, voted: Voted) -> None:
        self.counted[_ballot(voted)] = voted
        self.traces.add(voted.activity)

    def _draw(self, drew: Drew) -> None:
        self.lots[drew.activity, drew.round, drew.person] = drew
        self.traces.add(drew.activity)

    def _return(self, sent: Queued, line: Returned) -> None:
        if sheet := sheet_in(sent):  # what was typed in it stands there again as it was being filled in
            self.drafts.setdefault(sent.slot, msgspec.json.encode(sheet.answers).decode())
        refusal = Refusal(sent, line.code, line.facts)
        if refusal.text:
            self.returned[sent.op] = refusal


def personal(command: msgspec.Raw) -> Personal | None:
    """The command about an entry of one's own in there; None for any other command."""
    try:
        return _PERSONAL.decode(command)
    except msgspec.ValidationError:
        return None


def voted_in(sent: Queued) -> Voted | None:
    """The ballot in a command, without its key; None for any other command."""
    try:
        cast = _CAST.decode(sent.command)
    except msgspec.ValidationError:
        return None
    if isinstance(cast, AnswerSurvey):
        return Voted(sent.scope, cast.round, cast.person, msgspec.Raw(msgspec.json.encode({"answers": cast.answers})))
    values = msgspec.json.encode({"values": cast.values, "abstained": cast.abstained, "team": cast.team})
    return Voted(sent.scope, cast.round, cast.person, msgspec.Raw(values))


def drawn_in(sent: Queued, ref: str) -> Drew | None:
    """The lot that the server gave for this command; None for any other command."""
    try:
        asked = _LOT.decode(sent.command)
    except msgspec.ValidationError:
        return None
    return Drew(sent.scope, asked.round, asked.person, int(ref)) if ref.isdigit() else None


def sheet_in(sent: Queued) -> AnswerSurvey | None:
    """The sheet of a survey in a command; None for any other command."""
    try:
        cast = _CAST.decode(sent.command)
    except msgspec.ValidationError:
        return None
    return cast if isinstance(cast, AnswerSurvey) else None


def _ballot(voted: Voted) -> tuple[str, int, int]:
    return voted.activity, voted.round, voted.person


_PERSONAL: msgspec.json.Decoder[Personal] = msgspec.json.Decoder(Personal)
_CAST: msgspec.json.Decoder[CastBallot | AnswerSurvey] = msgspec.json.Decoder(CastBallot | AnswerSurvey)
_LOT: msgspec.json.Decoder[TakeLot] = msgspec.json.Decoder(TakeLot)
_LINE: msgspec.json.Decoder[AnyLine] = msgspec.json.Decoder(AnyLine)


def encoded(line: AnyLine) -> bytes:
    """A line of the file, with its end."""
    return msgspec.json.encode(line) + b"\n"


def decoded(data: bytes) -> AnyLine | None:
    """What a line of the file says; None for a torn one, or one of a later release."""
    try:
        return _LINE.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
