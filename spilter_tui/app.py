"""The app of one laptop: the door (joining), the screen of its role, and the link between them and the server.

What the link tells comes in as messages; what the screens ask goes out here, and only here.
"""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from server.protocol.joining import BadCode
from spilter_tui.askedapp import AskedApp
from spilter_tui.i18n import N_
from spilter_tui.link.happened import CameBack, FoundNothing, Joined, NeededCode, WasRefused, WasSentAway
from spilter_tui.link.place import seen_from_outside
from spilter_tui.linked import Linking, Told
from spilter_tui.own import standing_of
from spilter_tui.pieces import pieces_in
from spilter_tui.refusals import goodbye
from spilter_tui.screens.join import JoinScreen
from spilter_tui.screens.leave import LEAVE, LeaveDialog
from spilter_tui.screens.mine import MineScreen
from spilter_tui.screens.role import RoleScreen
from spilter_tui.screens.work import WorkScreen
from spilter_tui.themes import Look, dress, no_colour

LONG_ENOUGH = 30.0  # seconds that the reason why the server went stands there: somebody must do something about it


class Spilter(AskedApp):
    """One laptop in one role. The result of `run` is the exit code."""

    CSS_PATH = "look.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "spilter"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", N_("leave"), show=False, priority=True),
        Binding("ctrl+c", "leave", N_("leave"), show=False, system=True),
    ]

    def __init__(self, linking: Linking, room: RoleScreen | None = None, look: Look = "dark") -> None:
        """`room`: the screen of this laptop's role; the participant's, if not given."""
        plain = no_colour()
        super().__init__(linking, room or WorkScreen(), ansi_color=True if plain else None)
        dress(self, "plain" if plain else look)
        self.door = JoinScreen()
        self._inside = False

    def on_mount(self) -> None:
        """Begin at the door, and look for the workshop."""
        self.add_mode("door", lambda: self.door)
        self.add_mode("room", lambda: self.room)
        self.switch_mode("door")
        self.stay()
        self.set_interval(1, self.tick)

    # --- what the link tells ----------------------------------------------------------------------------------

    @on(Told)
    def take(self, event: Told) -> None:
        """What takes a person from one screen to another, or must be said."""
        match event.what:
            case Joined() | CameBack():
                self._come_in()
            case WasRefused(code=code, facts=facts):
                self.room.take_refusal(code, facts)
            case NeededCode(reason=reason, title=title):
                self.door.workshop, self.door.step, self.door.fault = title, "code", reason or ""
                self.switch_mode("door")
            case FoundNothing(failures=failures):
                self.door.failures = failures
            case WasSentAway(code=code, facts=facts, final=True):
                self._send_to_door(goodbye(code, facts))
            case WasSentAway(code="disk" | "stopping" as code, facts=facts):
                why = goodbye(str(facts.get("fault", code)))
                self.room.notify(why, severity="warning", timeout=LONG_ENOUGH, markup=False)

    def stopped(self, why: str) -> None:
        """Say at the door why it ended."""
        self._send_to_door(why)

    def stand(self) -> None:
        """Say how it stands, in the list of one's own as well."""
        super().stand()
        if isinstance(self.screen, MineScreen):
            self.screen.pieces = pieces_in(self._mirror.book, self.room.agenda, self.room.now, self._mirror.kept_back)

    def agenda_drawn(self) -> None:
        """Who is new says a table and a name first, where the workshop asks for them."""
        if not self._inside:
            self._ask_who()

    def _send_to_door(self, why: str) -> None:
        self.door.step, self.door.fault = "away", why
        self.switch_mode("door")

    def _come_in(self) -> None:
        welcome = self._mirror.welcome
        if welcome is None:
            return
        for subject in self.room.subjects:
            self._link.watch(subject)
        self.room.code, self.door.workshop = welcome.code, welcome.title
        if self._link.way.place is not None:
            self.room.address = seen_from_outside(self._link.way.place)
        self.room.drafts = self._mirror.book.drafts
        if isinstance(self.room, WorkScreen):
            self.room.seen = frozenset(self._mirror.book.dismissed)
        if self._inside or welcome.role != "participant":
            self._go_inside()
        else:
            self.door.step = "waiting"

    def _go_inside(self) -> None:
        self._inside = True
        self.switch_mode("room")

    # --- what people answer at the door -----------------------------------------------------------------------

    def _ask_who(self) -> None:
        """A table, with how many one is, and a name, where the workshop asks for them."""
        agenda, standing = self.room.agenda, standing_of(self._mirror.book, self._link.core)
        self.door.tables = agenda.tables
        if agenda.tables and not standing.table:
            self.door.step = "table"
        elif agenda.info.sharing and not standing.persons:
            self.door.step = "persons"
        elif not standing.name and any(row.attribution == "named" for row in agenda.rows):
            self.door.step = "name"
        else:
            self._go_inside()

    @on(JoinScreen.Answered)
    def take_answer(self, event: JoinScreen.Answered) -> None:
        """A code, a table, with how many one is, or a name."""
        if event.step == "code":
            self._type_code(event.text)
            return
        if event.step == "table":
            self.say(table=int(event.text))
        elif event.step == "persons":
            self.say(persons=int(event.text))
        else:
            self.say(name=event.text)
        self._ask_who()

    def _type_code(self, text: str) -> None:
        try:
            self._link.way.type_code(text)
        except BadCode:
            self.door.fault = "shape"
        else:
            self.door.step = "waiting"

    @on(JoinScreen.Sought)
    def look(self, event: JoinScreen.Sought) -> None:
        """Look at the address that was typed, or around on the whole network again."""
        self.begin(event.endpoint)
        self.door.failures, self.door.step = (), "searching"
        self.stay()

    # --- faults of the program itself ---------------------------------------------------------------------------

    def _print_error_renderables(self) -> None:
        """Print nothing of a fault: Textual's picture of it holds what people typed. `check_fault` tells it."""

    def check_fault(self) -> None:
        """Raise what ended the app, where that was a fault of the program itself."""
        if self._exception is not None:
            raise self._exception

    # --- leaving ----------------------------------------------------------------------------------------------

    async def action_leave(self) -> None:
        """Ask before leaving; the same key again leaves."""
        if isinstance(self.screen, LeaveDialog):
            self.screen.dismiss(LEAVE)
        else:
            await self.push_screen(LeaveDialog(self.room.standing), self._leave)

    def _leave(self, value: str | None) -> None:
        if value == LEAVE:
            self.end()

    @on(RoleScreen.Left)
    def leave_room(self) -> None:
        """A room that asked by itself is left, with what is on its way."""
        self.end()
