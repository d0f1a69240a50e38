"""Which questions somebody is asked, and whether the answers may be."""

import datetime
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from server.domain.survey.questions import (
    OTHER,
    SHORT,
    Answer,
    Answers,
    Clause,
    Condition,
    Facts,
    Fault,
    Kind,
    Question,
    Survey,
)
from server.domain.text import LIMIT


def visible(survey: Survey, answers: Answers) -> tuple[Question, ...]:
    """The questions that somebody who answered so is asked, in order.

    What was answered to a question that is not asked counts as not answered.
    """
    shown: list[Question] = []
    counted: dict[str, Answer] = {}
    for question in survey.questions:
        if question.when is None or _holds(question.when, counted):
            shown.append(question)
            if question.id in answers:
                counted[question.id] = answers[question.id]
    return tuple(shown)


def _holds(condition: Condition, answers: Answers) -> bool:
    held = (_passes(clause, answers.get(clause.question)) for clause in condition.clauses)
    return all(held) if condition.how == "all" else any(held)


def _passes(clause: Clause, answer: Answer | None) -> bool:
    """Whether an answer is what a clause wants; no answer is not less, not more, and not this."""
    if isinstance(answer, Mapping) and clause.row:
        answer = answer.get(clause.row)
    if clause.op == "answered":
        return answer is not None
    if clause.op in {"is", "is_not"}:
        return _same(answer, clause.value) == (clause.op == "is")
    if clause.op == "includes":
        return isinstance(answer, tuple) and any(_same(chosen, clause.value) for chosen in answer)
    number, limit = _number(answer), _number(clause.value)
    if number is None or limit is None:
        return False
    return number < limit if clause.op == "less" else number > limit


def _same(answer: object, value: str | int | float) -> bool:
    """Whether they say the same; something typed instead of an option is `other`."""
    if isinstance(answer, str) and answer.startswith(OTHER):
        answer = OTHER.rstrip(":")
    number, wanted = _number(answer), _number(value)
    return answer == value or (number is not None and number == wanted)


def _number(value: object) -> float | None:
    """A value as a number, also where it was written as a text; a day counts as the number of that day."""
    if isinstance(value, int | float):
        return float(value)
    if not isinstance(value, str):
        return None
    if day := day_of(value):
        return float(day.toordinal())
    return float(value) if re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", value, re.ASCII) else None


def day_of(text: str) -> datetime.date | None:
    """The day that is written as `2026-11-21`; None where that is none."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def tidy(survey: Survey, answers: Answers) -> dict[str, Answer]:
    """The answers that count, in the questions' order and each in its one form.

    Left out is what answers a question that isn't asked, and what is empty. Whether the answers may be: see `check`.
    """
    found = {question.id: _tidy(question, answers.get(question.id)) for question in visible(survey, answers)}
    return {key: answer for key, answer in found.items() if answer is not None}


def _tidy(question: Question, answer: Answer | None) -> Answer | None:
    if isinstance(answer, str):
        return answer if answer.removeprefix(OTHER).strip() else None
    if isinstance(answer, Mapping):
        order = {row.id: n for n, row in enumerate(question.rows)}
        return dict(sorted(answer.items(), key=lambda pair: order.get(pair[0], len(order)))) or None
    if isinstance(answer, tuple) and question.kind != "ranking":
        order = {option.id: n for n, option in enumerate(question.options)}
        answer = tuple(sorted(dict.fromkeys(answer), key=lambda key: (order.get(key, len(order)), key)))
    if isinstance(answer, tuple):
        return tuple(key for key in answer if key.removeprefix(OTHER).strip()) or None
    return int(answer) if isinstance(answer, float) and answer.is_integer() else answer


def check(survey: Survey, answers: Answers, *, complete: bool = True) -> tuple[Fault, ...]:
    """What is wrong with the answers, in the questions' order; `complete`: whether what is required must be there."""
    known = {question.id for question in survey.questions}
    found = [Fault(key, "unknown") for key in answers if key not in known]
    for question in visible(survey, answers):
        answer = _tidy(question, answers.get(question.id))
        if answer is not None:
            found += (Fault(question.id, code, facts) for code, facts in _CHECKS[question.kind](question, answer))
        if question.required and complete:
            found += _missing(question, answer)
    return tuple(found)


def _missing(question: Question, answer: Answer | None) -> Iterator[Fault]:
    if answer is None:
        yield Fault(question.id, "required")
    elif isinstance(answer, Mapping) and not {row.id for row in question.rows} <= set(answer):
        yield Fault(question.id, "rows_left")


Found: TypeAlias = Iterator[tuple[str, Facts]]


def _check_single(question: Question, answer: Answer) -> Found:
    if isinstance(answer, str):
        yield from _check_options(question, (answer,))
    else:
        yield "shape", {}


def _check_several(question: Question, answer: Answer) -> Found:
    if not isinstance(answer, tuple) or len(set(answer)) < len(answer):
        yield "shape", {}
        return
    yield from _check_options(question, answer)
    if question.most and len(answer) > question.most:
        yield "too_many", {"most": question.most}


def _check_options(question: Question, chosen: Iterable[str]) -> Found:
    known = {option.id for option in question.options}
    typed = [key for key in chosen if key.startswith(OTHER)]
    yield from (("no_option", {"id": key}) for key in chosen if key not in known and key not in typed)
    if typed and not question.other:
        yield "no_option", {"id": typed[0].removeprefix(OTHER)}
    if len(typed) > 1:
        yield "shape", {}
    for key in typed:
        yield from _check_length(key.removeprefix(OTHER), SHORT)


def _check_scale(question: Question, answer: Answer) -> Found:
    if not isinstance(answer, int):
        yield "shape", {}
    elif not question.low <= answer <= question.high:
        yield "off_scale", {"low": question.low, "high": question.high}


def _check_number(question: Question, answer: Answer) -> Found:
    if not isinstance(answer, int | float) or not math.isfinite(answer):
        yield "shape", {}
        return
    if question.minimum is not None and answer < question.minimum:
        yield "too_low", {"limit": question.minimum}
    if question.maximum is not None and answer > question.maximum:
        yield "too_high", {"limit": question.maximum}
    if round(answer, question.decimals) != answer:
        yield "decimals", {"limit": question.decimals}


def _check_date(question: Question, answer: Answer) -> Found:
    if not isinstance(answer, str):
        yield "shape", {}
    elif day_of(answer) is None:
        yield "no_date", {}


def _check_text(question: Question, answer: Answer) -> Found:
    if isinstance(answer, str):
        yield from _check_length(answer, LIMIT if question.kind == "long" else SHORT)
    else:
        yield "shape", {}


def _check_length(text: str, limit: int) -> Found:
    if len(text) > limit:
        yield "too_long", {"length": len(text), "limit": limit}


def _check_grid(question: Question, answer: Answer) -> Found:
    if not isinstance(answer, Mapping):
        yield "shape", {}
        return
    rows, columns = ({option.id for option in options} for options in (question.rows, question.options))
    yield from (("no_option", {"id": row}) for row in answer if row not in rows)
    yield from (("no_option", {"id": chosen}) for chosen in answer.values() if chosen not in columns)


_CHECKS: Mapping[Kind, Callable[[Question, Answer], Found]] = {
    "single": _check_single,
    "multiple": _check_several,
    "top": _check_several,
    "ranking": _check_several,
    "scale": _check_scale,
    "number": _check_number,
    "date": _check_date,
    "text": _check_text,
    "long": _check_text,
    "grid": _check_grid,
}
