"""Blocks that hold numbers, drawn at a width: bars and distributions; `tables` has the others."""

from collections.abc import Callable
from typing import Any, TypeAlias

from textual.content import Content

from server.domain.blocks import Bar, Bars, Distribution
from server.domain.numbers import number
from server.domain.text import one_line
from spilter_tui.i18n import N_, _, language
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.wrap import columns_of, shown, wrap

Lines: TypeAlias = list[Content]

BROAD = 48  # columns: with fewer, an interval is written under its bar

MARKS = {"dissent": N_("dissent"), "best": N_("best"), "out": N_("out")}
MARK_STYLES = {"dissent": "bold $warning", "best": "bold $accent", "out": "$text-muted"}


def mark_sign(mark: str) -> str:
    """A mark as one sign; nothing for no mark."""
    return {"best": signs().star, "dissent": signs().alert, "out": "x"}.get(mark, "")


def mark_words(mark: str) -> str:
    """A mark as a sign and a word; nothing for no mark."""
    return f"{mark_sign(mark)} {_(MARKS[mark])}" if mark in MARKS else one_line(mark, 24)


def bar(part: float, columns: int, thick: bool = False) -> str:
    """A bar of `part` (0 to 1) of so many columns; anything above nothing shows. Thick is for the wall."""
    whole, ends = (signs().full, signs().eighths) if thick else (signs().line, signs().half)
    steps = len(ends) + 1
    size = round(min(max(part, 0.0), 1.0) * columns * steps)
    full, rest = divmod(max(size, 1) if part > 0 and columns > 0 else size, steps)
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
    lines = caption(block.caption, width)
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


def caption(text: str, width: int) -> Lines:
    """What stands above a block; nothing for no text."""
    return [Content.styled(line, "bold") for line in wrap(shown(text), width)] if text else []


DRAW: dict[type, Callable[[Any, int, bool], Lines]] = {Bars: _bars, Distribution: _distribution}
