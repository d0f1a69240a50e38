import json
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from votelib.component.rankscore import Borda
from votelib.convert import RankedToCondorcetVotes, RankedToPositionalVotes
from votelib.evaluate.condorcet import CondorcetWinner, RankedPairs, Schulze
from votelib.evaluate.core import VotingSystemError
from votelib.evaluate.sequential import eliminate_one

from server.domain.tally.condorcet import Order, condorcet_winner, pairwise_matrix, ranked_pairs, schulze
from server.domain.tally.ranked import RankedBallot, borda, plurality
from server.domain.tally.runoff import RunoffResult, instant_runoff
from tests.support import SHARED

ELECTIONS_FILE = SHARED / "data" / "elections" / "elections.json"
ELECTIONS: list[dict[str, Any]] = (
    json.loads(ELECTIONS_FILE.read_text(encoding="utf-8")) if ELECTIONS_FILE.exists() else []
)
MISSING = pytest.param({}, marks=pytest.mark.skip(reason="needs data/elections beside the project"))
CASES: list[Any] = [*ELECTIONS] or [MISSING]
each_election = pytest.mark.parametrize("election", CASES, ids=lambda election: election.get("id", "missing"))


def ballots_of(election: dict[str, Any]) -> list[RankedBallot]:
    assert election["unranked"] == "last"
    return [RankedBallot(tuple(map(tuple, ballot["ranking"])), ballot["count"]) for ballot in election["ballots"]]


def order_of(published: list[Any]) -> Order:
    return tuple(tuple(group) if isinstance(group, list) else (group,) for group in published)


def same(found: Order, expected: Order) -> bool:
    return list(map(set, found)) == list(map(set, expected))


@each_election
def test_published_plurality(election: dict[str, Any]) -> None:
    result = plurality(ballots_of(election), election["candidates"])
    assert result.scores == election["computed"]["plurality"]["scores"]
    published = election["published"].get("plurality")
    assert published is None or result.winners == (published["winner"],)


@each_election
def test_published_borda(election: dict[str, Any]) -> None:
    result = borda(ballots_of(election), election["candidates"])
    computed = election["computed"]["borda_0_to_n-1_ties_averaged"]
    assert result.scores == {option: Fraction(str(score)) for option, score in computed["scores"].items()}
    assert same(result.order, order_of(computed["ranking"]))
    published = election["published"].get("borda", {})
    assert "ranking" not in published or same(result.order, order_of(published["ranking"]))
    for option, score in published.get("scores_1_to_n", {}).items():
        assert result.scores[option] + election["n_ballots"] == Fraction(str(score))


@each_election
def test_published_matrix_and_condorcet_winner(election: dict[str, Any]) -> None:
    matrix = pairwise_matrix(ballots_of(election), election["candidates"])
    assert matrix == election["pairwise"]
    winner = condorcet_winner(matrix)
    assert winner == election["computed"]["condorcet_winner"]
    assert winner == election["published"].get("condorcet_winner", winner)


@each_election
def test_published_schulze(election: dict[str, Any]) -> None:
    order = schulze(pairwise_matrix(ballots_of(election), election["candidates"]))
    assert same(order, order_of(election["computed"]["schulze_winning"]["layers"]))
    published = election["published"].get("schulze_winning", {})
    assert set(order[0]) == set(published.get("winners", order[0]))
    assert "ranking" not in published or same(order, order_of(published["ranking"]))


@each_election
def test_published_ranked_pairs(election: dict[str, Any]) -> None:
    order = ranked_pairs(pairwise_matrix(ballots_of(election), election["candidates"]))
    for expected in (election["published"].get("ranked_pairs_winning"), election["computed"]["ranked_pairs_winning"]):
        assert expected is None or same(order, order_of(expected))


@each_election
def test_published_instant_runoff(election: dict[str, Any]) -> None:
    result = instant_runoff(ballots_of(election), election["candidates"])
    published, computed = election["published"].get("irv"), election["computed"].get("irv")
    assert published is None or result.winners == (published["winner"],)
    if computed is not None:
        assert_same_runoff(result, computed)


def assert_same_runoff(result: RunoffResult, computed: dict[str, Any]) -> None:
    if computed["winner"].startswith("TIE:"):
        assert set(result.tied) == set(computed["winner"].removeprefix("TIE:").split("/"))
    else:
        assert (result.winners, result.tied) == ((computed["winner"],), ())
    mine = [(counted.votes, counted.exhausted) for counted in result.rounds]
    theirs = [(counted["tally"], counted["exhausted"]) for counted in computed["rounds"]]
    # Who has no chance goes together here and one by one there.
    assert all(counted in theirs for counted in mine)
    assert (mine[0], mine[-1]) == (theirs[0], theirs[-1])


def test_equal_victories_are_locked_together() -> None:
    # ericgorr.net/condorcet/rankedpairs/example4: A > C and C > B, 54 each, would close a circle with B > A.
    votes = {"ADCB": 12, "BACD": 3, "BCAD": 25, "CBAD": 21, "DABC": 12, "DACB": 21, "DBAC": 6}
    ballots = [RankedBallot(tuple((option,) for option in ranking), count) for ranking, count in votes.items()]
    assert ranked_pairs(pairwise_matrix(ballots, "ABCD")) == (("B",), ("A",), ("D",), ("C",))


def test_a_shared_place_waits_and_a_used_up_ballot_is_exhausted() -> None:
    ballots = [
        RankedBallot((("a", "b"), ("c",)), 2),
        RankedBallot((("c",),), 4),
        RankedBallot((("b",), ("c",)), 2),
        RankedBallot((("a",),), 1),
    ]
    result = instant_runoff(ballots, "abc")
    first, second = result.rounds
    assert (first.votes, first.waiting, first.eliminated) == ({"a": 1, "b": 2, "c": 4}, 2, ("a",))
    assert (second.votes, second.exhausted) == ({"b": 4, "c": 4}, 1)
    assert (result.winners, result.tied) == (("b", "c"), ("b", "c"))


def test_a_tie_that_does_not_matter_leaves_one_winner() -> None:
    ballots = [RankedBallot((("a",),), 4), RankedBallot((("b",), ("a",)), 2), RankedBallot((("c",), ("a",)), 2)]
    result = instant_runoff([*ballots, RankedBallot((("d",), ("a",)), 1)], "abcd")
    assert (result.winners, result.tied) == (("a",), ())
    result = instant_runoff(ballots, "abc")
    assert (result.winners, result.tied) == (("a",), ("b", "c"))


def test_more_ties_than_can_be_followed_leave_everyone_in() -> None:
    options = [f"o{number}" for number in range(20)]
    result = instant_runoff([RankedBallot(((option,),)) for option in options], options)
    assert result.winners == tuple(options)


def test_without_ballots_all_are_equal() -> None:
    matrix = pairwise_matrix([], "ab")
    assert condorcet_winner(matrix) is None
    assert schulze(matrix) == ranked_pairs(matrix) == borda([], "ab").order == (("a", "b"),)
    assert instant_runoff([], "ab").winners == ("a", "b")
    assert instant_runoff([], "").winners == plurality([], "").winners == ()


OPTIONS = "ABCDE"
strict = st.permutations(OPTIONS).map(lambda order: tuple((option,) for option in order))
partial = st.tuples(strict, st.integers(1, 5)).map(lambda drawn: drawn[0][: drawn[1]])
elections = st.lists(partial, min_size=1, max_size=12).map(lambda drawn: [RankedBallot(groups) for groups in drawn])
# Uneven counts, so that few pairs and few options are tied.
complete_elections = st.lists(st.tuples(strict, st.integers(1, 999)), min_size=1, max_size=12).map(
    lambda drawn: [RankedBallot(*ballot) for ballot in drawn]
)


def for_votelib(ballots: list[RankedBallot]) -> dict[tuple[str, ...], int]:
    votes: dict[tuple[str, ...], int] = {}
    for ballot in ballots:
        order = tuple(group[0] for group in ballot.groups)
        votes[order] = votes.get(order, 0) + ballot.count
    return votes


def options_of(ballots: list[RankedBallot]) -> list[str]:
    return sorted({option for ballot in ballots for group in ballot.groups for option in group})


@given(elections)
def test_votelib_counts_the_same_matrix_and_finds_the_same_condorcet_winner(ballots: list[RankedBallot]) -> None:
    options = options_of(ballots)
    counted = RankedToCondorcetVotes().convert(for_votelib(ballots))
    matrix = pairwise_matrix(ballots, options)
    assert {(a, b): n for a, row in matrix.items() for b, n in row.items() if n} == counted
    winner = condorcet_winner(matrix)
    assert len(options) == 1 or CondorcetWinner().evaluate(counted) == ([winner] if winner else [])


@given(complete_elections)
def test_votelib_gives_the_same_borda_scores(ballots: list[RankedBallot]) -> None:
    assert RankedToPositionalVotes(Borda(base=0)).convert(for_votelib(ballots)) == borda(ballots, OPTIONS).scores


@given(elections)
def test_votelib_finds_the_same_strongest_paths(ballots: list[RankedBallot]) -> None:
    options = options_of(ballots)
    paths = Schulze.widest_paths(RankedToCondorcetVotes().convert(for_votelib(ballots)))
    order = schulze(pairwise_matrix(ballots, options))
    unbeaten = {a for a in options if not any(paths.get((b, a), 0) > paths.get((a, b), 0) for b in options if b != a)}
    assert set(order[0]) == unbeaten
    for higher, lower in pairwise(order):
        assert all(any(paths.get((a, b), 0) > paths.get((b, a), 0) for a in higher) for b in lower)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(complete_elections)
def test_votelib_locks_the_same_pairs_where_no_two_are_equal(ballots: list[RankedBallot]) -> None:
    matrix = pairwise_matrix(ballots, OPTIONS)
    strengths = [max(matrix[a][b], matrix[b][a]) for a in OPTIONS for b in OPTIONS if a < b]
    assume(len(set(strengths)) == len(strengths))
    assume(2 * min(strengths) > sum(ballot.count for ballot in ballots))
    expected = RankedPairs().evaluate(RankedToCondorcetVotes().convert(for_votelib(ballots)), len(OPTIONS))
    assert ranked_pairs(matrix) == tuple((option,) for option in expected)


def votelib_runoff(votes: dict[tuple[str, ...], int]) -> str | None:
    """Eliminate one by one with votelib's own elimination; None where a tie comes up."""
    left = {option for order in votes for option in order}
    while len(left) > 1:
        current: dict[tuple[str, ...], int] = {}
        for order, count in votes.items():
            kept = tuple(option for option in order if option in left)
            if kept:
                current[kept] = current.get(kept, 0) + count
        try:
            remaining = eliminate_one(current)
        except VotingSystemError:
            return None
        if not all(isinstance(option, str) for option in remaining):
            return None
        left = {str(option) for option in remaining}
    return left.pop()


@given(complete_elections)
def test_votelib_agrees_on_the_runoff_where_nothing_is_tied(ballots: list[RankedBallot]) -> None:
    expected = votelib_runoff(for_votelib(ballots))
    assume(expected is not None)
    assert instant_runoff(ballots, OPTIONS).winners == (expected,)


@given(elections)
def test_a_condorcet_winner_wins_under_schulze_and_ranked_pairs(ballots: list[RankedBallot]) -> None:
    matrix = pairwise_matrix(ballots, OPTIONS)
    winner = condorcet_winner(matrix)
    if winner is not None:
        assert schulze(matrix)[0] == ranked_pairs(matrix)[0] == (winner,)


@given(elections, st.permutations(OPTIONS))
def test_the_order_of_the_list_decides_nothing(ballots: list[RankedBallot], listed: list[str]) -> None:
    assert same(ranked_pairs(pairwise_matrix(ballots, OPTIONS)), ranked_pairs(pairwise_matrix(ballots, listed)))
    assert set(instant_runoff(ballots, OPTIONS).winners) == set(instant_runoff(ballots, listed).winners)
