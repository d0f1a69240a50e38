"""Choosing: top k, multiple choice, yes/no under a majority rule, agree/disagree/pass."""

from collections.abc import Collection
from enum import Enum
from fractions import Fraction
from typing import Literal

import msgspec

from server.domain.tally.ballot import InvalidBallot
from server.domain.tally.exact import exact

UNCLEAR_ABOVE = 0.3


def check_choice(ballot: Collection[str], items: Collection[str], *, least: int = 0, most: int = 1) -> None:
    """Raise InvalidBallot for an unknown item, one chosen twice, or a number outside least..most."""
    chosen = set(ballot)
    if not chosen <= set(items):
        raise InvalidBallot("unknown_item")
    if len(chosen) < len(ballot):
        raise InvalidBallot("chosen_twice")
    if not least <= len(ballot) <= most:
        raise InvalidBallot("too_few_choices" if len(ballot) < least else "too_many_choices")


class Majority(Enum):
    """The majority that carries a proposal, after Robert's Rules of Order (12th ed., 44).

    An abstention is not a vote: it only matters for the quorum, and for `ABSOLUTE`, which counts everyone entitled.
    """

    SIMPLE = "simple"  # more yes than no
    ABSOLUTE = "absolute"  # more than half of all who may vote
    TWO_THIRDS = "two-thirds"  # at least two thirds of yes and no
    THREE_QUARTERS = "three-quarters"  # at least three quarters of yes and no
    UNANIMOUS = "unanimous"  # nobody against


Outcome = Literal["carried", "rejected", "tied", "no_quorum"]


class Decision(msgspec.Struct, frozen=True):
    """The outcome of a yes/no vote; `needed` is how many yes votes would have carried it, given who voted."""

    yes: int
    no: int
    abstained: int
    needed: int
    outcome: Outcome


def votes_needed(rule: Majority, *, cast: int, eligible: int) -> int:
    """The smallest number of yes votes that carries, of `cast` yes and no votes; never less than 1."""
    needed = {
        Majority.SIMPLE: cast // 2 + 1,
        Majority.ABSOLUTE: eligible // 2 + 1,
        Majority.TWO_THIRDS: -(-2 * cast // 3),
        Majority.THREE_QUARTERS: -(-3 * cast // 4),
        Majority.UNANIMOUS: cast,
    }
    return max(1, needed[rule])


def decide(yes: int, no: int, abstained: int, *, rule: Majority, eligible: int, quorum: int = 0) -> Decision:
    """Whether a proposal is carried when `eligible` persons may vote and `quorum` of them must have taken part.

    Who abstains has taken part. As many yes as no under the simple rule is a tie, left to the group.
    """
    needed = votes_needed(rule, cast=yes + no, eligible=eligible)
    return Decision(yes, no, abstained, needed, _outcome(yes, no, abstained, needed, rule, quorum))


def _outcome(yes: int, no: int, abstained: int, needed: int, rule: Majority, quorum: int) -> Outcome:
    if yes + no + abstained < quorum:
        return "no_quorum"
    if rule is Majority.SIMPLE and yes == no:
        return "tied"
    return "carried" if yes >= needed else "rejected"


class Opinion(msgspec.Struct, frozen=True):
    """What a group thinks of a statement; `unclear` when more than a set share passed on it."""

    agree: int
    disagree: int
    passed: int
    support: Fraction
    pass_rate: Fraction
    unclear: bool

    @property
    def n(self) -> int:
        """How many gave an answer, a pass included."""
        return self.agree + self.disagree + self.passed


def opinion(agree: int, disagree: int, passed: int, *, unclear_above: float = UNCLEAR_ABOVE) -> Opinion:
    """Support and pass rate of a statement.

    support = (agree + 1) / (n + 2), Laplace's rule of succession, as Polis orders statements (Small et al., 2021,
    "Polis: scaling deliberation by mapping high dimensional opinion spaces"): three of three is less than 90 of 100.
    """
    n = agree + disagree + passed
    pass_rate = Fraction(passed, n) if n else Fraction(0)
    return Opinion(
        agree=agree,
        disagree=disagree,
        passed=passed,
        support=Fraction(agree + 1, n + 2),
        pass_rate=pass_rate,
        unclear=pass_rate > exact(unclear_above),
    )
