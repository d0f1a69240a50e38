"""Keys that work on the words themselves: sharpen an item, agree on it, nominate it for a table, amend a paragraph."""

import re
from collections.abc import Iterable

from textual.content import Content

from server.domain.activities.shortlist import Agree, Candidate, NominateFor, Reword
from server.domain.activities.validate import Amend, Paragraph
from server.domain.entries import Entry
from server.domain.text import one_line
from spilter_tui.i18n import _
from spilter_tui.screens.desk.form import Blank
from spilter_tui.screens.desk.picking import PickScreen
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.entries import Line
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain

NUMBERS = re.compile(r"\d+")
HIGHEST = 999  # a table's number


def _candidate(desk: Desk) -> Candidate | None:
    """The item at hand."""
    line = desk.reach()
    return next((row for row in desk.view.rows if line and row.id == line.id), None)


async def reword(desk: Desk) -> None:
    """Give the item at hand its next wording; what it said before is kept."""
    item = _candidate(desk)
    if item is None:
        return
    note = _earlier(item.wordings or (item.text,))
    filled = await desk.fill(
        f"reword/{item.id}",
        _("Other words"),
        Blank("text", _("the item in better words"), item.text, many=True),
        note=note,
    )
    if filled and filled["text"].strip():
        desk.do(desk.at, Reword(item.id, filled["text"].strip(), len(item.wordings) or 1))


async def agreed(desk: Desk) -> None:
    """Mark the present words of the item at hand as agreed, or take that mark away."""
    item = _candidate(desk)
    if item is not None:
        desk.do(desk.at, Agree(item.id, not item.agreed))


async def nominate(desk: Desk) -> None:
    """Write down which tables nominate the item at hand, by voice or on paper."""
    item = _candidate(desk)
    if item is None:
        return
    now = " ".join(map(str, item.tables))
    blank = Blank("tables", _("tables that nominate it"), now, hint=_("their numbers, or nothing"))
    filled = await desk.fill(f"nominate/{item.id}", _("Nominate for a table"), blank, note=plain(item.text))
    if filled is None:
        return
    named = {min(int(each), HIGHEST) for each in NUMBERS.findall(filled["tables"])} - {0}
    for table in sorted(named ^ set(item.tables)):
        desk.do(desk.at, NominateFor(item.id, table, table in named))


# --- a proposal -------------------------------------------------------------------------------------------------


async def amend(desk: Desk) -> None:
    """Write the next version of the paragraph at hand: first choose the amendments that it takes up."""
    line = desk.reach()
    paragraph = _paragraph(desk, line.id) if line else None
    if paragraph is None:
        return
    offered = [row for row in desk.view.rows if row.about == paragraph.id and not row.hidden]
    taken = await _taken(desk, paragraph, offered) if offered else ()
    if taken is None:
        return
    filled = await desk.fill(
        f"amend/{paragraph.id}",
        _("The next version"),
        Blank("text", _("the paragraph as it becomes"), paragraph.text, many=True),
        note=_takes_up(row.text for row in offered if row.id in taken),
    )
    if filled and filled["text"].strip():
        desk.do(desk.at, Amend(paragraph.id, filled["text"].strip(), taken, len(paragraph.wordings) or 1))


def _paragraph(desk: Desk, key: str) -> Paragraph | None:
    """The paragraph of that id, or the one that the amendment of that id is about."""
    about = next((row.about for row in desk.view.rows if row.id == key), key)
    return next((each for each in desk.view.paragraphs if each.id == about), None)


async def _taken(desk: Desk, paragraph: Paragraph, offered: list[Entry]) -> tuple[str, ...] | None:
    """The amendments that are taken up; the others are refused, and stay to be read. None for Esc."""
    lines = [Line(row.id, row.text, signs().star if row.star else "") for row in offered]
    return await desk.over(PickScreen(_("Which amendments are taken up?"), lines, plain(paragraph.text)))


def _takes_up(texts: Iterable[str]) -> Content | None:
    lines = [f"{signs().done} {one_line(text, 200)}" for text in texts]
    return Content("\n".join([_("It takes up:"), *lines])) if lines else None


def _earlier(wordings: tuple[str, ...]) -> Content:
    return Content("\n").join(plain(f"{n}  {one_line(text, 200)}") for n, text in enumerate(wordings, 1))
