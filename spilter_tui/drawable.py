"""What a terminal can draw: the encoding it says it has, and stand-ins for every character that this doesn't hold."""

import codecs
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec
from textual.app import App

from server.domain.text import width
from spilter_tui.widgets.signs import ASCII, UNICODE, signs_from, use_signs

LINES = range(0x2500, 0x2580)
BLOCKS = range(0x2580, 0x25A0)
LOCALES = ("LC_ALL", "LC_CTYPE", "LANG")  # the first that is set counts


def encoding_of(output: str, environment: Mapping[str, str]) -> str:
    """The encoding of a terminal, from that of the standard output and from the locale.

    The locale is asked as well because Python takes UTF-8 where the locale is C (PEP 540), and the terminal need not.
    """
    told = environment.get("PYTHONIOENCODING") or environment.get("PYTHONUTF8") == "1"
    if told or signs_from(output) is not UNICODE:
        return output
    locale = next((environment[name] for name in LOCALES if environment.get(name)), "")
    if locale in ("C", "POSIX"):
        return "ascii"
    named = locale.partition(".")[2].partition("@")[0]
    try:
        return codecs.lookup(named).name
    except LookupError:
        return output


def fit(app: App[Any], encoding: str) -> None:
    """Have an app that does not run yet send its terminal nothing that this encoding doesn't hold."""
    if signs_from(encoding) is UNICODE:
        return
    use_signs(ASCII)
    driver = app.driver_class

    def write(self: Any, data: str) -> None:
        driver.write(self, drawable(data, encoding))

    app.driver_class = type("Fitting", (driver,), {"write": write})


def drawable(text: str, encoding: str) -> str:
    """A text with a stand-in, as wide, for every character that an encoding doesn't hold."""
    if text.isascii():
        return text
    return "".join(character if character.isascii() else _drawn(character, encoding) for character in text)


@lru_cache(maxsize=4096)
def _drawn(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        columns = width(character)
        plain = SIGNS.get(character) or _line(ord(character)) or _bare(character)
        return plain if len(plain) == columns else "?" * columns
    return character


def _line(code: int) -> str:
    """Of a frame its corner, of a block a full one."""
    return "+" if code in LINES else "#" if code in BLOCKS else ""


def _bare(character: str) -> str:
    """A letter without its accent."""
    return unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()


def _signs() -> Mapping[str, str]:
    """Each sign with its stand-in, the straight lines of frames, arrows and quotation marks."""
    pairs = zip(msgspec.structs.astuple(UNICODE), msgspec.structs.astuple(ASCII), strict=True)
    found = {sign: plain for sign, plain in pairs if len(sign) == len(plain) == 1}
    return found | dict(zip("─━│┃←↑→↓‘’“”–—·…€", "--||<^>v''\"\"---~E", strict=True))


SIGNS = _signs()
