"""What a terminal sends when a key is pressed: letters in its own encoding, and no byte ends the program.

Textual takes every byte for strict UTF-8. An é of a Latin-1 terminal then ended the thread that reads the keys, and
with it the program: also where the locale says UTF-8 and the window of a terminal program far away does not.
"""

import codecs
import sys
from collections.abc import Callable
from typing import Any

from textual.app import App

ODD = "spilter-odd"  # the name of the error handler for bytes that are no UTF-8
UNSURE = ("ascii", "utf-8")  # a terminal that says ASCII only says what it draws


def hear(app: App[Any], encoding: str) -> None:
    """Have an app that does not run yet read the keys of a terminal with this encoding; call it before `fit`."""
    reads = sys.modules[app.driver_class.__module__]
    if hasattr(reads, "getincrementaldecoder"):  # not on Windows, which gives keys and no bytes
        vars(reads)["getincrementaldecoder"] = lambda _utf8: decoder_for(encoding)


def decoder_for(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    """Makes a decoder that takes any byte: what is no UTF-8 is taken for Latin-1, where nothing better is known."""
    name = codecs.lookup(encoding).name
    known, errors = ("utf-8", ODD) if name in UNSURE else (name, "replace")
    return lambda: codecs.getincrementaldecoder(known)(errors)


def _as_latin(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error(ODD, _as_latin)
