"""Estimating a number together, in rounds: median, quartiles and how far a round brought the group together.

The Delphi method: the group's answer is the median, its uncertainty the middle half of the estimates (Dalkey, 1969,
"The Delphi method: an experimental study of group opinion", RAND RM-5888).
"""

from collections.abc import Iterable
from fractions import Fraction

import msgspec

from server.domain.tally.exact import Number, exact
from server.domain.tally.spread import Quartiles, quartiles


class EstimateSummary(msgspec.Struct, frozen=True):
    """One round of estimates; lowest, highest and quartiles are None when nobody gave one."""

    n: int
    abstained: int
    lowest: Fraction | None
    highest: Fraction | None
    quartiles: Quartiles | None


class Shift(msgspec.Struct, frozen=True):
    """What a second round changed: how far the median moved, and the middle half's width before and after."""

    median: Fraction
    width_before: Fraction
    width_after: Fraction

    @property
    def closer(self) -> bool:
        """Whether the middle half lies closer together than before."""
        return self.width_after < self.width_before


def summarise_estimates(estimates: Iterable[Number | None]) -> EstimateSummary:
    """Summary of numbers, None being an abstention."""
    everyone = list(estimates)
    given = [exact(estimate) for estimate in everyone if estimate is not None]
    return EstimateSummary(
        n=len(given),
        abstained=len(everyone) - len(given),
        lowest=min(given, default=None),
        highest=max(given, default=None),
        quartiles=quartiles(given) if given else None,
    )


def shift(before: EstimateSummary, after: EstimateSummary) -> Shift | None:
    """What changed between two rounds; None when nobody gave an estimate in one of them."""
    first, second = before.quartiles, after.quartiles
    if first is None or second is None:
        return None
    return Shift(
        median=second.median - first.median,
        width_before=first.upper - first.lower,
        width_after=second.upper - second.lower,
    )
