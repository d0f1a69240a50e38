"""Conditions as other services write them, read where they are simple: comparisons, all joined by and or all by or."""

import re
from collections.abc import Callable, Mapping
from itertools import accumulate
from typing import TypeAlias

import msgspec

from server.domain.survey.questions import Clause, Condition, Operator, Question

VALUE = r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<number>-?\d{1,15}(?:\.\d{1,9})?))"
"""A value in a formula; `value_of` gives what it holds."""

OPERATORS: dict[str, str] = {
    "=": "is", "==": "is", "eq": "is", "!=": "is_not", "ne": "is_not", "<": "less", "lt": "less", ">": "more",
    "gt": "more", "<=": "at_most", "le": "at_most", ">=": "at_least", "ge": "at_least",
}  # fmt: skip
LONGEST = 1000  # characters: whatever is longer is not simple
_JOINED = {"and": "all", "&&": "all", "or": "any", "||": "any"}
_TOKEN = re.compile(r"\"[^\"]*\"|'[^']*'|[()]|&&|\|\||\b(?:and|or)\b", re.IGNORECASE)


class Compared(msgspec.Struct, frozen=True):
    """One comparison of a formula: the question as it is called there, how, and with what.

    `how`: is, is_not, less, more, at_least, at_most, includes or answered.
    """

    question: str
    how: str
    value: str | int | float = ""


Reader: TypeAlias = Callable[[str], Compared | None]
"""Reads one comparison, as a service writes it; None where it is something else."""


def value_of(found: re.Match[str]) -> str | int | float:
    """What a match of `VALUE` holds."""
    if found["number"] is None:
        return found["double"] if found["double"] is not None else found["single"]
    number = float(found["number"])
    return int(number) if number.is_integer() else number


def condition(formula: str, reader: Reader, questions: Mapping[str, Question]) -> Condition | None:
    """The condition that a formula is, on these questions by what it calls them; None where it is anything else."""
    if len(formula) > LONGEST:
        return None
    joints = _joints(_bare(formula))
    hows = {_JOINED[word] for word, _ in joints if word}
    read = [reader(_bare(piece)) for _, piece in joints]
    clauses = [_clause(each, questions) if each else None for each in read]
    known = tuple(each for each in clauses if each is not None)
    if len(hows) > 1 or len(known) < len(clauses):
        return None
    return Condition(known, "any" if hows == {"any"} else "all")


def _bare(formula: str) -> str:
    """A formula without the brackets around the whole of it."""
    formula = formula.strip()
    while formula.startswith("(") and _closing(formula) == len(formula) - 1:
        formula = formula[1:-1].strip()
    return formula


def _closing(formula: str) -> int:
    """Where the bracket closes that the formula begins with; -1 where it doesn't."""
    depth = 0
    for token in _TOKEN.finditer(formula):
        depth += _step(token)
        if not depth:
            return token.start()
    return -1


def _step(token: re.Match[str]) -> int:
    return {"(": 1, ")": -1}.get(token[0], 0)


def _joints(formula: str) -> list[tuple[str, str]]:
    """The pieces of a formula outside all brackets, each with the word that joins it to the one before."""
    tokens = list(_TOKEN.finditer(formula))
    depths = accumulate(map(_step, tokens))
    joints = [token for token, depth in zip(tokens, depths, strict=True) if token[0].lower() in _JOINED and not depth]
    starts = [("", 0), *((joint[0].lower(), joint.end()) for joint in joints)]
    ends = [*(joint.start() for joint in joints), len(formula)]
    return [(word, formula[start:end]) for (word, start), end in zip(starts, ends, strict=True)]


def _clause(each: Compared, questions: Mapping[str, Question]) -> Clause | None:
    question, row = _asked(each.question, questions)
    if question is None:
        return None
    if each.how in ("less", "more", "at_most", "at_least"):
        return None if row else _bounded(question, each)
    if question.kind in ("multiple", "top") and row:
        return Clause(question.id, "includes", row) if (each.how, each.value) in _TICKED else None
    if each.how == "answered":
        return Clause(question.id, "answered", row=row)
    return _chosen(question, each, row) if question.options else _same(question, each)


_TICKED = (("is", "Y"), ("answered", ""))


def _asked(name: str, questions: Mapping[str, Question]) -> tuple[Question | None, str]:
    """The question of a name, and the row or option that stands behind it: `Q1_SQ001`."""
    if name in questions:
        return questions[name], ""
    stem, _, part = name.rpartition("_")
    question = questions.get(stem)
    parts = question.rows or question.options if question else ()
    return (question, part) if any(each.id == part for each in parts) else (None, "")


def _chosen(question: Question, each: Compared, row: str) -> Clause | None:
    """Of an option, by its id. That something is not among those chosen can't be asked for."""
    value = str(each.value)
    if not question.option(value) or bool(row) != (question.kind == "grid"):
        return None
    if question.kind in ("multiple", "top", "ranking"):
        return None if each.how == "is_not" else Clause(question.id, "includes", value)
    return Clause(question.id, "is_not" if each.how == "is_not" else "is", value, row)


def _same(question: Question, each: Compared) -> Clause | None:
    if each.how not in ("is", "is_not"):
        return None
    if each.value == "":
        return Clause(question.id, "answered") if each.how == "is_not" else None
    return Clause(question.id, "is" if each.how == "is" else "is_not", each.value)


def _bounded(question: Question, each: Compared) -> Clause | None:
    """Of a number; "at least 18" of whole numbers is "more than 17"."""
    if question.kind not in ("scale", "number") or isinstance(each.value, str):
        return None
    operator: Operator = "less" if each.how in ("less", "at_most") else "more"
    if each.how in ("less", "more"):
        return Clause(question.id, operator, each.value)
    if question.decimals:
        return None
    return Clause(question.id, operator, each.value + (1 if operator == "less" else -1))
