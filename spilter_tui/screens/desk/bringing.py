"""i: a list or ballots come in: pasted, from a file, or from an earlier workshop. A file read twice changes nothing."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from server.domain.activities.factsheet import FactLine, FactsheetView, ImportFacts
from server.domain.ballots import CountHands
from server.domain.fact_tables import fact_lines
from server.domain.importing import holds_judgements, judgements, names_of, on_paper, statements, to_bring_in
from server.domain.kernel import Item
from server.domain.sheet import BadFile
from server.domain.startlist import Given, new_in
from server.domain.steering import Seed
from server.domain.text import fold, one_line
from server.files import FileFault
from server.protocol.messages import MAX_FRAME
from server.protocol.queries import Carried, StartList
from spilter_tui.earlier import Earlier
from spilter_tui.filefaults import sentence
from spilter_tui.glance import is_ballot, judged_in
from spilter_tui.i18n import _, ngettext
from spilter_tui.screens.desk.carry import CarryScreen
from spilter_tui.screens.desk.files import contents, not_read, parts, pick, which_sheet
from spilter_tui.screens.desk.start import import_list
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.dialog import Choice
from spilter_tui.widgets.text import plain

ROOM, ITEMS, FACTS = MAX_FRAME - 2048, 2000, 5000
LINES, COLUMNS = 8, 54  # of a preview
WORKSHOP = ".spilter"


async def bring_in(desk: Desk) -> None:
    """Ask from where something comes in, and have it come."""
    where = await desk.choose(
        _("Bring in"),
        "",
        Choice("p", _("paste lines"), "paste"),
        Choice("f", _("a file: CSV, Excel, or an earlier workshop"), "file"),
    )
    if where == "paste":
        await import_list(desk)
    elif where == "file":
        await from_file(desk)


async def from_file(desk: Desk) -> None:
    """Read a file into the activity at hand: a start list, facts, ballots on paper, or an earlier workshop's items."""
    at = desk.at
    path = await pick(desk, _("Which file?"), WORKSHOP)
    if path is None:
        return
    if path.suffix.casefold() == WORKSHOP:
        await _earlier(desk, at, path)
        return
    data = contents(desk, path)
    if data is None:
        return
    try:
        page = await which_sheet(desk, data)
        if page is not None:
            await _table(desk, at, path.name, data, page)
    except BadFile as bad:
        await not_read(desk, path.name, bad)


async def _table(desk: Desk, at: str, name: str, data: bytes, page: str) -> None:
    """A table, as what the activity takes; `BadFile`."""
    view = desk.view_of(at)
    if isinstance(view, FactsheetView):
        await _facts(desk, at, name, fact_lines(data, name[:80], page, options_in(view)))
        return
    names = names_of([Item(key, text) for key, text in judged_in(view).items()]) if is_ballot(view) else {}
    if names and holds_judgements(data, names, page):
        digest = hashlib.sha256(data + page.encode()).hexdigest()
        await _ballots(desk, at, name, on_paper(judgements(data, names, page), name[:80], digest))
    else:
        await _list(desk, at, name, to_bring_in(statements(data, page), at, name[:80]))


def options_in(sheet: FactsheetView) -> frozenset[str]:
    """By what a table may name the options of a factsheet: their ids and their folded texts."""
    return frozenset(name for each in sheet.options for name in (each.id, fold(each.text)))


async def facts_from_file(desk: Desk) -> None:
    """Read a table of facts into the factsheet at hand."""
    path = await pick(desk, _("Which file?"))
    data = contents(desk, path) if path else None
    if path is None or data is None:
        return
    try:
        page = await which_sheet(desk, data)
        if page is not None:
            options = options_in(desk.view_of(desk.at))
            await _facts(desk, desk.at, path.name, fact_lines(data, path.name[:80], page, options))
    except BadFile as bad:
        await not_read(desk, path.name, bad)


async def _earlier(desk: Desk, at: str, path: Path) -> None:
    """Choose what to take over from an earlier workshop."""
    try:
        earlier = Earlier(path)
    except FileFault as fault:
        await desk.choose(_("Not read: {file}").format(file=one_line(path.name, 40)), plain(sentence(fault)))
        return
    rows = earlier.rows
    if not rows:
        desk.tell(_("There is nothing in it to take over."), "warning")
        return
    chosen = await desk.over(CarryScreen(msgspec.structs.replace(desk.row_of(at), card=None), rows, earlier.preview))
    if chosen is not None:
        await _list(desk, at, earlier.title, earlier.given(chosen))


async def _list(desk: Desk, at: str, name: str, given: Sequence[Given]) -> None:
    """Put what isn't there yet on the start list, when the preview is agreed with."""
    listed = await desk.ask(StartList(at))
    here = {item.id: item for item in listed.items} if isinstance(listed, Carried) else {}
    fresh = new_in(given, here, iter(map(str, range(len(given)))).__next__)
    known = len(given) - len(fresh)
    said = [ngettext("{n} item for the start list", "{n} items for the start list", len(fresh)).format(n=len(fresh))]
    said += [ngettext("{n} is here already", "{n} are here already", known).format(n=known)] if known else []
    if not fresh:
        await desk.choose(one_line(name, COLUMNS), _("Everything of that is here already."))
    elif await _agreed(desk, name, ", ".join(said), (item.text for item in fresh)):
        for part in parts(given, ROOM, ITEMS):
            desk.do(at, Seed(items=part))
        desk.tell(said[0])


async def _facts(desk: Desk, at: str, name: str, lines: Sequence[FactLine]) -> None:
    said = ngettext("{n} fact", "{n} facts", len(lines)).format(n=len(lines))
    if await _agreed(desk, name, said, (f"{each.option}: {each.feature}: {each.value or '?'}" for each in lines)):
        for part in parts(lines, ROOM, FACTS):
            desk.do(at, ImportFacts(part))


async def _ballots(desk: Desk, at: str, name: str, hands: CountHands) -> None:
    """Count ballots as those on paper are."""
    texts = judged_in(desk.view_of(at))
    said = ngettext("Ballots of {n} person", "Ballots of {n} persons", hands.persons).format(n=hands.persons)
    told = (f"{sum(counts.values())} × {texts[key]}" for key, counts in hands.counts.items())
    if await _agreed(desk, name, said, told):
        desk.do(at, hands)


async def _agreed(desk: Desk, name: str, said: str, lines: Iterable[str]) -> bool:
    """Show the first lines of what was read, and ask whether to take it."""
    shown = [one_line(line, COLUMNS) for line in lines]
    more = [_("… and {n} more").format(n=len(shown) - LINES)] if len(shown) > LINES else []
    text = "\n".join([f"{said}.", "", *shown[:LINES], *more])
    return bool(await desk.choose(one_line(name, COLUMNS), plain(text), Choice("enter", _("take it in"), "yes")))
