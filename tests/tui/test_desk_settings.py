"""What an agenda may set is changed in the activity's form: what was typed is set, what can't be is told and kept."""

from collections.abc import Iterator

import pytest

from server.domain import kinds
from server.domain.activities.validate import Validate
from server.domain.kernel import Card, Phase
from server.domain.root import AddActivity, Agenda, GoTo, Info
from server.domain.steering import ChangePhase
from spilter_tui.glance import KINDS as ORDER
from spilter_tui.i18n import use
from spilter_tui.screens.desk.settings import SETTINGS, blanks, changed, fault
from tests.tui.desk_stage import Hall
from tests.tui.test_desk import desk_on
from tests.tui.test_desk_judging import put

KINDS = [(kind, each.name) for kind, found in SETTINGS.items() for each in found]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use("nl")


def hall(*cards: Card) -> Hall:
    made = Hall(Agenda(Info("Zaal"), (), cards))
    made.steer("", GoTo(cards[0].id))
    made.later(1)
    return made


@pytest.mark.parametrize("kind", SETTINGS)
def test_what_is_not_typed_over_is_not_set(kind: str) -> None:
    kinds.load()
    card = Card("a", kind, "Iets")
    shown = {blank.name: blank.value for blank in blanks(card)}
    assert len(shown) == len(SETTINGS[kind])
    assert changed(card, shown) == {}
    assert fault(kind, {}) == ""


@pytest.mark.parametrize(("kind", "name"), KINDS)
def test_what_is_shown_is_read_as_it_was(kind: str, name: str) -> None:
    typed = {
        "number": "2",
        "numbers": "2, 1",
        "yes": "yes",
        "line": "iets",
        "text": "een\n\ntwee",
        "lines": "een\ntwee",
    }
    [shape] = [each.shape for each in SETTINGS[kind] if each.name == name]
    card = Card("a", kind, "Iets", settings={"hosts": False} if name == "hosts" else {})
    settings = changed(card, {f"settings.{name}": typed[shape]})
    assert fault(kind, settings) == ""
    again = Card("a", kind, "Iets", settings=settings)
    [shown] = [blank.value for blank in blanks(again) if blank.name == f"settings.{name}"]
    assert shown == typed[shape]


async def test_rounds_are_made_shorter_while_they_run() -> None:
    made = hall(Card("cafe", "rounds", "Rondes", settings={"rounds": 3, "tables": [1, 1]}))
    made.steer("cafe", ChangePhase(Phase.OPEN))
    async with desk_on(made) as desk:
        await desk.press("e")
        assert "topic of table 1" not in desk.picture
        await put(desk, "settings.rounds", "2")
        await put(desk, "settings.deepening", "Wat ziet u?\nEn nu?")
        await desk.press("f2")
    settings = made.session.workshop.activities["cafe"].card.settings
    assert settings == {"rounds": 2, "tables": [1, 1], "deepening": ["Wat ziet u?", "En nu?"]}


@pytest.mark.parametrize("wrong", ["13", "veel", ""])
async def test_what_can_not_be_is_told_and_kept(wrong: str) -> None:
    made = hall(Card("cafe", "rounds", "Rondes"))
    async with desk_on(made) as desk:
        await desk.press("e")
        await put(desk, "question", "Wat hebt u nodig?")
        await put(desk, "settings.rounds", wrong)
        await desk.press("f2")
        assert desk.toasts == ["This can't be: how many rounds. What you typed is kept."]
        assert made.did == []
        await desk.press("e")
        assert "Wat hebt u nodig?" in desk.picture


async def test_a_proposal_is_added_with_its_text_at_the_desk() -> None:
    async with desk_on(hall(Card("a", "slide", "Welkom"))) as desk:
        kind = next(at for at, each in enumerate(desk_kinds()) if each == "validate")
        await desk.press("plus", "123456789abcdfghijklmpqrs"[kind])
        await put(desk, "title", "Toetsen")
        await put(desk, "settings.text", "Wij bouwen.\n\nWij planten.")
        sent = await desk.press("f2")
        text = {"text": "Wij bouwen.\n\nWij planten."}
        assert sent == [("", AddActivity(Card("", "validate", "Toetsen", settings=text), "a"))]
        found = [each for each in desk.hall.session.workshop.activities.values() if isinstance(each, Validate)]
        assert [item.text for item in found[0].items()] == ["Wij bouwen.", "Wij planten."]


def desk_kinds() -> list[str]:
    """The kinds in the order in which the desk offers them."""
    known = kinds.load()
    return [kind for kind in (*ORDER, *sorted(known.keys() - ORDER.keys())) if kind in known]
