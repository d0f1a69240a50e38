"""Scale: everyone gives each item a value from low to high, or abstains. Ranked by the mean."""

from collections.abc import Iterable, Sequence
from functools import partial

from server.domain.blocks import Block, Cell, Column, Distribution, Table, Text
from server.domain.i18n import N_, Words
from server.domain.kernel import Item
from server.domain.methods import minority, sampled
from server.domain.methods.base import Judged, Method, Poll, Rules, bars, mark, ranked, rounded
from server.domain.tally.agreement import Concordance, importance, kendall_w
from server.domain.tally.scale import ScaleSummary, summarise_counts

MOST_STEPS = 100


class Scale(Method):
    """A value for each item."""

    uses = frozenset({"low", "high", "labels", "abstain", "sample"})
    measure = N_("Mean")
    decimals = 2

    def faults(self) -> Iterable[tuple[str, str]]:
        """The scale must run up, and its labels must fit."""
        low, high, labels = self.settings.low, self.settings.high, len(self.settings.labels)
        if low >= high:
            yield "low", N_("low must be less than high")
        elif high - low > MOST_STEPS:
            yield "high", N_("a scale has at most 101 steps")
        elif labels not in (0, 2, high - low + 1):
            yield "labels", N_("labels must hold one label for each step, or two: for the lowest and the highest")

    def rules(self, items: int) -> Rules:
        """The ends and the labels of the scale."""
        low, high = self.settings.low, self.settings.high
        return Rules(low=low, high=high, labels=self._labels(), abstain=self.settings.abstain)

    def _labels(self) -> tuple[str, ...]:
        labels, between = self.settings.labels, self.settings.high - self.settings.low - 1
        return (labels[0], *[""] * between, labels[1]) if len(labels) == 2 else labels

    def tally(self, poll: Poll) -> tuple[Judged, ...]:
        """By the mean. A value that fell off the scale because the scale was changed since no longer counts."""
        low, high = self.settings.low, self.settings.high
        judged = ranked(self._judge(item, poll) for item in poll.items)
        if self.settings.sample:
            judged = sampled.with_uncertainty(judged, poll.persons, low, high)
        return minority.marked(judged, low, high) if self._many(judged) else judged

    def _many(self, judged: Sequence[Judged]) -> bool:
        """Whether there are so many items that the mean alone passes over what a few are very much for."""
        return bool(self.settings.sample) or len(judged) > minority.FIRST

    def _judge(self, item: Item, poll: Poll) -> Judged:
        low, high = self.settings.low, self.settings.high
        given = {value: number for value, number in poll.given(item.id).items() if low <= value <= high}
        summary = summarise_counts(given, low, high, abstained=poll.abstained(item.id))
        figures = {
            "n": summary.n,
            "abstained": summary.abstained,
            "mean": rounded(summary.mean),
            "sd": rounded(summary.sd),
            "dissent": rounded(summary.dissent),
            "flagged": summary.flagged,
            "distribution": {str(step): number for step, number in summary.counts.items()},
        }
        return Judged(
            item=item,
            score=summary.mean,
            dissent=summary.dissent,
            priority=self._priority(summary),
            flagged=summary.flagged,
            figures=figures,
            counts=summary.counts,
        )

    def _priority(self, summary: ScaleSummary) -> float | None:
        if summary.mean is None or summary.dissent is None:
            return None
        return importance(summary.mean, self.settings.low, self.settings.high) * summary.dissent

    def agreement(self, poll: Poll) -> Concordance | None:
        """Kendall's W of those who gave every item a value."""
        if self.settings.sample:
            return None
        return kendall_w([ballot.values.get(item.id) for item in poll.items] for ballot in poll.ballots)

    def blocks(self, judged: Sequence[Judged], words: Words) -> list[Block]:
        """Means as bars, what people differ on, how the answers were spread, and all numbers in a table."""
        found = [*self._means(judged, words), *self._disputed(judged, words)]
        found += [self._spread(each) for each in judged if each.figures["n"]]
        told = sampled.blocks(judged, words) if self.settings.sample else []
        return [*found, *told, self._table(judged, words)]

    def _means(self, judged: Sequence[Judged], words: Words) -> list[Block]:
        """The means as bars; of many items the first twenty, then what a minority is for, then the others."""
        _, settings = words.gettext, self.settings
        measure = _("Mean, with its interval of 95 percent") if settings.sample else _("Mean")
        drawn = partial(bars, low=settings.low, high=settings.high, decimals=2)
        few = minority.blocks(judged, settings.low, settings.high, words) if self._many(judged) else []
        if len(judged) <= minority.FIRST:
            return [drawn(judged, measure), *few]
        first = [each for each in judged if 0 < each.rank <= minority.FIRST]
        others = [each for each in judged if each.rank > minority.FIRST]
        title = _("The first {n} · {measure}").format(n=len(first), measure=measure)
        rest = [drawn(others, _("The others · {measure}").format(measure=measure))] if others else []
        return [drawn(first, title), *few, *rest]

    @staticmethod
    def _disputed(judged: Sequence[Judged], words: Words) -> list[Block]:
        _ = words.gettext
        text = _("People differ on this: {item}")
        return [Text(text.format(item=each.item.text), "warning") for each in judged if each.flagged]

    def _spread(self, judged: Judged) -> Distribution:
        labels = self._labels() or ("",) * len(judged.counts)
        answers = [f"{step} {label}".strip() for step, label in zip(judged.counts, labels, strict=True)]
        return Distribution(judged.item.text, tuple(answers), tuple(judged.counts.values()), mark=mark(judged))

    @staticmethod
    def _table(judged: Sequence[Judged], words: Words) -> Table:
        _ = words.gettext
        titles = (_("Rank"), _("Item"), _("n"), _("Mean"), _("SD"), _("Dissent"), _("Abstained"))
        columns = tuple(Column(title, numeric=at != 1) for at, title in enumerate(titles))
        return Table(columns, tuple(_row(each) for each in judged))

    def explained(self, items: int, words: Words) -> list[str]:
        """The scale with its labels, and the formula of dissent."""
        _ = words.gettext
        low, high = self.settings.low, self.settings.high
        steps = [f"{low + at} = {label}" for at, label in enumerate(self._labels()) if label]
        return [
            _("Scale from {low} to {high}; the order is that of the mean.").format(low=low, high=high),
            *([" · ".join(steps)] if steps else []),
            *(sampled.explained(self.settings.sample, items, words) if self.settings.sample else []),
            _("Dissent = standard deviation (population) ÷ (highest − lowest step). Marked above 0.3."),
        ]


def _row(judged: Judged) -> tuple[Cell, ...]:
    figures = judged.figures
    spread = [
        Cell() if figures[name] is None else Cell(number=figures[name], decimals=decimals)
        for name, decimals in (("mean", 2), ("sd", 2), ("dissent", 3))
    ]
    return (
        Cell(number=judged.rank) if judged.rank else Cell(),
        Cell(judged.item.text, mark=mark(judged)),
        Cell(number=figures["n"]),
        *spread,
        Cell(number=figures["abstained"]),
    )
