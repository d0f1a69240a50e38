"""A sorter's screen on the real session, in memory: what is sent waits until a test lets it through."""

from collections.abc import Sequence
from pathlib import Path

from textual import on
from textual.app import App
from textual.pilot import Pilot

from server.domain import root, steering
from server.domain.activities.group import GroupView
from server.domain.kernel import Audience, Card, Command, Context, Item, Phase, Role, Who
from server.domain.sorting import AddTheme
from server.ids import new_id, new_op
from server.protocol import messages
from spilter_tui.link.core import Core
from spilter_tui.link.happened import Acknowledged, CameBack, Joined, ViewChanged, WasRefused
from spilter_tui.link.profile import Profile
from spilter_tui.own import Standing
from spilter_tui.screens.sorter import SorterScreen
from spilter_tui.themes import Look, dress
from tests.tui.link import FACILITATOR_KEY, Hall, Laptop

SCOPE = "g"
ALMERE = (
    "Inkoop vraagt drie jaar omzet, dat haal ik nooit",
    "Schrap de omzeteis van drie jaar bij kleine opdrachten",
    "Geen plek om klanten te ontvangen",
    "Wie helpt mij met de AOV?",
    "Btw-aangifte kost mij elk kwartaal een dag",
    "Eén loket voor alle vragen van zzp'ers",
    "een loket voor vragen van zzpers",
    "Een café-spreekuur met de coördinator",
)
THEMES = ("Inkoop en aanbesteden", "Zichtbaar zijn", "Samen sterker", "Werkruimte", "Regels en btw")


def board(texts: Sequence[str] = ALMERE, themes: Sequence[str] = THEMES, several: bool = False) -> Hall:
    """A hall with one board on the agenda, opened."""
    hall = Hall()
    items = tuple(Item(f"i{at:04d}", text) for at, text in enumerate(texts))
    card = Card(SCOPE, "group", "Ordenen", start=items, settings={"several": several})
    context = Context(hall.now, new_id, Who(Role.FACILITATOR, desk="desk 1"))
    for scope, event in hall.session.workshop.decide("", root.AddActivity(card), context):  # too large for one frame
        hall.session._record(scope, event, new_op(), "desk 1", hall.now)
    hall.settle()
    hall.steer(SCOPE, steering.ChangePhase(Phase.OPEN))
    hall.steer("", root.GoTo(SCOPE))
    for title in themes:
        hall.steer(SCOPE, AddTheme(title))
    return hall


def view_of(hall: Hall) -> GroupView:
    """The board as the desk sees it."""
    view = hall.session.workshop.view(SCOPE, Audience(Role.FACILITATOR, now=hall.now))
    assert isinstance(view, GroupView)
    return view


def where(hall: Hall) -> dict[str, tuple[str, ...]]:
    """The titles of the themes that each item lies in."""
    view = view_of(hall)
    titles = {theme.id: theme.title for theme in view.themes} | {"0": "0"}
    return {row.text: tuple(titles[theme] for theme in row.themes) for row in view.rows}


class StaffLaptop(Laptop):
    """A laptop of the staff."""

    def __init__(self, hall: Hall, folder: Path, role: str) -> None:
        self.role = role
        super().__init__(hall, folder)

    def start(self) -> None:
        """The program starts."""
        self.profile = Profile(self.folder)
        self.core = Core(self.profile, messages.Enter("", role=self.role, key=FACILITATOR_KEY))  # type: ignore[arg-type]
        self.core.watch("agenda")


class SorterStage(App[None]):
    """The sorter's screen with a laptop under it. `through` lets everything on its way arrive, both ways."""

    CSS_PATH = "../../spilter_tui/look.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, hall: Hall, folder: Path, role: str = "sorter", look: Look = "dark") -> None:
        super().__init__()
        dress(self, look)
        self.hall, self.laptop = hall, StaffLaptop(hall, folder, role)
        self.sorter = SorterScreen(self.send, activity="" if role == "sorter" else SCOPE)
        self.finished = False
        self.sent: list[Command] = []

    async def on_mount(self) -> None:
        """Sit down, and show the screen."""
        self.laptop.connect()
        await self.push_screen(self.sorter)
        self.through()

    def on_unmount(self) -> None:
        """Close the laptop's files."""
        self.laptop.profile.close()

    def send(self, scope: str, command: Command) -> str:
        """What the screen wants goes on the cable."""
        self.sent.append(command)
        op = self.laptop.core.send(scope, command)
        self.laptop.pump_out()
        return op

    @on(SorterScreen.Went)
    def watch_board(self, event: SorterScreen.Went) -> None:
        """Watch what the screen is about."""
        self.laptop.core.watch(event.activity)
        self.laptop.pump_out()
        self.through()

    @on(SorterScreen.Finished)
    def finish(self) -> None:
        """Done."""
        self.finished = True

    def through(self) -> None:
        """Everything that is on its way arrives."""
        self.laptop.drain()
        self.tell()

    def tell(self) -> None:
        """Tell the screen what came in."""
        happened, self.laptop.happened = self.laptop.happened, []
        self.sorter.now = self.hall.now
        for each in happened:
            match each:
                case Joined(welcome=welcome) | CameBack(welcome=welcome):
                    self.sorter.me = welcome.desk
                    self.sorter.standing = Standing("live")
                case ViewChanged(subject="agenda", view=root.AgendaView() as view):
                    self.sorter.agenda = view
                case ViewChanged(subject=subject, view=view):
                    self.sorter.take_view(subject, view)
                case Acknowledged() | WasRefused():
                    self.sorter.take_settled(each)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, each with its answer from the server before the next."""
    app = pilot.app
    assert isinstance(app, SorterStage)
    for key in keys:
        await pilot.press(key)
        app.through()
        await pilot.pause()


async def write(pilot: Pilot[None], text: str) -> None:
    """Type a text and Enter."""
    for character in text:
        await pilot.press({" ": "space"}.get(character, character))
    await press(pilot, "enter")
