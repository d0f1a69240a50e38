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


def pad(text: str, columns: int, right: bool = False) -> str:
    """A line in display form filled up with spaces."""
    space = " " * max(0, columns - columns_of(text))
    return space + text if right else text + space


def _bars(block: Bars, width: int, roomy: bool) -> Lines:
    lines = _caption(block.caption, width)
    numbers = [number(each.value, language(), each.decimals) for each in block.bars]
    ranks = max((len(str(each.rank)) for each in block.bars if each.rank), default=0)
    wide = max(map(len, numbers), default=0)
    lead = ranks + 2 if ranks else 0
    labels = min(max((columns_of(shown(each.label)) for each in block.bars), default=0), (width - lead - wide) // 2)
    room = max(width - lead - labels - wide - 4, 4)
    for each, written in zip(block.bars, numbers, strict=True):
        place = pad(str(each.rank) if each.rank else "", ranks, right=True) + "  " * bool(ranks)
        drawn = pad(bar(_part(each, block), room, roomy), room)
        names = wrap(shown(each.label), max(labels, 2))
        figure = Content.assemble("  ", (drawn, "$accent"), "  ", (pad(written, wide, right=True), "bold"))
        lines.append(Content.assemble((place, "$text-muted"), pad(names[0], labels), figure))
        lines += [Content(" " * lead + name) for name in names[1:]]
        lines += _under(each, lead, width)
        lines += [Content()] * roomy
    return lines


def _part(each: Bar, block: Bars) -> float:
    span = block.high - block.low
    return (each.value - block.low) / span if span else 0.0


def _under(each: Bar, lead: int, width: int) -> Lines:
    """The mark and the note beneath a bar."""
    if not each.mark and not each.note:
        return []
    mark = mark_words(each.mark)
    note = wrap(shown(each.note), width - lead - len(mark) - 2)
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


def cell_words(cell: Cell) -> str:
    """A cell as written: its number, its text, its mark."""
    written = shown(cell.text) if cell.number is None else number(cell.number, language(), cell.decimals)
    return " ".join(part for part in (written, mark_words(cell.mark)) if part)


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
    titles = [shown(column.title) for column in columns]
    wanted = [max(map(columns_of, each)) for each in zip(titles, *rows, strict=False)] if rows else [
        columns_of(title) for title in titles
    ]  # fmt: skip
    left = width - 2 * (len(columns) - 1)
    while sum(wanted) > left and max(wanted) > 4:
        wanted[wanted.index(max(wanted))] -= 1
    return wanted


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
    count = max(len(block.columns), 1)
    size = max(min((width - names) // count - 1, 14), 4)
    head = "".join(" " + pad(one_line(column, size), size, right=True) for column in block.columns)
    lines = [*_caption(block.caption, width), Content.styled(" " * names + head, "$text-muted")]
    for at, (row, cells) in enumerate(zip(block.rows, block.cells, strict=False)):
        heat = block.heat[at] if at < len(block.heat) else ()
        drawn = "".join(" " + _heated(cell, heat[i] if i < len(heat) else None, size) for i, cell in enumerate(cells))
        lines.append(Content(pad(one_line(row, names), names) + drawn))
        lines += [Content()] * roomy
    return lines


def _heated(cell: Cell, heat: float | None, size: int) -> str:
    """A cell with its heat as a shade beside the number."""
    if heat is None:
        return pad(one_line(cell_words(cell), size), size, right=True)
    shades = signs().heat
    shade = shades[min(int(min(max(heat, 0.0), 1.0) * len(shades)), len(shades) - 1)]
    return pad(one_line(cell_words(cell), size - 2), size - 2, right=True) + " " + shade


def _caption(caption: str, width: int) -> Lines:
    return [Content.styled(line, "bold") for line in wrap(shown(caption), width)] if caption else []


DRAW: dict[type, Callable[[Any, int, bool], Lines]] = {
    Bars: _bars,
    Distribution: _distribution,
    Table: _table,
    Matrix: _matrix,
}
