"""f: the desk fills in what is known of the options, cell by cell or from a pasted table."""

from textual.content import Content

from server.domain.activities.factsheet import AddFeature, ClearFact, Fact, FactsheetView, ImportFacts, SetFact, Status
from server.domain.fact_tables import fact_lines
from server.domain.i18n import words
from server.domain.sheet import BadFile
from server.domain.text import fold, one_line
from spilter_tui.activities.factsheet import fact_rows, told
from spilter_tui.i18n import _, language
from spilter_tui.screens.desk.bringing import facts_from_file, options_in
from spilter_tui.screens.desk.form import Blank
from spilter_tui.screens.desk.grid import Act, GridScreen, Sheet
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.dialog import Choice
from spilter_tui.widgets.facts import fact_of

SHOWN = 6  # faults of a table at once


async def facts(desk: Desk) -> None:
    """Walk through the facts and fill them in, until Esc."""
    cell = ""
    acts = (
        Act("enter", _("fill in"), "fill"),
        Act("delete", _("empty"), "clear"),
        Act("plus", _("a feature more"), "feature"),
        Act("i", _("bring in a table"), "table"),
    )
    while pointed := await desk.app.push_screen_wait(
        GridScreen(_("Facts"), desk, lambda: _sheet(desk), acts, cell),
    ):
        cell = pointed.cell
        option, feature = _at(desk.view, cell)
        if pointed.act == "fill" and feature:
            await _fill(desk, option, feature)
        elif pointed.act == "clear" and fact_of(desk.view, option, feature):
            desk.do(desk.at, ClearFact(option, feature))
        elif pointed.act == "table":
            await _table(desk)
        elif pointed.act == "feature" or not feature:
            await _feature(desk)


def _sheet(desk: Desk) -> Sheet:
    view: FactsheetView = desk.view
    columns = tuple(option.text for option in view.options)
    return Sheet(columns, fact_rows(view), lambda key: told(view, key))


def _at(view: FactsheetView, key: str) -> tuple[str, str]:
    """Option and feature of a cell; empty where there is none."""
    found = [
        (option.id, each.id) for option in view.options for each in view.features if key == f"{option.id}|{each.id}"
    ]
    return found[0] if found else ("", "")


async def _fill(desk: Desk, option: str, feature: str) -> None:
    """Value, unit, source, date, and whether it was verified; no value at all: it is unknown."""
    fact = fact_of(desk.view, option, feature) or Fact("", option, feature)
    names = {each.id: each.text for each in (*desk.view.options, *desk.view.features)}
    verified = _("yes") if fact.status == "verified" else _("no")
    filled = await desk.fill(
        f"fact/{desk.at}/{option}/{feature}",
        one_line(f"{names[option]} · {names[feature]}", 60),
        Blank("value", _("value"), fact.value, hint=_("nothing: it is unknown")),
        Blank("unit", _("unit"), fact.unit),
        Blank("source", _("source"), fact.source),
        Blank("date", _("date"), fact.date),
        Blank("verified", _("verified: yes or no"), verified),
    )
    if filled:
        given = {name: filled[name].strip() for name in ("value", "unit", "source", "date")}
        desk.do(desk.at, SetFact(option, feature, **given, status=_status(given["value"], filled["verified"])))


def _status(value: str, verified: str) -> Status:
    if not value:
        return "unknown"
    return "verified" if is_yes(verified) else "claimed"


def is_yes(text: str) -> bool:
    """Whether somebody typed yes, in either language."""
    return fold(text).strip()[:1] in ("j", "y")


async def _feature(desk: Desk) -> None:
    filled = await desk.fill(f"feature/{desk.at}", _("A feature more"), Blank("text", _("what to compare on")))
    if filled and filled["text"].strip():
        desk.do(desk.at, AddFeature(filled["text"].strip()))


async def _table(desk: Desk) -> None:
    """Read a table that is pasted, or of a file."""
    where = await desk.choose(
        _("Bring in"), "", Choice("p", _("paste a table"), "paste"), Choice("f", _("a file: CSV or Excel"), "file")
    )
    if where == "paste":
        await _pasted(desk)
    elif where == "file":
        await facts_from_file(desk)


async def _pasted(desk: Desk) -> None:
    """Read a pasted table: one row a fact, or one row an option. Nothing is filled in while a line is wrong."""
    note = Content(
        _("From a spreadsheet: a row for each option, a column for each feature; or columns option, feature, value.")
    )
    blanks = (Blank("table", _("the table"), many=True), Blank("source", _("source, where the table names none")))
    filled = await desk.fill(f"facts/{desk.at}", _("Paste a table"), *blanks, note=note)
    if not filled or not filled["table"].strip():
        return
    try:
        options = options_in(desk.view_of(desk.at))
        table = fact_lines(filled["table"].encode(), filled["source"].strip(), options=options)
        desk.do(desk.at, ImportFacts(table))
    except BadFile as bad:
        speak = words(language())
        lines = [_("Line {n}: {fault}").format(n=each.line, fault=each.sentence(speak)) for each in bad.faults[:SHOWN]]
        desk.keep(f"facts/{desk.at}", filled)
        await desk.choose(_("Not read"), "\n".join(lines))
