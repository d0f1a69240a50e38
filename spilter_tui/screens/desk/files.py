"""A file to read: its path typed, or picked from what the folder holds; then what is in it."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import ClassVar, TypeVar

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from server.domain.i18n import words
from server.domain.sheet import BadFile, sheets
from server.domain.text import one_line
from spilter_tui.folders import Found, found_by
from spilter_tui.i18n import N_, _, language
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.askline import PRINTABLE
from spilter_tui.widgets.dialog import Choice
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.text import plain

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls")
MOST = 30_000_000  # bytes
SHOWN = 6  # faults at once

Thing = TypeVar("Thing", bound=msgspec.Struct)


class FileScreen(ModalScreen[Path | None]):
    """Gives the file that was picked; None for Esc. `suffixes`: which files are shown; `start`: the folder at first."""

    DEFAULT_CSS = """
    FileScreen { align: center middle; background: $background 60%; }
    FileScreen > Vertical { width: 76; max-width: 96%; height: 90%; background: $surface;
        border: round $border-blurred; border-title-color: $text; border-title-style: bold; padding: 1 1 0 1; }
    FileScreen Input { border: round $accent; background: $surface; }
    FileScreen Input:focus { border: round $accent; background-tint: $foreground 0%; }
    FileScreen Entries { background: $surface; }
    FileScreen .keys { width: 1fr; height: 1; dock: bottom; padding: 0 1; }
    """

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", N_("previous"), priority=True),
        Binding("down", "move(1)", N_("next"), priority=True),
        Binding("tab", "fill", N_("fill in the name"), priority=True),
        Binding("enter", "take", N_("choose"), priority=True),
        Binding("escape", "leave", N_("back")),
    ]

    def __init__(self, title: str, suffixes: Collection[str], start: Path) -> None:
        super().__init__()
        self.heading, self.suffixes, self.start = title, suffixes, start
        self._found: dict[str, Found] = {}

    def compose(self) -> ComposeResult:
        """The path, what it may become, the keys."""
        with Vertical() as box:
            box.border_title = Content(self.heading)
            yield Input(str(self.start / "x")[:-1], restrict=PRINTABLE, select_on_focus=False)
            yield Entries()
            yield Static(self._keys(), classes="keys")

    def on_mount(self) -> None:
        """Show what the folder holds."""
        self._look()

    @staticmethod
    def _keys() -> Content:
        pairs = (("↑ ↓ Enter", _("choose")), ("Tab", _("fill in the name")), ("Esc", _("back")))
        return Content("   ").join(Content.assemble((key, "bold $accent"), " ", does) for key, does in pairs)

    @on(Input.Changed)
    def _look(self) -> None:
        found = found_by(self.query_one(Input).value, self.suffixes, self.start)
        self._found = {str(each.path): each for each in found}
        entries = self.query_one(Entries)
        entries.empty, entries.marked = _("Nothing here that can be read."), True
        entries.rows = tuple(self._line(key, each) for key, each in self._found.items())
        entries.chosen = next(iter(self._found), "")

    @staticmethod
    def _line(key: str, each: Found) -> Line:
        name = each.path.name
        return Line(key, f"{name}/", _("folder")) if each.folder else Line(key, name, _("{n} kB").format(n=_kilo(each)))

    def action_move(self, by: int) -> None:
        """Another line."""
        self.query_one(Entries).action_move(by)

    def action_fill(self) -> None:
        """Put the line at hand in the place of what was typed."""
        line = self.query_one(Entries).line
        if line is not None:
            entry = self.query_one(Input)
            entry.value = line.id + ("/" if self._found[line.id].folder else "")
            entry.cursor_position = len(entry.value)

    def action_take(self) -> None:
        """Go into the folder at hand, or hand over the file."""
        line = self.query_one(Entries).line
        if line is None:
            return
        found = self._found[line.id]
        if found.folder:
            self.action_fill()
        else:
            self.dismiss(found.path)

    def action_leave(self) -> None:
        """Leave it."""
        self.dismiss(None)


def _kilo(found: Found) -> int:
    return -(-found.size // 1000)


async def pick(desk: Desk, title: str, *more: str) -> Path | None:
    """A table to read, or a file of one of the other suffixes; None when it was left. The desk stays in its folder."""
    chosen = await desk.over(FileScreen(title, (*TABLES, *more), desk.reading))
    if chosen is not None:
        desk.reading = chosen.parent
    return chosen


def contents(desk: Desk, path: Path, most: int = MOST) -> bytes | None:
    """What is in a file of so many bytes at most; None where it can't be opened or is larger, which is then told."""
    try:
        if path.stat().st_size > most:
            desk.tell(_("This file is too big."), "warning")
            return None
        return path.read_bytes()
    except OSError as error:
        desk.tell(_("{file} can't be opened: {why}").format(file=path.name, why=error.strerror or ""), "warning")
        return None


async def which_sheet(desk: Desk, data: bytes) -> str | None:
    """Which sheet of a workbook; empty where there is no choice, None when it was left."""
    found = sheets(data)
    if len(found) < 2:
        return ""
    choices = [Choice(str(n), one_line(name, 40), name) for n, name in enumerate(found[:9], 1)]
    return await desk.choose(_("Which sheet?"), "", *choices) or None


async def not_read(desk: Desk, name: str, bad: BadFile) -> None:
    """Say by line what is wrong with a file."""
    speak = words(language())
    said = [_("Line {n}: {fault}").format(n=each.line, fault=each.sentence(speak)) for each in bad.faults[:SHOWN]]
    if len(bad.faults) > SHOWN:
        said.append(_("… and {n} more").format(n=len(bad.faults) - SHOWN))
    await desk.choose(_("Not read: {file}").format(file=one_line(name, 40)), plain("\n".join(said)))


def parts(things: Sequence[Thing], room: int, most: int) -> list[tuple[Thing, ...]]:
    """Things in parts of so many at most, that each take no more bytes than there is room for."""
    made: list[list[Thing]] = []
    left = 0
    for each in things:
        size = len(msgspec.json.encode(each)) + 1
        if size > left or len(made[-1]) == most:
            made.append([])
            left = room
        made[-1].append(each)
        left -= size
    return [tuple(part) for part in made]
