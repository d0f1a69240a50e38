"""The session with clients in memory: nothing here sleeps, and the clock is a number."""

import itertools
import secrets

import msgspec
import pytest

from server.domain import root, steering
from server.domain.activities.brainstorm import BrainstormView
from server.domain.entries import AddEntry, EditEntry, EntryAdded, HideEntry, WithdrawEntry
from server.domain.history import Recorded
from server.domain.kernel import Audience, Card, Command, Item, Phase, Role, Selection
from server.domain.keys import hash_of
from server.domain.patch import patch
from server.domain.workshop import Workshop
from server.ids import new_id, new_op
from server.protocol import codec, messages
from server.protocol.joining import ClientJoin, JoinAccepted, JoinChallenge, JoinRefused, open_room, title_salt
from server.protocol.queries import Granted, GrantSeat, SeeAs
from server.records import Batch, Close, Send
from server.session import Session

FINGERPRINT = b"f" * 32
ROOM = open_room(FINGERPRINT, b"n" * 16, title_salt("Almere"))
KEY = "0" * 26
DESK = Audience(Role.FACILITATOR, now=5000.0)


class Client:
    """A client in memory: what it sends goes straight in, what it gets is kept."""

    def __init__(self, hall: "InMemory", number: int, **enter: object) -> None:
        self.hall, self.number = hall, number
        self.got: list[messages.ToClient] = []
        self.closed = False
        hall.session.connected(number, "10.0.0.9", hall.now)
        hall.clients[number] = self
        if enter:
            self.send(messages.Enter(**enter))  # type: ignore[arg-type]

    def send(self, message: msgspec.Struct) -> None:
        self.hall.session.receive(self.number, codec.encode(message), self.hall.now)
        self.hall.settle()

    def do(self, command: Command, scope: str = "", op: str = "") -> messages.Done | messages.Refusal:
        op = op or new_op()
        self.send(messages.Do(op, msgspec.Raw(codec.encode(command)), scope))
        return next(m for m in reversed(self.got) if isinstance(m, messages.Done | messages.Refusal) and m.op == op)

    def view(self, subject: str) -> object:
        """The newest view of a subject, patched as a screen would."""
        view, version = None, 0
        for message in self.got:
            if isinstance(message, messages.Snapshot) and message.subject == subject:
                view, version = codec.view(message.view), message.version
            elif isinstance(message, messages.Patch) and message.subject == subject:
                assert view is not None
                assert message.version == version + 1
                view, version = patch(view, message.changes), message.version
        return view


class InMemory:
    """A session with its clients, and a file that is a list."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.clients: dict[int, Client] = {}
        self.batches: list[Batch] = []
        self.session = Session(Workshop(), ROOM, KEY)
        self.numbers = itertools.count(1)

    def settle(self) -> None:
        self.batches.append(self.session.take_batch())
        for effect in self.session.flush(self.now):
            if isinstance(effect, Send):
                for peer in effect.peers:
                    self.clients[peer].got.append(codec.from_server(effect.data))
            elif isinstance(effect, Close):
                self.clients[effect.peer].closed = True
                self.session.gone(effect.peer, self.now)

    def later(self, seconds: float) -> None:
        self.now += seconds
        for client in self.clients.values():
            if not client.closed:
                self.session.receive(client.number, codec.encode(messages.Ping()), self.now)
        self.session.tick(self.now)
        self.settle()

    def desk(self) -> Client:
        return Client(self, next(self.numbers), seat=secrets.token_hex(8), role="facilitator", key=KEY)

    def participant(self, table: int = 0, seat: str = "", name: str = "") -> Client:
        client = Client(self, next(self.numbers))
        join = ClientJoin(ROOM.code, FINGERPRINT, b"c" * 16)
        client.send(join.hello())
        challenge = client.got[-1]
        assert isinstance(challenge, JoinChallenge)
        proof = join.receive(challenge)
        assert proof is not None
        client.send(proof)
        accepted = client.got[-1]
        assert isinstance(accepted, JoinAccepted)
        join.receive(accepted)
        client.send(messages.Enter(seat or secrets.token_hex(8), table=table, name=name))
        return client


@pytest.fixture
def hall() -> InMemory:
    hall = InMemory()
    desk = hall.desk()
    desk.do(root.Describe(root.Info("Almere", language="nl")))
    desk.do(root.AddActivity(Card("b1", "brainstorm", "Wat ontbreekt?", grace=60)))
    return hall


def test_an_entry_reaches_the_others_in_a_batch_and_only_after_the_commit(hall: InMemory) -> None:
    desk, one, two = hall.clients[1], hall.participant(), hall.participant()
    desk.do(steering.ChangePhase(Phase.OPEN), "b1")
    for client in (desk, one, two):
        client.send(messages.Watch("b1"))
    done = one.do(AddEntry("Eén loket, € 5", hash_of("k")), "b1")
    assert isinstance(done, messages.Done)
    assert done.ref
    view = two.view("b1")
    assert isinstance(view, BrainstormView)
    assert view.rows == ()
    hall.later(5)
    view = two.view("b1")
    assert isinstance(view, BrainstormView)
    assert [row.text for row in view.rows] == ["Eén loket, € 5"]
    assert two.view("b1") == one.view("b1")


def test_who_looked_just_before_a_batch_came_out_takes_it_from_nobody(hall: InMemory) -> None:
    desk, one, two = hall.clients[1], hall.participant(), hall.participant()
    desk.do(steering.ChangePhase(Phase.OPEN), "b1")
    two.send(messages.Watch("b1"))
    one.do(AddEntry("een"), "b1")
    hall.now += 2
    one.do(AddEntry("twee"), "b1")
    hall.now += 3.5  # the batch is due, and somebody's question is answered before the clock is looked at
    desk.send(messages.Ask(new_op(), msgspec.Raw(codec.encode(SeeAs("b1")))))
    hall.later(0.5)
    view = two.view("b1")
    assert isinstance(view, BrainstormView)
    assert sorted(row.text for row in view.rows) == ["een", "twee"]


def test_the_same_operation_twice_counts_once(hall: InMemory) -> None:
    desk, one = hall.clients[1], hall.participant()
    desk.do(steering.ChangePhase(Phase.OPEN), "b1")
    op = new_op()
    first = one.do(AddEntry("idee"), "b1", op)
    again = one.do(AddEntry("idee"), "b1", op)
    assert first == again
    assert hall.session.workshop.activities["b1"].total(9999) == 1


def test_only_the_author_changes_an_entry(hall: InMemory) -> None:
    desk, one, two = hall.clients[1], hall.participant(), hall.participant()
    desk.do(steering.ChangePhase(Phase.OPEN), "b1")
    done = one.do(AddEntry("idee", hash_of("sleutel")), "b1")
    assert isinstance(done, messages.Done)
    refused = two.do(EditEntry(done.ref, "gekaapt", "raad"), "b1")
    assert isinstance(refused, messages.Refusal)
    assert refused.code == "not_your_entry"
    assert isinstance(one.do(EditEntry(done.ref, "beter", "sleutel"), "b1"), messages.Done)
    assert isinstance(one.do(WithdrawEntry(done.ref, "sleutel"), "b1"), messages.Done)


def test_a_participant_may_not_do_what_the_desk_does(hall: InMemory) -> None:
    one = hall.participant()
    for scope, command in (
        ("", root.GoTo("b1")),
        ("b1", steering.ChangePhase(Phase.OPEN)),
        ("b1", HideEntry("x", "y")),
    ):
        refused = one.do(command, scope)
        assert isinstance(refused, messages.Refusal)
        assert refused.code == "not_yours"


def test_a_draft_arrives_in_the_grace_and_not_after_it(hall: InMemory) -> None:
    desk, one = hall.clients[1], hall.participant()
    desk.do(steering.ChangePhase(Phase.OPEN), "b1")
    desk.do(steering.ChangePhase(Phase.CLOSED), "b1")
    hall.now += 30
    assert isinstance(one.do(AddEntry("net op tijd"), "b1"), messages.Done)
    hall.later(31)
    refused = one.do(AddEntry("te laat"), "b1")
    assert isinstance(refused, messages.Refusal)
    assert refused.code == "is_closed"


def test_sealing_rewrites_what_links_to_a_laptop(hall: InMemory) -> None:
    desk, one = hall.clients[1], hall.participant()
    desk.do(steering.ChangePhase(Phase.OPEN), "b1")
    op = new_op()
    for number in range(6):
        one.do(AddEntry(f"idee {number}", hash_of(str(number))), "b1", op if number == 0 else "")
        hall.later(7)
    desk.do(steering.ChangePhase(Phase.CLOSED), "b1")
    hall.later(61)
    rewrite = next(batch.rewrites[0] for batch in reversed(hall.batches) if batch.rewrites)
    added = [record for record in rewrite.records if isinstance(record.event, EntryAdded)]
    assert [record.op for record in added] == [""] * 6
    assert {record.event.key for record in added if isinstance(record.event, EntryAdded)} == {""}
    assert len({record.at for record in added}) == 1
    ids = [record.event.id for record in added if isinstance(record.event, EntryAdded)]
    assert ids == sorted(ids)
    assert isinstance(one.do(AddEntry("nog eens"), "b1", op), messages.Done)  # known, though tied to no row
    assert hall.session.workshop.activities["b1"].total(9999) == 6


def test_undo_and_redo_reach_every_screen(hall: InMemory) -> None:
    desk, one = hall.clients[1], hall.participant()
    one.send(messages.Watch("agenda"))
    desk.do(steering.ChangePhase(Phase.OPEN), "b1")
    desk.do(root.Undo())
    agenda = one.view("agenda")
    assert isinstance(agenda, root.AgendaView)
    assert agenda.rows[0].phase is Phase.DRAFT
    desk.do(root.Redo())
    agenda = one.view("agenda")
    assert isinstance(agenda, root.AgendaView)
    assert agenda.rows[0].phase is Phase.OPEN


def test_a_draft_activity_is_nobodys_business_until_it_opens(hall: InMemory) -> None:
    desk, one = hall.clients[1], hall.participant()
    one.send(messages.Watch("b1"))
    assert one.view("b1") is None
    desk.do(steering.ChangePhase(Phase.OPEN), "b1")
    assert one.view("b1") is not None


def test_tables_see_their_own_when_the_preset_says_so(hall: InMemory) -> None:
    desk, one, two = hall.clients[1], hall.participant(table=1), hall.participant(table=2)
    desk.do(steering.ChangePhase(Phase.OPEN), "b1")
    for client in (one, two):
        client.send(messages.Watch("b1"))
    desk.do(steering.SetPreset("table"), "b1")
    one.do(AddEntry("van tafel 1"), "b1")
    hall.later(5)
    mine, theirs = one.view("b1"), two.view("b1")
    assert isinstance(mine, BrainstormView)
    assert isinstance(theirs, BrainstormView)
    assert [row.text for row in mine.rows] == ["van tafel 1"]
    assert theirs.rows == ()


def test_a_new_seat_needs_the_room_code_and_a_known_one_does_not(hall: InMemory) -> None:
    stranger = Client(hall, 77, seat="onbekend")
    assert stranger.closed
    assert isinstance(stranger.got[-1], messages.Goodbye)
    first = hall.participant(seat="stoel")
    back = Client(hall, 78, seat="stoel")
    assert isinstance(back.got[0], messages.Welcome)
    assert first.closed  # the newest connection keeps the seat


def test_a_wrong_code_is_refused_and_many_wrong_ones_are_answered_late(hall: InMemory) -> None:
    for attempt in range(6):
        client = Client(hall, 100 + attempt)
        join = ClientJoin("00000000", FINGERPRINT, b"c" * 16)
        client.send(join.hello())
        challenge = client.got[-1]
        assert isinstance(challenge, JoinChallenge)
        proof = join.receive(challenge)
        assert proof is not None
        client.send(proof)
        assert isinstance(client.got[-1], JoinRefused if attempt < 5 else JoinChallenge)
    hall.later(5)
    hall.later(5.1)
    assert any(isinstance(message, JoinRefused) for message in hall.clients[105].got)


def test_rubbish_ends_the_connection_and_nothing_else(hall: InMemory) -> None:
    one = hall.participant()
    hall.session.receive(one.number, b"\xff\x00{", hall.now)
    hall.settle()
    assert one.closed
    assert not hall.clients[1].closed


def test_a_silent_connection_is_given_up(hall: InMemory) -> None:
    one = hall.participant()
    hall.now += 6.5
    hall.session.receive(1, codec.encode(messages.Ping()), hall.now)
    hall.session.tick(hall.now)
    hall.settle()
    assert one.closed
    assert not hall.clients[1].closed


def test_a_replayed_session_is_the_same_session(hall: InMemory) -> None:
    desk, one = hall.clients[1], hall.participant()
    desk.do(steering.ChangePhase(Phase.OPEN), "b1")
    op = new_op()
    one.do(AddEntry("blijft"), "b1", op)
    desk.do(root.GoTo("b1"))
    desk.do(root.Undo())
    again = Workshop()
    records: list[Recorded] = [record for batch in hall.batches for record in batch.records]
    for record in records:
        again.take(record)
    assert again.view("agenda", DESK) == hall.session.workshop.view("agenda", DESK)
    second = Session(again, ROOM, KEY)
    assert second.ops == hall.session.ops
    assert new_id() != new_id()


def test_a_code_given_at_the_desk_opens_the_role_it_was_given_for_once(hall: InMemory) -> None:
    desk = hall.clients[1]
    op = new_op()
    desk.send(messages.Ask(op, msgspec.Raw(codec.encode(GrantSeat("sorter")))))
    answer = next(m for m in desk.got if isinstance(m, messages.Answer) and m.op == op)
    granted = codec.reply(answer.answer)
    assert isinstance(granted, Granted)
    helper = Client(hall, 50, seat="tweede", role="facilitator", key=granted.code)
    assert isinstance(helper.got[0], messages.Welcome)
    assert (helper.got[0].role, helper.got[0].desk) == ("sorter", "sorter 1")
    again = Client(hall, 51, seat="tweede", role="facilitator", key=granted.code)
    assert isinstance(again.got[0], messages.Welcome)
    assert again.got[0].role == "sorter"
    other = Client(hall, 52, seat="derde", role="facilitator", key=granted.code)
    assert isinstance(other.got[-1], messages.Goodbye)
    assert other.got[-1].code == "wrong_key"


def test_an_activity_opens_though_what_it_starts_from_was_skipped(hall: InMemory) -> None:
    desk = hall.clients[1]
    desk.do(root.AddActivity(Card("v1", "vote", "Stemmen", start=(Item("i1", "punt"),))))
    carry = Selection("v1", "top", value=3)
    desk.do(root.AddActivity(Card("b2", "brainstorm", "Verder", carry=carry)))
    assert isinstance(desk.do(steering.ChangePhase(Phase.OPEN), "b2"), messages.Done)
