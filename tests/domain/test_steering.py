"""What the desk does to any activity: preset, card, attribution, reveal, start list."""

import msgspec
import pytest

from server.domain.entries import AddEntry
from server.domain.kernel import Card, Command, Item, Phase, Refused, Role, Who
from server.domain.startlist import Given
from server.domain.steering import Drop, EditCard, Reveal, Seed, SetPreset, Tighten
from tests.domain.stage import ROOM, Stage, items

CARD = Card("b", "brainstorm", "Wat ontbreekt?", start=items("een"), attribution="named")
ANNA = Who(Role.PARTICIPANT, name="Anna")


def refusal(stage: Stage, command: Command) -> str:
    with pytest.raises(Refused) as caught:
        stage.do("b", command)
    return caught.value.code


def test_a_preset_must_be_one_of_the_kind() -> None:
    stage = Stage(CARD)
    assert stage.activity("b").preset == "together"
    stage.do("b", SetPreset("blind"))
    assert stage.activity("b").preset == "blind"
    assert refusal(stage, SetPreset("sideways")) == "no_preset"


def test_a_card_is_edited_but_stays_the_same_activity() -> None:
    stage = Stage(CARD)
    stage.do("b", EditCard(msgspec.structs.replace(CARD, id="x", kind="slide", title="Anders", settings={})))
    card = stage.activity("b").card
    assert (card.id, card.kind, card.title) == ("b", "brainstorm", "Anders")
    assert refusal(stage, EditCard(msgspec.structs.replace(CARD, settings={"nonsense": 1}))) == "settings"


def test_attribution_is_only_tightened_once_open() -> None:
    stage = Stage(CARD)
    stage.phase("b", Phase.OPEN)
    stage.do("b", AddEntry("met naam"), ANNA)
    stage.do("b", Tighten("anonymous"))
    assert stage.activity("b").anonymous
    assert refusal(stage, Tighten("named")) == "only_tighter"
    assert refusal(stage, Tighten("loose")) == "only_tighter"
    assert refusal(stage, EditCard(CARD)) == "only_tighter"


def test_an_activity_that_never_opened_has_nothing_to_reveal() -> None:
    stage = Stage(CARD)
    assert refusal(stage, Reveal()) == "nothing_yet"
    stage.phase("b", Phase.OPEN)
    assert stage.view("b/result", ROOM).hidden
    stage.do("b", Reveal())
    assert not stage.view("b/result", ROOM).hidden
    stage.do("b", Reveal(False))
    assert stage.view("b/result", ROOM).hidden


def test_the_start_list_grows_and_shrinks() -> None:
    stage = Stage(CARD)
    stage.do("b", Seed(("twee", " ", " drie "), "papier"))
    assert [(item.text, item.source) for item in stage.activity("b").items()] == [
        ("een", ""), ("twee", "papier"), ("drie", "papier"),
    ]  # fmt: skip
    stage.do("b", Drop(("a", "zz")))
    assert [item.text for item in stage.activity("b").items()] == ["twee", "drie"]
    assert refusal(stage, Seed((" ",))) == "empty"


def test_items_of_a_file_come_in_once_with_their_ids() -> None:
    stage = Stage(CARD)
    stage.do("b", Seed(items=(Given("een"), Given("twee", "b.7", "brief", origins=("x",)))))
    assert stage.activity("b").items()[1:] == (Item("b.7", "twee", ("x",), "brief"),)
    assert refusal(stage, Seed(items=(Given("Twee", "b.7"), Given(" een ")))) == "nothing_new"
    assert refusal(stage, Seed(items=(Given(" "),))) == "empty"
