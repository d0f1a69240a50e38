"""The work conference: eighty-four answers of before, a hundred laptops at ten tables, and what the hall found."""

import json
from collections import Counter
from typing import Any

import pytest

from tests.support import shared
from tests.workshop.story import Story, played

PEOPLE, ENTRIES = 100, 10


@pytest.fixture(scope="module")
def wanted() -> dict[str, Any]:
    fixture: dict[str, Any] = json.loads(shared("cases/fixtures.json").read_text(encoding="utf-8"))["ser"]
    return fixture


@pytest.fixture(scope="module")
def conference(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return played("ser", tmp_path_factory.mktemp("ser"))


def ranking(story: Story, question: str) -> list[tuple[str, int]]:
    return [(each["text"], each["votes"]) for each in story.items("enquete") if each["question"] == question]


def test_the_answers_of_before_are_those_of_the_fixture(conference: Story, wanted: dict[str, Any]) -> None:
    facts = conference.facts("enquete")
    assert (facts["invited"], facts["answered"], facts["absent"]) == (140, wanted["respons"], 12)
    grid, *_ = facts["questions"]
    assert {row["text"]: row["votes"] for row in grid["rows"]} == wanted["knelpunten"]


def test_both_orders_are_there_and_the_report_warns_that_they_measure_something_else(
    conference: Story, wanted: dict[str, Any]
) -> None:
    recognised, named = ranking(conference, "herkennen"), ranking(conference, "top3")
    assert recognised[0][0] == "(Toepassing van) aanbestedingsregels"
    assert recognised == [(text, row[0]) for text, row in wanted["knelpunten"].items()]
    assert named[0][0] == "Verkrijgen van financiering"
    assert named == list(wanted["top3"].items())
    report = conference.text("report.md")
    assert "omdat ze iets anders meten" in report
    assert "Geen aselecte steekproef" in report
    assert "Herkent u dit knelpunt? 1. (Toepassing van) aanbestedingsregels (52); 2." in report
    assert "wegen het zwaarst? 1. Verkrijgen van financiering (45); 2." in report
    assert "n = 84 personen*" in report  # no laptops: they answered weeks before
    assert "12 van hen zijn er niet bij" in report


def test_a_hundred_people_sent_ten_entries_each_and_every_one_is_there(conference: Story) -> None:
    rounds = [f"{name}-{n}" for name in ("knelpunten", "oplossingen") for n in (1, 2)]
    entries = [entry for each in rounds for entry in conference.activities[each]["entries"] if entry["theme"]]
    assert len(entries) == PEOPLE * ENTRIES + 20  # the chairs wrote down what their table nominates
    assert conference.said["refused"] == []
    assert {entry["table"] for entry in entries} == set(range(1, 11))
    assert len({entry["theme"] for entry in entries}) == 5


def test_every_table_nominates_and_what_is_the_same_is_merged(conference: Story) -> None:
    nominated = [item for n in (1, 2) for item in conference.items(f"voordracht-{n}")]
    assert Counter(table for item in nominated for table in item["tables"]) == dict.fromkeys(range(1, 11), 2)
    assert len(conference.said["suggested"]) == 6
    assert len(conference.items("wegen")) == 14


def test_what_the_backgrounds_think_stands_beside_what_all_think(conference: Story) -> None:
    teams = {each["name"]: each["n"] for each in conference.facts("wegen")["by_judgements"]}
    assert teams == dict.fromkeys(("ondernemer", "financier", "wetenschap", "overheid"), PEOPLE // 4)
    assert {each["text"] for each in conference.items("verdiepen")} == {
        each["text"] for each in conference.items("wegen") if each["flagged"]
    }
    assert len(conference.items("verdiepen")) == 2
