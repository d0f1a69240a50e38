"""Any table with one row of names: a workbook of Microsoft Forms, a file that somebody made by hand."""

from server.domain.survey.columns import Column, Grid, Head
from server.domain.survey.parts import bracketed
from server.domain.survey.roles import role_of


def head(grid: Grid) -> Head:
    """The columns by their names."""
    return 1, bracketed([Column(name.strip(), name.strip(), role=role_of(name)) for name in grid[0]])
