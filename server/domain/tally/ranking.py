"""Ranks with ties as ties: 1, 2, 3, 4, 5, 5, 7.

Standard competition ranking ("1224"): the rank of a value is one more than the number of better values. Values are
compared as exact fractions, never as rounded or binary numbers.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

from server.domain.tally.exact import Number, exact


def shared_ranks(values: Sequence[Number | None], *, lowest_first: bool = False) -> list[int | None]:
    """The rank of each value, best = 1, equal values sharing it; None (nobody judged) has no rank."""
    known = sorted((exact(value) for value in values if value is not None), reverse=not lowest_first)
    rank = {value: place for place, value in reversed(list(enumerate(known, start=1)))}
    return [None if value is None else rank[exact(value)] for value in values]


def best_first(values: Sequence[Number | None], *, lowest_first: bool = False) -> list[int]:
    """The positions of the values, best first; equals keep their order and values that are None come last."""
    ranks = shared_ranks(values, lowest_first=lowest_first)
    return sorted(range(len(values)), key=lambda position: ranks[position] or len(values) + 1)


def tiers(scores: Mapping[str, Number | None], *, lowest_first: bool = False) -> tuple[tuple[str, ...], ...]:
    """The names in groups of equal score, the best group first; a name whose score is None is in no group."""
    ranks = dict(zip(scores, shared_ranks(list(scores.values()), lowest_first=lowest_first), strict=True))
    ranked = sorted((name for name in scores if ranks[name] is not None), key=lambda name: ranks[name] or 0)
    return tuple(tuple(names) for _, names in groupby(ranked, key=lambda name: ranks[name]))
