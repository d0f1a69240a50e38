"""How long a vote of a full hall takes: telling a ballot that comes in, and counting them all at the close.

Processor time of the domain and of the encoding, without sockets: `pace` and `storms` measure those.
"""

import random
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from server.domain.ballots import CastBallot
from server.domain.grids.base import cell_key
from server.domain.kernel import Card, Item, Phase
from server.domain.patch import diff
from server.domain.tally.equal_shares import equal_shares_add1
from server.protocol.codec import encode
from server.topics import EVERY
from tests.bench.figures import Figure
from tests.domain.stage import GUEST, Stage
from tests.pabulib import read_election
from tests.support import SHARED

BALLOTS, ITEMS, CRITERIA, RUNS = 520, 60, 8, 20
SCOPE = "vote"
VALUES: Mapping[str, Callable[[random.Random], dict[str, int]]] = {
    "scale": lambda chance: {f"i{n}": chance.randint(1, 5) for n in range(ITEMS)},
    "opinion": lambda chance: {f"i{n}": chance.randint(-1, 1) for n in range(ITEMS)},
    "rank": lambda chance: {f"i{n}": place for place, n in enumerate(chance.sample(range(ITEMS), ITEMS), 1)},
    "matrix": lambda chance: {
        cell_key(f"i{n}", f"c{at}"): chance.randint(1, 5) for n in range(ITEMS) for at in range(CRITERIA)
    },
}
START = tuple(Item(f"i{n}", f"Idee {n}") for n in range(ITEMS))
CARDS = {
    "scale": Card(SCOPE, "vote", "Schaal", start=START, settings={"teams": ["Markt", "Haven"]}),
    "opinion": Card(SCOPE, "vote", "Eens of oneens", start=START, settings={"method": "opinion"}),
    "rank": Card(SCOPE, "vote", "Schulze", start=START, settings={"method": "rank", "rule": "schulze"}),
    "matrix": Card(
        SCOPE, "matrix", "Beoordelen", start=START,
        settings={"criteria": [{"id": f"c{at}", "text": f"Criterium {at}"} for at in range(CRITERIA)]},
    ),
}  # fmt: skip


async def counting(folder: Path) -> list[Figure]:
    """For each way to judge: a ballot told while it is open, early and late, and the whole counted and told."""
    return [*(figure for name in CARDS for figure in _measured(name)), *_assen()]


def _measured(name: str) -> list[Figure]:
    stage, chance = Stage(CARDS[name]), random.Random(2026)
    stage.phase(SCOPE, Phase.OPEN)
    spent = []
    for n in range(BALLOTS):
        values = VALUES[name](chance)
        ballot = CastBallot(f"voter-{n:020d}", values, team=n % 2 + 1 if name == "scale" else 0)
        spent.append(_seconds(partial(_told, stage, ballot)))
    stage.phase(SCOPE, Phase.CLOSED)
    first = _seconds(partial(_results, stage))
    again = median(_seconds(partial(_results, stage)) for _run in range(RUNS))
    early, late = median(spent[: BALLOTS // 4]), median(spent[-BALLOTS // 4 :])
    return [
        Figure(f"{name}: a ballot taken in and told to the desk", 1000 * late, "ms"),
        Figure(f"{name}: the last quarter against the first", late / early, "×", 2),
        Figure(f"{name}: {BALLOTS} ballots on {ITEMS} items counted and told", 1000 * first, "ms", 1000 * EVERY),
        Figure(f"{name}: told again, as to the wall", 1000 * again, "ms"),
    ]


def _assen() -> list[Figure]:
    """A real budget funded by equal shares, where the data lie beside the project."""
    path = SHARED / "data/pabulib/Netherlands_Assen_2024.pb"
    if not path.exists():
        return []
    election = read_election(path)
    approvals, funds = election.approvals(), int(election.meta["budget"])
    spent = _seconds(lambda: equal_shares_add1(approvals, election.costs, funds))
    return [Figure(f"equal shares with Add1, Assen 2024: {len(approvals):,} voters", spent, "s", 1)]


def _told(stage: Stage, ballot: CastBallot) -> None:
    """What the server does with a ballot: take it in, and tell the desk and the room what changed."""
    before: Any = stage.view(SCOPE)
    stage.do(SCOPE, ballot, GUEST)
    encode(diff(before, stage.view(SCOPE)))
    encode(stage.view(f"{SCOPE}/result"))


def _results(stage: Stage) -> None:
    """What the desk gets at the close: the results, and the agenda with what people differ on."""
    encode(stage.view(f"{SCOPE}/result"))
    encode(stage.view("agenda"))


def _seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start
