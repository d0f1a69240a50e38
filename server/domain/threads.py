"""Entries that build on others, under what they build on."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar


class Threadable(Protocol):
    """Something with an id that may build on another."""

    @property
    def id(self) -> str:
        """Its own id."""

    @property
    def parent(self) -> str:
        """The id of what it builds on; empty for nothing."""


Row = TypeVar("Row", bound=Threadable)


def threaded(rows: Sequence[Row]) -> Iterator[tuple[Row, int]]:
    """The rows in their own order, each followed by what builds on it; with how deep it stands.

    What builds on something that isn't there stands by itself; a circle, which no entry can make, is cut open.
    """
    ids = {row.id for row in rows}
    under: dict[str, list[Row]] = {}
    for row in rows:
        under.setdefault(row.parent if row.parent in ids else "", []).append(row)
    seen: set[str] = set()
    for root in (*under.get("", ()), *rows):
        stack = [(root, 0)]
        while stack:
            row, depth = stack.pop()
            if row.id not in seen:
                seen.add(row.id)
                yield row, depth
                stack += [(each, depth + 1) for each in reversed(under.get(row.id, ()))]
