"""What stands in a field of a form for a value of an agenda, and the value for what was typed there.

What can't be read as its shape stays as it was typed, so that checking it tells what is wrong.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

Shape = Literal["number", "numbers", "line", "text", "lines", "places", "amounts", "one", "activity"]
"""`lines`: a list, one a line. `places`: the same where an empty line is a place left open. `one`: one of several."""
GROUPED = re.compile(r"(?<=\d)[., \u00a0](?=\d{3}(?!\d))")  # 20.000, 20,000 and 20 000


def whole(text: str) -> int | str:
    """A whole number, with or without its thousands apart; any other text as it is."""
    bare = GROUPED.sub("", text.strip())
    return int(bare) if re.fullmatch(r"-?\d{1,12}", bare, re.ASCII) else text.strip()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _amounts(text: str) -> dict[str, int | str]:
    """By line what something costs; a line without a number keeps its own text in the place of one."""
    found: dict[str, int | str] = {}
    for line in _lines(text):
        name, _sign, amount = line.rpartition("=")
        found[name.strip() or line] = whole(amount)
    return found


SHOWN: Mapping[Shape, Callable[[Any], str]] = {
    "number": str,
    "numbers": lambda value: ", ".join(map(str, value)),
    "line": str,
    "text": str,
    "lines": "\n".join,
    "places": "\n".join,
    "amounts": lambda value: "\n".join(f"{name} = {amount}" for name, amount in value.items()),
    "one": str,
    "activity": str,
}
TYPED: Mapping[Shape, Callable[[str], Any]] = {
    "number": whole,
    "numbers": lambda text: [whole(each) for each in re.split(r"[,;\s]+", text) if each],
    "line": str.strip,
    "text": str.strip,
    "lines": _lines,
    "places": lambda text: [line.strip() for line in text.rstrip().splitlines()],
    "amounts": _amounts,
    "one": str,
    "activity": str,
}
