"""Questions of the staff, and a participant's for a page: what the session can answer, what the hub must look up."""

from collections.abc import Callable

import msgspec

from server.domain.entries import Entry
from server.domain.history import Recorded
from server.domain.kernel import STAFF, Audience, Context, Event, Refused, Role
from server.domain.pages import PageTaken, TakePage
from server.domain.sorting import Handed, TakeHand
from server.domain.workshop import Workshop
from server.outgoing import Outgoing
from server.protocol import codec, messages
from server.protocol.queries import (
    AtHand,
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
    ToSort,
)
from server.records import Question
from server.seats import Hall, Peer

ViewOf = Callable[[str, Audience], msgspec.Struct | None]


class Questions:
    """Answers `Ask`s; nothing here changes what is stored, only how often an entry was read and who is at work on what.

    `told`: is given the events, with their scope, of which the staff's screens show something.
    """

    def __init__(
        self,
        workshop: Workshop,
        hall: Hall,
        out: Outgoing,
        view_of: ViewOf,
        ids: Callable[[], str],
        told: Callable[[str, Event], None],
    ) -> None:
        self._workshop, self._hall, self._out, self._view_of = workshop, hall, out, view_of
        self._ids, self._told = ids, told

    def ask(self, peer: Peer, message: messages.Ask, now: float) -> None:
        """Answer, refuse, or hand on to the hub."""
        query = codec.query(message.query)
        try:
            reply = self._reply_to(query, peer, now)
        except Refused as refused:
            self._out.send(peer.number, messages.Refusal(message.op, refused.code, refused.facts))
            return
        if reply is None:
            self._out.ask(Question(peer.number, message.op, query))
        else:
            self.answer(peer.number, message.op, reply)

    def _reply_to(self, query: Query, peer: Peer, now: float) -> Reply | None:
        if isinstance(query, ReadPage):
            return self._page(query, peer, now)
        if isinstance(query, ToSort):
            return self._hand(query, peer, now)
        if peer.role not in STAFF:
            raise Refused("not_yours")
        return self._reply(query, now)

    def _hand(self, query: ToSort, peer: Peer, now: float) -> AtHand:
        """What a laptop puts into a theme next; that it has that at hand is kept in memory only."""
        context = Context(now, self._ids, self._hall.who(peer))
        reply = AtHand(())
        for scope, event in self._workshop.decide(
            query.activity, TakeHand(query.own, query.item, query.claim), context
        ):
            self._workshop.take(Recorded(scope, event))
            self._told(scope, event)
            if isinstance(event, Handed):
                reply = AtHand(event.rows, event.left, event.claim)
        return reply

    def _page(self, query: ReadPage, peer: Peer, now: float) -> Page:
        """The next page for a laptop; who reads what is kept nowhere."""
        context = Context(now, str, self._hall.who(peer))
        rows: tuple[Entry, ...] = ()
        for scope, event in self._workshop.decide(query.activity, TakePage(query.about), context):
            self._workshop.take(Recorded(scope, event))
            rows = event.rows if isinstance(event, PageTaken) else rows
        return Page(rows)

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
