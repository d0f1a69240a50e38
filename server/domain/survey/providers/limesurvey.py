"""LimeSurvey's export of responses to CSV or XLSX, with codes, whole questions or both in its head."""

import re

from server.domain.survey.columns import Column, Grid, Head
from server.domain.survey.parts import bracketed, cell
from server.domain.survey.roles import role_of
from server.domain.text import fold

_FIRST = ("id", "response id", "antwoord-id", "antwoord id", "antwort id")
_SURE = (
    "submitdate", "lastpage", "startlanguage", "seed", "date submitted", "last page", "start language",
    "datum verzonden", "datum ingediend", "laatste pagina", "starttaal", "datum abgeschickt", "letzte seite",
)  # fmt: skip
_CODE = re.compile(
    r"(?P<code>[A-Za-z][A-Za-z0-9]*)(?P<parts>(?:\[[^\[\]]*\])*)(?:\. (?P<text>.+))?", re.DOTALL
)  # Q1, Q1[SQ001], and the same before ". " and the question


def head(grid: Grid) -> Head | None:
    """The columns of a LimeSurvey file, by its own columns: an id first, and a date sent or a last page near it."""
    if not grid or _bare(cell(grid, 0, 0)) not in _FIRST:
        return None
    if not any(_bare(name) in _SURE for name in grid[0][1:12]):
        return None
    return 1, bracketed([_column(name.strip()) for name in grid[0]])


def _bare(name: str) -> str:
    """A name of LimeSurvey's own without the code before it: `submitdate. Date submitted`."""
    return fold(name.split(". ")[0])


def _column(name: str) -> Column:
    role = role_of(name.split(". ")[0])
    found = None if role else _CODE.fullmatch(name)
    if found is None:
        return Column(name, name, role=role)
    part = "_".join(re.findall(r"\[([^\]]*)\]", found["parts"]))
    text = (found["text"] or found["code"]).strip()
    return Column(name, _without(text) if part else text, found["code"], part)


def _without(text: str) -> str:
    """A question without the sub-question in brackets behind it."""
    return re.sub(r"\s*\[[^\[\]]*\]\s*$", "", text) or text
