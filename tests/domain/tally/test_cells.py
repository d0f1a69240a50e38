from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from server.domain.tally.cells import Breakdown, visible_groups


def test_groups_of_four_and_more_are_shown() -> None:
    assert visible_groups({"a": 4, "b": 9}) == Breakdown(("a", "b"), (), 0)


def test_one_small_group_takes_the_smallest_other_with_it() -> None:
    assert visible_groups({"a": 12, "b": 3, "c": 5, "d": 5}) == Breakdown(("a", "d"), ("b", "c"), 8)


def test_two_small_groups_that_together_are_large_enough_hide_each_other() -> None:
    assert visible_groups({"a": 12, "b": 3, "c": 2}) == Breakdown(("a",), ("b", "c"), 5)


def test_the_rest_of_a_small_hall_hides_everything() -> None:
    assert visible_groups({"a": 7, "b": 3}) == Breakdown((), ("a", "b"), 10)
    assert visible_groups({"a": 3}) == Breakdown((), ("a",), 3)


def test_a_group_without_ballots_hides_nobody() -> None:
    assert visible_groups({"a": 6, "b": 0}) == Breakdown(("a",), ("b",), 0)
    assert visible_groups({}) == Breakdown((), (), 0)


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9)), st.integers(2, 6))
def test_no_subtraction_of_what_is_shown_uncovers_a_small_group(ballots: dict[str, int], minimum: int) -> None:
    breakdown = visible_groups(ballots, minimum)
    total = sum(ballots.values())
    for size in range(1, len(breakdown.shown) + 1):
        for shown in combinations(breakdown.shown, size):
            rest = total - sum(ballots[group] for group in shown)
            assert all(ballots[group] >= minimum for group in shown)
            assert rest == 0 or rest >= minimum
