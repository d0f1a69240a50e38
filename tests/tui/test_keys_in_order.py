"""Keys that come faster than the screen: each does what it would have done slowly."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from spilter_tui.keys_in_order import KeysInOrder
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.prompt import Prompt


class Sorting(KeysInOrder):
    """A screen of letters, one of which asks for a text."""

    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "ask", "new"),
        *(Binding(key, f"act('{key}')", key) for key in "ke1"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.acts: list[str] = []

    def compose(self) -> ComposeResult:
        """Something and a prompt."""
        yield Static("board")
        yield Prompt()

    def action_ask(self) -> None:
        """Ask for a title."""
        self.query_one(Prompt).ask("new", "Title", "Enter")

    def action_act(self, key: str) -> None:
        """Keep what was pressed."""
        self.acts.append(key)


async def test_letters_typed_right_after_a_question_are_its_answer() -> None:
    app = Sorting()
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("k", "1", "n", "k", "e", "k"):
            app.post_message(events.Key(key, key))
        await pilot.pause()
        assert app.acts == ["k", "1"]
        assert app.query_one(EntryBox).text == "kek"
