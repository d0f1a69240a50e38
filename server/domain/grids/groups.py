"""What each group, that voters said to belong to, judged in a grid: only where enough did, and the rest is safe."""

from collections.abc import Callable, Mapping, Sequence

from server.domain.ballots import BallotCast, by_team
from server.domain.grids.base import Grid, grid_of
from server.domain.grids.weighing import TeamOutcome, Weighing, out_of, upward
from server.domain.grids.weights import TeamPoints, Weights
from server.domain.methods.base import Poll
from server.domain.tally.cells import visible_groups
from server.domain.tally.exact import Number
from server.domain.tally.matrix import weighted_sum
from server.domain.tally.sensitivity import winners

REST = "0"
TeamWeights = Callable[[int, Sequence[BallotCast]], Sequence[Number]]  # of a team with these ballots


def weighed(grid: Grid, weigh: str, teams: tuple[TeamPoints, ...]) -> Weighing:
    """The outcome of a grid, `weigh` saying who weighs: "desk", "each" or "teams"."""
    weights = Weights(weigh, grid.criteria, teams)
    together = weights.together(grid.poll.ballots)

    def of_team(number: int, ballots: Sequence[BallotCast]) -> Sequence[Number]:
        return weights.of_team(number, ballots, together)

    judged, rest = judged_by(grid, of_team, [team.name for team in teams])
    return Weighing(grid, together, teams if weigh == "teams" else (), judged, rest)


def judged_by(whole: Grid, weights: TeamWeights, names: Sequence[str]) -> tuple[tuple[TeamOutcome, ...], int]:
    """The outcome of each team that may be shown, and how many ballots are in none of them.

    An option has a score for a team only where enough of it judged the option by every criterion, and what is hidden of
    that option is as large or nothing.
    """
    ballots = by_team(whole.poll.ballots)
    rest = len(ballots.pop(0, ()))
    grids = {team: _part(whole, own) for team, own in ballots.items()}
    shown, out = _shown(whole, grids), out_of(whole)
    found = []
    for team, grid in grids.items():
        rows = upward(grid, grid.means())
        mine = {option: row for option, row in rows.items() if option not in out and team in shown[option]}
        own, size = weights(team, ballots[team]), len(ballots[team])
        name = names[team - 1] if team <= len(names) else ""
        found.append(TeamOutcome(team, name, size, winners(mine, own), weighted_sum(mine, own)))
    return tuple(found), rest


def _part(whole: Grid, ballots: Sequence[BallotCast]) -> Grid:
    return grid_of(whole.options, whole.criteria, whole.low, whole.high, whole.labels, Poll((), tuple(ballots)))


def _shown(whole: Grid, grids: Mapping[int, Grid]) -> dict[str, set[int]]:
    """The teams whose judgement of an option may be shown."""
    found = {}
    for option in whole.options:
        cells = {team: [cell.n for cell in grid.row(option.id)] for team, grid in grids.items()}
        total = [cell.n for cell in whole.row(option.id)]
        others = [n - sum(own[at] for own in cells.values()) for at, n in enumerate(total)]
        counts = {str(team): min(own, default=0) for team, own in cells.items()} | {REST: min(others, default=0)}
        found[option.id] = {int(team) for team in visible_groups(counts).shown}
    return found
