"""A conversation held elsewhere is counted here: the agenda names its statements, the desk reads its votes."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot

from server.domain.activities.vote import Vote
from server.domain.workshop import Workshop
from server.log import read_only
from spilter_tui import i18n
from spilter_tui.commands.faults import agenda_of
from tests.serving import started
from tests.support import shared
from tests.tui.laptops import desk, until

NAME = "london.youth.policing"
AGENDA = """
[workshop]
title = "Jongeren en de politie"
language = "en"

[[activities]]
id = "polis"
kind = "vote"
title = "Polis"
question = "Do you agree?"
file = "comments.csv"
source = "Polis"
[activities.settings]
method = "opinion"
"""


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


async def test_a_real_conversation_by_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = json.loads(shared("data/polis/expected.json").read_text("utf-8"))[NAME]
    for name in ("comments.csv", "votes.csv"):
        shutil.copy(shared(f"data/polis/{NAME}/{name}"), tmp_path / name)
    (tmp_path / "polis.toml").write_text(AGENDA, "utf-8")
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "polis.spilter"
    async with (
        started(path, agenda=agenda_of(tmp_path / "polis.toml")) as serving,
        desk(tmp_path / "desk", serving) as pilot,
    ):
        await until(pilot, "Polis")
        await pilot.press("o")
        await until(pilot, "o close")
        persons = expected["n_participants"]
        for _ in range(2):
            await pilot.press("i", "f", *"votes.csv")
            await until(pilot, "kB")
            await pilot.press("enter")
            await until(pilot, f"Ballots of {persons} persons")
            await pilot.press("enter")
            await until(pilot, f"+ {persons} by hand")
        await until_told(pilot, "The ballots in this file were counted before.")
        await pilot.press("o")
        await until(pilot, "o open again")
    vote = folded(path)
    assert vote.figures().n.persons == expected["n_participants"]
    by_id = {item["id"]: item for item in vote.figures().items}
    assert len(by_id) == len(expected["comments"])
    for comment in expected["comments"]:
        item, last = by_id[f"polis.{comment['comment_id']}"], comment["last_vote"]
        assert (item["agree"], item["disagree"], item["passed"]) == (last["agree"], last["disagree"], last["pass_"])


async def until_told(pilot: Pilot[int], words: str) -> None:
    """Wait until the screen tells something for a few seconds."""
    async with asyncio.timeout(60):
        while words not in [each.message for each in pilot.app._notifications]:
            await pilot.pause()


def folded(path: Path) -> Vote:
    """The vote as the file alone has it."""
    workshop = Workshop()
    for record in read_only(path).records:
        workshop.take(record)
    vote = workshop.activities["polis"]
    assert isinstance(vote, Vote)
    return vote
