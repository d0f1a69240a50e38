"""Who watches what: one view and one version a topic, encoded once and sent to all who watch it.

A topic is a subject (agenda, hall, wall, an activity, its results) for an audience (room, a table, desk, wall).
What a topic costs doesn't depend on how many watch it, and who comes later gets the view that the others hold.
"""

from collections.abc import Callable, Iterable

import msgspec

from server.domain.kernel import STAFF, Audience, Refused, Role
from server.domain.patch import diff
from server.protocol.codec import encode
from server.protocol.messages import Patch, Snapshot
from server.records import Send

ViewOf = Callable[[str, Audience], msgspec.Struct | None]
Key = tuple[str, str]  # audience and subject

NONE: frozenset[Key] = frozenset()
EVERY = 1.0  # seconds: what may wait goes round at most this often


class Topic:
    """One subject for one audience: the view that its watchers hold, and its version."""

    def __init__(self, subject: str, role: Role, table: int, laptop: int = 0) -> None:
        self.subject, self.role, self.table, self.laptop = subject, role, table, laptop
        self.view: msgspec.Struct | None = None
        self.version = 0
        self.told = 0.0  # when it was last published
        self.peers: dict[int, bool] = {}  # peer → whether it holds the view
        self._whole = b""  # the snapshot of this version, once somebody needed it

    def publish(self, view: msgspec.Struct | None) -> Iterable[Send]:
        """Bring every watcher to this view: a patch for those who hold the one before, a snapshot for the others."""
        holders = tuple(peer for peer, holds in self.peers.items() if holds)
        if view is None:
            self.view, self.peers = None, dict.fromkeys(self.peers, False)
            return
        if self.view is not None and type(self.view) is type(view):
            changes = diff(self.view, view)
            if changes:
                self._turn_to(view)
                if holders:
                    raw = {name: msgspec.Raw(encode(value)) for name, value in changes.items()}
                    yield Send(holders, encode(Patch(self.subject, self.version, raw)))
        else:
            self._turn_to(view)
        yield from self.welcome()

    def _turn_to(self, view: msgspec.Struct) -> None:
        self.view, self.version, self._whole = view, self.version + 1, b""

    def welcome(self) -> Iterable[Send]:
        """Bring those who hold nothing yet to the view that the others hold."""
        fresh = tuple(peer for peer, holds in self.peers.items() if not holds)
        if fresh and self.view is not None:
            self.peers.update(dict.fromkeys(fresh, True))
            self._whole = self._whole or encode(Snapshot(self.subject, self.version, msgspec.Raw(encode(self.view))))
            yield Send(fresh, self._whole)


class Topics:
    """All topics of a session. Marking is cheap; `publish` does the work, once, for everything that was marked."""

    def __init__(self) -> None:
        self._topics: dict[Key, Topic] = {}
        self._by_subject: dict[str, set[Key]] = {}
        self._by_peer: dict[int, dict[str, Key]] = {}
        self._marked: set[Key] = set()
        self._waiting: set[Key] = set()  # marked too, but in no hurry
        self._fresh: set[Key] = set()  # unchanged, with somebody who came later

    def watch(
        self, peer: int, subject: str, role: Role, table: int, laptop: int = 0, *, only_if_moved: bool = False
    ) -> None:
        """A peer watches a subject, as this role at this table (0: as the whole room), or as this one laptop.

        Watching again asks for a snapshot; `only_if_moved` does so only where the audience is another one now.
        """
        audience = (
            "desk" if role in STAFF else role.value + (f":{table}" if table else "") + (f"#{laptop}" if laptop else "")
        )
        key = (audience, subject)
        if only_if_moved and self._by_peer.get(peer, {}).get(subject) == key:
            return
        self.unwatch(peer, subject)
        topic = self._topics.setdefault(key, Topic(subject, role, table, laptop))
        topic.peers[peer] = False
        self._by_subject.setdefault(subject, set()).add(key)
        self._by_peer.setdefault(peer, {})[subject] = key
        (self._marked if topic.view is None else self._fresh).add(key)

    def unwatch(self, peer: int, subject: str) -> None:
        """A peer no longer watches a subject."""
        key = self._by_peer.get(peer, {}).pop(subject, None)
        if key is None:
            return
        self._topics[key].peers.pop(peer, None)
        if not self._topics[key].peers:
            del self._topics[key]
            self._by_subject[subject].discard(key)
            for marks in (self._marked, self._waiting, self._fresh):
                marks.discard(key)

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
        for subject in subjects:
            self._marked |= self._by_subject.get(subject, NONE)

    def mark_later(self, *subjects: str) -> None:
        """These may have changed too, and wait until `EVERY` seconds have passed since they were last told."""
        for subject in subjects:
            self._waiting |= self._by_subject.get(subject, NONE)

    def deadline(self) -> float | None:
        """When the first of those that wait must be told; None when none waits."""
        return min((self._topics[key].told + EVERY for key in self._waiting), default=None)

    def publish(self, view_of: ViewOf, now: float) -> Iterable[Send]:
        """Send what changed in the marked topics, and to who came later what the others hold."""
        due = self._marked | {key for key in self._waiting if self._topics[key].told + EVERY <= now}
        fresh = self._fresh - due
        self._marked, self._waiting, self._fresh = set(), self._waiting - due, set()
        for key in due:
            topic = self._topics[key]
            topic.told = now
            try:
                view = view_of(topic.subject, Audience(topic.role, topic.table, now, topic.laptop))
            except Refused:
                view = None  # no such activity, or not for this audience yet
            yield from topic.publish(view)
        for key in fresh:
            yield from self._topics[key].welcome()
