"""Options by weighted criteria: the weighted sum, two cross-checks, and how firm the winner is.

An unknown cell is left out, never 0; an option that fails a knock-out takes no rank. Of a criterion of which less is
better the scale is read from its other end.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import msgspec

from server.domain.blocks import Block
from server.domain.grids import weighing_blocks as blocks
from server.domain.grids.base import Criterion, Grid, Outcome
from server.domain.grids.weights import TeamPoints, shares
from server.domain.i18n import Words
from server.domain.kernel import Item
from server.domain.methods.base import Judged, ranked, rounded
from server.domain.tally import matrix, sensitivity
from server.domain.tally.exact import Number, exact
from server.domain.tally.sensitivity import Flip


class TeamOutcome(msgspec.Struct, frozen=True):
    """What comes out for one team: its winners, and the score of each option that may be shown. `n`: its persons.

    A team without a name is a table; `number` is its own.
    """

    number: int
    name: str
    n: int
    winners: tuple[str, ...]
    scores: Mapping[str, Fraction | None]
    points: Mapping[str, Number] = {}


class Weighing(Outcome):
    """The outcome of a grid under weights (one a criterion; all the same where nobody gave any).

    `teams`: what each team weighs in public; `judged_by`: what each team judged, as far as it may be shown, `rest` the
    ballots of nobody's team and of teams too small to show.
    """

    def __init__(
        self,
        grid: Grid,
        weights: Sequence[Number],
        teams: Sequence[TeamPoints] = (),
        judged_by: Sequence[TeamOutcome] = (),
        rest: int = 0,
    ) -> None:
        self.grid, self.teams, self.judged_by, self.rest = grid, teams, judged_by, rest
        self.given, self.assumed = tuple(weights), not any(weights)
        self.weights = shares(weights)
        means = grid.means()
        self.out = out_of(grid)
        self.unknown = matrix.unknown_cells(means)
        rows = upward(grid, means)
        self.scores = matrix.weighted_sum(rows, self.weights)
        self.rows = {option: row for option, row in rows.items() if option not in self.out}
        self.judged = ranked(self._judge(option) for option in grid.options)

    def _judge(self, item: Item) -> Judged:
        option = item.id
        dissent, priority, flagged = self.differ(option)
        figures = {
            "score": rounded(self.scores[option]),
            "equal_weights": rounded(self.equal.get(option)),
            "product": rounded(self.product.get(option)),
            "topsis": rounded(self.topsis.get(option)),
            "share_of_weights": rounded(self.space.get(option)),
            "out": [self.grid.criteria[number].id for number in self.out.get(option, ())],
            "unknown": [self.grid.criteria[number].id for key, number in self.unknown if key == option],
            "dissent": rounded(dissent),
            "flagged": flagged,
        }
        score = None if option in self.out else self.scores[option]
        return Judged(item, score=score, dissent=dissent, priority=priority, flagged=flagged, figures=figures)

    def importance(self, option: str, criterion: Criterion) -> float:
        """The weight of the criterion, the heaviest being 1."""
        at = self.grid.criteria.index(criterion)
        return float(self.weights[at] / max(self.weights))

    @cached_property
    def equal(self) -> dict[str, Fraction | None]:
        """The score of each option when all criteria weigh the same."""
        return matrix.weighted_sum(self.rows, [1] * len(self.grid.criteria))

    @cached_property
    def product(self) -> dict[str, float | None]:
        """The weighted product; nothing on a scale that goes below 0."""
        return matrix.weighted_product(self.rows, self.weights) if self.grid.low >= 0 else {}

    @cached_property
    def topsis(self) -> dict[str, float | None]:
        """The nearness to the ideal option."""
        return matrix.topsis(self.rows, self.weights) if self.rows else {}

    @cached_property
    def space(self) -> dict[str, float]:
        """The share of all possible weights with which each option comes first, of those that anything is known of."""
        rows = {option: row for option, row in self.rows.items() if any(value is not None for value in row)}
        return sensitivity.weight_space(rows, len(self.grid.criteria)) if rows else {}

    @cached_property
    def flips(self) -> list[tuple[Flip, ...]]:
        """For each criterion: who comes first as it weighs 0% to 100%."""
        return [sensitivity.flips(self.rows, self.weights, number) for number in range(len(self.grid.criteria))]

    @cached_property
    def winners(self) -> tuple[str, ...]:
        """Who comes first."""
        return sensitivity.winners(self.rows, self.weights)

    @cached_property
    def by_weights(self) -> tuple[TeamOutcome, ...]:
        """What comes out with the weights of each team that gave any."""
        found = []
        for team in self.teams:
            points = [team.points.get(criterion.id, 0) for criterion in self.grid.criteria]
            if any(points):
                scores = matrix.weighted_sum(self.rows, points)
                winners = sensitivity.winners(self.rows, points)
                found.append(TeamOutcome(int(team.id), team.name, team.persons, winners, scores, team.points))
        return tuple(found)

    @cached_property
    def unlimited(self) -> "Weighing | None":
        """The outcome if no criterion had a limit; None where every option meets them."""
        if not self.out:
            return None
        criteria = tuple(msgspec.structs.replace(each, least=None, most=None) for each in self.grid.criteria)
        return Weighing(msgspec.structs.replace(self.grid, criteria=criteria), self.given, self.teams)

    def brief(self, words: Words) -> list[Block]:
        """The scores."""
        return [blocks.scores(self, words)]

    def blocks(self, words: Words) -> list[Block]:
        """Scores, cross-checks, what is out or unknown, judgements, weights, teams, and how firm it is."""
        return blocks.everything(self, words)

    def explained(self, words: Words) -> list[str]:
        """The formulas."""
        return blocks.explained(self, words)

    def facts(self) -> dict[str, Any]:
        """Also: criteria with weights and flips, what comes out for each team, and without the limits."""
        free = {"without_limits": self.unlimited.firmness()} if self.unlimited else {}
        return {**super().facts(), **self.firmness(), "rest": self.rest, **free}

    def firmness(self) -> dict[str, Any]:
        """Who comes first, for whom, and at which weights another would."""
        criteria = [
            {
                **msgspec.to_builtins(criterion),
                "weight": rounded(weight),
                "flips": [{"percent": flip.percent, "winners": list(flip.winners)} for flip in flips],
            }
            for criterion, weight, flips in zip(self.grid.criteria, self.weights, self.flips, strict=True)
        ]
        return {
            "criteria": criteria,
            "weights_assumed": self.assumed,
            "winners": list(self.winners),
            "equal_weights_winners": list(sensitivity.winners(self.rows, [1] * len(self.grid.criteria))),
            "by_weights": [_team_figures(team) for team in self.by_weights],
            "by_judgements": [_team_figures(team) for team in self.judged_by],
        }


def out_of(grid: Grid) -> dict[str, tuple[int, ...]]:
    """The options that fail a knock-out, with the places of those criteria."""
    return matrix.knocked_out(grid.means(), [_limit(criterion) for criterion in grid.criteria])


def upward(grid: Grid, means: Mapping[str, Sequence[Fraction | None]]) -> dict[str, list[Fraction | None]]:
    """The means with higher being better everywhere."""
    return matrix.turned(means, [criterion.lower for criterion in grid.criteria], grid.low, grid.high)


def _limit(criterion: Criterion) -> matrix.Limit | None:
    if criterion.least is None and criterion.most is None:
        return None
    least, most = (None if each is None else exact(each) for each in (criterion.least, criterion.most))
    return matrix.Limit(least, most)


def _team_figures(team: TeamOutcome) -> dict[str, Any]:
    return {
        "team": team.number,
        "name": team.name,
        "n": team.n,
        "winners": list(team.winners),
        "scores": {option: rounded(score) for option, score in team.scores.items()},
        **({"points": dict(team.points)} if team.points else {}),
    }
