"""A ballot in a grid, as rows to draw and as words: what stands in each cell, and all there is to say of one."""

from collections.abc import Mapping

from textual.content import Content

from server.domain.activities.matrix import MatrixView
from server.domain.grids.base import Criterion, cell_key, name_of, points_key
from server.domain.i18n import words
from server.domain.numbers import number
from spilter_tui.ballot import Paper
from spilter_tui.i18n import _, language, ngettext
from spilter_tui.own import Ballot
from spilter_tui.widgets.cells import Row, Square
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain_line

NAME = 60  # columns for a name, where the cell at hand is told in full


def headings(view: MatrixView) -> tuple[str, ...]:
    """The criteria by name."""
    return tuple(name_of(criterion, words(language())) for criterion in view.criteria)


def rows_of(view: MatrixView, paper: Paper, points: Mapping[str, int] | None) -> list[Row]:
    """The options with the cells that were judged; above them the points, where they are divided here.

    `points`: by `points_key`; None where nobody here weighs.
    """
    found = []
    if points is not None:
        keys = [points_key(criterion.id) for criterion in view.criteria]
        squares = tuple(Square(key, str(points.get(key, 0) or signs().bullet), key in points) for key in keys)
        found.append(Row(_("Weights"), squares, signs().done if sum(points.values()) == 100 else ""))
    for option in view.options:
        keys = [cell_key(option.id, criterion.id) for criterion in view.criteria]
        done = signs().done if not any(map(paper.blank, keys)) else ""
        found.append(Row(option.text, tuple(_square(paper, key) for key in keys), done))
    return found


def _square(paper: Paper, key: str) -> Square:
    if key in paper.abstained:
        return Square(key, "?", True)
    return Square(key, str(paper.values.get(key, signs().bullet)), key in paper.values)


def in_full(view: MatrixView, key: str, earlier: Ballot) -> Content:
    """The cell at hand: option and criterion by their whole names, the criterion's limits, and one's earlier value."""
    for criterion in view.criteria:
        for option in view.options:
            if key == cell_key(option.id, criterion.id):
                return told(option.text, criterion, _before(earlier, key))
        if key == points_key(criterion.id):
            return told(_("Weights"), criterion)
    return Content("")


def told(lead: str, criterion: Criterion, before: str = "") -> Content:
    """A criterion by its whole name and with its limits, after what it is judged of and before an earlier value."""
    parts = [Content.styled(name_of(criterion, words(language())), "bold"), *map(Content, _limits(criterion))]
    said = Content(f" {signs().bullet} ").join([plain_line(lead, NAME), *parts] if lead else parts)
    return Content.assemble(said, "   ", (before, "$text-muted")) if before else said


def _limits(criterion: Criterion) -> list[str]:
    found = [_("less is better")] if criterion.lower else []
    if criterion.least is not None:
        found.append(_("at least {n}, or it is out").format(n=number(criterion.least, language(), 1)))
    if criterion.most is not None:
        found.append(_("at most {n}, or it is out").format(n=number(criterion.most, language(), 1)))
    return found


def _before(earlier: Ballot, key: str) -> str:
    """What one said of a cell in the round before."""
    if key in earlier.abstained:
        return _("round before: no opinion")
    value = earlier.values.get(key)
    return "" if value is None else _("round before: {n}").format(n=value)


def to_do(cells: int, unspent: int) -> str:
    """What is left to do, in words."""
    parts = [ngettext("{n} to go", "{n} to go", cells).format(n=cells)] if cells else []
    if unspent:
        parts.append(ngettext("{n} point left", "{n} points left", unspent).format(n=unspent))
    return ", ".join(parts) or _("all filled in")
