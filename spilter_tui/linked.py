"""What an app needs of the link, whatever its role: one room on the screen that is fed by it and served by it."""

from collections.abc import Callable
from typing import TypeAlias

from textual import on, work
from textual.message import Message

from server.protocol.messages import Say
from spilter_tui.i18n import _
from spilter_tui.keys_in_order import KeysInOrder
from spilter_tui.link.core import State
from spilter_tui.link.happened import CameBack, FoundNothing, Happened, Joined, NeededCode, WasRefused, WasSentAway
from spilter_tui.link.happened import WasNotAnswered as Unanswered
from spilter_tui.link.outbox import CannotSend
from spilter_tui.link.place import Endpoint
from spilter_tui.link.wire import Link, NotAnswered
from spilter_tui.mirror import Change, Mirror, OwnChanged, SubjectChanged
from spilter_tui.own import mine_in, standing_of
from spilter_tui.screens.role import RoleScreen

Linking: TypeAlias = Callable[[Callable[[Happened], None], Endpoint | None], Link]
"""Makes a link that tells this callback what happens, and looks only at this place if one is given."""


class Told(Message):
    """Something happened on the link that is no mere change of what is shown."""

    def __init__(self, what: Happened) -> None:
        super().__init__()
        self.what = what


class Stirred(Message):
    """The mirror has changes to draw."""


class LinkedApp(KeysInOrder):
    """Keeps a link and its mirror, draws what changed in `room`, and does what the room asks. `told` is for more."""

    def __init__(self, linking: Linking, room: RoleScreen, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.room = room
        self._linking = linking
        self._fault = ""
        self.ended = False  # the screens are being taken down
        self.begin(None)

    def begin(self, place: Endpoint | None) -> None:
        """Take a new link, which looks only at this place if one is given."""
        self._link = self._linking(self._hear, place)
        self._mirror = Mirror(self._link.core, self._stir)

    def _hear(self, what: Happened) -> None:
        self._mirror.take(what)
        if isinstance(what, Joined | CameBack | NeededCode | FoundNothing | WasRefused | WasSentAway):
            self.post_message(Told(what))

    def _stir(self) -> None:
        self.post_message(Stirred())

    @work(exclusive=True)
    async def stay(self) -> None:
        """Keep the link; a disk that takes nothing ends it, and the screen says so."""
        try:
            await self._link.run()
        except OSError as error:
            self.stopped(_disk(error))

    def stopped(self, why: str) -> None:
        """The link ended for good, for this reason."""

    def tick(self) -> None:
        """A second went by."""
        self._link.count_drafts()
        self.stand()

    # --- what changed ----------------------------------------------------------------------------------------------

    @on(Stirred)
    def draw(self) -> None:
        """Give the screens what changed, as long as they stand."""
        if self.ended:
            return
        for change in self._mirror.drain():
            self._draw(change)
        self.stand()

    def _draw(self, change: Change) -> None:
        match change:
            case SubjectChanged(subject="agenda"):
                self._draw_agenda()
            case SubjectChanged(subject="hall"):
                self.room.hall = self._mirror.hall or self.room.hall
            case SubjectChanged(subject=subject):
                self.room.take_view(subject, self._mirror.view(subject))
            case OwnChanged(activity=activity):
                self._draw_own(activity)

    def _draw_agenda(self) -> None:
        agenda = self._mirror.agenda
        if agenda is None:
            return
        if agenda.current != self.room.agenda.current and self.room.standing.ready:
            self.say(ready=False)  # ready was for what the group was at
        self.room.agenda = agenda
        for row in agenda.rows:
            self._draw_own(row.id)
        self.agenda_drawn()

    def _draw_own(self, activity: str) -> None:
        fresh = self._mirror.fresh(activity)
        self.room.take_mine(activity, mine_in(self._mirror.book, activity, fresh, self._mirror.kept_back(activity)))

    def stand(self) -> None:
        """Say to the screen how it stands with this laptop."""
        if self.ended:
            return
        state = self._mirror.state
        self.room.now = float(int(self._mirror.server_time()))
        self.room.link = "stale" if state is State.AWAY else state.value
        self.room.standing = standing_of(self._mirror.book, self._link.core, self._fault, self.room.at)

    def agenda_drawn(self) -> None:
        """The room has a new agenda."""

    # --- what the room asks ---------------------------------------------------------------------------------------

    @on(RoleScreen.Did)
    def send(self, event: RoleScreen.Did) -> None:
        """Keep a command on this laptop and send it; if not even that is possible, nothing typed is lost."""
        try:
            self._link.send(event.scope, event.command, event.slot)
        except CannotSend as error:
            self.room.give_back(event.scope, event.command, event.slot)
            self.room.take_refusal(error.code)
        except OSError as error:
            self.room.give_back(event.scope, event.command, event.slot)
            self._fault = _disk(error)
        self.stand()

    @on(RoleScreen.Kept)
    def keep(self, event: RoleScreen.Kept) -> None:
        """Keep a draft on this laptop."""
        self.keep_draft(event.slot, event.text)

    def keep_draft(self, slot: str, text: str) -> None:
        """Keep what stands in a slot; where the disk doesn't take it, the screen says so."""
        try:
            self._link.draft(slot, text)
            self._fault = ""
        except OSError as error:
            self._fault = _disk(error)
        self.stand()

    @on(RoleScreen.Dismissed)
    def dismiss_refused(self, event: RoleScreen.Dismissed) -> None:
        """Drop what came back refused."""
        if self._link.core.outbox:
            self._link.core.outbox.journal.dismiss(event.op)
        self.stand()

    @on(RoleScreen.Watched)
    def watch_subjects(self, event: RoleScreen.Watched) -> None:
        """Have these views kept up to date, and no others but the role's own."""
        for subject in set(self._link.core.views.wanted) - event.subjects - set(self.room.subjects):
            self._link.unwatch(subject)
        for subject in sorted(event.subjects):
            self._link.watch(subject)

    @on(RoleScreen.Asked)
    async def ask(self, event: RoleScreen.Asked) -> None:
        """Put a question to the server; the answer comes without anybody waiting here."""
        self.run_worker(self._answer(event))

    async def _answer(self, event: RoleScreen.Asked) -> None:
        try:
            event.reply.set_result(await self._link.ask(event.query))
        except NotAnswered as error:
            event.reply.set_result(Unanswered("", error.code, error.facts))
        except CannotSend as error:
            event.reply.set_result(Unanswered("", error.code))

    def say(
        self,
        *,
        ready: bool | None = None,
        table: int | None = None,
        name: str | None = None,
        persons: int | None = None,
    ) -> None:
        """Tell the server how it is here; what is None stays as it was."""
        said = self._link.core.said
        self._link.say(Say(ready=said.ready if ready is None else ready, table=table, name=name, persons=persons))
        self.stand()


def _disk(error: OSError) -> str:
    return _("this laptop's disk takes nothing: {fault}").format(fault=error.strerror or error)
