"""How far judgements lie apart: quantiles, exactly."""

from collections.abc import Sequence
from fractions import Fraction

import msgspec

from server.domain.tally.exact import Number, exact


class Quartiles(msgspec.Struct, frozen=True):
    """The three values that cut a sorted list into four equal parts."""

    lower: Fraction
    median: Fraction
    upper: Fraction


def quantile(ordered: Sequence[Number], share: Fraction) -> Fraction:
    """The value below which a share of a sorted, non-empty list lies.

    Definition 7 of Hyndman and Fan (1996), "Sample quantiles in statistical packages", The American Statistician 50:
    linear between the two nearest values; what R and spreadsheets (QUARTILE.INC) use.
    """
    position = (len(ordered) - 1) * share
    index = int(position)
    here, following = exact(ordered[index]), exact(ordered[min(index + 1, len(ordered) - 1)])
    return here + (position - index) * (following - here)


def quartiles(values: Sequence[Number]) -> Quartiles:
    """Lower quartile, median and upper quartile of at least one value."""
    ordered = sorted(values)
    lower, median, upper = (quantile(ordered, Fraction(quarter, 4)) for quarter in (1, 2, 3))
    return Quartiles(lower=lower, median=median, upper=upper)
