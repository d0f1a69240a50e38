"""The app of one laptop: the door (joining), the screen of its role, and the link between them and the server.

What the link tells comes in as messages; what the screens ask goes out here, and only here.
"""

import asyncio
from contextlib import suppress
from typing import Any, ClassVar

import msgspec
from textual import on
from textual.binding import Binding, BindingType

from server.protocol.hall import MeView
from server.protocol.joining import BadCode
from spilter_tui.i18n import N_, _
from spilter_tui.link.core import State
from spilter_tui.link.happened import CameBack, FoundNothing, Joined, NeededCode, WasRefused, WasSentAway
from spilter_tui.link.place import seen_from_outside
from spilter_tui.linked import LinkedApp, Linking, Told
from spilter_tui.mirror import Change, SubjectChanged
from spilter_tui.own import standing_of
from spilter_tui.pieces import pieces_in
from spilter_tui.refusals import goodbye
from spilter_tui.screens.join import JoinScreen
from spilter_tui.screens.known import known_of
from spilter_tui.screens.leave import LEAVE, LeaveDialog
from spilter_tui.screens.mine import MineScreen
from spilter_tui.screens.role import RoleScreen
from spilter_tui.screens.work import WorkScreen
from spilter_tui.themes import Look, dress, no_colour
from spilter_tui.widgets.told import ToldBar

LINGER = 2.0  # seconds that leaving waits for what is on its way


class Spilter(LinkedApp):
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
        self._raised_at = 0.0  # when this laptop asked for help last, by the server's clock

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

    def _draw(self, change: Change) -> None:
        """Draw what changed; a hand that the staff has seen goes down."""
        super()._draw(change)
        me = self._mirror.view("me") if change == SubjectChanged("me") else None
        if isinstance(me, MeView) and self._link.core.said.hand and me.hand_seen > self._raised_at:
            self._tell(hand=False)
            self.room.notify(_("Your hand was seen: somebody is coming."), markup=False)

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

    # --- what the screens ask ---------------------------------------------------------------------------------

    @on(WorkScreen.ReadyTurned)
    def turn_ready(self) -> None:
        """Ready, or not after all."""
        self.say(ready=not self._link.core.said.ready)

    @on(WorkScreen.HandTurned)
    def turn_hand(self) -> None:
        """Help is asked for, or not after all."""
        self._raised_at = self._mirror.server_time()
        self._tell(hand=not self._link.core.said.hand)

    @on(WorkScreen.HostTurned)
    def turn_host(self) -> None:
        """Who sits here leads the talk at this table, or no longer."""
        self._tell(host=not self._link.core.said.host)

    @on(ToldBar.Saw)
    def put_away(self, event: ToldBar.Saw) -> None:
        """A message of the facilitator was read; where the disk doesn't take that, it is shown once more later."""
        if self._link.core.outbox:
            with suppress(OSError):
                self._link.core.outbox.journal.dismiss(event.message)

    @on(WorkScreen.TableChosen)
    def take_table(self, event: WorkScreen.TableChosen) -> None:
        """This laptop stands at another table, and nobody there leads the talk by it yet."""
        self._tell(table=event.table, host=False)

    def _tell(self, **said: Any) -> None:
        self._link.say(msgspec.structs.replace(self._link.core.said, **said))
        self.stand()

    @on(WorkScreen.Named)
    def take_name(self, event: WorkScreen.Named) -> None:
        """Somebody who wants to sign gave a name."""
        self.say(name=event.name)

    @on(WorkScreen.Counted)
    def take_persons(self, event: WorkScreen.Counted) -> None:
        """Somebody said with how many they are at this laptop."""
        self.say(persons=event.persons)

    @on(WorkScreen.MineAsked)
    async def show_mine(self) -> None:
        """F4: what is one's own; who chose a draft goes to where it belongs.

        How it stands is in the views of the activities where it was sent: they are watched until this person goes on.
        """
        for activity in self._mirror.book.own:
            self._link.watch(activity)

        def go(activity: str | None) -> None:
            if activity and isinstance(self.room, WorkScreen):
                self.room.at = activity

        await self.push_screen(MineScreen(self._mirror.book.drafts), go)
        self.stand()

    @on(WorkScreen.KnownAsked)
    async def show_known(self) -> None:
        """F8: what the server knows."""
        own = sum(map(len, self._mirror.book.own.values()))
        await self.push_screen(known_of(self.room.standing, self.room.agenda.rows, own))

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
            self.run_worker(self._go())

    @on(RoleScreen.Left)
    async def leave_room(self) -> None:
        """A room that asked by itself is left, with what is on its way."""
        await self._go()

    async def _go(self) -> None:
        """Give what is on its way a moment to arrive; the rest goes the next time."""
        if self._mirror.state is State.LIVE:
            with suppress(TimeoutError):
                async with asyncio.timeout(LINGER):
                    await self._link.settled()
        self.exit(0)
