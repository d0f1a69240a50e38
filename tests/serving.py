"""A real server on loopback, in this process or killed in its own, for tests and benches."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from server.domain.kernel import Card
from server.domain.root import Agenda, Info, Table
from server.serve import Serving, serve

AGENDA = Agenda(
    Info("Zzp-brainstorm", question="Wat houdt ons tegen?"),
    (Table(1, "Markt", 4), Table(2, "Haven", 4)),
    (
        Card("welcome", "slide", "Welkom"),
        Card("ideas", "brainstorm", "Knelpunten", "Welk knelpunt ontbreekt?", grace=0),
        Card("vote", "vote", "Stemmen", "Hoe zwaar?", grace=0),
    ),
)


@asynccontextmanager
async def started(path: Path, **how: Any) -> AsyncIterator[Serving]:
    """A server on this file, as `serve` makes it; stopped in order at the end. Its other files stand beside it."""
    given: dict[str, Any] = {
        "agenda": AGENDA,
        "data_dir": path.parent / "data",
        "runtime_dir": path.parent / "run",
        "host": "127.0.0.1",
        "port": 0,
        "announce": False,
    }
    ready: asyncio.Future[Serving] = asyncio.get_running_loop().create_future()
    running = asyncio.create_task(serve(path, ready=ready.set_result, **{**given, **how}))
    await asyncio.wait((ready, running), return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        await running
    serving = ready.result()
    try:
        yield serving
    finally:
        serving.stop()
        await running
