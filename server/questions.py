"""Questions of the staff: what the session itself can answer, and what the hub must look up."""

from collections.abc import Callable

import msgspec

from server.domain.kernel import STAFF, Audience, Refused, Role
from server.domain.workshop import Workshop
from server.outgoing import Outgoing
from server.protocol import codec, messages
from server.protocol.queries import Carried, Granted, GrantSeat, PreviewCarry, Query, Reply, SeeAs, Seen
from server.records import Question
from server.seats import Hall, Peer

ViewOf = Callable[[str, Audience], msgspec.Struct | None]


class Questions:
    """Answers `Ask`s; nothing here changes the workshop."""

    def __init__(self, workshop: Workshop, hall: Hall, out: Outgoing, view_of: ViewOf) -> None:
        self._workshop, self._hall, self._out, self._view_of = workshop, hall, out, view_of

    def ask(self, peer: Peer, message: messages.Ask, now: float) -> None:
        """Answer, refuse, or hand on to the hub."""
        query = codec.query(message.query)
        try:
            if peer.role not in STAFF:
                raise Refused("not_yours")
            reply = self._reply(query, now)
        except Refused as refused:
            self._out.send(peer.number, messages.Refusal(message.op, refused.code, refused.facts))
            return
        if reply is None:
            self._out.ask(Question(peer.number, message.op, query))
        else:
            self.answer(peer.number, message.op, reply)

    def _reply(self, query: Query, now: float) -> Reply | None:
        match query:
            case PreviewCarry(selection=selection, target=target):
                items = self._workshop.select(selection)
                known = self._workshop.activities
                there = known[target].received if target in known else {}
                return Carried(items, sum(item.id in there for item in items))
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
