"""Estimate: everyone gives a number; the group's answer is the median, its uncertainty the middle half."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from server.domain.blocks import Block, Cell, Column, Table
from server.domain.i18n import N_, Words
from server.domain.kernel import Item
from server.domain.methods.base import Judged, Method, Poll, Rules, bars, ranked, rounded
from server.domain.numbers import places
from server.domain.tally.estimate import EstimateSummary, summarise_estimates

CUTS = ("lowest", "lower", "median", "upper", "highest")


class Estimate(Method):
    """A number for each item."""

    uses = frozenset({"low", "high", "abstain", "unit"})
    measure = N_("Median")
    decimals = 1

    def faults(self) -> Iterable[tuple[str, str]]:
        """The bounds must leave a choice."""
        if self.settings.low >= self.settings.high:
            yield "low", N_("low must be less than high")

    def rules(self, items: int) -> Rules:
        """The bounds and the unit."""
        its = self.settings
        return Rules(low=its.low, high=its.high, abstain=its.abstain, unit=its.unit)

    def tally(self, poll: Poll) -> tuple[Judged, ...]:
        """By the median, highest first."""
        return ranked(self._judge(item, poll) for item in poll.items)

    @staticmethod
    def _judge(item: Item, poll: Poll) -> Judged:
        given = poll.given(item.id)
        found = summarise_estimates(value for value, number in given.items() for _ in range(number))
        lower, median, upper = _cuts(found)
        figures: dict[str, Any] = {
            "n": found.n,
            "abstained": poll.abstained(item.id),
            "median": rounded(median),
            "lower": rounded(lower),
            "upper": rounded(upper),
            "lowest": rounded(found.lowest),
            "highest": rounded(found.highest),
        }
        return Judged(item, score=median, figures=figures)

    def blocks(self, judged: Sequence[Judged], words: Words) -> list[Block]:
        """Medians as bars, and the spread in a table."""
        _ = words.gettext
        titles = (_("Item"), _("n"), _("Lowest"), _("Lower quartile"), _("Median"), _("Upper quartile"), _("Highest"))
        columns = tuple(Column(title, numeric=at > 0) for at, title in enumerate(titles))
        caption = " · ".join(part for part in (_("Median"), self.settings.unit) if part)
        low = min(0, self.settings.low)
        decimals = places((each.figures[name] for each in judged for name in CUTS), 1)
        rows = tuple(_row(each, decimals) for each in judged)
        return [bars(judged, caption, low=low, decimals=decimals), Table(columns, rows)]

    def explained(self, items: int, words: Words) -> list[str]:
        """What median and quartiles are."""
        _ = words.gettext
        return [_("Half of the estimates lie below the median; the middle half lies between the quartiles.")]


def _cuts(summary: EstimateSummary) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    cuts = summary.quartiles
    return (cuts.lower, cuts.median, cuts.upper) if cuts else (None, None, None)


def _row(judged: Judged, decimals: int) -> tuple[Cell, ...]:
    figures = (judged.figures[name] for name in CUTS)
    spread = [Cell() if figure is None else Cell(number=figure, decimals=decimals) for figure in figures]
    return Cell(judged.item.text), Cell(number=judged.figures["n"]), *spread
