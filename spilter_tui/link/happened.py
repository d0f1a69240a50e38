"""What the link tells: facts in the past tense, as frozen values."""

from dataclasses import dataclass, field

from server.domain.kernel import View
from server.protocol.joining import FailureReason
from server.protocol.messages import Welcome
from server.protocol.queries import Reply
from spilter_tui.link.place import Failure

Facts = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Joined:
    """This laptop sits in a workshop, for the first time since the program started."""

    welcome: Welcome


@dataclass(frozen=True, slots=True)
class CameBack:
    """The connection is there again; what waited is on its way."""

    welcome: Welcome


@dataclass(frozen=True, slots=True)
class WentStale:
    """The connection is gone; what the screens show may be old, and what is sent now waits."""


@dataclass(frozen=True, slots=True)
class ViewChanged:
    """A subject's view is now this one."""

    subject: str
    view: View


@dataclass(frozen=True, slots=True)
class WasQueued:
    """A command was written down on this laptop and will be sent, now or after an outage."""

    op: str
    scope: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The server has it on disk; `ref` is the id of what it made, if one thing was."""

    op: str
    scope: str
    ref: str


@dataclass(frozen=True, slots=True)
class WasRefused:
    """The server did not do it, and why. A text that was in it is kept in the journal's `returned`."""

    op: str
    scope: str
    code: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a question."""

    op: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class WasNotAnswered:
    """A question was refused, or the connection went before the answer came (code `lost`)."""

    op: str
    code: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WasSentAway:
    """The server ended the connection, and why; `final` when coming back by itself would change nothing."""

    code: str
    facts: Facts
    final: bool


@dataclass(frozen=True, slots=True)
class FoundNothing:
    """No server was found yet, and why; the search goes on."""

    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class NeededCode:
    """The room code must be typed: none was given, or it led to `reason`. `title` is what the server calls itself."""

    reason: FailureReason | None
    title: str = ""


Happened = (
    Joined
    | CameBack
    | WentStale
    | ViewChanged
    | WasQueued
    | Acknowledged
    | WasRefused
    | Answered
    | WasNotAnswered
    | WasSentAway
    | FoundNothing
    | NeededCode
)
