"""Qualtrics: three rows of head (ids, questions, import ids), or in older files two, of which the first is V1, V2…"""

import re

from server.domain.survey.columns import Column, Grid, Head
from server.domain.survey.roles import role_of
from server.domain.survey.shared import cell, split_texts

_IMPORT = re.compile(r'\s*\{\s*"ImportId"\s*:\s*"([^"]*)"')
_SYSTEM = {"_recordid": "ResponseId"}
_QUESTION = re.compile(r"QID\d+")
_PART = re.compile(r"(?P<code>.+?)_(?P<part>\d+(?:_\d+)*)(?P<text>_TEXT)?")


def head(grid: Grid) -> Head | None:
    """The columns of a Qualtrics file: the export tag as the code, what follows its number as the part."""
    if len(grid) > 2 and _IMPORT.match(cell(grid, 2, 0)):
        imports = [found[1] if (found := _IMPORT.match(text)) else "" for text in grid[2]]
        return 3, _columns(grid, imports)
    if len(grid) > 1 and (cell(grid, 0, 0), cell(grid, 1, 0)) == ("V1", "ResponseID"):
        return 2, _columns(grid, [cell(grid, 1, at) for at in range(len(grid[0]))])
    return None


def _columns(grid: Grid, names: list[str]) -> list[Column]:
    """`names`: what Qualtrics itself calls the columns, in whatever language the head is."""
    found = []
    for at, name in enumerate(grid[0]):
        known = names[at] if at < len(names) else ""
        role = "" if _QUESTION.match(known) else role_of(_SYSTEM.get(known.casefold(), known))
        found.append(_column(name.strip(), cell(grid, 1, at), role=role))
    return split_texts(found, " - ")


def _column(name: str, text: str, **more: str) -> Column:
    parts = None if more["role"] else _PART.fullmatch(name)
    column = Column(name, text or name, name, role=more["role"])  # type: ignore[arg-type]
    return column
