"""The hall of a scripted workshop: who is there, and what a script needs to know before its next step."""

import asyncio
import random
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from server.domain.kernel import Command, Phase
from server.domain.root import AgendaRow, AgendaView
from server.protocol.messages import Enter, Say
from spilter_tui.demo.seat import NotDone, Seat
from spilter_tui.starting import Reached, Server


class Person(msgspec.Struct, frozen=True):
    """Somebody at a laptop: table and team (0: none), a name where it is signed, and whether he or she comes later."""

    table: int = 0
    team: int = 0
    name: str = ""
    late: bool = False


class Suggested(msgspec.Struct, frozen=True):
    """A near-duplicate that the server suggested and the facilitator merged."""

    text: str
    like: str
    words: tuple[str, ...]


class Hall:
    """The seats of a script: people by number from 1, and the facilitator's desk. `pace` 0 waits for nothing.

    With `strict`, a refusal ends the script; without, it is counted: somebody else may be at the desk too.
    """

    def __init__(self, server: Server, folder: Path, people: Iterable[Person], pace: float, strict: bool) -> None:
        self.people = dict(enumerate(people, 1))
        self.seats: dict[int, Seat] = {}
        self.pace, self.strict = pace, strict
        self.refused: list[str] = []
        self.entries = 0  # that people sent
        self.suggested: list[Suggested] = []
        self.waited: list[float] = []  # seconds for each acknowledgement
        self._server, self._folder = server, folder
        self._chance = random.Random(17)
        self.desk = self._seat("desk", Enter("", role="facilitator", key=self._reached.key))

    @property
    def _reached(self) -> Reached:
        return self._server.reached

    def _seat(self, name: str, enter: Enter) -> Seat:
        return Seat(self._folder / name, self._server.place, self._reached.code, enter)

    # --- coming and going -------------------------------------------------------------------------------------

    async def gather(self, *, everybody: bool = False) -> None:
        """The facilitator sits down, then who is on time, or everybody."""
        await self.desk.arrive()
        coming = [number for number, person in self.people.items() if everybody or not person.late]
        await asyncio.gather(*map(self.arrive, coming))

    async def arrive(self, number: int) -> None:
        """Somebody takes a seat."""
        person = self.people[number]
        seat = self.seats[number] = self._seat(f"laptop {number}", Enter("", table=person.table, name=person.name))
        await self.think(0, 5)
        await seat.arrive()

    async def leave(self, number: int) -> None:
        """Somebody goes."""
        seat = self.seats.pop(number)
        self.waited += seat.acknowledged
        await seat.leave()

    async def close(self) -> None:
        """Everybody goes."""
        for number in list(self.seats):
            await self.leave(number)
        self.waited += self.desk.acknowledged
        await self.desk.leave()

    # --- time -------------------------------------------------------------------------------------------------

    async def think(self, least: float, most: float) -> None:
        """Take a human time between these seconds, at the pace of the script."""
        if self.pace:
            await asyncio.sleep(self._chance.uniform(least, most) * self.pace)

    async def write(self, seat: Seat, slot: str, text: str) -> None:
        """Type a text at a human speed, so that the desk sees a draft; at no pace it stands there at once."""
        if self.pace:
            await self.think(1, 12)
            seat.link.draft(slot, text[: len(text) // 2])
            await self.think(1, 6)

    # --- doing ------------------------------------------------------------------------------------------------

    async def do(self, seat: Seat, activity: str, command: Command, slot: str = "") -> str:
        """Have a seat do something; the id of what it made, empty where it was refused."""
        try:
            return await seat.do(activity, command, slot)
        except NotDone as refused:
            if self.strict:
                raise
            self.refused.append(refused.code)
            return ""

    async def begun(self, seat: Seat, activity: str) -> None:
        """Wait until this seat sees that an activity is no draft any more; nobody is ready with it yet."""
        await seat.sees("agenda", lambda agenda: row_of(agenda, activity).phase is not Phase.DRAFT)
        seat.link.say(Say(ready=False))

    async def ready(self, seat: Seat) -> None:
        """Say, after a moment, that there is no more to come."""
        await self.think(1, 4)
        seat.link.say(Say(ready=True))


def row_of(agenda: AgendaView, activity: str) -> AgendaRow:
    """An activity's row on the agenda."""
    return next(row for row in agenda.rows if row.id == activity)


async def item(seat: Seat, activity: str, text: str) -> str:
    """The id of what says this in an activity, as soon as this seat sees it."""
    return _id_of(await seat.sees(activity, lambda view: _id_of(view, text)), text)


def _id_of(view: Any, text: str) -> str:
    parts = ("items", "options", "topics", "start", "rows")
    return next((each.id for part in parts for each in getattr(view, part, ()) if each.text == text), "")


def seconds(began: float) -> float:
    """Seconds since then, to the millisecond."""
    return round(time.monotonic() - began, 3)
