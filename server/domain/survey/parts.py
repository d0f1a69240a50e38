"""Columns that belong to one question: what they share is the question, what differs is an option, a row or a rank."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import takewhile

import msgspec

from server.domain.survey.columns import Column, Grid
from server.domain.text import fold

_BRACKETS = re.compile(r"(?P<stem>.*\S)\s*\[(?P<part>[^\[\]]+)\]\s*", re.DOTALL)
_OTHER = ("other", "anders", "overig", "andere", "sonstige")


def cell(grid: Grid, row: int, at: int) -> str:
    """A cell without the spaces around it; empty where the row doesn't reach."""
    return grid[row][at].strip() if at < len(grid[row]) else ""


def is_other(part: str) -> bool:
    """Whether a part is what was typed instead of an option."""
    return fold(part).startswith(_OTHER)


def unique(columns: Sequence[Column]) -> list[Column]:
    """The columns with names that differ: the second of a name gets a number."""
    seen: set[str] = set()
    found = []
    for column in columns:
        name, n = column.name, 1
        while name in seen:
            n += 1
            name = f"{column.name} ({n})"
        seen.add(name)
        found.append(msgspec.structs.replace(column, name=name))
    return found


def bracketed(columns: Sequence[Column]) -> list[Column]:
    """`Question [row]` taken apart, where more than one column has the same question before the bracket."""
    found = [_BRACKETS.fullmatch(column.text) if not (column.part or column.role) else None for column in columns]
    stems = [each["stem"] if each else "" for each in found]
    return [
        msgspec.structs.replace(column, text=each["stem"], part=each["part"].strip())
        if each and stems.count(each["stem"]) > 1
        else column
        for column, each in zip(columns, found, strict=True)
    ]


def by_code(columns: Sequence[Column], between: str) -> list[Column]:
    """Of columns with a code in common, the text before the last `between` that all share is the question."""
    together: defaultdict[str, list[str]] = defaultdict(list)
    for column in columns:
        together[column.code].append(column.text)
    shared = {code: _before(texts, between) for code, texts in together.items() if code and len(texts) > 1}
    return [_split(column, shared.get(column.code, ""), between) for column in columns]


def _before(texts: Sequence[str], between: str) -> str:
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False))
    return "".join(letters[0] for letters in same).rpartition(between)[0]


def _split(column: Column, stem: str, between: str) -> Column:
    if not stem:
        return column
    part = column.text.removeprefix(stem + between).strip()
    return msgspec.structs.replace(column, text=stem.strip(), part=part)
