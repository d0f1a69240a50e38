"""The steps of a script with rounds: seating, talking at tables, changing tables, summing up, picking.

Guests come after the hosts among the people, and carry card 1, 2, 3… A guest goes where the screen of the old table
says the card goes, and looks there whether it is expected.
"""

import asyncio
from collections.abc import Iterator

from server.domain import root
from server.domain.entries import AddEntry
from server.domain.round_messages import Absent, GoToRound, Pick, Plan, RoundsView, Start, Summarise
from server.protocol.messages import Say
from spilter_tui.demo.hall import Hall, item
from spilter_tui.demo.seat import Seat
from spilter_tui.demo.step import Step


class SeatGuests(Step, frozen=True, tag="seat"):
    """The facilitator seats everybody who comes after the hosts; they start where they sit."""

    activity: str
    hosts: int

    async def play(self, hall: Hall) -> None:
        """Plan all rounds."""
        agenda = await hall.desk.sees("agenda", bool)
        starts = tuple(Start(n - self.hosts, hall.people[n].table) for n in hall.people if n > self.hosts)
        tables = tuple(table.number for table in agenda.tables)
        await hall.do(hall.desk, self.activity, Plan(tuple(start.card for start in starts), tables, starts))


class Round(Step, frozen=True, tag="round"):
    """The facilitator goes on to a round, and starts the timer."""

    activity: str
    round: int

    async def play(self, hall: Hall) -> None:
        """Begin it."""
        await hall.think(4, 6)
        await hall.do(hall.desk, self.activity, GoToRound(self.round))
        view = await hall.desk.sees(self.activity, lambda view: view.round == self.round)
        await hall.do(hall.desk, "", root.SetTimer("start", view.minutes * 60))


class Missing(Step, frozen=True, tag="absent"):
    """The facilitator plans the rounds to come without these cards."""

    activity: str
    cards: tuple[int, ...]

    async def play(self, hall: Hall) -> None:
        """Plan again."""
        await hall.do(hall.desk, self.activity, Absent(self.cards))


class Talk(Step, frozen=True, tag="talk"):
    """People at each table send lines of a round, each their own; the people there take turns."""

    by_room = True
    activity: str
    round: int
    lines: dict[int, tuple[str, ...]]  # by table

    async def play(self, hall: Hall) -> None:
        """Send everything, all tables at the same time."""
        await asyncio.gather(*(self._at(hall, table, texts) for table, texts in self.lines.items()))

    async def _at(self, hall: Hall, table: int, texts: tuple[str, ...]) -> None:
        seats = list(_at_table(hall, table))
        for at, text in enumerate(texts):
            seat = seats[at % len(seats)]
            await hall.begun(seat, self.activity)
            await seat.sees(self.activity, lambda view: view.round >= self.round)
            slot = f"{self.activity}/round-{self.round}"
            await hall.write(seat, slot, text)
            made = await hall.do(seat, self.activity, AddEntry(text, round=self.round), slot)
            hall.entries += bool(made)


class Move(Step, frozen=True, tag="move"):
    """All guests change tables at the same time, each to where the screen says that the card goes."""

    by_room = True
    activity: str
    round: int
    hosts: int

    async def play(self, hall: Hall) -> None:
        """Go, and look whether one is expected there."""
        guests = [(number - self.hosts, seat) for number, seat in hall.seats.items() if number > self.hosts]
        await asyncio.gather(*(self._go(hall, card, seat) for card, seat in guests))

    async def _go(self, hall: Hall, card: int, seat: Seat) -> None:
        view: RoundsView = await seat.sees(self.activity, lambda view: view.round == self.round)
        there = next(going.table for going in view.going if going.card == card)
        await hall.think(2, 40)
        seat.link.say(Say(table=there))
        await seat.sees(self.activity, lambda view: view.table == there and card in view.here)


class Sum(Step, frozen=True, tag="sum"):
    """Hosts sum up a round: by table."""

    by_room = True
    activity: str
    round: int
    texts: dict[int, str]

    async def play(self, hall: Hall) -> None:
        """Send the summaries."""
        for table, text in self.texts.items():
            seat = next(_at_table(hall, table))
            await seat.sees(self.activity, lambda view: view.round >= self.round)
            await hall.think(0, 3)
            await hall.do(seat, self.activity, Summarise(self.round, text))


class PickLines(Step, frozen=True, tag="pick"):
    """Hosts pick lines of their table."""

    by_room = True
    activity: str
    texts: dict[int, tuple[str, ...]]

    async def play(self, hall: Hall) -> None:
        """Pick them."""
        for table, texts in self.texts.items():
            seat = next(_at_table(hall, table))
            for text in texts:
                await hall.do(seat, self.activity, Pick(await item(seat, self.activity, text)))


def _at_table(hall: Hall, table: int) -> Iterator[Seat]:
    """Who sits at a table now; the host, who came first, first."""
    for number, seat in hall.seats.items():
        said = seat.link.core.said.table
        if (hall.people[number].table if said is None else said) == table:
            yield seat
