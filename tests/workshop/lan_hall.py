"""A program for a machine on a test's network: the product's server, announcing itself, with a brainstorm open."""

import asyncio
import sys
from pathlib import Path

from server.serve import Serving, run, serve
from tests.serving import AGENDA
from tests.workshop.evening import OPEN, desk


async def main(folder: Path) -> None:
    """Serve until stopped; prints the room code once the brainstorm is open."""
    loop = asyncio.get_running_loop()
    opening: list[asyncio.Task[None]] = []
    await serve(
        folder / "hall.spilter",
        agenda=AGENDA,
        data_dir=folder / "data",
        runtime_dir=folder / "run",
        ready=lambda serving: opening.append(loop.create_task(opened(folder, serving))),
    )


async def opened(folder: Path, serving: Serving) -> None:
    async with desk(folder / "desk", serving) as chair:
        await chair.do("ideas", OPEN)
    (folder / "code").write_text(serving.code)
    print("open", flush=True)


if __name__ == "__main__":
    run(main(Path(sys.argv[1])))
