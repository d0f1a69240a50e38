"""Dots: everyone spends a number of dots over the items, at most so many on one. Ranked by the dots together."""

from collections.abc import Collection, Iterable, Sequence

from server.domain.ballots import BallotCast, CountHands
from server.domain.blocks import Block
from server.domain.i18n import N_, Words
from server.domain.kernel import Item
from server.domain.methods.base import Judged, Method, Poll, Rules, bars, check_abstentions, check_known, ranked
from server.domain.tally.ballot import InvalidBallot
from server.domain.tally.dots import check_dots, suggested_dots


class Dots(Method):
    """Dots spent over the items."""

    uses = frozenset({"dots", "cap"})
    adds_up = True
    measure = N_("Dots")

    def faults(self) -> Iterable[tuple[str, str]]:
        """One item can't get more dots than there are."""
        if self.settings.dots and self.settings.cap > self.settings.dots:
            yield "cap", N_("cap must not be more than dots")

    def rules(self, items: int) -> Rules:
        """How many dots there are, and how many may go to one item."""
        dots = self._dots(items)
        return Rules(high=min(self.settings.cap or dots, dots), total=dots)

    def _dots(self, items: int) -> int:
        return self.settings.dots or suggested_dots(items)

    def check(self, ballot: BallotCast, items: Collection[str]) -> None:
        """Not more dots than one has, nor than one item may get."""
        check_abstentions(ballot, items, allowed=False)
        check_dots(ballot.values, items, dots=self._dots(len(items)), cap=self.settings.cap or None)

    def check_hands(self, hands: CountHands, items: Collection[str]) -> None:
        """All persons together can't have spent more dots than they had."""
        check_known([*hands.counts, *hands.abstained], items)
        given = [pair for counts in hands.counts.values() for pair in counts.items()]
        if any(dots < 0 for dots, _ in given):
            raise InvalidBallot("negative_dots")
        if sum(dots * number for dots, number in given) > hands.persons * self._dots(len(items)):
            raise InvalidBallot("too_many_dots")

    def tally(self, poll: Poll) -> tuple[Judged, ...]:
        """By the number of dots."""
        return ranked(self._judge(item, poll) for item in poll.items)

    @staticmethod
    def _judge(item: Item, poll: Poll) -> Judged:
        dots = sum(value * number for value, number in poll.given(item.id).items())
        return Judged(item, score=dots if poll.persons else None, figures={"dots": dots})

    def blocks(self, judged: Sequence[Judged], words: Words) -> list[Block]:
        """Dots as bars."""
        return [bars(judged, words.gettext("Dots"))]

    def explained(self, items: int, words: Words) -> list[str]:
        """How many dots one had, and the cap."""
        dots, cap, ngettext = self._dots(items), self.settings.cap, words.ngettext
        found = [ngettext("Each person had {n} dot.", "Each person had {n} dots.", dots).format(n=dots)]
        if cap:
            most = ngettext("At most {n} dot on one item.", "At most {n} dots on one item.", cap)
            found.append(most.format(n=cap))
        return found
