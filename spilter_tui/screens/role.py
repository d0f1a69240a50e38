"""What the main screens of all roles share: what they are given, and what they ask for.

The app sets the attributes and calls the `take_…` methods; the screens post the messages. No screen knows the network.
"""

import asyncio
from collections.abc import Mapping
from typing import Any, ClassVar

from textual.message import Message
from textual.reactive import var
from textual.screen import Screen

from server.domain.kernel import Command
from server.domain.root import AgendaView, Info
from server.protocol.hall import HallView
from server.protocol.queries import Query, Reply
from spilter_tui.link.happened import WasNotAnswered
from spilter_tui.own import Mine, Standing


class RoleScreen(Screen[None]):
    """The screen of one role: participant, desk, wall or sorter."""

    subjects: ClassVar[tuple[str, ...]] = ("agenda", "hall")
    """What is watched as soon as this laptop is in."""

    at: var[str] = var("")
    """The activity that this role looks at; empty where it looks at none."""
    agenda: var[AgendaView] = var(AgendaView(Info("")))
    hall: var[HallView] = var(HallView())
    standing: var[Standing] = var(Standing())
    link: var[str] = var("searching")
    """searching, joining, live or stale."""
    now: var[float] = var(0.0)
    """The server's clock, in whole seconds since 1970."""
    code: var[str] = var("")
    """The room code, where this role may know it."""
    address: var[str] = var("")
    """What one types to join, where the server isn't found by itself."""

    class Did(Message):
        """A command for an activity (`scope`) or the workshop; `slot`: the draft whose place it takes ("a1/entry")."""

        def __init__(self, scope: str, command: Command, slot: str = "") -> None:
            super().__init__()
            self.scope, self.command, self.slot = scope, command, slot

    class Asked(Message):
        """A question for the server; `reply` must get the answer, or the `WasNotAnswered` that says why not."""

        def __init__(self, query: Query, reply: "asyncio.Future[Reply | WasNotAnswered]") -> None:
            super().__init__()
            self.query, self.reply = query, reply

    class Kept(Message):
        """What stands unsent in a slot ("a1/entry") now; empty: nothing any more."""

        def __init__(self, slot: str, text: str) -> None:
            super().__init__()
            self.slot, self.text = slot, text

    class Dismissed(Message):
        """What came back refused was seen and is not needed any more."""

        def __init__(self, op: str) -> None:
            super().__init__()
            self.op = op

    class Watched(Message):
        """These subjects' views are wanted from now on, beside the role's own `subjects`, and no others."""

        def __init__(self, subjects: frozenset[str]) -> None:
            super().__init__()
            self.subjects = subjects

    class Left(Message):
        """This person leaves the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.drafts: Mapping[str, str] = {}
        """What stands unsent on this laptop, by activity and slot ("a1/entry")."""

    def take_view(self, subject: str, view: Any) -> None:
        """A watched view, other than the agenda and the hall, is now this one."""

    def take_mine(self, activity: str, mine: Mine) -> None:
        """What is this laptop's own in an activity is now this."""

    def take_refusal(self, code: str, facts: Mapping[str, object] | None = None) -> None:
        """The server, or this laptop, did not do something that was asked here."""

    def unsent(self) -> Mapping[str, str]:
        """What stands unsent here now, by activity and slot ("a1/entry"); asked when the app is about to end."""
        return {}

    def give_back(self, scope: str, command: Command, slot: str) -> None:
        """A command could not even be kept on this laptop: what was typed must not be lost."""
