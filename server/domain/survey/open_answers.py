"""Texts that people wrote in answer to a survey, as a start list to collect on, group and judge."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

import msgspec

from server.domain.startlist import Given
from server.domain.survey.columns import Responses
from server.domain.survey.mapping import OTHER_PART, ColumnUse, Mapping
from server.domain.survey.questions import Survey
from server.domain.text import LIMIT, fold

SOURCE, THEME = 80, 400
_SAYS_SOMETHING = re.compile(r"\w")
_TELLING = re.compile(r"(?<![^@\s])[^@\s]+@[^@\s]+\.[^@\s.]{2,}|(?<!\d)(?:\+|00|0)[1-9][\d \-]{7,13}\d")


def start_list(mapping: Mapping, responses: Responses, survey: Survey, source: str = "") -> tuple[Given, ...]:
    """Every text of every column that holds texts, under its question, in an order that says nothing.

    The id comes of question and text, so that the same file, or a longer one, brings nothing in twice.
    """
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for at, column in enumerate(responses.columns):
        if holds_texts(mapping.of(column.name), survey):
            for text in filter(_SAYS_SOMETHING.search, responses.cells(at)):
                place = (column.name, fold(text))
                seen[place] += 1
                found.append(Given(_cut(text), _id(*place, str(seen[place])), source[:SOURCE], column.text[:THEME]))
    return tuple(sorted(found, key=lambda given: given.id))


def holds_texts(use: ColumnUse, survey: Survey) -> bool:
    """Whether people typed what stands in a column."""
    if use.use == "question":
        kind = next((question.kind for question in survey.questions if question.id == use.question), "")
        return kind in ("text", "long") or use.part == OTHER_PART
    return use.use == "open"


def telling(texts: Iterable[str]) -> int:
    """How many texts hold an e-mail address or a telephone number: somebody should look at them first."""
    return sum(_TELLING.search(text) is not None for text in texts)


def _cut(text: str) -> str:
    return text if len(text) <= LIMIT else text[: LIMIT - 1] + "…"


def _id(*parts: str) -> str:
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:32]
