"""What the page on surveys of others says is what the code does."""

import re
from pathlib import Path

import pytest

from server.domain.i18n import words
from server.domain.survey.formats.limesurvey_kinds import LEFT_OUT, Asked, questions_of
from server.domain.survey.mapping import USES
from server.domain.survey.proposing import ALIKE
from server.domain.survey.questions import Option, Question
from server.domain.survey.responses import PROVIDERS, read
from server.domain.survey.roles import IDENTIFIES
from tests.domain.test_survey_files import TYPES
from tests.support import shared

PAGE = (Path(__file__).resolve().parents[2] / "docs/survey-files.md").read_text(encoding="utf-8")


def rows(head: str) -> list[list[str]]:
    """The rows of the table with this head."""
    table = PAGE.split(f"| {head} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table]


def test_every_type_of_limesurvey_is_asked_as_the_page_says() -> None:
    said = {kind: as_ for types, as_ in rows("LimeSurvey's type") for kind in re.findall("`(.)`", types)}
    assert set(said) == set(TYPES)
    options = (Option("a", "a"), Option("b", "b"))
    for kind, as_ in said.items():
        asked = Asked(kind, Question("q", "text", "?"), options, {"0": options})
        assert {question.kind for question in questions_of(asked, words("en"))[0]} == {as_}


def test_what_is_left_out_of_limesurvey_is_named() -> None:
    left_out = PAGE.split("Left out: `|`", 1)[0] and "`|`" + PAGE.split("Left out: `|`", 1)[1].split("\n\n", 1)[0]
    assert set(re.findall("`(.)`", left_out)) == set(LEFT_OUT)


def test_every_service_use_and_reason_is_on_the_page() -> None:
    assert [row[0].strip("`") for row in rows("service")] == list(PROVIDERS)
    assert [row[0].strip("`") for row in rows("use")] == list(USES)
    because = PAGE.split("Left out because it identifies:", 1)[1].split("\n\n", 1)[0]
    assert set(re.findall("`(.+?)`", because)) == IDENTIFIES
    assert f"a likeness of {ALIKE} of 100" in PAGE


@pytest.mark.parametrize("row", rows("file"), ids=lambda row: row[0])
def test_the_files_hold_what_the_page_says(row: list[str]) -> None:
    found = read((shared("data/surveys") / row[0].strip("`")).read_bytes())
    assert [str(len(found.rows)), str(len(found.columns))] == row[1:]
