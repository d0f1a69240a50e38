"""Pairwise: everyone chooses in some pairs of items, each laptop its own; Bradley–Terry makes the group's order.

A ballot's value stands under the key of a pair (`pair_key`): 1 when the first of the two was chosen, 2 for the second.
Who can't choose abstains on the pair. Which pairs a laptop shows, it draws with `tally.sampling.sampled_pairs`.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from server.domain.ballots import BallotCast, CountHands
from server.domain.blocks import Block, Cell, Column, Table
from server.domain.i18n import N_, Words
from server.domain.methods.base import Judged, Method, Poll, Rules, bars, check_values, ranked
from server.domain.tally.ballot import InvalidBallot
from server.domain.tally.pairwise import PairwiseScore, bradley_terry

BETWEEN = "|"
FIRST, SECOND = 1, 2


def pair_key(one: str, other: str) -> str:
    """What the pair of two items is called on a ballot, whichever stands first on the screen."""
    return BETWEEN.join(sorted((one, other)))


def pair_of(key: str, items: Collection[str]) -> tuple[str, str] | None:
    """The two items of a pair; None where they are no two different items of these."""
    parts = key.split(BETWEEN)
    for at in range(1, len(parts)):  # an id may hold the sign itself
        one, other = BETWEEN.join(parts[:at]), BETWEEN.join(parts[at:])
        if one != other and one in items and other in items and pair_key(one, other) == key:
            return one, other
    return None


class Pairwise(Method):
    """Choices between two items."""

    uses = frozenset({"pairs"})
    measure = N_("Chance to be chosen (%)")
    decimals = 1

    def _pairs(self, items: int) -> int:
        """How many pairs one judges: as many as there are items unless the agenda says otherwise."""
        return min(self.settings.pairs or items, items * (items - 1) // 2)

    def rules(self, items: int) -> Rules:
        """Which of two, and how many pairs."""
        return Rules(low=FIRST, high=SECOND, abstain=True, most=self._pairs(items))

    def check(self, ballot: BallotCast, items: Collection[str]) -> None:
        """Choices in pairs of known items, and not too many."""
        keys = {*ballot.values, *ballot.abstained}
        if any(pair_of(key, items) is None for key in keys):
            raise InvalidBallot("unknown_item")
        if set(ballot.abstained) & ballot.values.keys():
            raise InvalidBallot("value_and_abstained")
        check_values(ballot.values.values(), FIRST, SECOND)
        if len(keys) > self._pairs(len(items)):
            raise InvalidBallot("too_many_choices")

    def check_hands(self, hands: CountHands, items: Collection[str]) -> None:
        """Raised hands hold no pairs."""
        raise InvalidBallot("no_hands")

    def tally(self, poll: Poll) -> tuple[Judged, ...]:
        """By the chance to be chosen over each other item; what was shown too seldom has none."""
        items = {item.id: item for item in poll.items}
        found = bradley_terry(_choices(poll.ballots, items), items)
        return ranked(Judged(item, score=found[key].score, figures=_figures(found[key])) for key, item in items.items())

    def blocks(self, judged: Sequence[Judged], words: Words) -> list[Block]:
        """Chances as bars, and how often each was shown and chosen."""
        _ = words.gettext
        titles = (_("Item"), _("Shown"), _("Chosen"), _("Chance to be chosen (%)"))
        rows = tuple(
            (
                Cell(each.item.text),
                Cell(number=each.figures["shown"]),
                Cell(number=each.figures["chosen"]),
                Cell("–") if each.score is None else Cell(number=float(each.score), decimals=1),
            )
            for each in judged
        )
        table = Table(tuple(Column(title, at > 0) for at, title in enumerate(titles)), rows)
        return [bars(judged, _("Chance to be chosen (%)"), high=100, decimals=1), table]

    def explained(self, items: int, words: Words) -> list[str]:
        """How many pairs each judged, and what the number is."""
        n = self._pairs(items)
        told = words.ngettext("Each person chose in {n} pair at most.", "Each person chose in {n} pairs at most.", n)
        model = words.gettext(
            "The number is the mean chance to be chosen over each other item (Bradley–Terry); "
            "an item that was shown fewer than 3 times has none."
        )
        return [told.format(n=n), model]


def _choices(ballots: Iterable[BallotCast], items: Collection[str]) -> Iterator[tuple[str, str]]:
    """(the chosen, the other) of every choice in a pair that is still there."""
    for ballot in ballots:
        for key, value in ballot.values.items():
            pair = pair_of(key, items)
            if pair is not None:
                yield (pair[0], pair[1]) if value == FIRST else (pair[1], pair[0])


def _figures(found: PairwiseScore) -> dict[str, Any]:
    return {"shown": found.shown, "chosen": found.chosen, "chance": found.score}
