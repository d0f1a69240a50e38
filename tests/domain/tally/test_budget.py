import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.tally.ballot import InvalidBallot
from server.domain.tally.budget import check_spending, greedy
from server.domain.tally.equal_shares import MOST_RAISES, equal_shares, equal_shares_add1, suggested_step
from tests.pabulib import read_election
from tests.support import SHARED, shared

PABULIB = SHARED / "data" / "pabulib"
EXPECTED: list[dict[str, Any]] = (
    json.loads((PABULIB / "expected.json").read_text(encoding="utf-8")) if PABULIB.exists() else []
)
MISSING = pytest.param({}, marks=pytest.mark.skip(reason="needs data/pabulib beside the project"))


def files(*, having: str) -> pytest.MarkDecorator:
    cases: list[Any] = [case for case in EXPECTED if case.get(having)] or [MISSING]
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.get("file", "missing"))


@files(having="official_selected")
def test_the_city_funded_what_its_named_rule_gives(case: dict[str, Any]) -> None:
    election, rule, budget = read_election(PABULIB / case["file"]), case["rule"], int(case["budget"])
    if rule == "equalshares/add1":
        funded = equal_shares_add1(election.approvals(), election.costs, budget).funded
    else:
        skip, threshold = rule != "greedy-no-skip", int(case["threshold"] or 0)
        funded = greedy(election.scores(), election.costs, budget, skip=skip, least_score=threshold)
    assert set(funded.projects) == set(case["official_selected"])
    assert funded.spent + funded.left == budget


@files(having="pabutools")
def test_three_rules_agree_with_another_program(case: dict[str, Any]) -> None:
    election, budget, other = read_election(PABULIB / case["file"]), int(case["budget"]), case["pabutools"]
    found = {
        "greedy_by_votes": greedy(election.scores(), election.costs, budget, skip=True),
        "mes_cost": equal_shares(election.approvals(), election.costs, budget),
        "mes_cost_add1": equal_shares_add1(election.approvals(), election.costs, budget).funded,
    }
    for rule, funded in found.items():
        if rule == "greedy_by_votes" and funded.tied:
            continue  # the other program breaks ties by name, this rule by cost
        assert (sorted(funded.projects), funded.spent) == (
            sorted(other[rule]["winners"]),
            int(other[rule]["cost"]),
        ), rule


def test_assen_2024_funds_nine_ideas_for_76700() -> None:
    election = read_election(shared("data/pabulib/Netherlands_Assen_2024.pb"))
    result = equal_shares_add1(election.approvals(), election.costs, 100_000)
    assert set(result.funded.projects) == {"2", "3", "5", "6", "9", "11", "12", "13", "14"}
    assert (result.funded.spent, result.funded.left) == (76_700, 23_300)


def test_greedy_stops_or_goes_on_at_what_does_not_fit() -> None:
    scores, costs = {"a": 9, "b": 8, "c": 7, "d": 1}, {"a": 50, "b": 60, "c": 40, "d": 5}
    assert greedy(scores, costs, 100, skip=True).projects == ("a", "c", "d")
    assert greedy(scores, costs, 100, skip=False).projects == ("a",)
    assert greedy(scores, costs, 95, skip=True, least_score=2).projects == ("a", "c")


def test_equal_scores_take_the_cheaper_and_report_what_only_the_list_decided() -> None:
    assert greedy({"a": 3, "b": 3}, {"a": 60, "b": 50}, 100, skip=True).projects == ("b",)
    found = greedy({"a": 3, "b": 3, "c": 1}, {"a": 60, "b": 60, "c": 40}, 100, skip=True)
    assert (found.projects, found.tied) == (("a", "c"), ("a", "b"))


def test_two_equal_groups_share_by_the_list_and_it_says_so() -> None:
    found = equal_shares([["a"], ["b"]], {"a": 60, "b": 60}, 100)
    assert found.projects == ()
    added = equal_shares_add1([["a", "b"], ["a", "b"]], {"a": 60, "b": 60}, 100)
    assert (added.funded.projects, added.funded.tied, added.raised) == (("a",), ("a", "b"), 0)


def test_without_voters_or_supporters_nothing_is_funded() -> None:
    assert equal_shares([], {"a": 1}, 10).projects == ()
    assert equal_shares_add1([[]], {"a": 1}, 10).funded.projects == ()


def test_a_large_budget_among_few_asks_for_a_larger_step() -> None:
    approvals, costs = [["a"], ["a"], ["b"]], {"a": 600_000, "b": 390_000}
    slow = equal_shares_add1(approvals, costs, 1_000_000)
    assert (slow.funded.projects, slow.raised, slow.complete) == (("a",), MOST_RAISES, False)
    step = suggested_step(1_000_000, 3)
    done = equal_shares_add1(approvals, costs, 1_000_000, step=step)
    assert (set(done.funded.projects), step, done.complete) == ({"a", "b"}, 333, True)
    assert [suggested_step(100_000, voters) for voters in (84, 17, 0)] == [1, 5, 1]


def slow_equal_shares(approvals: list[set[str]], costs: dict[str, int], budget: int) -> tuple[str, ...]:
    """The method word for word, every part computed anew in fractions."""
    money = [Fraction(budget, len(approvals)) for _ in approvals]
    bought: list[str] = []
    while True:
        offers = []
        for project, cost in costs.items():
            supporters = [voter for voter, ballot in enumerate(approvals) if project in ballot]
            if project not in bought and supporters and sum(money[voter] for voter in supporters) >= cost:
                limits = [
                    (cost - sum((money[poor] for poor in supporters if money[poor] < money[voter]), Fraction(0)))
                    / sum(1 for other in supporters if money[other] >= money[voter])
                    for voter in supporters
                ]
                price = max(limit for limit in limits)
                offers.append((price / cost, cost, -len(supporters), project, price, supporters))
        if not offers:
            return tuple(bought)
        _, _, _, project, price, supporters = min(offers, key=lambda offer: offer[:3])
        bought.append(project)
        for voter in supporters:
            money[voter] -= min(money[voter], price)


@given(
    st.lists(st.sets(st.sampled_from("abcde")), min_size=1, max_size=7),
    st.lists(st.integers(1, 60), min_size=5, max_size=5),
)
def test_the_fast_method_is_the_slow_one(approvals: list[set[str]], prices: list[int]) -> None:
    costs = dict(zip("abcde", prices, strict=True))
    found = equal_shares(approvals, costs, 100)
    assert found.projects == slow_equal_shares(approvals, costs, 100)
    assert found.spent <= 100
    added = equal_shares_add1(approvals, costs, 100)
    assert added.funded.spent <= 100
    assert set(added.funded.projects) == set(slow_equal_shares(approvals, costs, 100 + added.raised * len(approvals)))


@pytest.mark.parametrize(
    ("ballot", "reason"),
    [
        ({"x": 10}, "unknown_item"),
        ({"a": 4}, "under_minimum"),
        ({"a": -5}, "under_minimum"),
        ({"a": 61}, "over_maximum"),
        ({"a": 60, "b": 50}, "over_total"),
    ],
)
def test_a_ballot_that_spends_wrongly_is_refused_with_its_reason(ballot: dict[str, int], reason: str) -> None:
    with pytest.raises(InvalidBallot) as refused:
        check_spending(ballot, "ab", total=100, least=5, most=60)
    assert refused.value.reason == reason
