"""m: the desk sets by what options are judged: criteria, their weights and limits, and the points of a team."""

from collections.abc import Mapping

import msgspec

from server.domain.activities.matrix import MatrixView, SetPoints
from server.domain.grids.base import Criterion, id_of, name_of
from server.domain.grids.weights import WHOLE
from server.domain.i18n import words
from server.domain.kernel import Phase
from server.domain.numbers import number
from server.domain.steering import Drop, EditCard
from server.domain.text import one_line
from spilter_tui.gridrows import told
from spilter_tui.i18n import _, language
from spilter_tui.screens.desk.facts import is_yes
from spilter_tui.screens.desk.form import Blank
from spilter_tui.screens.desk.grid import Act, GridScreen, Sheet
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.cells import Row, Square
from spilter_tui.widgets.dialog import Choice
from spilter_tui.widgets.signs import signs

HEAVIEST = 1000
OWN = "own"  # the column of the criterion itself; the teams' columns go by the team's number


async def criteria(desk: Desk) -> None:
    """Walk through the criteria and change them, until Esc."""
    cell = ""
    acts = (
        Act("enter", _("change"), "change"),
        Act("plus", _("a criterion more"), "add"),
        Act("delete", _("take it out"), "remove"),
    )
    title = _("Criteria and weights")
    while pointed := await desk.app.push_screen_wait(GridScreen(title, desk, lambda: _sheet(desk), acts, cell)):
        cell = pointed.cell
        column, _bar, key = cell.partition("|")
        found = next((each for each in desk.view.criteria if each.id == key), None)
        if pointed.act == "add" or found is None:
            await _criterion(desk, Criterion())
        elif pointed.act == "remove":
            await _remove(desk, found)
        elif column == OWN:
            await _criterion(desk, found)
        else:
            await _points(desk, int(column))


def _sheet(desk: Desk) -> Sheet:
    view: MatrixView = desk.view
    by_team = view.weigh == "teams"
    columns = (_("criterion"), *(team.name for team in view.teams if by_team))
    rows = tuple(_row(view, criterion, by_team) for criterion in view.criteria)
    found = {criterion.id: criterion for criterion in view.criteria}
    return Sheet(columns, rows, lambda key: told("", found.get(key.partition("|")[2], Criterion())))


def _row(view: MatrixView, criterion: Criterion, by_team: bool) -> Row:
    own = Square(f"{OWN}|{criterion.id}", _in_short(view, criterion))
    teams = view.teams if by_team else ()
    points = (Square(f"{t.id}|{criterion.id}", str(t.points.get(criterion.id, 0) or signs().bullet)) for t in teams)
    return Row(name_of(criterion, words(language())), (own, *points))


def _in_short(view: MatrixView, criterion: Criterion) -> str:
    """Weight and limits."""
    parts = [str(criterion.weight)] if view.weigh == "desk" and not view.risk else []
    parts += [f"≥{_shown(criterion.least)}"] if criterion.least is not None else []
    parts += [f"≤{_shown(criterion.most)}"] if criterion.most is not None else []
    return " ".join(parts) or signs().more


async def _criterion(desk: Desk, criterion: Criterion) -> None:
    """The criterion's name, weight, direction and limits; a new one where it has no id."""
    view: MatrixView = desk.view
    weighed = view.weigh == "desk" and not view.risk
    filled = await desk.fill(
        f"criterion/{desk.at}/{criterion.id}",
        _("Criterion"),
        Blank("text", _("by what to judge"), criterion.text),
        *([Blank("weight", _("weight"), str(criterion.weight))] if weighed else []),
        Blank("lower", _("less is better: yes or no"), _("yes") if criterion.lower else _("no")),
        Blank("least", _("at least, or it is out"), _shown(criterion.least), hint=_("nothing: no limit")),
        Blank("most", _("at most, or it is out"), _shown(criterion.most), hint=_("nothing: no limit")),
    )
    if filled and (criterion.id or filled["text"].strip()):
        _put(desk, criterion, _changed(criterion, filled))


def _changed(criterion: Criterion, filled: Mapping[str, str]) -> Criterion:
    text = filled["text"].strip()
    weight = _digits(filled.get("weight", ""))
    return msgspec.structs.replace(
        criterion,
        id=criterion.id or id_of(text),
        text=text,
        weight=min(int(weight), HEAVIEST) if weight else criterion.weight,
        lower=is_yes(filled["lower"]),
        least=_limit(filled["least"]),
        most=_limit(filled["most"]),
    )


def _put(desk: Desk, before: Criterion, after: Criterion) -> None:
    """The criterion takes its former place, or comes last."""
    known = list(desk.view.criteria)
    _edit(desk, [after if each.id == before.id else each for each in known] + ([] if before.id else [after]))


async def _remove(desk: Desk, criterion: Criterion) -> None:
    """Take a criterion out; once it was opened only after asking."""
    kept = _("What was judged by it is kept, and u brings it back.")
    if desk.row.phase is not Phase.DRAFT and not await desk.choose(
        one_line(name_of(criterion, words(language())), 50), kept, Choice("delete", _("take it out"), "yes")
    ):
        return
    _edit(desk, [each for each in desk.view.criteria if each.id != criterion.id])
    if desk.row.card is not None and desk.row.card.settings.get("criteria_from"):
        desk.do(desk.at, Drop((criterion.id,)))  # else it would come back as one that was fetched


def _edit(desk: Desk, found: list[Criterion]) -> None:
    card = desk.row.card
    if card is not None:
        settings = {**card.settings, "criteria": msgspec.to_builtins(found)}
        desk.do(card.id, EditCard(msgspec.structs.replace(card, settings=settings)))


async def _points(desk: Desk, team: int) -> None:
    """What a team gives each criterion: 100 points in all."""
    view: MatrixView = desk.view
    its = view.teams[team - 1]
    blanks = [
        Blank(each.id, one_line(name_of(each, words(language())), 60), str(its.points.get(each.id, "")))
        for each in view.criteria
    ]
    title = _("Points of {team}: {n} in all").format(team=one_line(its.name, 30), n=WHOLE)
    filled = await desk.fill(f"points/{desk.at}/{team}", title, *blanks)
    if filled:
        points = {key: int(digits) for key, text in filled.items() if (digits := _digits(text))}
        desk.do(desk.at, SetPoints(team, {key: min(given, WHOLE) for key, given in points.items()}))


def _digits(text: str) -> str:
    return "".join(each for each in text if each in "0123456789")[:4]


def _shown(limit: float | None) -> str:
    return "" if limit is None else number(limit, language(), 0 if limit == int(limit) else 1)


def _limit(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None
