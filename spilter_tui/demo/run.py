"""Play a case: a server as a process of its own, people and facilitator as clients of it, and the report at the end."""

import asyncio
import shutil
import time
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from server.protocol.messages import Enter
from server.protocol.queries import Files, MakeReport
from spilter_tui.demo.case import Case
from spilter_tui.demo.hall import Hall, Suggested, seconds
from spilter_tui.demo.seat import Seat
from spilter_tui.demo.step import Step
from spilter_tui.starting import Server, start_server

LIMIT = 600.0  # seconds in which a script at no pace must be through


class Timed(msgspec.Struct, frozen=True):
    """A step, and how long it took."""

    step: str
    seconds: float


class Played(msgspec.Struct, frozen=True):
    """What a run yields beside the workshop: times, the number of entries, the suggestions, the files of the report."""

    steps: tuple[Timed, ...]
    waited: tuple[float, ...]
    entries: int
    suggested: tuple[Suggested, ...]
    refused: tuple[str, ...]
    report: dict[str, bytes]


@contextmanager
def served(case: Case, folder: Path) -> Iterator[Server]:
    """A server of the case's agenda, on loopback and on any port, with all it keeps in this folder."""
    agenda = folder / f"{case.template}.toml"
    agenda.write_text(case.agenda(), encoding="utf-8")
    arguments = (str(agenda), "--host", "127.0.0.1", "--port", "0", "--no-announce")
    server = start_server(arguments, folder / "server.log", {"SPILTER_HOME": str(folder / "home")})
    try:
        yield server
    finally:
        server.stop()


def play_through(case: Case, folder: Path) -> Played:
    """Play a case as fast as it goes, and stop the server; the workshop's file stays in the folder."""
    with served(case, folder) as server:
        return asyncio.run(_within(play(case, server, folder)))


async def _within(playing: Awaitable[Played]) -> Played:
    async with asyncio.timeout(LIMIT):
        return await playing


async def play(case: Case, server: Server, folder: Path) -> Played:
    """Play every step in order; a refusal ends it with `NotDone`."""
    hall = Hall(server, folder / "laptops", case.people, pace=0, strict=True)
    timed: list[Timed] = []
    try:
        timed.append(await _timed("gather", hall.gather()))
        for step in case.steps:
            timed.append(await _timed(_name(step), step.play(hall)))
    finally:
        await hall.close()
    began = time.monotonic()
    report = await report_of(server, folder)
    timed.append(Timed("report", seconds(began)))
    return Played(tuple(timed), tuple(hall.waited), hall.entries, tuple(hall.suggested), tuple(hall.refused), report)


async def _timed(name: str, doing: Awaitable[None]) -> Timed:
    began = time.monotonic()
    await doing
    return Timed(name, seconds(began))


def _name(step: Step) -> str:
    said = msgspec.to_builtins(step)
    return f"{said['do']} {said.get('activity') or said.get('person')}"


async def report_of(server: Server, folder: Path) -> dict[str, bytes]:
    """The report in every format, as the desk asks for it."""
    reached = server.reached
    desk = Seat(
        folder / "laptops" / "report", server.place, reached.code, Enter("", role="facilitator", key=reached.key)
    )
    try:
        await desk.arrive()
        reply = await desk.ask(MakeReport())
    finally:
        await desk.leave()
    return reply.files if isinstance(reply, Files) else {}


def keep(case: Case, folder: Path, report: dict[str, bytes], out: Path) -> list[Path]:
    """Put the workshop's file and the report's files into a folder; their paths."""
    out.mkdir(parents=True, exist_ok=True)
    workshop = out / f"{case.template}.spilter"
    shutil.copyfile(folder / workshop.name, workshop)
    for name, data in report.items():
        (out / name).write_bytes(data)
    return [workshop, *(out / name for name in report)]
