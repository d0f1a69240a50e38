"""How firm the winner of a weighted sum is: other weights, other groups, all weights there are.

Rows and weights as in `matrix`. Winners are a tuple: more than one option is a tie.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from operator import mul

import msgspec

from server.domain.tally.exact import Number, exact
from server.domain.tally.matrix import Row, Rows, weighted_sum
from server.domain.tally.ranking import tiers

_SAMPLES = 2000


class Flip(msgspec.Struct, frozen=True):
    """From this whole per cent of the total weight on, these options win."""

    percent: int
    winners: tuple[str, ...]


def winners(rows: Rows, weights: Sequence[Number]) -> tuple[str, ...]:
    """The options with the highest weighted sum."""
    return next(iter(tiers(weighted_sum(rows, weights))), ())


def flips(rows: Rows, weights: Sequence[Number], criterion: int) -> tuple[Flip, ...]:
    """Who wins as one criterion weighs 0 % to 100 % and the others share the rest in their own proportion.

    One entry at 0 and one at each whole per cent where the winner changes (one-way sensitivity analysis: Triantaphyllou
    and Sánchez, 1997, Decision Sciences 28). Others that weigh nothing together share the rest equally.
    """
    others = [Fraction(0) if number == criterion else exact(weight) for number, weight in enumerate(weights)]
    if not any(others):
        others = [Fraction(number != criterion) for number in range(len(weights))]
    scores = _contenders({option: _score_by_share(row, others, criterion) for option, row in rows.items()}, rows)
    at_each = [
        Flip(
            percent, next(iter(tiers({option: score(Fraction(percent, 100)) for option, score in scores.items()})), ())
        )
        for percent in range(101)
    ]
    changed = (after for before, after in pairwise(at_each) if after.winners != before.winners)
    return (at_each[0], *changed)


Scores = dict[str, Callable[[Fraction], Fraction | None]]


def _contenders(scores: Scores, rows: Rows) -> Scores:
    """Without the options that another beats at 0 % and at 100 %, and so in between: without unknowns it is a line."""
    ends = {
        option: (score(Fraction(0)) or Fraction(0), score(Fraction(1)) or Fraction(0))
        for option, score in scores.items()
        if None not in rows[option]
    }
    beaten = {
        option
        for option, (start, end) in ends.items()
        if any(start < other_start and end < other_end for other_start, other_end in ends.values())
    }
    return {option: score for option, score in scores.items() if option not in beaten}


def _score_by_share(row: Row, others: Sequence[Fraction], criterion: int) -> Callable[[Fraction], Fraction | None]:
    """The weighted mean of a row's known values, as a function of the criterion's share of the weight."""
    pairs = [(exact(value), weight) for value, weight in zip(row, others, strict=True) if value is not None]
    whole = sum(others, Fraction(0)) or Fraction(1)
    rest = sum((value * weight for value, weight in pairs), Fraction(0)) / whole
    rest_weight = sum((weight for _, weight in pairs), Fraction(0)) / whole
    own = row[criterion]
    value, is_known = (Fraction(0), 0) if own is None else (exact(own), 1)

    def score(share: Fraction) -> Fraction | None:
        weight = share * is_known + (1 - share) * rest_weight
        return (share * value + (1 - share) * rest) / weight if weight else None

    return score


def weight_space(rows: Rows, criteria: int) -> dict[str, float]:
    """The share of all possible weights with which each option wins; a tie is divided.

    Estimated, to about one per cent, at 2,000 evenly spread points, the same each time: a Halton sequence (Halton,
    1960, Numerische Mathematik 2), sorted into weights that add up to 1 (Devroye, 1986, "Non-uniform random variate
    generation", V.2). As the first rank acceptability of SMAA (Lahdelma and Salminen, 2001, Operations Research 49).
    """
    values = {option: [None if value is None else float(value) for value in row] for option, row in rows.items()}
    share = dict.fromkeys(rows, 0.0)
    for weights in _spread_weights(criteria):
        scores = {option: _mean(row, weights) for option, row in values.items()}
        best = max(scores.values(), default=0.0)
        first = [option for option, score in scores.items() if score == best]
        for option in first:
            share[option] += 1 / len(first) / _SAMPLES
    return share


def _mean(row: Sequence[float | None], weights: Sequence[float]) -> float:
    """The weighted mean of a row's known values, under weights that add up to 1."""
    if None not in row:
        return float(sum(map(mul, row, weights)))
    pairs = [(value, weight) for value, weight in zip(row, weights, strict=True) if value is not None]
    total = sum(weight for _, weight in pairs)
    return sum(value * weight for value, weight in pairs) / total if total else float("-inf")


def _spread_weights(criteria: int) -> list[list[float]]:
    bases = _primes(criteria - 1)
    points = ([_halton(number, base) for base in bases] for number in range(1, _SAMPLES + 1))
    return [[after - before for before, after in pairwise([0.0, *sorted(point), 1.0])] for point in points]


def _halton(number: int, base: int) -> float:
    """The digits of a number in a base, mirrored behind the point."""
    value, size = 0.0, 1.0
    while number:
        size /= base
        number, digit = divmod(number, base)
        value += digit * size
    return value


def _primes(count: int) -> list[int]:
    primes: list[int] = []
    candidate = 2
    while len(primes) < count:
        if all(candidate % prime for prime in primes):
            primes.append(candidate)
        candidate += 1
    return primes
