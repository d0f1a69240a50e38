"""Reads a real election of pabulib: what the projects cost and how people voted."""

import csv
from pathlib import Path
from typing import NamedTuple


class Election(NamedTuple):
    """What the file says of itself, the cost of each project, and the votes as they stand there."""

    meta: dict[str, str]
    costs: dict[str, int]
    votes: list[dict[str, str]]

    def approvals(self) -> list[list[str]]:
        """The projects that each voter chose."""
        return [vote["vote"].split(",") for vote in self.votes]

    def scores(self) -> dict[str, int]:
        """The city's count: votes for an approval, points otherwise; a first place in three is worth three."""
        totals = dict.fromkeys(self.costs, 0)
        for vote in self.votes:
            chosen = vote["vote"].split(",")
            points = [1] * len(chosen)
            if self.meta["vote_type"] == "ordinal":
                points = [int(self.meta["max_length"]) - place for place in range(len(chosen))]
            if self.meta["vote_type"] == "cumulative":
                points = [int(number) for number in vote["points"].split(",")]
            for project, number in zip(chosen, points, strict=True):
                totals[project] += number
        return totals


def read_election(path: Path) -> Election:
    """The election in a `.pb` file."""
    meta: dict[str, str] = {}
    costs: dict[str, int] = {}
    votes: list[dict[str, str]] = []
    section = ""
    header: list[str] = []
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter=";"):
            if row in (["META"], ["PROJECTS"], ["VOTES"]):
                section, header = row[0], []
            elif not header:
                header = row
            elif section == "META":
                meta[row[0]] = row[1]
            elif section == "PROJECTS":
                project = dict(zip(header, row, strict=False))
                costs[project["project_id"]] = int(project["cost"])
            else:
                votes.append(dict(zip(header, row, strict=False)))
    return Election(meta, costs, votes)
