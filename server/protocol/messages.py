"""What travels between a client and the server, one message a WebSocket text frame, as JSON.

Joining comes first (`joining.py`), then `Enter` and `Welcome`; after that the client does (`Do`), watches (`Watch`),
asks (`Ask`) and says how it is (`Say`). `docs/protocol.md` is generated from this module.
"""

from typing import Annotated, Literal

import msgspec

from server.protocol.joining import JoinAccepted, JoinChallenge, JoinHello, JoinProof, JoinRefused

VERSION = 1
MAX_FRAME = 64 * 1024  # bytes a client may send at once; an entry of 4,000 characters fits several times
PATH = "/workshop"

Op = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
Token = Annotated[str, msgspec.Meta(max_length=128)]
Name = Annotated[str, msgspec.Meta(max_length=80)]
Subject = Annotated[str, msgspec.Meta(max_length=80)]
Scope = Annotated[str, msgspec.Meta(max_length=40)]


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """Any message."""


class Enter(Message, frozen=True, tag="enter"):
    """Client: take a seat. `seat` is this laptop's secret for this workshop; `key` opens a role of the staff.

    A known seat comes back without the room code; a new one must have joined with it on this connection.
    """

    seat: Token
    role: Literal["participant", "facilitator", "sorter", "wall"] = "participant"
    version: int = VERSION
    key: Token = ""
    table: Annotated[int, msgspec.Meta(ge=0, le=999)] = 0
    name: Name = ""
    persons: Annotated[int, msgspec.Meta(ge=1, le=99)] = 1


class Do(Message, frozen=True, tag="do"):
    """Client: a command for an activity (`scope`) or the workshop (no scope). `op` is 128 random bits in hex."""

    op: Op
    command: msgspec.Raw
    scope: Scope = ""


class Watch(Message, frozen=True, tag="watch"):
    """Client: send me this subject now and whenever it changes.

    Subjects: `agenda`, `hall`, `wall`, `me` (what is for this laptop alone), an activity's id, or that id with
    `/result` behind it.
    """

    subject: Subject


class Unwatch(Message, frozen=True, tag="unwatch"):
    """Client: no longer send me this subject."""

    subject: Subject


class Say(Message, frozen=True, tag="say"):
    """Client: how it is here. Screens get counts, of a raised hand the laptop's number; none of it is in the file."""

    ready: bool = False
    drafts: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 0
    table: Annotated[int, msgspec.Meta(ge=0, le=999)] | None = None
    name: Name | None = None
    persons: Annotated[int, msgspec.Meta(ge=1, le=99)] | None = None
    hand: bool | None = None  # asks for help
    host: bool | None = None  # leads the talk at its table


class Ask(Message, frozen=True, tag="ask"):
    """Client: a question that changes nothing; see `queries.py`."""

    op: Op
    query: msgspec.Raw


class Ping(Message, frozen=True, tag="ping"):
    """Client: are you there? Everything sent before it has been handled when the `Pong` comes."""

    n: int = 0


class Welcome(Message, frozen=True, tag="welcome"):
    """Server: you sit. `laptop` is the number on the desk's list, `now` the server's clock (seconds since 1970)."""

    workshop: str
    title: str
    language: str
    role: str
    laptop: int
    now: float
    table: int = 0
    name: str = ""
    desk: str = ""
    code: str = ""  # the room code, for the staff and the wall
    persons: int = 1  # that share this laptop


class Done(Message, frozen=True, tag="done"):
    """Server: on disk. `ref` is the id of what was made, if one thing was."""

    op: str
    ref: str = ""


class Refusal(Message, frozen=True, tag="refusal"):
    """Server: not done, and why: a code that the screen translates, with its facts."""

    op: str
    code: str
    facts: dict[str, str | int] = {}


class Snapshot(Message, frozen=True, tag="snapshot"):
    """Server: the whole view of a subject, at this version."""

    subject: str
    version: int
    view: msgspec.Raw


class Patch(Message, frozen=True, tag="patch"):
    """Server: what changed in a subject's view; leads to `version` from the one before it."""

    subject: str
    version: int
    changes: dict[str, msgspec.Raw]


class Answer(Message, frozen=True, tag="answer"):
    """Server: the answer to an `Ask`."""

    op: str
    answer: msgspec.Raw


class Pong(Message, frozen=True, tag="pong"):
    """Server: I am here; `now` is its clock."""

    n: int
    now: float


class Goodbye(Message, frozen=True, tag="goodbye"):
    """Server: the connection ends, and why: version, stopping, disk, not_yours, taken, too_many or garbled."""

    code: str
    facts: dict[str, str | int] = {}


ToServer = JoinHello | JoinProof | Enter | Do | Watch | Unwatch | Say | Ask | Ping
ToClient = (
    JoinChallenge | JoinAccepted | JoinRefused | Welcome | Done | Refusal | Snapshot | Patch | Answer | Pong | Goodbye
)
