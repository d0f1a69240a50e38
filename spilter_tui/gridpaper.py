"""A ballot in a grid: a value for each cell and, where one weighs, points for the criteria. Pure, like `ballot`."""

from collections.abc import Mapping

import msgspec

from server.domain.grids.weights import WHOLE
from spilter_tui.ballot import Paper


class GridPaper(Paper, frozen=True):
    """A paper whose `items` are cells, with `points`: the keys that 100 points are divided over, if there are any."""

    points: tuple[str, ...] = ()

    def give(self, item: str, value: int) -> Paper:
        """Give a cell a value, or a criterion points; 0 points are none."""
        if item not in self.points:
            return super().give(item, value)
        divided = divide({key: self.values[key] for key in self.points if key in self.values}, item, value)
        cells = {key: given for key, given in self.values.items() if key not in self.points}
        return msgspec.structs.replace(self, values=cells | divided)

    @property
    def complete(self) -> bool:
        """Whether every cell has a judgement and all points are divided."""
        return super().complete and not self.unspent

    @property
    def unspent(self) -> int:
        """How many points are left to divide."""
        return WHOLE - sum(self.values.get(key, 0) for key in self.points) if self.points else 0


def divide(points: Mapping[str, int], key: str, value: int) -> dict[str, int]:
    """Points with so many for this one; as they were when that is less than none or more than there are to give."""
    divided = {other: given for other, given in points.items() if other != key} | ({key: value} if value else {})
    return divided if value >= 0 and sum(divided.values()) <= WHOLE else dict(points)
