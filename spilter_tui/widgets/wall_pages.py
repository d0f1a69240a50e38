"""What the wall was sent, as pages: each is drawn at a width and a height, and they take turns by the clock."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from textual.content import Content

from server.domain.blocks import Bar, Bars, Block, Bullets, Distribution, Heading, Quote, Quotes, Text
from server.domain.kernel import Phase
from server.domain.numbers import number
from server.domain.numbers import timer as as_timer
from server.domain.root import WallView
from server.protocol.hall import HallView
from spilter_tui.i18n import _, language, ngettext
from spilter_tui.widgets import wall_parts as parts
from spilter_tui.widgets.blocks import draw
from spilter_tui.widgets.text import plain_line
from spilter_tui.widgets.timer import seconds_left
from spilter_tui.widgets.wall_parts import Lines
from spilter_tui.widgets.wrap import shown, wrap

Page: TypeAlias = Lines


class Wall:
    """All that the wall knows. `address` and `code` say how to join."""

    def __init__(self, view: WallView, hall: HallView, now: float, code: str = "", address: str = "") -> None:
        self.view, self.hall, self.now, self.code, self.address = view, hall, now, code, address

    @property
    def question(self) -> str:
        """What is asked; the title where nothing is."""
        return self.view.question or self.view.title or self.view.workshop


Draw: TypeAlias = Callable[[Wall, int, int], list[Page]]


def pages(wall: Wall, width: int, rows: int) -> list[Page]:
    """The pages of what was sent, at least one; each at most so many rows."""
    inner = width - 2 * parts.AIR
    found = DRAW[wall.view.shown.what](wall, inner, rows) or [[]]
    return [[line.pad_left(parts.AIR) if line.plain.strip() else line for line in page[:rows]] for page in found]


def _lobby(wall: Wall, width: int, rows: int) -> list[Page]:
    n = wall.hall.here
    here = ngettext("{n} laptop is here", "{n} laptops are here", n).format(n=number(n, language()))
    if wall.hall.persons > n:
        persons = wall.hall.persons
        here += " · " + ngettext("{n} person", "{n} persons", persons).format(n=number(persons, language()))
    return [parts.way_in(wall.view.workshop, wall.code, wall.address, here, width, rows)]


def _question(wall: Wall, width: int, rows: int) -> list[Page]:
    if wall.view.blocks:
        return _blocks(wall, width, rows)
    below = parts.small(wall.view.instruction, width, 3)
    if wall.view.phase is Phase.PAUSED:
        below = parts.centred(parts.large(_("A moment's pause"), width, 5, "$accent", biggest=0), width)
    asked = parts.question(wall.question, width, rows - len(below) - bool(below))
    return [parts.middle([*asked, *[Content()] * bool(below), *below], rows)]


def _count(wall: Wall, width: int, rows: int) -> list[Page]:
    return [_over(wall, number(wall.view.count, language()), "$accent", width, rows, _of_persons(wall))]


def _of_persons(wall: Wall) -> str:
    """Of how many persons so many voted, and on how many laptops; nothing where nobody votes."""
    devices, persons = wall.view.devices, max(wall.hall.persons, wall.view.count)
    if not devices:
        return ""
    of = ngettext("of {n} person", "of {n} persons", persons).format(n=number(persons, language()))
    on = ngettext("{n} laptop", "{n} laptops", devices).format(n=number(devices, language()))
    return f"{of} · {on}"


def _over(wall: Wall, figure: str, style: str, width: int, rows: int, under: str = "") -> Page:
    """The question, and under it a figure."""
    asked = parts.question(wall.question, width, parts.share(rows, 0.45, 1))
    words = parts.small(under, width, 1)
    digits = parts.figure(figure, width, rows - len(asked) - len(words) - 2, style)
    return parts.middle([*asked, Content(), Content(), *digits, *words], rows)


def _timer(wall: Wall, width: int, rows: int) -> list[Page]:
    left = seconds_left(wall.view.timer, wall.now)
    if left is None:
        return _question(wall, width, rows)
    over = left < 0
    style, under = ("$warning", _("over time")) if over else ("$accent", "")
    return [_over(wall, as_timer(abs(left)), style, width, rows, under)]


def _quotes(wall: Wall, width: int, rows: int) -> list[Page]:
    quotes = [quote for block in wall.view.blocks if isinstance(block, Quotes) for quote in block.quotes]
    if not quotes:
        return _question(wall, width, rows)
    head = _head(wall.question, width, rows)
    return [[*head, *page] for page in parts.quote_pages(quotes, width, rows - len(head))]


def _item(wall: Wall, width: int, rows: int) -> list[Page]:
    quotes = [quote for block in wall.view.blocks if isinstance(block, Quotes) for quote in block.quotes]
    return parts.quote_pages(quotes[:1], width, rows) or _question(wall, width, rows)


def _head(text: str, width: int, rows: int) -> Lines:
    """The question, small, over what is large; with an empty line under it."""
    return [*parts.large(text, width, 5 if rows >= 30 else 1, "$text-muted", biggest=0), Content()] if text else []


def _blank(wall: Wall, width: int, rows: int) -> list[Page]:
    return [[]]


# --- results --------------------------------------------------------------------------------------------------


def _blocks(wall: Wall, width: int, rows: int) -> list[Page]:
    """Results, one block after the other, each under its heading; methods and notes are for the report.

    What leads them (what to judge by, how many answered) stands small above what follows, and is no page by itself.
    """
    found: list[Page] = []
    heading, lead = wall.question, ""
    blocks = [block for block in wall.view.blocks if not (isinstance(block, Text) and block.role == "note")]
    for at, block in enumerate(blocks, 1):
        if isinstance(block, Heading):
            heading, lead = block.text, ""
            continue
        if isinstance(block, Text) and block.role == "lead" and at < len(blocks):
            lead = block.text
            continue
        head = [*_head(heading, width, rows), *_lead(lead, width)]
        found += [[*head, *page] for page in _page(block, width, rows - len(head))]
    return found or _question_only(wall, width, rows)


def _lead(text: str, width: int) -> Lines:
    """At most two lines of plain characters, and an empty one; nothing for no text."""
    return [*(Content(line) for line in wrap(shown(text), width)[:2]), Content()] if text else []


def _question_only(wall: Wall, width: int, rows: int) -> list[Page]:
    return [parts.middle(parts.question(wall.question, width, rows), rows)]


def _page(block: Block, width: int, rows: int) -> Iterator[Page]:
    match block:
        case Bars():
            yield from _bars(block, width, rows)
        case Distribution():
            yield from _bars(_as_bars(block), width, rows)
        case Quotes(quotes=quotes, label=label):
            named = [Quote(label), *quotes] if label else list(quotes)
            yield from parts.quote_pages(named, width, rows)
        case Text(text=text):
            yield parts.middle(parts.question(text, width, rows), rows)
        case Bullets(items=items):
            yield from parts.quote_pages([Quote(item) for item in items], width, rows)
        case _:
            yield parts.middle(draw((block,), width, roomy=True), rows)


def _bars(block: Bars, width: int, rows: int) -> Iterator[Page]:
    """The first eight; then the next, so that nothing is left out in silence."""
    head = [plain_line(block.caption, width).stylize("bold")] if block.caption else []
    for at in range(0, max(1, len(block.bars)), parts.BARS):
        some = Bars(block.bars[at : at + parts.BARS], block.low, block.high)
        yield [*head, *parts.bars(some, width, rows - len(head), of=len(block.bars))]


def _as_bars(block: Distribution) -> Bars:
    counted = zip(block.answers, block.counts, strict=False)
    most = max([*block.counts, 1])
    return Bars(tuple(Bar(answer, count) for answer, count in counted), 0, most, block.label)


DRAW: dict[str, Draw] = {
    "lobby": _lobby,
    "question": _question,
    "count": _count,
    "entries": _quotes,
    "result": _blocks,
    "item": _item,
    "timer": _timer,
    "blank": _blank,
}


def paused(wall: Wall) -> bool:
    """Whether the group has a moment, and the picture itself doesn't say so."""
    return wall.view.phase is Phase.PAUSED and wall.view.shown.what not in ("blank", "lobby", "question")


def turn(all_pages: Sequence[Page], now: float, since: float, seconds: float) -> int:
    """Which page's turn it is."""
    return int(max(0.0, now - since) // seconds) % max(1, len(all_pages))
