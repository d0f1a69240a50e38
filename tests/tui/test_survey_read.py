"""`spilter survey`: a preview changes nothing, a mapping is edited, answers come in once; questions for an agenda."""

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server import agenda
from server.domain import kinds
from server.domain.activities.survey import SurveyActivity
from server.domain.survey import definitions, responses
from server.domain.survey.mapping import Mapping as Columns
from server.domain.survey.questions import Page, Survey
from server.domain.text import width
from server.domain.workshop import Workshop
from server.log import read_only
from spilter_tui.cli import spilter
from spilter_tui.i18n import use
from spilter_tui.mapped import SHOWN, told
from tests.domain.test_survey_files import SURVEYS, data_of
from tests.domain.test_survey_mapping import HEAD, ROWS, file

AGENDA = """
[workshop]
title = "Werkconferentie"
language = "nl"

[[activities]]
id = "vooraf"
kind = "survey"
title = "Vooraf"

[[activities.settings.questions]]
id = "sector"
kind = "single"
text = "In welke sector werkt u?"
options = ["Zorg", "Bouw", "Eén-pitter"]
other = true

[[activities.settings.questions]]
id = "wens"
kind = "long"
text = "Wat wenst u?"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPILTER_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    use("nl")
    (tmp_path / "dag.toml").write_text(AGENDA, encoding="utf-8")
    (tmp_path / "antwoorden.csv").write_bytes(file([HEAD, *ROWS]))
    return tmp_path


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(spilter, ["survey", "read", *arguments], catch_exceptions=False)
    assert "Traceback" not in done.output
    return done


def survey(folder: Path) -> SurveyActivity:
    kinds.load()
    workshop = Workshop()
    for record in read_only(folder / "dag.spilter").records:
        workshop.take(record)
    found = workshop.activities["vooraf"]
    assert isinstance(found, SurveyActivity)
    return found


def test_a_preview_tells_and_changes_nothing(folder: Path) -> None:
    done = run("dag.toml", "antwoorden.csv", "--preview")
    assert done.exit_code == 0
    assert "Google Forms: 3 antwoorden, 16 kolommen" in done.output
    assert "  = antwoord op: In welke sector werkt u? · 3 van 3 past" in done.output
    assert "herleidbaar tot iemand (een e-mailadres)" in done.output
    assert "Antwoorden van 3 mensen." in done.output
    assert not (folder / "dag.spilter").exists()


def test_answers_come_in_once(folder: Path) -> None:
    for _time in range(2):
        done = run("dag.toml", "antwoorden.csv", "--json")
        assert (done.exit_code, json.loads(done.output)["answers"]) == (0, 3)
    found = survey(folder)
    assert (found.total(0), found.sheets.absent) == (3, 1)
    assert [sheet.answers.get("sector") for sheet in found.sheets.all] == ["1", "3", "other:Visserij"]
    assert b"example.org" not in (folder / "dag.spilter").read_bytes()


def test_a_mapping_is_written_edited_and_used(folder: Path) -> None:
    assert run("dag.toml", "antwoorden.csv", "--write-map", "kolommen.toml").exit_code == 0
    assert not (folder / "dag.spilter").exists()
    text = (folder / "kolommen.toml").read_text(encoding="utf-8")
    assert len(tomllib.loads(text)["columns"]) == len(HEAD)
    (folder / "kolommen.toml").write_text(text.replace('"zorg" = "1"', '"zorg" = "2"'), encoding="utf-8")
    done = run("dag.toml", "antwoorden.csv", "--map", "kolommen.toml", "--absent")
    assert done.exit_code == 0
    assert [sheet.answers.get("sector") for sheet in survey(folder).sheets.all] == ["2", "3", "other:Visserij"]
    assert survey(folder).sheets.absent == 3


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("leeg.csv", b"", "leeg.csv:1: "),
        ("foto.csv", b"\x89PNG\r\n", "foto.csv:1: "),
        ("web.csv", b"<html>", "Dit is een webpagina of XML"),
        ("half.csv", b'a,b\n1,"2', "half.csv:2: "),
    ],
)
def test_a_file_that_cannot_be_read_is_a_sentence(folder: Path, name: str, data: bytes, said: str) -> None:
    (folder / name).write_bytes(data)
    done = run("dag.toml", name, "--preview")
    assert (done.exit_code, said in done.output) == (1, True)


def test_a_wrong_activity_or_mapping_is_a_sentence(folder: Path) -> None:
    done = run("dag.toml", "antwoorden.csv", "--preview", "--activity", "achteraf")
    assert (done.exit_code, "Er is niet zo'n enquête in dag.toml." in done.output) == (1, True)
    (folder / "kolommen.toml").write_text("columns = 1", encoding="utf-8")
    done = run("dag.toml", "antwoorden.csv", "--preview", "--map", "kolommen.toml")
    assert (done.exit_code, "Dit is geen kolommenlijst" in done.output) == (1, True)
    assert run("dag.toml", "nergens.csv").exit_code == 1


# --- questions --------------------------------------------------------------------------------------------------

WORKSHOP = '[workshop]\ntitle = "Dag"\n\n'


@pytest.mark.parametrize("name", SURVEYS)
def test_a_survey_made_elsewhere_becomes_part_of_an_agenda(folder: Path, name: str) -> None:
    path = folder / Path(name).name
    path.write_bytes(data_of(name))
    done = CliRunner().invoke(spilter, ["survey", "questions", path.name, "--id", "vooraf"], catch_exceptions=False)
    assert done.exit_code == 0
    (card,) = agenda.read(WORKSHOP + done.stdout).cards
    found = SurveyActivity(card).survey
    assert [(page.title, page.questions) for page in found.pages if page.questions] == [
        (page.title, page.questions) for page in _merged(definitions.read(data_of(name), "nl").survey)
    ]


def _merged(survey: Survey) -> list[Page]:
    """The pages as an agenda can say them: one without a title goes on where the one before it ended."""
    pages: list[Page] = []
    for page in survey.pages:
        if pages and not page.title:
            pages[-1] = Page((*pages[-1].questions, *page.questions), pages[-1].title)
        else:
            pages.append(page)
    return pages


def test_what_is_left_out_is_said_and_a_wrong_file_is_a_sentence(folder: Path) -> None:
    (folder / "a.lss").write_bytes(data_of("limesurvey/citric_survey.lss"))
    done = CliRunner().invoke(spilter, ["survey", "questions", "a.lss", "--out", "a.toml"], catch_exceptions=False)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "een bestand inleveren kan hier niet worden gevraagd" in done.stderr
    assert len(tomllib.loads((folder / "a.toml").read_text(encoding="utf-8"))["activities"]) == 1
    (folder / "b.lss").write_bytes(b"<html></html>")
    done = CliRunner().invoke(spilter, ["survey", "questions", "b.lss"], catch_exceptions=False)
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "geen enquête die gelezen kan worden" in done.stderr


def test_questions_guessed_from_answers_take_those_answers(folder: Path) -> None:
    (folder / "star.csv").write_bytes(data_of("surveymonkey/StarWars.csv"))
    done = CliRunner().invoke(spilter, ["survey", "questions", "star.csv"], catch_exceptions=False)
    (folder / "dag.toml").write_text(WORKSHOP + done.stdout, encoding="utf-8")
    done = run("dag.toml", "star.csv", "--json")
    assert (done.exit_code, json.loads(done.stdout)["answers"]) == (0, 1186)


def test_columns_of_one_question_are_told_apart_by_what_stands_last() -> None:
    found = responses.read(data_of("surveymonkey/StarWars.csv"))
    names = [each.name for each in told(Columns(()), found, Survey(()))]
    assert len(set(names)) == len(names) == 38
    assert "Which of the following Star W…Episode I The Phantom Menace]" in names
    assert all(width(name) <= SHOWN for name in names)
