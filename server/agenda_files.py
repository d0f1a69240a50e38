"""The files that an agenda names: what an activity starts with from a table beside the agenda."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from server.domain.activities.factsheet import ImportFacts
from server.domain.fact_tables import fact_lines
from server.domain.importing import start_items, statements
from server.domain.kernel import Command, Item
from server.domain.startlist import Given, new_in
from server.domain.text import fold

Open = Callable[[str], bytes]  # the contents of a file by its name in the agenda; `OSError` where that can't be read


class Brought(NamedTuple):
    """What a file gives an activity: its whole start list, and what is done at the beginning."""

    start: tuple[Item, ...]
    command: Command | None = None


def brought(kind: str, activity: str, start: tuple[Item, ...], data: bytes, source: str, page: str) -> Brought:
    """A file as this kind reads it: facts for a factsheet, a start list for every other.

    `start`: what is on the list already; `page`: the sheet of a workbook. `BadFile` with every fault.
    """
    return READERS.get(kind, _listed)(activity, start, data, source, page)


def _listed(activity: str, start: tuple[Item, ...], data: bytes, source: str, page: str) -> Brought:
    found = start_items(statements(data, page), activity, source)
    return Brought(_with(start, (Given(each.text, each.id, each.source) for each in found)))


def _facts(activity: str, start: tuple[Item, ...], data: bytes, source: str, page: str) -> Brought:
    """The facts, and the options that they are about."""
    lines = fact_lines(data, source, page)
    options = {fold(line.option): line.option for line in lines}
    here = {fold(item.text) for item in start} | {fold(item.id) for item in start}
    texts = [text for key, text in options.items() if key not in here]
    given = (Given(text, f"{activity}.{n}") for n, text in enumerate(texts, len(start) + 1))
    return Brought(_with(start, given), ImportFacts(lines))


def _with(start: tuple[Item, ...], given: Iterable[Given]) -> tuple[Item, ...]:
    here = {item.id: item for item in start}
    return (*start, *new_in(given, here, str))


READERS: Mapping[str, Callable[[str, tuple[Item, ...], bytes, str, str], Brought]] = {"factsheet": _facts}
