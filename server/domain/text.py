"""What a participant's text may contain: the form that is stored, the one shown, the one to search by.

Stored is what was typed, so that the report can quote it. Shown is what no terminal, browser or editor acts
upon and what takes the same number of columns in all of them: terminals disagree on joined emoji, skin tones,
flags, variation selectors and characters whose width changed between versions of Unicode, so those are taken
apart or replaced.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from server.domain.kernel import Refused

LIMIT = 4000
"""The most characters an entry may have: two pages, and far from what clogs a screen or a network."""

UNKNOWN = "\ufffd"  # stands for what can't be shown, and tells that something was there
MARKS = 3  # accents on one letter: Hebrew needs three, and what has more climbs over its neighbours

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
# In good faith: hyphens, joiners, marks of direction, selectors of a look, skin tones. Dropped without a trace.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
)
# Conjoining jamo, fillers, and the hexagrams and rods that became wide in Unicode 16.
_CHANGED_WIDTH = re.compile(
    "[\u1160-\u11ff\u3164\ud7b0-\ud7fb\uffa0\u302e\u302f\U00016ff0\U00016ff1"
    "\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\U0001d300-\U0001d376]"
)
_FLAG_A, _FLAG_Z = 0x1F1E6, 0x1F1FF


def clean(text: str, *, limit: int = LIMIT) -> str:
    """The form to store: what was typed, to the character, if it is anything and no longer than ``limit``.

    Only lone surrogates are replaced (U+FFFD): they are halves of characters, and neither UTF-8, JSON nor
    SQLite can hold them. A NUL stays: JSON, in which events are kept, writes it as an escape.
    Refuses with ``empty`` or ``too_long`` (facts ``limit``, ``length``), and never cuts off silently.
    """
    whole = _whole(text)
    if not whole.strip():
        raise Refused("empty")
    if len(whole) > limit:
        raise Refused("too_long", limit=limit, length=len(whole))
    return whole


def display(text: str) -> str:
    """The harmless form for screens, Markdown and HTML, which still escape their own markup. Idempotent.

    Holds no control character but the newline, nothing that hides or turns the direction of writing, and has
    a predictable ``width``. A control character becomes its picture (␛), other trickery U+FFFD.
    """
    flat = unicodedata.normalize("NFC", _BREAK.sub("\n", _whole(text)))
    shown = unicodedata.normalize("NFC", "".join(map(_shown, flat)))
    calm = _few_marks(re.sub(f"{UNKNOWN}+", UNKNOWN, shown))
    return calm if calm.strip() or not text.strip() else UNKNOWN


def one_line(text: str, columns: int | None = None) -> str:
    """The display form on one line, spaces folded, cut to ``columns`` with an ellipsis. Idempotent."""
    line = " ".join(display(text).split())
    if columns is None or width(line) <= columns:
        return line
    kept, left = "", columns - 1
    for character in line:
        left -= _columns(character)
        if left < 0:
            break
        kept += character
    return kept.rstrip() + "…" if columns > 0 else ""


def width(shown: str) -> int:
    """How many columns one line in display form takes in a terminal."""
    return sum(map(_columns, shown))


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """The form to search and sort by: no case, accents, invisible characters, doubled spaces. Idempotent."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(c for c in bare if unicodedata.category(c) not in {"Mn", "Me", "Cf"}).split())


def _whole(text: str) -> str:
    """The text with surrogate pairs joined and lone surrogates replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    """One character as it is shown: itself, nothing, or a stand-in."""
    code, category = ord(character), unicodedata.category(character)
    if character == "\n" or category == "Zs":
        return character if character == "\n" else " "
    if category == "Cc":
        return _picture(code)
    if _FLAG_A <= code <= _FLAG_Z:
        return chr(code - _FLAG_A + ord("A"))
    if _INVISIBLE.match(character) or category == "Me":
        return ""
    if category in {"Cf", "Cs", "Co", "Cn"} or _CHANGED_WIDTH.match(character):
        return UNKNOWN
    return character


def _picture(code: int) -> str:
    """A control character as a picture of itself; a tab is a space."""
    if code == 0x09:
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else UNKNOWN


def _few_marks(text: str) -> str:
    """The text with at most a few marks on a letter, and none where there is no letter to carry them."""
    kept = ""
    for marks, run in groupby(text, _is_mark):
        if not marks:
            kept += "".join(run)
        elif kept and kept[-1] not in " \n":
            kept += "".join(run)[:MARKS]
    return kept


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Mc"}


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if _is_mark(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
