"""What the answers to a survey come to: counts and rankings, without a word of any language."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import msgspec

from server.domain.survey.questions import OTHER, Answer, Option, Question, Survey
from server.domain.survey.sheets import Kept, by_question
from server.domain.tally.cells import visible_groups
from server.domain.tally.ranked import RankedBallot, borda, plurality
from server.domain.tally.ranking import shared_ranks
from server.domain.tally.scale import ScaleSummary, summarise_counts
from server.domain.tally.spread import Quartiles, quartiles
from server.domain.text import fold

Measure: TypeAlias = Literal["share", "top", "chosen", "borda"]
"""What orders a ranking: the share that gave a row one of the columns that count, how many put an option in their top,
how many chose it, or its Borda points."""

RANKS: Mapping[str, Measure] = {"grid": "share", "top": "top", "multiple": "chosen", "ranking": "borda"}


class Counted(msgspec.Struct, frozen=True):
    """An option and how many chose it."""

    option: Option
    votes: int


class Ranked(msgspec.Struct, frozen=True):
    """Something that a question ranks. `score` is what it is ranked by, `n` of how many that was asked."""

    option: Option
    rank: int
    votes: int
    n: int
    score: Fraction

    @property
    def share(self) -> Fraction:
        """The part of those who answered that voted for it."""
        return Fraction(self.votes, self.n) if self.n else Fraction(0)


class Ranking(msgspec.Struct, frozen=True):
    """The options of a question, or the rows of a grid, best first."""

    question: Question
    measure: Measure
    ranked: tuple[Ranked, ...]

    @property
    def texts(self) -> frozenset[str]:
        """What is ranked, to tell whether two rankings are of the same things."""
        return frozenset(fold(each.option.text) for each in self.ranked)


def choices(question: Question, answers: Iterable[Answer]) -> list[Counted]:
    """How many chose each option; last, where anything else was typed, how many did."""
    counts: Counter[str] = Counter()
    for answer in answers:
        chosen = answer if isinstance(answer, tuple) else (str(answer),)
        counts.update(OTHER if each.startswith(OTHER) else each for each in chosen)
    found = [Counted(option, counts[option.id]) for option in question.options]
    return [*found, Counted(Option(OTHER, ""), counts[OTHER])] if counts[OTHER] else found


def columns(question: Question, answers: Iterable[Answer]) -> dict[str, dict[str, int]]:
    """For each row of a grid how often each column was chosen."""
    found = {row.id: {column.id: 0 for column in question.options} for row in question.rows}
    for answer in answers:
        for row, column in answer.items() if isinstance(answer, Mapping) else ():
            if column in found.get(row, ()):
                found[row][column] += 1
    return found


def scale(question: Question, answers: Iterable[Answer]) -> ScaleSummary:
    """A scale's summary; what fell off the scale because it was changed since no longer counts."""
    given = Counter(answer for answer in answers if isinstance(answer, int))
    on_it = {step: n for step, n in given.items() if question.low <= step <= question.high}
    return summarise_counts(on_it, question.low, question.high)


class Spread(msgspec.Struct, frozen=True):
    """How numbers are spread."""

    n: int
    lowest: float
    highest: float
    mean: Fraction
    quartiles: Quartiles


def numbers(answers: Iterable[Answer]) -> Spread | None:
    """How the numbers are spread; None where there are none."""
    given = sorted(answer for answer in answers if isinstance(answer, int | float))
    if not given:
        return None
    mean = Fraction(sum(map(Fraction, map(str, given)))) / len(given)
    return Spread(len(given), float(given[0]), float(given[-1]), mean, quartiles(given))


MOST_DAYS = 12


def days(answers: Iterable[Answer]) -> dict[str, int]:
    """How often each day was given, in order; by month, or by year, where there would be more than a dozen."""
    given = [answer for answer in answers if isinstance(answer, str)]
    for length in (10, 7, 4):
        counts = Counter(day[:length] for day in given)
        if len(counts) <= MOST_DAYS:
            break
    return dict(sorted(counts.items()))


class Orders(msgspec.Struct, frozen=True):
    """What rankings come to: the Borda points of each option, and how many put it first."""

    points: dict[str, Fraction]
    firsts: dict[str, Fraction]


def orders(question: Question, answers: Iterable[Answer]) -> Orders:
    """Both readings of rankings: points for each place, and first places alone."""
    ids = [option.id for option in question.options]
    ballots = [
        RankedBallot(tuple((each,) for each in answer if each in ids))
        for answer in answers
        if isinstance(answer, tuple)
    ]
    ballots = [ballot for ballot in ballots if ballot.groups]
    return Orders(borda(ballots, ids).scores, plurality(ballots, ids).scores)


# --- rankings -------------------------------------------------------------------------------------------------


def rankings(survey: Survey, sheets: Sequence[Kept]) -> list[Ranking]:
    """What each question that ranks anything makes of it."""
    found = [ranking(question, by_question(sheets, question.id)) for question in survey.questions]
    return [each for each in found if each]


def ranking(question: Question, answers: Sequence[Answer]) -> Ranking | None:
    """How a question ranks its options or rows; None where it doesn't, or where nobody answered."""
    if question.kind not in RANKS or not answers:
        return None
    measure = RANKS[question.kind]
    votes = _RANKED[measure](question, answers)
    ranks = shared_ranks([score for _, _, _, score in votes])
    ranked = (
        Ranked(option, rank or 0, count, n, score) for (option, count, n, score), rank in zip(votes, ranks, strict=True)
    )
    return Ranking(question, measure, tuple(sorted(ranked, key=lambda each: each.rank)))


Votes: TypeAlias = list[tuple[Option, int, int, Fraction]]


def _by_share(question: Question, answers: Sequence[Answer]) -> Votes:
    counts = columns(question, answers)
    counting = question.counts or (question.options[0].id,)
    found = []
    for row in question.rows:
        n, votes = sum(counts[row.id].values()), sum(counts[row.id][column] for column in counting)
        found.append((row, votes, n, Fraction(votes, n) if n else Fraction(0)))
    return found


def _by_votes(question: Question, answers: Sequence[Answer]) -> Votes:
    counted = choices(question, answers)
    return [(c.option, c.votes, len(answers), Fraction(c.votes)) for c in counted if c.option.id != OTHER]


def _by_points(question: Question, answers: Sequence[Answer]) -> Votes:
    found = orders(question, answers)
    return [
        (option, int(found.firsts[option.id]), len(answers), found.points[option.id]) for option in question.options
    ]


_RANKED: Mapping[Measure, Any] = {"share": _by_share, "top": _by_votes, "chosen": _by_votes, "borda": _by_points}


def at_odds(found: Sequence[Ranking]) -> list[tuple[Ranking, Ranking]]:
    """Pairs of rankings of the same things by another measure, and with nothing in common on the first place."""
    return [
        (one, other)
        for at, one in enumerate(found)
        for other in found[at + 1 :]
        if one.texts == other.texts and one.measure != other.measure and not _first(one) & _first(other)
    ]


def _first(its: Ranking) -> set[str]:
    return {fold(each.option.text) for each in its.ranked if each.rank == 1}


# --- by background --------------------------------------------------------------------------------------------


def by_background(background: Question, question: Question, sheets: Sequence[Kept]) -> dict[str, list[Kept]]:
    """The sheets that answer a question by what they say of the background, as far as that may be shown."""
    groups: dict[str, list[Kept]] = {option.id: [] for option in background.options}
    groups[""] = []  # nobody's group: not answered, or something else typed
    for sheet in sheets:
        if question.id in sheet.answers:
            said = sheet.answers.get(background.id)
            groups[said if isinstance(said, str) and said in groups else ""].append(sheet)
    shown = visible_groups({key: len(group) for key, group in groups.items()}).shown
    return {key: groups[key] for key in shown if key and groups[key]}


def things(survey: Survey) -> dict[str, int]:
    """A number for everything that questions rank, by its folded text: the same in each question that ranks it."""
    ranking = [question for question in survey.questions if question.kind in RANKS]
    texts = (fold(o.text) for q in ranking for o in (q.rows if q.kind == "grid" else q.options))
    return {text: n for n, text in enumerate(dict.fromkeys(texts), 1)}
