"""The server is killed under load: nothing that was acknowledged is lost, nothing counts twice."""

from pathlib import Path

from tests.crashing import crash


async def test_twenty_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    outcome = await crash(tmp_path, kills=20)
    assert outcome.acknowledged > 100
    assert outcome.resent > 0
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert {each.name for each in tmp_path.iterdir()} == {"hall.spilter", "hall.backup.spilter", "data", "run"}
    assert not list((tmp_path / "run").iterdir())
