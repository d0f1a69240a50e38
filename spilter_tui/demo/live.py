"""Play a case beside the desk in this terminal: the script runs in a thread of its own, at a pace to watch."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spilter_tui.demo.case import Case
from spilter_tui.demo.hall import Hall
from spilter_tui.starting import Server

PACE = 1.0


@contextmanager
def played_along(case: Case, server: Server, folder: Path, *, steer: bool) -> Iterator[None]:
    """Inside, people come in and take part. With `steer` they wait for who is at the desk; else the desk is played too.

    What went wrong in the script is raised at the end.
    """
    script = _Script(case, server, folder, steer)
    try:
        yield
    finally:
        script.end()


class _Script:
    """A script in a thread of its own, from now on."""

    def __init__(self, case: Case, server: Server, folder: Path, steer: bool) -> None:
        self._case, self._server, self._folder, self._steer = case, server, folder, steer
        self._ready = threading.Event()
        self._fault: BaseException | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._main()), name="script")
        self._thread.start()

    def end(self) -> None:
        """Stop, and let everybody go."""
        self._ready.wait()
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        if self._fault is not None:
            raise self._fault

    async def _main(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._ready.set()
        hall = Hall(self._server, self._folder / "laptops", self._case.people, PACE, strict=False)
        playing = asyncio.create_task(self._steered(hall) if self._steer else self._led(hall))
        await self._stop.wait()
        playing.cancel()
        await asyncio.wait([playing])
        self._fault = None if playing.cancelled() else playing.exception()
        await hall.close()

    async def _led(self, hall: Hall) -> None:
        await hall.gather()
        for step in self._case.steps:
            await step.play(hall)

    async def _steered(self, hall: Hall) -> None:
        await hall.gather(everybody=True)
        room = [step for step in self._case.steps if step.by_room]
        await asyncio.gather(*(step.play(hall) for step in room))
