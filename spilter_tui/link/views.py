"""The subjects that a client watches, and their views, folded from snapshots and patches."""

import msgspec

from server.domain.kernel import View
from server.domain.patch import patch
from server.protocol import codec
from server.protocol.messages import Patch, Snapshot


class Gap(Exception):
    """A patch doesn't follow on what is held: a snapshot must be asked for."""


class Views:
    """What is watched, in the order in which it was asked for, and the newest view of each."""

    def __init__(self) -> None:
        self.wanted: dict[str, None] = {}
        self.held: dict[str, View] = {}
        self._versions: dict[str, int] = {}  # only of those that a patch may follow on

    def begin(self) -> None:
        """A new connection: versions start anew, the views stay until a snapshot replaces them."""
        self._versions.clear()

    def drop(self, subject: str) -> None:
        """No longer watch a subject."""
        self.wanted.pop(subject, None)
        self.held.pop(subject, None)
        self._versions.pop(subject, None)

    def clear(self) -> None:
        """Another workshop: nothing that is held is about it."""
        self.held.clear()
        self._versions.clear()

    def snapshot(self, message: Snapshot) -> View | None:
        """The view in it; None when nobody wants it any more. Raises `codec.Garbled`."""
        if message.subject not in self.wanted:
            return None
        view = codec.view(message.view)
        self.held[message.subject], self._versions[message.subject] = view, message.version
        return view

    def patch(self, message: Patch) -> View | None:
        """The view after it; None when it says nothing new or a snapshot is under way. Raises `Gap`."""
        version = self._versions.get(message.subject)
        if version is None or message.version == version:
            return None
        try:
            if message.version != version + 1:
                raise Gap
            view = patch(self.held[message.subject], message.changes)
        except (Gap, msgspec.DecodeError) as error:
            del self._versions[message.subject]
            raise Gap from error
        self.held[message.subject], self._versions[message.subject] = view, message.version
        return view
