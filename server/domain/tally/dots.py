"""Dot voting: everyone spends a number of dots, at most so many on one item."""

from collections.abc import Collection, Mapping
from math import isqrt

from server.domain.tally.ballot import InvalidBallot


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
