"""Options against criteria: weighted sum, weighted product, TOPSIS, knock-out.

Values come as rows: for each option one value a criterion, None where nobody knows. An unknown value is left out: the
other weights of that option count for the whole. It is never 0, and `unknown_cells` names it for a warning.
A higher value is better; `turned` and `column_shares` turn round a criterion of which less is better.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from math import exp, log, sqrt

import msgspec

from server.domain.tally.exact import Number, exact

Row = Sequence[Number | None]
Rows = Mapping[str, Row]


class Limit(msgspec.Struct, frozen=True):
    """A knock-out: the value an option must have at least, at most, or both."""

    at_least: Fraction | None = None
    at_most: Fraction | None = None

    def allows(self, value: Number) -> bool:
        """Whether a value is within the limit, the limit itself included."""
        number = exact(value)
        return (self.at_least is None or number >= self.at_least) and (self.at_most is None or number <= self.at_most)


def unknown_cells(rows: Rows) -> tuple[tuple[str, int], ...]:
    """The option and criterion number of each unknown value."""
    return tuple((option, number) for option, row in rows.items() for number, value in enumerate(row) if value is None)


def knocked_out(rows: Rows, limits: Sequence[Limit | None]) -> dict[str, tuple[int, ...]]:
    """The options that fail a limit, with the numbers of those criteria; an unknown value doesn't fail."""
    failed = {
        option: tuple(
            number
            for number, (value, limit) in enumerate(zip(row, limits, strict=True))
            if limit is not None and value is not None and not limit.allows(value)
        )
        for option, row in rows.items()
    }
    return {option: numbers for option, numbers in failed.items() if numbers}


def mean_weights(groups: Iterable[tuple[Sequence[Number], int]]) -> list[Fraction]:
    """The weight of each criterion when groups (points, persons) count by their persons."""
    weighed = [([exact(point) for point in points], persons) for points, persons in groups]
    everyone = sum(persons for _, persons in weighed)
    columns = zip(*(points for points, _ in weighed), strict=True)
    return [
        sum((point * persons for point, (_, persons) in zip(column, weighed, strict=True)), Fraction(0)) / everyone
        for column in columns
    ]


def turned(rows: Rows, lower_is_better: Sequence[bool], low: int, high: int) -> dict[str, list[Fraction | None]]:
    """Values on a scale from low to high, those of which less is better read from the other end."""
    return {
        option: [
            None if value is None else low + high - exact(value) if turn else exact(value)
            for value, turn in zip(row, lower_is_better, strict=True)
        ]
        for option, row in rows.items()
    }


def column_shares(rows: Rows, lower_is_better: Sequence[bool]) -> dict[str, list[Fraction | None]]:
    """Measured values (euros, minutes) made comparable: each as its share of its criterion's total.

    Of a value of which less is better, the share of 1/value. All values are positive. The normalisation of Kracka,
    Brauers and Zavadskas (2010), Inzinerine Ekonomika 21.
    """
    upward: dict[str, list[Fraction | None]] = {
        option: [
            None if value is None else 1 / exact(value) if turn else exact(value)
            for value, turn in zip(row, lower_is_better, strict=True)
        ]
        for option, row in rows.items()
    }
    totals = [
        sum((value for value in column if value is not None), Fraction(0))
        for column in zip(*upward.values(), strict=True)
    ]
    return {
        option: [None if value is None else value / total for value, total in zip(row, totals, strict=True)]
        for option, row in upward.items()
    }


def known(row: Row, weights: Sequence[Number]) -> list[tuple[Fraction, Fraction]]:
    """The known values of a row, each with its weight."""
    pairs = zip(row, weights, strict=True)
    return [(exact(value), exact(weight)) for value, weight in pairs if value is not None]


def weighted_sum(rows: Rows, weights: Sequence[Number]) -> dict[str, Fraction | None]:
    """The weighted mean of each option's known values, exactly; None where they have no weight together.

    The weighted sum model (Fishburn, 1967, "Additive utilities with incomplete product sets", Operations Research 15)
    with weights that add up to 1, so that a score stays on the scale of the values.
    """
    return {option: _weighted_mean(known(row, weights)) for option, row in rows.items()}


def _weighted_mean(pairs: Collection[tuple[Fraction, Fraction]]) -> Fraction | None:
    total = sum((weight for _, weight in pairs), Fraction(0))
    return sum((value * weight for value, weight in pairs), Fraction(0)) / total if total else None


def weighted_product(rows: Rows, weights: Sequence[Number]) -> dict[str, float | None]:
    """The weighted geometric mean of each option's known values; a bad value can't be made up for as in a sum.

    The weighted product model (Bridgman, 1922, "Dimensional analysis"). Raises ValueError for a negative value.
    """
    return {option: _geometric_mean(known(row, weights)) for option, row in rows.items()}


def _geometric_mean(pairs: Collection[tuple[Fraction, Fraction]]) -> float | None:
    total = sum(weight for _, weight in pairs)
    if any(value < 0 for value, _ in pairs):
        raise ValueError("a weighted product has no negative values")
    if not total:
        return None
    if any(value == 0 and weight for value, weight in pairs):
        return 0.0
    return exp(sum(float(weight / total) * log(value) for value, weight in pairs if weight))


def topsis(rows: Rows, weights: Sequence[Number]) -> dict[str, float | None]:
    """How near each option is to the ideal of the best values: 1 is the ideal itself, 0 the worst of all.

    TOPSIS (Hwang and Yoon, 1981, "Multiple attribute decision making"): columns divided by their length, times their
    weight; nearness = distance to the worst / (distance to the worst + distance to the best). None where nothing is
    known or no option differs from another.
    """
    columns = [
        [None if value is None else float(exact(value)) for value in column]
        for column in zip(*rows.values(), strict=True)
    ]
    lengths = [sqrt(sum(value * value for value in column if value is not None)) or 1.0 for column in columns]
    factors = [float(exact(weight)) / length for weight, length in zip(weights, lengths, strict=True)]
    best = [max((value for value in column if value is not None), default=0.0) for column in columns]
    worst = [min((value for value in column if value is not None), default=0.0) for column in columns]
    nearness: dict[str, float | None] = {}
    for option, row in rows.items():
        to_best, to_worst = _distance(row, best, factors), _distance(row, worst, factors)
        nearness[option] = to_worst / (to_worst + to_best) if to_worst + to_best else None
    return nearness


def _distance(row: Row, goal: Sequence[float], factors: Sequence[float]) -> float:
    cells = zip(row, goal, factors, strict=True)
    return sqrt(sum((factor * (float(value) - end)) ** 2 for value, end, factor in cells if value is not None))
