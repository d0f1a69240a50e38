"""What the session hands to the file and to the network, as plain values."""

import hashlib
from typing import TypeAlias

import msgspec

from server.domain.history import Recorded
from server.protocol.queries import Query


class Person(msgspec.Struct, frozen=True):
    """A seat, as the file keeps it until it is erased: the hash of its secret, never anything it sent."""

    seat: str  # SHA-256 (hex) of the laptop's token for this workshop
    laptop: int
    role: str = "participant"
    table: int = 0
    name: str = ""
    persons: int = 1


class Rewrite(msgspec.Struct, frozen=True):
    """A sealed scope: its events as they may stay, and the hashed operation ids that must still count as seen."""

    scope: str
    records: tuple[Recorded, ...]
    ops: tuple[str, ...]


class Batch(msgspec.Struct, frozen=True):
    """What must be on disk, in this order, before anything of it is told: records, people, rewrites."""

    records: tuple[Recorded, ...] = ()
    people: tuple[Person, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    closed: bool = False  # an activity closed: time for a back-up

    def __bool__(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.records or self.people or self.rewrites)


class Send(msgspec.Struct, frozen=True):
    """The same bytes to these connections."""

    peers: tuple[int, ...]
    data: bytes


class Close(msgspec.Struct, frozen=True):
    """End a connection, after what was sent to it."""

    peer: int


class Question(msgspec.Struct, frozen=True):
    """A question that needs more than the session: the hub finds the answer and calls `Session.answer`."""

    peer: int
    op: str
    query: Query


Effect: TypeAlias = Send | Close | Question


def op_hash(op: str) -> str:
    """What stays of an operation id once its activity is sealed: enough to know it again, tied to no row."""
    return hashlib.sha256(op.encode()).hexdigest()[:32]
