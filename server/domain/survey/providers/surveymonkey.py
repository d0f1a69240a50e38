"""SurveyMonkey: a row of questions, and mostly a second row with options under a question that stands there once."""

from server.domain.survey.columns import Column, Grid, Head
from server.domain.survey.parts import cell
from server.domain.survey.roles import role_of
from server.domain.text import fold

_FIRST = ("respondentid", "respondent id")
_WHOLE = ("response", "open-ended response", "reactie", "antwoord", "open antwoord", "antwort")


def head(grid: Grid) -> Head | None:
    """The columns of a SurveyMonkey file; its second row belongs to the head where it names no respondent."""
    if not grid or fold(cell(grid, 0, 0)) not in _FIRST:
        return None
    two = len(grid) > 1 and not cell(grid, 1, 0) and any(text.strip() for text in grid[1])
    if not two:
        return 1, [Column(text.strip(), text.strip(), role=role_of(text)) for text in grid[0]]
    return 2, _columns(grid, max(len(grid[0]), len(grid[1])))


def _columns(grid: Grid, width: int) -> list[Column]:
    found, question = [], ""
    for at in range(width):
        question = cell(grid, 0, at) or question
        part = cell(grid, 1, at)
        alone = bool(cell(grid, 0, at)) and (at + 1 == width or bool(cell(grid, 0, at + 1)))
        if not part or (alone and fold(part) in _WHOLE):
            found.append(Column(question, question, role=role_of(question)))
        else:
            found.append(Column(f"{question} [{part}]", question, part=part))
    return found
