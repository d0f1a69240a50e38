"""What stands on the wall, drawn at a width and a height: large texts, figures, bars, quotes, the way in.

Pure: the same goes in, the same comes out. Nothing is ever taller than it was given room for.
"""

import math
from collections.abc import Sequence
from typing import TypeAlias

import segno
from textual.content import Content

from server.domain.blocks import Bar, Bars, Quote
from server.domain.numbers import number
from server.domain.text import one_line
from spilter_tui.i18n import _, language
from spilter_tui.widgets.charts import between, length, mark_words
from spilter_tui.widgets.letters import PLAIN, columns, drawn, fit, known, letters
from spilter_tui.widgets.signs import UNICODE, signs
from spilter_tui.widgets.wrap import columns_of, shown, wrap

Lines: TypeAlias = list[Content]

BARS = 8  # more can't be read from afar
QUOTES = 3
AIR = 3  # empty columns at each side


def large(text: str, width: int, rows: int, style: str = "", biggest: int = 6) -> Lines:
    """A text as large as it fits."""
    fitted = fit(text, width, rows, biggest)
    if fitted.size != PLAIN:
        return [Content.styled(line, style) for line in drawn(fitted)]
    apart = 2 * len(fitted.lines) <= rows + 1  # with air between the lines where there is room for it
    lines = [each for line in fitted.lines for each in ([line, ""] if apart else [line])]
    return [Content.styled(line, f"bold {style}") for line in (lines[:-1] if apart else lines)]


def centred(lines: Lines, width: int) -> Lines:
    """Each block of lines in the middle, as one."""
    widest = max((line.cell_length for line in lines), default=0)
    return [line.pad_left(max(0, (width - widest) // 2)) for line in lines]


def each_centred(lines: Lines, width: int) -> Lines:
    """Each line in the middle by itself."""
    return [line.pad_left(max(0, (width - line.cell_length) // 2)) for line in lines]


def middle(lines: Lines, rows: int) -> Lines:
    """Lines in the middle of so many rows; what doesn't fit goes."""
    above = max(0, (rows - len(lines)) // 2)
    return [*[Content()] * above, *lines][:rows]


def small(text: str, width: int, rows: int, style: str = "$text-muted") -> Lines:
    """A text in plain characters, in the middle."""
    if not text.strip() or rows < 1:
        return []
    return each_centred([Content.styled(line, style) for line in wrap(shown(text), width)[:rows]], width)


# --- bars -----------------------------------------------------------------------------------------------------


def bars(block: Bars, width: int, rows: int, of: int) -> Lines:
    """At most eight bars with their numbers, as thick as there is room for with so many on a page."""
    shown_bars = block.bars[:BARS]
    each = rows // max(1, min(of, BARS))
    if each >= 5 and _side_by_side(shown_bars, width):
        room = max(columns(shown(one.label), 0) for one in shown_bars) + 4
        found = [line for one in shown_bars for line in _wide(one, block, width, room, each)]
    else:
        found = [line for one in shown_bars for line in _stacked(one, block, width, max(2, min(each, 4)))]
    return found[:rows]


def _side_by_side(shown_bars: Sequence[Bar], width: int) -> bool:
    """Whether every label fits in block letters beside its bar."""
    labels = [shown(one.label) for one in shown_bars]
    return signs() is UNICODE and all(known(label) and columns(label, 0) <= width * 11 // 20 for label in labels)


def _wide(one: Bar, block: Bars, width: int, room: int, rows: int) -> Lines:
    """A label in letters, its bar and its number beside it; a mark in words under the bar."""
    label, figure = letters(shown(one.label), 0), letters(_written(one), 0)
    last = max(columns(_written(each), 0) for each in block.bars)
    size = width - room - last - 4
    thick = length(one, block, size, thick=True)
    under = _beside(one, size)
    gap = " " * (size - under.cell_length) if one.interval else ""
    between_both = [Content(), *[Content.styled(thick, "$accent")] * 3, Content.assemble(gap, under)]
    lines = [
        Content.assemble(text.ljust(room), part, " " * (size + 4 - part.cell_length), digits.rjust(last))
        for text, part, digits in zip(label, between_both, figure, strict=True)
    ]
    return [*lines, *[Content()] * (rows - len(lines))]


def _stacked(one: Bar, block: Bars, width: int, rows: int) -> Lines:
    """A label in plain characters over its bar."""
    written, marked = _written(one), _beside(one, width // 2)
    label = wrap(shown(one.label), width - marked.cell_length - 2)[0]
    size = width - len(written) - 2
    drawn_bar = Content.assemble((length(one, block, size, thick=True).ljust(size + 2), "$accent"), (written, "bold"))
    rest = Content.styled(length(one, block, size, thick=True), "$accent")
    body = [drawn_bar, *[rest] * (rows - 3 if rows > 3 else 0)]
    gap = width - columns_of(label) - marked.cell_length
    head = Content.assemble((label, "bold"), " " * max(1, gap), marked)
    return [head, *body, *[Content()] * (rows - 1 - len(body))]


def _written(one: Bar) -> str:
    return number(one.value, language(), one.decimals)


def _beside(one: Bar, room: int) -> Content:
    """The mark in words, and the ends of the interval."""
    ends = between(one)
    mark = one_line(mark_words(one.mark), room - len(ends) - 2 * bool(ends))
    return Content.assemble((mark, "bold $warning"), "  " * bool(mark and ends), ends)


# --- quotes ---------------------------------------------------------------------------------------------------


def quote_pages(quotes: Sequence[Quote], width: int, rows: int) -> list[Lines]:
    """One to three quotes a page: as many as can be in block letters, else one by itself."""
    pages: list[Lines] = []
    left = list(quotes)
    while left:
        n = next((n for n in range(min(QUOTES, len(left)), 1, -1) if _size(left[:n], width, rows // n) > PLAIN), 1)
        size = _size(left[:n], width, rows // n)
        pages.append([line for quote in left[:n] for line in _quote(quote, width, rows // n, size)])
        left = left[n:]
    return pages


def _size(quotes: Sequence[Quote], width: int, rows: int) -> int:
    """The size at which all of them fit, so that none stands out; one by itself may be larger."""
    biggest = 1 if len(quotes) > 1 else 3
    return min(fit(each.text, width - 3, rows - 1 - bool(each.origin), biggest).size for each in quotes)


def _quote(quote: Quote, width: int, rows: int, size: int) -> Lines:
    """A quote behind a line, with where it came from; in the middle of its part of the page."""
    origin = [Content.styled(one_line(quote.origin, width - 3), "$text-muted")] if quote.origin else []
    words = large(quote.text, width - 3, rows - 1 - len(origin), biggest=size)
    lines = [Content.assemble((f"{signs().quote}  ", "$accent"), line) for line in [*words, *origin]]
    return [*middle(lines, rows), *[Content()] * rows][:rows]


# --- the way in -----------------------------------------------------------------------------------------------


def way_in(title: str, code: str, address: str, here: str, width: int, rows: int) -> Lines:
    """The lobby: the workshop, how to join, the room code as large as can be, and who is here."""
    picture = qr(address) if address else []
    side = max((line.cell_length for line in picture), default=0) + AIR if picture else 0
    if picture and (len(picture) > rows - 2 or _code_size(code, width - side, rows) < _code_size(code, width, rows)):
        picture, side = [], 0  # the code is what everybody must read
    found = _words_in(title, code, address, here, width - side, rows)
    lines = middle(found, rows)
    if not picture:
        return lines
    lines += [Content()] * (rows - len(lines))
    above = (rows - len(picture)) // 2
    for at, line in enumerate(picture, above):
        lines[at] = Content.assemble(lines[at], " " * (width - side + AIR - lines[at].cell_length), line)
    return lines


def _code_size(code: str, width: int, rows: int) -> int:
    return fit(code, width, rows // 2, 3).size


def _words_in(title: str, code: str, address: str, here: str, width: int, rows: int) -> Lines:
    head = large(title, width, max(1, rows // 4), biggest=2)
    told = 5 if rows >= 36 else 1
    how = f"spilter join {one_line(address)}".rstrip()
    join = [*small(_("On your laptop, type:"), width, 1), *centred(large(how, width, told, biggest=0), width)]
    key = small(_("and then the room code:"), width, 1) if code else []
    count = large(here, width, told, "$text-muted", biggest=0)
    room = min(rows // 2, rows - len(head) - len(join) - len(key) - len(count) - 4)
    digits = large(code, width, room, "$accent", biggest=3) if code else []
    groups = (centred(head, width), join, key + centred(digits, width), centred(count, width))
    return [line for group in groups if group for line in [*group, Content()]][:-1]


def qr(address: str) -> Lines:
    """The address as a QR code, dark on light, two modules a row; nothing where blocks can't be drawn."""
    if signs() is not UNICODE:
        return []
    edge = [False] * 2  # the quiet zone
    matrix = [[*edge, *map(bool, row), *edge] for row in segno.make(address, micro=False, error="l").matrix]
    empty = [False] * len(matrix[0])
    rows = [empty, empty, *matrix, empty, empty]
    rows += [empty] * (len(rows) % 2)
    return [
        Content.styled("".join(" ▀▄█"[a + 2 * b] for a, b in zip(upper, lower, strict=True)), "$background on $text")
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]


# --- figures --------------------------------------------------------------------------------------------------


def figure(text: str, width: int, rows: int, style: str = "$accent") -> Lines:
    """A number or a time as large as it fits."""
    return centred(large(text, width, rows, style), width)


def question(text: str, width: int, rows: int) -> Lines:
    """The question, as large as it fits; centred as a block, so that its lines begin under each other."""
    return centred(large(text, width, rows, biggest=4), width)


def share(rows: int, part: float, least: int) -> int:
    """A part of the rows, at least so many."""
    return min(rows, max(least, math.floor(rows * part)))
