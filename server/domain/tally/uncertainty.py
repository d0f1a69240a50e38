"""How sure a mean is of which only a part of the voters gave a value.

Standard error of a mean of n values out of a group of N, drawn without replacement:
s ÷ √n × √(1 − n ÷ N), with s² = Σ(x − mean)² ÷ (n − 1) (Cochran, 1977, "Sampling techniques", 3rd ed., 2.5 and 2.6).
The 95 % interval is the mean ± t × that, t being Student's for n − 1 degrees of freedom.
Two means are told apart where they differ by more than 1.96 × √(SE₁² + SE₂²).
"""

from collections.abc import Mapping, Sequence
from math import sqrt

import msgspec

Z = 1.959964  # 97.5 % of the standard normal distribution
EXACT = (12.706, 4.303, 3.182, 2.776)  # Student's t for 1 to 4 degrees of freedom


class Mean(msgspec.Struct, frozen=True):
    """A mean of `n` values with its standard error, and half the width of its 95 % interval."""

    n: int
    mean: float
    error: float
    margin: float

    def interval(self, low: float, high: float) -> tuple[float, float]:
        """The ends of the 95 % interval; no mean lies beyond the ends of its scale, so the interval doesn't either."""
        return max(self.mean - self.margin, low), min(self.mean + self.margin, high)


def mean_of(counts: Mapping[int, int], population: int) -> Mean | None:
    """The mean of values of which so many gave each, out of a group of so many; None for fewer than two values."""
    n = sum(counts.values())
    if n < 2:
        return None
    mean = sum(value * number for value, number in counts.items()) / n
    squares = sum(number * (value - mean) ** 2 for value, number in counts.items())
    unseen = max(1 - n / population, 0.0) if population else 1.0
    error = sqrt(squares / (n - 1) / n * unseen)
    return Mean(n, mean, error, student(n - 1) * error)


def student(freedom: int) -> float:
    """97.5 % of Student's t, to three figures (Abramowitz and Stegun, 1964, 26.7.5; a table below five degrees)."""
    if freedom <= len(EXACT):
        return EXACT[freedom - 1]
    z2 = Z * Z
    terms = (
        (z2 + 1) / 4,
        ((5 * z2 + 16) * z2 + 3) / 96,
        (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384,
        ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160,
    )
    return Z + sum(Z * term / float(freedom) ** power for power, term in enumerate(terms, 1))


def told_apart(one: Mean | None, other: Mean | None) -> bool:
    """Whether two means differ by more than chance would make them differ, nineteen times in twenty."""
    if one is None or other is None:
        return False
    return abs(one.mean - other.mean) > Z * sqrt(one.error**2 + other.error**2)


def rank_spans(means: Sequence[Mean | None]) -> list[tuple[int, int]]:
    """For each mean the best and the worst rank it may have: what it is told apart from counts, nothing else.

    After Goldstein and Spiegelhalter (1996), "League tables and their limitations", JRSS A 159.
    """
    spans = []
    for one in means:
        apart = [other for other in means if other is not one and one and other and told_apart(one, other)]
        better = sum(other.mean > one.mean for other in apart if other and one)
        worse = sum(other.mean < one.mean for other in apart if other and one)
        spans.append((1 + better, len(means) - worse))
    return spans
