"""The methods of judging: what each refuses, and what comes out, against outside results where there are."""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from server.domain.ballots import BallotCast, CountHands, HandsCounted
from server.domain.blocks import Bars, Block, Distribution, Matrix, Table, Text
from server.domain.i18n import words
from server.domain.kernel import Item
from server.domain.methods import METHODS, faults
from server.domain.methods.base import Judged, Method, MethodSettings, Poll
from server.domain.tally.ballot import InvalidBallot
from tests.support import shared

ABC = tuple(Item(key, f"item {key}") for key in "abc")
EN = words("en")


def method(name: str, **settings: Any) -> Method:
    wanted = MethodSettings(method=name, **settings)
    assert not list(faults(wanted))
    return METHODS[name](wanted)


def poll(ballots: Iterable[dict[str, int]], *hands: HandsCounted, items: tuple[Item, ...] = ABC) -> Poll:
    return Poll(items, tuple(BallotCast(values) for values in ballots), hands)


def ranks(judged: Iterable[Judged]) -> list[tuple[str, int]]:
    return [(each.item.id, each.rank) for each in judged]


def of(blocks: Iterable[Block], kind: type) -> list[Any]:
    return [block for block in blocks if isinstance(block, kind)]


def refused(name: str, values: dict[str, int], *abstained: str, **settings: Any) -> str:
    with pytest.raises(InvalidBallot) as invalid:
        method(name, **settings).check(BallotCast(values, abstained), {"a", "b", "c"})
    return invalid.value.reason


@pytest.mark.parametrize("name", METHODS)
def test_every_method_tells_what_it_did_when_nobody_voted(name: str) -> None:
    judged = method(name).tally(poll([]))
    assert ranks(judged) == [("a", 0), ("b", 0), ("c", 0)]
    assert method(name).blocks(judged, EN)
    assert all(method(name).explained(3, EN))


@pytest.mark.parametrize("name", METHODS)
def test_no_method_takes_a_ballot_on_what_is_not_there(name: str) -> None:
    assert refused(name, {"x": 1}) == "unknown_item"
    assert refused(name, {}, "x") == "unknown_item"


@pytest.mark.parametrize(
    ("name", "values", "code"),
    [
        ("rank", {"a": 0}, "outside_scale"),
        ("rank", {"a": 4}, "outside_scale"),
        ("decide", {"a": 2}, "outside_scale"),
        ("opinion", {"a": -2}, "outside_scale"),
        ("estimate", {"a": 6}, "outside_scale"),
    ],
)
def test_a_value_that_the_method_does_not_have_is_refused(name: str, values: dict[str, int], code: str) -> None:
    assert refused(name, values) == code


@pytest.mark.parametrize("name", ["rank", "decide"])
def test_a_rule_that_does_not_exist_is_a_fault(name: str) -> None:
    assert [key for key, _ in faults(MethodSettings(method=name, rule="loudest"))] == ["rule"]


# --- rank ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("borda", [("b", 1), ("a", 2), ("c", 3)]),
        ("plurality", [("a", 1), ("c", 2), ("b", 3)]),
        ("condorcet", [("b", 1), ("a", 2), ("c", 2)]),
        ("schulze", [("b", 1), ("a", 2), ("c", 3)]),
        ("ranked-pairs", [("b", 1), ("a", 2), ("c", 3)]),
        ("runoff", [("a", 1), ("c", 2), ("b", 3)]),
    ],
)
def test_each_rule_has_its_own_winner(rule: str, wanted: list[tuple[str, int]]) -> None:
    ballots = [{"a": 1, "b": 2, "c": 3}] * 4 + [{"c": 1, "b": 2, "a": 3}] * 3 + [{"b": 1, "a": 2, "c": 3}] * 2
    judge = method("rank", rule=rule)
    judged = judge.tally(poll(ballots))
    assert ranks(judged) == wanted
    assert bool(of(judge.blocks(judged, EN), Matrix)) == (rule in ("condorcet", "schulze", "ranked-pairs"))


def test_places_may_be_shared_and_left_out() -> None:
    judged = method("rank").tally(poll([{"a": 1, "b": 1}, {"a": 1}, {}]))
    assert [(each.item.id, each.figures["points"]) for each in judged] == [("a", 3.5), ("b", 2.0), ("c", 0.5)]
    assert judged[0].figures["n"] == 2


def test_no_condorcet_winner_leaves_all_equal() -> None:
    ballots = [{"a": 1, "b": 2, "c": 3}, {"b": 1, "c": 2, "a": 3}, {"c": 1, "a": 2, "b": 3}]
    assert ranks(method("rank", rule="condorcet").tally(poll(ballots))) == [("a", 1), ("b", 1), ("c", 1)]


def test_raised_hands_hold_no_order() -> None:
    with pytest.raises(InvalidBallot):
        method("rank").check_hands(CountHands(1, {"a": {1: 1}}), {"a"})


# --- decide -------------------------------------------------------------------------------------------------------


def test_proposals_are_carried_by_the_rule() -> None:
    judge = method("decide", rule="two-thirds", quorum=3)
    cast = Poll(
        ABC,
        (BallotCast({"a": 1, "b": 1}), BallotCast({"a": 1, "b": 0}, ("c",)), BallotCast({"a": 0, "b": 0})),
        (HandsCounted(3, {"a": {1: 2}}, {"a": 1}),),
    )
    judged = judge.tally(cast)
    found = {each.item.id: each.figures for each in judged}
    assert found["a"] == {"n": 5, "yes": 4, "no": 1, "abstained": 1, "needed": 4, "outcome": "carried"}
    assert (found["b"]["outcome"], found["c"]["outcome"]) == ("rejected", "no_quorum")
    (table,) = of(judge.blocks(judged, EN), Table)
    assert [row[-1].text for row in table.rows] == ["carried", "rejected", "no quorum"]
    assert judge.explained(3, EN)[-1] == "Quorum: 3 persons must take part."


def test_an_absolute_majority_is_of_all_who_may_vote() -> None:
    ballots = [{"a": 1}] * 4
    assert method("decide", rule="absolute", eligible=9).tally(poll(ballots))[0].figures["outcome"] == "rejected"
    assert method("decide", rule="absolute", eligible=7).tally(poll(ballots))[0].figures["outcome"] == "carried"


# --- opinion ------------------------------------------------------------------------------------------------------


def test_many_passes_mark_a_statement_as_unclear() -> None:
    judge = method("opinion")
    judged = judge.tally(poll([{"a": 1, "b": 0}, {"a": 1, "b": 0}, {"a": -1, "b": 1}]))
    assert [(each.item.id, each.rank, each.figures["support"]) for each in judged[:2]] == [("a", 1, 0.6), ("b", 2, 0.4)]
    assert {each.item.id: each.figures["unclear"] for each in judged} == {"a": False, "b": True, "c": False}
    blocks = judge.blocks(judged, EN)
    assert [block.text for block in of(blocks, Text)] == ["Many passed, it may be unclear: item b"]
    assert next(block.counts for block in of(blocks, Distribution)) == (2, 1, 0)


# --- estimate -----------------------------------------------------------------------------------------------------


def test_an_estimate_is_a_median_with_its_middle_half() -> None:
    judge = method("estimate", low=0, high=1000, unit="uur")
    judged = judge.tally(poll([{"a": 10}, {"a": 20}, {"a": 30}, {"a": 400}], HandsCounted(1, {"a": {40: 1}})))
    assert judged[0].figures == {
        "n": 5, "abstained": 0, "median": 30.0, "lower": 20.0, "upper": 40.0, "lowest": 10.0, "highest": 400.0,
    }  # fmt: skip
    (bars,) = of(judge.blocks(judged, EN), Bars)
    assert (bars.caption, bars.bars[0].value) == ("Median · uur", 30)


@pytest.mark.parametrize(("second", "decimals"), [(30, 0), (31, 1)])
def test_estimates_that_are_all_whole_are_written_whole(second: int, decimals: int) -> None:
    judge = method("estimate", low=0, high=1000)
    blocks = judge.blocks(judge.tally(poll([{"a": 10}, {"a": second}])), EN)
    (bars,), (table,) = of(blocks, Bars), of(blocks, Table)
    assert bars.bars[0].decimals == decimals
    assert {cell.decimals for cell in table.rows[0][2:]} == {decimals}


def test_points_of_first_places_are_written_whole() -> None:
    judge = method("rank", rule="plurality")
    (bars,) = of(judge.blocks(judge.tally(poll([{"a": 1, "b": 2}, {"b": 1}])), EN), Bars)
    assert {bar.decimals for bar in bars.bars} == {0}


# --- outside results ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "winner"),
    [("plurality", "Memphis"), ("borda", "Nashville"), ("runoff", "Knoxville"), ("schulze", "Nashville")],
)
def test_the_capital_of_tennessee_depends_on_the_rule(rule: str, winner: str) -> None:
    elections = json.loads(shared("data/elections/elections.json").read_text(encoding="utf-8"))
    election = next(each for each in elections if each["id"] == "tennessee")
    towns = tuple(Item(name, name) for name in election["candidates"])
    ballots = [
        {name: place for place, group in enumerate(ballot["ranking"], 1) for name in group}
        for ballot in election["ballots"]
        for _ in range(ballot["count"])
    ]
    first, second, *_ = method("rank", rule=rule).tally(poll(ballots, items=towns))
    assert (first.item.id, first.rank, second.rank) == (winner, 1, 2)
