"""The steps of a script in which people judge: ballots, cells of a grid, weights, and the facts beside them."""

import asyncio
from collections.abc import Mapping

from server.domain.activities.factsheet import FactLine, ImportFacts
from server.domain.activities.matrix import MatrixView, SetPoints
from server.domain.ballots import CastBallot, VoteAgain
from server.domain.grids.base import cell_key
from server.domain.kernel import Phase
from server.domain.steering import ChangePhase
from spilter_tui.demo.hall import Hall, item
from spilter_tui.demo.seat import Seat
from spilter_tui.demo.step import Step

Values = tuple[int | None, ...]  # of one item or cell, by person from the first on


class Cast(Step, frozen=True, tag="cast"):
    """Everybody votes: for each item the values by person; null is none, and 0 dots neither."""

    by_room = True
    activity: str
    values: dict[str, Values]

    async def play(self, hall: Hall) -> None:
        """Vote, all at the same time."""
        voters = range(min(map(len, self.values.values())))
        await asyncio.gather(*(self._cast(hall, hall.seats[at + 1], at) for at in voters))

    async def _cast(self, hall: Hall, seat: Seat, at: int) -> None:
        await hall.begun(seat, self.activity)
        given = {await item(seat, self.activity, text): row[at] for text, row in self.values.items()}
        view = await seat.sees(self.activity, bool)
        ballot = {key: value for key, value in given.items() if value is not None and (value or not view.rules.total)}
        await hall.think(2, 15)
        await hall.do(seat, self.activity, CastBallot("", ballot, round=view.round))
        await hall.ready(seat)


class Judge(Step, frozen=True, tag="judge"):
    """Everybody judges options by criteria, in a round: the values by person; null is no opinion."""

    by_room = True
    activity: str
    values: dict[str, dict[str, Values]]
    round: int = 1

    async def play(self, hall: Hall) -> None:
        """Judge, all at the same time."""
        voters = range(min(len(row) for rows in self.values.values() for row in rows.values()))
        await asyncio.gather(*(self._judge(hall, at + 1) for at in voters))

    async def _judge(self, hall: Hall, number: int) -> None:
        seat = hall.seats[number]
        await hall.begun(seat, self.activity)
        view = await seat.sees(self.activity, lambda view: view.round >= self.round)
        cells: dict[str, int | None] = {}
        for option, rows in self.values.items():
            key = await item(seat, self.activity, option)
            cells |= {cell_key(key, criterion(view, name)): row[number - 1] for name, row in rows.items()}
        values = {key: value for key, value in cells.items() if value is not None}
        abstained = tuple(key for key, value in cells.items() if value is None)
        await hall.think(5, 25)
        team = hall.people[number].team
        await hall.do(seat, self.activity, CastBallot("", values, abstained, round=view.round, team=team))
        await hall.ready(seat)


class Weigh(Step, frozen=True, tag="weigh"):
    """Each team divides its points over the criteria; somebody of the team types them."""

    by_room = True
    activity: str
    points: dict[int, dict[str, int]]

    async def play(self, hall: Hall) -> None:
        """Give the points, all teams at the same time."""
        await asyncio.gather(*(self._weigh(hall, team, points) for team, points in self.points.items()))

    async def _weigh(self, hall: Hall, team: int, points: Mapping[str, int]) -> None:
        seat = _seat_of(hall, team)
        await hall.begun(seat, self.activity)
        view = await seat.sees(self.activity, bool)
        await hall.think(5, 25)
        given = {criterion(view, name): number for name, number in points.items()}
        await hall.do(seat, self.activity, SetPoints(team, given))


class Again(Step, frozen=True, tag="again"):
    """The facilitator has people judge once more, in a round of its own."""

    activity: str

    async def play(self, hall: Hall) -> None:
        """Start the round and open it."""
        await hall.think(4, 6)
        await hall.do(hall.desk, self.activity, VoteAgain())
        await hall.do(hall.desk, self.activity, ChangePhase(Phase.OPEN))


class Compare(Step, frozen=True, tag="compare"):
    """The facilitator fills in the facts, as from a table."""

    activity: str
    facts: tuple[FactLine, ...]

    async def play(self, hall: Hall) -> None:
        """Fill them in."""
        await hall.think(5, 15)
        await hall.do(hall.desk, self.activity, ImportFacts(self.facts))


def criterion(view: MatrixView, name: str) -> str:
    """The id of a criterion, by what it is called or by its id."""
    return next(each.id for each in view.criteria if name in (each.text, each.id))


def _seat_of(hall: Hall, team: int) -> Seat:
    """Somebody of that team."""
    return next(seat for number, seat in hall.seats.items() if hall.people[number].team == team)
