"""`make bench`: measure, print the tables, and keep them in `docs/measurements.md`.

`python -m tests.bench NAME …` measures only those benches, and puts their tables in the place of the earlier ones.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import uvloop

from tests.bench.ballots import ballots
from tests.bench.conference import cut_off
from tests.bench.counting import counting
from tests.bench.crowd import crowded
from tests.bench.fanout import fanning_out
from tests.bench.figures import Figure, table
from tests.bench.pace import at_pace
from tests.bench.reading import reading
from tests.bench.storms import stalled, storms
from tests.bench.surveys import surveys
from tests.bench.writing import growing, keeping

Bench = Callable[[Path], Coroutine[Any, Any, list[Figure]]]
PAGE = Path(__file__).resolve().parents[2] / "docs" / "measurements.md"
MINUTE = 60.0
BENCHES: dict[str, tuple[str, Bench]] = {
    "pace-100": ("100 people, a minute, anonymous", partial(at_pace, people=100, scope="batches", seconds=MINUTE)),
    "pace-100-named": ("100 people, a minute, by name", partial(at_pace, people=100, scope="named", seconds=MINUTE)),
    "pace-500": ("500 people, a minute, anonymous", partial(at_pace, people=500, scope="batches", seconds=MINUTE)),
    "pace-500-named": ("500 people, a minute, by name", partial(at_pace, people=500, scope="named", seconds=MINUTE)),
    "storms": ("The hard moments", partial(storms, people=500)),
    "ballots": ("A hall that votes in the same second", ballots),
    "conference": ("A hundred people at ten tables, one table without network", cut_off),
    "stalled": ("Clients that read nothing", stalled),
    "fanout": ("Each entry to everybody", fanning_out),
    "crowd-500": ("A crowd of 500, each entry to everybody", partial(crowded, people=500)),
    "crowd-2000": ("A crowd of 2,000", partial(crowded, people=2000)),
    "crowd-5000": ("A crowd of 5,000", partial(crowded, people=5000, beside=5000 // 3)),
    "keeping": ("Keeping what comes in", keeping),
    "growing": ("As the workshop grows", growing),
    "counting": ("Counting a vote of a full hall", counting),
    "reading": ("Replay and report", reading),
    "surveys": ("Answers of others to a survey", surveys),
}
HEAD = """# Measurements

Made by `make bench` on a machine with {cores} cores, {day}: the server on one, the load generator (`tests/bench`) on
the other, over TLS on the loopback, everything on disk with `synchronous=FULL`. Absolute figures drift from machine to
machine and with what else runs on it (the load was {load:.1f} when this run began); the goals are ratios and limits
within one run.

Everybody sends an entry every 30 s at a random moment, everybody watches the agenda, the hall and the activity, every
draft is told, every client pings every 2 s. *On every screen* is the time from sending until the last of all screens,
the desk's included, has the entry. In an anonymous activity others' entries come out in batches of 5 s on purpose; by
name there are no batches. The yardsticks for fan-out are a bare `websockets` broadcast over TLS that keeps nothing, and
Mosquitto (QoS 1, lasting sessions, without TLS) where it is installed. A key at the sorter is measured apart:
`python -m tests.bench.sorter_keys`. A table may come from a later run of that bench alone
(`python -m tests.bench NAME`).

"""


def kept(page: str) -> tuple[str, dict[str, str]]:
    """The head of the page as it is, and its tables by title."""
    head, *tables = page.split("## ")
    return head, {each.partition("\n")[0]: f"## {each}" for each in tables}


def main(names: list[str]) -> int:
    """Measure these benches, or all, and keep the tables; 1 where a goal was not reached."""
    head, tables = ("", {}) if not names else kept(PAGE.read_text(encoding="utf-8"))
    head = head or HEAD.format(cores=os.cpu_count(), day=datetime.now(UTC).date(), load=os.getloadavg()[0])
    reached = True
    for name in names or BENCHES:
        title, bench = BENCHES[name]
        with tempfile.TemporaryDirectory() as folder:
            figures = uvloop.run(bench(Path(folder)))
        tables[title] = table(title, figures)
        reached = reached and all(figure.reached for figure in figures)
        print(tables[title], flush=True)
        known = [tables[title].rstrip() + "\n" for title, _ in BENCHES.values() if title in tables]
        PAGE.write_text(head + "\n".join(known), encoding="utf-8")
    return int(not reached)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
