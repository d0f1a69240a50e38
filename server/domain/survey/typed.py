"""What people type in answer to a question, as an answer."""

import re

from server.domain.numbers import month_of
from server.domain.survey.questions import Answer, Question

_NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,9})?", re.ASCII)
_DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2}|[^\W\d_]{3,10}\.?)[-/. ](\d{4})", re.ASCII)


def written(question: Question, text: str) -> Answer | None:
    """What was typed, as an answer: a number with a comma or a point, with or without its unit; a day with the day
    first, its month as a figure or a word; else the text itself.
    """
    plain = text.strip()
    if question.kind == "number":
        value = _number(plain, question.unit)
        return value if value is not None else plain or None
    if question.kind == "date":
        return _day(plain) or plain or None
    return text if plain else None


def _number(text: str, unit: str) -> float | None:
    if unit and text.casefold().endswith(unit.casefold()):
        text = text[: -len(unit)].rstrip()
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text.replace(",", "."))
    return int(value) if value.is_integer() else value


def _day(text: str) -> str:
    """As 2026-11-21, whether that day exists or not; empty where no day was typed."""
    found = _DAY.fullmatch(text)
    month = month_of(found[2]) if found else 0
    return f"{found[3]}-{month:02d}-{int(found[1]):02d}" if found and month else ""
