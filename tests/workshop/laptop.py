"""A laptop in a process of its own, for tests that kill it: joins, does one thing, and waits for its end."""

import asyncio
import sys
from pathlib import Path

from server.domain import steering
from tests.workshop.evening import Laptop, seated

SLOT = "ideas"


async def type_a_draft(laptop: Laptop, text: str) -> None:
    """Something stands in the input box and was not sent."""
    laptop.link.draft(SLOT, text)
    print("drafted", flush=True)


async def reveal(laptop: Laptop, activity: str) -> None:
    """The desk sits, and reveals when it is told to: by a line on standard input."""
    print("seated", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    laptop.link.send(activity, steering.Reveal())
    print("pressed", flush=True)


async def main(folder: Path, port: int, code: str, key: str, what: str) -> None:
    async with seated(folder, port, code, role="facilitator" if key else "participant", key=key) as laptop:
        await (reveal(laptop, what) if key else type_a_draft(laptop, what))
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:6]))
