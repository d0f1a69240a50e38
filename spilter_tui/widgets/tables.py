"""Blocks of rows and columns, drawn at a width. Words stay whole, but where one alone is wider than its column."""

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple, TypeAlias

from msgspec.structs import replace
from textual.content import Content

from server.domain.blocks import Cell, Column, Matrix, Table
from server.domain.numbers import number
from server.domain.text import one_line
from spilter_tui.i18n import _, language
from spilter_tui.widgets.charts import MARKS, caption, mark_sign, mark_words, pad
from spilter_tui.widgets.fair import fair
from spilter_tui.widgets.signs import joined, signs
from spilter_tui.widgets.wrap import columns_of, longest_part, shown, wrap

Lines: TypeAlias = list[Content]

SHADE = 3  # columns of the shade beside a number
HEADING = 16  # columns of a heading in a matrix, unless one of its words is longer
SMALLEST = 6  # columns of a column in a matrix where there is room
LINES, FEW = 4, 2  # lines of a heading or a name in a matrix at most: of a laptop, of the wall


def cell_words(cell: Cell, *, short: bool = False) -> str:
    """A cell as written: its number, its text, its mark; of the mark only the sign where it must be short."""
    written = shown(cell.text) if cell.number is None else number(cell.number, language(), cell.decimals)
    mark = mark_sign(cell.mark) if short else mark_words(cell.mark)
    return " ".join(part for part in (written, mark) if part)


# --- tables -------------------------------------------------------------------------------------------------------


def _table(block: Table, width: int, roomy: bool) -> Lines:
    rows = [[cell_words(cell) for cell in row] for row in block.rows]
    wanted, least = _needs(block.columns, rows, width)
    room = width - 2 * (len(block.columns) - 1)
    if sum(least) > room:
        return caption(block.caption, width) + [line for row in rows for line in _card(row, block.columns, width)]
    sizes = fair(wanted, least, room)
    lines = caption(block.caption, width)
    lines += _row([shown(column.title) for column in block.columns], block.columns, sizes, "$text-muted")
    lines.append(Content.styled(signs().rule * (sum(sizes) + 2 * (len(sizes) - 1)), "$border-blurred"))
    for row in rows:
        lines += _row(row, block.columns, sizes, "")
        lines += [Content()] * roomy
    return lines


def _needs(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> tuple[list[int], list[int]]:
    """How wide each column would like to stand, and what it needs: its numbers, the longest of its words."""
    wanted, least = [], []
    for at, column in enumerate(columns):
        title, cells = shown(column.title), [row[at] for row in rows if at < len(row)]
        word = max(map(longest_part, [title, *([] if column.numeric else cells)]), default=0)
        whole = max(map(columns_of, cells if column.numeric else [title, *cells]), default=0)
        least.append(max(word, whole) if column.numeric else min(word, width // 2))
        wanted.append(max(least[-1], whole))
    return wanted, least


def _card(cells: Sequence[str], columns: Sequence[Column], width: int) -> Lines:
    """A row of a table too wide to stand: what comes up to its first text, and beneath that the others by name."""
    text = next((at for at, column in enumerate(columns) if not column.numeric), -1)
    named = [
        f"{shown(column.title)} {cell}" for cell, column in zip(cells[text + 1 :], columns[text + 1 :], strict=False)
    ]
    before = "  ".join(cells[: text + 1])
    lead = [Content.styled(line, "bold") for line in wrap(before, width)] if before else []
    return lead + [Content.styled(f"  {line}", "$text-muted") for line in wrap(joined(named), width - 2)]


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


# --- matrices -----------------------------------------------------------------------------------------------------


class Plan(NamedTuple):
    """How a matrix stands: what is in its cells, and how wide its rows' names, its columns and a shade are."""

    headings: list[str]
    cells: list[list[str]]
    short: bool  # of a mark stands only the sign
    shade: int
    names: int
    sizes: list[int]
    whole: bool  # no word is broken


def _matrix(block: Matrix, width: int, roomy: bool) -> Lines:
    legend, plan = _best(block, width)
    most = FEW if roomy else LINES
    lines = [*caption(block.caption, width), *legend, *_headings(plan, most)]
    for name, texts, heat in zip_longest(block.rows, plan.cells, block.heat, fillvalue=()):
        squares = zip(zip_longest(texts, heat), plan.sizes, strict=False)
        drawn = "".join(" " + _heated(text, warm, size, plan.shade) for (text, warm), size in squares)
        first, *rest = limited(str(name), plan.names, most)
        lines += [Content(pad(first, plan.names) + drawn), *map(Content, rest)]
        lines += [Content()] * roomy
    return lines + (_marks_used(block, width) if plan.short else [])


def _best(block: Matrix, width: int) -> tuple[Lines, Plan]:
    """The broadest way to stand in which every word is whole, and what is to be read before it.

    In this order: a narrow shade or none, marks as signs only, numbers for headings with their meaning before it.
    """
    numbers = [str(at) for at, _ in enumerate(block.columns, 1)]
    numbered = replace(block, columns=tuple(numbers))
    legend = [line for pair in zip(numbers, block.columns, strict=True) for line in _told(*pair, width)]
    shades = (SHADE, 1, 0) if block.heat else (0,)
    plans = [
        (lines, _plan(each, width, short, shade))
        for lines, each in (([], block), (legend, numbered))
        for short in (False, True)
        for shade in shades
    ]
    return next((found for found in plans if found[1].whole), plans[-1])


def _told(number: str, heading: str, width: int) -> Lines:
    """What a number stands for."""
    first, *rest = wrap(shown(heading), width - 4)
    return [Content.styled(f"{number:>2}  {first}", "$text-muted")] + [
        Content.styled(f"    {line}", "$text-muted") for line in rest
    ]


def _plan(block: Matrix, width: int, short: bool, shade: int) -> Plan:
    cells = [[cell_words(cell, short=short) for cell in row] for row in block.cells]
    headings = [shown(column) for column in block.columns]
    least = [
        max(_widest(cells, at) + (shade + 1) * bool(shade), min(longest_part(heading), width // 3))
        for at, heading in enumerate(headings)
    ]
    wanted = [max(size, min(columns_of(title), HEADING), SMALLEST) for size, title in zip(least, headings, strict=True)]
    names = [shown(row) for row in block.rows]
    longest, word = max(map(columns_of, names), default=0), max(map(longest_part, names), default=0)
    room = width - len(headings)  # a column of the screen keeps each from its neighbour
    beside = min(max(room - min(longest, width // 3), sum(least)), room - min(longest, width // 6))
    sizes = _shared(wanted, least, beside)
    whole = sum(least) <= room - min(longest, width // 3, max(word, width // 6))
    return Plan(headings, cells, short, shade, min(longest, room - sum(sizes)), sizes, whole)


def _widest(cells: Sequence[Sequence[str]], at: int) -> int:
    return max((columns_of(row[at]) for row in cells if at < len(row)), default=0)


def _shared(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Columns of one width where none needs more than its share, else each a fair one."""
    equal = min(max(wanted, default=0), room // max(len(wanted), 1))
    return [equal] * len(wanted) if equal >= max(least, default=0) else fair(wanted, least, room)


def _marks_used(block: Matrix, width: int) -> Lines:
    """What the signs in the cells stand for."""
    used = {cell.mark for row in block.cells for cell in row if cell.mark in MARKS}
    words = "   ".join(f"{mark_sign(mark)} {_(MARKS[mark])}" for mark in sorted(used))
    return [Content.styled(line, "$text-muted") for line in wrap(words, width)] if words else []


def limited(text: str, columns: int, most: int) -> list[str]:
    """A text on at most so many lines; what doesn't fit is cut from the last."""
    lines = wrap(shown(text), columns)
    return lines if len(lines) <= most else [*lines[: most - 1], one_line(" ".join(lines[most - 1 :]), columns)]


def _headings(plan: Plan, most: int) -> Lines:
    """The headings, standing on the line above the cells."""
    broken = [limited(column, size, most) for column, size in zip(plan.headings, plan.sizes, strict=True)]
    high = max(map(len, broken), default=0)
    return [
        Content.styled(
            " " * plan.names
            + "".join(" " + pad(text, size, right=True) for text, size in zip(line, plan.sizes, strict=True)),
            "$text-muted",
        )
        for line in zip(*([""] * (high - len(each)) + each for each in broken), strict=True)
    ]


def _heated(text: str, heat: float | None, size: int, shade: int) -> str:
    """What stands in a cell, with its heat as a shade beside it."""
    if heat is None or not shade:
        return pad(one_line(text, size), size, right=True)
    shades = signs().heat
    sign = shades[min(int(min(max(heat, 0.0), 1.0) * len(shades)), len(shades) - 1)]
    room = size - shade - 1
    return pad(one_line(text, room), room, right=True) + " " + sign * shade


DRAW: dict[type, Callable[[Any, int, bool], Lines]] = {Table: _table, Matrix: _matrix}
