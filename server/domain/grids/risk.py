"""Risks by likelihood and impact: multiplied, or looked up in a table, with what a product hides beside it.

The first criterion is the likelihood, the second the impact; more may be judged, they don't count in the score.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import msgspec

from server.domain.blocks import Block, Cell, Column, Heading, Matrix, Table, Text
from server.domain.grids.base import Criterion, Grid, Outcome, cell_key, name_of, numeric
from server.domain.i18n import N_, Words
from server.domain.kernel import Item
from server.domain.methods.base import Judged, bars, mark, ranked, rounded
from server.domain.tally.ranking import shared_ranks
from server.domain.tally.risk import NIST, OWASP, RiskTable, high_impact, risk_score, scale_level

TABLES: dict[str, RiskTable] = {"nist": NIST, "owasp": OWASP}
LEVELS = (  # of both tables, lowest first
    N_("Note"), N_("Very Low"), N_("Low"), N_("Moderate"), N_("Medium"), N_("High"), N_("Very High"), N_("Critical"),
)  # fmt: skip
MOST_STEPS = 10  # of a scale that a heat map is drawn of


class Risk(msgspec.Struct, frozen=True):
    """One risk: both means, their product, the mean of everyone's own product (`n` judged both), and the level."""

    likelihood: Fraction | None
    impact: Fraction | None
    product: Fraction | None
    mean_of_products: Fraction | None
    n: int
    level: str = ""


class Risks(Outcome):
    """The outcome of a grid of risks; `rule` is "product", or the name of a lookup table."""

    def __init__(self, grid: Grid, rule: str = "product") -> None:
        self.grid, self.table = grid, TABLES.get(rule)
        self.likelihood, self.impact = grid.criteria[:2]
        self.risks = {option.id: self._risk(option) for option in grid.options}
        impacts = {key: risk.impact for key, risk in self.risks.items()}
        self.high = high_impact(impacts, grid.low, grid.high)
        self.judged = ranked(self._judge(option) for option in grid.options)

    def _risk(self, option: Item) -> Risk:
        grid = self.grid
        one, other = (grid.cells[option.id, side.id].mean for side in (self.likelihood, self.impact))
        own = risk_score(self._pairs(option.id))
        level = ""
        if self.table and one is not None and other is not None:
            level = self.table.level(
                scale_level(one, grid.low, grid.high, self.table.likelihoods),
                scale_level(other, grid.low, grid.high, self.table.impacts),
            )
        product = one * other if one is not None and other is not None else None
        return Risk(one, other, product, own.mean_of_products, own.n, level)

    def _pairs(self, option: str) -> Iterator[tuple[int | None, int | None]]:
        """(likelihood, impact) of each ballot; hands that were counted hold no pairs."""
        keys = [cell_key(option, side.id) for side in (self.likelihood, self.impact)]
        for ballot in self.grid.poll.ballots:
            one, other = (ballot.values.get(key) for key in keys)
            yield self._on_scale(one), self._on_scale(other)

    def _on_scale(self, value: int | None) -> int | None:
        return value if value is not None and self.grid.low <= value <= self.grid.high else None

    def _judge(self, option: Item) -> Judged:
        risk = self.risks[option.id]
        dissent, priority, flagged = self.differ(option.id)
        figures: dict[str, Any] = {
            "n": risk.n,
            "score": rounded(risk.product),
            "mean_of_products": rounded(risk.mean_of_products),
            "likelihood": rounded(risk.likelihood),
            "impact": rounded(risk.impact),
            **({"level": risk.level} if self.table else {}),
            "high_impact": option.id in self.high,
            "dissent": rounded(dissent),
            "flagged": flagged,
        }
        return Judged(
            item=option,
            score=self._score(risk),
            dissent=dissent,
            priority=priority,
            flagged=flagged,
            figures=figures,
        )

    def _score(self, risk: Risk) -> Fraction | None:
        """What the order is by: the product, or the place of the level in its table."""
        if self.table is None:
            return risk.product
        return Fraction(self._place(risk.level)) if risk.level else None

    def _place(self, level: str) -> int:
        """How high a level of the table is, from 0."""
        levels = {each for row in (self.table or NIST).levels for each in row}
        return sorted(levels, key=LEVELS.index).index(level)

    def importance(self, option: str, criterion: Criterion) -> float:
        """Where the risk's product lies between the lowest and the highest there can be."""
        product, low, high = self.risks[option].product, self.grid.low**2, self.grid.high**2
        return 0.0 if product is None else float((product - low) / (high - low))

    def facts(self) -> dict[str, Any]:
        """Also: the list of high impact, and the table that levels were looked up in."""
        source = {"table": self.table.source} if self.table else {}
        return {**super().facts(), "high_impact": list(self.high), **source}

    # --- in words ---------------------------------------------------------------------------------------------

    def brief(self, words: Words) -> list[Block]:
        """The order."""
        return [self._order(words)]

    def blocks(self, words: Words) -> list[Block]:
        """The order with both products, what differs, high impact, the heat map, and every spread."""
        low, high = self.grid.low**2, self.grid.high**2
        caption = words.gettext("Mean likelihood × mean impact")
        return [
            *([] if self.table else [bars(self.judged, caption, low=low, high=high, decimals=2)]),
            self._order(words),
            *self._other_order(words),
            *self._high_impact(words),
            *self.first_to_discuss(words),
            *self._heat_map(words),
            *self.distributions(words, flagged_only=False),
        ]

    def _order(self, words: Words) -> Table:
        _ = words.gettext
        titles = [
            _("No."), _("Risk"), name_of(self.likelihood, words), name_of(self.impact, words),
            _("Product of means"), _("Mean of products"), *([_("Level")] if self.table else []),
        ]  # fmt: skip
        rows = tuple(self._order_row(number, each, words) for number, each in enumerate(self.judged, 1))
        return Table(tuple(Column(title, at != 1 and at < 6) for at, title in enumerate(titles)), rows)

    def _order_row(self, number: int, judged: Judged, words: Words) -> tuple[Cell, ...]:
        risk = self.risks[judged.item.id]
        values = (risk.likelihood, risk.impact, risk.product, risk.mean_of_products)
        level = [Cell(words.gettext(risk.level) if risk.level else "–")] if self.table else []
        return (
            Cell(number=number),
            Cell(judged.item.text, mark=mark(judged)),
            *(numeric(value, 2) for value in values),
            *level,
        )

    def _other_order(self, words: Words) -> list[Block]:
        """A warning where the mean of products puts the risks in another order."""
        risks = [self.risks[each.item.id] for each in self.judged]
        one, other = ([getattr(risk, name) for risk in risks] for name in ("product", "mean_of_products"))
        if self.table or shared_ranks(one) == shared_ranks(other):
            return []
        return [Text(words.gettext("By the mean of products the order is another one."), "warning")]

    def _high_impact(self, words: Words) -> list[Block]:
        """The risks of high impact, however unlikely: a product hides what is rare and ruinous."""
        _ = words.gettext
        if not self.high:
            return []
        texts = {option.id: option.text for option in self.grid.options}
        ranks = {each.item.id: each.rank for each in self.judged}
        titles = (_("Risk"), name_of(self.impact, words), name_of(self.likelihood, words), _("Rank"))
        rows = tuple(
            (
                Cell(texts[key]),
                numeric(self.risks[key].impact, 2),
                numeric(self.risks[key].likelihood, 2),
                Cell(number=ranks[key]) if ranks[key] else Cell("–"),
            )
            for key in self.high
        )
        columns = tuple(Column(title, at > 0) for at, title in enumerate(titles))
        return [Heading(_("High impact, however likely"), 2), Table(columns, rows)]

    def _heat_map(self, words: Words) -> list[Block]:
        """Where each risk lies, by its number in the order, the most likely above."""
        grid = self.grid
        if grid.high - grid.low > MOST_STEPS:
            return []
        steps = range(grid.low, grid.high + 1)
        labels = tuple(str(step) for step in steps)
        cells = tuple(tuple(Cell(self._in_cell(one, other)) for other in steps) for one in reversed(steps))
        heat = tuple(tuple(self._heat(one, other) for other in steps) for one in reversed(steps))
        one, other = name_of(self.likelihood, words), name_of(self.impact, words)
        caption = words.gettext("Upwards: {likelihood}. To the right: {impact}. The numbers are those of the list.")
        return [Matrix(labels[::-1], labels, cells, heat, caption.format(likelihood=one, impact=other))]

    def _in_cell(self, likelihood: int, impact: int) -> str:
        here = [
            str(number)
            for number, each in enumerate(self.judged, 1)
            if (risk := self.risks[each.item.id]).likelihood is not None
            and risk.impact is not None
            and (_step(risk.likelihood), _step(risk.impact)) == (likelihood, impact)
        ]
        return " ".join(here)

    def _heat(self, likelihood: int, impact: int) -> float:
        low, high = self.grid.low, self.grid.high
        if self.table is None:
            return (likelihood * impact - low**2) / (high**2 - low**2)
        one = scale_level(likelihood, low, high, self.table.likelihoods)
        other = scale_level(impact, low, high, self.table.impacts)
        highest = self._place(self.table.levels[-1][-1])
        return self._place(self.table.level(one, other)) / highest

    def explained(self, words: Words) -> list[str]:
        """What the order is by, what the two products are, and the formula of dissent."""
        _, grid = words.gettext, self.grid
        steps = [f"{grid.low + at} = {label}" for at, label in enumerate(grid.labels) if label]
        order = _("The order is that of the product of means: mean likelihood × mean impact.")
        if self.table:
            order = _("The level was looked up by both means in a table, not multiplied: {source}.").format(
                source=self.table.source
            )
        return [
            _("Scale from {low} to {high}. Who could not judge is left out, not counted as 0.").format(
                low=grid.low, high=grid.high
            ),
            *([" · ".join(steps)] if steps else []),
            order,
            _("The mean of products is of everyone's own likelihood × impact: that differs where they go together."),
            _("High impact begins at three quarters of the scale."),
            _("Dissent = standard deviation (population) ÷ (highest − lowest step). Marked above 0.3."),
        ]


def _step(mean: Fraction) -> int:
    """The step nearest to a mean, a half going up."""
    return int(mean + Fraction(1, 2))
