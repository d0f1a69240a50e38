"""A workshop to act on: commands go in as somebody's, events are taken at once; time stands still unless told."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from server.domain import kinds, root, steering
from server.domain.figures import Count
from server.domain.history import Recorded
from server.domain.kernel import Activity, Audience, Card, Command, Context, Event, Item, Phase, Role, Who
from server.domain.workshop import Workshop

kinds.load()

DESK = Who(Role.FACILITATOR, desk="desk 1")
SORTER = Who(Role.SORTER, desk="sorter 2")
GUEST = Who(Role.PARTICIPANT)
STAFF_EYES, ROOM, WALL = Audience(Role.FACILITATOR), Audience(Role.PARTICIPANT), Audience(Role.WALL)


class Stage:
    """A workshop with its log. `do` decides and takes; every command is an operation of its own."""

    def __init__(self, *cards: Card) -> None:
        self.workshop = Workshop()
        self.log: list[Recorded] = []
        self.now = 1000.0
        self.ids: Iterator[str] = (f"{n:04d}" for n in count(1))
        self.ops = (f"op-{n}" for n in count(1))
        for card in cards:
            self.do("", root.AddActivity(card))

    def do(self, scope: str, command: Command, who: Who = DESK) -> list[Event]:
        """The events of a command, taken; raises `Refused`."""
        context = Context(self.now, lambda: next(self.ids), who, Count(17, 17))
        events = self.workshop.decide(scope, command, context)
        op = next(self.ops)
        for where, event in events:
            record = Recorded(where, event, self.now, op, who.desk, len(self.log) + 1)
            self.workshop.take(record)
            if event.stored:
                self.log.append(record)
        return [event for _, event in events]

    def undo(self, who: Who = DESK) -> None:
        """Undo the latest act of a seat."""
        self.do("", root.Undo(), who)

    def redo(self, who: Who = DESK) -> None:
        """Take back the latest undo of a seat."""
        self.do("", root.Redo(), who)

    def phase(self, scope: str, to: Phase) -> None:
        """Open, pause or close."""
        self.do(scope, steering.ChangePhase(to))

    def activity(self, scope: str) -> Activity[Any, Any, Any]:
        """The activity as it is now: folding again makes another object of it."""
        return self.workshop.activities[scope]

    def view(self, subject: str, audience: Audience = STAFF_EYES) -> Any:
        """The view of a subject, now."""
        return self.workshop.view(subject, Audience(audience.role, audience.table, self.now))

    def replayed(self) -> Workshop:
        """Another workshop, folded from the log."""
        again = Workshop()
        for record in self.log:
            again.take(record)
        return again


def items(*texts: str, source: str = "") -> tuple[Item, ...]:
    """Items with ids a, b, c…"""
    return tuple(Item("abcdefghijklmnopqrstuvwxyz"[at], text, source=source) for at, text in enumerate(texts))


def texts(blocks: Sequence[Any]) -> list[str]:
    """What a list of blocks says, flat: headings, labels, quotes, bullets, texts."""
    found: list[str] = []
    for block in blocks:
        for name in ("text", "label", "caption"):
            found += [getattr(block, name)] if getattr(block, name, "") else []
        found += [quote.text for quote in getattr(block, "quotes", ())]
    return found
