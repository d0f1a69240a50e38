"""The client's core and the server's session joined in memory; nothing here sleeps, and the clock is a number."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain import steering
from server.domain.activities.brainstorm import BrainstormView
from server.domain.entries import AddEntry, EditEntry, EntryAdded, WithdrawEntry
from server.domain.kernel import Audience, Phase, Role, Selection
from server.domain.root import AgendaView
from server.protocol import codec, messages
from server.protocol.queries import Carried, PreviewCarry
from spilter_tui.link.core import Core, State
from spilter_tui.link.happened import (
    Acknowledged,
    Answered,
    CameBack,
    Joined,
    ViewChanged,
    WasNotAnswered,
    WasRefused,
    WasSentAway,
    WentStale,
)
from spilter_tui.link.outbox import CannotSend
from tests.tui.link import DESK, FACILITATOR_KEY, Cable, Hall, Laptop

PARTICIPANT = Audience(Role.PARTICIPANT, now=2000.0)


def joined(hall: Hall, folder: Path) -> Laptop:
    laptop = Laptop(hall, folder)
    laptop.connect()
    laptop.drain()
    return laptop


def send(laptop: Laptop, text: str) -> str:
    op = laptop.core.send("b1", AddEntry(text))
    laptop.pump_out()
    return op


def texts(hall: Hall) -> list[str]:
    records = hall.session.workshop.records["b1"]
    return [record.event.text for record in records if isinstance(record.event, EntryAdded)]


def test_joining_shows_what_is_watched(tmp_path: Path) -> None:
    laptop = joined(Hall(), tmp_path)
    assert laptop.core.state is State.LIVE
    assert isinstance(laptop.happened[0], Joined)
    assert {each.subject for each in laptop.happened if isinstance(each, ViewChanged)} == {"agenda", "b1"}


def test_nothing_can_be_sent_before_the_first_welcome(tmp_path: Path) -> None:
    laptop = Laptop(Hall(), tmp_path)
    with pytest.raises(CannotSend, match="not_joined"):
        laptop.core.send("b1", AddEntry("idee"))
    with pytest.raises(CannotSend, match="not_joined"):
        laptop.core.ask(PreviewCarry(Selection("b1")))


def test_a_command_is_in_the_file_before_it_goes_out(tmp_path: Path) -> None:
    laptop = joined(Hall(), tmp_path)
    op = laptop.core.send("b1", AddEntry("idee"))
    assert any(op.encode() in path.read_bytes() for path in tmp_path.glob("*.journal"))
    assert len(laptop.core.outgoing()) == 1


def test_what_was_sent_during_an_outage_arrives_once_and_in_order(tmp_path: Path) -> None:
    hall = Hall()
    laptop = joined(hall, tmp_path)
    send(laptop, "voor")
    cable = laptop.cable
    assert cable is not None
    hall.deliver_up(cable)  # it arrived, but its acknowledgement is lost
    laptop.cut()
    send(laptop, "tijdens 1")
    send(laptop, "tijdens 2")
    laptop.connect()
    laptop.drain()
    send(laptop, "na")
    laptop.drain()
    assert texts(hall) == ["voor", "tijdens 1", "tijdens 2", "na"]
    kinds = [type(each) for each in laptop.happened if isinstance(each, Joined | WentStale | CameBack | Acknowledged)]
    assert kinds == [Joined, WentStale, CameBack, *[Acknowledged] * 4]


def test_the_outbox_survives_a_crash_and_the_laptop_still_owns_its_entries(tmp_path: Path) -> None:
    hall = Hall()
    laptop = joined(hall, tmp_path)
    send(laptop, "aangekomen")
    laptop.drain()
    laptop.cut()
    send(laptop, "onderweg")
    laptop.crash()
    laptop.connect()
    laptop.drain()
    assert texts(hall) == ["aangekomen", "onderweg"]
    assert len(hall.people) == 2
    outbox = laptop.core.outbox
    assert outbox is not None
    ids = [own.id for own in outbox.journal.book.own["b1"].values()]
    laptop.core.send("b1", EditEntry(ids[0], "gewijzigd"))
    laptop.core.send("b1", WithdrawEntry(ids[1]))
    laptop.pump_out()
    laptop.drain()
    rows = hall.session.workshop.activities["b1"].figures().entries
    assert [row.text for row in rows] == ["gewijzigd"]
    assert [own.entry.text for own in outbox.journal.book.own["b1"].values()] == ["gewijzigd"]


def test_a_refused_text_comes_back_with_its_reason(tmp_path: Path) -> None:
    hall = Hall()
    laptop = joined(hall, tmp_path)
    laptop.cut()
    op = send(laptop, "te laat")
    hall.steer("b1", steering.ChangePhase(Phase.CLOSED))
    hall.later(100)
    laptop.connect()
    laptop.drain()
    assert WasRefused(op, "b1", "is_closed") in laptop.happened
    outbox = laptop.core.outbox
    assert outbox is not None
    assert [back.text for back in outbox.journal.book.returned.values()] == ["te laat"]
    assert not outbox.journal.book.outbox


def test_sealing_takes_the_ties_off_the_laptop_too(tmp_path: Path) -> None:
    hall = Hall()
    laptop = joined(hall, tmp_path)
    op = send(laptop, "een geheim")
    laptop.drain()
    hall.steer("b1", steering.ChangePhase(Phase.CLOSED))
    hall.later(61)
    laptop.drain()
    agenda = laptop.core.views.held["agenda"]
    assert isinstance(agenda, AgendaView)
    assert agenda.rows[0].sealed
    held = b"".join(path.read_bytes() for path in tmp_path.glob("*.journal"))
    assert b"geheim" not in held
    assert op.encode() not in held


def test_what_does_not_fit_is_not_sent_and_not_kept(tmp_path: Path) -> None:
    laptop = joined(Hall(), tmp_path)
    outbox = laptop.core.outbox
    assert outbox is not None
    for text, code in (("x" * 4001, "out_of_bounds"), ("x" * 100_000, "too_large")):
        outbox.journal.draft("b1", text)
        with pytest.raises(CannotSend, match=code):
            laptop.core.send("b1", AddEntry(text), "b1")
        assert outbox.journal.book.drafts["b1"] == text
    assert not outbox.journal.book.outbox


def test_a_missing_patch_asks_for_a_snapshot_and_a_doubled_one_changes_nothing(tmp_path: Path) -> None:
    hall = Hall()
    laptop = joined(hall, tmp_path)
    cable = laptop.cable
    assert cable is not None
    for text in ("een", "twee", "drie"):
        hall.steer("b1", AddEntry(text))
        if text == "een":
            cable.down.append(cable.down[-1])
        elif text == "twee":
            cable.down.clear()
        laptop.drain()
    view = laptop.core.views.held["b1"]
    assert isinstance(view, BrainstormView)
    assert [row.text for row in view.rows] == ["een", "twee", "drie"]


def test_silence_ends_a_connection_after_pings(tmp_path: Path) -> None:
    hall = Hall()
    laptop = joined(hall, tmp_path)
    core, start = laptop.core, hall.now
    assert core.tick(start + 1.9) == []
    assert core.outgoing() == []
    core.tick(start + 2)
    assert [codec.from_client(frame) for frame in core.outgoing()] == [messages.Ping()]
    assert core.tick(start + 5.9) == []
    assert not core.hang_up
    assert core.tick(start + 6) == [WentStale()]
    assert core.hang_up
    assert core.state is State.STALE
    assert core.lost(start + 6) == []


def test_the_servers_clock_is_known(tmp_path: Path) -> None:
    laptop = joined(Hall(), tmp_path)
    laptop.core.receive(codec.encode(messages.Pong(0, 5000.0)), 1010.0)
    assert laptop.core.server_time(1011.0) == 5001.0


def test_who_is_sent_away_for_good_stays_away(tmp_path: Path) -> None:
    hall = Hall()
    laptop = joined(hall, tmp_path)
    assert laptop.core.receive(codec.encode(messages.Goodbye("stopping")), hall.now) == [
        WasSentAway("stopping", {}, final=False)
    ]
    laptop.cut()
    laptop.connect()
    laptop.drain()
    assert laptop.core.receive(codec.encode(messages.Goodbye("version", {"server": 2})), hall.now) == [
        WasSentAway("version", {"server": 2}, final=True)
    ]
    laptop.cut()
    assert laptop.core.state is State.AWAY
    op = send(laptop, "blijft bewaard")
    outbox = laptop.core.outbox
    assert outbox is not None
    assert op in outbox.journal.book.outbox


@pytest.mark.parametrize(
    "data", [b"\xff", b'{"type":"nieuw"}', b'{"type":"snapshot","subject":"b1","version":1,"view":{}}']
)
def test_what_cannot_be_read_ends_it_and_says_so(tmp_path: Path, data: bytes) -> None:
    laptop = joined(Hall(), tmp_path)
    assert laptop.core.receive(data, 1000.0) == [WasSentAway("garbled", {}, final=True)]
    assert laptop.core.hang_up


def test_questions_are_answered_refused_or_lost(tmp_path: Path) -> None:
    hall = Hall()
    desk = Laptop(hall, tmp_path / "desk")
    desk.core = Core(desk.profile, messages.Enter("", "facilitator", key=FACILITATOR_KEY))
    desk.connect()
    desk.drain()
    known = desk.core.ask(PreviewCarry(Selection("b1")))
    unknown = desk.core.ask(PreviewCarry(Selection("nergens")))
    desk.pump_out()
    desk.drain()
    assert Answered(known, Carried(())) in desk.happened
    assert WasNotAnswered(unknown, "no_activity") in desk.happened
    waiting = desk.core.ask(PreviewCarry(Selection("b1")))
    assert desk.core.lost(hall.now) == [WentStale(), WasNotAnswered(waiting, "lost")]


def test_what_was_said_is_said_again(tmp_path: Path) -> None:
    hall = Hall()
    laptop = joined(hall, tmp_path)
    laptop.core.say(messages.Say(ready=True, drafts=2, table=3))
    laptop.core.say(messages.Say(ready=True, drafts=3))
    laptop.pump_out()
    laptop.drain()
    laptop.connect()
    laptop.drain()
    (peer,) = (peer for number, peer in hall.session.hall.peers.items() if number != DESK)
    assert (peer.ready, peer.drafts) == (True, 3)
    assert peer.person is not None
    assert peer.person.table == 3


def test_a_seat_is_of_one_workshop_only(tmp_path: Path) -> None:
    laptop = joined(Hall(), tmp_path)
    laptop.cut()
    secret = laptop.profile.secret("almere")
    laptop.core.connected(1.0)
    laptop.core.receive(codec.encode(messages.Welcome("anders", "T", "nl", "participant", 1, 1.0)), 1.0)
    assert laptop.core.hang_up
    laptop.core.lost(1.0)
    laptop.core.connected(2.0)
    happened = laptop.core.receive(codec.encode(messages.Welcome("anders", "T", "nl", "participant", 1, 1.0)), 2.0)
    assert [type(each) for each in happened] == [Joined]
    assert laptop.profile.secret("anders") not in ("", secret)
    assert laptop.core.views.held == {}


ACTS = st.sampled_from(
    ["send", "send", "up", "up", "up", "down", "down", "cut", "connect", "crash", "double up", "double down", "thin",
     "restart", "late", "tick"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), ACTS), max_size=80))
def test_whatever_the_network_does_everything_counts_once_and_in_order(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[int, str]]
) -> None:
    hall = Hall()
    folder = tmp_path_factory.mktemp("hall")
    laptops = [joined(hall, folder / str(number)) for number in range(2)]
    sent: list[list[str]] = [[], []]
    for number, act in acts:
        laptop = laptops[number]
        if act == "send" and laptop.core.outbox is not None:
            sent[number].append(f"{number}: idee {len(sent[number])}")
            send(laptop, sent[number][-1])
        else:
            disturb(hall, laptop, act)
    for laptop in laptops:
        if laptop.cable is None or laptop.cable.number not in hall.cables:
            laptop.connect()
    for preset in ("blind", "together"):  # a change shows a client that something before it is missing
        hall.steer("b1", steering.SetPreset(preset))
        hall.later(10)
        for laptop in laptops:
            laptop.drain()
    for number, laptop in enumerate(laptops):
        mine = [text for text in texts(hall) if text.startswith(f"{number}:")]
        assert mine == sent[number]
        assert_in_step(hall, laptop, sent[number])
        laptop.profile.close()
    assert len(hall.people) == 3


def disturb(hall: Hall, laptop: Laptop, act: str) -> None:
    """One thing that laptops and servers do, or a cable."""
    match act:
        case "cut":
            laptop.cut()
        case "connect":
            laptop.connect()
        case "crash":
            laptop.crash()
        case "restart":
            hall.restart()
            laptop.cut()
        case "tick":
            hall.later(3)
        case "late":  # what old connections still carried
            for old in list(hall.cables.values()):
                hall.deliver_up(old)
        case _ if laptop.cable is not None:
            disturb_cable(hall, laptop, laptop.cable, act)


def disturb_cable(hall: Hall, laptop: Laptop, cable: Cable, act: str) -> None:
    """A frame arrives, is doubled, or is a patch that a slow client didn't get."""
    match act:
        case "up":
            hall.deliver_up(cable)
        case "down":
            laptop.deliver_down()
        case "double up" if cable.up:
            cable.up.appendleft(cable.up[0])
        case "double down" if cable.down:
            cable.down.appendleft(cable.down[0])
        case "thin" if cable.down and isinstance(codec.from_server(cable.down[0]), messages.Patch):
            cable.down.popleft()


def assert_in_step(hall: Hall, laptop: Laptop, sent: list[str]) -> None:
    """The laptop knows what is its own, waits for nothing, and sees what it should."""
    outbox = laptop.core.outbox
    assert outbox is not None
    book = outbox.journal.book
    assert not book.outbox
    assert not book.returned
    assert [own.entry.text for own in book.own.get("b1", {}).values()] == sent
    rows = {row.text: row.id for row in hall.session.workshop.activities["b1"].figures().entries}
    assert all(rows[own.entry.text] == own.id for own in book.own.get("b1", {}).values())
    for subject in ("agenda", "b1"):
        fresh = hall.session.workshop.view(subject, Audience(Role.PARTICIPANT, 0, hall.now))
        assert codec.encode(laptop.core.views.held[subject]) == codec.encode(fresh)
