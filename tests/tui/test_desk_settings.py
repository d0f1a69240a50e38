"""What an agenda may set is changed in the activity's form: what was typed is set, what can't be is told and kept."""

from collections.abc import Iterator

import pytest

from server.domain import kinds
from server.domain.activities.validate import Validate
from server.domain.kernel import Card, Phase
from server.domain.root import AddActivity, Agenda, GoTo, Info
from server.domain.steering import ChangePhase, EditCard
from spilter_tui.glance import KINDS as ORDER
from spilter_tui.i18n import use
from spilter_tui.widgets.chooser import Chooser
from tests.tui.desk_stage import Hall
from tests.tui.test_desk import desk_on
from tests.tui.test_desk_judging import put


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


@pytest.mark.parametrize(
    ("wrong", "why"),
    [("13", "“rounds” should be <= 12."), ("veel", "“rounds” should be a whole number."), ("", "a whole number")],
)
async def test_what_can_not_be_is_told_at_its_field_and_stays_there(wrong: str, why: str) -> None:
    made = hall(Card("cafe", "rounds", "Rondes"))
    async with desk_on(made) as desk:
        await desk.press("e")
        await put(desk, "question", "Wat hebt u nodig?")
        await put(desk, "settings.rounds", wrong)
        await desk.press("f2")
        assert made.did == []
        assert why in desk.picture
        assert "Wat hebt u nodig?" in desk.picture
        assert getattr(desk.app.screen.focused, "field", "") == "settings.rounds"
        await desk.press("escape", "e")
        assert "Wat hebt u nodig?" in desk.picture
        await put(desk, "settings.rounds", "12")
        [(_scope, command)] = await desk.press("f2")
        assert command == EditCard(Card("cafe", "rounds", "Rondes", "Wat hebt u nodig?", settings={"rounds": 12}))


async def test_what_does_not_go_together_is_told_in_the_words_of_check_until_it_does() -> None:
    async with desk_on(hall(Card("a", "slide", "Welkom"))) as desk:
        await desk.press(*key_of("vote"), "1", *"Kiezen")
        await put(desk, "settings.low", "6")
        assert await desk.press("f2") == []
        assert "low must be less than high" in desk.picture
        await put(desk, "settings.low", "0")
        await put(desk, "settings.labels", "een\ntwee\ndrie")
        assert await desk.press("f2") == []
        assert "low must be less than high" not in desk.picture
        assert "labels must hold one label for each step" in " ".join(desk.picture.split())
        await put(desk, "settings.labels", "nooit\naltijd")
        [(_scope, command)] = await desk.press("f2")
        settings = {"low": 0, "labels": ["nooit", "altijd"]}
        assert command == AddActivity(Card("", "vote", "Kiezen", settings=settings), "a")


async def test_minutes_are_a_number() -> None:
    async with desk_on(hall(Card("a", "slide", "Welkom"))) as desk:
        await desk.press("e")
        await put(desk, "minutes", "veel")
        assert await desk.press("f2") == []
        assert "a whole number from 0 to 999" in desk.picture


async def test_a_vote_is_added_in_five_keys_by_the_name_of_its_way() -> None:
    async with desk_on(hall(Card("a", "slide", "Welkom"))) as desk:
        sent = await desk.press(*key_of("vote"), "2", "f2")
        assert sent == [("", AddActivity(Card("", "vote", "Dots", settings={"method": "dots"}), "a"))]
        await desk.press("u")
        assert len(desk.hall.session.workshop.plan.order) == 1


async def test_leaving_the_choice_of_a_way_adds_nothing() -> None:
    async with desk_on(hall(Card("a", "slide", "Welkom"))) as desk:
        assert await desk.press(*key_of("vote"), "escape", "escape") == []
        assert "How to judge" not in desk.picture


async def test_choices_are_made_with_the_arrow_keys() -> None:
    async with desk_on(hall(Card("a", "slide", "Welkom"))) as desk:
        await desk.press(*key_of("pulse"), "2", *["tab"] * 4, "right", "down", "right", "enter")
        [(_scope, command)] = desk.hall.did[-1:]
        settings = {"method": "decide", "instant": False, "secret": True}
        assert command == AddActivity(Card("", "pulse", "Yes, no, no opinion", settings=settings), "a")


async def test_in_draft_a_vote_goes_over_to_another_way_with_what_both_know() -> None:
    made = hall(Card("v", "vote", "Kiezen", settings={"method": "dots", "dots": 5, "criterion": "Wat helpt?"}))
    async with desk_on(made) as desk:
        await desk.press("e", *"!", *["tab"] * 7)
        assert "how to judge" in desk.picture
        await desk.press(*["right"] * 6)
        assert "< estimate: a number for each item >" in desk.picture
        assert await desk.press("f2") == []
        assert "highest value" in desk.picture
        await put(desk, "settings.high", "1000")
        [(_scope, command)] = await desk.press("f2")
        settings = {"method": "estimate", "low": 0, "high": 1000, "criterion": "Wat helpt?"}
        assert command == EditCard(Card("v", "vote", "Kiezen!", settings=settings))
        await desk.press("u")
        assert desk.hall.session.workshop.activities["v"].card.settings["method"] == "dots"


async def test_who_leaves_the_form_of_the_other_way_changes_nothing() -> None:
    async with desk_on(hall(Card("v", "pulse", "Peilen"))) as desk:
        await desk.press("e", *["tab"] * 6, "right", "f2")
        assert "lowest value" not in desk.picture
        assert await desk.press("escape") == []
        assert "Edit the activity" not in desk.picture


async def test_once_opened_only_what_may_still_change_is_asked() -> None:
    made = hall(Card("v", "vote", "Kiezen", settings={"method": "scale", "labels": ["neee", "ja"]}))
    made.steer("v", ChangePhase(Phase.OPEN))
    async with desk_on(made, size=(100, 50)) as desk:
        await desk.press("e")
        for label in ("lowest value", "items each judges", "teams to belong to", "secret, for you", "whose it is"):
            assert label not in desk.picture
        await put(desk, "settings.labels", "nee\nja")
        [(_scope, command)] = await desk.press("f2")
        assert command == EditCard(Card("v", "vote", "Kiezen", settings={"method": "scale", "labels": ["nee", "ja"]}))


async def test_the_facts_beside_a_matrix_are_chosen_out_of_what_stands_before_it() -> None:
    cards = [Card("f", "factsheet", "Feiten"), Card("m", "matrix", "Wegen"), Card("g", "factsheet", "Later")]
    made = hall(*cards)
    made.steer("", GoTo("m"))
    made.later(1)
    async with desk_on(made, size=(100, 60)) as desk:
        await desk.press("e", "tab", "tab", "tab", "tab", "tab", "tab", "tab", "tab", "tab")
        chooser = desk.app.screen.query_one(Chooser)
        [setting] = [each for each in chooser.settings if each.name == "settings.facts"]
        assert setting.options == (("", "none"), ("f", "Feiten"))
        chooser.settings = tuple(
            each._replace(value="f") if each.name == "settings.facts" else each for each in chooser.settings
        )
        [(_scope, command)] = await desk.press("f2")
        assert command == EditCard(Card("m", "matrix", "Wegen", settings={"facts": "f"}))


def key_of(kind: str) -> tuple[str, str]:
    """The keys that begin an activity of a kind."""
    return "plus", "123456789abcdfghijklmpqrs"[desk_kinds().index(kind)]


async def test_a_proposal_is_added_with_its_text_at_the_desk() -> None:
    async with desk_on(hall(Card("a", "slide", "Welkom"))) as desk:
        await desk.press(*key_of("validate"))
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
