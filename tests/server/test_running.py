"""Whether a server holds a file: what its record says, and whether somebody listens there."""

import asyncio
from pathlib import Path

from server.running import find_running
from tests.server.conftest import Start


async def test_a_server_that_was_killed_is_not_running_though_its_number_still_lives(
    start: Start, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    async with start() as serving:
        [record] = run.iterdir()
        kept = record.read_bytes()
    record.write_bytes(kept)  # what a kill leaves; the number is that of this process, and nobody listens any more
    assert await asyncio.to_thread(find_running, serving.path, run) is None
    assert not record.exists()
