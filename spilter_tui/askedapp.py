"""What the participant's screen asks of its app: to say how it is here, and to show what is one's own or known."""

from contextlib import suppress
from typing import Any

import msgspec
from textual import on

from server.protocol.hall import MeView
from spilter_tui.ending import EndingApp
from spilter_tui.i18n import _
from spilter_tui.linked import Linking
from spilter_tui.mirror import Change, SubjectChanged
from spilter_tui.screens.known import known_of
from spilter_tui.screens.mine import MineScreen
from spilter_tui.screens.role import RoleScreen
from spilter_tui.screens.work import WorkScreen
from spilter_tui.widgets.told import ToldBar


class AskedApp(EndingApp):
    """A linked app that does what is asked with the keys of a `WorkScreen`."""

    def __init__(self, linking: Linking, room: RoleScreen, *, ansi_color: bool | None = None) -> None:
        super().__init__(linking, room, ansi_color=ansi_color)
        self._raised_at = 0.0  # when this laptop asked for help last, by the server's clock

    def _draw(self, change: Change) -> None:
        """Draw what changed; a hand that the staff has seen goes down."""
        super()._draw(change)
        me = self._mirror.view("me") if change == SubjectChanged("me") else None
        if isinstance(me, MeView) and self._link.core.said.hand and me.hand_seen > self._raised_at:
            self._tell(hand=False)
            self.room.notify(_("Your hand was seen: somebody is coming."), markup=False)

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
