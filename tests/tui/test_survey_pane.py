"""The pane of a survey: each kind of question by keys, conditions at once, kept, sent at the end, changed after."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from server.domain.activities.survey import SurveyView
from server.domain.i18n import LANGUAGES, Language
from server.domain.kernel import Phase
from server.domain.root import AgendaRow
from server.domain.survey.answers import check
from server.domain.survey.questions import Answer, Option, Page, Question, Survey
from server.domain.survey.sheets import AnswerSurvey
from spilter_tui import i18n
from spilter_tui.activities.survey import OptionList
from spilter_tui.answering import TYPED, Filled
from spilter_tui.own import NONE, Ballot, Mine
from spilter_tui.panes import Pane, pane_for
from spilter_tui.screens.role import RoleScreen
from spilter_tui.surveywords import columns
from spilter_tui.themes import Look
from spilter_tui.widgets.entrybox import EntryBox
from tests.domain.surveys import answers, surveys
from tests.tui.stage import Stage, drafted, picture, pressed, runs, settle, wanted
from tests.tui.surveys import KEYS, KNOWN, NOW, QUESTIONS, VIEW, row, work
from tests.tui.test_contrast import pale

TO_END = ["enter"] * 10  # through all questions, and send
ELSEWHERE = AgendaRow("next", "slide", "Pauze", phase=Phase.OPEN)
BY_ID = {question.id: question for question in QUESTIONS}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


def dressed(**attributes: Any) -> Pane:
    pane = pane_for("survey")()
    for key, value in {"row": row(), "view": VIEW, "now": NOW, **attributes}.items():
        setattr(pane, key, value)
    return pane


async def did(*keys: str, **attributes: Any) -> tuple[list[AnswerSurvey], dict[str, str]]:
    """What the pane sends when these keys are pressed, and the drafts it leaves."""
    app = Stage(dressed(**attributes))
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, *keys)
        return [each for each in wanted(app) if isinstance(each, AnswerSurvey)], drafted(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", KEYS)
async def test_a_screen(
    name: str, language: Language, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_language", language)
    app = Stage(work())
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, *KEYS[name])
        assert picture(app) == snapshot


@pytest.mark.parametrize("look", ["dark", "light"])
@pytest.mark.parametrize("name", ["grid", "number", "end"])
async def test_it_is_readable(name: str, look: Look) -> None:
    app = Stage(work(), look)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, *KEYS[name])
        assert list(pale(app)) == []
        assert list(runs(app))


async def test_a_sheet_goes_whole_and_only_at_the_end() -> None:
    keys = ("2", "enter", "1", "2", "tab", "3", "1", "tab", "2", "tab", "4", "enter", *"Te laat", "enter", *"7,5")
    sent, _ = await did(*keys, "enter", *"1-2-2019", "enter", *"rust", "enter", "2", "1", "enter")
    assert sent == []
    (sheet,), drafts = await did(*keys, "enter", *"1-2-2019", "enter", *"rust", "enter", "2", "1", "enter", "enter")
    assert sheet.answers == {
        "sector": "fin", "herkent": {"1": "veel", "2": "weinig"}, "top": ("1", "3"), "kent": ("2",), "cijfer": 4,
        "waarom": "Te laat", "fte": 7.5, "sinds": "2019-02-01", "een": "rust", "volgorde": ("fin", "ond"),
    }  # fmt: skip
    assert json.loads(drafts["sheet-1-0"])["een"] == "rust"


async def test_what_must_be_answered_stops_the_sending_and_takes_one_there() -> None:
    app = Stage(dressed())
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "enter", "1", *["enter"] * 9)
        assert not app.said(Pane.Wanted)
        assert "1  Wat bent u?" in picture(app).splitlines()[2]


async def test_a_condition_holds_at_once() -> None:
    _, drafts = await did("1", *["enter"] * 4, "4", "enter", *"Te laat", "shift+tab", "9", "enter", *"8", "tab")
    assert json.loads(drafts["sheet-1-0"])["fte"] == 8


async def test_an_answer_that_can_not_be_is_said_and_not_passed() -> None:
    app = Stage(dressed())
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, *KEYS["number"], "tab")
        assert "This is no answer to a question of this kind." in picture(app)
        assert "Hoeveel mensen werken er bij u?" in picture(app)


async def test_what_was_filled_in_is_there_again() -> None:
    draft = json.dumps({"sector": "other:bestuurder", "cijfer": 10})
    (sheet,), _ = await did(*["enter"] * 5, drafts={"sheet-1-0": draft})  # from the number on: there it was left
    assert sheet.answers == {"sector": "other:bestuurder", "cijfer": 10}


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, "1  Wat bent u?"),
        ({"sector": "ond"}, "2  Herkent u deze knelpunten?"),
        ({"sector": "ond", "herkent": {"1": "veel"}}, "2  Herkent u deze knelpunten?"),
        ({"sector": "ond", "cijfer": 7}, "6  Hoeveel mensen werken er bij u?"),
    ],
)
async def test_who_comes_back_goes_on_where_one_was(answers: dict[str, Answer], asked: str) -> None:
    app = Stage(dressed(drafts={"sheet-1-0": json.dumps(answers)}))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert f"▸ {asked}" in picture(app)


async def test_it_can_be_changed_until_the_close_and_the_same_is_not_sent_twice() -> None:
    sent: dict[str, Answer] = {"sector": "fin"}
    mine = Mine(ballots={(1, 0): Ballot(answers=sent)})
    assert (await did(*TO_END, mine=mine))[0] == []
    (sheet,), _ = await did("1", *TO_END, mine=mine)
    assert sheet.answers == {"sector": "ond"}


async def test_who_shares_a_laptop_gets_an_empty_survey_after_the_other() -> None:
    both, _ = await did("1", *TO_END, "2", *TO_END, persons=2)
    assert [(sheet.person, sheet.answers) for sheet in both] == [(0, {"sector": "ond"}), (1, {"sector": "fin"})]


async def test_something_else_is_typed_and_takes_the_place_of_an_option() -> None:
    (sheet,), _ = await did("1", "4", *"bestuurder", *TO_END)
    assert sheet.answers == {"sector": "other:bestuurder"}


async def shown(*keys: str, mine: Mine = NONE) -> str:
    """The participant's screen after these keys."""
    app = Stage(work(mine))
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, *keys)
        return picture(app)


async def test_the_keys_of_a_grid_stand_in_a_tidy_list() -> None:
    long = ("belangrijk knelpunt", "lastig, maar geen grote belemmering", "herken ik niet", "geen kennis van")
    grid = Question("g", "grid", "Herkent u dit?", rows=KNOWN, options=tuple(Option(each, each) for each in long))
    pane = dressed(view=SurveyView("voting", "anonymous", 1, 6, Survey((Page((grid,)),))))
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot)
        lines = [line.strip() for line in picture(app).splitlines()]
        at = lines.index("1 belangrijk knelpunt   2 lastig, maar geen grote belemmering")
        assert lines[at + 1] == "3 herken ik niet        4 geen kennis van"
    assert columns(grid, 30)[1] == "2 lastig, maar geen grote bel…"


async def test_a_question_starts_at_its_first_option_and_a_grid_is_open_while_a_row_is() -> None:
    app = Stage(work())
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "1", "enter", "1", "2", "enter")
        assert app.screen.query_one(OptionList).chosen == "1"
        assert "○ 2 Herkent u deze knelpunten? · 2/4" in picture(app)


async def test_one_more_than_may_be_chosen_is_said() -> None:
    app = Stage(work())
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "1", "enter", "enter", "1", "2", "3")
        said = [each.message for each in app._notifications]
        assert said == ["At most 2. Take one away first: press its key again."]


async def test_before_it_begins_there_is_nothing_to_type_in() -> None:
    app = Stage(dressed(view=None))
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot)
        assert picture(app).strip() == ""


async def test_at_the_end_enter_sends_and_once_sent_it_says_so() -> None:
    before = await shown("1", *["enter"] * 9)
    assert "Enter send " in before
    assert "Enter next" not in before
    after = await shown(*["enter"] * 9, mine=Mine(ballots={(1, 0): Ballot(answers={"sector": "fin"})}))
    assert "Your answers were sent. You can still change them" in after
    assert "Enter send" not in after
    assert "it is not kept who answers what" in after


# --- without a screen -------------------------------------------------------------------------------------------


@given(surveys().flatmap(lambda its: st.tuples(st.just(its), answers(its))))
def test_every_answer_can_be_given_with_keys(pair: tuple[Survey, dict[str, Answer]]) -> None:
    survey, wanted = pair
    filled = Filled(survey)
    for question in survey.questions:
        if question.id in wanted:
            filled = give(filled, question.id, wanted[question.id])
    expected = Filled(survey, wanted)
    assert filled.tidied == expected.tidied
    assert not check(survey, filled.answers, complete=False)
    assert [filled.said(question, "nl") for question in filled.asked]


def give(filled: Filled, key: str, answer: Answer) -> Filled:
    question = next(each for each in filled.survey.questions if each.id == key)
    if question.kind in TYPED:
        return filled.write(question, str(answer).replace(".", ",") if question.kind == "number" else str(answer))
    if isinstance(answer, dict):
        for row_, column in answer.items():
            filled = filled.put(question, row_, column)
        return filled
    for each in answer if isinstance(answer, tuple) else (str(answer),):
        typed = each.startswith("other:")
        filled = filled.name(question, each.removeprefix("other:")) if typed else filled.choose(question, each)
    return filled


def test_a_day_is_written_in_either_order() -> None:
    filled = Filled(VIEW.survey)
    for text in ("1-2-2019", "01/02/2019", "2019-02-01"):
        assert filled.write(BY_ID["sinds"], text).answers == {"sinds": "2019-02-01"}
    wrong = filled.write(BY_ID["sinds"], "gisteren")
    fault = wrong.fault(BY_ID["sinds"])
    assert fault is not None
    assert fault.code == "no_date"


def test_a_day_is_shown_as_it_is_asked_for() -> None:
    """In Dutch the day comes first, also for who comes back to it."""
    question = Question("dag", "date", "Welke dag?")
    filled = Filled(Survey((Page((question,)),)), {"dag": "2019-03-01"})
    assert (filled.text(question, "nl"), filled.said(question, "nl")) == ("1-3-2019", "1-3-2019")
    assert filled.write(question, filled.text(question, "nl")) == filled


def test_an_answer_that_can_not_be_is_still_to_do() -> None:
    question = Question("uren", "number", "Hoeveel uur?", maximum=60)
    its = Filled(Survey((Page((question,)),)))
    assert [its.write(question, typed).open for typed in ("", "99", "9")] == [1, 1, 0]


def test_no_more_can_be_chosen_than_may() -> None:
    filled = Filled(VIEW.survey)
    for key in "123":
        filled = filled.choose(BY_ID["top"], key)
    assert filled.answers == {"top": ("1", "2")}


async def test_who_is_taken_along_while_typing_leaves_nothing_behind() -> None:
    screen = work()
    app = Stage(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, *KEYS["text"][:8])
        for letter in "rust":
            await pilot.press(letter)  # and before the pause in which it is kept
        screen.agenda = msgspec.structs.replace(screen.agenda, rows=(*screen.agenda.rows, ELSEWHERE), current="next")
        screen.at = "next"
        await pressed(pilot)
        kept = [each.text for each in app.said(RoleScreen.Kept) if each.slot == "enquete/sheet-1-0"]
    assert json.loads(kept[-1])["een"] == "rust"


async def test_what_is_typed_while_it_is_paused_is_kept_as_the_border_says() -> None:
    pane = dressed()
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, *KEYS["text"][:8])
        pane.row = msgspec.structs.replace(row(), phase=Phase.PAUSED)
        await pressed(pilot, *"rust")
        assert "what you type is kept here" in picture(app)
        await pressed(pilot, "shift+tab", "tab")
        assert pane.query_one(EntryBox).text == "rust"
        pane.row = row()
        await pressed(pilot)
        assert pane.query_one(EntryBox).text == "rust"
    assert json.loads(drafted(app)["sheet-1-0"])["een"] == "rust"
