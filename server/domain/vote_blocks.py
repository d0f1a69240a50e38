"""What a vote's results say beside its method's own: by team, what to talk about first, and how far people agree."""

from collections.abc import Mapping, Sequence
from typing import Any

from server.domain.blocks import Block, Cell, Column, Matrix, Table, Text
from server.domain.i18n import Words
from server.domain.methods.base import Judged, Method, rounded
from server.domain.tally.agreement import Concordance
from server.domain.teams import Split


def by_team(
    method: Method, judged: Sequence[Judged], part: Split, names: Mapping[int, str], words: Words
) -> list[Block]:
    """What each team gave each item, beside all together; that none may be shown, where it is so."""
    _, ngettext = words.gettext, words.ngettext
    if not part.sizes:
        return [Text(_("By group: no group is large enough to show without telling of the others."), "note")]
    columns = [_("All"), *(f"{names[team]} (n = {n})" for team, n in part.sizes.items())]
    rows = [
        (_number(each.score, method), *(_shown(part, each, team, method) for team in part.sizes)) for each in judged
    ]
    texts = tuple(each.item.text for each in judged)
    caption = _("By group: {measure}").format(measure=_(method.measure))
    found: list[Block] = [Matrix(texts, tuple(columns), tuple(rows), caption=caption)]
    return [*found, *too_small(part.rest, ngettext)]


def too_small(rest: int, ngettext: Any) -> list[Block]:
    """How many ballots are in no group on show."""
    if not rest:
        return []
    text = ngettext(
        "{n} ballot comes from no group, or from a group that is too small to show.",
        "{n} ballots come from no group, or from a group that is too small to show.",
        rest,
    )
    return [Text(text.format(n=rest), "note")]


def _shown(part: Split, judged: Judged, team: int, method: Method) -> Cell:
    found = part.scores[judged.item.id].get(team)
    return _number(found[1] if found else None, method)


def _number(score: Any, method: Method) -> Cell:
    return Cell("–") if score is None else Cell(number=float(score), decimals=method.decimals)


def first_to_discuss(judged: Sequence[Judged], words: Words) -> list[Block]:
    """What people differ on, in the order in which it is worth talking about; nothing where there is no order to it."""
    _ = words.gettext
    queue = sorted((each for each in judged if each.flagged), key=lambda each: -(each.priority or 0))
    if len(queue) < 2:
        return []
    titles = (_("Talk about first"), _("Dissent"), _("Importance × dissent"))
    rows = tuple(
        (
            Cell(each.item.text, mark="dissent"),
            Cell(number=each.dissent, decimals=3),
            Cell(number=each.priority, decimals=3),
        )
        for each in queue
    )
    return [Table(tuple(Column(title, at > 0) for at, title in enumerate(titles)), rows)]


def agreement(found: Concordance | None, words: Words) -> list[Block]:
    """Kendall's W, where there is one."""
    _ = words.gettext
    if found is None or found.w is None:
        return []
    titles = (_("Kendall's W"), _("Complete ballots"), _("Left out"))
    row = (Cell(number=float(found.w), decimals=2), Cell(number=found.judges), Cell(number=found.left_out))
    caption = _("0: everyone another order; 1: everyone the same.")
    return [Table(tuple(Column(title, numeric=True) for title in titles), (row,), caption)]


def agreement_facts(found: Concordance | None) -> dict[str, Any]:
    """Kendall's W for the report's data."""
    if found is None or found.w is None:
        return {}
    return {"kendall_w": rounded(found.w), "complete_ballots": found.judges, "left_out": found.left_out}
