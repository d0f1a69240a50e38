"""Dividing a budget and choosing in pairs: what a ballot may hold, and outside results through the ballots."""

import csv
import json
from typing import Any

import pytest

from server.domain.ballots import BallotCast, CountHands, HandsCounted
from server.domain.blocks import Bars, Table, Text
from server.domain.i18n import words
from server.domain.kernel import Item
from server.domain.methods import METHODS, faults
from server.domain.methods.base import Judged, Method, MethodSettings, Poll, Rules
from server.domain.methods.pairwise import pair_key, pair_of
from server.domain.tally.ballot import InvalidBallot
from tests.pabulib import read_election
from tests.support import shared

EN = words("en")
ABC = tuple(Item(key, f"item {key}") for key in "abc")


def method(name: str, **settings: Any) -> Method:
    wanted = MethodSettings(method=name, **settings)
    assert not list(faults(wanted))
    return METHODS[name](wanted)


def refused(judge: Method, values: dict[str, int], *abstained: str) -> str:
    with pytest.raises(InvalidBallot) as invalid:
        judge.check(BallotCast(values, abstained), {"a", "b", "c"})
    return invalid.value.reason


def poll(*ballots: dict[str, int], items: tuple[Item, ...] = ABC, hands: tuple[HandsCounted, ...] = ()) -> Poll:
    return Poll(items, tuple(BallotCast(values) for values in ballots), hands)


def funded(judged: tuple[Judged, ...]) -> set[str]:
    return {each.item.id for each in judged if each.figures.get("funded")}


# --- budget -------------------------------------------------------------------------------------------------------


def test_a_budget_ballot_keeps_to_its_bounds() -> None:
    judge = method("budget", points=100, minimum=10, maximum=60)
    assert judge.rules(3) == Rules(high=60, total=100, minimum=10)
    judge.check(BallotCast({"a": 60, "b": 40, "c": 0}), {"a", "b", "c"})
    assert refused(judge, {"a": 61}) == "over_maximum"
    assert refused(judge, {"a": 9}) == "under_minimum"
    assert refused(judge, {"a": 60, "b": 41}) == "over_total"
    assert refused(judge, {}, "a") == "no_abstaining"


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"points": 0}, "points"),
        ({"points": 10, "minimum": 11}, "minimum"),
        ({"points": 10, "maximum": 11}, "maximum"),
        ({"rule": "loudest"}, "rule"),
        ({"budget": 100}, "budget"),
        ({"costs": {"a": 1}}, "budget"),
    ],
)
def test_budget_settings_that_do_not_go_together(settings: dict[str, Any], key: str) -> None:
    assert [where for where, _ in faults(MethodSettings(method="budget", **settings))] == [key]


def test_points_add_up_with_those_on_paper() -> None:
    hands = (HandsCounted(2, {"b": {50: 2}}),)
    judged = method("budget").tally(poll({"a": 70, "b": 30}, {"c": 100}, hands=hands))
    assert [(each.item.id, each.rank, each.figures) for each in judged] == [
        ("b", 1, {"points": 130, "supporters": 3}),
        ("c", 2, {"points": 100, "supporters": 1}),
        ("a", 3, {"points": 70, "supporters": 1}),
    ]


def test_what_each_had_is_told_and_not_that_all_of_it_was_divided() -> None:
    assert method("budget", points=100).explained(3, EN) == ["Each person had 100 points to divide."]
    assert method("budget", points=50_000, unit="€").explained(3, EN) == ["Each person had €50,000 to divide."]


def test_paper_that_holds_more_than_there_was_is_refused() -> None:
    with pytest.raises(InvalidBallot, match="over_total"):
        method("budget").check_hands(CountHands(1, {"a": {60: 2}}), {"a"})
    with pytest.raises(InvalidBallot, match="no_hands"):
        method("budget", rule="equal-shares", costs={"a": 5}, budget=9).check_hands(CountHands(1, {}), {"a"})


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [("greedy", {"a", "c"}), ("greedy-no-skip", {"a"}), ("equal-shares", {"c"}), ("equal-shares-add1", {"a", "c"})],
)
def test_what_is_funded_depends_on_the_rule(rule: str, wanted: set[str]) -> None:
    judge = method("budget", rule=rule, costs={"a": 60, "item b": 70, "c": 20}, budget=100)
    judged = judge.tally(poll({"a": 100}, {"a": 30, "b": 70}, {"c": 20, "b": 20}, {"c": 10}))
    assert funded(judged) == wanted
    blocks = judge.blocks(judged, EN)
    assert isinstance(blocks[0], Bars)
    balance = blocks[-1]
    assert isinstance(balance, Table)
    spent = sum({"a": 60, "b": 70, "c": 20}[key] for key in wanted)
    assert [cell.number for cell in balance.rows[0]] == [100, spent, 100 - spent]
    assert len(judge.explained(3, EN)) == 2


def test_an_item_without_a_cost_is_named_and_not_funded() -> None:
    judge = method("budget", costs={"a": 60}, budget=100)
    judged = judge.tally(poll({"a": 10, "b": 90}))
    assert funded(judged) == {"a"}
    warnings = [block.text for block in judge.blocks(judged, EN) if isinstance(block, Text)]
    assert warnings == ["No cost is known of: item b; item c. These can't be funded."]


def test_assen_2024_as_ballots_of_this_vote_funds_what_the_city_funded() -> None:
    election = read_election(shared("data/pabulib/Netherlands_Assen_2024.pb"))
    costs, ballots = election.costs, [dict.fromkeys(chosen, 1) for chosen in election.approvals()]
    judge = method("budget", points=len(costs), costs=costs, budget=100_000, rule="equal-shares-add1")
    for ballot in ballots:
        judge.check(BallotCast(ballot), costs)
    judged = judge.tally(poll(*ballots, items=tuple(Item(key, key) for key in costs)))
    assert funded(judged) == {"2", "3", "5", "6", "9", "11", "12", "13", "14"}
    assert sum(each.figures["cost"] for each in judged if each.figures["funded"]) == 76_700
    assert {each.figures["complete"] for each in judged} == {True}


# --- pairwise -----------------------------------------------------------------------------------------------------


def test_a_pair_is_the_same_from_both_sides() -> None:
    assert pair_key("b", "a") == pair_key("a", "b") == "a|b"
    assert pair_of("a|b", "abc") == ("a", "b")
    assert pair_of("b|a", "abc") is None
    assert pair_of("a|a", "abc") is None
    assert pair_of(pair_key("x|y", "z"), {"x|y", "z"}) == ("x|y", "z")


def test_a_pairwise_ballot_holds_choices_in_pairs() -> None:
    judge = method("pairwise", pairs=2)
    assert judge.rules(3) == Rules(low=1, high=2, abstain=True, most=2)
    judge.check(BallotCast({"a|b": 1}, ("b|c",)), {"a", "b", "c"})
    assert refused(judge, {"a|x": 1}) == "unknown_item"
    assert refused(judge, {"a": 1}) == "unknown_item"
    assert refused(judge, {"a|b": 3}) == "outside_scale"
    assert refused(judge, {"a|b": 1}, "a|b") == "value_and_abstained"
    assert refused(judge, {"a|b": 1, "a|c": 1, "b|c": 1}) == "too_many_choices"
    with pytest.raises(InvalidBallot, match="no_hands"):
        judge.check_hands(CountHands(1, {}), {"a"})


def test_one_judges_as_many_pairs_as_there_are_items_or_all() -> None:
    assert [method("pairwise").rules(items).most for items in (1, 2, 3, 10)] == [0, 1, 3, 10]


@pytest.mark.parametrize("question", ["society", "region", "work"])
def test_a_wiki_survey_as_ballots_of_this_vote_gives_the_published_ranking(question: str) -> None:
    folder = shared("data/pairwise")
    known = {
        str(each["item"]): each for each in json.loads((folder / "wzb_expected.json").read_text("utf-8"))[question]
    }
    ballots: list[dict[str, int]] = []
    with (folder / "wzb_wikisurvey_responses.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["question"] != question:
                continue
            for number in range(1, 11):  # one ballot a choice: the survey showed some pairs twice
                chosen, pair = row[f"wiki_{number}"], row[f"wiki_pair_{number}"].split(",")
                if chosen != "NA":
                    ballots.append({pair_key(*pair): 1 if chosen == min(pair) else 2})
    judged = method("pairwise").tally(poll(*ballots, items=tuple(Item(key, key) for key in known)))
    for each in judged:
        its = known[each.item.id]
        assert (each.figures["shown"], each.figures["chosen"]) == (its["times_shown"], its["times_chosen"])
    scores = [its["published_bt_score"] for each in judged if (its := known[each.item.id])["published_bt_score"]]
    assert scores == sorted(scores, reverse=True)
