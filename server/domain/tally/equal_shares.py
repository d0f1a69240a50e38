"""The Method of Equal Shares: everyone holds an equal part of the budget and pays only for what they support.

Peters, Pierczyński and Skowron (2021), "Proportional participatory budgeting with additive utilities", NeurIPS 34, with
the cost of a project as its use to each supporter; the completion is Add1 of equalshares.net.
"""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from math import gcd

import msgspec

from server.domain.tally.budget import Funded

Price = tuple[int, int]  # numerator and denominator, in units of a purse

# Up to a second in a hall of a hundred, a few in the largest.
MOST_RAISES = 2000


class EqualShares(msgspec.Struct, frozen=True):
    """The funded set, and by how much each voter's part was raised to get there.

    `complete` is False when it took too many raises, and a larger step is needed to see the end.
    """

    funded: Funded
    raised: int
    complete: bool


class _Purse:
    """The money of every voter, exactly: whole numbers of a unit that is made smaller when a payment asks for it."""

    def __init__(self, voters: int, total: int) -> None:
        self.unit = voters  # so many units are one euro
        self.money = [total] * voters

    def price(self, supporters: Collection[int], cost: int) -> Price | None:
        """The q with which everyone's min(money, q) adds up to the cost; None when they can't pay it together."""
        rest, payers = cost * self.unit, len(supporters)
        for money in sorted([self.money[voter] for voter in supporters]):
            if money * payers >= rest:
                return rest, payers
            rest -= money
            payers -= 1
        return None

    def pay(self, supporters: Collection[int], price: Price) -> None:
        """Take min(money, price) from each supporter."""
        common = gcd(*price)
        amount, smaller = price[0] // common, price[1] // common
        self.unit *= smaller
        self.money = [money * smaller for money in self.money]
        for voter in supporters:
            self.money[voter] -= min(self.money[voter], amount)


def equal_shares(approvals: Iterable[Collection[str]], costs: Mapping[str, int], budget: int) -> Funded:
    """The Method of Equal Shares without completion; it may leave money that nobody can spend together.

    One collection of supported projects a voter; costs are positive. Each time the project is bought for which its
    supporters pay the smallest part of its cost each; of equals the cheaper, then the one with more supporters, then
    the first in the list.
    """
    ballots = list(approvals)
    return _buy(_supporters(ballots, costs), costs, len(ballots), budget, budget)


def suggested_step(budget: int, voters: int) -> int:
    """A thousandth of a voter's part, at least 1: which is Add1 itself below € 2,000 a voter."""
    return max(1, budget // (1000 * voters)) if voters else 1


def equal_shares_add1(
    approvals: Iterable[Collection[str]], costs: Mapping[str, int], budget: int, *, step: int = 1
) -> EqualShares:
    """Equal shares with Add1: raise every voter's part by 1 until another 1 would cost more than the budget.

    It also stops when no other supported project fits into what is left. A `step` above 1 is not quite Add1: it is for
    a budget that is large for its number of voters, and is named with the result.
    """
    ballots = list(approvals)
    supporters = _supporters(ballots, costs)
    funded = _buy(supporters, costs, len(ballots), budget, budget)
    for raised in range(0, MOST_RAISES * step, step):
        if not any(costs[project] <= funded.left for project in supporters if project not in funded.projects):
            return EqualShares(funded, raised, complete=True)
        following = _buy(supporters, costs, len(ballots), budget, budget + (raised + step) * len(ballots))
        if following.left < 0:
            return EqualShares(funded, raised, complete=True)
        funded = following
    return EqualShares(funded, MOST_RAISES * step, complete=False)


def _supporters(ballots: list[Collection[str]], costs: Mapping[str, int]) -> dict[str, list[int]]:
    supporters: dict[str, list[int]] = {project: [] for project in costs}
    for voter, ballot in enumerate(ballots):
        for project in set(ballot):
            supporters[project].append(voter)
    return {project: voters for project, voters in supporters.items() if voters}


def _buy(
    supporters: Mapping[str, list[int]], costs: Mapping[str, int], voters: int, budget: int, shared: int
) -> Funded:
    """Run the method with `shared` money divided; `left` is what remains of the real budget, perhaps below 0."""
    purse = _Purse(voters, shared)
    bought: list[str] = []
    rivals: list[list[str]] = []
    part = dict.fromkeys(supporters, Fraction(0))  # of its cost that each supporter pays, or less
    while offers := _best_offers(purse, supporters, costs, part):
        project = min(offers, key=lambda name: (costs[name], -len(supporters[name])))
        rivals.append([name for name in offers if _alike(supporters, costs, name, project)])
        purse.pay(supporters[project], offers[project])
        bought.append(project)
        del part[project]
    spent = sum(costs[project] for project in bought)
    tied = dict.fromkeys(name for group in rivals if not set(group) <= set(bought) for name in group)
    return Funded(tuple(bought), spent, budget - spent, tuple(tied))


def _best_offers(
    purse: _Purse, supporters: Mapping[str, list[int]], costs: Mapping[str, int], part: dict[str, Fraction]
) -> dict[str, Price]:
    """The projects whose supporters would now pay the smallest part of its cost, in the order of the list.

    Money only runs out, so a part only grows: what is already larger than the smallest found isn't computed again, and
    what its supporters can't pay any more is taken off `part`.
    """
    prices: dict[str, Price] = {}
    smallest: Fraction | None = None
    for project in sorted(part, key=part.__getitem__):
        if smallest is not None and part[project] > smallest:
            break
        price = purse.price(supporters[project], costs[project])
        if price is None:
            del part[project]
            continue
        prices[project] = price
        part[project] = Fraction(price[0], price[1] * purse.unit * costs[project])
        smallest = part[project] if smallest is None else min(smallest, part[project])
    return {project: prices[project] for project in part if part[project] == smallest}


def _alike(supporters: Mapping[str, list[int]], costs: Mapping[str, int], one: str, other: str) -> bool:
    return (costs[one], len(supporters[one])) == (costs[other], len(supporters[other]))
