"""What the pane of a matrix knows of its ballot: the cells, and the points of the person or of the team."""

import msgspec

from server.domain.activities.matrix import SetPoints
from server.domain.grids.base import cell_key, points_key
from server.domain.grids.weights import WHOLE, TeamPoints
from spilter_tui.ballot import Paper
from spilter_tui.filling import FillingPane
from spilter_tui.gridpaper import GridPaper, divide

TEAM = "ballot-team-"  # and its number: the slot of the points that a team is dividing


class GridFilling(FillingPane):
    """A pane with a grid to fill in. Points of a team are public and go by themselves, beside the secret ballot."""

    def __init__(self) -> None:
        super().__init__()
        self.divided: dict[int, dict[str, int]] = {}
        """The points that a team is dividing here, by `points_key`, until they are sent."""
        self._sent: dict[int, dict[str, int]] = {}
        """By team whose division was sent from here: the points that the server had until then."""

    def watch_drafts(self) -> None:
        """Take up the points that were being divided when this laptop last left it."""
        for slot, text in self.drafts.items():
            if slot.startswith(TEAM) and text:
                self.divided[int(slot.removeprefix(TEAM))] = msgspec.json.decode(text, type=dict[str, int])

    @property
    def method(self) -> str:
        """Every cell is judged on a scale."""
        return "scale"

    def empty(self) -> Paper:
        """The ballot with nothing on it."""
        criteria = [criterion.id for criterion in self.view.criteria]
        cells = tuple(cell_key(option.id, key) for option in self.view.options for key in criteria)
        points = tuple(self.point_keys) if self.view.weigh == "each" else ()
        return GridPaper("scale", self.view.rules, cells, points=points)

    @property
    def point_keys(self) -> list[str]:
        """Under what the criteria get points."""
        return [points_key(criterion.id) for criterion in self.view.criteria]

    @property
    def points(self) -> dict[str, int] | None:
        """The points given so far, one's own or those of one's team; None where nobody here weighs."""
        paper = self.paper
        if isinstance(paper, GridPaper) and paper.points:
            return {key: paper.values[key] for key in paper.points if key in paper.values}
        if self.view.weigh == "teams" and 0 < self.team <= len(self.view.teams):
            return self.divided.get(self.team, self._told)
        return None

    @property
    def unspent(self) -> int:
        """How many points are left to divide."""
        return 0 if self.points is None else WHOLE - sum(self.points.values())

    @property
    def _told(self) -> dict[str, int]:
        """The team's points as the server has them."""
        team: TeamPoints = self.view.teams[self.team - 1]
        return {points_key(key): number for key, number in team.points.items()}

    def settle_team(self) -> None:
        """Forget the points that were divided here once the server has them, or has what a teammate sent after that."""
        if self.team not in self.divided:
            return
        passed = self.team in self._sent and self._sent[self.team] != self._told
        if passed or self.divided[self.team] == self._told:
            del self.divided[self.team]
            self._sent.pop(self.team, None)
            self.post_message(self.Drafted(self, f"{TEAM}{self.team}", ""))

    @property
    def busy(self) -> bool:
        """Also somebody who divides points for a team is not moved."""
        return super().busy or bool(self.divided)

    def holds(self, key: str) -> int:
        """What stands under a key; 0 for nothing."""
        paper, points = self.paper, self.points or {}
        return points.get(key, paper.values.get(key, 0) if paper else 0)

    def give(self, key: str, value: int) -> None:
        """Give a cell a value, or a criterion points; a team's go to the server once all are divided."""
        paper, points = self.paper, self.points
        if paper is None:
            return
        if self.view.weigh == "teams" and key in self.point_keys:
            if points is not None:
                self.divided[self.team] = divide(points, key, value)
                self._sent.pop(self.team, None)
                text = msgspec.json.encode(self.divided[self.team]).decode()
                self.post_message(self.Drafted(self, f"{TEAM}{self.team}", text))
                self.send_points(whole=True)
        else:
            self.fill(paper.give(key, value))

    def send_points(self, *, whole: bool) -> None:
        """Send the points of the team that were changed here; `whole`: only when all are divided."""
        points = self.divided.get(self.team)
        if points is None or not self.can_send or (whole and self.unspent):
            return
        ids = {points_key(criterion.id): criterion.id for criterion in self.view.criteria}
        command = SetPoints(self.team, {ids[key]: number for key, number in points.items()})
        self._sent[self.team] = self._told
        self.post_message(self.Wanted(self, command, f"{TEAM}{self.team}"))
