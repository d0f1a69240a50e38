"""Reading a file of answers, whoever made it: the bytes in, columns and rows out.

Which service a file is from is seen in its head alone: names of files are changed, heads hardly ever.
"""

from collections.abc import Sequence

import msgspec

from server.domain.sheet import BadFile, Fault
from server.domain.sheet import rows as rows_of
from server.domain.survey.columns import Column, Grid, Recognise, Responses
from server.domain.survey.notes import Note
from server.domain.survey.parts import unique
from server.domain.survey.providers import googleforms, limesurvey, plain, qualtrics, surveymonkey
from server.domain.survey.sniffing import looks_like_markup, refuse_binary
from server.domain.text import fold

PROVIDERS: dict[str, Recognise] = {
    "qualtrics": qualtrics.head,
    "surveymonkey": surveymonkey.head,
    "limesurvey": limesurvey.head,
    "googleforms": googleforms.head,
    "plain": plain.head,
}
COLUMNS = 2000
"""The most columns of a file: a survey holds 500 questions, of which few take many columns."""

_SENT = ("submitdate", "date submitted", "datum verzonden", "datum ingediend")
_PREVIEW = ("survey preview", "1", "vorschau", "voorbeeld van enquete")


def read(data: bytes, sheet: str = "") -> Responses:
    """The answers in a file; `sheet`: which one of a workbook. `BadFile` where there are none."""
    refuse_binary(data)
    if looks_like_markup(data):
        raise BadFile([Fault(1, "no_table")])
    grid = rows_of(data, sheet)
    blank = next((n for n, row in enumerate(grid) if _filled(row)), len(grid))
    for provider, recognise in PROVIDERS.items():
        found = recognise(grid[blank:]) if blank < len(grid) else None
        if found is not None:
            size, columns = found
            return _responses(provider, columns, grid, blank + size)
    raise BadFile([Fault(1, "nothing")])


def _filled(row: Sequence[str]) -> bool:
    return any(cell.strip() for cell in row)


def _responses(provider: str, columns: Sequence[Column], grid: Grid, head: int) -> Responses:
    """The rows below the head, and the columns that have a name or anything in them."""
    filled = [row for row in grid[head:] if _filled(row)]
    if not filled:
        raise BadFile([Fault(head, "no_answers")])
    width = max(len(columns), *map(len, filled))
    if width > COLUMNS:
        raise BadFile([Fault(head, "too_wide", {"n": width, "limit": COLUMNS})])
    columns = [*columns, *[Column("", "")] * (width - len(columns))]
    rows = [[*row, *[""] * (width - len(row))] for row in filled]
    kept = [at for at, column in enumerate(columns) if column.name or any(row[at].strip() for row in rows)]
    named = unique([_named(columns[at], at) for at in kept])
    responses = Responses(provider, tuple(named), tuple(tuple(row[at] for at in kept) for row in rows), head)
    nameless = sum(not columns[at].name for at in kept)
    notes = [*_counted("empty_rows", len(grid) - head - len(rows)), *_counted("no_names", nameless), *_state(responses)]
    return msgspec.structs.replace(responses, notes=tuple(notes))


def _named(column: Column, at: int) -> Column:
    return column if column.name else Column(f"({at + 1})", f"({at + 1})")


def _state(responses: Responses) -> list[Note]:
    """How many answers were sent off half done, or by who was only trying the survey out."""
    notes: list[Note] = []
    for at, column in enumerate(responses.columns):
        name, cells = fold(column.name.split(". ")[0]), responses.cells(at)
        if responses.provider == "limesurvey" and name in _SENT:
            notes += _counted("unfinished", cells.count(""))
        if responses.provider == "qualtrics" and name == "finished":
            notes += _counted("unfinished", sum(fold(cell) in ("0", "false") for cell in cells))
        if responses.provider == "qualtrics" and name == "status":
            notes += _counted("tries", sum(fold(cell) in _PREVIEW for cell in cells))
    return notes


def _counted(code: str, n: int) -> list[Note]:
    return [Note(code, {"n": n})] if n > 0 else []
