"""What the desk is given and what it gives back: attributes and views in, messages out. The verbs work with this."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen

from server.domain.kernel import Command
from server.domain.root import AgendaRow
from server.protocol.queries import Query, Reply
from spilter_tui.flow import Flow
from spilter_tui.glance import count_of
from spilter_tui.link.happened import WasNotAnswered
from spilter_tui.listing import Listing
from spilter_tui.refusals import sentence
from spilter_tui.screens.desk.form import Blank, Check, Form
from spilter_tui.screens.role import RoleScreen
from spilter_tui.widgets.asked import EMPTY
from spilter_tui.widgets.dialog import Choice, Dialog
from spilter_tui.widgets.entries import Line
from spilter_tui.widgets.text import plain

Given = TypeVar("Given")


class Desk(RoleScreen):
    """Set `agenda`, `hall`, `link`, `now` and `code`; give views with `take_view` and refusals with `take_refusal`."""

    at: var[str] = var("")
    """The activity that the desk looks at."""
    wanted: var[str] = var("")
    """"list" or "result": what to show of the activity; empty for what suits it."""
    turned: var[int] = var(0)
    """How many views came in: for what lies over the desk and shows one."""
    sorting: var[bool] = var(False)
    """The sorter lies over the desk: it stays at its activity, and refusals are the sorter's to tell."""

    class SorterAsked(Message):
        """Open the sorter for this activity."""

        def __init__(self, activity: str) -> None:
            super().__init__()
            self.activity = activity

    def __init__(self, folder: Path | None = None) -> None:
        """`folder`: where reports are written; where the program was started, if not given."""
        super().__init__()
        self.folder = folder or Path.cwd()
        self.reading = self.folder  # the folder that a file was read from last
        self.flows: dict[str, Flow] = {}
        self.listing = Listing()
        self._kept: dict[str, Mapping[str, str]] = {}
        self._handed: dict[str, Mapping[str, str]] = {}  # the form that was handed over last
        self._views: dict[str, Any] = {}

    # --- what comes in ----------------------------------------------------------------------------------------

    def take_view(self, subject: str, view: Any) -> None:
        """A view of an activity, or of its results ("…/result"), is now this one."""
        self._views[subject] = view
        self.turned += 1
        if "/" not in subject:
            self.flows.setdefault(subject, Flow()).take(count_of(view), self.now)
        self.show_activity()

    def take_refusal(self, code: str, facts: Mapping[str, object] | None = None) -> None:
        """Say why something was not done; what was typed for it stands in its form again."""
        if self.sorting:
            return
        self._kept.update(self._handed)
        self.tell(sentence(code, facts), "warning")

    def show_activity(self) -> None:
        """Draw the activity at hand."""

    # --- what there is ----------------------------------------------------------------------------------------

    @property
    def row(self) -> AgendaRow:
        """The activity at hand, as the agenda has it."""
        return self.row_of(self.at)

    def row_of(self, activity: str) -> AgendaRow:
        """An activity as the agenda has it; an empty row where it isn't on it."""
        return next((row for row in self.agenda.rows if row.id == activity), EMPTY)

    def view_of(self, subject: str) -> Any:
        """The view of a subject; None where it didn't come yet."""
        return self._views.get(subject)

    @property
    def view(self) -> Any:
        """The view of the activity at hand."""
        return self.view_of(self.at)

    @property
    def line(self) -> Line | None:
        """The entry at hand: the one that the keys are at in the list."""
        return None

    def reach(self) -> Line | None:
        """The entry at hand; where the keys are not in the list they go there, and nothing else happens yet."""
        return self.line

    def step(self) -> None:
        """Put the keys at the next entry."""

    # --- what goes out ----------------------------------------------------------------------------------------

    def do(self, scope: str, command: Command) -> None:
        """Have a command sent."""
        self.post_message(self.Did(scope, command))

    async def ask(self, query: Query) -> Reply | None:
        """The answer to a question; None when there is none, which was then told."""
        reply: asyncio.Future[Reply | WasNotAnswered] = asyncio.get_running_loop().create_future()
        self.post_message(self.Asked(query, reply))
        said = await reply
        if isinstance(said, WasNotAnswered):
            self.take_refusal(said.code, said.facts)
            return None
        return said

    async def over(self, screen: Screen[Given]) -> Given:
        """Lay a screen over the desk, and wait for what it gives. It is there at once: the next key is for it."""
        return await self.app.push_screen(screen, wait_for_dismiss=True)

    async def choose(self, title: str, text: Content | str, *choices: Choice) -> str:
        """Ask for a choice; its value, or empty for Esc."""
        return await self.over(Dialog(title, text, choices))

    async def fill(
        self, key: str, title: str, *blanks: Blank, note: Content | None = None, check: Check | None = None
    ) -> Mapping[str, str] | None:
        """Have a form filled in; None when it was left. What was typed then stands there the next time.

        What `check` finds wrong is told in the form, which stays until it is left or right.
        """
        kept = self._kept.pop(key, {})
        filled = await self.over(
            Form(title, [blank._replace(value=kept.get(blank.name, blank.value)) for blank in blanks], note, check)
        )
        self._handed = {key: filled.values} if filled.done else {}
        if filled.done:
            return filled.values
        if any(filled.values[blank.name] != blank.value for blank in blanks):
            self._kept[key] = filled.values
        return None

    def keep(self, key: str, values: Mapping[str, str]) -> None:
        """Have these stand in a form the next time it is filled in."""
        self._kept[key] = values

    def tell(self, words: str, severity: Literal["information", "warning"] = "information") -> None:
        """Say something for a few seconds, in the place of what was said before."""
        self.app.clear_notifications()
        self.notify(plain(words).plain, severity=severity, markup=False)
