"""The session: everything the server does, without any input or output.

Bytes come in with `receive`; what must be on disk comes out of `take_batch`; what may be told only then comes out of
`flush`. The hub commits in between, so nothing is ever told that is not on disk. The clock is an argument everywhere.
"""

import secrets
from collections.abc import Callable, Iterable

from server.domain import calls, root, roster, steering
from server.domain.history import Recorded
from server.domain.kernel import Context, Event, Phase, Refused
from server.domain.workshop import ROOT, Workshop
from server.door import Door
from server.ids import new_id
from server.outgoing import Outgoing
from server.protocol import codec, messages
from server.protocol.joining import JoinHello, JoinProof, Room, ServerJoin
from server.questions import Questions
from server.records import Batch, Effect, Person, Rewrite, op_hash
from server.releases import Releases
from server.seats import Hall, Peer
from server.topics import Topics
from server.watching import Watching

LOOK_EVERY = 1.0  # seconds between two looks for connections that fell silent
MOVES = steering.PresetSet | steering.CardEdited | root.Undone  # after these, tables may see what the room sees or not
SERVER = "server"  # who acts when the server itself does


class Session:
    """One running workshop. Not thread-safe; one hub feeds it."""

    def __init__(
        self,
        workshop: Workshop,
        room: Room,
        facilitator_key: str,
        people: Iterable[Person] = (),
        sealed_ops: Iterable[str] = (),
        ids: Callable[[], str] = new_id,
    ) -> None:
        self.workshop = workshop
        self.hall = Hall(room, facilitator_key, list(people))
        self.topics = Topics()
        self.ids = ids
        self.ops: dict[str, str] = {}  # operation → the id of what it made
        self.sealed_ops = set(sealed_ops)
        self._seq = 0
        for records in workshop.records.values():
            for record in records:
                self._seq = max(self._seq, record.seq)
                self._remember(record.op, record.event)
        self._records: list[Recorded] = []
        self._people: dict[str, Person] = {}
        self._rewrites: list[Rewrite] = []
        self._closed = self._forgot = False
        self.out = Outgoing()
        self._door = Door(self.hall, self.out, self._seated)
        self._watching = Watching(workshop, self.hall, self.topics)
        self.questions = Questions(workshop, self.hall, self.out, self._watching.view, ids, self._changed)
        self._look = 0.0
        self._releases = Releases(workshop)

    # --- in ---------------------------------------------------------------------------------------------------

    def connected(self, peer: int, address: str, now: float) -> None:
        """A connection was made, from this address."""
        join = ServerJoin(self.hall.room, secrets.token_bytes(16))
        self.hall.peers[peer] = Peer(peer, address, join, now)

    def gone(self, peer: int, now: float) -> None:
        """A connection ended, whoever ended it."""
        self.topics.gone(peer)
        known = self.hall.peers.get(peer)
        if known:
            self.hall.gone(known, now)
            self.topics.mark_later("hall")

    def receive(self, peer: int, data: bytes | str, now: float) -> None:
        """A frame came in. What is no message ends the connection; what may not be done is refused and told."""
        known = self.hall.peers.get(peer)
        if known is None:
            return
        known.heard = now
        try:
            self._handle(known, codec.from_client(data), now)
        except codec.TooLarge:
            self.out.away(peer, "too_large")
        except codec.Garbled:
            self.out.away(peer, "garbled")

    def _handle(self, peer: Peer, message: messages.ToServer, now: float) -> None:
        match message:
            case JoinHello():
                self.out.send(peer.number, peer.join.receive(message))
            case JoinProof() | messages.Enter():
                self._door.knock(peer, message, now)
            case messages.Ping(n=n):
                self.out.send(peer.number, messages.Pong(n, now))
            case _ if peer.person is None:
                self.out.away(peer.number, "not_joined")
            case messages.Do():
                self._do(peer, message, now)
            case messages.Watch(subject=subject):
                self._watching.watch(peer, subject)
            case messages.Unwatch(subject=subject):
                self.topics.unwatch(peer.number, subject)
            case messages.Say():
                self._say(peer, message, now)
            case messages.Ask():
                self.questions.ask(peer, message, now)

    # --- the door ---------------------------------------------------------------------------------------------

    def _seated(self, person: Person, now: float) -> messages.Welcome:
        self._people[person.seat] = person
        self.topics.mark_later("hall")
        return self.hall.welcome(person, self.workshop.plan.info, now)

    # --- commands ---------------------------------------------------------------------------------------------

    def _do(self, peer: Peer, message: messages.Do, now: float) -> None:
        if message.op in self.ops or (self.sealed_ops and op_hash(message.op) in self.sealed_ops):
            self.out.send(peer.number, messages.Done(message.op, self.ops.get(message.op, "")))
            return
        try:
            ref = self._decide(peer, message, now)
        except Refused as refused:
            self.out.send(peer.number, messages.Refusal(message.op, refused.code, refused.facts))
        else:
            self.out.send(peer.number, messages.Done(message.op, ref))

    def _decide(self, peer: Peer, message: messages.Do, now: float) -> str:
        command = codec.command(message.command)
        who = self.hall.who(peer)
        if voter := getattr(command, "voter", ""):
            rounds = self.workshop.activity(message.scope).rounds
            self.hall.speaks_for(peer, message.scope, voter, rounds)
        context = Context(now, self.ids, who, self.hall.present())
        events = self.workshop.decide(message.scope, command, context)
        for scope, event in events:
            self._record(scope, event, message.op, who.desk, now)
        self._remember(message.op, events[0][1] if events else None)
        return self.ops[message.op]

    def _remember(self, op: str, event: Event | None) -> None:
        if op and op not in self.ops:
            self.ops[op] = str(getattr(event, "id", ""))

    def _record(self, scope: str, event: Event, op: str, by: str, now: float) -> None:
        personal = not by and scope in self.workshop.activities
        at = self.workshop.activities[scope].opened_at if personal else round(now, 1)
        self._seq += event.stored
        record = Recorded(scope, event, at, op, by, self._seq)
        self.workshop.take(record)
        if event.stored:
            self._records.append(record)
        self._changed(scope, event)
        if isinstance(event, calls.HandAnswered):
            self.hall.hand_seen(event.laptop, now)
        if isinstance(event, roster.GuestsForgotten):
            self.workshop.forget_names()
            self._forgot = True

    def _changed(self, scope: str, event: Event) -> None:
        touched = (scope,) if scope else tuple(self.workshop.activities)
        self._releases.expect(touched, 0)
        if isinstance(event, steering.PhaseChanged):
            self._closed = self._closed or event.to is Phase.CLOSED
            self.hall.reset_ready()
            self.topics.mark("hall")
        if isinstance(event, calls.Events):
            self.topics.mark("agenda", "hall", "me")
        elif scope == ROOT:
            everything = [subject for key in self.workshop.activities for subject in (key, f"{key}/result")]
            self.topics.mark("agenda", "wall", "hall", "me", *everything)
        elif steering.is_steered(event):
            self.topics.mark("agenda", "wall", scope, f"{scope}/result")
        else:
            # Entries and ballots come in bursts: only the activity itself tells of each.
            self.topics.mark(scope)
            self.topics.mark_later("agenda", "wall", f"{scope}/result")
        if isinstance(event, MOVES):
            for key in touched:
                self._watching.move(key)

    def _say(self, peer: Peer, message: messages.Say, now: float) -> None:
        person = self.hall.say(peer, message, now)
        if person is not None:
            self._people[person.seat] = person
            for key in ("me", *self.workshop.activities):
                self._watching.move(key)
        self.topics.mark_later("hall")

    def backed_up(self, fault: str, now: float) -> None:
        """A back-up was made, or failed for this reason."""
        self.hall.backup_at, self.hall.backup_fault = (self.hall.backup_at if fault else now), fault
        self.topics.mark_later("hall")

    # --- time -------------------------------------------------------------------------------------------------

    def tick(self, now: float) -> None:
        """Do what time asks for: seal, release batches, answer guesses that had to wait, give up the silent."""
        for key in self.workshop.due_seals(now):
            self._seal(key, now)
        for key in self._releases.due(now):
            self.topics.mark("wall", key, f"{key}/result")
        self._door.tick(now)
        if now >= self._look:
            self._look = now + LOOK_EVERY
            for number in self.hall.silent(now):
                self.out.close(number)

    def deadline(self) -> float | None:
        """When `tick` is needed next, if nothing happens before."""
        times = self._door.deadlines()
        times += [self._look] if self.hall.peers else []
        times += self._releases.deadlines()
        others = (self.workshop.next_seal(), self.topics.deadline())
        return min([*times, *(time for time in others if time is not None)], default=None)

    def seal_all(self, now: float) -> None:
        """Seal everything that is closed, grace or not: the server stops."""
        for key in self.workshop.due_seals(float("1e18")):
            self._seal(key, now)

    def _seal(self, key: str, now: float) -> None:
        before = self.workshop.records[key]
        ops = tuple(op_hash(record.op) for record in before if not record.by and record.op)
        for record in before:
            if not record.by:
                self.ops.pop(record.op, None)
        self._record(key, steering.Sealed(), "", SERVER, now)
        records = self.workshop.sealed(key)
        self.workshop.replace(key, records)
        self.sealed_ops.update(ops)
        self._rewrites.append(Rewrite(key, tuple(records), ops))
        self.hall.forget_voters(key)

    # --- out --------------------------------------------------------------------------------------------------

    def take_batch(self) -> Batch:
        """What must be on disk before `flush`."""
        people = tuple(self._people.values())
        if self._forgot:  # with all that happened since: it replaces the scope
            self._rewrites.append(Rewrite(ROOT, tuple(self.workshop.records[ROOT]), ()))
        batch = Batch(tuple(self._records), people, tuple(self._rewrites), self._closed)
        self._records, self._people, self._rewrites, self._closed, self._forgot = [], {}, [], False, False
        return batch

    def flush(self, now: float) -> list[Effect]:
        """What may be told, now that the batch is on disk: answers, then what changed in the views, then pongs."""
        return self.out.take(list(self.topics.publish(self._watching.view, now)))

    def stopping(self, code: str, **facts: str | int) -> None:
        """Say goodbye to everybody."""
        for peer in list(self.hall.peers):
            self.out.away(peer, code, **facts)
