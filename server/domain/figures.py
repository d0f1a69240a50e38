"""What an activity says of itself as data: how many took part, what came out, and what needs attention."""

from typing import Any

import msgspec


class Count(msgspec.Struct, frozen=True):
    """How many took part: persons, devices, and how many of the judgements were abstentions."""

    persons: int = 0
    devices: int = 0
    abstained: int = 0


class EntryFigure(msgspec.Struct, frozen=True):
    """An entry as the report's data holds it: verbatim, with its theme, source and what it was merged into."""

    id: str
    text: str
    theme: str = ""
    source: str = ""
    merged_into: str = ""
    about: str = ""
    side: str = ""
    name: str = ""
    table: int = 0
    hidden: str = ""
    origins: tuple[str, ...] = ()
    round: int = 0
    fields: dict[str, str] = {}  # where an entry has fields: what stands in each


class Notice(msgspec.Struct, frozen=True):
    """Something that needs attention: a code that a screen translates, with the facts its sentence needs."""

    id: str
    code: str
    facts: dict[str, str | int | float] = {}


class Figures(msgspec.Struct, frozen=True):
    """An activity's results as data: n, judged items (kind-specific keys) and entries verbatim.

    `facts`: what is said of the activity as a whole (agreement, weights), by kind-specific keys.
    """

    n: Count
    items: tuple[dict[str, Any], ...] = ()
    entries: tuple[EntryFigure, ...] = ()
    method: str = ""
    facts: dict[str, Any] = {}
