"""Google Forms: one row of head, a time stamp first; the rows of a grid stand in brackets behind its question."""

from server.domain.survey.columns import Column, Grid, Head
from server.domain.survey.parts import bracketed, cell
from server.domain.survey.roles import role_of
from server.domain.text import fold

_FIRST = ("timestamp", "tijdstempel", "zeitstempel", "horodateur")


def head(grid: Grid) -> Head | None:
    """The columns of a file of Google Forms."""
    if not grid or fold(cell(grid, 0, 0)) not in _FIRST:
        return None
    return 1, bracketed([Column(name.strip(), name.strip(), role=role_of(name)) for name in grid[0]])
