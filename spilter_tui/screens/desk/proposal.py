"""A proposal over the desk: what would be done, in numbers; Enter does it, Esc doesn't."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from server.domain.blocks import Block
from spilter_tui.i18n import N_, _
from spilter_tui.widgets.blocks import Blocks


class Proposal(ModalScreen[bool]):
    """Shows blocks; gives whether it was accepted."""

    DEFAULT_CSS = """
    Proposal { align: center middle; background: $background 60%; }
    Proposal > Vertical { width: 96; max-width: 98%; height: 90%; background: $surface;
        border: round $border-blurred; border-title-color: $text; border-title-style: bold; padding: 1 1 0 1; }
    Proposal Blocks { background: $surface; }
    Proposal .keys { height: 1; width: 1fr; padding: 0 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer(True)", N_("do it")),
        Binding("escape", "answer(False)", N_("back")),
    ]

    def __init__(self, title: str, blocks: Sequence[Block]) -> None:
        super().__init__()
        self.heading, self.blocks = title, tuple(blocks)

    def compose(self) -> ComposeResult:
        """The blocks and the keys."""
        with Vertical() as box:
            box.border_title = Content(self.heading)
            shown = Blocks()
            shown.blocks = self.blocks
            yield shown
            pairs = (("Enter", _("do it")), ("Esc", _("back")))
            keys = (Content.assemble((key, "bold $accent"), " ", does) for key, does in pairs)
            yield Static(Content("   ").join(keys), classes="keys")

    def on_mount(self) -> None:
        """The keys are in the blocks, to scroll."""
        self.query_one(Blocks).focus()

    def action_answer(self, done: bool) -> None:
        """Do it, or not."""
        self.dismiss(done)
