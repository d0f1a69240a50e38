"""What the desk asks and needs to know: what participants see, the whole card, what an act turned to."""

import msgspec

from server.domain import root, steering
from server.domain.activities.brainstorm import BrainstormView
from server.domain.entries import AddEntry, AddPaper, StarEntry
from server.domain.kernel import Card, Item, Phase
from server.domain.root import AgendaView
from server.ids import new_op
from server.protocol import codec, messages
from server.protocol.queries import Carried, Query, Reply, SeeAs, Seen, StartList
from tests.session.test_session import Client, InMemory


def hall_with(card: Card) -> tuple[InMemory, Client]:
    hall = InMemory()
    desk = hall.desk()
    desk.do(root.Describe(root.Info("Almere")))
    desk.do(root.AddActivity(card))
    desk.send(messages.Watch("agenda"))
    return hall, desk


def asked(desk: Client, query: Query) -> Reply:
    desk.send(messages.Ask(new_op(), msgspec.Raw(codec.encode(query))))
    answer = desk.got[-1]
    assert isinstance(answer, messages.Answer)
    return codec.reply(answer.answer)


def see_as(desk: Client, activity: str, table: int = 0) -> Seen:
    reply = asked(desk, SeeAs(activity, table))
    assert isinstance(reply, Seen)
    return reply


def test_the_desk_sees_what_a_participant_sees() -> None:
    hall, desk = hall_with(Card("b1", "brainstorm", "Wat ontbreekt?", preset="table"))
    assert bytes(see_as(desk, "b1").view) == b"null"
    desk.do(steering.ChangePhase(Phase.OPEN), "b1")
    desk.do(AddPaper(("van tafel 1",), table=1), "b1")
    hall.participant(table=1).do(AddEntry("van de zaal"), "b1")
    hall.later(6)
    seen = codec.view(see_as(desk, "b1", table=2).view)
    assert isinstance(seen, BrainstormView)
    assert seen.rows == ()
    at_one = codec.view(see_as(desk, "b1", table=1).view)
    assert isinstance(at_one, BrainstormView)
    assert [row.text for row in at_one.rows] == ["van tafel 1", "van de zaal"]
    result = codec.view(see_as(desk, "b1").result)
    assert isinstance(result, root.ResultView)
    assert result.hidden


def test_the_desk_learns_what_is_on_a_start_list() -> None:
    start = (Item("a", "Eén loket", source="brief"), Item("b", "Werkruimte"))
    _hall, desk = hall_with(Card("v1", "vote", "Kies", start=start))
    assert asked(desk, StartList("v1")) == Carried(start, 2)
    desk.send(messages.Ask(new_op(), msgspec.Raw(codec.encode(StartList("weg")))))
    assert isinstance(desk.got[-1], messages.Refusal)


def test_the_card_comes_whole_but_for_its_start_list_and_editing_keeps_that() -> None:
    hall, desk = hall_with(Card("v1", "vote", "Kies", settings={"method": "dots"}, start=(Item("a", "K1"),)))
    agenda = desk.view("agenda")
    assert isinstance(agenda, AgendaView)
    card = agenda.rows[0].card
    assert card is not None
    assert card.settings == {"method": "dots"}
    desk.do(steering.EditCard(msgspec.structs.replace(card, title="Kies er drie")), "v1")
    now = hall.session.workshop.activities["v1"].card
    assert (now.title, now.settings, [item.id for item in now.start]) == ("Kies er drie", {"method": "dots"}, ["a"])
    participant = hall.participant()
    participant.send(messages.Watch("agenda"))
    seen = participant.view("agenda")
    assert isinstance(seen, AgendaView)
    assert seen.rows[0].card is None


def test_a_command_of_another_kind_is_refused_and_the_connection_stays() -> None:
    _, desk = hall_with(Card("v1", "vote", "Kies", settings={"method": "dots"}, start=(Item("a", "K1"),)))
    desk.do(steering.ChangePhase(Phase.OPEN), "v1")
    refused = desk.do(StarEntry("a"), "v1")
    assert isinstance(refused, messages.Refusal)
    assert refused.code == "unknown"
    assert isinstance(desk.do(steering.ChangePhase(Phase.CLOSED), "v1"), messages.Done)


def test_the_log_book_says_what_an_act_turned_to() -> None:
    _, desk = hall_with(Card("b1", "brainstorm", "Wat ontbreekt?"))
    desk.do(steering.ChangePhase(Phase.OPEN), "b1")
    desk.do(steering.SetPreset("blind"), "b1")
    desk.do(steering.Reveal(True), "b1")
    agenda = desk.view("agenda")
    assert isinstance(agenda, AgendaView)
    assert [act.detail for act in agenda.acts[-3:]] == ["open", "blind", "on"]
