"""The answers to a survey as blocks, question by question."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from server.domain.blocks import (
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    Distribution,
    Heading,
    Matrix,
    Quote,
    Quotes,
    Table,
    Text,
)
from server.domain.i18n import N_, Words
from server.domain.numbers import percent
from server.domain.survey import counting
from server.domain.survey.counting import Measure, Ranking
from server.domain.survey.questions import OTHER, Answer, Question, Survey
from server.domain.survey.sheets import Kept, Typed, by_question
from server.domain.tally.ranking import shared_ranks

MEASURES: Mapping[Measure, str] = {
    "share": N_("the share that answered: {answers}"),
    "top": N_("how many chose it among their first {most}"),
    "chosen": N_("how many chose it"),
    "borda": N_("points for each place (Borda): one for every option it was put before, half for every equal one"),
}
ELSE = N_("Something else")


class Results:
    """The results of one survey in one language: all that people answered, `sources` being what texts come from."""

    def __init__(
        self, survey: Survey, sheets: Sequence[Kept], typed: Sequence[Typed], sources: tuple[str, str], words: Words
    ) -> None:
        self.survey, self.sheets, self.typed, self.sources, self.words = survey, sheets, typed, sources, words

    def blocks(self) -> Iterator[Block]:
        """Every question that anybody answered, on its page; first what rankings that differ must not be taken for."""
        yield from self._warnings()
        for page in self.survey.pages:
            if page.title:
                yield Heading(page.title, 2)
            for question in page.questions:
                yield from self.question(question)

    def _warnings(self) -> Iterator[Block]:
        _ = self.words.gettext
        said = _(
            "“{one}” and “{other}” rank the same things differently, because they measure different things. The first: "
            "{how_one}. The second: {how_other}. Don't read one for the other."
        )
        for one, other in counting.at_odds(counting.rankings(self.survey, self.sheets)):
            facts = {"how_one": self.measure(one), "how_other": self.measure(other)}
            yield Text(said.format(one=one.question.text, other=other.question.text, **facts), "warning")

    def measure(self, ranking: Ranking) -> str:
        """What a ranking goes by."""
        question = ranking.question
        counts = question.counts or tuple(option.id for option in question.options[:1])
        answers = ", ".join(question.option(key) for key in counts)
        return self.words.gettext(MEASURES[ranking.measure]).format(answers=answers, most=question.most)

    def question(self, question: Question) -> Iterator[Block]:
        """What was answered to one question, and by the background where that may be shown."""
        answers = by_question(self.sheets, question.id)
        typed = [text for text in self.typed if text.question == question.id]
        n = len(typed) if question.kind in ("text", "long") else len(answers)
        yield Heading(question.text, 3)
        yield Text(self.words.gettext("n = {n}").format(n=n), "note")
        if answers:
            yield from self._shown(question, answers)
        if typed:
            yield self._quotes(question, typed)
        yield from self._by_background(question)

    def _shown(self, question: Question, answers: Sequence[Answer]) -> Iterator[Block]:
        match question.kind:
            case "single" | "multiple" | "top":
                yield self._choices(question, answers)
            case "grid":
                yield self._grid(question, answers)
                yield from self._ranking(question, answers)
            case "ranking":
                yield from self._ranking(question, answers)
                yield self._orders(question, answers)
            case "scale":
                yield from self._scale(question, answers)
            case "number":
                yield from self._numbers(question, answers)
            case "date":
                yield self._days(answers)

    # --- one kind of question each ----------------------------------------------------------------------------

    def _choices(self, question: Question, answers: Sequence[Answer]) -> Block:
        counted, n = counting.choices(question, answers), len(answers)
        if question.kind != "single":
            counted = sorted(counted, key=lambda each: -each.votes)
        ranks = shared_ranks([each.votes for each in counted]) if question.kind != "single" else []
        bars = [
            Bar(
                each.option.text or self.words.gettext(ELSE),
                each.votes,
                rank=(ranks[at] or 0) if ranks else 0,
                note=_percent(each.votes, n),
                id=each.option.id,
            )
            for at, each in enumerate(counted)
        ]
        return Bars(tuple(bars), high=n, caption=self.words.gettext("How many chose it, and of those who answered"))

    def _grid(self, question: Question, answers: Sequence[Answer]) -> Block:
        counts = counting.columns(question, answers)
        totals = {row: sum(each.values()) or 1 for row, each in counts.items()}
        return Matrix(
            tuple(row.text for row in question.rows),
            tuple(column.text for column in question.options),
            tuple(tuple(Cell(number=n) for n in counts[row.id].values()) for row in question.rows),
            tuple(tuple(n / totals[row.id] for n in counts[row.id].values()) for row in question.rows),
        )

    def _ranking(self, question: Question, answers: Sequence[Answer]) -> Iterator[Block]:
        found = counting.ranking(question, answers)
        if found is None:
            return
        points = found.measure == "borda"
        bars = tuple(
            Bar(
                each.option.text,
                float(each.score if points else each.share * 100),
                decimals=1,
                rank=each.rank,
                note="" if points else f"{each.votes}/{each.n}",
                id=each.option.id,
            )
            for each in found.ranked
        )
        high = float(len(answers) * (len(question.options) - 1)) if points else 100.0
        said = self.words.gettext("Order: {measure}").format(measure=self.measure(found))
        yield Bars(bars, high=high, caption=said if points else f"{said} (%)")

    def _orders(self, question: Question, answers: Sequence[Answer]) -> Block:
        _, found = self.words.gettext, counting.orders(question, answers)
        titles = (_("Option"), _("Points"), _("Put first"))
        rows = [
            (
                Cell(option.text),
                Cell(number=float(found.points[option.id]), decimals=1),
                _whole(found.firsts[option.id]),
            )
            for option in sorted(question.options, key=lambda option: -found.points[option.id])
        ]
        return Table(tuple(Column(title, at > 0) for at, title in enumerate(titles)), tuple(rows))

    def _scale(self, question: Question, answers: Sequence[Answer]) -> Iterator[Block]:
        _, found = self.words.gettext, counting.scale(question, answers)
        steps = tuple(f"{step} {label}".strip() for step, label in zip(found.counts, labels(question), strict=True))
        flag = "dissent" if found.flagged else ""
        yield Distribution(question.text, steps, tuple(found.counts.values()), mark=flag)
        if found.quartiles and found.mean is not None:
            titles = (_("n"), _("Mean"), _("SD"), _("Lower quartile"), _("Median"), _("Upper quartile"))
            quarters = (found.quartiles.lower, found.quartiles.median, found.quartiles.upper)
            values = (found.mean, found.sd or 0, *quarters)
            yield _numbers_row(titles, found.n, values)

    def _numbers(self, question: Question, answers: Sequence[Answer]) -> Iterator[Block]:
        _, found = self.words.gettext, counting.numbers(answers)
        if found is not None:
            titles = (
                _("n"), _("Lowest"), _("Lower quartile"), _("Median"), _("Upper quartile"), _("Highest"), _("Mean"),
            )  # fmt: skip
            quarters = (found.quartiles.lower, found.quartiles.median, found.quartiles.upper)
            values = (found.lowest, *quarters, found.highest, found.mean)
            yield _numbers_row(titles, found.n, values, max(1, question.decimals), question.unit)

    def _days(self, answers: Sequence[Answer]) -> Block:
        counts = counting.days(answers)
        return Bars(tuple(Bar(day, n) for day, n in counts.items()), high=max(counts.values()))

    def _quotes(self, question: Question, typed: Sequence[Typed]) -> Block:
        here, absent = self.sources
        label = self.words.gettext(ELSE) if question.other else ""
        quotes = (Quote(each.text, each.name or (absent if each.absent else here), each.id) for each in typed)
        return Quotes(tuple(quotes), label)

    # --- by background ----------------------------------------------------------------------------------------

    def _by_background(self, question: Question) -> Iterator[Block]:
        background = next(iter(self.survey.backgrounds), None)
        if background is None or background.kind != "single" or question is background:
            return
        groups = counting.by_background(background, question, self.sheets)
        rows = [text for text, _value in self._measured(question, self.sheets)]
        if not groups or not rows:
            return
        columns = [(self.words.gettext("All"), self.sheets)]
        columns += [(f"{background.option(key)} (n = {len(sheets)})", sheets) for key, sheets in groups.items()]
        values = [[value for _text, value in self._measured(question, sheets)] for _title, sheets in columns]
        cells = tuple(
            tuple(Cell("–") if v is None else Cell(number=float(v), decimals=1) for v in row)
            for row in zip(*values, strict=True)
        )
        caption = self.words.gettext("By “{background}”: {measure}. Groups under 4 are not shown.")
        measure = self.words.gettext("mean") if question.kind in ("scale", "number") else "%"
        yield Matrix(
            tuple(rows), tuple(title for title, _ in columns), cells,
            caption=caption.format(background=background.text, measure=measure),
        )  # fmt: skip

    def _measured(self, question: Question, sheets: Sequence[Kept]) -> list[tuple[str, Fraction | None]]:
        """What some of those who answered gave: a percentage for each option or row, or the mean of a number."""
        answers = by_question(sheets, question.id)
        n = max(1, len(answers))
        match question.kind:
            case "single" | "multiple" | "top":
                counted = [each for each in counting.choices(question, answers) if each.option.id != OTHER]
                return [(each.option.text, Fraction(100 * each.votes, n)) for each in counted]
            case "grid" | "ranking":
                found = counting.ranking(question, answers)
                ranked = {each.option.id: each for each in found.ranked} if found else {}
                options = question.rows if question.kind == "grid" else question.options
                return [(o.text, ranked[o.id].share * 100 if o.id in ranked else None) for o in options]
            case "scale":
                return [(question.text, counting.scale(question, answers).mean)]
            case "number":
                spread = counting.numbers(answers)
                return [(question.text, spread.mean if spread else None)]
        return []


def response(n: int, invited: int, absent: int, words: Words) -> str:
    """How many answered, of how many who were invited where that is known, and how many of them are absent."""
    ngettext = words.ngettext
    if invited:
        said = words.gettext("{n} of {invited} people who were invited answered.").format(n=n, invited=invited)
    else:
        said = ngettext("{n} person answered.", "{n} people answered.", n).format(n=n)
    if absent:
        said += " " + ngettext("{n} of them is not here.", "{n} of them are not here.", absent).format(n=absent)
    return said


def labels(question: Question) -> tuple[str, ...]:
    """What each step of a scale is called."""
    between = question.high - question.low - 1
    if len(question.labels) == 2:
        return (question.labels[0], *[""] * between, question.labels[1])
    return question.labels or ("",) * (between + 2)


def _numbers_row(titles: Sequence[str], n: int, values: Sequence[Any], decimals: int = 2, unit: str = "") -> Table:
    cells = (Cell(number=n), *(Cell(number=float(value), decimals=decimals) for value in values))
    return Table(tuple(Column(title, True) for title in titles), (cells,), unit)


def _whole(value: Fraction) -> Cell:
    return Cell(number=float(value))


def _percent(part: int, whole: int) -> str:
    return percent(part / whole if whole else 0, "en")  # the same in both languages
