"""How long 1,200 answers of others take: read and mapped at the desk, taken in by the server, counted in the report."""

import csv
import io
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from server import report
from server.domain.kernel import Card, Phase
from server.domain.survey import responses
from server.domain.survey.applying import apply, fitted
from server.domain.survey.guessing import survey_from
from server.domain.survey.proposing import propose
from server.domain.survey.sheets import ImportAnswers, batches
from server.domain.survey.written import written
from server.protocol.messages import MAX_FRAME
from tests.bench.figures import Figure
from tests.domain.stage import Stage

ANSWERS, SCOPE = 1200, "vooraf"
OPINIONS = ("helemaal eens", "eens", "neutraal", "oneens", "helemaal oneens")
WISHES = ("Een loket", "een nummer", "vaste mensen", "minder regels", "meer groen", "goede verlichting", "een bankje")

Found = TypeVar("Found")


async def surveys(folder: Path) -> list[Figure]:
    """Processor time of each step, the report last."""
    data = answers(random.Random(2026))
    reading, found = _timed(lambda: responses.read(data))
    guessing, guessed = _timed(lambda: survey_from(found))
    survey = guessed.survey
    proposing, columns = _timed(lambda: propose(survey, found))
    looking, _fits = _timed(lambda: fitted(columns, found, survey))
    applying, applied = _timed(lambda: apply(columns, found, survey))
    settings = {"questions": msgspec.to_builtins(written(survey))}
    stage = Stage(Card(SCOPE, "survey", "Vooraf", settings=settings))
    parts = list(batches(applied.sheets, MAX_FRAME - 2048))
    taking, _done = _timed(lambda: [stage.do(SCOPE, ImportAnswers(part, "file")) for part in parts])
    stage.phase(SCOPE, Phase.OPEN)
    stage.phase(SCOPE, Phase.CLOSED)
    telling, _told = _timed(lambda: stage.view(f"{SCOPE}/result"))
    reporting, _files = _timed(lambda: report.make(stage.workshop))
    return [
        Figure(f"{ANSWERS:,} answers, {len(found.columns)} columns: the file read", 1000 * reading, "ms"),
        Figure("a survey guessed from them", 1000 * guessing, "ms"),
        Figure("what the columns are, proposed", 1000 * proposing, "ms"),
        Figure("a key in the mapper: how much fits, counted again", 1000 * looking, "ms", 100),
        Figure("made into sheets", 1000 * applying, "ms"),
        Figure(f"taken in by the server, in {len(parts)} messages", 1000 * taking, "ms"),
        Figure("the results told to the desk", 1000 * telling, "ms"),
        Figure("the report, every format", reporting, "s", 3),
    ]


def answers(chance: random.Random) -> bytes:
    """A file of answers as Google Forms makes one: choices, several at once, marks, a grid and texts."""
    grid = [f"Wat vindt u van punt {n}?" for n in range(20)]
    head = [
        "Timestamp",
        "Sector",
        *(f"{name} [oordeel]" for name in grid),
        "Welke?",
        "Cijfer",
        "Wat wenst u?",
        "Verder?",
    ]
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(head)
    for n in range(ANSWERS):
        wishes = ", ".join(chance.sample(WISHES, 3))
        row = [f"11/{n % 28 + 1}/2026 10:{n % 60:02d}:00", chance.choice(("zorg", "bouw", "handel"))]
        row += [chance.choice(OPINIONS) for _name in grid]
        rows.writerow([*row, wishes, chance.randint(1, 10), f"{wishes} {n}", f"Nummer {n} over {wishes}" * (n % 2)])
    return out.getvalue().encode()


def _timed(act: Callable[[], Found]) -> tuple[float, Found]:
    start = time.process_time()
    found = act()
    return time.process_time() - start, found
