"""Dot voting: everyone spends a number of dots, at most so many on one item."""

from collections.abc import Collection, Iterable, Mapping
from math import isqrt

import msgspec

from server.domain.tally.ballot import InvalidBallot


class DotTotals(msgspec.Struct, frozen=True):
    """Dots on each item, in the order of the items; `n` ballots together left `unspent` dots."""

    n: int
    totals: dict[str, int]
    unspent: int


def suggested_dots(items: int) -> int:
    """The square root of the number of items, rounded, at least 1: 3 dots for 12 items, 8 for 60.

    A facilitators' rule of thumb: enough to differ, too few to give everything one.
    """
    return max(1, (isqrt(4 * items) + 1) // 2)


def check_dots(ballot: Mapping[str, int], items: Collection[str], *, dots: int, cap: int | None = None) -> None:
    """Raise InvalidBallot for an unknown item, a negative number, more than `cap` on an item, or more than `dots`."""
    if not ballot.keys() <= set(items):
        raise InvalidBallot("unknown_item")
    if any(number < 0 for number in ballot.values()):
        raise InvalidBallot("negative_dots")
    if cap is not None and any(number > cap for number in ballot.values()):
        raise InvalidBallot("over_cap")
    if sum(ballot.values()) > dots:
        raise InvalidBallot("too_many_dots")


def dot_totals(
    ballots: Iterable[Mapping[str, int]], items: Collection[str], *, dots: int, cap: int | None = None
) -> DotTotals:
    """Add up valid ballots (item: dots); raises InvalidBallot at the first that isn't."""
    totals = dict.fromkeys(items, 0)
    n = 0
    for ballot in ballots:
        check_dots(ballot, items, dots=dots, cap=cap)
        n += 1
        for item, number in ballot.items():
            totals[item] += number
    return DotTotals(n=n, totals=totals, unspent=n * dots - sum(totals.values()))
