"""What passes between the staff and the hall beside the agenda: messages to all, a table or one laptop, and the answer
to a raised hand. Scope: the workshop.

A message names a table or a laptop's number, never a person. A raised hand is presence and stands in no file; that it
was answered is told, and not kept either.
"""

from collections.abc import Iterable
from typing import Annotated

import msgspec

from server.domain.kernel import STAFF, Command, Context, Event, Refused
from server.domain.text import clean

LIMIT = 400  # characters: it is read standing above something else
LASTS = 1800.0  # seconds after which a message is news to nobody any more
TableNumber = Annotated[int, msgspec.Meta(ge=0, le=999)]
LaptopNumber = Annotated[int, msgspec.Meta(ge=0, le=9999)]


class SendMessage(Command, frozen=True, tag="message.send"):
    """Tell something to one laptop, to a table, or (both 0) to everybody."""

    text: Annotated[str, msgspec.Meta(max_length=4000)]
    table: TableNumber = 0
    laptop: LaptopNumber = 0


class WithdrawMessage(Command, frozen=True, tag="message.withdraw"):
    """Take a message back: it goes from the screens where it still stands."""

    id: Annotated[str, msgspec.Meta(max_length=40)]


class AnswerHand(Command, frozen=True, tag="hand.answer"):
    """Somebody goes to a laptop that asked for help: its hand goes down."""

    by = STAFF
    laptop: LaptopNumber


class MessageSent(Event, frozen=True, tag="message.sent", omit_defaults=True):
    """A message went out; `at` in seconds since 1970."""

    id: str
    text: str
    table: int = 0
    laptop: int = 0
    at: float = 0.0


class MessageWithdrawn(Event, frozen=True, tag="message.withdrawn"):
    """A message was taken back."""

    id: str


class HandAnswered(Event, frozen=True, tag="hand.answered"):
    """A raised hand was seen; not kept."""

    stored = False
    laptop: int


Commands = SendMessage | WithdrawMessage | AnswerHand
Events = MessageSent | MessageWithdrawn | HandAnswered


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message as screens show it. `table` and `laptop`: to whom; both 0 is everybody."""

    id: str
    text: str
    at: float
    table: int = 0
    laptop: int = 0


class Calls:
    """The messages that stand."""

    def __init__(self) -> None:
        self.messages: dict[str, Message] = {}

    def decide(self, command: Commands, ctx: Context) -> Iterable[Events]:
        """The event of a command, or `Refused`."""
        match command:
            case SendMessage(text=text, table=table, laptop=laptop):
                return [
                    MessageSent(ctx.ids(), clean(text, limit=LIMIT), 0 if laptop else table, laptop, round(ctx.now, 1))
                ]
            case WithdrawMessage(id=key):
                if key not in self.messages:
                    raise Refused("no_message")
                return [MessageWithdrawn(key)]
            case AnswerHand(laptop=laptop):
                return [HandAnswered(laptop)]

    def evolve(self, event: Event) -> None:
        """Take in what happened."""
        match event:
            case MessageSent(id=key):
                self.messages[key] = Message(key, event.text, event.at, event.table, event.laptop)
            case MessageWithdrawn(id=key):
                self.messages.pop(key, None)

    def sent_to(self, table: int, laptop: int, now: float) -> tuple[Message, ...]:
        """What this laptop at this table is to see, the oldest first; nothing of long ago."""
        return tuple(
            each
            for each in self.messages.values()
            if now - each.at < LASTS and (each.laptop == laptop if each.laptop else each.table in (0, table))
        )
