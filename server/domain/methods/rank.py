"""Ranking: everyone puts items in order, as many as they like, equals allowed; a named rule makes the group's order."""

from collections.abc import Callable, Collection, Iterable, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from server.domain.ballots import BallotCast, CountHands
from server.domain.blocks import Block, Cell, Column, Matrix, Table
from server.domain.i18n import N_, Words
from server.domain.methods.base import Judged, Method, Poll, Rules, bars, rounded
from server.domain.numbers import places
from server.domain.tally import condorcet
from server.domain.tally.agreement import Concordance, kendall_w
from server.domain.tally.ballot import InvalidBallot
from server.domain.tally.condorcet import Order, pairwise_matrix
from server.domain.tally.ranked import RankedBallot, borda, plurality
from server.domain.tally.ranking import tiers
from server.domain.tally.runoff import instant_runoff

Options = Collection[str]
Outcome = tuple[Order, dict[str, Fraction]]  # groups of equals, best first, and points where the rule gives any


def _borda(ballots: list[RankedBallot], options: Options) -> Outcome:
    found = borda(ballots, options)
    return found.order, found.scores


def _plurality(ballots: list[RankedBallot], options: Options) -> Outcome:
    found = plurality(ballots, options)
    return found.order, found.scores


def _condorcet(pairs: condorcet.Matrix) -> Order:
    """The winner of all, if there is one, before the others."""
    winner = condorcet.condorcet_winner(pairs)
    rest = tuple(option for option in pairs if option != winner)
    return ((winner,), rest) if winner is not None else (rest,)


def _runoff(ballots: list[RankedBallot], options: Options) -> Outcome:
    """The winners; then who was left at the last count, by votes; then who went, the last first."""
    found = instant_runoff(ballots, options)
    gone = [each.eliminated for each in found.rounds if each.eliminated]
    out = {option for group in gone for option in group}
    votes = found.rounds[-1].votes
    left = {option: number for option, number in votes.items() if option not in found.winners and option not in out}
    order = [found.winners, *tiers(left), *reversed(gone)]
    return tuple(group for group in order if group), {}


BY_BALLOTS: dict[str, Callable[[list[RankedBallot], Options], Outcome]] = {
    "borda": _borda,
    "runoff": _runoff,
    "plurality": _plurality,
}
BY_PAIRS: dict[str, Callable[[condorcet.Matrix], Order]] = {
    "schulze": condorcet.schulze,
    "ranked-pairs": condorcet.ranked_pairs,
    "condorcet": _condorcet,
}
RULES = {
    "borda": N_("Borda: an item gets one point for each item it is put before, and half a point for a tie."),
    "schulze": N_("Schulze: who wins from each other item, if need be by way of others, comes first."),
    "ranked-pairs": N_("Ranked pairs: the clearest victories between two items decide first."),
    "condorcet": N_("Condorcet: the item that wins from each other item, if there is one."),
    "runoff": N_("Instant runoff: the item with the fewest first places goes, until one has a majority."),
    "plurality": N_("Plurality: only first places count."),
}


class Rank(Method):
    """Items in order of preference: a place for each, 1 being the best."""

    uses = frozenset({"rule"})
    measure = N_("Points")
    decimals = 1

    def faults(self) -> Iterable[tuple[str, str]]:
        """A rule that there is."""
        if self.settings.rule and self.settings.rule not in RULES:
            yield "rule", N_("the rule must be one of: borda, schulze, ranked-pairs, condorcet, runoff, plurality")

    @property
    def _rule(self) -> str:
        return self.settings.rule or "borda"

    def rules(self, items: int) -> Rules:
        """Places from 1; the same place for two is a tie."""
        return Rules(low=1, high=items)

    def check_hands(self, hands: CountHands, items: Collection[str]) -> None:
        """Raised hands hold no order."""
        raise InvalidBallot("no_hands")

    def tally(self, poll: Poll) -> tuple[Judged, ...]:
        """By the rule. Who ranked nothing takes no part."""
        items = {item.id: item for item in poll.items}
        ballots = [groups for ballot in poll.ballots if (groups := _groups(ballot, items)).groups]
        if not ballots:
            return tuple(Judged(item, figures={"n": 0}) for item in poll.items)
        pairs = pairwise_matrix(ballots, items) if self._rule in BY_PAIRS else {}
        order, points = (BY_PAIRS[self._rule](pairs), {}) if pairs else BY_BALLOTS[self._rule](ballots, items)
        judged: list[Judged] = []
        for group in order:
            tied: list[Judged] = []
            for key in group:
                figures: dict[str, Any] = {"n": len(ballots)}
                figures |= {"points": rounded(points[key])} if points else {}
                figures |= {"before": pairs[key]} if pairs else {}
                tied.append(Judged(items[key], len(judged) + 1, points.get(key), figures=figures))
            judged += tied
        return tuple(judged)

    def agreement(self, poll: Poll) -> Concordance | None:
        """Kendall's W of those who ranked anything; what one leaves out shares the last place."""
        items = [item.id for item in poll.items]
        named = [ballot for ballot in poll.ballots if any(item in ballot.values for item in items)]
        return kendall_w([ballot.values.get(item, len(items) + 1) for item in items] for ballot in named)

    def blocks(self, judged: Sequence[Judged], words: Words) -> list[Block]:
        """The order, points where there are any, and how often each was put before each other."""
        _ = words.gettext
        order = [(Cell(number=each.rank), Cell(each.item.text)) for each in judged if each.rank]
        found: list[Block] = [Table((Column(_("Rank"), numeric=True), Column(_("Item"))), tuple(order))]
        if any(each.score is not None for each in judged):
            found = [bars(judged, _("Points"), decimals=places((each.score for each in judged), 1))]
        return [*found, self._matrix(judged, words)] if self._rule in BY_PAIRS and order else found

    @staticmethod
    def _matrix(judged: Sequence[Judged], words: Words) -> Matrix:
        _ = words.gettext
        names = tuple(each.item.text for each in judged)
        cells = tuple(
            tuple(
                Cell(number=one.figures["before"][other.item.id]) if one is not other else Cell("–") for other in judged
            )
            for one in judged
        )
        return Matrix(names, names, cells, caption=_("How many put the item at the left before the one above"))

    def explained(self, items: int, words: Words) -> list[str]:
        """What the rule does."""
        _ = words.gettext
        return [_(RULES[self._rule])]


def _groups(ballot: BallotCast, items: Collection[str]) -> RankedBallot:
    places = sorted((place, item) for item, place in ballot.values.items() if item in items)
    return RankedBallot(
        tuple(tuple(item for _, item in group) for _, group in groupby(places, key=lambda each: each[0]))
    )
