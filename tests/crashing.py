"""Kill the server again and again while people type, and count what was lost, doubled, and how long it took.

The server runs in a process of its own and is killed with SIGKILL at a random moment; the clients send what was not
acknowledged again, with the same operation ids, as a real one does.
"""

import asyncio
import contextlib
import os
import random
import signal
import socket
import sys
import time
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from server.domain import entries, steering
from server.domain.kernel import Phase
from server.log import read_only
from server.protocol.messages import Done
from server.serve import Serving, run, serve
from tests.client import Client, Left, new_op
from tests.serving import AGENDA

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 0.15  # seconds that a server lives, once everybody is back in sync


class Door(msgspec.Struct):
    """What the server's process tells once it is ready."""

    port: int
    code: str
    key: str


@dataclass
class Outcome:
    """What `crash` found: operations acknowledged, lost and doubled; seconds from the kill to in sync again."""

    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    resent: int = 0
    seconds: list[float] = field(default_factory=list)


class Typist:
    """Somebody who types without end and never gives up an operation that was not acknowledged."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.acknowledged: dict[str, str] = {}  # operation → entry
        self.resent = 0
        self._open: tuple[str, str] | None = None  # operation and text on their way

    async def type(self) -> None:
        """Type until the connection breaks."""
        with contextlib.suppress(Left):
            while True:
                if self._open is None:
                    self._open = (new_op(), f"idee {len(self.acknowledged)} van {id(self)}")
                else:
                    self.resent += 1
                op, text = self._open
                done = await self.client.do("ideas", entries.AddEntry(text), op)
                assert isinstance(done, Done), done
                self.acknowledged[op] = done.ref
                self._open = None

    async def back(self, port: int) -> None:
        """Come back to the same seat and see the whole state again."""
        self.client.port = port
        await self.client.reconnect()


async def crash(folder: Path, kills: int, people: int = 5, seed: int = 0) -> Outcome:
    """Kill a server on `folder/hall.spilter` so many times; the last one is ended in order and its file read."""
    path, dice, outcome = folder / "hall.spilter", random.Random(seed), Outcome()
    port = free_port()
    process, door = await launch(path, port)
    typists = [Typist(await Client(door.port, door.code).join()) for _ in range(people)]
    chair = await Client(door.port, door.code, role="facilitator", key=door.key).join()
    await chair.done("ideas", steering.ChangePhase(Phase.OPEN))
    for typist in typists:
        await typist.client.watch("ideas")
    for _ in range(kills):
        await under_load(typists, process, dice.uniform(0.0, LONGEST), signal.SIGKILL)
        start = time.perf_counter()
        process, door = await launch(path, port)
        await asyncio.gather(*(typist.back(door.port) for typist in typists))
        outcome.seconds.append(time.perf_counter() - start)
    await under_load(typists, process, LONGEST, signal.SIGTERM)
    assert process.returncode == 0
    await asyncio.gather(chair.close(), *(typist.client.close() for typist in typists))
    return counted(path, typists, outcome)


async def under_load(typists: list[Typist], process: Process, seconds: float, how: signal.Signals) -> None:
    """Have everybody type, and end the server's process meanwhile."""
    typing = [asyncio.create_task(typist.type()) for typist in typists]
    await asyncio.sleep(seconds)
    process.send_signal(how)
    await asyncio.gather(process.wait(), *typing)


def counted(path: Path, typists: list[Typist], outcome: Outcome) -> Outcome:
    """Hold what was acknowledged against what the file holds."""
    added = [record.event for record in read_only(path).records if isinstance(record.event, entries.EntryAdded)]
    ids, texts = {event.id for event in added}, [event.text for event in added]
    acknowledged = [entry for typist in typists for entry in typist.acknowledged.values()]
    outcome.acknowledged = len(acknowledged)
    outcome.lost = sum(entry not in ids for entry in acknowledged)
    outcome.doubled = len(texts) - len(set(texts))
    outcome.resent = sum(typist.resent for typist in typists)
    return outcome


async def launch(path: Path, port: int) -> tuple[Process, Door]:
    """A server in a process of its own; here when it is ready."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.crashing", str(path), str(port), stdout=PIPE, cwd=ROOT
    )
    assert process.stdout is not None
    return process, msgspec.json.decode(await process.stdout.readline(), type=Door)


def free_port() -> int:
    """A port that nobody uses now: the clients of a killed server come back to the same one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve_until_killed(path: Path, port: int) -> None:
    """The server's process."""

    def tell(serving: Serving) -> None:
        os.write(1, msgspec.json.encode(Door(serving.port, serving.code, serving.key)) + b"\n")

    run(
        serve(
            path,
            agenda=AGENDA,
            data_dir=path.parent / "data",
            runtime_dir=path.parent / "run",
            host="127.0.0.1",
            port=port,
            announce=False,
            ready=tell,
        )
    )


if __name__ == "__main__":
    serve_until_killed(Path(sys.argv[1]), int(sys.argv[2]))
