"""The sorter in small, for a participant: the entry at hand, the themes under their keys, and what comes."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from spilter_tui.i18n import N_
from spilter_tui.widgets.coming import Coming
from spilter_tui.widgets.sort_card import AtHand, SortCard
from spilter_tui.widgets.theme_keys import ThemeKey, ThemeKeys


class SortSmall(Vertical, can_focus=True):
    """Nothing in it moves while somebody sorts."""

    DEFAULT_CSS = """
    SortSmall { height: 1fr; }
    SortSmall .left { height: 1; margin: 0 3; }
    SortSmall SortCard { height: 1fr; min-height: 4; max-height: 9; }
    SortSmall .more { height: 1; margin: 0 3 0 4; color: $text; }
    SortSmall Coming { height: 2; margin: 0 3; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(digit), f"press({digit})", N_("into that theme"), show=False) for digit in range(1, 10)),
        Binding("0", "press(0)", N_("leave over"), show=False),
        Binding("u", "back", N_("undo")),
        Binding("full_stop,pagedown", "turn(1)", N_("next page of themes"), show=False, key_display=". PgDn"),
        Binding("comma,pageup", "turn(-1)", N_("page of themes before"), show=False, key_display=", PgUp"),
    ]

    undoable: reactive[bool] = reactive(False, bindings=True)
    """Whether there is something to take back."""

    class Pressed(Message):
        """The key of a theme on this page, from 1; 0 leaves it over."""

        def __init__(self, digit: int) -> None:
            super().__init__()
            self.digit = digit

    class Turned(Message):
        """To another page of themes."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class TakenBack(Message):
        """What was done last is taken back."""

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield Static(classes="left")
        yield SortCard()
        yield ThemeKeys()
        yield Static(classes="more")
        yield Coming()

    def show_item(self, left: Content, title: str, at_hand: AtHand, coming: tuple[str, ...]) -> None:
        """How many are to go, the item at hand, and the words of the next ones."""
        self.query_one(".left", Static).update(left)
        card = self.query_one(SortCard)
        card.title, card.at_hand = title, at_hand
        self.query_one(Coming).texts = coming

    def show_keys(self, keys: tuple[ThemeKey, ...], more: Content) -> None:
        """The themes under their keys, and what else there is (translated)."""
        self.query_one(ThemeKeys).keys = keys
        self.query_one(".more", Static).update(more)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key is promised that does nothing."""
        return action != "back" or self.undoable

    def action_press(self, digit: int) -> None:
        """The key of a theme."""
        self.post_message(self.Pressed(digit))

    def action_turn(self, by: int) -> None:
        """More themes than there are digits."""
        self.post_message(self.Turned(by))

    def action_back(self) -> None:
        """Not after all."""
        self.post_message(self.TakenBack())
