"""Choosing: everyone names some of the items. `Top`: at most so many. `Choice`: no fewer and no more than so many."""

from collections.abc import Collection, Iterable, Sequence

from server.domain.ballots import BallotCast, CountHands
from server.domain.blocks import Block
from server.domain.i18n import N_, Words
from server.domain.kernel import Item
from server.domain.methods.base import Judged, Method, Poll, Rules, bars, check_abstentions, check_known, ranked
from server.domain.tally.ballot import InvalidBallot
from server.domain.tally.choice import check_choice

CHOSEN = 1


class Choice(Method):
    """Multiple choice. Abstaining is choosing nothing."""

    uses = frozenset({"least", "most"})
    adds_up = True
    measure = N_("Votes")

    def faults(self) -> Iterable[tuple[str, str]]:
        """One can't have to choose more than one may."""
        if self.settings.most and self.settings.least > self.settings.most:
            yield "least", N_("least must not be more than most")

    @property
    def least(self) -> int:
        """How few one may choose."""
        return self.settings.least

    @property
    def most(self) -> int:
        """How many one may choose; 0 is no limit."""
        return self.settings.most

    def rules(self, items: int) -> Rules:
        """How few and how many one may choose."""
        return Rules(least=self.least, most=self.most)

    def check(self, ballot: BallotCast, items: Collection[str]) -> None:
        """Known items, each chosen, and not too many of them."""
        check_abstentions(ballot, items, allowed=False)
        self._check_chosen(ballot.values.values())
        check_choice(tuple(ballot.values), items, most=self.most or len(items))

    @staticmethod
    def _check_chosen(values: Collection[int]) -> None:
        if any(value != CHOSEN for value in values):
            raise InvalidBallot("not_a_choice")

    def check_complete(self, ballot: BallotCast) -> None:
        """Not too few."""
        check_choice(tuple(ballot.values), ballot.values, least=self.least, most=len(ballot.values))

    def check_hands(self, hands: CountHands, items: Collection[str]) -> None:
        """So many persons can't have named one item more often than once, nor more items than they might."""
        check_known([*hands.counts, *hands.abstained], items)
        for counts in hands.counts.values():
            self._check_chosen(counts.keys())
            if sum(counts.values()) > hands.persons:
                raise InvalidBallot("more_than_persons")
        if self.most and sum(sum(counts.values()) for counts in hands.counts.values()) > hands.persons * self.most:
            raise InvalidBallot("too_many_choices")

    def tally(self, poll: Poll) -> tuple[Judged, ...]:
        """By how many chose it."""
        return ranked(self._judge(item, poll) for item in poll.items)

    @staticmethod
    def _judge(item: Item, poll: Poll) -> Judged:
        votes = poll.given(item.id).get(CHOSEN, 0)
        return Judged(item, score=votes if poll.persons else None, figures={"votes": votes})

    def blocks(self, judged: Sequence[Judged], words: Words) -> list[Block]:
        """Votes as bars."""
        return [bars(judged, words.gettext("Votes"))]

    def explained(self, items: int, words: Words) -> list[str]:
        """How few and how many one might choose."""
        least, most, ngettext = self.least, self.most or items, words.ngettext
        found = [ngettext("Each person chose at most {n} item.", "Each person chose at most {n} items.", most)]
        if least:
            found.append(ngettext("At least {least} item.", "At least {least} items.", least))
        return [each.format(n=most, least=least) for each in found]


class Top(Choice):
    """Top k: name the most important ones, at most so many."""

    uses = frozenset({"top"})

    def faults(self) -> Iterable[tuple[str, str]]:
        """Any number will do."""
        return ()

    @property
    def least(self) -> int:
        """One may name fewer."""
        return 0

    @property
    def most(self) -> int:
        """The k of top k."""
        return self.settings.top
