"""The facilitator's app: the desk, and over it the sorter, on one link."""

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

    # --- what comes in ----------------------------------------------------------------------------------------

    def _hear(self, what: Happened) -> None:
        super()._hear(what)
        if isinstance(what, Acknowledged | WasRefused):
            self.post_message(Settled(what))

    @on(Settled)
    def settle(self, event: Settled) -> None:
        """The sorter wants to know what became of each of its acts."""
        if self.sorter is not None:
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
        if self.sorter is not None:
            self.sorter.standing, self.sorter.now = self.desk.standing, self.desk.now

    # --- what the desk asks -----------------------------------------------------------------------------------

    @on(Desk.SorterAsked)
    async def sort(self, event: Desk.SorterAsked) -> None:
        """Lay the sorter over the desk."""
        welcome = self._mirror.welcome
        self.sorter = SorterScreen(self._link.send, welcome.desk if welcome else "", event.activity)
        self.desk.sorting = True
        self._feed(self.sorter, event.activity)
        await self.push_screen(self.sorter)
        self.stand()

    @on(SorterScreen.Finished)
    def end_sorting(self) -> None:
        """Back to the desk."""
        if self.sorter is not None:
            self.sorter.dismiss()
        self.sorter, self.desk.sorting = None, False
