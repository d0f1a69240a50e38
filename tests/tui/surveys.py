"""Screens of a survey: a question of each kind, and the end where it is sent."""

from collections.abc import Mapping

from server.domain.activities.survey import SurveyView
from server.domain.kernel import Phase
from server.domain.root import AgendaRow, AgendaView, Info
from server.domain.survey.questions import Clause, Condition, Option, Page, Question, Survey
from server.protocol.hall import HallView
from spilter_tui.own import NONE, Mine, Standing
from spilter_tui.screens.work import WorkScreen

NOW = 1_000_000.0
BOTTLENECKS = tuple(
    Option(str(n), text)
    for n, text in enumerate(
        (
            "Verkrijgen van financiering",
            "Veranderlijk overheidsbeleid",
            "Vinden van geschikt personeel",
            "De rechtsvorm",
        ),
        1,
    )
)
KNOWN = (Option("veel", "belangrijk"), Option("weinig", "lastig"), Option("geen", "herken ik niet"))
SECTORS = (Option("ond", "ondernemer"), Option("fin", "financier"), Option("wet", "wetenschap"))
QUESTIONS = (
    Question("sector", "single", "Wat bent u?", options=SECTORS, other=True, required=True),
    Question("herkent", "grid", "Herkent u deze knelpunten?", rows=BOTTLENECKS, options=KNOWN),
    Question("top", "top", "Welke twee wegen het zwaarst?", options=BOTTLENECKS, most=2),
    Question("kent", "multiple", "Waarmee had u zelf te maken?", options=BOTTLENECKS),
    Question("cijfer", "scale", "Hoe goed helpt het rijk?", low=1, high=10, labels=("slecht", "goed")),
    Question(
        "waarom", "long", "Wat gaat er niet goed?", help="Eén voorbeeld is genoeg.",
        when=Condition((Clause("cijfer", "less", 6),)),
    ),
    Question("fte", "number", "Hoeveel mensen werken er bij u?", minimum=0, decimals=1, unit="fte"),
    Question("sinds", "date", "Sinds wanneer bestaat u?"),
    Question("een", "text", "In één woord: wat moet er anders?"),
    Question("volgorde", "ranking", "Wie is het eerst aan zet?", options=SECTORS),
)  # fmt: skip
SURVEY = Survey((Page(QUESTIONS, "Knelpunten"),), "Enquête sociale ondernemingen")
VIEW = SurveyView("voting", "anonymous", 1, 6, SURVEY)
LEFT = ("tab", "shift+tab")  # what was typed counts when one goes on, and else after a pause
KEYS: Mapping[str, tuple[str, ...]] = {
    "single": ("2",),
    "other": ("4", *"bestuurder", *LEFT),
    "grid": ("1", "enter", "1", "2", "3"),
    "top": ("1", "enter", "enter", "3", "1"),
    "multiple": ("1", "enter", "enter", "enter", "2", "down", "down", "space"),
    "scale": ("1", "enter", "enter", "enter", "enter", "4"),
    "long": ("1", *["enter"] * 4, "4", "enter", *"Te laat", "f3", *"en te weinig", *LEFT),
    "number": ("1", *["enter"] * 5, *"veel", "enter"),
    "date": ("1", *["enter"] * 5, *"7,5", "enter", *"1-2-2019", *LEFT),
    "text": ("1", *["enter"] * 7, *"[rust]", *LEFT),
    "ranking": ("1", *["enter"] * 8, "2", "1"),
    "end": ("1", *["enter"] * 9),
}


def row() -> AgendaRow:
    """The survey on the agenda."""
    return AgendaRow("enquete", "survey", "Enquête", "Wat houdt u tegen?", phase=Phase.OPEN)


def work(mine: Mine = NONE) -> WorkScreen:
    """The participant's screen at the survey."""
    screen = WorkScreen()
    screen.hall = HallView(here=17, known=17, expected=17)
    screen.standing, screen.link = Standing("live", laptop=4, table=2), "live"
    screen.now = NOW
    screen.agenda = AgendaView(Info("SER · werkconferentie"), (row(),), "enquete")
    screen.take_view("enquete", VIEW)
    screen.take_mine("enquete", mine)
    return screen
