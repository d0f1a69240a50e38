"""Screens with a workshop on them, as the server would show it: Almere's afternoon, for snapshots and screenshots."""

from collections.abc import Callable
from typing import Any

import msgspec
from textual.pilot import Pilot
from textual.screen import Screen

from server.domain.activities.actions import Action, ActionsView
from server.domain.activities.brainstorm import BrainstormView, Prompt
from server.domain.activities.discuss import DiscussView
from server.domain.activities.group import GroupView, ThemeRow
from server.domain.activities.slide import SlideView
from server.domain.activities.vote import VoteView
from server.domain.blocks import (
    Bar,
    Bars,
    Block,
    Bullets,
    Cell,
    Column,
    Distribution,
    Heading,
    Matrix,
    Quote,
    Quotes,
    Text,
)
from server.domain.blocks import Table as Grid
from server.domain.calls import Message
from server.domain.entries import Entry
from server.domain.judging import BallotItem
from server.domain.kernel import Item, Phase
from server.domain.methods.base import Rules
from server.domain.root import AgendaRow, AgendaView, Info, ResultView, Table, Timer
from server.domain.sorting import Waiting
from server.domain.topics import Topic
from server.protocol.hall import HallView, MeView
from server.protocol.queries import AtHand, Page, Reply
from spilter_tui.link.place import Endpoint, Failure, Reason
from spilter_tui.own import NONE, Ballot, Mine, Own, Standing
from spilter_tui.pieces import Piece
from spilter_tui.screens.join import JoinScreen
from spilter_tui.screens.known import known_of
from spilter_tui.screens.leave import LeaveDialog
from spilter_tui.screens.mine import MineScreen
from spilter_tui.screens.mytable import my_table
from spilter_tui.screens.role import RoleScreen
from spilter_tui.screens.work import WorkScreen
from spilter_tui.widgets.askline import AskLine
from tests.tui.cafe import cafe
from tests.tui.stage import pressed, settle

NOW = 1_000_000.0

IDEAS = (
    "Inkoop vraagt drie jaar omzet, dat haal ik nooit",
    "Btw-aangifte kost mij elk kwartaal een dag",
    "Geen plek om klanten te ontvangen",
    "Wie helpt mij met de AOV? Elke verzekeraar geeft een ander antwoord, en bij de gemeente weet niemand hoe het zit",
    "Schrap de omzeteis van drie jaar voor opdrachten onder € 50.000",
    "Eén loket met één nummer",
    "Samen sterker staan tegenover grote opdrachtgevers",
    "Zichtbaar zijn bij de coördinator inkoop",
)

ROWS = (
    AgendaRow("welcome", "slide", "Welkom", phase=Phase.OPEN),
    AgendaRow(
        "missing", "brainstorm", "Wat ontbreekt?", "Welk knelpunt ontbreekt?",
        "Eén idee per keer, zo concreet mogelijk.",
        phase=Phase.OPEN, preset="together",
    ),
    AgendaRow("scale", "vote", "Herkenbaarheid", "Hoe herkenbaar is dit knelpunt voor jou?", phase=Phase.OPEN),
    AgendaRow("talk", "discuss", "Verdiepen", "Wat levert dit op, en wie moet wat doen?", phase=Phase.OPEN),
    AgendaRow("dots", "vote", "Stemmen", "Waar beginnen we mee?", "Drie stippen.", phase=Phase.OPEN),
    AgendaRow("order", "group", "Ordenen", "We ordenen wat er ligt.", phase=Phase.OPEN),
    AgendaRow("agreed", "actions", "Acties", "Wat spreken we af?", phase=Phase.OPEN),
    AgendaRow("new", "soon", "Iets nieuws", "Een soort die deze laptop niet kent", phase=Phase.OPEN),
)  # fmt: skip

ENTRIES = tuple(Entry(f"e{at}", text, star=at == 1) for at, text in enumerate(IDEAS))
ITEMS = tuple(BallotItem(f"e{at}", text) for at, text in enumerate(IDEAS))
TOPICS = (
    Topic("e4", IDEAS[4], count=6, by_side=(4, 2)),
    Topic("e5", IDEAS[5], count=2, by_side=(2, 0)),
    Topic("e6", IDEAS[6]),
)
COMMENTS = (
    Entry("c1", "Dan kunnen starters ook meedoen", about="e4", side="voor"),
    Entry("c2", "Wie betaalt als het misgaat?", about="e4", side="tegen", name="wethouder De Vries"),
    Entry("c3", "Begin met een proef van een jaar", about="e4"),
    Entry("c4", "Graag ook telefonisch", about="e5", side="voor"),
)
ACTIONS = (
    Action("x1", "Omzeteis schrappen in de standaardvoorwaarden", owner="inkoop", due="1 maart"),
    Action("x2", "Loket zonder rood licht", "promise", "wethouder De Vries", "zomer"),
    Action("x3", "Adressenlijst rondsturen", owner="KvK", due="morgen", status="done"),
)

VIEWS: dict[str, Any] = {
    "welcome": SlideView(
        "Welkom in Almere\n\nU bent met zeventien ondernemers.\nAlles wat u typt is anoniem: "
        "wie het schreef wordt niet bewaard."
    ),
    "missing": BrainstormView(
        "together", "anonymous", False, 24, (Item("s1", "Te weinig zichtbaar", source="vooronderzoek"),), ENTRIES,
        ("Denk aan geld, tijd, ruimte en regels",),
    ),
    "scale": VoteView(
        "voting", "scale", Rules(1, 5, ("helemaal niet", "", "", "", "heel erg"), True), 1, 5, ITEMS,
        "Denk aan het afgelopen jaar.",
    ),
    "talk": DiscussView(
        "together", "anonymous", True, 8, TOPICS, COMMENTS, ("Wat levert het op?", "Wie moet wat doen?"),
        ("voor", "tegen"),
    ),
    "dots": VoteView("voting", "dots", Rules(high=2, total=3), 1, 12, ITEMS),
    "order": GroupView("result", False, 24, 9, 1),
    "agreed": ActionsView("together", True, 3, ACTIONS, (), (Entry("p1", "Elk kwartaal een bijeenkomst"),)),
}  # fmt: skip

MINE: dict[str, Mine] = {
    "missing": Mine((Own("o1", IDEAS[0], "received", "e0"), Own("o2", "Parkeren is te duur voor klanten")), {}, 1),
    "talk": Mine((Own("o3", COMMENTS[2].text, "received", "c3", "e4"),)),
    "dots": Mine((), {(1, 0): Ballot({"e4": 2, "e5": 1})}),
}

RESULT: tuple[Block, ...] = (
    Heading("Herkenbaarheid"),
    Bars(
        (
            Bar("Inkoop vraagt drie jaar omzet, dat haal ik nooit", 4.59, 2, 1),
            Bar("Btw-aangifte kost mij elk kwartaal een dag", 3.41, 2, 2),
            Bar("Geen plek om klanten te ontvangen", 3.41, 2, 2),
            Bar("Zichtbaar zijn", 3.0, 2, 4, mark="dissent"),
        ),
        1, 5, "Gemiddelde",
    ),
    Text("People differ on this: Zichtbaar zijn", "warning"),
    Distribution("Zichtbaar zijn", ("1 helemaal niet", "2", "3", "4", "5 heel erg"), (5, 2, 1, 3, 6), mark="dissent"),
    Grid(
        (Column("Punt"), Column("n", True), Column("Gemiddelde", True)),
        (
            (Cell("Inkoop"), Cell(number=17), Cell(number=4.59, decimals=2)),
            (Cell("Zichtbaar zijn", mark="dissent"), Cell(number=17), Cell(number=3.0, decimals=2)),
        ),
    ),
    Matrix(
        ("Datalek", "Uitval"), ("Kans", "Gevolg"),
        ((Cell(number=2), Cell(number=5)), (Cell(number=4), Cell(number=3))), ((0.2, 1.0), (0.7, 0.5)), "Risico's",
    ),
    Quotes((Quote("€ 5 voor een café-spreekuur", "vooronderzoek"), Quote("Eén loket")), "In eigen woorden"),
    Bullets(("Eerst dit", "Dan dat"), ordered=True),
    Text("17 personen, 17 laptops.", "note"),
)  # fmt: skip


def agenda(current: str, **changes: Any) -> AgendaView:
    """The agenda with the group at an activity; `changes` are for that activity's row."""
    rows = tuple(msgspec.structs.replace(row, **changes) if row.id == current else row for row in ROWS)
    return AgendaView(Info("Almere · zzp-brainstorm"), rows, current, Timer(ends=NOW + 760, total=900))


def work(current: str = "", **changes: Any) -> WorkScreen:
    """The participant's screen at an activity."""
    screen = WorkScreen()
    screen.hall = HallView(here=17, known=17, expected=17)
    screen.standing, screen.link = Standing("live", laptop=4, table=2), "live"
    screen.now = NOW
    screen.agenda = agenda(current, **changes)
    for activity, view in VIEWS.items():
        screen.take_view(activity, view)
        screen.take_mine(activity, MINE.get(activity, NONE))
    return screen


def closed(current: str, **changes: Any) -> WorkScreen:
    """An activity that was closed and whose results were shown."""
    screen = work(current, phase=Phase.CLOSED, stopped_at=NOW - 100, grace=60, revealed=True, **changes)
    screen.take_view(f"{current}/result", ResultView(False, RESULT))
    return screen


def behind() -> WorkScreen:
    """Somebody types while the group has gone on."""
    screen = work("missing")
    screen.drafts = {"missing/entry": "Dit was ik nog aan het typen"}
    return screen


def told() -> WorkScreen:
    """The facilitator told something, and this laptop asks for help."""
    screen = work("missing")
    screen.standing = msgspec.structs.replace(screen.standing, hand=True)
    text = "Over vijf minuten gaan we terug naar de zaal. Rond af, en kies samen wat u voordraagt."
    screen.take_view("me", MeView((Message("m1", text, NOW, table=2),)))
    return screen


def host() -> Screen[Any]:
    """What who leads the talk at a table can do there."""
    rows = (*ROWS, AgendaRow("choose", "shortlist", "Kies twee oplossingen", phase=Phase.OPEN))
    tables = (Table(1, "Markt"), Table(2, "Wonen in de stad"))
    plan = msgspec.structs.replace(agenda("missing", preset="table"), rows=rows, tables=tables)
    return my_table(msgspec.structs.replace(STANDING, host=True), plan)


def door(step: str, **given: Any) -> JoinScreen:
    """The door, at a step."""
    screen = JoinScreen()
    screen.workshop, screen.step = "Almere · zzp-brainstorm", step  # type: ignore[assignment]
    for name, value in given.items():
        setattr(screen, name, value)
    return screen


STREETS = tuple(
    Topic(f"t{at}", text, count=count)
    for at, (text, count) in enumerate((("Politiek", 6), ("Financieel", 2), ("Juridisch", 0), ("Technisch", 41)))
)
FIELDS = ("oorzaak", "gebeurtenis", "gevolg")


def crowd(**changes: Any) -> WorkScreen:
    """Collecting, with a crowd's view of it."""
    screen = work("missing", preset=changes.get("preset", "together"))
    screen.take_view("missing", msgspec.structs.replace(VIEWS["missing"], **changes))
    return screen


def topical() -> WorkScreen:
    """Topics in parallel, of which some hold what was not read here."""
    rows = tuple(msgspec.structs.replace(row, about=f"t{0 if at < 6 else 1}") for at, row in enumerate(ENTRIES))
    screen = crowd(topics=STREETS, rows=rows, start=(), prompts=(), seen=49)
    screen.take_mine("missing", NONE)
    return screen


def built() -> WorkScreen:
    """Entries that build on others, the oldest of a long list gone from the window."""
    parents = {1: "e0", 2: "e1", 5: "e4"}
    rows = tuple(msgspec.structs.replace(row, parent=parents.get(at, "")) for at, row in enumerate(ENTRIES))
    return crowd(rows=rows, total=320, seen=320, prompts=())


THEMES = ("Inkoop en aanbesteden", "Zichtbaar zijn", "Samen sterker", "Werkruimte", "Regels en btw", "Eén loket",
          "Verzekeren", "Vergunningen", "Opleiding", "Netwerk", "Overig")  # fmt: skip
TO_SORT = AtHand(tuple(Waiting(f"e{at}", text) for at, text in enumerate(IDEAS[:4])), 12, "c1")


def sorting(preset: str) -> WorkScreen:
    """Participants put entries into themes."""
    screen = work("order", preset=preset)
    themes = tuple(ThemeRow(f"t{at}", title, count=at % 4) for at, title in enumerate(THEMES))
    screen.take_view("order", GroupView(preset, False, 24, 12, 1, themes))
    screen.take_mine("order", Mine(elsewhere=("e0", "e1", "e2", "e3")))
    return screen


def own() -> MineScreen:
    """F4, with one of each kind."""
    screen = MineScreen({})
    received = Own("o1", IDEAS[0], "received", "e0")
    hidden = Own("o4", "Mijn buurman houdt alles tegen", "hidden", "e7", reason="noemt een persoon")
    refused = Own("o3", "Dit was te lang", "refused", code="too_long", facts={"limit": 4000, "length": 5000})
    screen.pieces = (
        Piece("missing/entry", "missing", "Wat ontbreekt?", "Dit was ik nog aan het typen", "draft", may=True),
        Piece("o2", "missing", "Wat ontbreekt?", "Parkeren is te duur voor klanten", "waiting", Own("o2", "")),
        Piece("o1", "missing", "Wat ontbreekt?", IDEAS[0], "received", received, may=True),
        Piece("o4", "missing", "Wat ontbreekt?", hidden.text, "hidden", hidden, may=True),
        Piece("o3", "talk", "Verdiepen", refused.text, "refused", refused, may=True),
    )
    return screen


NOTHING = (Failure(Reason.NO_ANSWER), Failure(Reason.SILENT, Endpoint("192.168.1.10")))
STANDING = Standing("live", waiting=1, drafts=2, laptop=4, table=2, name="Ada", ready=True)

SCENES: dict[str, Callable[[], Screen[Any]]] = {
    "searching": lambda: door("searching", failures=NOTHING, workshop=""),
    "address": lambda: door("address", workshop=""),
    "code": lambda: door("code", fault="wrong-code"),
    "table": lambda: door("table", tables=(Table(1, "Markt"), Table(2), Table(12, "Haven"))),
    "name": lambda: door("name"),
    "away": lambda: door("away", fault="taken"),
    "waiting": work,
    "slide": lambda: work("welcome"),
    "brainstorm": lambda: work("missing"),
    "topics": topical,
    "fields": lambda: crowd(fields=FIELDS, prompts=(), pushed=Prompt("q1", "Denk ook aan wat de leverancier raakt")),
    "built": built,
    "page": lambda: crowd(preset="page", rows=(), prompts=(), start=()),
    "gate": lambda: crowd(preset="gate", rows=ENTRIES[3:6], prompts=()),
    "scale": lambda: work("scale"),
    "dots": lambda: work("dots"),
    "discuss": lambda: work("talk"),
    "group": lambda: work("order"),
    "sort_own": lambda: sorting("sort_own"),
    "sort_together": lambda: sorting("sort_together"),
    "actions": lambda: work("agreed"),
    "unknown": lambda: work("new"),
    "paused": lambda: work("missing", phase=Phase.PAUSED, stopped_at=NOW - 10, grace=60),
    "behind": behind,
    "result": lambda: closed("scale"),
    "help": lambda: work("talk"),
    "mine": own,
    "privacy": lambda: known_of(STANDING, ROWS, 3),
    "leave": lambda: LeaveDialog(STANDING),
    "told": told,
    "host": host,
    "rounds": cafe,
    "moving": lambda: cafe(20),
    "sign": lambda: AskLine("Uw naam", "Hij staat bij wat u ondertekent."),
}


def answer(pilot: Pilot[None], reply: Reply) -> None:
    """The server answers what it was asked."""
    for each in pilot.app.heard:  # type: ignore[attr-defined]
        if isinstance(each, RoleScreen.Asked) and not each.reply.done():
            each.reply.set_result(reply)


async def staged(name: str, pilot: Pilot[None]) -> None:
    """What happens in a scene after its screen came up."""
    await settle(pilot)
    if name == "scale":
        await pilot.press(*"4523a")
    if name == "fields":
        await pilot.press(*"leverancier valt om", "enter", *"de koppeling")
    if name == "built":
        await pilot.press("tab", "down", "greater_than_sign", *"En voor starters helemaal")
    if name == "page":
        answer(pilot, Page(ENTRIES[2:6]))
    if name == "sort_own":
        answer(pilot, msgspec.structs.replace(TO_SORT, left=4, claim=""))
        await settle(pilot)
        await pressed(pilot, "2")
    if name == "sort_together":
        answer(pilot, TO_SORT)
    if name == "help":
        await pilot.press("f1")
    if name == "behind":
        pilot.app.screen.agenda = agenda("dots")  # type: ignore[attr-defined]
    await settle(pilot)
