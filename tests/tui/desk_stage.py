"""The desk on the real session, in memory: what it wants is done, and what changed comes back."""

import asyncio
from pathlib import Path

import msgspec

from server.agenda import read
from server.domain import kinds, root, steering
from server.domain.activities.actions import AddAction
from server.domain.ballots import CastBallot
from server.domain.entries import AddEntry, AddPaper
from server.domain.kernel import Command, Phase
from server.domain.root import Agenda
from server.ids import new_op
from server.protocol import codec, messages
from server.protocol.hall import HallView
from server.protocol.queries import Files, MakeReport, Query, Reply
from spilter_tui.link.happened import WasNotAnswered
from spilter_tui.screens.desk import DeskScreen
from spilter_tui.themes import Look
from tests.session.test_session import ROOM, Client, InMemory
from tests.tui.stage import Stage

TEMPLATE = Path(__file__).resolve().parents[2] / "server" / "templates" / "nl" / "almere.toml"


class Hall(InMemory):
    """A session with an agenda, a desk and people; `did` is all that the desk sent."""

    def __init__(self, agenda: Agenda | None = None) -> None:
        super().__init__()
        kinds.load()
        self.now = 1_421_672_520.0  # Monday 19 January 2015, 13:02 UTC
        self.did: list[tuple[str, Command]] = []
        self.seat = self.desk()
        self.people: list[Client] = []
        plan = agenda or read(TEMPLATE.read_text("utf-8"))
        self.seat.do(root.Describe(plan.info))
        self.seat.do(root.SetTables(plan.tables))
        for card in plan.cards:
            self.seat.do(root.AddActivity(card))

    def come(self, tables: tuple[int, ...]) -> None:
        """So many people join, each at a table."""
        self.people += [self.participant(table) for table in tables]

    def steer(self, scope: str, command: Command) -> messages.Done | messages.Refusal:
        """The desk does something, by another way than its screen."""
        return self.seat.do(command, scope)


class DeskStage(Stage):
    """The desk's screen at a seat of the hall."""

    def __init__(self, hall: Hall, look: Look = "dark", folder: Path | None = None) -> None:
        self.desk = DeskScreen(folder)
        super().__init__(self.desk, look)
        self.hall = hall
        self.subjects: frozenset[str] = frozenset()
        self.left = False
        self.sorting = ""
        self.report: dict[str, bytes] = {"report.html": b"<html>", "report.json": b"{}"}
        for subject in ("agenda", "hall"):
            hall.seat.send(messages.Watch(subject))

    async def on_mount(self) -> None:
        await super().on_mount()
        self.desk.code = ROOM.code
        self.feed()

    def feed(self) -> None:
        """Everything that changed comes to the desk."""
        seat, desk = self.hall.seat, self.desk
        desk.now, desk.link = self.hall.now, "live"
        agenda, hall = seat.view("agenda"), seat.view("hall")
        if isinstance(agenda, root.AgendaView):
            desk.agenda = agenda
        if isinstance(hall, HallView):
            desk.hall = hall
        for subject in sorted(self.subjects):
            view = seat.view(subject)
            if view is not None:
                desk.take_view(subject, view)

    def later(self, seconds: float) -> None:
        """Time passes in the hall and at the desk."""
        self.hall.later(seconds)
        self.feed()

    def on_role_screen_did(self, event: DeskScreen.Did) -> None:
        self.hall.did.append((event.scope, event.command))
        said = self.hall.seat.do(event.command, event.scope)
        if isinstance(said, messages.Refusal):
            self.desk.take_refusal(said.code, said.facts)
        self.later(1.0)

    def on_role_screen_watched(self, event: DeskScreen.Watched) -> None:
        for subject in self.subjects - event.subjects:
            self.hall.seat.send(messages.Unwatch(subject))
        for subject in event.subjects - self.subjects:
            self.hall.seat.send(messages.Watch(subject))
        self.subjects = event.subjects
        self.call_later(self.feed)

    def on_role_screen_asked(self, event: DeskScreen.Asked) -> None:
        event.reply.set_result(self.answer(event.query))

    def answer(self, query: Query) -> Reply | WasNotAnswered:
        if isinstance(query, MakeReport):
            return Files(self.report)
        op = new_op()
        self.hall.seat.send(messages.Ask(op, msgspec.Raw(codec.encode(query))))
        said = self.hall.seat.got[-1]
        if isinstance(said, messages.Answer):
            return codec.reply(said.answer)
        assert isinstance(said, messages.Refusal)
        return WasNotAnswered(op, said.code, dict(said.facts))

    def on_role_screen_left(self) -> None:
        self.left = True

    def on_desk_sorter_asked(self, event: DeskScreen.SorterAsked) -> None:
        self.sorting = event.activity


ENTRIES = (
    "Inkoop vraagt drie jaar omzet, dat haal ik nooit",
    "Btw-aangifte kost mij elk kwartaal een dag",
    "Geen plek om klanten te ontvangen",
    "Ik weet niet bij wie ik moet zijn voor een vergunning",
    "Wie helpt mij met de AOV? De premie is hoger dan mijn huur",
    "Eén loket, één nummer: nu word ik zes keer doorverbonden",
    "Een café-spreekuur met de coördinator zou al helpen",
    "Opdrachten onder € 50.000 gaan altijd naar dezelfde drie",
)


def afternoon() -> Hall:
    """Almere, in the middle of its fourth activity: people type, three tables are ready, two laptops are away."""
    hall = Hall()
    hall.come((1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4))
    hall.steer("", root.GoTo("welkom"))
    hall.steer("welkom", steering.ChangePhase(Phase.OPEN))
    hall.later(11 * 60)
    hall.steer("welkom", steering.ChangePhase(Phase.CLOSED))
    vote(hall)
    hall.steer("", root.GoTo("ontbreekt"))
    hall.steer("ontbreekt", steering.ChangePhase(Phase.OPEN))
    hall.steer("", root.SetTimer("start", 360))
    return hall


def vote(hall: Hall) -> None:
    """The second activity: everybody votes, and differs on the sixth."""
    hall.steer("", root.GoTo("knelpunten"))
    hall.steer("knelpunten", steering.ChangePhase(Phase.OPEN))
    for at, person in enumerate(hall.people):
        values = {f"K{n}": 1 + (at * n + n) % 5 for n in range(1, 9)} | {"K6": 1 if at % 2 else 5}
        person.do(CastBallot(voter=f"stem{at:020d}", values=values), "knelpunten")
    hall.later(9 * 60)
    hall.steer("knelpunten", steering.ChangePhase(Phase.CLOSED))


def type_in(hall: Hall, count: int = 8) -> None:
    """People type, a few a minute."""
    for at in range(count):
        hall.people[at % len(hall.people)].do(AddEntry(ENTRIES[at % len(ENTRIES)]), "ontbreekt")
        hall.later(20)


__all__ = ["AddAction", "AddPaper", "DeskStage", "Hall", "afternoon", "asyncio", "type_in"]
