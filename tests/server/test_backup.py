"""Back-ups: in time, in both places, told when they fail; and after a sealing no old one is left."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from server.backup import Backups
from server.log import Log, read_only
from server.records import Batch
from tests.server.test_log import added


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[Log]:
    log = await Log.open(tmp_path / "hall.spilter")
    await log.append(Batch((added(1),)))
    yield log
    await log.close()


def block(target: Path) -> None:
    """Make it impossible to write a new back-up there."""
    target.with_name(f".{target.name}.part").mkdir()


async def test_it_backs_up_at_once_when_asked_and_by_itself(log: Log) -> None:
    told: asyncio.Queue[str] = asyncio.Queue()
    backups = Backups(log, None, told.put_nowait, every=0.05)
    running = asyncio.create_task(backups.run())
    for _ in range(3):
        assert await told.get() == ""
    backups.soon()
    assert await told.get() == ""
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await backups.idle()
    assert read_only(backups.targets[0]).records == [added(1)]


async def test_one_that_fails_keeps_the_old_one_and_does_not_stop_the_other(log: Log, tmp_path: Path) -> None:
    told: list[str] = []
    (tmp_path / "stick").mkdir()
    backups = Backups(log, tmp_path / "stick", told.append)
    beside, second = backups.targets
    assert await backups.make() == (beside, second)
    await log.append(Batch((added(2),)))
    block(beside)
    assert await backups.make() == (second,)
    assert told[0] == ""
    assert told[1] != ""
    assert read_only(beside).records == [added(1)]
    assert read_only(second).records == [added(1), added(2)]


async def test_after_a_sealing_an_old_one_that_cannot_be_replaced_is_removed(log: Log, tmp_path: Path) -> None:
    backups = Backups(log, tmp_path, lambda fault: None)
    [beside] = backups.targets
    await backups.make()
    block(beside)
    backups.soon(sealed=True)
    assert await backups.make() == ()
    assert not beside.exists()
