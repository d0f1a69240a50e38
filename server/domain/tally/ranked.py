"""Rankings: what a ballot is, plurality and Borda.

A ballot names groups of options, best group first. Options in one group are equal to the voter; options it doesn't name
are equal to each other and come after all that it names.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction

import msgspec

from server.domain.tally.ranking import tiers


class RankedBallot(msgspec.Struct, frozen=True):
    """Groups of options, best first, as `count` voters ranked them."""

    groups: tuple[tuple[str, ...], ...]
    count: int = 1


class RankedResult(msgspec.Struct, frozen=True):
    """The order of a rule that gives points: groups of equals, best first, and the points of each option."""

    order: tuple[tuple[str, ...], ...]
    scores: dict[str, Fraction]

    @property
    def winners(self) -> tuple[str, ...]:
        """The first group: more than one option is a tie."""
        return self.order[0] if self.order else ()


def merged(ballots: Iterable[RankedBallot]) -> list[RankedBallot]:
    """Equal ballots as one, with their counts added up."""
    counts: Counter[tuple[tuple[str, ...], ...]] = Counter()
    for ballot in ballots:
        counts[ballot.groups] += ballot.count
    return [RankedBallot(groups, count) for groups, count in counts.items()]


def complete(groups: Sequence[Sequence[str]], options: Collection[str]) -> list[Sequence[str]]:
    """The groups with, as the last one, the options they don't name."""
    named = {option for group in groups for option in group}
    unnamed = [option for option in options if option not in named]
    return [*groups, unnamed] if unnamed else list(groups)


def plurality(ballots: Iterable[RankedBallot], options: Collection[str]) -> RankedResult:
    """The option that most ballots put first, alone; a shared first place counts for nobody."""
    firsts = dict.fromkeys(options, Fraction(0))
    for ballot in ballots:
        first = complete(ballot.groups, options)[0] if options else ()
        if len(first) == 1:
            firsts[first[0]] += ballot.count
    return RankedResult(order=tiers(firsts), scores=firsts)


def borda(ballots: Iterable[RankedBallot], options: Collection[str]) -> RankedResult:
    """The Borda count from 0 (last of all) to the number of options less one, tied options sharing the mean.

    The variant that treats ties and unranked options without favour: an option gets one point for every option it is
    put before and half a point for every one it is equal to (Black, 1976, "Partial justification of the Borda count",
    Public Choice 28).
    """
    doubled = dict.fromkeys(options, 0)
    for ballot in ballots:
        after = len(options)
        for group in complete(ballot.groups, options):
            after -= len(group)
            for option in group:
                doubled[option] += ballot.count * (2 * after + len(group) - 1)
    scores = {option: Fraction(points, 2) for option, points in doubled.items()}
    return RankedResult(order=tiers(scores), scores=scores)
