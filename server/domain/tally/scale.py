"""Judgements on a scale: mean, spread, dissent, distribution.

dissent = population standard deviation / (highest - lowest step), between 0 (all the same) and 0.5 (half of the group
at each end); the largest possible standard deviation on a range is half that range (Popoviciu, 1935).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import sqrt

import msgspec

from server.domain.tally.ballot import InvalidBallot
from server.domain.tally.exact import exact
from server.domain.tally.spread import Quartiles, quartiles

DISSENT_THRESHOLD = 0.3


class ScaleSummary(msgspec.Struct, frozen=True):
    """What a group said about one item; mean, sd, dissent and quartiles are None when everyone abstained.

    `n` counts who gave a value, `counts` how many gave each step, lowest first. An abstention is in neither.
    """

    n: int
    abstained: int
    counts: dict[int, int]
    mean: Fraction | None
    sd: float | None
    dissent: float | None
    flagged: bool
    quartiles: Quartiles | None


def summarise(
    ratings: Iterable[int | None], low: int, high: int, *, threshold: float = DISSENT_THRESHOLD
) -> ScaleSummary:
    """Summary of ratings from low to high, None being an abstention; flagged when dissent is above the threshold.

    Raises InvalidBallot for a rating outside the scale.
    """
    counts = Counter(ratings)
    abstained = counts.pop(None, 0)
    given = {rating: number for rating, number in counts.items() if rating is not None}
    return summarise_counts(given, low, high, abstained=abstained, threshold=threshold)


def summarise_counts(
    counts: Mapping[int, int],
    low: int,
    high: int,
    *,
    abstained: int = 0,
    threshold: float = DISSENT_THRESHOLD,
) -> ScaleSummary:
    """The same from how often each step was given, as when hands or papers are counted."""
    if any(not low <= step <= high for step in counts):
        raise InvalidBallot("outside_scale")
    full = {step: counts.get(step, 0) for step in range(low, high + 1)}
    values = [step for step, number in full.items() for _ in range(number)]
    if not values:
        return ScaleSummary(0, abstained, full, None, None, None, False, None)
    n, total, squares = len(values), sum(values), sum(step * step for step in values)
    variance, span = Fraction(n * squares - total * total, n * n), high - low
    return ScaleSummary(
        n=n,
        abstained=abstained,
        counts=full,
        mean=Fraction(total, n),
        sd=sqrt(variance),
        dissent=sqrt(variance) / span,
        flagged=variance > (exact(threshold) * span) ** 2,
        quartiles=quartiles(values),
    )
