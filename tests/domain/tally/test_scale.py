import statistics
from fractions import Fraction
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.tally.ballot import InvalidBallot
from server.domain.tally.ranking import best_first, shared_ranks
from server.domain.tally.scale import summarise, summarise_counts


class Expected(TypedDict):
    mean: float
    sd: float
    dissent: float
    flag: bool


# The worked example of Almere: seventeen self-employed judge eight bottlenecks from 1 to 5.
ALMERE: dict[str, tuple[str, Expected]] = {
    "K1": ("54544534545445435", {"mean": 4.29, "sd": 0.67, "dissent": 0.166, "flag": False}),
    "K2": ("55455354554554554", {"mean": 4.59, "sd": 0.6, "dissent": 0.15, "flag": False}),
    "K3": ("25154152152451251", {"mean": 3, "sd": 1.71, "dissent": 0.429, "flag": True}),
    "K4": ("34343343433433434", {"mean": 3.41, "sd": 0.49, "dissent": 0.123, "flag": False}),
    "K5": ("44534445443454444", {"mean": 4.06, "sd": 0.54, "dissent": 0.135, "flag": False}),
    "K6": ("23242322324232232", {"mean": 2.53, "sd": 0.7, "dissent": 0.174, "flag": False}),
    "K7": ("33435343343343433", {"mean": 3.41, "sd": 0.6, "dissent": 0.15, "flag": False}),
    "K8": ("45444543544454454", {"mean": 4.24, "sd": 0.55, "dissent": 0.136, "flag": False}),
}


@pytest.mark.parametrize("item", ALMERE)
def test_almere_gives_the_published_numbers(item: str) -> None:
    digits, expected = ALMERE[item]
    summary = summarise(map(int, digits), 1, 5)
    assert summary.n == 17
    assert summary.mean is not None
    assert summary.sd is not None
    assert summary.dissent is not None
    assert round(float(summary.mean), 2) == expected["mean"]
    assert round(summary.sd, 2) == expected["sd"]
    assert round(summary.dissent, 3) == expected["dissent"]
    assert summary.flagged is expected["flag"]


def test_almere_orders_with_a_shared_fifth_rank() -> None:
    means = [summarise(map(int, digits), 1, 5).mean for digits, _ in ALMERE.values()]
    names = list(ALMERE)
    assert [names[place] for place in best_first(means)] == ["K2", "K1", "K8", "K5", "K4", "K7", "K3", "K6"]
    assert sorted(rank or 0 for rank in shared_ranks(means)) == [1, 2, 3, 4, 5, 5, 7, 8]


def test_an_abstention_is_neither_zero_nor_the_middle() -> None:
    summary = summarise([5, None, 5, None], 1, 5)
    assert (summary.n, summary.abstained, summary.mean) == (2, 2, Fraction(5))
    assert summary.counts == {1: 0, 2: 0, 3: 0, 4: 0, 5: 2}


def test_nothing_is_said_about_an_item_on_which_all_abstained() -> None:
    summary = summarise([None, None], 0, 10)
    assert (summary.n, summary.abstained) == (0, 2)
    assert (summary.mean, summary.sd, summary.dissent, summary.quartiles) == (None, None, None, None)
    assert not summary.flagged


def test_dissent_exactly_at_the_threshold_is_not_flagged() -> None:
    ratings = [2, 8] * 3  # standard deviation 3 on a range of 10
    assert not summarise(ratings, 0, 10).flagged
    assert summarise(ratings, 0, 10, threshold=0.29).flagged


@pytest.mark.parametrize("rating", [0, 6])
def test_a_rating_outside_the_scale_is_refused(rating: int) -> None:
    with pytest.raises(InvalidBallot, match="outside_scale"):
        summarise([3, rating], 1, 5)


def test_raised_hands_count_like_ballots() -> None:
    assert summarise_counts({1: 2, 4: 1}, 1, 4, abstained=1) == summarise([1, 4, None, 1], 1, 4)


@given(st.lists(st.integers(-3, 7), min_size=2))
def test_the_summary_agrees_with_the_statistics_of_the_standard_library(ratings: list[int]) -> None:
    summary = summarise(ratings, -3, 7)
    assert summary.mean == Fraction(sum(ratings), len(ratings))
    assert summary.sd == pytest.approx(statistics.pstdev(ratings))
    assert summary.dissent is not None
    assert 0 <= summary.dissent <= 0.5 + 1e-12
    assert summary.quartiles is not None
    cuts = [summary.quartiles.lower, summary.quartiles.median, summary.quartiles.upper]
    assert cuts == statistics.quantiles(map(Fraction, ratings), n=4, method="inclusive")
