"""Ids for what others call with whatever characters they like."""

import re
from collections.abc import Container

from server.domain.text import fold

_LONGEST = 50  # leaves room for a number behind it
_STRANGE = re.compile(r"[^A-Za-z0-9_.-]+")


def id_of(name: str, taken: Container[str] = (), usual: str = "q") -> str:
    """An id made of a name, that isn't taken: the name itself if it can be. `usual`: where nothing is left of it."""
    plain = name if not _STRANGE.search(name) else _STRANGE.sub("_", fold(name)).strip("_")
    found = plain[:_LONGEST].lstrip(".-") or usual
    n, chosen = 1, found
    while chosen in taken:
        n += 1
        chosen = f"{found}_{n}"
    return chosen
