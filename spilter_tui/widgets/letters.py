"""Letters of blocks, for what must be read from the back of the hall.

A pixel font of seven rows and two below the line, with accents put on by themselves. A size is how many columns a pixel
takes; size 0 packs four pixels in a character, which is narrow and still five lines high.
"""

import unicodedata
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import NamedTuple

from spilter_tui.widgets.signs import UNICODE, signs
from spilter_tui.widgets.wrap import shown, wrap

TALL = 10  # pixels from line to line: seven, two below, one between
GAP, SPACE = 1, 3  # pixels between letters and between words
QUARTERS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
HALVES = " ▀▄█"
SIZES = (6, 5, 4, 3, 2, 1, 0)
PLAIN = -1  # no blocks: characters as they are

MARKS = {
    "\u0301": ("...#.", "..#.."),  # é
    "\u0300": (".#...", "..#.."),  # è
    "\u0308": (".#.#.", "....."),  # ë
    "\u0302": ("..#..", ".#.#."),  # ê
    "\u0303": (".##.#", "....."),  # ñ
    "\u030a": ("..#..", ".#.#."),  # å
    "\u030c": (".#.#.", "..#.."),  # č
}
OTHERS = {"´": "'", "′": "'", "″": '"', "„": ",", "‚": ",", "−": "-", "‐": "-", "×": "x", "\u00a0": " "}


class Fit(NamedTuple):
    """A text at a size: what to draw, line by line."""

    size: int
    lines: tuple[str, ...]


@cache
def _font() -> dict[str, tuple[str, ...]]:
    """Every letter as rows of dots and hashes, from the drawing beside this file."""
    drawing = files("spilter_tui.widgets").joinpath("letters.txt").read_text("utf-8")
    font: dict[str, tuple[str, ...]] = {}
    for banner in drawing.strip().split("\n\n"):
        letters, *rows = banner.split("\n")
        for letter, glyph in zip(letters, zip(*(row.split() for row in rows), strict=True), strict=True):
            font[letter] = tuple(glyph)
    return font


@cache
def _box() -> tuple[str, ...]:
    return (*_font()["□"], ".....", ".....")


@cache
def _glyph(character: str) -> tuple[str, ...]:
    """A letter's rows, nine of them; a hollow box for what the font doesn't have."""
    font = _font()
    base, *marks = list(unicodedata.normalize("NFD", OTHERS.get(character, character)))
    if base == " ":
        return ("." * SPACE,) * 9
    if base == "□" or base not in font:
        return _box()
    rows = font[base]
    for mark in marks:
        rows = _marked(rows, mark, tall=base.isupper() or base in "bdfhklt")
    empty = "." * len(rows[0])
    return tuple(row or empty for row in (*rows, *[""] * (9 - len(rows))))


def _marked(rows: tuple[str, ...], mark: str, tall: bool) -> tuple[str, ...]:
    """A letter with its accent above it; a capital makes room for it. A mark that isn't known is left out."""
    drawn = MARKS.get(mark)
    if drawn is None:
        return rows
    wide = max(len(rows[0]), 3)
    start = (5 - min(wide, 5)) // 2
    above = [row[start : start + wide].ljust(wide, ".") for row in drawn]
    padded = [row.center(wide, ".") for row in rows]
    if tall:
        return (above[0], *padded[:3], *padded[4:])
    return (above[0], above[1] if mark != "\u0308" else padded[1], *padded[2:])


def known(text: str) -> bool:
    """Whether every letter of a text in display form can be drawn."""
    box = _glyph("□")
    return all(character in " \n□" or _glyph(character) is not box for character in text)


def columns(text: str, size: int) -> int:
    """How many columns a line takes at a size."""
    if size == PLAIN:
        return len(text)
    pixels = sum(len(_glyph(character)[0]) + GAP for character in text) - GAP if text else 0
    return pixels * size if size else -(-pixels // 2)


def height(size: int) -> int:
    """How many rows a line takes at a size, with the gap under it."""
    return 1 if size == PLAIN else max(TALL * size // 2, TALL // 2)


def letters(text: str, size: int) -> list[str]:
    """One line in display form, drawn at a size."""
    if size == PLAIN:
        return [text]
    pixels = [("." * GAP).join(rows) for rows in zip(*(_glyph(character) for character in text), strict=True)]
    pixels = (pixels or [""] * 9) + ["." * len(pixels[0] if pixels else "")] * (TALL - 9)
    if not size:
        return [_quartered(upper, lower) for upper, lower in zip(pixels[::2], pixels[1::2], strict=True)]
    rows = ["".join(pixel * size for pixel in row) for row in pixels for _ in range(size)]
    return [_halved(upper, lower) for upper, lower in zip_longest(rows[::2], rows[1::2], fillvalue="." * len(rows[0]))]


def _halved(upper: str, lower: str) -> str:
    if signs() is not UNICODE:
        return "".join("#" if "#" in pair else " " for pair in zip(upper, lower, strict=True))
    return "".join(HALVES[(a == "#") + 2 * (b == "#")] for a, b in zip(upper, lower, strict=True))


def _quartered(upper: str, lower: str) -> str:
    if len(upper) % 2:
        upper, lower = upper + ".", lower + "."
    pairs = zip(upper[::2], upper[1::2], lower[::2], lower[1::2], strict=True)
    return "".join(QUARTERS[sum(2**at for at, pixel in enumerate(four) if pixel == "#")] for four in pairs)


def fit(text: str, width: int, rows: int, biggest: int = SIZES[0], smallest: int = PLAIN) -> Fit:
    """A text at the largest size at which it fits in so many columns and rows; cut where even the smallest doesn't."""
    words = shown(text)
    if not known(words):
        biggest = PLAIN
    for size in range(biggest, smallest - 1, -1):
        if size == 0 and signs() is not UNICODE:
            continue
        lines = wrap(words, width) if size == PLAIN else _wrapped(words, width, size)
        found = Fit(size, tuple(lines))
        if lines and (len(lines) - 1) * height(size) < rows and len(drawn(found)) <= rows:
            return found
    lines = wrap(words, width)
    most = max(rows, 1)
    return Fit(PLAIN, tuple(lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + signs().more]))


def _wrapped(text: str, width: int, size: int) -> list[str]:
    """Lines that fit; nothing where a word doesn't."""
    found: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            if columns(word, size) > width:
                return []
            longer = f"{line} {word}" if line else word
            if columns(longer, size) <= width:
                line = longer
            else:
                found.append(line)
                line = word
        found.append(line)
    return found


def drawn(fitted: Fit) -> list[str]:
    """All lines of a fitted text; what is empty under the last one is left out."""
    rows = [row for line in fitted.lines for row in letters(line, fitted.size)]
    while rows and not rows[-1].strip():
        rows.pop()
    return rows
