"""What the stories share: a real server, real links with their folders, and a laptop that can be killed."""

import asyncio
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from server.domain import steering
from server.domain.history import Recorded
from server.domain.kernel import Command, Phase
from server.protocol.messages import Enter
from server.serve import Serving
from spilter_tui.link.core import Core
from spilter_tui.link.find import Found, Search
from spilter_tui.link.happened import Acknowledged, Happened, Joined, WasRefused
from spilter_tui.link.place import Endpoint
from spilter_tui.link.profile import Profile
from spilter_tui.link.records import Book
from spilter_tui.link.way import Finding, Way
from spilter_tui.link.wire import Link

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds
OPEN, CLOSED = steering.ChangePhase(Phase.OPEN), steering.ChangePhase(Phase.CLOSED)


def only(place: Endpoint) -> Finding:
    """Find this place and nothing else: no test searches the network that it runs in."""

    @asynccontextmanager
    async def find(typed: Endpoint | None, known: Sequence[Endpoint]) -> AsyncIterator[AsyncIterator[Found]]:
        async with Search(place) as search:
            yield search

    return find


class Laptop:
    """A real link at a folder of its own, and what it told. Without a `place` it searches; `there` is its clock."""

    def __init__(
        self,
        folder: Path,
        place: Endpoint | None,
        code: str,
        enter: Enter,
        there: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
        search: Finding = Search,
    ) -> None:
        self._patience = patience
        self.profile = Profile(folder)
        self.told: list[Happened] = []
        core = Core(self.profile, enter)
        find = only(place) if place else search
        way = Way(self.profile, self._tell, typed=place, code=code, holds_key=bool(enter.key), find=find)
        self.link = Link(core, way, self._tell, clock=there)
        self._news = asyncio.Event()
        self.running = asyncio.create_task(self.link.run())

    def _tell(self, happened: Happened) -> None:
        self.told.append(happened)
        self._news.set()

    def of(self, kind: type[Happened]) -> bool:
        """Whether something of this kind was told."""
        return any(isinstance(each, kind) for each in self.told)

    async def until(self, true: Callable[[], Any]) -> Any:
        """Wait until something is true of this laptop; what it was."""
        async with asyncio.timeout(self._patience):
            while not (found := true()):
                self._news.clear()
                await self._news.wait()
        return found

    async def sees(self, subject: str, condition: Callable[[Any], Any] = bool) -> Any:
        """Watch a subject until its view is as `condition` says; the view."""
        self.link.watch(subject)
        held = self.link.core.views.held
        await self.until(lambda: subject in held and condition(held[subject]))
        return held[subject]

    async def answer(self, op: str) -> Acknowledged | WasRefused:
        """What the server said to an operation."""
        answers = (Acknowledged, WasRefused)
        found: Acknowledged | WasRefused = await self.until(
            lambda: next((each for each in self.told if isinstance(each, answers) and each.op == op), None)
        )
        return found

    async def do(self, scope: str, command: Command, slot: str = "") -> str:
        """Send a command; the id of what it made. A refusal is a failure."""
        answer = await self.answer(self.link.send(scope, command, slot))
        assert isinstance(answer, Acknowledged), answer
        return answer.ref

    @property
    def book(self) -> Book:
        """What this laptop keeps."""
        outbox = self.link.core.outbox
        assert outbox is not None
        return outbox.journal.book

    async def leave(self) -> None:
        """Go, and let go of the folder."""
        self.running.cancel()
        await asyncio.wait([self.running])
        self.profile.close()


@asynccontextmanager
async def seated(
    folder: Path, port: int, code: str = "", *, there: Callable[[], float] = time.monotonic, **enter: Any
) -> AsyncIterator[Laptop]:
    """A laptop at that port, joined; it leaves at the end."""
    made = Laptop(folder, Endpoint("127.0.0.1", port), code, Enter("", **enter), there)
    try:
        await made.until(lambda: made.of(Joined))
        await made.sees("agenda")
        yield made
    finally:
        await made.leave()


@asynccontextmanager
async def desk(folder: Path, serving: Serving) -> AsyncIterator[Laptop]:
    """The facilitator."""
    async with seated(folder, serving.port, serving.code, role="facilitator", key=serving.key) as made:
        yield made


@asynccontextmanager
async def guests(folder: Path, serving: Serving, count: int) -> AsyncIterator[list[Laptop]]:
    """So many participants."""
    async with AsyncExitStack() as stack:
        coming = (seated(folder / f"laptop {n}", serving.port, serving.code, table=1 + n % 2) for n in range(count))
        yield [await stack.enter_async_context(each) for each in coming]


@asynccontextmanager
async def mortal(folder: Path, port: int, code: str, key: str, what: str) -> AsyncIterator[Process]:
    """A client in a process of its own, here after its first line; killed at the end if it still lives."""
    command = (sys.executable, "-m", "tests.workshop.laptop", str(folder), str(port), code, key, what)
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, cwd=ROOT)
    try:
        assert await said(process), "the laptop ended before it was ready"
        yield process
    finally:
        await killed(process)


async def said(process: Process) -> str:
    """The next line that a laptop prints."""
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().strip()


async def killed(process: Process) -> None:
    """Kill a process as a power cut would."""
    if process.returncode is None:
        process.kill()
    await process.wait()


def records(serving: Serving, scope: str, kind: type) -> list[Recorded]:
    """The events of one kind that the server took in."""
    return [each for each in serving.hub.session.workshop.records[scope] if isinstance(each.event, kind)]
