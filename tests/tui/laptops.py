"""The whole program on a laptop, against a real server on loopback: tests press keys and look at the screen."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from server.protocol.messages import Enter
from server.serve import Serving
from spilter_tui.laptop import app_of
from spilter_tui.link.core import Core
from spilter_tui.link.happened import Happened
from spilter_tui.link.place import Endpoint
from spilter_tui.link.profile import Profile
from spilter_tui.link.way import Way
from spilter_tui.link.wire import Link
from tests.tui.stage import picture

SOON = 20.0  # seconds


@asynccontextmanager
async def laptop(
    folder: Path, port: int, code: str = "", enter: Enter | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Pilot[int]]:
    """A laptop with a folder of its own; a participant's, unless `enter` asks for another role."""
    asked = enter or Enter("")
    profile = Profile(folder)

    def linking(tell: Callable[[Happened], None], place: Endpoint | None) -> Link:
        way = Way(profile, tell, typed=place or Endpoint("127.0.0.1", port), code=code, beat=0.5)
        return Link(Core(profile, asked, beat=0.2, patience=SOON), way, tell)  # a slow machine is no outage: a cut is

    try:
        async with app_of(asked.role, linking).run_test(size=size) as pilot:
            yield pilot
    finally:
        profile.close()


@asynccontextmanager
async def staff(folder: Path, serving: Serving, key: str, port: int = 0) -> AsyncIterator[Pilot[int]]:
    """A laptop that came in with this key or code."""
    enter = Enter("", "facilitator", key=key)
    async with laptop(folder, port or serving.port, serving.code, enter, (100, 30)) as pilot:
        yield pilot


@asynccontextmanager
async def desk(folder: Path, serving: Serving, port: int = 0) -> AsyncIterator[Pilot[int]]:
    """The facilitator's laptop, once it shows the agenda and the code."""
    async with staff(folder, serving, serving.key, port) as pilot:
        await until(pilot, "Agenda")
        await until(pilot, serving.code[:4])
        yield pilot


async def until(pilot: Pilot[int], shows: str) -> str:
    """Wait until the screen shows a text; the whole screen."""
    try:
        async with asyncio.timeout(SOON):
            while shows not in picture(pilot.app):
                await pilot.pause()
    except TimeoutError:
        raise AssertionError(f"{shows!r} did not come; the screen:\n{picture(pilot.app)}") from None
    return picture(pilot.app)


async def until_gone(pilot: Pilot[int], shows: str) -> None:
    """Wait until the screen shows a text no longer."""
    try:
        async with asyncio.timeout(SOON):
            while shows in picture(pilot.app):
                await pilot.pause()
    except TimeoutError:
        raise AssertionError(f"{shows!r} did not go; the screen:\n{picture(pilot.app)}") from None
