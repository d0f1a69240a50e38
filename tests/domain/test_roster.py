"""The roster: a file of guests read or refused by line, guests seated, and names that can be forgotten."""

import pytest

from server.domain import root
from server.domain.history import Recorded
from server.domain.kernel import Audience, Context, Refused, Role, Who
from server.domain.roster import ForgetGuests, Guest, SeatGuests, SetGuests, attributes_of, read
from server.domain.sheet import BadFile
from server.domain.sheet import read as sheet
from server.domain.workshop import Workshop

DESK = Context(0.0, lambda: "id", Who(Role.FACILITATOR, desk="desk 1"))
FILE = """Naam;Tafel;Kaart;Achtergrond;Rol
Ada Bakker;3;7;ondernemer;voorzitter
"Bert; van Dam";;;financier;
Carla;;2;;
"""


def test_a_file_gives_guests_with_their_tables_cards_and_attributes() -> None:
    guests = read(sheet(FILE.encode()))
    assert [(guest.card, guest.name, guest.table) for guest in guests] == [
        (7, "Ada Bakker", 3),
        (1, "Bert; van Dam", 0),
        (2, "Carla", 0),
    ]
    assert guests[0].attributes == {"Achtergrond": "ondernemer", "Rol": "voorzitter"}
    assert [guest.chair for guest in guests] == [True, False, False]
    assert attributes_of(guests) == {"Achtergrond": 2, "Rol": 1}


def test_what_is_wrong_is_told_by_line() -> None:
    wrong = "name,table,card\n,1,1\nAda,nul,2\nBert,1,0\nCarla,1000,2\nDirk," + "9" * 40 + ",5\n"
    with pytest.raises(BadFile) as bad:
        read(sheet(wrong.encode()))
    assert [(fault.line, fault.code) for fault in bad.value.faults] == [
        (2, "empty"),
        (3, "no_such_number"),
        (4, "no_such_number"),
        (5, "no_such_number"),
        (5, "id_twice"),
        (6, "no_such_number"),
    ]


def test_a_file_without_names_or_with_too_many_columns_is_no_roster() -> None:
    columns = ",".join(f"a{n}" for n in range(13))
    for text in ("tafel\n1\n", f"naam,{columns}\nAda\n", "naam\n", "naam\n" + "x" * 81 + "\n"):
        with pytest.raises(BadFile):
            read(sheet(text.encode()))


def played(*commands: object) -> Workshop:
    workshop = Workshop()
    for at, command in enumerate(commands):
        for scope, event in workshop.decide("", command, DESK):  # type: ignore[arg-type]
            workshop.take(Recorded(scope, event, op=f"op{at}", by="desk 1", seq=at + 1))
    return workshop


GUESTS = read(sheet(FILE.encode()))


def test_guests_come_in_batches_and_get_a_table() -> None:
    workshop = played(SetGuests(GUESTS[:1]), SetGuests(GUESTS[1:], more=True), SeatGuests({1: 4, 2: 4}))
    assert {guest.card: guest.table for guest in workshop.plan.roster.guests.values()} == {7: 3, 1: 4, 2: 4}
    view = workshop.view("agenda", Audience(Role.FACILITATOR))
    assert isinstance(view, root.AgendaView)
    assert len(view.guests) == 3
    for role in (Role.PARTICIPANT, Role.WALL):
        seen = workshop.view("agenda", Audience(role))
        assert isinstance(seen, root.AgendaView)
        assert (seen.guests, seen.kinds) == ((), ())


def test_what_can_not_be_is_refused() -> None:
    workshop = played(SetGuests(GUESTS))
    wrong = {
        "card_twice": SetGuests((Guest(3), Guest(3))),
        "no_guest": SeatGuests({99: 1}),
        "too_many_guests": SetGuests(tuple(Guest(n) for n in range(10, 2010)), more=True),
    }
    for code, command in wrong.items():
        with pytest.raises(Refused, match=code):
            workshop.decide("", command, DESK)
    with pytest.raises(Refused, match="card_twice"):
        workshop.decide("", SetGuests(GUESTS, more=True), DESK)
    with pytest.raises(Refused, match="no_guests"):
        played().decide("", ForgetGuests(), DESK)


def test_forgetting_leaves_counts_by_table_and_no_name_in_any_event() -> None:
    workshop = played(SetGuests(GUESTS), SeatGuests({1: 3}), ForgetGuests())
    workshop.forget_names()
    assert workshop.plan.roster.guests == {}
    assert [(kind.table, kind.attribute, kind.value, kind.count) for kind in workshop.plan.roster.kinds] == [
        (3, "Achtergrond", "financier", 1),
        (3, "Achtergrond", "ondernemer", 1),
        (3, "Rol", "voorzitter", 1),
    ]
    assert "Ada" not in str(workshop.records)
    assert len(workshop.records[""]) == 3


def test_undo_of_the_roster_after_forgetting_brings_nothing_back() -> None:
    workshop = played(SetGuests(GUESTS), ForgetGuests())
    workshop.forget_names()
    workshop.take(Recorded("", root.Undone("op1"), op="u", by="desk 1", seq=9))
    assert workshop.plan.roster.guests == {}
