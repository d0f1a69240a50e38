"""What the columns of a file of answers are: proposed, looked at, changed by a key, and read in with Enter."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from server.domain.survey.columns import Responses
from server.domain.survey.mapping import ColumnUse, Mapping, Use
from server.domain.survey.proposing import suits
from server.domain.survey.questions import Option, Question, Survey
from server.domain.text import one_line
from spilter_tui.i18n import N_, _
from spilter_tui.mapped import Told, examples, origin, told, warning
from spilter_tui.screens.desk.choosing import ChooseScreen
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain

LONGEST = 70


class Mapped(NamedTuple):
    """What was settled: the columns, and whether all who answered will be absent."""

    columns: Mapping
    absent: bool


class MapperScreen(ModalScreen[Mapped | None]):
    """Gives the mapping as it was when Enter was pressed; None for Esc. `survey`: what the columns may answer."""

    DEFAULT_CSS = """
    MapperScreen { align: center middle; background: $background 60%; }
    MapperScreen > Vertical { width: 110; max-width: 98%; height: 96%; background: $surface;
        border: round $border-blurred; border-title-color: $text; border-title-style: bold; padding: 0 1; }
    MapperScreen .head { width: 1fr; height: auto; padding: 0 1; color: $text-muted; }
    MapperScreen Entries { height: 1fr; background: $surface; }
    MapperScreen .told { width: 1fr; height: 3; padding: 0 1; border-top: solid $border-blurred; }
    MapperScreen .keys { width: 1fr; height: auto; padding: 0 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "done", N_("read in"), priority=True),
        Binding("q", "question", N_("another question")),
        Binding("v", "value", N_("what a cell means")),
        Binding("o", "use('open')", N_("texts")),
        Binding("k", "use('token')", N_("tells rows apart")),
        Binding("x", "use('ignored')", N_("leave out")),
        Binding("a", "absent", N_("all absent")),
        Binding("escape", "leave", N_("back")),
    ]

    def __init__(
        self, name: str, responses: Responses, survey: Survey, columns: Mapping, *, absent: bool = False
    ) -> None:
        super().__init__()
        self.file, self.responses, self.survey, self.columns, self.away = name, responses, survey, columns, absent
        self.rows: list[Told] = []

    def compose(self) -> ComposeResult:
        """Where the file is from, its columns, the one at hand, the keys."""
        with Vertical() as box:
            box.border_title = Content(one_line(self.file, LONGEST))
            yield Static(classes="head")
            yield Entries()
            yield Static(classes="told")
            yield Static(self._keys(), classes="keys")

    def on_mount(self) -> None:
        """Start at the first column."""
        self.show()
        self.query_one(Entries).focus()
        self.call_after_refresh(self._show_told)

    def _keys(self) -> Content:
        pairs = [
            ("Enter", _("read in")),
            *([("Q", _("another question")), ("V", _("what a cell means"))] if self.survey.questions else []),
            ("O", _("texts")),
            ("K", _("tells rows apart")),
            ("X", _("leave out")),
            *([("A", _("all absent, or not"))] if self.survey.questions else []),
            ("Esc", _("back")),
        ]
        return Content("  ").join(Content.assemble((key, "bold $accent"), " ", does) for key, does in pairs)

    # --- what is shown ----------------------------------------------------------------------------------------

    def show(self) -> None:
        """The columns as they are now."""
        self.rows = told(self.columns, self.responses, self.survey)
        entries = self.query_one(Entries)
        entries.rows = tuple(_line(n, row) for n, row in enumerate(self.rows))
        if not entries.chosen and self.rows:
            entries.chosen = "0"
        away = _("All who answered will be absent.") if self.away else ""
        said = (origin(self.responses), away, warning(self.columns, self.responses, self.survey))
        self.query_one(".head", Static).update(plain("  ".join(each for each in said if each)))
        self._show_told()

    @on(Entries.Moved)
    def move(self, event: Entries.Moved) -> None:
        """Tell another column."""
        event.stop()
        self._show_told()

    def _show_told(self) -> None:
        row = self.row
        if row is None:
            return
        lines = [_("For instance: {cells}").format(cells=examples(self.responses, row.use.name) or "–")]
        if row.strange:
            strange = " · ".join(one_line(cell, 30) for cell in row.strange)
            lines.append(_("Does not fit: {cells}").format(cells=strange))
        self.query_one(".told", Static).update(plain("\n".join(one_line(line, 200) for line in lines)))

    @property
    def row(self) -> Told | None:
        """The column at hand."""
        line = self.query_one(Entries).line
        return self.rows[int(line.id)] if line is not None else None

    # --- keys -------------------------------------------------------------------------------------------------

    def change(self, use: ColumnUse) -> None:
        """The column at hand is something else."""
        self.columns = self.columns.with_(use)
        self.show()

    def action_use(self, use: Use) -> None:
        """Take the column for texts, for what tells rows apart, or for nothing."""
        if self.row is not None:
            self.change(ColumnUse(self.row.use.name, use))

    def action_absent(self) -> None:
        """All who answered will be absent, or not after all."""
        self.away = not self.away and bool(self.survey.questions)
        self.show()

    def action_question(self) -> None:
        """Choose which question the column answers."""
        if self.row is not None and self.survey.questions:
            lines = [Line(question.id, question.text) for question in self.survey.questions]
            self._choose(_("Which question does this column answer?"), lines, self._take_question)

    def _take_question(self, key: str) -> None:
        row = self.row
        question = next((each for each in self.survey.questions if each.id == key), None)
        if row is None or question is None:
            return
        use = suits(question, self.responses, row.use.name)
        self.change(use)
        parts = _parts(question, self.responses, row.use.name)
        if parts and not use.part:
            lines = [Line(part.id, part.text) for part in parts]
            self._choose(_("Which part of the question?"), lines, self._take_part)

    def _take_part(self, part: str) -> None:
        if self.row is not None:
            self.change(msgspec.structs.replace(self.row.use, part=part))

    def action_value(self) -> None:
        """Say what the first cell that does not fit means."""
        row = self.row
        question = next((each for each in self.survey.questions if row and each.id == row.use.question), None)
        if row is not None and row.strange and question is not None and question.options:
            lines = [Line(option.id, option.text) for option in question.options]
            title = _("What does “{cell}” mean?").format(cell=one_line(row.strange[0], 40))
            self._choose(title, lines, self._take_value)

    def _take_value(self, option: str) -> None:
        if self.row is not None:
            use = self.row.use
            self.change(msgspec.structs.replace(use, values={**use.values, self.row.strange[0]: option}))

    def _choose(self, title: str, lines: Sequence[Line], take: Callable[[str], None]) -> None:
        self.app.push_screen(ChooseScreen(title, lines), lambda chosen: take(chosen) if chosen else None)

    def action_done(self) -> None:
        """Hand over."""
        self.dismiss(Mapped(self.columns, self.away))

    def action_leave(self) -> None:
        """Leave it."""
        self.dismiss(None)


def _line(n: int, row: Told) -> Line:
    """A column as it is drawn: what it is, and a sign where somebody should look."""
    taken = row.use.use in ("question", "open", "token", "key", "absent")
    look = bool(row.strange) or row.use.why == "alike"
    sign = signs().alert if look else signs().done if taken else ""
    return Line(str(n), f"{row.name}\n= {row.meaning}", tag=row.fits, sign=sign, faint=not taken)


def _parts(question: Question, responses: Responses, name: str) -> tuple[Option, ...]:
    """The parts of a question of which a column may be one; none where it answers the whole of it."""
    column = next(column for column in responses.columns if column.name == name)
    several = question.kind in ("multiple", "top", "ranking") and bool(column.part)
    return question.rows or (question.options if several else ())
