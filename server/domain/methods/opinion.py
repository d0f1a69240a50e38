"""Agree, disagree or pass on each statement; a high pass rate marks a statement that is unclear."""

from collections.abc import Sequence
from typing import Any

from server.domain.blocks import Block, Distribution, Text
from server.domain.i18n import N_, Words
from server.domain.kernel import Item
from server.domain.methods.base import Judged, Method, Poll, Rules, bars, ranked, rounded
from server.domain.tally.choice import opinion

DISAGREE, PASS, AGREE = -1, 0, 1


class Opinion(Method):
    """Agree, disagree or pass."""

    uses = frozenset[str]()
    measure = N_("Support")
    decimals = 2

    def rules(self, items: int) -> Rules:
        """Disagree is -1, pass is 0, agree is 1."""
        return Rules(low=DISAGREE, high=AGREE)

    def tally(self, poll: Poll) -> tuple[Judged, ...]:
        """By support."""
        return ranked(self._judge(item, poll) for item in poll.items)

    @staticmethod
    def _judge(item: Item, poll: Poll) -> Judged:
        given = poll.given(item.id)
        found = opinion(given.get(AGREE, 0), given.get(DISAGREE, 0), given.get(PASS, 0))
        figures: dict[str, Any] = {
            "n": found.n,
            "agree": found.agree,
            "disagree": found.disagree,
            "passed": found.passed,
            "support": rounded(found.support),
            "pass_rate": rounded(found.pass_rate),
            "unclear": found.unclear,
        }
        return Judged(item, score=found.support if found.n else None, figures=figures)

    def blocks(self, judged: Sequence[Judged], words: Words) -> list[Block]:
        """Support as bars, what may be unclear, and the answers to each statement."""
        _ = words.gettext
        unclear, answers = _("Many passed, it may be unclear: {item}"), (_("Agree"), _("Disagree"), _("Pass"))
        found: list[Block] = [bars(judged, _("Support"), high=1, decimals=2)]
        found += [Text(unclear.format(item=each.item.text), "warning") for each in judged if each.figures["unclear"]]
        for each in judged:
            counts = tuple(each.figures[name] for name in ("agree", "disagree", "passed"))
            found.append(Distribution(each.item.text, answers, counts))
        return found

    def explained(self, items: int, words: Words) -> list[str]:
        """The formula of support."""
        _ = words.gettext
        return [
            _("Support = (agree + 1) ÷ (answers + 2), so that a few answers count less than many."),
            _("Marked as unclear when more than 30% passed."),
        ]
