"""Five hundred and twenty people on a hundred and four laptops, from the first question to the report."""

import re
from collections import Counter

import pytest

from server.domain.ballots import LotTaken
from server.log import read_only
from tests.workshop.story import Story, played

PERSONS, LAPTOPS, IDEAS = 520, 104, 1200


@pytest.fixture(scope="module")
def forum(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return played("groot-500", tmp_path_factory.mktemp("groot-500"))


@pytest.mark.parametrize("vote", ["peiling", "stemmen", "toetsen", "evaluatie"])
def test_every_vote_counts_520_people_on_104_laptops(forum: Story, vote: str) -> None:
    n = forum.activities[vote]["n"]
    assert (n["persons"], n["devices"]) == (PERSONS, LAPTOPS)


def test_every_one_of_the_sixty_was_judged_60_or_61_times(forum: Story) -> None:
    judged = Counter(item["n"] for item in forum.items("stemmen"))
    assert set(judged) == {60, 61}
    assert sum(n * items for n, items in judged.items()) == PERSONS * 7
    assert all(item["margin"] > 0 for item in forum.items("stemmen"))


def test_twelve_hundred_ideas_and_those_of_the_day_came_into_sixty_themes(forum: Story) -> None:
    themes = forum.items("ordenen")
    assert len(themes) == 60
    assert sum(theme["n"] for theme in themes) == IDEAS + LAPTOPS
    assert forum.said["entries"] == LAPTOPS


def test_eight_of_them_were_worked_out_and_tested(forum: Story) -> None:
    assert len(forum.items("toetsen")) == 8
    best = {item["text"] for item in forum.items("stemmen") if item["rank"] <= 20}
    assert {item["text"] for item in forum.items("toetsen")} <= best


def test_every_mean_has_its_interval_in_the_report(forum: Story) -> None:
    for item in forum.items("stemmen"):
        assert item["interval_from"] <= item["mean"] <= item["interval_to"]
    assert forum.text("report.html").count('class="interval') == 60
    assert len(re.findall(r"\(\d,\d\d–\d,\d\d\) \| `[·─]*●[·─]*`", forum.text("report.md"))) == 60


def test_what_a_minority_is_for_stands_beside_the_first_twenty(forum: Story) -> None:
    picks = [item for item in forum.items("stemmen") if item["minority_pick"]]
    assert picks
    for item in picks:
        assert item["rank"] > 20
        assert item["top_votes"] >= max(4, item["n"] / 4)
        assert f"{item['top_votes']} van {item['n']} mensen; plaats {item['rank']} naar gemiddelde" in forum.text(
            "report.md"
        )
    assert "Keuzes van een minderheid: niet bij de eerste 20 naar gemiddelde" in forum.text("report.md")


def test_the_report_says_how_sure_the_order_is_and_the_file_not_who_had_which_lot(forum: Story) -> None:
    report = forum.text("report.md")
    assert "Ieder beoordeelde 7 van 60 onderdelen" in report
    assert "zijn niet te onderscheiden" in report
    first = sum(item["rank"] <= 20 for item in forum.items("stemmen"))  # ties at the twentieth place are all among them
    assert f"De eerste {first} · Gemiddelde, met het interval van 95 procent" in report
    events = [record.event for record in read_only(forum.out / "groot-500.spilter").records]
    assert not any(isinstance(event, LotTaken) for event in events)
