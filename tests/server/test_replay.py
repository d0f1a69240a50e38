"""Two real conversations voted again through real clients: the tallies are the published ones, whatever happened."""

import json
from pathlib import Path

import pytest

from server.domain.blocks import Distribution
from tests.replay import replay
from tests.support import shared


@pytest.mark.parametrize("name", ["london.youth.policing", "scoop-hivemind.ubi"])
async def test_a_conversation_gives_its_published_tallies_though_the_server_is_killed_twice(
    name: str, tmp_path: Path
) -> None:
    expected = json.loads(shared("data/polis/expected.json").read_text("utf-8"))[name]
    found = await replay(shared(f"data/polis/{name}"), tmp_path, kills=2)
    assert (found.votes, found.changed) == (expected["n_vote_rows"], expected["n_changed"])
    assert found.resent > 0
    assert found.figures.n.persons == found.figures.n.devices == expected["n_participants"]
    by_id = {item["id"]: item for item in found.figures.items}
    for comment in expected["comments"]:
        item, last = by_id[found.ids[comment["comment_id"]]], comment["last_vote"]
        assert (item["agree"], item["disagree"], item["passed"]) == (last["agree"], last["disagree"], last["pass_"])
    spread = [block.counts for block in found.result.blocks if isinstance(block, Distribution)]
    assert spread == [(item["agree"], item["disagree"], item["passed"]) for item in found.figures.items]
