"""Who watches what: one view and one version a topic, encoded once and sent to all who watch it.

A topic is a subject (agenda, hall, wall, an activity, its results) for an audience (room, a table, desk, wall).
"""

from collections.abc import Callable, Iterable

import msgspec

from server.domain.kernel import Audience, Refused, Role
from server.domain.patch import diff
from server.protocol.codec import encode
from server.protocol.messages import Patch, Snapshot
from server.records import Send

ViewOf = Callable[[str, Audience], msgspec.Struct | None]


class Topic:
    """One subject for one audience: the view that its watchers hold, and its version."""

    def __init__(self, subject: str, role: Role, table: int) -> None:
        self.subject, self.role, self.table = subject, role, table
        self.view: msgspec.Struct | None = None
        self.version = 0
        self.peers: dict[int, bool] = {}  # peer → whether it holds the view

    def publish(self, view: msgspec.Struct | None) -> Iterable[Send]:
        """Bring every watcher to this view: a patch for those who hold the one before, a snapshot for the others."""
        holders = tuple(peer for peer, holds in self.peers.items() if holds)
        if view is None:
            self.view, self.peers = None, dict.fromkeys(self.peers, False)
            return
        if self.view is not None and type(self.view) is type(view):
            changes = diff(self.view, view)
            if changes:
                self.view, self.version = view, self.version + 1
                if holders:
                    raw = {name: msgspec.Raw(encode(value)) for name, value in changes.items()}
                    yield Send(holders, encode(Patch(self.subject, self.version, raw)))
        else:
            self.view, self.version = view, self.version + 1
        yield from self._snapshot()

    def _snapshot(self) -> Iterable[Send]:
        fresh = tuple(peer for peer, holds in self.peers.items() if not holds)
        if fresh and self.view is not None:
            self.peers.update(dict.fromkeys(fresh, True))
            yield Send(fresh, encode(Snapshot(self.subject, self.version, msgspec.Raw(encode(self.view)))))


class Topics:
    """All topics of a session. Marking is cheap; `publish` does the work, once, for everything that was marked."""

    def __init__(self) -> None:
        self._topics: dict[tuple[str, str], Topic] = {}
        self._by_peer: dict[int, dict[str, tuple[str, str]]] = {}
        self._marked: set[tuple[str, str]] = set()

    def watch(self, peer: int, subject: str, role: Role, table: int, only_if_moved: bool = False) -> None:
        """A peer watches a subject, as this role at this table (0: as the whole room).

        Watching again asks for a snapshot; `only_if_moved` does so only where the audience is another one now.
        """
        audience = "desk" if role in (Role.FACILITATOR, Role.SORTER) else role.value + (f":{table}" if table else "")
        key = (audience, subject)
        if only_if_moved and self._by_peer.get(peer, {}).get(subject) == key:
            return
        self.unwatch(peer, subject)
        topic = self._topics.setdefault(key, Topic(subject, role, table))
        topic.peers[peer] = False
        self._by_peer.setdefault(peer, {})[subject] = key
        self._marked.add(key)

    def unwatch(self, peer: int, subject: str) -> None:
        """A peer no longer watches a subject."""
        key = self._by_peer.get(peer, {}).pop(subject, None)
        if key is None:
            return
        self._topics[key].peers.pop(peer, None)
        if not self._topics[key].peers:
            del self._topics[key]
            self._marked.discard(key)

    def gone(self, peer: int) -> None:
        """A peer left."""
        for subject in list(self._by_peer.get(peer, ())):
            self.unwatch(peer, subject)
        self._by_peer.pop(peer, None)

    def watchers(self, subject: str) -> list[int]:
        """Who watches a subject, in whatever audience."""
        return [peer for peer, subjects in self._by_peer.items() if subject in subjects]

    def mark(self, *subjects: str) -> None:
        """These subjects may have changed."""
        self._marked.update(key for key in self._topics if key[1] in subjects)

    def marked(self, subject: str) -> bool:
        """Whether a subject waits to be published."""
        return any(key[1] == subject for key in self._marked)

    def publish(self, view_of: ViewOf, now: float, later: frozenset[str] = frozenset()) -> Iterable[Send]:
        """Send what changed in the marked topics; the subjects in `later` keep waiting."""
        due = [key for key in self._marked if key[1] not in later or not all(self._topics[key].peers.values())]
        for key in due:
            self._marked.discard(key)
            topic = self._topics[key]
            try:
                view = view_of(topic.subject, Audience(topic.role, topic.table, now))
            except Refused:
                view = None  # no such activity, or not for this audience yet
            yield from topic.publish(view)
