"""Dividing a budget: what a ballot may spend, and the greedy rules that choose what is funded."""

from collections.abc import Collection, Iterable, Mapping
from itertools import groupby

import msgspec

from server.domain.tally.ballot import InvalidBallot
from server.domain.tally.exact import Number, exact


class Funded(msgspec.Struct, frozen=True):
    """The projects funded, in the order in which the rule took them, and what they cost together.

    `tied` names the projects among which only the order of the list decided: equal for the rule, not all funded.
    """

    projects: tuple[str, ...]
    spent: int
    left: int
    tied: tuple[str, ...]


def check_spending(
    ballot: Mapping[str, int], items: Collection[str], *, total: int, least: int = 0, most: int | None = None
) -> None:
    """Raise InvalidBallot unless a ballot (item: points or euros) keeps to its total and its bounds an item.

    An item may always get nothing; `least` and `most` bound what it gets otherwise.
    """
    amounts = [amount for amount in ballot.values() if amount != 0]
    if not ballot.keys() <= set(items):
        raise InvalidBallot("unknown_item")
    if any(amount < max(least, 1) for amount in amounts):
        raise InvalidBallot("under_minimum")
    if most is not None and any(amount > most for amount in amounts):
        raise InvalidBallot("over_maximum")
    if sum(amounts) > total:
        raise InvalidBallot("over_total")


def greedy(
    scores: Mapping[str, Number],
    costs: Mapping[str, int],
    budget: int,
    *,
    skip: bool,
    least_score: Number = 0,
) -> Funded:
    """Take projects by score, highest first, the cheaper first among equals, as long as the budget lasts.

    At a project that no longer fits, `skip` goes on to the next and without it the rule stops. Projects that score
    below `least_score` don't take part. Costs are positive. As cities publish their outcomes (PabuLib; Faliszewski et
    al., 2023, arXiv:2012.06539).
    """
    ordered = sorted(
        (project for project in scores if exact(scores[project]) >= exact(least_score)),
        key=lambda project: (-exact(scores[project]), costs[project]),
    )
    funded: list[str] = []
    left = budget
    for project in ordered:
        if costs[project] <= left:
            funded.append(project)
            left -= costs[project]
        elif not skip:
            break
    return Funded(tuple(funded), budget - left, left, _half_funded(ordered, scores, costs, funded))


def _half_funded(
    ordered: Iterable[str], scores: Mapping[str, Number], costs: Mapping[str, int], funded: Collection[str]
) -> tuple[str, ...]:
    """Projects with the score and cost of another, of which some are funded and some aren't."""
    equals = (list(group) for _, group in groupby(ordered, key=lambda name: (exact(scores[name]), costs[name])))
    return tuple(name for group in equals if 0 < len(set(group).intersection(funded)) < len(group) for name in group)
