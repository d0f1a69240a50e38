"""A survey being filled in: pure, so that what a key does to it can be tested without a screen."""

from collections.abc import Mapping, Sequence

import msgspec

from server.domain.i18n import Language
from server.domain.numbers import number, short_day
from server.domain.survey.answers import check, tidy, visible
from server.domain.survey.questions import OTHER, Answer, Fault, Kind, Question, Survey
from server.domain.survey.results import labels
from server.domain.survey.typed import written

KEYS = "1234567890abcdefghijklmnopqrstuvwxyz"
TYPED: frozenset[Kind] = frozenset({"number", "date", "text", "long"})
"""The kinds that are answered in a box; the others by keys."""


class Choice(msgspec.Struct, frozen=True):
    """Something that a key chooses: an option, a step of a scale, or, of a grid, a row with what was chosen in it."""

    id: str
    key: str
    text: str
    said: str = ""  # the place in an order, or the column of a row
    chosen: bool = False


class Filled(msgspec.Struct, frozen=True):
    """A survey with what was answered. Every change gives a new one; one that can't be gives the same."""

    survey: Survey
    answers: Mapping[str, Answer] = {}

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions that are asked now, in order."""
        return visible(self.survey, self.answers)

    @property
    def open(self) -> int:
        """How many of them are not answered, or not in each row."""
        return sum(map(self.lacks, self.asked))

    def lacks(self, question: Question) -> bool:
        """Whether a question is not answered so that it can be; a grid not while a row is left open."""
        if self.fault(question):
            return True
        answer = self.tidied.get(question.id)
        return len(answer) < len(question.rows) if isinstance(answer, dict) else answer is None

    @property
    def tidied(self) -> dict[str, Answer]:
        """The answers as they are sent."""
        return tidy(self.survey, self.answers)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Why it can't be sent yet."""
        return check(self.survey, self.answers)

    def fault(self, question: Question) -> Fault | None:
        """What is wrong with the answer to a question, if there is one."""
        found = check(self.survey, self.answers, complete=False)
        return next((fault for fault in found if fault.question == question.id), None)

    def write(self, question: Question, text: str) -> "Filled":
        """Take what was typed in the box of a question."""
        return self._with(question, written(question, text))

    def name(self, question: Question, text: str) -> "Filled":
        """Take what was typed as something else than the options."""
        own = (OTHER + text,) if text.strip() else ()
        if question.kind == "single":
            return self._with(question, own[0] if own else None)
        rest = tuple(each for each in self._several(question) if not each.startswith(OTHER))
        return self._with(question, (*rest, *own) if self._fits(question, (*rest, *own)) else rest)

    def named(self, question: Question) -> str:
        """What was typed as something else."""
        answer = self.answers.get(question.id)
        given = (answer,) if isinstance(answer, str) else answer if isinstance(answer, tuple) else ()
        return next((each.removeprefix(OTHER) for each in given if each.startswith(OTHER)), "")

    def choose(self, question: Question, choice: str) -> "Filled":
        """Choose an option or a step, or, if it was chosen, not after all; in an order it takes the next place."""
        if question.kind in ("single", "scale"):
            value: Answer = int(choice) if question.kind == "scale" else choice
            return self._with(question, None if self.answers.get(question.id) == value else value)
        given = self._several(question)
        if choice in given:
            return self._with(question, tuple(each for each in given if each != choice))
        return self._with(question, (*given, choice)) if self._fits(question, (*given, choice)) else self

    def put(self, question: Question, row: str, column: str) -> "Filled":
        """Choose a column in a row of a grid, or not after all."""
        given = self._rows(question)
        chosen = {key: each for key, each in given.items() if key != row}
        return self._with(question, chosen if given.get(row) == column else {**chosen, row: column})

    @staticmethod
    def _fits(question: Question, given: Sequence[str]) -> bool:
        return not question.most or len(given) <= question.most

    def _several(self, question: Question) -> tuple[str, ...]:
        answer = self.answers.get(question.id)
        return answer if isinstance(answer, tuple) else ()

    def _rows(self, question: Question) -> dict[str, str]:
        answer = self.answers.get(question.id)
        return answer if isinstance(answer, dict) else {}

    def _with(self, question: Question, answer: Answer | None) -> "Filled":
        answers = {key: each for key, each in self.answers.items() if key != question.id}
        if answer not in (None, "", (), {}):
            answers[question.id] = answer
        return msgspec.structs.replace(self, answers=answers)

    # --- what is shown ----------------------------------------------------------------------------------------

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """What keys can choose; the last, without an id, is something else."""
        if question.kind == "scale":
            return self._steps(question)
        if question.kind == "grid":
            rows = self._rows(question)
            return tuple(
                Choice(row.id, "", row.text, question.option(rows.get(row.id, "")), row.id in rows)
                for row in question.rows
            )
        answer = self.answers.get(question.id)
        given = answer if isinstance(answer, tuple) else (answer,)
        ordered = question.kind == "ranking"
        found = [
            Choice(
                option.id,
                key_of(at),
                option.text,
                str(given.index(option.id) + 1) if ordered and option.id in given else "",
                option.id in given,
            )
            for at, option in enumerate(question.options)
        ]
        if question.other:
            found.append(Choice("", key_of(len(found)), self.named(question), chosen=bool(self.named(question))))
        return tuple(found)

    def _steps(self, question: Question) -> tuple[Choice, ...]:
        """The steps of a scale; where the steps are figures, these are their keys, and 0 is the key of ten."""
        steps, given = range(question.low, question.high + 1), self.answers.get(question.id)
        figures = question.low in (0, 1) and question.high <= 10 - question.low
        return tuple(
            Choice(str(step), str(step % 10) if figures else key_of(at), f"{step}  {label}".strip(), "", step == given)
            for at, (step, label) in enumerate(zip(steps, labels(question), strict=True))
        )

    def text(self, question: Question, language: Language) -> str:
        """What stands in the box of a question that is typed."""
        answer = self.answers.get(question.id, "")
        if isinstance(answer, int | float):
            return number(answer, language, question.decimals if answer % 1 else 0).replace(
                "." if language == "nl" else ",", ""
            )
        return short_day(str(answer), language) if question.kind == "date" else str(answer)

    def said(self, question: Question, language: Language) -> str:
        """The answer in short, for a list of questions."""
        answer = self.answers.get(question.id)
        match answer:
            case None:
                return ""
            case dict():
                return f"{len(answer)}/{len(question.rows)}"
            case tuple():
                return ", ".join(question.option(each) for each in answer)
            case str() if question.kind == "single":
                return question.option(answer)
            case _:
                return f"{self.text(question, language)} {question.unit}".strip()


def key_of(at: int) -> str:
    """The key of the option at a place; empty far down, where the arrow keys go."""
    return KEYS[at] if at < len(KEYS) else ""
