"""Panes: what a kind of activity looks like on a participant's screen.

A kind is one file in `spilter_tui/activities/`: a subclass of `Pane` whose `kind` is the server's name for it.
Subclassing registers it. A pane gets its attributes set (`view`, `row`, `mine`, …) and posts `Wanted` and `Drafted`;
it knows no network, no journal and no other pane. A kind without a file gets `Pane` itself: its question and result.
"""

import asyncio
import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.message_pump import MessagePump
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Static

from server.domain.kernel import Command, Phase
from server.domain.root import AgendaRow, ResultView
from server.protocol.queries import Query, Reply
from spilter_tui.i18n import N_, _
from spilter_tui.link.happened import WasNotAnswered
from spilter_tui.own import NONE, Mine
from spilter_tui.widgets.asked import EMPTY, may_send
from spilter_tui.widgets.blocks import Blocks

PROMISES = {
    "anonymous": N_("anonymous: it is not kept who writes what"),
    "team": N_("your table stands with what you send"),
    "named": N_("your name stands with what you send"),
}


panes: dict[str, type["Pane"]] = {}


class Pane(Widget):
    """The body of one activity. Subclasses say their `kind`, compose their `body` and `show` what they were given."""

    DEFAULT_CSS = """
    Pane { height: 1fr; }
    Pane #pane-body { height: 1fr; }
    Pane #pane-result { display: none; padding: 0 3; }
    Pane #pane-nothing { width: 1fr; height: 1fr; content-align: center middle; text-align: center;
        color: $text-muted; }
    Pane.-result #pane-body { display: none; }
    Pane.-result #pane-result { display: block; }
    """

    kind: ClassVar[str] = ""
    explained: ClassVar[str] = N_("The facilitator leads you through the agenda. There is nothing to do here now.")
    """What to do here, for F1: a message id."""

    view: var[Any] = var(None)
    """What the server shows of this activity: the kind's own view, or None before it came."""
    row: var[AgendaRow] = var(EMPTY)
    """The activity on the agenda: its question, phase, attribution."""
    mine: var[Mine] = var(NONE)
    """What is this laptop's own in this activity."""
    result: var[ResultView] = var(ResultView(hidden=True))
    """The results, where they may be seen."""
    now: var[float] = var(0.0)
    """The server's clock, seconds since 1970."""
    laptop: var[int] = var(0)
    """This laptop's number, to give each its own order of a long list."""
    signer: var[str] = var("")
    """The name with which somebody here may sign; empty when it was not asked yet."""
    host: var[bool] = var(False)
    """Who sits at this laptop leads the talk at its table."""
    persons: var[int] = var(1)
    """How many people share this laptop."""
    beside: var[Mapping[str, Any]] = var({})
    """The views of the other activities that it asked for with `subjects`."""
    drafts: var[Mapping[str, str]] = var({})
    """What was typed but not sent when this pane was last left, by slot; set once, before the pane is shown."""

    class Wanted(Message):
        """Send this command; `slot` is where its draft came from. Keys and voters are filled in by the link."""

        def __init__(self, pane: "Pane", command: Command, slot: str = "") -> None:
            super().__init__()
            self.pane, self.command, self.slot = pane, command, slot

    class Asking(Message):
        """A question for the server; `reply` must get the answer, or the `WasNotAnswered` that says why not."""

        def __init__(self, query: Query, reply: "asyncio.Future[Reply | WasNotAnswered]") -> None:
            super().__init__()
            self.query, self.reply = query, reply

    class NameAsked(Message):
        """Somebody wants to sign, and the name is not known yet."""

    class Drafted(Message):
        """What stands unsent in a slot now; empty text: nothing any more."""

        def __init__(self, pane: "Pane", slot: str, text: str) -> None:
            super().__init__()
            self.pane, self.slot, self.text = pane, slot, text

    def __init__(self) -> None:
        super().__init__()
        self.read: dict[str, int] = {}
        """How many entries each topic here had when it was looked at last; kept where panes come and go."""
        self.was = ""
        """Where in it this person was when it was last left, as `spot` said."""
        self._stands = False  # whether its widgets are there to draw in

    def __init_subclass__(cls) -> None:
        """Register the kind; refuse a second pane for it."""
        super().__init_subclass__()
        taken = panes.get(cls.kind)
        if taken is not None and (taken.__module__, taken.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"two panes are of the kind {cls.kind}: {taken} and {cls}")
        if cls.kind:
            panes[cls.kind] = cls

    def compose(self) -> ComposeResult:
        """The kind's own body, and the results that take its place once they may be seen."""
        with Vertical(id="pane-body"):
            yield from self.body()
        yield Blocks(id="pane-result")

    def body(self) -> ComposeResult:
        """What this kind consists of."""
        yield Static(Content(_(self.explained)), id="pane-nothing")

    def show(self) -> None:
        """Draw what was given; called on mount and after every change of an attribute."""

    @property
    def subjects(self) -> frozenset[str]:
        """The other activities whose views are wanted in `beside`."""
        return frozenset()

    @property
    def spot(self) -> str:
        """Where in it this person is, to come back to; empty where there is one place only."""
        return ""

    def unsent(self) -> Mapping[str, str]:
        """What stands unsent here now, by slot; asked when the pane is about to go."""
        return {}

    def give_back(self, command: Command, slot: str) -> None:
        """A command could not be kept on this laptop: what was typed in it goes back to where it was typed."""

    @property
    def busy(self) -> bool:
        """Whether somebody is in the middle of something here and must not be moved."""
        return False

    @property
    def can_send(self) -> bool:
        """Whether what is sent now still comes in."""
        return may_send(self.row, self.now)

    @property
    def still_goes(self) -> bool:
        """Whether what stands unsent here would still come in."""
        return self.can_send

    def on_mount(self) -> None:
        """Draw for the first time, and anew after every change."""
        self._stands = True
        for name in ("row", "mine", "result", "beside"):
            self.watch(self, name, self._redraw, init=False)
        self._redraw()

    def watch_view(self, before: Any, view: Any) -> None:
        """Draw anew."""
        self._redraw()

    def watch_now(self, before: float, now: float) -> None:
        """Draw anew when the grace ends; the seconds themselves are others' business."""
        if may_send(self.row, before) != may_send(self.row, now):
            self._redraw()

    def _redraw(self) -> None:
        if not self._stands:
            return
        blocks = self.query_one("#pane-result", Blocks)
        blocks.blocks = () if self.result.hidden else self.result.blocks
        showed = self.has_class("-result")
        self.set_class(self.shows_result, "-result")
        if self.shows_result and not showed:
            blocks.focus()
        elif showed and not self.shows_result:
            self.take_keys()
        self.show()
        self.refresh_bindings()

    def take_keys(self) -> None:
        """The keys are for what is filled in here: its first part, unless a kind knows better."""
        found = self.query("#pane-body *").results()
        first = next((each for each in found if each.focusable and each.display), None)
        if first is not None:
            first.focus()

    @property
    def shows_result(self) -> bool:
        """Whether the results take the place of the body: once revealed, when there is nothing to send any more."""
        unsent = self.still_goes and (self.busy or self.row.phase is Phase.OPEN)
        return not self.result.hidden and bool(self.result.blocks) and not unsent

    promises: ClassVar[Mapping[str, str]] = PROMISES

    def promise(self) -> str:
        """What is kept of who sends, translated."""
        return _(self.promises.get(self.row.attribution, self.promises["named"]))


async def at_rest(node: MessagePump) -> None:
    """Wait until a widget, or the app, has handled all that came to it so far; who goes can't pass anything on."""
    done = asyncio.Event()
    if node.call_later(done.set):
        await done.wait()


def load(path: Iterable[str] | None = None) -> dict[str, type[Pane]]:
    """Import every pane in `spilter_tui/activities/` and return them by kind."""
    package = importlib.import_module("spilter_tui.activities")
    for found in pkgutil.iter_modules(path or package.__path__):
        importlib.import_module(f"{package.__name__}.{found.name}")
    return panes


def pane_for(kind: str) -> type[Pane]:
    """The pane of a kind; `Pane` itself for a kind that has none."""
    return load().get(kind, Pane)
