"""Who weighs the criteria: the desk, each person on the ballot, or each team in public."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import msgspec

from server.domain.ballots import BallotCast
from server.domain.grids.base import Criterion, points_key
from server.domain.tally.cells import MINIMUM_CELL
from server.domain.tally.exact import Number, exact
from server.domain.tally.matrix import mean_weights

WHOLE = 100  # what weights add up to


class TeamPoints(msgspec.Struct, frozen=True, omit_defaults=True):
    """A team, for how many persons it counts, and the points it gave, by criterion; the id is its number."""

    id: str
    name: str
    persons: int = 1
    points: Mapping[str, int] = {}


class PointsGiven:
    """The points that the teams gave, by team. What the desk entered for one goes before what it sent itself."""

    def __init__(self) -> None:
        self._by_desk: dict[int, Mapping[str, int]] = {}
        self._sent: dict[int, Mapping[str, int]] = {}

    def take(self, team: int, points: Mapping[str, int], *, desk: bool) -> None:
        """A team gave points, in place of those before; none takes them back."""
        (self._by_desk if desk else self._sent)[team] = points

    def of(self, names: Sequence[str], persons: Sequence[int]) -> tuple[TeamPoints, ...]:
        """Each team with its points; a team without a number of persons counts for one."""
        return tuple(
            TeamPoints(
                id=str(team),
                name=name,
                persons=persons[team - 1] if team <= len(persons) else 1,
                points=self._by_desk.get(team) or self._sent.get(team, {}),
            )
            for team, name in enumerate(names, 1)
        )


def shares(points: Sequence[Number]) -> list[Fraction]:
    """Points as weights that add up to 100; the same for each where there are none."""
    given = [exact(each) for each in points]
    given = given if any(given) else [Fraction(1)] * len(given)
    return [each * WHOLE / sum(given) for each in given]


class Weights(msgspec.Struct, frozen=True):
    """How the criteria weigh, `weigh` being "desk", "each" or "teams"."""

    weigh: str
    criteria: tuple[Criterion, ...]
    teams: tuple[TeamPoints, ...] = ()

    def together(self, ballots: Sequence[BallotCast]) -> list[Number]:
        """The weight of each criterion for all; nothing but zeros where nobody gave any."""
        match self.weigh:
            case "each":
                return _mean([(points, 1) for points in self._given(ballots)], len(self.criteria))
            case "teams":
                given = [([team.points.get(each.id, 0) for each in self.criteria], team.persons) for team in self.teams]
                return _mean([(points, persons) for points, persons in given if any(points)], len(self.criteria))
            case _:
                return [criterion.weight for criterion in self.criteria]

    def of_team(self, number: int, ballots: Sequence[BallotCast], together: Sequence[Number]) -> Sequence[Number]:
        """The weights of one team, with these ballots: its own where it gave any that may be shown."""
        if self.weigh == "each":
            given = self._given(ballots)
            return _mean([(points, 1) for points in given], 0) if len(given) >= MINIMUM_CELL else together
        own = next((team.points for team in self.teams if team.id == str(number)), {})
        points = [own.get(criterion.id, 0) for criterion in self.criteria]
        return points if self.weigh == "teams" and any(points) else together

    def _given(self, ballots: Sequence[BallotCast]) -> list[list[int]]:
        """The points on each ballot that holds any."""
        keys = [points_key(criterion.id) for criterion in self.criteria]
        rows = [[ballot.values.get(key, 0) for key in keys] for ballot in ballots]
        return [row for row in rows if any(row)]


def _mean(given: Sequence[tuple[Sequence[Number], int]], criteria: int) -> list[Number]:
    """The mean of points, everyone's counted as shares of the same whole; zeros where there are none."""
    return list(mean_weights((shares(points), persons) for points, persons in given)) if given else [0] * criteria
