"""Questions of the staff, and a participant's for a page: what the session can answer, what the hub must look up."""

from collections.abc import Callable

import msgspec

from server.domain.entries import Entry
from server.domain.history import Recorded
from server.domain.kernel import STAFF, Audience, Context, Refused, Role
from server.domain.pages import PageTaken, TakePage
from server.domain.workshop import Workshop
from server.outgoing import Outgoing
from server.protocol import codec, messages
from server.protocol.queries import (
    Carried,
    Granted,
    GrantSeat,
    Page,
    PreviewCarry,
    Query,
    ReadPage,
    Reply,
    SeeAs,
    Seen,
    StartList,
)
from server.records import Question
from server.seats import Hall, Peer

ViewOf = Callable[[str, Audience], msgspec.Struct | None]


class Questions:
    """Answers `Ask`s; nothing here changes the workshop, but for how often an entry was read, which no file keeps."""

    def __init__(self, workshop: Workshop, hall: Hall, out: Outgoing, view_of: ViewOf) -> None:
        self._workshop, self._hall, self._out, self._view_of = workshop, hall, out, view_of

    def ask(self, peer: Peer, message: messages.Ask, now: float) -> None:
        """Answer, refuse, or hand on to the hub."""
        query = codec.query(message.query)
        try:
            reply = self._page(query, peer, now) if isinstance(query, ReadPage) else self._staff(query, peer, now)
        except Refused as refused:
            self._out.send(peer.number, messages.Refusal(message.op, refused.code, refused.facts))
            return
        if reply is None:
            self._out.ask(Question(peer.number, message.op, query))
        else:
            self.answer(peer.number, message.op, reply)

    def _page(self, query: ReadPage, peer: Peer, now: float) -> Page:
        """The next page for a laptop; who reads what is kept nowhere."""
        context = Context(now, str, self._hall.who(peer))
        rows: tuple[Entry, ...] = ()
        for scope, event in self._workshop.decide(query.activity, TakePage(query.about), context):
            self._workshop.take(Recorded(scope, event))
            rows = event.rows if isinstance(event, PageTaken) else rows
        return Page(rows)

    def _staff(self, query: Query, peer: Peer, now: float) -> Reply | None:
        if peer.role not in STAFF:
            raise Refused("not_yours")
        return self._reply(query, now)

    def _reply(self, query: Query, now: float) -> Reply | None:
        match query:
            case PreviewCarry(selection=selection, target=target):
                items = self._workshop.select(selection)
                known = self._workshop.activities
                there = known[target].received if target in known else {}
                return Carried(items, sum(item.id in there for item in items))
            case StartList(activity=key):
                items = tuple(self._workshop.activity(key).received.values())
                return Carried(items, len(items))
            case GrantSeat(role=role):
                return Granted(self._hall.grants.issue(role, now), now + 600)
            case SeeAs(activity=key, table=table):
                audience = Audience(Role.PARTICIPANT, table, now)
                view, result = (codec.encode(self._view_of(each, audience)) for each in (key, f"{key}/result"))
                return Seen(msgspec.Raw(view), msgspec.Raw(result))
            case _:
                return None

    def answer(self, peer: int, op: str, reply: Reply) -> None:
        """Tell the answer."""
        self._out.send(peer, messages.Answer(op, msgspec.Raw(codec.encode(reply))))

    def refuse(self, peer: int, op: str, code: str) -> None:
        """Tell that there is none."""
        self._out.send(peer, messages.Refusal(op, code))
