"""Hostile text on a real terminal: every character of its display form is seen, and nothing of it is obeyed."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from wcwidth import wcwidth

from server.domain.text import display, one_line
from tests.hostile import hostile
from tests.terminal import Terminal

PAGES = """
import json, sys
from pathlib import Path
from textual.app import App
from textual.widgets import OptionList, Static
from spilter_tui.widgets.text import plain, plain_line

pages = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))

class Pages(App):
    CSS = "* {{ scrollbar-size: 0 0 }} Screen {{ layout: vertical }}"

    async def on_mount(self):
        await self.turn()

    async def key_n(self):
        await self.turn()

    async def turn(self):
        if not pages:
            self.exit()
            return
        await self.screen.remove_children()
        number, texts = pages.pop(0)
        {mount}
        await self.screen.mount(Static(f"(page {{number}})"))

Pages().run()
"""

STATICS = "await self.screen.mount_all(Static(plain(text)) for text in texts)"
OPTIONS = "await self.screen.mount(OptionList(*(plain_line(text) for text in texts)))"
BORDERS = """for text in texts:
            box = Static()
            box.styles.border = ("round", "red")
            box.border_title = plain_line(text)
            await self.screen.mount(box)"""


def seen(text: str) -> str:
    """What a terminal shows of a text in display form, wherever it breaks the lines."""
    return "".join(character for character in text if wcwidth(character) > 0 and not character.isspace())


def shows(texts: list[str], screen: str) -> bool:
    """Whether the whole of each text is on the screen."""
    whole = seen(screen)
    return all(seen(one_line(text)) in whole for text in texts)


def in_pages(texts: list[str], columns: int, rows: int) -> Iterator[list[str]]:
    """The texts in pages that surely fit."""
    page: list[str] = []
    left = rows - 3
    for text in texts:
        lines = sum(1 + 2 * len(line) // (columns - 20) for line in display(text).split("\n"))
        if lines > left:
            yield page
            page, left = [], rows - 3
        page.append(text)
        left -= lines
    yield page


def turn_all(mount: str, pages: list[list[str]], tmp_path: Path, columns: int, rows: int) -> Terminal:
    """Show page after page; each is seen whole and says nothing else to the terminal."""
    path = tmp_path / "pages.json"
    path.write_text(json.dumps(list(enumerate(pages))), encoding="utf-8")
    with Terminal.python(PAGES.format(mount=mount), str(path), columns=columns, rows=rows) as terminal:
        for number, texts in enumerate(pages):
            terminal.wait_for(partial(shows, [f"(page {number})", *texts]))
            terminal.press("n")
        assert terminal.wait_for_end() == 0
    assert terminal.foreign() == []
    return terminal


def test_all_hostile_text_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    texts = [text for text in hostile() if text.strip()]
    turn_all(STATICS, list(in_pages(texts, 200, 150)), tmp_path, 200, 150)


@pytest.mark.parametrize("mount", [OPTIONS, BORDERS], ids=["options", "borders"])
def test_widgets_that_would_read_markup(mount: str, tmp_path: Path) -> None:
    texts = [text for text in hostile() if text.strip() and len(one_line(text)) < 90][:400]
    pages = [texts[at : at + 45] for at in range(0, len(texts), 45)]
    turn_all(mount, pages, tmp_path, 200, 150)


def test_what_the_helper_protects_from_is_real() -> None:
    bare = "from textual.app import App; from textual.content import Content; from textual.widgets import Static\n"
    bare += "class Bare(App):\n  def compose(self): yield Static(Content('x\\x1b]52;c;aGk=\\x1b\\\\y\\x9b8m end'))\n"
    with Terminal.python(bare + "  def key_q(self): self.exit()\nBare().run()") as terminal:
        terminal.wait_for("end")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    assert set(terminal.foreign()) == {"\x1b", "\x9b"}  # as often as it was painted
