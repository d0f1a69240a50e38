"""Where one is: the activity that this person is at, its pane, and what is typed in it.

A pane that goes has handled what was pressed just before, and what stands unsent in it is kept.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from textual import on
from textual.containers import Container

from server.domain.kernel import Command
from server.domain.root import AgendaRow, ResultView
from spilter_tui.own import NONE, Mine
from spilter_tui.panes import Pane, at_rest, pane_for
from spilter_tui.screens.role import RoleScreen
from spilter_tui.widgets.asked import EMPTY
from spilter_tui.widgets.entrybox import EntryBox


class PlaceScreen(RoleScreen):
    """A role's screen with a container `#place`, in which stands the pane of the activity `at`."""

    def __init__(self) -> None:
        super().__init__()
        self._views: dict[str, Any] = {}
        self._mine: dict[str, Mine] = {}
        self._read: dict[str, dict[str, int]] = {}  # by activity and topic how many entries were looked at there
        self._spots: dict[str, str] = {}  # by activity where in it this person was
        self._watched: frozenset[str] = frozenset()
        self._stands = False  # whether its widgets are there to draw in

    # --- what comes in and goes out -------------------------------------------------------------------------------

    def take_view(self, subject: str, view: Any) -> None:
        """A view of an activity, or of its results ("…/result"), is now this one."""
        self._views[subject] = view
        self._feed()

    def take_mine(self, activity: str, mine: Mine) -> None:
        """What is one's own in an activity is now this."""
        self._mine[activity] = mine
        self._feed()

    def give_back(self, scope: str, command: Command, slot: str) -> None:
        """Put what was typed back where it was typed."""
        pane = self.pane
        if pane is not None and scope == self.at:
            pane.give_back(command, slot.partition("/")[2])

    @on(Pane.Wanted)
    def send(self, event: Pane.Wanted) -> None:
        """Send what the pane wants, for its activity."""
        event.stop()
        activity = event.pane.row.id
        self.post_message(self.Did(activity, event.command, f"{activity}/{event.slot}" if event.slot else ""))

    @on(Pane.Asking)
    def ask(self, event: Pane.Asking) -> None:
        """Ask the server what the pane wants to know."""
        event.stop()
        self.post_message(self.Asked(event.query, event.reply))

    @on(Pane.Drafted)
    def keep(self, event: Pane.Drafted) -> None:
        """Have kept what the pane did not send yet."""
        event.stop()
        self.post_message(self.Kept(f"{event.pane.row.id}/{event.slot}", event.text))

    # --- where one is -----------------------------------------------------------------------------------------

    @property
    def row(self) -> AgendaRow:
        """The activity that this person is at, as the agenda has it."""
        return next((row for row in self.agenda.rows if row.id == self.at), EMPTY)

    @property
    def pane(self) -> Pane | None:
        """The pane on the screen."""
        return next(iter(self.query(Pane)), None)

    @property
    def busy(self) -> bool:
        """Whether somebody is in the middle of something."""
        pane = self.pane
        return pane is not None and pane.busy

    @property
    def behind(self) -> bool:
        """Whether the group is elsewhere."""
        return bool(self.at) and bool(self.agenda.current) and self.at != self.agenda.current

    def _fill(self, pane: Pane) -> None:
        pane.row, pane.now = self.row, self.now
        standing = self.standing
        pane.laptop, pane.persons, pane.signer = standing.laptop, max(standing.persons, 1), standing.name
        pane.host = standing.host
        pane.view = self._views.get(self.at)
        pane.mine = self._mine.get(self.at, NONE)
        pane.result = self._views.get(f"{self.at}/result") or ResultView(hidden=True)
        pane.beside = {subject: self._views.get(subject) for subject in sorted(pane.subjects)}
        self._watch(pane.subjects)

    def _watch(self, beside: frozenset[str]) -> None:
        """Have the views come in that are needed where one is."""
        wanted = frozenset({self.at, f"{self.at}/result", *beside})
        if wanted != self._watched:
            self._watched = wanted
            self.post_message(self.Watched(wanted))

    def _feed(self) -> None:
        pane = self.pane
        if pane is not None and pane.row.id == self.at == self.row.id:
            self._fill(pane)

    async def watch_at(self, activity: str) -> None:
        """Put the pane of the activity in its place, with what was typed there before."""
        if not self._stands or not activity:
            return
        self._watch(frozenset())
        await self._keep_all()
        place = self.query_one("#place", Container)
        await place.remove_children()
        if activity != self.at:  # gone on meanwhile: the pane of that one is put here next
            return
        pane = pane_for(self.row.kind)()
        pane.drafts = dict(self._drafts_of(activity))
        pane.was = self._spots.get(activity, "")
        pane.read = self._read.setdefault(activity, {})
        self._fill(pane)
        await place.mount(pane)
        self.show()

    def _drafts_of(self, activity: str) -> Iterator[tuple[str, str]]:
        for slot, text in self.drafts.items():
            its, _slash, place = slot.partition("/")
            if its == activity:
                yield place, text

    def show(self) -> None:
        """Draw what was given."""

    async def _keep_all(self) -> None:
        """Before a pane goes: let it handle what was pressed just now, and have kept what stands unsent in it."""
        pane = self.pane
        if pane is None:
            return
        self._spots[pane.row.id] = pane.spot
        for widget in (*pane.query(EntryBox), pane):
            await at_rest(widget)
        for slot, text in self.unsent().items():
            self.post_message(self.Kept(slot, text))

    def unsent(self) -> Mapping[str, str]:
        """What stands unsent in the pane."""
        pane = self.pane
        return {f"{pane.row.id}/{slot}": text for slot, text in pane.unsent().items()} if pane is not None else {}
