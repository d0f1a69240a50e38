"""The server under measurement: the product's own, in a process of its own on the first core."""

import asyncio
import os
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType

import msgspec

from server.domain.kernel import Card
from server.domain.root import Agenda, Info, Table
from server.limits import allow_sockets
from server.serve import Serving, run, serve

ROOT = Path(__file__).resolve().parents[2]
SERVER_CORE, LOAD_CORE = 0, 1
HALL = Agenda(
    Info("Stadsgesprek", question="Wat houdt ons tegen?", language="nl", id="bench"),
    tuple(Table(number, f"Tafel {number}", 10) for number in range(1, 51)),
    (
        Card("welcome", "slide", "Welkom"),
        Card("batches", "brainstorm", "Knelpunten", "Welk knelpunt ontbreekt?"),
        Card("named", "brainstorm", "Kansen", "Welke kans ontbreekt?", attribution="named"),
        Card("vote", "vote", "Stemmen", "Hoe zwaar?"),
        Card("actions", "actions", "Afspraken"),
    ),
)


class Door(msgspec.Struct, frozen=True):
    """What the server's process tells once it is ready."""

    port: int
    code: str
    key: str


class Machine:
    """A process, seen from outside."""

    def __init__(self, pid: int, door: Door) -> None:
        self.pid, self.door = pid, door

    def cpu(self) -> float:
        """Seconds of processor time it used since it started, all threads."""
        return time.clock_gettime(~self.pid << 3 | 2)  # Linux: the clock of another process

    def memory(self) -> int:
        """Bytes it holds in memory now."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


class Spent:
    """What a block cost: seconds by the clock, seconds of the machine's processor, and of this process's."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self.seconds = self.cpu = self.load = 0.0

    def __enter__(self) -> "Spent":
        self._start = time.perf_counter(), self._machine.cpu(), time.process_time()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        clock, cpu, load = self._start
        self.seconds = time.perf_counter() - clock
        self.cpu, self.load = self._machine.cpu() - cpu, time.process_time() - load


@asynccontextmanager
async def machine(path: Path, program: str = "tests.bench.machine", *arguments: str) -> AsyncIterator[Machine]:
    """The server (or another program that tells its door) on a file, in a process of its own on the first core."""
    use_core(LOAD_CORE)
    allow_sockets()
    path.parent.mkdir(exist_ok=True)
    command = (sys.executable, "-m", program, str(path), *arguments)
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, cwd=ROOT)
    assert process.stdout is not None
    try:
        line = await process.stdout.readline()
        yield Machine(process.pid, msgspec.json.decode(line, type=Door))
    finally:
        process.terminate()
        await process.wait()


def use_core(core: int) -> None:
    """Keep this process on one core, if there are as many."""
    os.sched_setaffinity(0, {core % (os.cpu_count() or 1)})


def tell(door: Door) -> None:
    """Say to who started this process where the door is."""
    os.write(1, msgspec.json.encode(door) + b"\n")


def main(path: Path) -> None:
    use_core(SERVER_CORE)

    def ready(serving: Serving) -> None:
        tell(Door(serving.port, serving.code, serving.key))

    run(
        serve(
            path,
            agenda=HALL,
            data_dir=path.parent / "data",
            runtime_dir=path.parent / "run",
            host="127.0.0.1",
            port=0,
            announce=False,
            ready=ready,
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
