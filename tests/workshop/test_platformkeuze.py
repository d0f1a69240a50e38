"""The platform choice: played over real sockets, with the expected numbers in the report and on the wall."""

import json
from typing import Any

import pytest

from server.domain.blocks import Bars, Bullets, Matrix, Table, Text
from tests.support import shared
from tests.workshop.story import Story, played, under


@pytest.fixture(scope="module")
def wanted() -> dict[str, Any]:
    fixture = json.loads(shared("cases/fixtures.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = fixture["platformkeuze"]["verwacht"]
    return found


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return played("platformkeuze", tmp_path_factory.mktemp("platform"))


def free(story: Story) -> dict[str, Any]:
    """What would come out without the limit on privacy."""
    found: dict[str, Any] = story.facts("beoordelen")["without_limits"]
    return found


def test_the_scores_in_order(story: Story, wanted: dict[str, Any]) -> None:
    found = {each["text"]: each["score"] for each in story.items("beoordelen")}
    assert found == pytest.approx(wanted["alle"], abs=0.00051)
    assert sorted(found, key=lambda name: -found[name]) == sorted(wanted["alle"], key=lambda n: -wanted["alle"][n])
    assert story.activities["beoordelen"]["n"] == {"persons": 14, "devices": 14, "abstained": 0}


def test_the_limit_on_privacy_leaves_three(story: Story, wanted: dict[str, Any]) -> None:
    stayed = [each["text"] for each in story.items("beoordelen") if each["rank"]]
    assert sorted(stayed) == wanted["knockout_privacy_min_3"]


def test_each_group_has_a_winner_of_its_own(story: Story, wanted: dict[str, Any]) -> None:
    texts = {each["id"]: each["text"] for each in story.items("beoordelen")}
    found = {each["name"]: [texts[key] for key in each["winners"]] for each in free(story)["by_weights"]}
    assert found == {group: [winner] for group, winner in wanted["winnaar_per_groep"].items()}


def test_equal_weights_tie(story: Story) -> None:
    assert story.facts("beoordelen")["equal_weights_winners"] == ["A", "B"]
    equal = {each["id"]: each["equal_weights"] for each in story.items("beoordelen")}
    assert (equal["A"], equal["B"]) == pytest.approx((10 / 3, 10 / 3), abs=1e-5)


def test_it_turns_where_expected(story: Story, wanted: dict[str, Any]) -> None:
    for criterion in free(story)["criteria"]:
        found = [[flip["percent"], *flip["winners"]] for flip in criterion["flips"] if len(flip["winners"]) == 1]
        assert found == wanted["kantelpunten_winnaar"][criterion["text"]]


def test_the_wall_shows_groups_limits_and_turning_points(story: Story) -> None:
    blocks = story.wall("beoordelen")
    scores = under(blocks, Bars)[0]
    assert [(bar.id, round(bar.value, 3), bar.mark) for bar in scores.bars] == [
        ("B", 3.664, "best"), ("A", 3.150, ""), ("D", 2.832, ""), ("C", 2.757, "out"), ("E", 2.521, "out"),
    ]  # fmt: skip
    warnings = [block.text for block in under(blocks, Text) if block.role == "warning"]
    assert any(text.startswith("C Internationaal netwerk valt af") for text in warnings)
    assert "De groepen zijn het niet eens over wat eerst komt." in warnings
    first, turns = under(blocks, Bullets, "Als de grenzen niet telden")
    assert first.items == (
        "Wethouders (n = 2): A Buurtapp (besloten)",
        "WMO-adviseurs (n = 4): B Dorpsplein-platform",
        "Communicatie (n = 3): C Internationaal netwerk",
        "Welzijn en corporatie (n = 5): B Dorpsplein-platform",
    )
    assert "Bereik bewoners ≥ 45%: C Internationaal netwerk eerst" in turns.items
    assert "Samenwerking welzijn/WMO < 8%: A Buurtapp (besloten) eerst" in turns.items
    assert under(blocks, Table, "Gewichten")[0].rows[1][0].text == "Privacy en eigendom van data"


def test_small_groups_judge_unseen(story: Story) -> None:
    shown = {each["name"]: each["n"] for each in story.facts("beoordelen")["by_judgements"]}
    assert shown == {"WMO-adviseurs": 4, "Welzijn en corporatie": 5}
    assert story.facts("beoordelen")["rest"] == 5


def test_facts_have_a_source_and_unknown_is_no_value(story: Story) -> None:
    facts = story.facts("feiten")["facts"]
    assert len(facts) == 26
    unknown = [each for each in facts if each.get("status") == "unknown"]
    assert len(unknown) == 2
    assert not any(each.get("value") for each in unknown)
    [comparison] = under(story.wall("feiten"), Matrix)
    assert comparison.rows[0] == "Bereik bewoners"
    assert "offerte" in story.text("report.md")


def test_criteria_come_from_the_groups(story: Story) -> None:
    nominated = story.items("criteria-kiezen")
    assert {tuple(each["tables"]) for each in nominated} == {(1,), (2,), (3,), (4,)}
    assert len(nominated) == 8


def test_interests_stay_in_the_report(story: Story) -> None:
    assert "biedt zelf een platform aan" in story.text("report.html")
    assert story.said["refused"] == []


def test_the_evaluation_closes_it(story: Story) -> None:
    [mark] = story.items("cijfer")
    assert (mark["n"], round(mark["mean"], 1)) == (14, 7.5)
    assert len(story.activities["in-een-regel"]["entries"]) == 4
    assert "Volgende keer de bewoners zelf aan tafel." in story.text("report.md")
