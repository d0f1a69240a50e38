"""What a few are very much for, beside the first by the mean: by the rule that is printed, and by no other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.blocks import Bars, Block, Text
from server.domain.i18n import words
from server.domain.kernel import Item
from server.domain.methods.base import Judged, Poll
from server.domain.methods.minority import FIRST, MOST, highest, picks
from server.domain.tally.cells import MINIMUM_CELL
from tests.domain.test_methods import method, of, poll

Counts = dict[int, int]
LIKED, SPLIT, PLAIN = {4: 12}, {5: 6, 1: 6}, {3: 12}


def asked(given_to: list[Counts]) -> Poll:
    """A vote in which so many gave each item each value."""
    columns = [[value for value, n in counts.items() for _ in range(n)] for counts in given_to]
    voters = max(map(len, columns), default=0)
    rows = [
        {f"i{at}": column[voter] for at, column in enumerate(columns) if voter < len(column)} for voter in range(voters)
    ]
    return poll(rows, items=tuple(Item(f"i{at}", f"Idee {at}") for at in range(len(columns))))


def judged(given_to: list[Counts], sample: int = 0) -> tuple[Judged, ...]:
    """Its items, on a scale from 1 to 5."""
    return method("scale", sample=sample).tally(asked(given_to))


def told(given_to: list[Counts], sample: int = 0) -> list[Block]:
    """What is told of it."""
    return method("scale", sample=sample).blocks(judged(given_to, sample), words("en"))


def test_of_thirty_items_the_first_twenty_then_the_picks_then_the_others() -> None:
    first, few, others = of(told([LIKED] * 20 + [PLAIN] * 9 + [SPLIT]), Bars)
    assert first.caption == "The first 20 · Mean"
    assert others.caption == "The others · Mean"
    assert [len(each.bars) for each in (first, few, others)] == [20, 1, 10]
    assert (few.bars[0].label, few.bars[0].value) == ("Idee 29", 50)
    assert few.bars[0].note == "6 of 12 persons; rank 21 by the mean"


def test_the_rule_is_told_with_its_figures() -> None:
    notes = [each.text for each in of(told([LIKED] * 30), Text)]
    assert "There are no picks of a minority." in notes
    assert any("the first 20 by the mean, but given 5 by at least 25 percent of" in each for each in notes)
    assert any("at least 4 persons" in each for each in notes)


def test_a_short_list_that_everybody_judged_has_none() -> None:
    found = told([LIKED] * 10 + [SPLIT] * 10)
    assert len(of(found, Bars)) == 1
    assert "minority_pick" not in judged([LIKED] * 20)[0].figures


def test_a_short_list_in_lots_has_its_picks_in_the_lower_half() -> None:
    assert [each.item.id for each in picks(judged([LIKED, LIKED, SPLIT, PLAIN], sample=2))] == ["i2"]
    assert picks(judged([SPLIT, SPLIT, PLAIN, PLAIN], sample=2)) == []  # shares the first rank


@pytest.mark.parametrize(("top", "found"), [(MINIMUM_CELL - 1, False), (MINIMUM_CELL, True)])
def test_fewer_persons_than_a_group_that_is_shown_are_no_minority(top: int, found: bool) -> None:
    items = judged([LIKED] * 21 + [{5: top, 1: 3}])
    assert bool(picks(items)) is found


@pytest.mark.parametrize(
    ("low", "high", "step"), [(1, 5, 5), (1, 4, 4), (0, 1, 1), (1, 7, 7), (0, 10, 9), (1, 10, 9), (0, 100, 81)]
)
def test_the_highest_steps_are_the_top_fifth_of_a_scale(low: int, high: int, step: int) -> None:
    assert highest(low, high) == step


SOME = st.dictionaries(st.integers(1, 5), st.integers(1, 9), max_size=5)


@settings(max_examples=40)
@given(st.lists(SOME, min_size=21, max_size=45))
def test_what_is_picked_keeps_the_rule_and_what_is_left_out_does_not(given_to: list[Counts]) -> None:
    items = judged(given_to)
    chosen = {each.item.id for each in picks(items)}
    assert len(chosen) <= MOST
    keeping = [
        each
        for each in items
        if each.rank > FIRST and each.counts[5] >= MINIMUM_CELL and 4 * each.counts[5] >= each.figures["n"]
    ]
    assert chosen <= {each.item.id for each in keeping}
    assert len(chosen) == min(MOST, len(keeping))
