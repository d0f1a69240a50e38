"""Messages to the hall and raised hands: who gets what, and what is kept of it."""

import msgspec

from server.domain import root
from server.domain.calls import LASTS, AnswerHand, SendMessage, WithdrawMessage
from server.protocol import messages
from server.protocol.hall import HallView, MeView
from tests.session.test_session import Client, InMemory


def hall_with_tables() -> tuple[InMemory, Client]:
    hall = InMemory()
    desk = hall.desk()
    desk.do(root.SetTables((root.Table(1, "Wonen", 2), root.Table(2, "Werk", 2))))
    for subject in ("hall", "agenda"):
        desk.send(messages.Watch(subject))
    return hall, desk


def guest(hall: InMemory, table: int, seat: str = "") -> Client:
    client = hall.participant(table, seat)
    client.send(messages.Watch("me"))
    return client


def texts(client: Client) -> list[str]:
    view = client.view("me")
    assert isinstance(view, MeView)
    return [each.text for each in view.messages]


def hall_of(desk: Client) -> HallView:
    desk.hall.later(1)
    view = desk.view("hall")
    assert isinstance(view, HallView)
    return view


def test_a_message_reaches_all_a_table_or_one_laptop_and_no_other() -> None:
    hall, desk = hall_with_tables()
    ans, bert, carla = guest(hall, 1), guest(hall, 1), guest(hall, 2)
    desk.do(SendMessage("Koffie om drie uur"))
    desk.do(SendMessage("Nog vijf minuten", table=1))
    desk.do(SendMessage("Ik kom eraan", laptop=2))
    assert texts(ans) == ["Koffie om drie uur", "Nog vijf minuten"]
    assert texts(bert) == ["Koffie om drie uur", "Nog vijf minuten", "Ik kom eraan"]
    assert texts(carla) == ["Koffie om drie uur"]


def test_who_changes_table_gets_that_tables_messages() -> None:
    hall, desk = hall_with_tables()
    ans = guest(hall, 1)
    desk.do(SendMessage("voor twee", table=2))
    assert texts(ans) == []
    ans.send(messages.Say(table=2))
    assert texts(ans) == ["voor twee"]


def test_who_was_away_gets_the_message_on_coming_back_unless_it_was_withdrawn_or_is_of_long_ago() -> None:
    hall, desk = hall_with_tables()
    ans = guest(hall, 1, "seat of ans")
    hall.session.gone(ans.number, hall.now)
    ans.closed = True
    kept = desk.do(SendMessage("blijft", laptop=1))
    gone = desk.do(SendMessage("gaat", laptop=1))
    assert isinstance(gone, messages.Done)
    desk.do(WithdrawMessage(gone.ref))
    assert texts(guest(hall, 1, "seat of ans")) == ["blijft"]
    assert isinstance(kept, messages.Done)
    hall.now += LASTS + 1
    assert texts(guest(hall, 1, "seat of ans")) == []


def test_a_message_stands_in_the_log_and_undo_takes_it_back() -> None:
    hall, desk = hall_with_tables()
    ans = guest(hall, 1)
    desk.do(SendMessage("te vroeg"))
    desk.do(root.Undo())
    assert texts(ans) == []
    desk.do(root.Redo())
    assert texts(ans) == ["te vroeg"]
    agenda = desk.view("agenda")
    assert isinstance(agenda, root.AgendaView)
    assert [each.text for each in agenda.messages] == ["te vroeg"]
    assert agenda.acts[-1].what == ("message.sent",)


def test_participants_see_no_list_of_messages_and_send_none() -> None:
    hall, desk = hall_with_tables()
    ans = guest(hall, 1)
    ans.send(messages.Watch("agenda"))
    desk.do(SendMessage("voor twee", table=2))
    agenda = ans.view("agenda")
    assert isinstance(agenda, root.AgendaView)
    assert agenda.messages == ()
    answer = ans.do(SendMessage("van mij"))
    assert isinstance(answer, messages.Refusal)
    assert answer.code == "not_yours"


def test_a_message_is_text_of_some_length_and_a_withdrawn_one_is_gone() -> None:
    _hall, desk = hall_with_tables()
    codes = [desk.do(each) for each in (SendMessage("  "), SendMessage("x" * 401), WithdrawMessage("nope"))]
    assert [each.code for each in codes if isinstance(each, messages.Refusal)] == ["empty", "too_long", "no_message"]


def test_raised_hands_stand_in_order_until_they_are_answered_and_in_no_file() -> None:
    hall, desk = hall_with_tables()
    ans, bert = guest(hall, 1), guest(hall, 2)
    written = len(hall.batches)
    bert.send(messages.Say(hand=True))
    hall.later(5)
    ans.send(messages.Say(hand=True))
    bert.send(messages.Say(hand=True, drafts=1))  # says something else: still since then
    view = hall_of(desk)
    assert [(each.id, each.table) for each in view.hands] == [("2", 2), ("1", 1)]
    assert [row.hands for row in view.tables] == [1, 1]
    desk.do(AnswerHand(2))
    assert [each.id for each in hall_of(desk).hands] == ["1"]
    me = bert.view("me")
    assert isinstance(me, MeView)
    assert me.hand_seen == hall.now - 1
    assert not any(batch.records for batch in hall.batches[written:])


def test_the_room_plan_counts_hosts_drafts_and_who_is_away_by_table() -> None:
    hall, desk = hall_with_tables()
    ans, bert, carla = guest(hall, 1), guest(hall, 1), guest(hall, 2)
    ans.send(messages.Say(host=True, drafts=2))
    bert.send(messages.Say(ready=True, drafts=1))
    hall.session.gone(carla.number, hall.now)
    carla.closed = True
    one, two = hall_of(desk).tables
    assert (one.here, one.ready, one.hosts, one.drafts, one.away) == (2, 1, 1, 3, 0)
    assert (two.here, two.away, two.away_since) == (0, 1, 1000.0)


def test_participants_see_of_the_hall_only_counts() -> None:
    hall, _desk = hall_with_tables()
    ans = guest(hall, 1)
    ans.send(messages.Say(hand=True))
    ans.send(messages.Watch("hall"))
    hall.later(1)
    view = ans.view("hall")
    assert isinstance(view, HallView)
    assert view == msgspec.structs.replace(view, tables=(), away=(), hands=(), drafts=0)


def test_the_staff_and_the_wall_have_no_view_of_one_laptop() -> None:
    _hall, desk = hall_with_tables()
    desk.send(messages.Watch("me"))
    assert desk.view("me") is None


def test_where_several_share_a_laptop_the_hall_is_counted_in_persons() -> None:
    hall, desk = hall_with_tables()
    hall.participant(1).send(messages.Say(persons=3, ready=True))
    hall.participant(1)
    hall.settle()
    view = hall_of(desk)
    assert (view.here, view.persons, view.people, view.ready) == (2, 4, 4, 3)
    assert [(row.here, row.ready) for row in view.tables] == [(4, 3), (0, 0)]
