"""Agreement within a group: Kendall's W, and which differences to talk about first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import msgspec

from server.domain.tally.exact import Number, exact


class Concordance(msgspec.Struct, frozen=True):
    """Kendall's W of `judges` complete judgements of the same items; `left_out` were incomplete.

    `w` runs from 0 (no agreement) to 1 (the same order from everyone); None when there is nothing to compare: fewer
    than two judges or items, or judges who give all items the same.
    """

    w: Fraction | None
    judges: int
    left_out: int


def kendall_w(judgements: Iterable[Sequence[Number | None]]) -> Concordance:
    """Kendall's coefficient of concordance, corrected for ties.

    One sequence a judge, one value an item in a fixed order: ranks, or values on a scale, which are ranked within
    the judge. W = 12 S / (m² (n³ - n) - m T), where S is the sum of squared deviations of the items' rank sums and T
    the sum of t³ - t over every group of t tied values (Kendall and Gibbons, 1990, "Rank correlation methods", ch. 6).
    """
    everyone = list(judgements)
    ranked = [_midranks(complete) for judge in everyone if (complete := _complete(judge)) is not None]
    return Concordance(w=_concordance(ranked), judges=len(ranked), left_out=len(everyone) - len(ranked))


def _complete(judge: Sequence[Number | None]) -> list[int | Fraction] | None:
    values = [value if isinstance(value, int) else exact(value) for value in judge if value is not None]
    return values if len(values) == len(judge) else None


def _midranks(values: Sequence[int | Fraction]) -> list[int]:
    """Twice the ranks from 1, lowest first, tied values getting the mean of the places they share."""
    counts, below, doubled = Counter(values), 0, {}
    for value in sorted(counts):
        doubled[value] = 2 * below + counts[value] + 1
        below += counts[value]
    return [doubled[value] for value in values]


def _concordance(doubled: Sequence[Sequence[int]]) -> Fraction | None:
    judges, items = len(doubled), len(doubled[0]) if doubled else 0
    ties = sum(t**3 - t for ranks in doubled for t in Counter(ranks).values())
    largest = judges**2 * (items**3 - items) - judges * ties
    if judges < 2 or largest == 0:
        return None
    expected = judges * (items + 1)
    deviation = Fraction(sum((sum(ranks) - expected) ** 2 for ranks in zip(*doubled, strict=True)), 4)
    return 12 * deviation / largest


class Dispute(msgspec.Struct, frozen=True):
    """An item the group differs on; `priority` = importance x dissent, both between 0 and 1."""

    item: str
    importance: float
    dissent: float
    priority: float


def importance(mean: Fraction, low: int, high: int) -> float:
    """Where a mean lies on its scale, from 0 at the lowest step to 1 at the highest."""
    return float((mean - low) / (high - low))


def dissent_queue(items: Mapping[str, tuple[float, float] | None]) -> list[Dispute]:
    """The items (importance, dissent), most worth talking about first; equals keep their order.

    Left out: what nobody judged (None) and what nobody differs on. The product is this product's own choice: a quarrel
    about what hardly matters waits, and so does what matters to all alike.
    """
    disputes = [
        Dispute(item=item, importance=pair[0], dissent=pair[1], priority=pair[0] * pair[1])
        for item, pair in items.items()
        if pair is not None and pair[0] * pair[1] > 0
    ]
    return sorted(disputes, key=lambda dispute: -dispute.priority)
