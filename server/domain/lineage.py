"""Herkomst: from a recommendation back to the verbatim lines it came from."""

from collections.abc import Iterable, Iterator

import msgspec

from server.domain.workshop import Workshop


class Line(msgspec.Struct, frozen=True):
    """A text of the workshop under its id: where it was first seen, and the ids it came from."""

    id: str
    text: str
    activity: str
    source: str = ""
    origins: tuple[str, ...] = ()
    entry: bool = False  # somebody's own words, or a seed with its source
    hidden: bool = False


class Lineage:
    """Every text of a workshop by id."""

    def __init__(self, workshop: Workshop) -> None:
        self.lines: dict[str, Line] = {}
        for key in workshop.plan.order:
            for line in _lines(workshop, key):
                known = self.lines.get(line.id)
                if known is None:
                    self.lines[line.id] = line
                elif line.origins and not known.origins:
                    self.lines[line.id] = msgspec.structs.replace(known, origins=line.origins)

    def back(self, ids: Iterable[str]) -> Iterator[tuple[int, Line]]:
        """The lines behind these ids, depth first, with how many steps back. Each id once; hidden ones never."""
        seen: set[str] = set()
        stack = [(0, key) for key in reversed(tuple(ids))]
        while stack:
            depth, key = stack.pop()
            line = self.lines.get(key)
            if line is None or key in seen:
                continue
            seen.add(key)
            if not line.hidden:
                yield depth, line
            stack.extend((depth + 1, origin) for origin in reversed(line.origins) if origin != key)


def _lines(workshop: Workshop, key: str) -> Iterator[Line]:
    activity = workshop.activities[key]
    for entry in activity.figures().entries:
        yield Line(entry.id, entry.text, key, entry.source, entry.origins, entry=True, hidden=bool(entry.hidden))
    for item in (*activity.received.values(), *activity.items()):
        yield Line(item.id, item.text, key, item.source, item.origins)
