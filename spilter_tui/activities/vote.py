"""vote (Stemmen): the whole ballot in view, one key a value, and always in words whether the server has it."""

from server.domain.activities.vote import Sample
from server.domain.ballots import TakeLot
from server.domain.methods.pairwise import FIRST, SECOND, pair_key
from server.domain.numbers import with_unit
from server.domain.tally.sampling import Lots, sampled_pairs
from spilter_tui.ballot import Paper
from spilter_tui.i18n import N_, _, language
from spilter_tui.voting import BallotList, BallotPane
from spilter_tui.widgets.entries import Line
from spilter_tui.widgets.signs import signs


class VotePane(BallotPane):
    """A ballot on what was collected; where pairs are judged, on pairs of it, each laptop its own."""

    kind = "vote"
    explained = N_(
        "Go through the list with the arrow keys and press the key of your judgement; the bottom line says which keys. "
        "When nothing is left to do your vote is sent by itself. You can change it until the vote closes."
    )

    @property
    def texts(self) -> dict[str, str]:
        """The items with what they cost, where that is known; or the pairs, one above the other."""
        texts = super().texts
        if self.view.sample is not None:
            return {key: texts[key] for key in self.lot or () if key in texts}
        if self.method == "pairwise":
            return {key: f"1 {texts[one]}\n2 {texts[other]}" for key, (one, other) in self.pairs.items()}
        words = _("costs {n}")
        costs = {
            key: words.format(n=with_unit(cost, self.view.rules.unit, language()))
            for key, cost in self.view.costs.items()
        }
        return {key: "\n".join([text, *([costs[key]] if key in costs else [])]) for key, text in texts.items()}

    def __init__(self) -> None:
        super().__init__()
        self._asked: set[tuple[int, int]] = set()
        """For whom a lot was asked, by round and person."""
        self._lots: tuple[Sample, Lots] = Sample(0), Lots((), 0, "")

    @property
    def lot(self) -> tuple[str, ...] | None:
        """The items that the person at hand judges; None while the lot isn't known, or where all are judged."""
        sample, number = self.view.sample, self.mine.lots.get(self.place)
        if sample is None or number is None or not sample.among:
            return None
        if self._lots[0] != sample:
            self._lots = sample, Lots(sample.among, sample.size, sample.seed)
        return self._lots[1][number]

    def show(self) -> None:
        """As any ballot; of a long list a lot is asked for first."""
        if self.view is not None and self.view.sample is not None and self.place not in self.mine.lots:
            self._ask_lot()
        super().show()
        if self.view is not None and self.view.sample is not None and self.lot is None:
            self.query_one(BallotList).empty = _("Your part of the list is being drawn…")

    def _ask_lot(self) -> None:
        if self.may_vote and not self.choosing and self.place not in self._asked:
            self._asked.add(self.place)
            self.post_message(self.Wanted(self, TakeLot("", self.person, self.view.round)))

    @property
    def pairs(self) -> dict[str, tuple[str, str]]:
        """The pairs that this person judges, by their key on the ballot: which of the two stands first and second."""
        voter = f"{self.laptop}/{self.row.id}/{self.view.round}/{self.person}"
        found = sampled_pairs([item.id for item in self.view.items], voter, self.view.rules.most)
        return {pair_key(*pair): pair for pair in found}

    def choose(self, which: int) -> None:
        """The ballot says which of the two in the order of their ids, the screen shows them in any order."""
        pair = self.pairs.get(self.item)
        if pair and which in (FIRST, SECOND):
            self.judge(which if tuple(sorted(pair)) == pair else FIRST + SECOND - which)

    def line(self, paper: Paper, item: str, text: str) -> Line:
        """Of a pair: which of the two was chosen, as they stand on the screen."""
        line = super().line(paper, item, text)
        if paper.style != "pairs" or item in paper.abstained:
            return line
        value = paper.values.get(item)
        turned = tuple(sorted(self.pairs[item])) != self.pairs[item]
        chosen = signs().bullet if value is None else str(FIRST + SECOND - value if turned else value)
        return Line(line.id, line.text, chosen, line.sign, line.mine)
