"""Blocks that hold numbers, drawn at a width: bars, distributions, tables and matrices."""

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any, TypeAlias

from textual.content import Content

from server.domain.blocks import Bar, Bars, Cell, Column, Distribution, Matrix, Table
from server.domain.numbers import number
from server.domain.text import one_line
from spilter_tui.i18n import N_, _, language
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.wrap import columns_of, shown, wrap

Lines: TypeAlias = list[Content]

SHADE = 3  # columns of the shade beside a number
HEADING = 16  # columns of a heading in a matrix
BROAD = 48  # columns: with fewer, an interval is written under its bar

MARKS = {"dissent": N_("dissent"), "best": N_("best"), "out": N_("out")}
MARK_STYLES = {"dissent": "bold $warning", "best": "bold $accent", "out": "$text-muted"}


def mark_words(mark: str) -> str:
    """A mark as a sign and a word; nothing for no mark."""
    return f"{signs().alert} {_(MARKS[mark])}" if mark in MARKS else one_line(mark, 24)


def bar(part: float, columns: int, thick: bool = False) -> str:
    """A bar of `part` (0 to 1) of so many columns; anything above nothing shows. Thick is for the wall."""
    whole, ends = (signs().full, signs().eighths) if thick else (signs().line, signs().half)
    steps = len(ends) + 1
    size = round(min(max(part, 0.0), 1.0) * columns * steps)
    full, rest = divmod(max(size, 1) if part > 0 else size, steps)
    return whole * full + (ends[rest - 1] if rest else "")


def length(each: Bar, block: Bars, columns: int, thick: bool = False) -> str:
    """A bar as long as its value; of one with an interval that, with the value in it: `  ├──●──┤`."""
    if each.interval is None:
        return bar(block.part(each.value), columns, thick)
    low, high = each.interval
    start, middle, end = (round(block.part(value) * (columns - 1)) for value in (low, each.value, high))
    drawn = " " * start + _span(end - start + 1, thick)
    return drawn[:middle] + (signs().full if thick else signs().live) + drawn[middle + 1 :]


def _span(columns: int, thick: bool) -> str:
    """An interval of so many columns: a line with its ends, or shaded for the wall."""
    if thick or columns < 2:
        return signs().heat[2] * columns
    return signs().begin + signs().rule * (columns - 2) + signs().end


def between(each: Bar) -> str:
    """The ends of the interval, as written; nothing where there is none."""
    return signs().dash.join(number(end, language(), each.decimals) for end in each.interval or ())


def pad(text: str, columns: int, right: bool = False) -> str:
    """A line in display form filled up with spaces."""
    space = " " * max(0, columns - columns_of(text))
    return space + text if right else text + space


def _bars(block: Bars, width: int, roomy: bool) -> Lines:
    lines = _caption(block.caption, width)
    numbers = [number(each.value, language(), each.decimals) for each in block.bars]
    ranks = max((len(str(each.rank)) for each in block.bars if each.rank), default=0)
    intervals = [between(each) if width >= BROAD else "" for each in block.bars]
    wide, widest = max(map(len, numbers), default=0), max(map(len, intervals), default=0)
    beside = wide + widest + 2 * bool(widest)
    lead = ranks + 2 if ranks else 0
    labels = min(max((columns_of(shown(each.label)) for each in block.bars), default=0), (width - lead - beside) // 2)
    room = max(width - lead - labels - beside - 4, 4)
    for each, written, ends in zip(block.bars, numbers, intervals, strict=True):
        place = pad(str(each.rank) if each.rank else "", ranks, right=True) + "  " * bool(ranks)
        drawn = pad(length(each, block, room, roomy), room)
        names = wrap(shown(each.label), max(labels, 2))
        figure = Content.assemble(
            "  ", (drawn, "$accent"), "  ", (pad(written, wide, right=True), "bold"), "  " * bool(ends), ends
        )
        lines.append(Content.assemble((place, "$text-muted"), pad(names[0], labels), figure))
        lines += [Content(" " * lead + name) for name in names[1:]]
        lines += _under(each, "" if ends else between(each), lead, width)
        lines += [Content()] * roomy
    return lines


def _under(each: Bar, ends: str, lead: int, width: int) -> Lines:
    """The mark and the note beneath a bar, and the ends of its interval where they don't stand beside it."""
    told = "  ".join(part for part in (ends, shown(each.note)) if part)
    if not each.mark and not told:
        return []
    mark = mark_words(each.mark)
    note = wrap(told, width - lead - len(mark) - 2)
    first = Content.assemble(
        " " * lead, (mark, MARK_STYLES.get(each.mark, "")), "  " * bool(mark), (note[0], "$text-muted")
    )
    return [first, *(Content.styled(" " * lead + line, "$text-muted") for line in note[1:])]


def _distribution(block: Distribution, width: int, roomy: bool) -> Lines:
    mark = mark_words(block.mark)
    heading = [Content.styled(line, "bold") for line in wrap(shown(block.label), width)]
    if mark:
        heading.append(Content.styled(mark, MARK_STYLES.get(block.mark, "")))
    answers = [one_line(answer, width // 2) for answer in block.answers]
    names = max(map(columns_of, answers), default=0)
    wide = max((len(str(count)) for count in block.counts), default=1)
    room = max(width - names - wide - 6, 4)
    most = max([*block.counts, 1])
    rows = [
        Content.assemble(
            "  ", pad(answer, names), "  ", (pad(bar(count / most, room, roomy), room), "$accent"), "  ",
            (pad(str(count), wide, right=True), "bold"),
        )
        for answer, count in zip(answers, block.counts, strict=False)
    ]  # fmt: skip
    note = [Content.styled(line, "$text-muted") for line in wrap(shown(block.note), width)] if block.note else []
    return [*heading, *rows, *note]


def cell_words(cell: Cell, *, short: bool = False) -> str:
    """A cell as written: its number, its text, its mark; of the mark only the sign where it must be short."""
    written = shown(cell.text) if cell.number is None else number(cell.number, language(), cell.decimals)
    mark = mark_sign(cell.mark) if short else mark_words(cell.mark)
    return " ".join(part for part in (written, mark) if part)


def mark_sign(mark: str) -> str:
    """A mark as one sign; nothing for no mark."""
    return {"best": signs().star, "dissent": signs().alert, "out": "x"}.get(mark, "")


def _table(block: Table, width: int, roomy: bool) -> Lines:
    rows = [[cell_words(cell) for cell in row] for row in block.rows]
    sizes = _sizes(block.columns, rows, width)
    lines = _caption(block.caption, width)
    lines += _row([shown(column.title) for column in block.columns], block.columns, sizes, "$text-muted")
    lines.append(Content.styled(signs().rule * (sum(sizes) + 2 * (len(sizes) - 1)), "$border-blurred"))
    for row in rows:
        lines += _row(row, block.columns, sizes, "")
        lines += [Content()] * roomy
    return lines


def _sizes(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """The columns' widths: numbers get what they need, texts share what is left."""
    wanted = [_wanted(column, [row[at] for row in rows if at < len(row)]) for at, column in enumerate(columns)]
    left = width - 2 * (len(columns) - 1)
    while sum(wanted) > left and max(wanted) > 4:
        wanted[wanted.index(max(wanted))] -= 1
    return wanted


def _wanted(column: Column, cells: Sequence[str]) -> int:
    """How wide a column would be at best; above numbers a title is broken at its words."""
    title = shown(column.title)
    parts = title.split() if column.numeric else [title]
    return max(map(columns_of, [*parts, *cells]), default=0)


def _row(cells: Sequence[str], columns: Sequence[Column], sizes: Sequence[int], style: str) -> Lines:
    wrapped = [wrap(cell, size) for cell, size in zip(cells, sizes, strict=False)]
    return [
        Content.styled(
            "  ".join(
                pad(part, size, column.numeric) for part, size, column in zip(parts, sizes, columns, strict=False)
            ),
            style,
        )
        for parts in zip_longest(*wrapped, fillvalue="")
    ]


def _matrix(block: Matrix, width: int, roomy: bool) -> Lines:
    names = min(max((columns_of(shown(row)) for row in block.rows), default=0), width // 3)
    room = max((width - names) // max(len(block.columns), 1) - 1, 4)
    cells = [[cell_words(cell) for cell in row] for row in block.cells]
    under: Lines = []
    if _widest(cells) > room - 2 * bool(block.heat):
        cells = [[cell_words(cell, short=True) for cell in row] for row in block.cells]
        under = _marks_used(block, width)
    heading = max((columns_of(shown(column)) for column in block.columns), default=0)
    shade = (SHADE + 1) * bool(block.heat)
    size = min(room, max(_widest(cells) + shade, min(heading, HEADING), 6))
    broad = SHADE if size >= _widest(cells) + shade else 1
    lines = [*_caption(block.caption, width), *_headings(block.columns, names, size)]
    for row, texts, heat in zip_longest(block.rows, cells, block.heat, fillvalue=()):
        drawn = "".join(" " + _heated(*each, size, broad) for each in zip_longest(texts, heat))
        lines.append(Content(pad(one_line(str(row), names), names) + drawn))
        lines += [Content()] * roomy
    return lines + under


def _widest(cells: Sequence[Sequence[str]]) -> int:
    return max((columns_of(text) for row in cells for text in row), default=0)


def _marks_used(block: Matrix, width: int) -> Lines:
    """What the signs in the cells stand for."""
    used = {cell.mark for row in block.cells for cell in row if cell.mark in MARKS}
    words = "   ".join(f"{mark_sign(mark)} {_(MARKS[mark])}" for mark in sorted(used))
    return [Content.styled(line, "$text-muted") for line in wrap(words, width)] if words else []


def _headings(columns: Sequence[str], names: int, size: int) -> Lines:
    """The headings on two lines at most."""
    wrapped = [wrap(shown(column), size) for column in columns]
    both = [("", each[0]) if len(each) == 1 else (each[0], one_line(" ".join(each[1:]), size)) for each in wrapped]
    rows = [[pair[part] for pair in both] for part in (0, 1)]
    return [
        Content.styled(" " * names + "".join(" " + pad(text, size, right=True) for text in row), "$text-muted")
        for row in rows
        if any(row)
    ]


def _heated(text: str, heat: float | None, size: int, broad: int) -> str:
    """What stands in a cell, with its heat as a shade beside it."""
    if heat is None:
        return pad(one_line(text, size), size, right=True)
    shades = signs().heat
    shade = shades[min(int(min(max(heat, 0.0), 1.0) * len(shades)), len(shades) - 1)]
    room = size - broad - 1
    return pad(one_line(text, room), room, right=True) + " " + shade * broad


def _caption(caption: str, width: int) -> Lines:
    return [Content.styled(line, "bold") for line in wrap(shown(caption), width)] if caption else []


DRAW: dict[type, Callable[[Any, int, bool], Lines]] = {
    Bars: _bars,
    Distribution: _distribution,
    Table: _table,
    Matrix: _matrix,
}
