"""Qualtrics: three rows of head (tags, questions, import ids), or in older files two, the first being V1, V2…"""

import re

import msgspec

from server.domain.survey.columns import Column, Grid, Head
from server.domain.survey.parts import by_code, cell
from server.domain.survey.roles import role_of

_IMPORT = re.compile(r'\s*\{\s*"ImportId"\s*:\s*"([^"]*)"')
_ASKED = re.compile(r"QID\d+|Q\d+")
_TAG = re.compile(r"(?P<code>.+?)_(?P<part>\d+(?:_\d+)*(?:_TEXT)?)")
_ANSWER_ITSELF = ("Selected Choice", "Gewählte Option", "Geselecteerde keuze")


def head(grid: Grid) -> Head | None:
    """The columns of a Qualtrics file: the tag before its number is the code, what belongs to the number the part."""
    if len(grid) > 2 and _IMPORT.match(cell(grid, 2, 0)):
        found = [_IMPORT.match(text) for text in grid[2]]
        return 3, _columns(grid, [each[1] if each else "" for each in found])
    if len(grid) > 1 and (cell(grid, 0, 0), cell(grid, 1, 0)) == ("V1", "ResponseID"):
        return 2, _columns(grid, [cell(grid, 1, at) for at in range(len(grid[0]))])
    return None


def _columns(grid: Grid, names: list[str]) -> list[Column]:
    """`names`: what Qualtrics itself calls the columns, whatever the language of the head."""
    names = names + [""] * (len(grid[0]) - len(names))
    found = []
    for at, name in enumerate(names):
        tag = cell(grid, 0, at)
        text = cell(grid, 1, at) or tag
        role = "" if _ASKED.match(name) or _ASKED.match(tag) else role_of("responseid" if name == "_recordId" else name)
        found.append(Column(tag, text, tag, role=role))
    return [_whole(column) for column in by_code(_coded(found), " - ")]


def _coded(columns: list[Column]) -> list[Column]:
    """The columns with the question's tag as their code: Q5 for Q5_1 and Q5_2."""
    tags = [None if column.role else _TAG.fullmatch(column.code) for column in columns]
    codes = [tag["code"] if tag else column.code for tag, column in zip(tags, columns, strict=True)]
    return [
        msgspec.structs.replace(column, code=code, part=tag["part"]) if tag and codes.count(code) > 1 else column
        for column, tag, code in zip(columns, tags, codes, strict=True)
    ]


def _whole(column: Column) -> Column:
    """The answer itself, beside which there is a column for what was typed under "other"."""
    return msgspec.structs.replace(column, part="") if column.part in _ANSWER_ITSELF else column
