"""Walls to look at: everything that can be sent to one, as the server would send it."""

from collections.abc import Callable
from functools import partial

from server.domain.blocks import Bar, Bars, Bullets, Distribution, Heading, Quote, Quotes, Text
from server.domain.kernel import Phase
from server.domain.root import Shown, Timer, WallView
from server.protocol.hall import HallView
from spilter_tui.screens.wall import WallScreen

QUESTION = "Welk knelpunt ontbreekt?"
LONG = (
    "Wat houdt u als zelfstandige in Almere het meest tegen om opdrachten van de gemeente te krijgen, en wat zou de "
    "gemeente daar morgen al aan kunnen doen?"
)
QUOTES = (
    Quote("Inkoop vraagt drie jaar omzet, dat haal ik nooit"),
    Quote("Btw-aangifte kost mij elk kwartaal een dag", "vooronderzoek"),
    Quote("Geen plek om klanten te ontvangen"),
    Quote("Eén loket, één nummer: nu word ik zes keer doorverbonden"),
    Quote("Opdrachten onder € 50.000 gaan altijd naar dezelfde drie"),
)
WEIGHTS = (
    ("Inkoop eist te veel omzet", 4.59, ""),
    ("Niet zichtbaar voor de gemeente", 4.12, ""),
    ("Eén loket voor vragen", 3.88, ""),
    ("Geen werkruimte in de wijk", 3.71, ""),
    ("Aanbestedingen zijn te groot", 3.41, ""),
    ("Administratie en btw", 3.41, ""),
    ("Arbeidsongeschiktheid", 3.0, "dissent"),
    ("Vergrijzing van het netwerk", 2.53, ""),
)


def view(what: str, **fields: object) -> WallView:
    """Something sent about an activity."""
    shown = Shown(what, "a")  # type: ignore[arg-type]
    given = {"workshop": "Almere · zzp-brainstorm", "title": "Wat ontbreekt", "question": QUESTION, "phase": Phase.OPEN}
    return WallView(shown, **{**given, **fields})  # type: ignore[arg-type]


SURE = Bars(
    tuple(
        Bar(label, value, 2, rank, mark=mark, interval=(value - 0.22, value + 0.22))
        for rank, (label, value, mark) in enumerate(WEIGHTS, 1)
    ),
    1,
    5,
    "Gemiddelde, met het interval van 95 procent",
)
WEIGHED = Bars(tuple(Bar(label, value, 2, mark=mark) for label, value, mark in WEIGHTS), 1, 5)
TOTALS = Bars(
    tuple(Bar(title, n) for title, n in (("Inkoop en aanbesteden", 6), ("Zichtbaar zijn", 5), ("Werkruimte", 0))),
    high=6,
    caption="nog 9 te gaan",
)
SENT: dict[str, WallView] = {
    "lobby": WallView(Shown("lobby"), "Almere · zzp-brainstorm"),
    "question": view("question", instruction="Eén idee per keer. Anoniem.", timer=Timer(ends=1700, total=900)),
    "long": view("question", question=LONG),
    "paused": view("question", phase=Phase.PAUSED),
    "slide": view("question", question="", blocks=(Bullets(("koffie achterin", "we beginnen om 13.00 uur")),)),
    "totals": view("question", question="We ordenen wat er ligt.", blocks=(TOTALS,)),
    "count": view("count", count=128),
    "entries": view("entries", blocks=(Quotes(QUOTES),)),
    "item": view("item", blocks=(Quotes(QUOTES[3:4]),)),
    "result": view("result", blocks=(WEIGHED, Text("Gemiddelde van 17 stemmen", "note"))),
    "sure": view("result", blocks=(SURE,)),
    "spread": view(
        "result",
        blocks=(Heading("Inkoop eist te veel omzet"), Distribution("", ("1", "2", "3", "4", "5"), (1, 0, 2, 6, 8))),
    ),
    "timer": view("timer", timer=Timer(ends=1760, total=900)),
    "over": view("timer", timer=Timer(ends=970, total=900)),
    "blank": WallView(Shown("blank"), "Almere · zzp-brainstorm"),
}


def wall(sent: WallView | None, link: str = "live", address: str = "192.168.178.20:7341") -> WallScreen:
    """A wall that was sent this."""
    screen = WallScreen()
    screen.set_reactive(WallScreen.now, 1000.0)
    screen.set_reactive(WallScreen.code, "3XMJ-02CT")
    screen.set_reactive(WallScreen.address, address)
    screen.set_reactive(WallScreen.link, link)
    screen.set_reactive(WallScreen.hall, HallView(here=12))
    screen.set_reactive(WallScreen.view, sent)
    return screen


WALLS: dict[str, Callable[[], WallScreen]] = {
    **{name: partial(wall, sent) for name, sent in SENT.items()},
    "stale": lambda: wall(SENT["result"], "stale"),
    "nothing yet": lambda: wall(None, "searching"),
}
