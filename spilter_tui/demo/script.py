"""The steps that a script is made of, as they stand in a case's file: what the desk does, and what the room does.

Every step says what somebody at a screen would do. Texts stand for items: ids are made while the workshop runs.
"""

import asyncio
from collections import defaultdict

import msgspec

from server.domain import root
from server.domain.activities import shortlist
from server.domain.activities.actions import AddAction
from server.domain.entries import AddEntry, HideEntry
from server.domain.kernel import Phase, Selection
from server.domain.steering import Carry, ChangePhase, Reveal
from server.protocol.queries import Carried, PreviewCarry
from spilter_tui.demo.crowds import ReadAnswers, TypeAll
from spilter_tui.demo.fullhouse import Add, CastAll, Import, NominateBest, Share, SortAll
from spilter_tui.demo.hall import Hall, item, row_of
from spilter_tui.demo.judging import Again, Cast, Compare, Judge, Weigh
from spilter_tui.demo.rounds import Missing, Move, PickLines, Round, SeatGuests, Sum, Talk
from spilter_tui.demo.seat import Seat
from spilter_tui.demo.sorting import sort
from spilter_tui.demo.step import Step


class Open(Step, frozen=True, tag="open"):
    """The facilitator goes to an activity, opens it, sends its question to the wall and starts the timer."""

    activity: str

    async def play(self, hall: Hall) -> None:
        """Open it, unless somebody did."""
        row = row_of(await hall.desk.sees("agenda", bool), self.activity)
        await hall.think(2, 4)
        await hall.do(hall.desk, "", root.GoTo(self.activity))
        if row.phase is Phase.DRAFT:
            await hall.do(hall.desk, self.activity, ChangePhase(Phase.OPEN))
        await hall.do(hall.desk, "", root.Show(root.Shown("question", self.activity)))
        await hall.do(hall.desk, "", root.SetTimer("start", row.minutes * 60))


class Close(Step, frozen=True, tag="close"):
    """The facilitator closes an activity."""

    activity: str

    async def play(self, hall: Hall) -> None:
        """Close it, unless somebody did."""
        await hall.think(4, 6)
        row = row_of(await hall.desk.sees("agenda", bool), self.activity)
        if row.phase in (Phase.OPEN, Phase.PAUSED):
            await hall.do(hall.desk, self.activity, ChangePhase(Phase.CLOSED))


class Show(Step, frozen=True, tag="reveal"):
    """The facilitator reveals the results to the room, and sends them to the wall."""

    activity: str

    async def play(self, hall: Hall) -> None:
        """Reveal, and leave the room time to look."""
        await hall.do(hall.desk, self.activity, Reveal())
        await hall.do(hall.desk, "", root.Show(root.Shown("result", self.activity)))
        await hall.think(6, 8)


class Line(msgspec.Struct, frozen=True):
    """A text, by whom, and where it belongs: the item it is about, its side, whether it is signed, its fields."""

    by: int
    text: str
    about: str = ""
    side: str = ""
    signed: bool = False
    fields: tuple[str, ...] = ()


class Type(Step, frozen=True, tag="type"):
    """Participants send entries, all at the same time, each their own one after the other."""

    by_room = True
    activity: str
    lines: tuple[Line, ...]

    async def play(self, hall: Hall) -> None:
        """Type everything."""
        by: dict[int, list[Line]] = defaultdict(list)
        for line in self.lines:
            by[line.by].append(line)
        await asyncio.gather(*(self._type(hall, hall.seats[number], lines) for number, lines in by.items()))

    async def _type(self, hall: Hall, seat: Seat, lines: list[Line]) -> None:
        await hall.begun(seat, self.activity)
        slot = f"{self.activity}/entry"
        for line in lines:
            about = await item(seat, self.activity, line.about) if line.about else ""
            await hall.write(seat, slot, line.text)
            entry = AddEntry(line.text, about=about, side=line.side, signed=line.signed, fields=line.fields)
            made = await hall.do(seat, self.activity, entry, slot)
            hall.entries += bool(made)
        await hall.ready(seat)


class Hide(Step, frozen=True, tag="hide"):
    """The facilitator keeps an entry from every public output."""

    activity: str
    text: str
    reason: str

    async def play(self, hall: Hall) -> None:
        """Hide it as soon as the desk sees it."""
        entry = await item(hall.desk, self.activity, self.text)
        await hall.do(hall.desk, self.activity, HideEntry(entry, self.reason))


class CarryOver(Step, frozen=True, tag="carry"):
    """The facilitator looks at a preview, and takes items of one activity over into another."""

    activity: str
    source: str
    how: str = "all"
    value: float = 0

    async def play(self, hall: Hall) -> None:
        """Take over what the preview shows, unless all of it is there."""
        selection = Selection(self.source, self.how, value=self.value)
        preview = await hall.desk.ask(PreviewCarry(selection, self.activity))
        if isinstance(preview, Carried) and len(preview.items) > preview.known:
            await hall.do(hall.desk, self.activity, Carry(selection))


class Sort(Step, frozen=True, tag="sort"):
    """The facilitator puts items into themes, and merges what the server suggests."""

    activity: str
    themes: dict[str, tuple[str, ...]]

    async def play(self, hall: Hall) -> None:
        """Sort until nothing waits."""
        await sort(hall, self.activity, self.themes)


class Agreement(msgspec.Struct, frozen=True):
    """What was agreed, and from which items it comes."""

    what: str
    sort: str
    owner: str
    due: str
    first_step: str
    sources: tuple[str, ...]


class Agree(Step, frozen=True, tag="agree"):
    """The facilitator writes down actions, decisions and promises."""

    activity: str
    actions: tuple[Agreement, ...]

    async def play(self, hall: Hall) -> None:
        """Write them down, each with the items that it comes from."""
        for each in self.actions:
            sources = [await item(hall.desk, self.activity, text) for text in each.sources]
            given = msgspec.structs.asdict(each) | {"sources": sources}
            await hall.think(3, 8)
            await hall.do(hall.desk, self.activity, msgspec.convert(given, AddAction))


class Arrive(Step, frozen=True, tag="arrive"):
    """Somebody who is expected later comes in."""

    person: int

    async def play(self, hall: Hall) -> None:
        """Take a seat."""
        await hall.arrive(self.person)


class Leave(Step, frozen=True, tag="leave"):
    """Somebody goes."""

    person: int

    async def play(self, hall: Hall) -> None:
        """Leave the seat."""
        await hall.leave(self.person)


class Nominate(Step, frozen=True, tag="nominate"):
    """Tables nominate items: by the number of somebody at the table, the texts."""

    by_room = True
    activity: str
    items: dict[int, tuple[str, ...]]

    async def play(self, hall: Hall) -> None:
        """Nominate, table after table."""
        for number, texts in self.items.items():
            seat = hall.seats[number]
            await hall.begun(seat, self.activity)
            for text in texts:
                await hall.do(seat, self.activity, shortlist.Nominate(await item(seat, self.activity, text)))


AnyStep = (
    Open | Close | Show | Type | Cast | Judge | Weigh | Again | Compare | Nominate
    | Hide | CarryOver | Sort | Agree | Arrive | Leave | ReadAnswers | TypeAll
    | Share | Import | Add | SortAll | CastAll | NominateBest
    | SeatGuests | Round | Missing | Talk | Move | Sum | PickLines
)  # fmt: skip
