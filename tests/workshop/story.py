"""A demonstration played from start to report, and what it left behind."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from server.domain.blocks import Block
from server.domain.history import Recorded
from server.domain.kernel import Audience, Role
from server.domain.root import Shown, WallShows, WallView
from server.domain.workshop import ROOT, Workshop
from server.log import read_only


class Story:
    """The folder that the demonstration wrote, what it said, and the workshop in its file."""

    def __init__(self, case: str, out: Path, said: dict[str, Any]) -> None:
        self.case, self.out, self.said = case, out, said
        self.data: dict[str, Any] = json.loads((out / "report.json").read_bytes())
        self.activities = {each["id"]: each for each in self.data["activities"]}

    def text(self, name: str) -> str:
        return (self.out / name).read_text(encoding="utf-8")

    def items(self, activity: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.activities[activity]["results"]["items"]
        return found

    def facts(self, activity: str) -> dict[str, Any]:
        found: dict[str, Any] = self.activities[activity]["results"]["facts"]
        return found

    def wall(self, activity: str) -> tuple[Block, ...]:
        """What the wall shows when it is sent the results of an activity."""
        workshop = Workshop()
        for record in read_only(self.out / f"{self.case}.spilter").records:
            workshop.take(record)
        workshop.take(Recorded(ROOT, WallShows(Shown("result", activity)), by="desk 1", op="wall"))
        view = workshop.view("wall", Audience(Role.WALL))
        assert isinstance(view, WallView)
        return view.blocks


def played(case: str, out: Path) -> Story:
    """Play a case headless, as a person would from a shell."""
    command = [sys.executable, "-m", "spilter_tui", "demo", case, "--headless", "--json", "--out", str(out)]
    done = subprocess.run(
        command, capture_output=True, check=False, encoding="utf-8", env=dict(os.environ), timeout=100
    )
    assert (done.returncode, done.stderr) == (0, "")
    return Story(case, out, json.loads(done.stdout))


def under(blocks: tuple[Block, ...], kind: type, title: str = "") -> list[Any]:
    """The blocks of a kind; of those under a heading that begins so, if one is given."""
    found, reading = [], not title
    for block in blocks:
        heading = getattr(block, "text", "") if type(block).__name__ == "Heading" else ""
        if title and heading:
            reading = heading.startswith(title)
        if reading and isinstance(block, kind):
            found.append(block)
    return found
