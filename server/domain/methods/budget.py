"""Budget: everyone divides points or euros over the items; with costs, a named rule says what is funded."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from server.domain.ballots import BallotCast, CountHands
from server.domain.blocks import Block, Cell, Column, Table, Text
from server.domain.i18n import N_, Words, language_of
from server.domain.kernel import Item
from server.domain.methods.base import Judged, Method, Poll, Rules, bars, check_abstentions, check_known, ranked
from server.domain.numbers import number, with_unit
from server.domain.tally.ballot import InvalidBallot
from server.domain.tally.budget import Funded, check_spending, greedy
from server.domain.tally.equal_shares import equal_shares, equal_shares_add1, suggested_step


class Race(msgspec.Struct, frozen=True):
    """What a rule chooses from: the points and the supporters of each item that has a cost, and the budget."""

    points: Mapping[str, int]
    approvals: Sequence[Collection[str]]
    costs: Mapping[str, int]
    budget: int


Outcome = tuple[Funded, dict[str, Any]]  # what is funded, and what else the data holds of it


def _skipping(race: Race) -> Outcome:
    return greedy(race.points, race.costs, race.budget, skip=True, least_score=1), {}


def _stopping(race: Race) -> Outcome:
    return greedy(race.points, race.costs, race.budget, skip=False, least_score=1), {}


def _equal(race: Race) -> Outcome:
    return equal_shares(race.approvals, race.costs, race.budget), {}


def _add1(race: Race) -> Outcome:
    step = suggested_step(race.budget, len(race.approvals))
    found = equal_shares_add1(race.approvals, race.costs, race.budget, step=step)
    return found.funded, {"raised": found.raised, "step": step, "complete": found.complete}


RULES: dict[str, tuple[Callable[[Race], Outcome], str]] = {
    "greedy": (
        _skipping,
        N_("Funded: most points first; what no longer fits is passed over and the next is tried."),
    ),
    "greedy-no-skip": (_stopping, N_("Funded: most points first; it ends at the first that no longer fits.")),
    "equal-shares": (
        _equal,
        N_("Method of Equal Shares: everyone holds an equal part of the budget and pays only for what they support."),
    ),
    "equal-shares-add1": (
        _add1,
        N_(
            "Method of Equal Shares with Add1: everyone holds an equal part of the budget and pays only for what they "
            "support; the parts are raised until the budget is used."
        ),
    ),
}
BY_SUPPORTERS = frozenset({"equal-shares", "equal-shares-add1"})
SPENT_ON_ONE = 1  # so little at least, where an item gets anything


class Budget(Method):
    """Points or euros divided over the items."""

    uses = frozenset({"points", "minimum", "maximum", "costs", "budget", "rule", "unit"})
    adds_up = True
    measure = N_("Points")

    def faults(self) -> Iterable[tuple[str, str]]:
        """Something to divide, bounds that leave a choice, and a rule that there is."""
        its = self.settings
        if not its.points:
            yield "points", N_("points must be more than 0")
        if its.minimum > (its.maximum or its.points):
            yield "minimum", N_("minimum must not be more than what one may give")
        if its.maximum > its.points:
            yield "maximum", N_("maximum must not be more than points")
        if its.rule and its.rule not in RULES:
            yield (
                "rule",
                N_("the rule must be one of: greedy, greedy-no-skip, equal-shares, equal-shares-add1"),
            )
        if bool(its.costs) != bool(its.budget):
            yield "budget", N_("costs and budget belong together")

    @property
    def _rule(self) -> str:
        return self.settings.rule or "greedy"

    def rules(self, items: int) -> Rules:
        """What there is to divide, and how much of it one item may get."""
        its = self.settings
        return Rules(high=its.maximum or its.points, total=its.points, minimum=its.minimum, unit=its.unit)

    def check(self, ballot: BallotCast, items: Collection[str]) -> None:
        """Not more than there is to give, and each amount within its bounds."""
        check_abstentions(ballot, items, allowed=False)
        its = self.settings
        check_spending(ballot.values, items, total=its.points, least=its.minimum, most=its.maximum or None)

    def check_hands(self, hands: CountHands, items: Collection[str]) -> None:
        """All persons together can't have given more than they had; equal shares needs whole ballots."""
        if self.settings.costs and self._rule in BY_SUPPORTERS:
            raise InvalidBallot("no_hands")
        check_known([*hands.counts, *hands.abstained], items)
        given = [pair for counts in hands.counts.values() for pair in counts.items()]
        if any(amount < 0 for amount, _ in given):
            raise InvalidBallot("under_minimum")
        if sum(amount * number for amount, number in given) > hands.persons * self.settings.points:
            raise InvalidBallot("over_total")

    def tally(self, poll: Poll) -> tuple[Judged, ...]:
        """By points; with costs also what the rule funds, in `figures`."""
        points = {item.id: _points(item, poll) for item in poll.items}
        funding = self._funding(poll, points)
        return ranked(
            Judged(
                item,
                score=points[item.id] if poll.persons else None,
                figures={
                    "points": points[item.id],
                    "supporters": _supporters(item, poll),
                    **funding.get(item.id, {}),
                },
            )
            for item in poll.items
        )

    def _funding(self, poll: Poll, points: Mapping[str, int]) -> dict[str, dict[str, Any]]:
        """What there is to say of each item that has a cost."""
        costs = self.costs(poll.items)
        if not costs:
            return {}
        approvals = [
            [item for item, amount in ballot.values.items() if amount > 0 and item in costs] for ballot in poll.ballots
        ]
        race = Race({key: points[key] for key in costs}, approvals, costs, self.settings.budget)
        funded, more = RULES[self._rule][0](race)
        return {
            key: {"cost": cost, "funded": key in funded.projects, "tied": key in funded.tied, **more}
            for key, cost in costs.items()
        }

    def costs(self, items: Iterable[Item]) -> dict[str, int]:
        """What items cost, by their ids, where that is known."""
        return {item.id: cost for item in items if (cost := self._cost(item))}

    def _cost(self, item: Item) -> int:
        return self.settings.costs.get(item.id) or self.settings.costs.get(item.text, 0)

    def blocks(self, judged: Sequence[Judged], words: Words) -> list[Block]:
        """Points as bars; then what is funded, for how much, and what is left."""
        _ = words.gettext
        caption = " · ".join(part for part in (_("Points"), self.settings.unit) if part)
        found: list[Block] = [bars(judged, caption)]
        priced = [each for each in judged if "cost" in each.figures]
        if not priced:
            return found
        found.append(_funding_table(priced, words))
        found += [Text(text, "warning") for text in self._warnings(judged, words)]
        return [*found, self._balance(priced, words)]

    def _balance(self, priced: Sequence[Judged], words: Words) -> Table:
        _ = words.gettext
        spent = sum(each.figures["cost"] for each in priced if each.figures["funded"])
        titles = (_("Budget"), _("Spent"), _("Left"))
        numbers = (self.settings.budget, spent, self.settings.budget - spent)
        return Table(
            tuple(Column(title, numeric=True) for title in titles), (tuple(Cell(number=each) for each in numbers),)
        )

    @staticmethod
    def _warnings(judged: Sequence[Judged], words: Words) -> Iterable[str]:
        _ = words.gettext
        free = [each.item.text for each in judged if "cost" not in each.figures]
        tied = [each.item.text for each in judged if each.figures.get("tied")]
        if free:
            yield _("No cost is known of: {items}. These can't be funded.").format(items="; ".join(free))
        if tied:
            yield _("Equal for the rule, not all funded: {items}. The group decides.").format(items="; ".join(tied))
        if any(each.figures.get("complete") is False for each in judged):
            yield _("The parts could not be raised until the budget was used.")

    def explained(self, items: int, words: Words) -> list[str]:
        """What each divided, within which bounds, and the rule that says what is funded."""
        _, ngettext, its, speak = words.gettext, words.ngettext, self.settings, language_of(words)
        points = ngettext("Each person had {n} point to divide.", "Each person had {n} points to divide.", its.points)
        had = _("Each person had {amount} to divide.") if its.unit else points
        found = [had.format(n=number(its.points, speak), amount=with_unit(its.points, its.unit, speak))]
        if its.minimum > SPENT_ON_ONE:
            found.append(_("An item got nothing, or at least {n}.").format(n=its.minimum))
        if its.maximum:
            found.append(_("An item got at most {n} from one person.").format(n=its.maximum))
        return [*found, _(RULES[self._rule][1])] if its.costs else found


def _points(item: Item, poll: Poll) -> int:
    return sum(amount * number for amount, number in poll.given(item.id).items())


def _supporters(item: Item, poll: Poll) -> int:
    return sum(number for amount, number in poll.given(item.id).items() if amount > 0)


def _funding_table(priced: Sequence[Judged], words: Words) -> Table:
    _ = words.gettext
    titles = (_("Item"), _("Points"), _("Supporters"), _("Cost"), _("Funded"))
    rows = tuple(
        (
            Cell(each.item.text),
            Cell(number=each.figures["points"]),
            Cell(number=each.figures["supporters"]),
            Cell(number=each.figures["cost"]),
            Cell(_("yes") if each.figures["funded"] else _("no")),
        )
        for each in priced
    )
    return Table(tuple(Column(title, numeric=0 < at < 4) for at, title in enumerate(titles)), rows)
