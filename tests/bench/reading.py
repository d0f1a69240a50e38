"""What is there again, and what comes out: replay of a long log, and the report of a large workshop."""

import asyncio
import hashlib
import time
from pathlib import Path

from server import report
from server.domain import steering
from server.domain.entries import EntryAdded
from server.domain.history import Recorded
from server.domain.kernel import Event, Phase
from server.domain.workshop import Workshop
from server.log import Log, read_only
from server.opening import opened
from server.records import Batch
from tests.bench.figures import Figure
from tests.bench.load import marked
from tests.bench.machine import HALL

EVENTS = 100_000
ENTRIES = 1200


async def reading(folder: Path) -> list[Figure]:
    """Seconds of replaying and reporting."""
    await written(folder / "long.spilter", EVENTS)
    await written(folder / "large.spilter", ENTRIES)
    contents = read_only(folder / "long.spilter")
    start = time.process_time()
    workshop = Workshop()
    for record in contents.records:
        workshop.take(record)
    folded = time.process_time() - start
    log = await Log.open(folder / "long.spilter")
    start = time.perf_counter()
    await opened(log, None, 0.0)
    from_file = time.perf_counter() - start
    await log.close()
    start = time.perf_counter()
    made = await asyncio.to_thread(report_of, folder / "large.spilter")
    return [
        Figure(f"{EVENTS:,} events folded, of processor time", folded, "s", 0.5),
        Figure(f"{EVENTS:,} events read from the file, decoded and folded", from_file, "s"),
        Figure(f"report of {ENTRIES:,} entries, every format, from the file", time.perf_counter() - start, "s", 3),
        Figure("all its files together", sum(len(data) for data in made.values()) / 1024, "kB"),
    ]


async def written(path: Path, count: int) -> None:
    """A workshop's file with so many entries of participants in an open brainstorm."""
    log = await Log.open(path)
    workshop = await opened(log, HALL, 1000.0)
    seq = max(record.seq for rows in workshop.records.values() for record in rows)
    events: list[Event] = [steering.PhaseChanged(Phase.OPEN, 1000.0)]
    events += [
        EntryAdded(hashlib.sha256(b"%d" % n).hexdigest()[:10], marked(n), batch=200 + n // 50) for n in range(count)
    ]
    records = [Recorded("batches", event, 1000.0, f"{n:032x}", "", seq + n) for n, event in enumerate(events, 1)]
    await log.append(Batch(tuple(records)))
    await log.close()


def report_of(path: Path) -> dict[str, bytes]:
    """Every format of the report, as the command makes it."""
    workshop = Workshop()
    for record in read_only(path).records:
        workshop.take(record)
    return report.make(workshop)
