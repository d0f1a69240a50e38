"""Risk: likelihood and impact, multiplied in two ways or looked up in a table."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import msgspec

from server.domain.tally.exact import Number, exact, mean


class RiskScore(msgspec.Struct, frozen=True):
    """Likelihood x impact of one risk, counted in two ways that differ when the two go together in people's minds.

    `product_of_means` multiplies the group's mean likelihood and mean impact, `mean_of_products` is the mean of
    everyone's own product, over the `n` persons who judged both. None where nobody did.
    """

    n: int
    product_of_means: Fraction | None
    mean_of_products: Fraction | None


def risk_score(judgements: Iterable[tuple[Number | None, Number | None]]) -> RiskScore:
    """The score of a risk from (likelihood, impact) a person, None being an abstention, which is not 0.

    A mean is taken over all who judged that side, also when they abstained on the other. E[XY] = E[X] E[Y] + cov(X, Y).
    """
    everyone = list(judgements)
    likelihood = [one for one, _ in everyone if one is not None]
    impact = [other for _, other in everyone if other is not None]
    products = [exact(one) * exact(other) for one, other in everyone if one is not None and other is not None]
    return RiskScore(
        n=len(products),
        product_of_means=mean(likelihood) * mean(impact) if likelihood and impact else None,
        mean_of_products=mean(products) if products else None,
    )


def high_impact(impact: Mapping[str, Number | None], low: int, high: int, *, share: float = 0.75) -> list[str]:
    """The risks whose mean impact lies in the top of its scale, highest first, however unlikely they are.

    The top begins at `share` of the range: at 4 on a scale from 1 to 5. A product hides what is rare and ruinous.
    """
    border = low + exact(share) * (high - low)
    judged = {risk: exact(value) for risk, value in impact.items() if value is not None}
    return sorted((risk for risk in judged if judged[risk] >= border), key=lambda risk: -judged[risk])


class RiskTable(msgspec.Struct, frozen=True):
    """A lookup matrix: a level of risk for each level of likelihood (row) and of impact (column), lowest first."""

    likelihoods: tuple[str, ...]
    impacts: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    source: str

    def level(self, likelihood: str, impact: str) -> str:
        """The level of risk. Raises ValueError for a level the table doesn't know."""
        return self.levels[self.likelihoods.index(likelihood)][self.impacts.index(impact)]


_FIVE = ("Very Low", "Low", "Moderate", "High", "Very High")

NIST = RiskTable(
    likelihoods=_FIVE,
    impacts=_FIVE,
    levels=(
        ("Very Low", "Very Low", "Very Low", "Low", "Low"),
        ("Very Low", "Low", "Low", "Low", "Moderate"),
        ("Very Low", "Low", "Moderate", "Moderate", "High"),
        ("Very Low", "Low", "Moderate", "High", "Very High"),
        ("Very Low", "Low", "Moderate", "High", "Very High"),
    ),
    source="NIST SP 800-30 Rev. 1 (2012), table I-2",
)

OWASP = RiskTable(
    likelihoods=("LOW", "MEDIUM", "HIGH"),
    impacts=("LOW", "MEDIUM", "HIGH"),
    levels=(("Note", "Low", "Medium"), ("Low", "Medium", "High"), ("Medium", "High", "Critical")),
    source="OWASP Risk Rating Methodology",
)


def scale_level(value: Number, low: int, high: int, levels: Sequence[str]) -> str:
    """The level of a (mean) value on a scale, cut into as many equal parts as there are levels, a border going up.

    On a scale with one step a level, each step is its own level and a mean goes to the nearest. Raises ValueError
    outside the scale.
    """
    if not low <= exact(value) <= high:
        raise ValueError("outside the scale")
    width = Fraction(high - low + 1, len(levels))
    part = (exact(value) - low + Fraction(1, 2)) / width
    return levels[min(int(part), len(levels) - 1)]
