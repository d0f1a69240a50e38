"""The staff's app: the desk, and over it the sorter, on one link; for who came in to sort, the sorter alone."""

from textual import on
from textual.message import Message

from spilter_tui.app import Spilter
from spilter_tui.link.happened import Acknowledged, Happened, WasRefused
from spilter_tui.linked import Linking
from spilter_tui.mirror import Change, SubjectChanged
from spilter_tui.screens.desk.state import Desk
from spilter_tui.screens.sorter import SorterScreen


class Settled(Message):
    """The server did, or refused, something that was sent from here."""

    def __init__(self, what: Acknowledged | WasRefused) -> None:
        super().__init__()
        self.what = what


class StaffApp(Spilter):
    """One facilitator's laptop. The sorter is fed what the desk is fed, as long as it is there."""

    def __init__(self, linking: Linking, desk: Desk) -> None:
        self.desk = desk
        self.sorter: SorterScreen | None = None
        super().__init__(linking, desk)

    @property
    def _only_sorts(self) -> bool:
        """Whether the code that this laptop came in with was a sorter's."""
        welcome = self._mirror.welcome
        return welcome is not None and welcome.role == "sorter"

    def _go_inside(self) -> None:
        super()._go_inside()
        if self._only_sorts and self.sorter is None:
            self.call_later(self._lay_sorter, "")

    # --- what comes in ----------------------------------------------------------------------------------------

    def _hear(self, what: Happened) -> None:
        super()._hear(what)
        if isinstance(what, Acknowledged | WasRefused):
            self.post_message(Settled(what))

    @on(Settled)
    def settle(self, event: Settled) -> None:
        """The sorter wants to know what became of each of its acts."""
        if self.sorter is not None and not self.ended:
            self.sorter.take_settled(event.what)

    def _draw(self, change: Change) -> None:
        super()._draw(change)
        if self.sorter is not None and isinstance(change, SubjectChanged):
            self._feed(self.sorter, change.subject)

    def _feed(self, sorter: SorterScreen, subject: str) -> None:
        sorter.agenda = self.desk.agenda
        view = self._mirror.view(subject)
        if view is not None:
            sorter.take_view(subject, view)

    def stand(self) -> None:
        """Say how it stands, to the sorter too."""
        super().stand()
        if self.sorter is not None and not self.ended:
            self.sorter.standing, self.sorter.now = self.desk.standing, self.desk.now
            self.sorter.link, self.sorter.hall = self.desk.link, self.desk.hall

    # --- what the desk asks -----------------------------------------------------------------------------------

    @on(Desk.SorterAsked)
    async def sort(self, event: Desk.SorterAsked) -> None:
        """Lay the sorter over the desk."""
        await self._lay_sorter(event.activity)

    async def _lay_sorter(self, activity: str) -> None:
        welcome = self._mirror.welcome
        self.sorter = SorterScreen(self._link.send, welcome.desk if welcome else "", activity)
        self.desk.sorting = True
        self._feed(self.sorter, activity)
        self.stand()
        await self.push_screen(self.sorter)

    @on(SorterScreen.Went)
    def look_at_board(self, event: SorterScreen.Went) -> None:
        """The sorter follows the agenda to another board."""
        self._link.watch(event.activity)
        if self.sorter is not None:
            self._feed(self.sorter, event.activity)

    @on(SorterScreen.Finished)
    async def end_sorting(self) -> None:
        """Back to the desk; who only sorts leaves."""
        if self._only_sorts:
            await self.action_leave()
            return
        if self.sorter is not None:
            self.sorter.dismiss()
        self.sorter, self.desk.sorting = None, False
