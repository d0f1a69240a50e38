from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.tally.exact import exact, mean
from server.domain.tally.ranking import best_first, shared_ranks, tiers


def test_a_float_counts_as_the_decimal_that_was_typed() -> None:
    assert exact(0.1) + exact(0.2) == exact(0.3)
    assert exact(1e-7) == Fraction(1, 10_000_000)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError):
        exact(value)


def test_equal_values_share_a_rank_and_the_next_rank_is_skipped() -> None:
    assert shared_ranks([9, 8, 7, 6, 5, 5, 1]) == [1, 2, 3, 4, 5, 5, 7]


def test_a_tie_is_decided_on_fractions_not_on_what_is_shown() -> None:
    third = mean([1, 0, 0])
    assert shared_ranks([third, Fraction(1, 3), 0.3333333333333333]) == [1, 1, 3]
    assert shared_ranks([exact(0.1) + exact(0.2), 0.3]) == [1, 1]


def test_what_nobody_judged_has_no_rank_and_comes_last() -> None:
    assert shared_ranks([None, 2, 3]) == [None, 2, 1]
    assert best_first([None, 2, 3, 3]) == [2, 3, 1, 0]
    assert tiers({"a": None, "b": 2, "c": 3, "d": 3}) == (("c", "d"), ("b",))


def test_the_lowest_can_be_the_best() -> None:
    assert shared_ranks([3, 1, 2, 1], lowest_first=True) == [4, 1, 3, 1]
    assert tiers({"a": 2, "b": 1}, lowest_first=True) == (("b",), ("a",))


@given(st.lists(st.integers(0, 5) | st.none()))
def test_a_rank_is_one_more_than_the_number_of_better_values(values: list[int | None]) -> None:
    better = [
        None if value is None else 1 + sum(1 for other in values if other is not None and other > value)
        for value in values
    ]
    assert shared_ranks(values) == better
