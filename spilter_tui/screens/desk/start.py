"""Keys that bring something in: carry over, paste a start list, type in paper, count raised hands."""

import re
from collections.abc import Iterator, Mapping, Sequence

from textual.content import Content

from server.domain.ballots import CountHands
from server.domain.entries import AddPaper
from server.domain.steering import Carry, Seed
from server.domain.text import one_line
from server.protocol.messages import MAX_FRAME
from spilter_tui.glance import judged_in
from spilter_tui.i18n import _, ngettext
from spilter_tui.screens.desk.carry import CarryScreen
from spilter_tui.screens.desk.form import Blank
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.text import plain

LINES, MESSAGE = 500, MAX_FRAME - 1024  # lines and bytes that the server takes at once
NUMBERS = re.compile(r"\d+")
NAMED = re.compile(r"(-?\d+)\s*[:=]\s*(\d+)")


async def carry(desk: Desk) -> None:
    """Take over items of another activity into this one."""
    at = next((at for at, row in enumerate(desk.agenda.rows) if row.id == desk.at), 0)
    rows = desk.agenda.rows
    sources = [*reversed(rows[:at]), *rows[at + 1 :]]  # the one before first
    chosen = await desk.over(CarryScreen(desk.row, sources, desk.ask))
    if chosen is not None:
        desk.do(desk.at, Carry(chosen))


async def import_list(desk: Desk) -> None:
    """Put pasted lines on the start list, with where they come from."""
    filled = await desk.fill(
        f"list/{desk.at}",
        _("Paste a start list"),
        Blank("lines", _("one item a line"), many=True),
        Blank("source", _("where it comes from"), hint=_("survey, letter, earlier session…")),
    )
    lines = _lines(filled)
    if filled and lines:
        for part in batches(lines):
            desk.do(desk.at, Seed(part, filled["source"].strip()[:80]))
        desk.tell(
            ngettext("{n} item on the start list", "{n} items on the start list", len(lines)).format(n=len(lines))
        )


async def paper(desk: Desk) -> None:
    """Type in what came on paper or by voice, marked as such."""
    topics = getattr(desk.view, "topics", ())
    blanks = [
        Blank("lines", _("one entry a line"), many=True),
        Blank("source", _("marked as"), _("on paper")),
        Blank("table", _("table"), hint=_("its number, or nothing")),
    ]
    note = None
    if topics:
        blanks.append(Blank("topic", _("topic: its number"), "1"))
        titles = "\n".join(f"{at}  {one_line(each.text, 60)}" for at, each in enumerate(topics, 1))
        note = Content(titles)
    filled = await desk.fill(f"paper/{desk.at}", _("Type in what came on paper"), *blanks, note=note)
    lines = _lines(filled)
    if filled and lines:
        topic = _number(filled.get("topic", ""))
        about = topics[topic - 1].id if 0 < topic <= len(topics) else ""
        source = filled["source"].strip()[:80] or _("on paper")
        for part in batches(lines):
            desk.do(desk.at, AddPaper(part, source, about, _number(filled["table"])))


def _lines(filled: Mapping[str, str] | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in filled["lines"].splitlines() if line.strip()) if filled else ()


def batches(lines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Lines in parts that each fit in one message to the server."""
    part: list[str] = []
    room = MESSAGE
    for line in lines:
        size = 6 * len(line) + 4  # at worst every character is an escape
        if part and (size > room or len(part) == LINES):
            yield tuple(part)
            part, room = [], MESSAGE
        part.append(line)
        room -= size
    if part:
        yield tuple(part)


def _number(text: str) -> int:
    found = NUMBERS.search(text)
    return min(int(found.group()), 999) if found else 0


# --- hands ------------------------------------------------------------------------------------------------------


async def hands(desk: Desk) -> None:
    """Add raised hands or paper ballots to a vote: how many persons, and how many gave each value."""
    view = desk.view
    values, judged = _values(view), judged_in(view)
    blanks = [Blank("persons", _("how many persons"))]
    blanks += [Blank(key, one_line(text, 60), hint=_hint(values)) for key, text in judged.items()]
    blanks.append(Blank("source", _("marked as"), _("raised hands")))
    filled = await desk.fill(f"hands/{desk.at}", _("Count raised hands"), *blanks, note=plain(_explained(view, values)))
    persons = _number(filled["persons"]) if filled else 0
    if filled and persons:
        counts = {key: _counts(filled[key], values) for key in judged if filled[key].strip()}
        desk.do(desk.at, CountHands(persons, counts, source=filled["source"].strip()[:80]))
    elif filled:
        desk.tell(_("First say how many persons there were."), "warning")


def _values(view: object) -> tuple[int, ...]:
    """The values that hands can be counted for: each step of a scale; one where the counts themselves add up."""
    rules = getattr(view, "rules", None)
    if rules is None or rules.total or rules.most or rules.least or rules.high <= 1:
        return (1,)
    return tuple(range(rules.low, rules.high + 1))


def _hint(values: tuple[int, ...]) -> str:
    return _("how many") if len(values) == 1 else "  ".join(f"{value}: …" for value in values)


def _explained(view: object, values: tuple[int, ...]) -> str:
    if len(values) == 1:
        return _("For each item: how many hands or dots it got in all.")
    numbers = " ".join(map(str, values))
    return _("For each item a number for each value, in this order: {values}").format(values=numbers)


def _counts(text: str, values: tuple[int, ...]) -> dict[int, int]:
    """How many gave each value: as the hint has it, “1: 2, 5: 1”, or only the numbers in the order of the values."""
    named = {int(value): int(number) for value, number in NAMED.findall(text)}
    if named:
        return {value: number for value, number in named.items() if number}
    numbers = [int(each) for each in NUMBERS.findall(text)]
    return {value: number for value, number in zip(values, numbers, strict=False) if number}
