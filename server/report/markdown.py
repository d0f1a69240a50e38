"""The report as Markdown: one file, readable as it is. What participants typed is escaped and stays text."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from server.domain import numbers
from server.domain.blocks import (
    Bar,
    Bars,
    Block,
    Bullets,
    Cell,
    Distribution,
    Heading,
    Matrix,
    Quote,
    Quotes,
    Table,
    Text,
)
from server.domain.i18n import N_, Language, words
from server.domain.report import Report
from server.domain.text import display

BAR_WIDTH = 20
MARKS = {"dissent": N_("opinions differ"), "best": N_("best"), "out": N_("out"), "unclear": N_("unclear")}


def render(report: Report) -> dict[str, str]:
    """`report.md`."""
    lines = [f"# {inline(report.title)}", ""]
    for chapter in report.chapters:
        if chapter.name != "cover":
            lines += [f"## {inline(chapter.title)}", ""]
        for block in chapter.blocks:
            lines += [*_block(block, report.language), ""]
    return {"report.md": "\n".join(lines).rstrip() + "\n"}


def inline(text: str) -> str:
    """A text on one line, in which nothing is markup."""
    return _escaped(" ".join(display(text).split("\n")))


def _escaped(text: str) -> str:
    safe = re.sub(r"([\\`*_\[\]<>|~&$])", r"\\\1", text)
    safe = re.sub(r"^(\s*)([-+#=])", r"\1\\\2", safe)
    safe = re.sub(r"^(\s*\d+)([.)])", r"\1\\\2", safe)
    return re.sub(r"(?i):(?=//)|@|(?<=www)\.", lambda found: "\\" + found[0], safe)


def _block(block: Block, language: Language) -> Iterator[str]:
    makers: dict[type, Callable[[Any, Language], Iterator[str]]] = {
        Heading: _heading,
        Text: _text,
        Bullets: _bullets,
        Table: _table,
        Bars: _bars,
        Distribution: _distribution,
        Matrix: _matrix,
        Quotes: _quotes,
    }
    return makers[type(block)](block, language)


def _heading(block: Heading, language: Language) -> Iterator[str]:
    yield f"{'#' * (block.level + 2)} {inline(block.text)}"


def _text(block: Text, language: Language) -> Iterator[str]:
    said = inline(block.text)
    yield {"note": f"*{said}*", "lead": f"**{said}**", "warning": f"**! {said}**"}.get(block.role, said)


def _bullets(block: Bullets, language: Language) -> Iterator[str]:
    for at, item in enumerate(block.items, 1):
        yield f"{at}. {inline(item)}" if block.ordered else f"- {inline(item)}"


def cell_text(cell: Cell, language: Language) -> str:
    """A cell as it is read: its number in the reader's language, or its text, with its mark in words."""
    shown = cell.text if cell.number is None else numbers.number(cell.number, language, cell.decimals)
    return f"{shown} ({mark(cell.mark, language)})" if cell.mark else shown


def mark(name: str, language: Language) -> str:
    """A mark in words, for who can't see a colour."""
    return words(language).gettext(MARKS.get(name, name)) if name else ""


def _table(block: Table, language: Language) -> Iterator[str]:
    yield "| " + " | ".join(inline(column.title) for column in block.columns) + " |"
    yield "|" + "|".join("---:" if column.numeric else "---" for column in block.columns) + "|"
    for row in block.rows:
        yield "| " + " | ".join(inline(cell_text(cell, language)) for cell in row) + " |"
    if block.caption:
        yield ""
        yield f"*{inline(block.caption)}*"


def _bars(block: Bars, language: Language) -> Iterator[str]:
    if block.caption:
        yield f"*{inline(block.caption)}*"
        yield ""
    yield "| | | | |"
    yield "|---:|---|---:|---|"
    for bar in block.bars:
        rank = f"{bar.rank}." if bar.rank else ""
        drawn = f"`{_drawn(bar, block)}` {_beside(bar, language)}".rstrip()
        yield f"| {rank} | {inline(bar.label)} | {_number(bar, language)} | {drawn} |"


def _number(bar: Bar, language: Language) -> str:
    return " ".join(
        part for part in (numbers.number(bar.value, language, bar.decimals), between(bar, language)) if part
    )


def between(bar: Bar, language: Language) -> str:
    """The ends of a bar's interval in brackets; nothing where there is none."""
    ends = [numbers.number(end, language, bar.decimals) for end in bar.interval or ()]
    return f"({'–'.join(ends)})" if ends else ""


def _beside(bar: Bar, language: Language) -> str:
    return "; ".join(inline(part) for part in (bar.note, mark(bar.mark, language)) if part)


def _drawn(bar: Bar, block: Bars) -> str:
    if bar.interval is not None:
        return _span(bar, block, *bar.interval)
    full = round(BAR_WIDTH * block.part(bar.value))
    return "█" * full + "·" * (BAR_WIDTH - full)


def _span(bar: Bar, block: Bars, low: float, high: float) -> str:
    start, here, end = (round((BAR_WIDTH - 1) * block.part(value)) for value in (low, bar.value, high))
    line = "·" * start + "─" * (end - start + 1) + "·" * (BAR_WIDTH - end - 1)
    return line[:here] + "●" + line[here + 1 :]


def _distribution(block: Distribution, language: Language) -> Iterator[str]:
    counts = ", ".join(f"{inline(answer)}: {count}" for answer, count in zip(block.answers, block.counts, strict=True))
    yield f"{inline(block.label)} — {counts} {inline(block.note)} {mark(block.mark, language)}".rstrip()


def _matrix(block: Matrix, language: Language) -> Iterator[str]:
    yield "| | " + " | ".join(inline(column) for column in block.columns) + " |"
    yield "|---" * (len(block.columns) + 1) + "|"
    for name, row in zip(block.rows, block.cells, strict=True):
        yield f"| {inline(name)} | " + " | ".join(inline(cell_text(cell, language)) for cell in row) + " |"
    if block.caption:
        yield ""
        yield f"*{inline(block.caption)}*"


def _quotes(block: Quotes, language: Language) -> Iterator[str]:
    if block.label:
        yield f"**{inline(block.label)}**"
        yield ""
    for quote in block.quotes:
        yield from _quote(quote, language)


def _quote(quote: Quote, language: Language) -> Iterator[str]:
    first, *rest = display(quote.text).split("\n")
    behind = " · ".join(inline(part) for part in (quote.origin, mark(quote.mark, language)) if part)
    tail = (f" — {behind}" if behind else "") + (f" `{quote.id}`" if quote.id else "")
    depth = len(first) - len(first.lstrip(" "))
    yield " " * depth + f"- {_escaped(first.strip())}" + ("" if rest else tail)
    for at, line in enumerate(rest, 1):
        yield " " * depth + f"  {_escaped(line)}" + (tail if at == len(rest) else "")
