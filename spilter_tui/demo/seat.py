"""One scripted client: the link that a person's screen uses too, with a script in the place of the screen."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from server.domain.kernel import Command
from server.protocol.messages import Enter
from server.protocol.queries import Query, Reply
from spilter_tui.link.core import Core
from spilter_tui.link.happened import Acknowledged, Happened, Joined, ViewChanged, WasRefused, WasSentAway
from spilter_tui.link.place import Endpoint
from spilter_tui.link.profile import Profile
from spilter_tui.link.way import Way
from spilter_tui.link.wire import Link


class NotDone(Exception):
    """The server refused what the script asked, or sent this client away."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Seat:
    """A client at a laptop of its own: a folder, a link, and what it sees. `arrive` before anything else."""

    def __init__(self, folder: Path, place: Endpoint, code: str, enter: Enter) -> None:
        self.acknowledged: list[float] = []  # seconds that each acknowledgement took
        self._profile = Profile(folder)
        core = Core(self._profile, enter)
        way = Way(self._profile, self._tell, typed=place, code=code, holds_key=bool(enter.key))
        self.link = Link(core, way, self._tell)
        self._answers: dict[str, asyncio.Future[str]] = {}
        self._news = asyncio.Event()
        self._joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def arrive(self) -> None:
        """Find the server, prove the code and take the seat; raises `NotDone`."""
        self._task = asyncio.create_task(self.link.run())
        await self._joined
        self.link.watch("agenda")

    async def leave(self) -> None:
        """Go, and let go of the folder."""
        self._task.cancel()
        await asyncio.wait([self._task])
        self._profile.close()

    async def do(self, scope: str, command: Command, slot: str = "") -> str:
        """Send a command and wait until it is on the server's disk; the id of what it made. Raises `NotDone`."""
        began = time.monotonic()
        op = self.link.send(scope, command, slot)
        answer = self._answers[op] = asyncio.get_running_loop().create_future()
        made: str = await answer
        self.acknowledged.append(time.monotonic() - began)
        return made

    async def ask(self, query: Query) -> Reply:
        """The answer to a question of the staff."""
        return await self.link.ask(query)

    async def sees(self, subject: str, condition: Callable[[Any], Any]) -> Any:
        """Watch a subject until its view is as `condition` says; the view."""
        self.link.watch(subject)
        held = self.link.core.views.held
        while subject not in held or not condition(held[subject]):
            self._news.clear()
            await self._news.wait()
        return held[subject]

    def _tell(self, happened: Happened) -> None:
        match happened:
            case Joined() if not self._joined.done():
                self._joined.set_result(None)
            case WasSentAway(code=code) if not self._joined.done():
                self._joined.set_exception(NotDone(code))
            case Acknowledged(op=op, ref=ref):
                self._answers.pop(op).set_result(ref)
            case WasRefused(op=op, code=code):
                self._answers.pop(op).set_exception(NotDone(code))
            case ViewChanged():
                self._news.set()
            case _:
                pass
