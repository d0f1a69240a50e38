"""Yes, no or abstain on each proposal, under a named majority rule and a quorum; ranked by the share of yes."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from server.domain.blocks import Block, Cell, Column, Distribution, Table
from server.domain.i18n import N_, Words
from server.domain.kernel import Item
from server.domain.methods.base import Judged, Method, Poll, Rules, ranked
from server.domain.tally.choice import Majority, decide

NO, YES = 0, 1
OUTCOMES = {
    "carried": N_("carried"),
    "rejected": N_("rejected"),
    "tied": N_("tied: the group decides"),
    "no_quorum": N_("no quorum"),
}
RULES = {
    Majority.SIMPLE: N_("A proposal is carried by more yes than no. Abstentions don't count."),
    Majority.ABSOLUTE: N_("A proposal is carried by a yes from more than half of all who may vote."),
    Majority.TWO_THIRDS: N_("A proposal is carried when at least two thirds of yes and no are yes."),
    Majority.THREE_QUARTERS: N_("A proposal is carried when at least three quarters of yes and no are yes."),
    Majority.UNANIMOUS: N_("A proposal is carried when nobody is against."),
}


class Decide(Method):
    """Yes or no."""

    uses = frozenset({"rule", "quorum", "eligible"})
    measure = N_("Share of yes")
    decimals = 2

    def faults(self) -> Iterable[tuple[str, str]]:
        """A rule that there is."""
        if self.settings.rule and self.settings.rule not in {each.value for each in Majority}:
            yield "rule", N_("the rule must be one of: simple, absolute, two-thirds, three-quarters, unanimous")

    @property
    def _rule(self) -> Majority:
        return Majority(self.settings.rule or Majority.SIMPLE)

    def rules(self, items: int) -> Rules:
        """No is 0, yes is 1."""
        return Rules(low=NO, high=YES, abstain=True)

    def tally(self, poll: Poll) -> tuple[Judged, ...]:
        """By the share of yes."""
        return ranked(self._judge(item, poll) for item in poll.items)

    def _judge(self, item: Item, poll: Poll) -> Judged:
        given, abstained = poll.given(item.id), poll.abstained(item.id)
        yes, no = given.get(YES, 0), given.get(NO, 0)
        eligible = max(self.settings.eligible, poll.persons)
        found = decide(yes, no, abstained, rule=self._rule, eligible=eligible, quorum=self.settings.quorum)
        figures: dict[str, Any] = {
            "n": yes + no,
            "yes": yes,
            "no": no,
            "abstained": abstained,
            "needed": found.needed,
            "outcome": found.outcome,
        }
        return Judged(item, score=Fraction(yes, yes + no) if yes + no else None, figures=figures)

    def blocks(self, judged: Sequence[Judged], words: Words) -> list[Block]:
        """Each proposal with its votes and its outcome."""
        _ = words.gettext
        answers = (_("Yes"), _("No"), _("Abstained"))
        spread: list[Block] = [
            Distribution(each.item.text, answers, tuple(each.figures[name] for name in ("yes", "no", "abstained")))
            for each in judged
        ]
        titles = (_("Item"), *answers, _("Needed"), _("Outcome"))
        columns = tuple(Column(title, numeric=0 < at < 5) for at, title in enumerate(titles))
        return [*spread, Table(columns, tuple(_row(each, words) for each in judged))]

    def explained(self, items: int, words: Words) -> list[str]:
        """The majority rule, and the quorum."""
        _, ngettext, quorum = words.gettext, words.ngettext, self.settings.quorum
        found = [_(RULES[self._rule])]
        if quorum:
            text = ngettext("Quorum: {n} person must take part.", "Quorum: {n} persons must take part.", quorum)
            found.append(text.format(n=quorum))
        return found


def _row(judged: Judged, words: Words) -> tuple[Cell, ...]:
    numbers = [Cell(number=judged.figures[name]) for name in ("yes", "no", "abstained", "needed")]
    outcome = OUTCOMES[judged.figures["outcome"]]
    return Cell(judged.item.text), *numbers, Cell(words.gettext(outcome))
