"""When each activity shows something new though nothing happens: a batch of entries, a claim that lapses."""

from collections.abc import Iterable

from server.domain.workshop import Workshop


class Releases:
    """The next such moment of each activity."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self._next: dict[str, float] = {}
        self.expect(workshop.activities, 0)

    def expect(self, keys: Iterable[str], now: float) -> None:
        """Remember when these show something new next: a view that is asked for meanwhile must not forget it."""
        for key in keys:
            release = self.workshop.activities[key].next_release(now)
            if release is not None:
                self._next[key] = min(release, self._next.get(key, release))

    def due(self, now: float) -> list[str]:
        """The activities that show something new by now, each told once."""
        found = [key for key, release in self._next.items() if release <= now]
        for key in found:
            del self._next[key]
        self.expect(found, now)
        return found

    def deadlines(self) -> Iterable[float]:
        """When there is something new."""
        return self._next.values()
