"""The ballot of a matrix: the options that stand on it, by which criteria they are judged, what may be filled in."""

from collections.abc import Mapping

import msgspec

from server.domain.ballots import BallotCast
from server.domain.grids.base import Criterion, cell_key, points_key
from server.domain.grids.settings import MatrixSettings, criteria_of
from server.domain.grids.weights import WHOLE
from server.domain.kernel import Item
from server.domain.methods.base import Rules, check_abstentions, check_known, check_values
from server.domain.tally.budget import check_spending


class Paper(msgspec.Struct, frozen=True):
    """Options by criteria; `weighed`: each person also gives the criteria points."""

    options: tuple[Item, ...]
    criteria: tuple[Criterion, ...]
    weighed: bool = False

    @property
    def cells(self) -> frozenset[str]:
        """Under which keys a ballot may hold a judgement."""
        return frozenset(cell_key(option.id, criterion.id) for option in self.options for criterion in self.criteria)

    @property
    def points(self) -> frozenset[str]:
        """Under which keys it may hold points."""
        return frozenset(points_key(criterion.id) for criterion in self.criteria if self.weighed)

    def check(self, ballot: BallotCast, rules: Rules) -> None:
        """Raise `InvalidBallot` for what is not on this paper or off the scale, and for more points than there are."""
        cells, points = self.cells, self.points
        check_known(ballot.values, cells | points)
        check_abstentions(ballot, cells, allowed=rules.abstain)
        check_values((value for key, value in ballot.values.items() if key in cells), rules.low, rules.high)
        given = {key: value for key, value in ballot.values.items() if key in points}
        check_spending(given, points, total=WHOLE)


def paper_of(settings: MatrixSettings, received: Mapping[str, Item], came_from: Mapping[str, str]) -> Paper:
    """The settings' criteria, then those that were fetched; of a received item the text is the criterion's.

    What was received and is no criterion is an option. `came_from`: of what was carried over, the activity.
    """
    criteria = {criterion.id: _named(criterion, received) for criterion in criteria_of(settings)}
    for item in received.values():
        if settings.criteria_from and came_from.get(item.id) == settings.criteria_from:
            criteria.setdefault(item.id, Criterion(item.text[:400], item.id))
    options = tuple(item for item in received.values() if item.id not in criteria)
    return Paper(options, tuple(criteria.values()), settings.weigh == "each")


def _named(criterion: Criterion, received: Mapping[str, Item]) -> Criterion:
    item = received.get(criterion.id)
    return msgspec.structs.replace(criterion, text=item.text) if item and not criterion.text else criterion
