"""Balanced lots, and how sure a mean of some is."""

from collections import Counter
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.tally.sampling import Lots
from server.domain.tally.uncertainty import Mean, mean_of, rank_spans, student, told_apart


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 120), st.text(max_size=8))
def test_after_any_number_of_lots_every_item_was_drawn_as_often_or_once_more(
    items: int, size: int, lots: int, seed: str
) -> None:
    names = [f"i{at}" for at in range(items)]
    drawn, seen = Lots(names, size, seed), Counter(dict.fromkeys(names, 0))
    for number in range(lots):
        lot = drawn[number]
        assert len(set(lot)) == len(lot) == min(size, items)
        seen.update(lot)
    assert max(seen.values()) - min(seen.values()) <= 1


def test_sixty_items_in_lots_of_seven_for_520_people() -> None:
    lots = Lots([f"i{at}" for at in range(60)], 7, "seed")
    seen = Counter(item for number in range(520) for item in lots[number])
    assert set(seen.values()) == {60, 61}
    again = Lots([f"i{at}" for at in range(60)], 7, "seed")
    assert [again[number] for number in (519, 3, 0)] == [
        lots[519],
        lots[3],
        lots[0],
    ]  # in whatever order they are asked
    met = {frozenset(pair) for number in range(520) for pair in zip(lots[number], lots[number][1:], strict=False)}
    assert len(met) > 1000  # of the 1,770 pairs: an item is judged beside many others, not beside the same few


def test_lots_of_nothing() -> None:
    assert Lots((), 7, "")[3] == ()


@pytest.mark.parametrize(
    ("freedom", "table"), [(1, 12.706), (4, 2.776), (5, 2.571), (10, 2.228), (30, 2.042), (60, 2.000), (120, 1.980)]
)
def test_students_t_is_that_of_the_tables(freedom: int, table: float) -> None:
    assert student(freedom) == pytest.approx(table, abs=0.003)


def test_the_error_of_a_mean_of_some_by_hand() -> None:
    found = mean_of({1: 1, 2: 2, 3: 1}, 16)
    assert found is not None
    assert found.mean == 2
    assert found.error == pytest.approx(sqrt(2 / 3) / 2 * sqrt(1 - 4 / 16))
    assert found.margin == pytest.approx(3.182 * found.error)
    everybody = mean_of({1: 1, 2: 2, 3: 1}, 4)
    assert everybody is not None
    assert everybody.error == 0  # who asked everybody is sure
    assert mean_of({3: 1}, 16) is None


def test_ranks_that_can_not_be_told_apart_are_a_span() -> None:
    far, near, close = Mean(60, 4.5, 0.1, 0.2), Mean(60, 3.1, 0.1, 0.2), Mean(60, 3.0, 0.1, 0.2)
    assert told_apart(far, near)
    assert not told_apart(near, close)
    assert not told_apart(near, None)
    assert rank_spans([far, near, close, None]) == [(1, 2), (2, 4), (2, 4), (1, 4)]


@given(st.lists(st.dictionaries(st.integers(1, 5), st.integers(1, 30), min_size=1), min_size=1, max_size=12))
def test_an_items_own_rank_lies_in_its_span(counts: list[dict[int, int]]) -> None:
    means = [mean_of(each, 0) for each in counts]
    known = sorted((each.mean for each in means if each), reverse=True)
    for each, (best, worst) in zip(means, rank_spans(means), strict=True):
        assert 1 <= best <= worst <= len(means)
        if each is not None:
            assert best <= 1 + known.index(each.mean)


COUNTS = st.dictionaries(st.integers(1, 5), st.integers(1, 30), min_size=1).filter(lambda each: sum(each.values()) > 1)


@given(COUNTS, st.integers(0, 500))
def test_an_interval_holds_its_mean_and_stays_on_the_scale(counts: dict[int, int], others: int) -> None:
    found = mean_of(counts, sum(counts.values()) + others)
    assert found is not None
    low, high = found.interval(1, 5)
    assert 1 <= low <= found.mean <= high <= 5
    if low > 1 and high < 5:
        assert high - low == pytest.approx(2 * found.margin)


@given(COUNTS, st.integers(2, 5), st.integers(2, 5))
def test_an_interval_shrinks_when_more_people_judge_alike(counts: dict[int, int], times: int, larger: int) -> None:
    everybody = sum(counts.values()) * times * larger
    few, many = mean_of(counts, everybody), mean_of({value: n * times for value, n in counts.items()}, everybody)
    assert few is not None
    assert many is not None
    assert many.mean == pytest.approx(few.mean)
    assert many.margin < few.margin or few.margin == 0


@given(COUNTS, st.integers(0, 200), st.integers(1, 200))
def test_an_interval_shrinks_when_fewer_were_left_unasked(counts: dict[int, int], unasked: int, more: int) -> None:
    n = sum(counts.values())
    fewer, others = mean_of(counts, n + unasked), mean_of(counts, n + unasked + more)
    assert fewer is not None
    assert others is not None
    assert fewer.margin < others.margin or others.margin == 0
