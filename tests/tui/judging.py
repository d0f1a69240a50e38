"""Screens of judging: one question, nominations, a proposal, and ballots of each method."""

from collections.abc import Mapping
from typing import Any

from server.domain.activities.pulse import PulseView
from server.domain.activities.shortlist import Candidate, ShortlistView
from server.domain.activities.validate import Paragraph, ValidateView
from server.domain.activities.vote import VoteView
from server.domain.entries import Entry
from server.domain.judging import BallotItem
from server.domain.kernel import Phase
from server.domain.methods.base import Rules
from server.domain.root import AgendaRow, AgendaView, Info
from server.protocol.hall import HallView
from spilter_tui.own import NONE, Ballot, Mine, Own, Standing
from spilter_tui.screens.work import WorkScreen

NOW = 1_000_000.0
IDEAS = (
    "Schrap de omzeteis van drie jaar",
    "Eén loket met één nummer",
    "Werkruimte op de kade, voor starters en voor wie er klanten wil ontvangen",
    "Een spreekuur in het café",
)
ITEMS = tuple(BallotItem(f"e{at}", text) for at, text in enumerate(IDEAS))
QUESTIONS = {
    "pulse": "Hoe tevreden bent u over vanmiddag?",
    "choice": "Hoe kwam u vandaag hier?",
    "shortlist": "Welke twee brengt uw tafel in?",
    "validate": "Kunt u hiermee leven?",
    "team": "Hoe zwaar weegt dit voor u?",
    "anew": "Hoe zwaar weegt dit, na het gesprek?",
    "top": "Welke drie doen we eerst?",
    "choose": "Waar werkt u aan mee?",
    "decide": "Nemen we dit voorstel aan?",
    "opinion": "Wat vindt u van deze uitspraken?",
    "estimate": "Wat kost dit per jaar?",
    "rank": "Wat komt eerst?",
    "sharing": "Hoe graag wilt u dit?",
}
KINDS = {"choice": "pulse"} | {
    name: "vote" for name in ("team", "anew", "top", "choose", "decide", "opinion", "estimate", "rank", "sharing")
}
VIEWS: dict[str, Any] = {
    "pulse": PulseView("voting", "scale", Rules(1, 10), 1, 6, (BallotItem("pulse", QUESTIONS["pulse"]),)),
    "choice": PulseView(
        "voting", "choice", Rules(most=1), 1, 6,
        (BallotItem("choice.1", "Te voet"), BallotItem("choice.2", "Met de fiets"), BallotItem("choice.3", "Anders")),
    ),
    "shortlist": ShortlistView(
        "table", 2, 0,
        (
            Candidate("e0", IDEAS[0], tables=(2,)),
            Candidate("e1", IDEAS[1], agreed=True),
            Candidate("e2", IDEAS[2], wordings=("Werkruimte op de haven", IDEAS[2])),
            Candidate("e3", IDEAS[3]),
        ),
    ),
    "validate": ValidateView(
        "together", 2, 9,
        (
            Paragraph("p1", "De gemeente opent één loket voor ondernemers."),
            Paragraph(
                "p2", "Het loket is elke dag open, behalve op zondag.", "",
                ("Het loket is elke dag open.", "Het loket is elke dag open, behalve op zondag."), 1,
            ),
            Paragraph("p3", "De omzeteis van drie jaar vervalt voor opdrachten onder € 50.000."),
        ),
        (Entry("m1", "ook niet op feestdagen", about="p2"),),
        teams=("zorg", "bouw"),
    ),
    "team": VoteView("voting", "scale", Rules(1, 5, abstain=True), 1, 3, ITEMS, teams=("Zorg", "Bouw", "Horeca")),
    "anew": VoteView("voting", "scale", Rules(1, 5, abstain=True), 2, 3, ITEMS),
    "top": VoteView("voting", "top", Rules(most=3, least=1), 1, 3, ITEMS),
    "choose": VoteView("voting", "choice", Rules(most=2, least=1), 1, 3, ITEMS),
    "decide": VoteView("voting", "decide", Rules(abstain=True), 1, 3, ITEMS),
    "opinion": VoteView("voting", "opinion", Rules(low=-1), 1, 3, ITEMS),
    "estimate": VoteView("voting", "estimate", Rules(0, 1_000_000, abstain=True, unit="€"), 1, 3, ITEMS),
    "sharing": VoteView("voting", "scale", Rules(1, 5, abstain=True), 1, 3, ITEMS),
    "rank": VoteView("voting", "rank", Rules(1, 4), 1, 3, ITEMS, "Denk aan het komende jaar."),
}  # fmt: skip
MINE: Mapping[str, Mine] = {
    "sharing": Mine((), {(1, 1): Ballot({"e0": 4}), (1, 2): Ballot({"e0": 2})}),
    "pulse": Mine((), {(1, 0): Ballot({"pulse": 8})}),
    "anew": Mine((), {(1, 0): Ballot({"e0": 5, "e1": 2}, ("e2",))}),
    "validate": Mine((Own("o1", "vanaf 1 januari", "received", "m2", "p1"),), {(2, 0): Ballot({"p1": 2}, team=1)}),
}
KEYS: Mapping[str, tuple[str, ...]] = {
    "choice": ("down", "space"),
    "shortlist": ("down", "down"),
    "validate": ("down", "2", *"of op 5 mei"),
    "anew": ("4",),
    "top": ("space", "down", "space"),
    "choose": ("down", "space"),
    "decide": ("1", "2", "a"),
    "opinion": ("1", "2", "3"),
    "estimate": (*"150000", "enter", *"75"),
    "rank": ("down", "space", "up", "space"),
    "sharing": ("3", "p"),
}


def row(name: str) -> AgendaRow:
    """The activity on the agenda."""
    return AgendaRow(name, KINDS.get(name, name), "Oordelen", QUESTIONS[name], phase=Phase.OPEN)


def work(name: str) -> WorkScreen:
    """The participant's screen at an activity."""
    screen = WorkScreen()
    screen.hall = HallView(here=17, known=17, expected=17)
    screen.standing, screen.link = Standing("live", laptop=4, table=2), "live"
    if name == "sharing":
        screen.standing = Standing("live", laptop=4, table=2, persons=5)
    screen.now = NOW
    screen.agenda = AgendaView(Info("Almere · zzp-brainstorm"), (row(name),), name)
    screen.take_view(name, VIEWS[name])
    screen.take_mine(name, MINE.get(name, NONE))
    return screen
