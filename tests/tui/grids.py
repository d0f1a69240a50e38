"""Screens with a grid: options by criteria, risks, facts; and the two ballots that divide or compare."""

from collections.abc import Mapping
from typing import Any

import msgspec

from server.domain.activities.factsheet import Fact, FactsheetView, Feature
from server.domain.activities.matrix import MatrixView
from server.domain.activities.vote import VoteView
from server.domain.ballots import BallotCast
from server.domain.blocks import Block
from server.domain.grids.base import IMPACT, LIKELIHOOD, Criterion, cell_key, grid_of, points_key
from server.domain.grids.groups import weighed
from server.domain.grids.risk import Risks
from server.domain.grids.weights import TeamPoints
from server.domain.i18n import words
from server.domain.judging import BallotItem
from server.domain.kernel import Item, Phase
from server.domain.methods.base import Poll, Rules
from server.domain.root import AgendaRow, AgendaView, Info, ResultView
from server.protocol.hall import HallView
from spilter_tui.i18n import language
from spilter_tui.own import NONE, Ballot, Mine, Standing
from spilter_tui.screens.work import WorkScreen

NOW = 1_000_000.0
SCALE = Rules(1, 5, ("slecht", "matig", "voldoende", "goed", "zeer goed"), True)
SIZE = Rules(1, 5, ("zeer klein", "klein", "redelijk", "groot", "zeer groot"), True)
CRITERIA = (
    Criterion("Bereik bewoners", "c0"),
    Criterion("Privacy en eigendom van data", "c1", least=3),
    Criterion("Inclusie (taal, senioren)", "c2"),
    Criterion("Samenwerking welzijn/WMO", "c3"),
    Criterion("Beheerlast gemeente", "c4", lower=True),
    Criterion("Kosten 3 jaar", "c5", lower=True),
)
OPTIONS = (
    BallotItem("A", "A Buurtapp (besloten)"),
    BallotItem("B", "B Dorpsplein-platform"),
    BallotItem("C", "C Internationaal netwerk"),
    BallotItem("D", "D Eigen wijkwebsite"),
    BallotItem("E", "E Niets doen / bestaande groepen"),
)
TEAMS = (
    TeamPoints("1", "Wethouders", 2, {"c0": 40, "c1": 10, "c3": 20, "c5": 30}),
    TeamPoints("2", "WMO-adviseurs", 4),
    TeamPoints("3", "Communicatie", 3),
    TeamPoints("4", "Welzijn en corporatie", 5),
)
RISKS = (
    BallotItem("R1", "R1 Datakwaliteit brondossiers"),
    BallotItem("R2", "R2 Leverancier haalt mijlpaal niet"),
    BallotItem("R3", "R3 Bezuinigingsronde halverwege, waardoor de helft van het team naar een ander project gaat"),
    BallotItem("R4", "R4 Sleutelpersonen vertrekken"),
)
RISKY = (Criterion(id=LIKELIHOOD), Criterion(id=IMPACT))
FEATURES = tuple(Feature(each.id, each.text) for each in CRITERIA)
FACTS = (
    Fact("A|c0", "A", "c0", "41", "% van de huishoudens na een jaar", "leverancier", "2026-09-14"),
    Fact("A|c1", "A", "c1", "Gegevens in de EU, leverancier beheert", "", "overeenkomst", "2026-09-14", "verified"),
    Fact("A|c3", "A", "c3", source="leverancier antwoordde niet", status="unknown"),
    Fact("A|c5", "A", "c5", "36000", "€", "offerte", "2026-09-28", "verified"),
    Fact("B|c0", "B", "c0", "28", "% van de huishoudens na een jaar", "buurgemeente", "2026-10-02", "verified"),
    Fact("B|c5", "B", "c5", "94000", "€", "offerte", "2026-09-30", "verified"),
)
IDEAS = (
    BallotItem("e0", "Bankjes langs het ommetje"),
    BallotItem("e1", "Een speeltuin voor alle leeftijden, ook voor wie in een rolstoel zit"),
    BallotItem("e2", "Verlichting bij het viaduct"),
    BallotItem("e3", "Een buurtkamer in de oude school"),
)
TITLES = {
    "matrix": ("Beoordelen", "Hoe goed is deze optie op dit criterium?"),
    "weights": ("Beoordelen", "Hoe zwaar weegt elk criterium voor u?"),
    "facts": ("Beoordelen", "Hoe goed is deze optie op dit criterium?"),
    "again": ("Kans en gevolg", "Hoe groot is de kans, en hoe zwaar het gevolg?"),
    "factsheet": ("Vergelijker", "Wat weten we van elke optie, en van wie?"),
    "budget": ("Buurtbudget", "Hoe verdeelt u € 200?"),
    "points": ("Honderd punten", "Hoe verdeelt u honderd punten?"),
    "pairwise": ("Twee aan twee", "Welke van de twee?"),
    "heat": ("Kans en gevolg", "Hoe groot is de kans, en hoe zwaar het gevolg?"),
    "sensitivity": ("Beoordelen", "Hoe goed is deze optie op dit criterium?"),
}
MATRIX = MatrixView("voting", SCALE, 1, 3, OPTIONS, CRITERIA, "teams", teams=TEAMS, facts="sheet")
SHEET = FactsheetView("together", len(FACTS), OPTIONS, FEATURES, FACTS)
RISK = MatrixView("voting", SIZE, 2, 3, RISKS, RISKY, risk=True)
VIEWS: Mapping[str, Any] = {
    "matrix": MATRIX,
    "weights": MatrixView("voting", SCALE, 1, 3, OPTIONS, CRITERIA, "each"),
    "facts": MATRIX,
    "again": RISK,
    "factsheet": SHEET,
    "budget": VoteView(
        "voting", "budget", Rules(high=150, total=200, minimum=10, unit="€"), 1, 3, IDEAS,
        costs={"e0": 12_000, "e1": 85_000, "e3": 140_000},
    ),
    "points": VoteView("voting", "budget", Rules(high=100, total=100), 1, 3, IDEAS),
    "pairwise": VoteView("voting", "pairwise", Rules(1, 2, abstain=True, most=4), 1, 3, IDEAS),
    "heat": RISK,
    "sensitivity": MATRIX,
}  # fmt: skip
KINDS = {"factsheet": "factsheet"} | dict.fromkeys(("budget", "points", "pairwise"), "vote")
MINE: Mapping[str, Mine] = {
    "again": Mine((), {(1, 0): Ballot({"R1|likelihood": 4, "R1|impact": 5, "R2|likelihood": 2}, ("R2|impact",))}),
}
KEYS: Mapping[str, tuple[str, ...]] = {
    "matrix": ("0", *"4a", "down", "left", *"35"),
    "weights": (*"30", "right", *"25", "right", *"20", "down", "4"),
    "facts": ("1", "down", "down", "f7"),
    "again": tuple("42"),
    "factsheet": ("right", "down"),
    "budget": (*"120", "down", "plus", "plus"),
    "points": (*"40", "down", *"35"),
    "pairwise": tuple("12a"),
    "heat": ("pagedown", "pagedown"),
    "sensitivity": ("end",),
}


def risks() -> tuple[Block, ...]:
    """What came out of a few ballots on the risks."""
    given = {"R1": ("44543", "45444"), "R2": ("34334", "44454"), "R3": ("15251", "45454"), "R4": ("22122", "55555")}
    ballots = tuple(
        BallotCast({cell_key(key, side.id): int(row[at]) for key, rows in given.items()
                    for side, row in zip(RISKY, rows, strict=True)})
        for at in range(5)
    )  # fmt: skip
    grid = grid_of(tuple(Item(each.id, each.text) for each in RISKS), RISKY, 1, 5, SIZE.labels, Poll((), ballots))
    return tuple(Risks(grid).blocks(words(language())))


def weighing() -> tuple[Block, ...]:
    """What came out of judging the options, with the weights of two groups."""
    rows = {"A": "433244", "B": "344522", "C": "512155", "D": "253312", "E": "322155"}
    values = {
        cell_key(option, criterion.id): int(value)
        for option, row in rows.items()
        for criterion, value in zip(CRITERIA, row, strict=True)
    }
    grid = grid_of(
        tuple(Item(each.id, each.text) for each in OPTIONS), CRITERIA, 1, 5, SCALE.labels,
        Poll((), (BallotCast(values),) * 5),
    )  # fmt: skip
    teams = (TEAMS[0], TeamPoints("2", "WMO-adviseurs", 4, {"c1": 30, "c2": 30, "c3": 40}))
    return tuple(weighed(grid, "teams", teams).blocks(words(language())))


RESULTS = {"heat": risks, "sensitivity": weighing}


def row(name: str) -> AgendaRow:
    """The activity of a scene on the agenda: open, or closed with its results shown."""
    title, question = TITLES[name]
    found = AgendaRow(name, KINDS.get(name, "matrix"), title, question, phase=Phase.OPEN)
    if name not in RESULTS:
        return found
    return msgspec.structs.replace(found, phase=Phase.CLOSED, stopped_at=NOW - 100, grace=60, revealed=True)


def work(name: str) -> WorkScreen:
    """The participant's screen at a scene."""
    screen = WorkScreen()
    screen.hall = HallView(here=14, known=14, expected=14)
    screen.standing, screen.link = Standing("live", laptop=4, table=2), "live"
    screen.now = NOW
    screen.agenda = AgendaView(Info("Een platform voor de buurt"), (row(name),), name)
    screen.take_view(name, VIEWS[name])
    screen.take_view("sheet", SHEET)
    screen.take_mine(name, MINE.get(name, NONE))
    if name in RESULTS:
        screen.take_view(f"{name}/result", ResultView(False, RESULTS[name]()))
    return screen


def points(**given: int) -> dict[str, int]:
    """Points by the key that a ballot has them under."""
    return {points_key(key): number for key, number in given.items()}
