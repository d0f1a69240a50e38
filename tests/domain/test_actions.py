"""actions: the register that the staff keeps, and what the room may add to it."""

import itertools
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.activities.actions import Action, Actions, AddAction, EditAction, RemoveAction
from server.domain.blocks import Quote, Quotes, Table, Text
from server.domain.entries import AddEntry, Hidden, HideEntry
from server.domain.history import Recorded
from server.domain.i18n import words
from server.domain.kernel import Audience, Card, Command, Context, Event, Item, Phase, Refused, Role, Who
from server.domain.keys import hash_of
from server.domain.root import ActivityAdded, Undo
from server.domain.steering import ChangePhase, Sealed
from server.domain.workshop import Workshop

LOKET = Item("k8", "Eén loket ontbreekt", source="vooronderzoek", theme="Contact")
STAFF, ROOM = Audience(Role.FACILITATOR, now=100), Audience(Role.PARTICIPANT, now=100)
EN = words("en")


class Hall:
    """A workshop with one register, and who does something in it."""

    def __init__(self, preset: str = "", **settings: Any) -> None:
        self.workshop, self.numbers = Workshop(), itertools.count()
        card = Card("a", "actions", "Acties", preset=preset, start=(LOKET,), settings=settings)
        self._record("", ActivityAdded(card, 0), "desk 1", "op")
        self.do(ChangePhase(Phase.OPEN))

    @property
    def actions(self) -> Actions:
        actions = self.workshop.activities["a"]
        assert isinstance(actions, Actions)
        return actions

    def _record(self, scope: str, event: Event, by: str, op: str) -> None:
        self.workshop.take(Recorded(scope, event, 0, op, by, next(self.numbers)))

    def do(self, command: Command, scope: str = "a", role: Role = Role.FACILITATOR) -> str:
        by = "" if role is Role.PARTICIPANT else "desk 1"
        context = Context(0, lambda: f"id{next(self.numbers)}", Who(role, desk=by, name="Sam"))
        events = self.workshop.decide(scope, command, context)
        op = f"op{next(self.numbers)}"
        for where, event in events:
            self._record(where, event, by, op)
        return str(getattr(events[0][1], "id", ""))

    def refusal(self, command: Command, role: Role = Role.FACILITATOR) -> str:
        with pytest.raises(Refused) as refused:
            self.do(command, role=role)
        return refused.value.code

    def propose(self, text: str) -> str:
        return self.do(AddEntry(text, key=hash_of(text)), role=Role.PARTICIPANT)


def test_an_action_says_what_who_when_and_where_it_comes_from() -> None:
    hall = Hall()
    key = hall.do(AddAction("Open één loket", "promise", "wethouder Jansen", "1 maart", "overleg met VBA", ("k8",)))
    wanted = Action(key, "Open één loket", "promise", "wethouder Jansen", "1 maart", "overleg met VBA", ("k8",))
    assert hall.actions.view(ROOM).rows == (wanted,)
    table, quotes = hall.actions.results(EN)
    assert isinstance(table, Table)
    assert [cell.text for cell in table.rows[0]] == [
        "Promise", "Open één loket", "wethouder Jansen", "1 maart", "overleg met VBA", "open",
    ]  # fmt: skip
    origin = Quote("Eén loket ontbreekt", "vooronderzoek", "k8")
    assert quotes == Quotes((origin,), "Where “Open één loket” comes from")
    (start,) = hall.actions.figures().entries
    assert (start.text, start.theme, start.source) == (LOKET.text, "Contact", "vooronderzoek")
    (figure,) = hall.actions.figures().items
    assert (figure["text"], figure["kind"], figure["sources"]) == ("Open één loket", "promise", ["k8"])
    assert hall.actions.items() == (Item(key, "Open één loket", ("k8",), "wethouder Jansen"),)


def test_edit_changes_what_is_given_and_remove_takes_away() -> None:
    hall = Hall()
    key = hall.do(AddAction("Bel de KvK", owner="Ann"))
    hall.do(EditAction(key, due="maandag"))
    hall.do(EditAction(key, status="done", owner=""))
    assert hall.actions.rows[key] == Action(key, "Bel de KvK", due="maandag", status="done")
    hall.do(RemoveAction(key))
    assert hall.actions.rows == {}
    assert hall.actions.results(EN) == [Text("Nothing was agreed yet.", "note")]


def test_every_act_of_the_staff_can_be_undone() -> None:
    hall = Hall()
    key = hall.do(AddAction("Bel de KvK"))
    hall.do(EditAction(key, what="Bel de gemeente"))
    hall.do(RemoveAction(key))
    hall.do(Undo(), "")
    assert hall.actions.rows[key].what == "Bel de gemeente"
    hall.do(Undo(), "")
    assert hall.actions.rows[key].what == "Bel de KvK"
    hall.do(Undo(), "")
    assert hall.actions.rows == {}


def test_an_action_that_was_dropped_is_not_carried_over() -> None:
    hall = Hall()
    hall.do(EditAction(hall.do(AddAction("Bel de KvK")), status="dropped"))
    assert hall.actions.items() == ()
    assert len(hall.actions.figures().items) == 1


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (AddAction("  "), "empty"),
        (AddAction("x", sources=("nowhere",)), "unknown_item"),
        (AddAction("x", proposal="nowhere"), "no_entry"),
        (EditAction("nowhere", what="x"), "no_action"),
        (RemoveAction("nowhere"), "no_action"),
    ],
)
def test_what_cannot_be_is_refused(command: Command, code: str) -> None:
    assert Hall().refusal(command) == code


def test_participants_keep_off_the_register() -> None:
    hall = Hall(room=True)
    assert hall.refusal(AddAction("x"), Role.PARTICIPANT) == "not_yours"
    assert Hall().refusal(AddEntry("x"), Role.PARTICIPANT) == "not_for_room"


def test_a_proposal_of_the_room_is_taken_up_or_left() -> None:
    hall = Hall(room=True)
    first, second = hall.propose("Eén telefoonnummer"), hall.propose("Koffie-uur")
    assert {row.text for row in hall.actions.view(ROOM).proposals} == {"Eén telefoonnummer", "Koffie-uur"}
    assert {row.name for row in hall.actions.view(STAFF).proposals} == {""}
    hall.do(AddAction("Stel één telefoonnummer in", owner="gemeente", proposal=first))
    assert [row.id for row in hall.actions.view(STAFF).proposals] == [second]
    assert hall.actions.items()[0].origins == (first,)
    blocks = hall.actions.results(EN)
    assert blocks[1:] == [
        Quotes((Quote("Eén telefoonnummer", "", first),), "Where “Stel één telefoonnummer in” comes from"),
        Quotes((Quote("Koffie-uur", "", second),), "Proposed by the room, not taken up"),
    ]
    hall.do(HideEntry(second, "scherts"))
    assert hall.actions.view(ROOM).hidden == (Hidden(second, "scherts"),)
    assert len(hall.actions.results(EN)) == 2
    assert [entry.hidden for entry in hall.actions.figures().entries if entry.id == second] == ["scherts"]


def test_blind_shows_the_room_a_count() -> None:
    hall = Hall("blind", room=True)
    hall.propose("Koffie-uur")
    hall.do(AddAction("Bel de KvK"))
    view = hall.actions.view(ROOM)
    assert (view.total, view.rows, view.proposals, view.start) == (1, (), (), ())


def test_sealing_keeps_the_register_and_takes_the_keys_away() -> None:
    hall = Hall(room=True)
    hall.do(AddAction("Eén nummer", proposal=hall.propose("Eén telefoonnummer")))
    hall.do(ChangePhase(Phase.CLOSED))
    before = hall.actions.figures(), hall.actions.results(EN)
    hall._record("a", Sealed(), "server", "")
    hall.workshop.replace("a", hall.workshop.sealed("a"))
    assert (hall.actions.figures(), hall.actions.results(EN)) == before
    assert hash_of("Eén telefoonnummer").encode() not in msgspec.json.encode(
        [r.event for r in hall.workshop.records["a"]]
    )


@given(st.lists(st.tuples(st.sampled_from(["add", "edit", "remove", "undo"]), st.integers(0, 5)), max_size=15))
def test_replay_gives_the_same_register(acts: list[tuple[str, int]]) -> None:
    hall, keys = Hall(), ["nowhere"]
    for act, number in acts:
        key = keys[number % len(keys)]
        try:
            match act:
                case "add":
                    keys.append(hall.do(AddAction(f"act {number}")))
                case "edit":
                    hall.do(EditAction(key, owner=f"owner {number}"))
                case "remove":
                    hall.do(RemoveAction(key))
                case _:
                    hall.do(Undo(), "")
        except Refused:
            continue
    again = Workshop()
    for records in hall.workshop.records.values():
        for record in records:
            again.take(record)
    assert again.activities.keys() == hall.workshop.activities.keys()
    if "a" in again.activities:
        assert again.activities["a"].view(STAFF) == hall.actions.view(STAFF)
