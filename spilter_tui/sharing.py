"""Panes that everybody at a shared laptop fills in, one after the other: whose turn it is, and who had it.

What one of them sent is never shown there again, not to the next and not to whoever comes back to it: it is filled in
anew, and takes the place of what was sent.
"""

from abc import abstractmethod
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.reactive import reactive

from spilter_tui.panes import Pane
from spilter_tui.widgets.persons import PersonList


class SharingPane(Pane):
    """A pane with something to fill in for each person here, by round. A list of the persons may stand in its place."""

    DEFAULT_CSS = """
    SharingPane PersonList { display: none; }
    SharingPane.-choosing PersonList { display: block; }
    SharingPane.-choosing #pane-body, SharingPane.-result PersonList { display: none; }
    """

    person: reactive[int] = reactive(0)
    """Who of those sharing this laptop has it now; 0 is the first."""
    choosing: reactive[bool] = reactive(False)
    """Whether it is being said who has it now."""

    def __init__(self) -> None:
        super().__init__()
        self._passed: set[tuple[int, int]] = set()  # what was sent here just now and passed on, by round and person

    def compose(self) -> ComposeResult:
        """The kind's own body, or in its place who has it now."""
        yield from super().compose()
        yield PersonList()

    @abstractmethod
    def state_of(self, person: int) -> str:
        """How far this person is, translated: never what was filled in."""

    @property
    def shared(self) -> bool:
        """Whether several people share this laptop."""
        return self.persons > 1

    @property
    def place(self) -> tuple[int, int]:
        """The round, and the person who has it."""
        return self.view.round, self.person

    def has_sent(self, person: int) -> bool:
        """Whether this person was through in this round."""
        at = (self.view.round, person)
        return at in self._passed or at in self.mine.ballots

    # --- whose turn it is -------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Begin with whose turn it is."""
        if self.view is not None:
            self._turn_to(0)
        if self.choosing:
            self.take_keys()

    def watch_view(self, before: Any, view: Any) -> None:
        """Draw anew; a round begins with the first who was not through in it."""
        if view is not None and (before is None or before.round != view.round):
            self._turn_to(0)
        super().watch_view(before, view)

    def watch_persons(self) -> None:
        """With how many they are was said anew: who was through, or isn't there any more, doesn't have it."""
        if self.view is not None:
            self._turn_to(self.person)
        self._redraw()

    def pass_on(self) -> None:
        """It was sent: the next who was not through yet gets an empty one."""
        self._passed.add(self.place)
        self._turn_to(self.person + 1)

    def _turn_to(self, first: int) -> None:
        """The first from here on who was not through has it; where all were, it is asked who wants to change it."""
        order = (*range(first, self.persons), *range(min(first, self.persons)))
        waiting = [person for person in order if not self.has_sent(person)]
        self.person = waiting[0] if waiting else min(self.person, self.persons - 1)
        self.choosing = self.shared and not waiting

    def action_person(self) -> None:
        """Say who has it now."""
        self.choosing = self.shared

    @on(PersonList.Picked)
    def take_person(self, event: PersonList.Picked) -> None:
        """This one has it now, for the first time or anew."""
        event.stop()
        self.person, self.choosing = event.person, False
        self.show()

    def watch_choosing(self, before: bool, now: bool) -> None:
        """What is filled in goes out of sight, or comes back."""
        if before == now or not self._stands:
            return
        self.show()
        self.take_keys()
        self.refresh_bindings()

    def take_keys(self) -> None:
        """The keys are for the list of persons while that stands there."""
        if self.choosing:
            self.query_one(PersonList).take_keys()
        else:
            super().take_keys()

    def show_persons(self) -> None:
        """The list of persons where it is being chosen, with how far each is."""
        self.set_class(self.choosing, "-choosing")
        listed = self.query_one(PersonList)
        listed.all_voted = all(map(self.has_sent, range(self.persons)))
        listed.states = tuple(map(self.state_of, range(self.persons)))
