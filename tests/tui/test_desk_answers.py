"""The desk reads in what people answered elsewhere: columns are proposed, changed by keys, and come in once."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion

from server.domain.activities.brainstorm import Brainstorm
from server.domain.activities.survey import SurveyActivity
from server.domain.i18n import LANGUAGES, Language
from server.domain.kernel import Card
from server.domain.root import Agenda, Info
from server.domain.steering import EditCard, Seed
from server.domain.survey.sheets import ImportAnswers
from server.domain.survey.written import written
from spilter_tui.i18n import use
from spilter_tui.screens.desk.mapper import MapperScreen
from spilter_tui.themes import Look
from tests.domain.test_survey_files import data_of
from tests.domain.test_survey_mapping import HEAD, ROWS, SURVEY, file
from tests.hostile import hostile
from tests.tui import mapping
from tests.tui.desk_stage import Hall
from tests.tui.gallery import pressed
from tests.tui.stage import Stage, picture, runs
from tests.tui.test_contrast import MARK, TEXT, contrast, is_mark
from tests.tui.test_desk import Desk, desk_on
from tests.tui.test_desk_judging import put

QUESTIONS = msgspec.to_builtins(written(SURVEY))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use("nl")


def hall(questions: bool = True) -> Hall:
    """A survey before the day, and a brainstorm after it."""
    settings = {"questions": QUESTIONS} if questions else {}
    cards = (Card("vooraf", "survey", "Vooraf", settings=settings), Card("ideeen", "brainstorm", "Ideeën"))
    return Hall(Agenda(Info("Werkconferentie"), cards=cards))


def survey_of(hall: Hall) -> SurveyActivity:
    found = hall.session.workshop.activities["vooraf"]
    assert isinstance(found, SurveyActivity)
    return found


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "antwoorden.csv"
    path.write_bytes(file([HEAD, *ROWS]))
    return path


async def choose_file(desk: Desk, path: Path, key: str = "i") -> None:
    await desk.press(key)
    await put(desk, "file", str(path))
    await desk.press("f2")


async def test_answers_come_in_and_a_second_time_nothing_changes(answers: Path) -> None:
    async with desk_on(hall()) as desk:
        await choose_file(desk, answers)
        assert isinstance(desk.app.screen, MapperScreen)
        assert "Google Forms: 3 answers, 16 columns" in desk.picture
        [(scope, command)] = await desk.press("enter")
        assert (scope, type(command), len(command.sheets)) == ("vooraf", ImportAnswers, 3)  # type: ignore[attr-defined]
        assert (survey_of(desk.hall).total(0), survey_of(desk.hall).sheets.absent) == (3, 1)
        assert "3 answers read." in desk.toasts
        before = survey_of(desk.hall).sheets.all
        await choose_file(desk, answers)
        await desk.press("enter")
        assert survey_of(desk.hall).sheets.all == before


async def test_a_column_is_changed_by_keys(answers: Path) -> None:
    async with desk_on(hall()) as desk:
        await choose_file(desk, answers)
        mapper = desk.app.screen
        assert isinstance(mapper, MapperScreen)
        await desk.press("down", "down", "down", "x")
        assert mapper.columns.columns[3].use == "ignored"
        await desk.press("q")
        assert "Which question does this column answer?" in desk.picture
        await desk.press("enter")
        assert (mapper.columns.columns[3].question, mapper.columns.columns[3].values["zorg"]) == ("sector", "1")
        await desk.press("down")
        assert "Does not fit: Weet niet" in desk.picture
        await desk.press("v", "down", "down", "enter")
        assert mapper.columns.columns[4].values["Weet niet"] == "3"
        assert "Does not fit" not in desk.picture
        await desk.press("a", "enter")
        assert survey_of(desk.hall).sheets.absent == 3
        assert [sheet.answers["hinder"] for sheet in survey_of(desk.hall).sheets.all] == [
            ("1", "2"),
            ("2", "3"),
            ("3",),
        ]


async def test_what_identifies_is_left_out_and_said_to_be(answers: Path) -> None:
    async with desk_on(hall()) as desk:
        await choose_file(desk, answers)
        picture = desk.picture
        assert "left out: it tells who somebody is (an e-mail address)" in picture
        assert "left out: it tells who somebody is (a moment)" in picture
        await desk.press("enter")
        assert "example.org" not in repr(survey_of(desk.hall).sheets.all)


async def test_without_questions_they_are_guessed_and_asked_for(answers: Path) -> None:
    async with desk_on(hall(questions=False)) as desk:
        await choose_file(desk, answers)
        assert "Take these questions?" in desk.picture
        [(_scope, command)] = await desk.press("y")
        assert isinstance(command, EditCard)
        await desk.press("enter")
        assert survey_of(desk.hall).total(0) == 3
        assert len(survey_of(desk.hall).survey.questions) == 9


async def test_a_survey_of_limesurvey_gives_the_questions(tmp_path: Path) -> None:
    path = tmp_path / "survey.lss"
    path.write_bytes(data_of("limesurvey/citric_survey.lss"))
    async with desk_on(hall(questions=False)) as desk:
        await choose_file(desk, path)
        assert "3 questions." in desk.picture
        assert "handing in a file" in desk.picture
        await desk.press("y")
        assert [question.kind for question in survey_of(desk.hall).survey.questions] == ["long", "scale", "single"]


async def test_open_answers_become_a_start_list_once(answers: Path) -> None:
    async with desk_on(hall()) as desk:
        await desk.press("down")
        for _time in range(2):
            await choose_file(desk, answers, "I")
            await desk.press("down", *["down"] * 12, "o")
            [(scope, command)] = await desk.press("enter")
            assert (scope, type(command)) == ("ideeen", Seed)
        found = desk.hall.session.workshop.activities["ideeen"]
        assert isinstance(found, Brainstorm)
        texts = sorted(item.text for item in found.items())
        assert texts == [
            "Dank voor alle moeite hier",
            "Een bankje\nbij het veer",
            "Licht",
            "Tot de volgende keer dan maar",
        ]


async def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "foto.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    async with desk_on(hall()) as desk:
        await choose_file(desk, path)
        assert "This line is no text." in " ".join(desk.picture.split())
        await desk.press("escape")
        await choose_file(desk, tmp_path / "nowhere.csv")
        assert any("nowhere.csv can't be opened" in toast for toast in desk.toasts)
        assert survey_of(desk.hall).total(0) == 0


# --- how it looks -----------------------------------------------------------------------------------------------


@asynccontextmanager
async def shown(scene: str, look: Look = "dark") -> AsyncIterator[Stage]:
    app = Stage(mapping.screen(), look)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(mapping.KEYS[scene], pilot)
        yield app


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scene", mapping.KEYS)
async def test_a_screen(scene: str, language: Language, snapshot: SnapshotAssertion) -> None:
    use(language)
    async with shown(scene) as app:
        assert picture(app) == snapshot


@pytest.mark.parametrize("look", ["dark", "light"])
@pytest.mark.parametrize("scene", mapping.KEYS)
async def test_everything_drawn_is_readable(scene: str, look: Look) -> None:
    async with shown(scene, look) as app:
        pale = [
            (run.text.strip(), round(ratio, 2))
            for run in runs(app)
            if (ratio := contrast(run.ink, run.paper)) < (MARK if is_mark(run.text) else TEXT)
        ]
    assert pale == []


@pytest.mark.parametrize("scene", mapping.KEYS)
async def test_without_colour_the_same_is_said(scene: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with shown(scene) as coloured:
        expected = picture(coloured)
    monkeypatch.setenv("NO_COLOR", "1")
    async with shown(scene, "plain") as bare:
        assert picture(bare) == expected
        assert not list(runs(bare)), "a colour was asked for"


async def test_hostile_columns_and_cells_are_only_shown(tmp_path: Path) -> None:
    path = tmp_path / "kwaad.csv"
    path.write_bytes(
        file([["[/x]", "[@click=app.quit]klik", "\x1b]52;c;\x07"], *[[text] * 3 for text in hostile()[::9]]])
    )
    async with desk_on(hall()) as desk:
        await choose_file(desk, path)
        assert isinstance(desk.app.screen, MapperScreen)
        for _column in range(3):
            assert "\x1b" not in desk.picture
            await desk.press("o", "down")
        await desk.press("escape")
        assert not isinstance(desk.app.screen, MapperScreen)
