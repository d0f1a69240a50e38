"""The middle of the sorter's screen: how far, the item, the keys, what comes, and what was told."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from spilter_tui.widgets.coming import Coming
from spilter_tui.widgets.prompt import Prompt
from spilter_tui.widgets.sort_card import AtHand, SortCard
from spilter_tui.widgets.sort_progress import SortProgress
from spilter_tui.widgets.theme_keys import ThemeKey, ThemeKeys

LINES = 12  # of what comes next, at most


class SortBody(Vertical):
    """Nothing in it moves while somebody sorts; a question takes the place of what comes next."""

    DEFAULT_CSS = """
    SortBody { height: 1fr; }
    SortBody .more { height: 1; margin: 0 3 0 4; color: $text; }
    SortBody .told { height: 1; margin: 0 3; color: $text; text-wrap: nowrap; text-overflow: ellipsis; }
    SortBody.-asks Coming, SortBody.-asks .told { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._more: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield SortProgress()
        yield SortCard()
        yield ThemeKeys()
        yield Static(classes="more")
        yield Prompt()
        yield Coming()
        yield Static(classes="told")

    def show_item(self, title: str, at_hand: AtHand, coming: tuple[str, ...]) -> None:
        """The item at hand, and the words of the next ones."""
        card = self.query_one(SortCard)
        card.title, card.at_hand = title, at_hand
        self.query_one(Coming).texts = coming

    def show_keys(self, keys: tuple[ThemeKey, ...], more: list[tuple[str, str]]) -> None:
        """The themes under their keys, and the other keys: pairs of a key and what it does (translated)."""
        self.query_one(ThemeKeys).keys = keys
        if more != self._more:
            self._more = more
            drawn = [Content.assemble((key, "bold $accent"), " ", does) for key, does in more]
            self.query_one(".more", Static).update(Content("    ").join(drawn), layout=False)

    def tell(self, words: str) -> None:
        """Say something quietly (translated, harmless); nothing wipes it out."""
        self.query_one(".told", Static).update(Content(words), layout=False)

    def on_prompt_turned(self, event: Prompt.Turned) -> None:
        """Make room for a question."""
        self.set_class(event.asks, "-asks")

    @property
    def prompt(self) -> Prompt:
        """Where something can be asked."""
        return self.query_one(Prompt)

    @property
    def progress(self) -> SortProgress:
        """The line on top."""
        return self.query_one(SortProgress)
