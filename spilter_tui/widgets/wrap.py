"""Break lines at words, fast enough for thousands of entries."""

import re
from collections.abc import Iterator

from server.domain.text import display, width

PARTS = re.compile(r"[^-/]+[-/]*|[-/]+")  # of a word: it may be broken behind a hyphen or a slash


def shown(text: str) -> str:
    """`display`, without the work where there is nothing to do."""
    return text if text.isascii() and text.isprintable() else display(text)


def columns_of(line: str) -> int:
    """How many columns a line in display form takes."""
    return len(line) if line.isascii() else width(line)


def wrap(text: str, columns: int) -> list[str]:
    """A text in display form as lines of at most `columns`; never empty. A word that is too long is cut.

    It is cut behind a hyphen or a slash where it has one, and anywhere only where what lies between is still too long.
    """
    if columns_of(text) <= columns and "\n" not in text:
        return [text]
    return [line for paragraph in text.split("\n") for line in _wrapped(paragraph, max(columns, 2))]


def _wrapped(paragraph: str, columns: int) -> Iterator[str]:
    line, used = "", 0
    for word in paragraph.split(" "):
        size = columns_of(word)
        if used and used + 1 + size <= columns:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if used:
            yield line
        *cut, line = _cut(word, columns) if size > columns else [word]
        yield from cut
        used = columns_of(line)
    yield line


def _cut(word: str, columns: int) -> list[str]:
    """A long word in pieces that fit."""
    pieces, piece, used = [], "", 0
    parts = PARTS.findall(word)
    for part in parts if all(columns_of(each) <= columns for each in parts) else word:
        size = columns_of(part)
        if used + size > columns:
            pieces.append(piece)
            piece, used = "", 0
        piece += part
        used += size
    return [*pieces, piece]


def longest_part(text: str) -> int:
    """The columns in which a text in display form is broken at words, hyphens and slashes only."""
    return max((columns_of(part) for word in text.split() for part in PARTS.findall(word)), default=0)
