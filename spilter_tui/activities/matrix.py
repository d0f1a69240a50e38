"""matrix (Beoordelen): options by criteria in one grid, a key a value; weights in its first row; facts beneath."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from server.domain.grids.base import cell_key
from spilter_tui.ballot import Paper
from spilter_tui.ballot_drawn import legend
from spilter_tui.gridfilling import GridFilling
from spilter_tui.gridrows import headings, in_full, rows_of, to_do
from spilter_tui.i18n import N_, _
from spilter_tui.voting import group, off_the_scale, received, turn
from spilter_tui.widgets.cells import Cells
from spilter_tui.widgets.facts import Facts

STEP = 5  # points that + and − give and take
GAP = 3  # columns between what is said of a ballot


class BallotCells(Cells):
    """The ballot's cells; Enter sends."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", N_("send"))]

    takes: reactive[bool] = reactive(False, bindings=True)
    """Whether what is filled in can be sent."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key is promised that does nothing."""
        return self.takes if action == "choose" else super().check_action(action, parameters)


class MatrixPane(GridFilling):
    """Walk through the cells; it goes by itself when every cell is judged, and each change after that goes too."""

    DEFAULT_CSS = """
    MatrixPane .state { height: auto; max-height: 2; padding: 0 3; }
    MatrixPane Cells { margin-top: 1; height: 1fr; }
    MatrixPane .here { height: auto; max-height: 3; padding: 0 3; margin-top: 1; }
    MatrixPane .legend { height: auto; max-height: 2; padding: 0 3; color: $text-muted; }
    MatrixPane Facts { display: none; }
    MatrixPane.-facts Facts { display: block; }
    MatrixPane.-facts Cells { height: auto; max-height: 50%; margin-top: 0; }
    MatrixPane.-facts .here { margin-top: 0; }
    MatrixPane.-facts .legend { display: none; }
    """

    kind = "matrix"
    explained = N_(
        "Go from cell to cell with the arrow keys or Tab and press the figure of your judgement; then the next empty "
        "cell comes. Where weights are asked they stand in the first row: 100 points over the criteria. "
        "When nothing is left to do it is sent by itself, and you can change it until it closes."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "abstain", N_("no opinion")),
        Binding("f", "facts", N_("facts")),
        Binding("f7", "facts", N_("facts"), show=False),
        Binding("t", "team", N_("my group")),
        Binding("p", "person", N_("who votes")),
        Binding("plus", "add(1)", N_("more"), show=False),
        Binding("minus", "add(-1)", N_("less"), show=False),
        Binding("backspace", "erase", N_("erase"), show=False),
        Binding("pagedown", "scroll_facts(1)", N_("facts further down"), show=False),
        Binding("pageup", "scroll_facts(-1)", N_("facts further up"), show=False),
        # Figures are bindings like the letters: keys typed fast then come in by one way, and in order.
        *(Binding(str(figure), f"figure({figure})", N_("your judgement"), show=False) for figure in range(10)),
    ]

    facts_shown: reactive[bool] = reactive(False)
    """The facts stand under the grid."""

    def body(self) -> ComposeResult:
        """How it stands, the grid, the cell at hand in full, the scale, the facts."""
        yield Static(classes="state")
        yield BallotCells()
        yield Static(classes="here")
        yield Static(classes="legend")
        yield Facts()

    def on_mount(self) -> None:
        """Be ready for the keys."""
        self.query_one(BallotCells).focus()

    @property
    def subjects(self) -> frozenset[str]:
        """The factsheet that goes with it."""
        return frozenset({self.view.facts} if self.view is not None and self.view.facts else ())

    # --- keys -------------------------------------------------------------------------------------------------

    def _onward(self, onward: bool = True) -> None:
        cells, paper = self.query_one(BallotCells), self.paper
        if onward and paper is not None:
            cells.chosen = paper.next_blank(cells.chosen)
        self.show()

    @property
    def item(self) -> str:
        """The cell that the keys are at."""
        return self.query_one(BallotCells).chosen

    @property
    def weighing(self) -> bool:
        """The keys are at the weights, where points are given and no judgement."""
        return self._stands and self.item in self.point_keys

    def action_figure(self, digit: int) -> None:
        """A figure is a value; of points, and where values go above 9, figure after figure."""
        paper = self.paper
        if paper is None or not self.may_vote:
            return
        high, held = paper.rules.high, self.holds(self.item)
        longer = held * 10 + digit
        if self.item in self.point_keys:
            self.give(self.item, longer)
            self.show()
        elif not off_the_scale(self, paper, value := longer if held and longer <= high else digit):
            self.give(self.item, value)
            self._onward(high <= 9)

    def action_erase(self) -> None:
        """Take the last figure off."""
        if self.item in self.point_keys and self.may_vote:
            self.give(self.item, self.holds(self.item) // 10)
            self.show()

    def action_add(self, by: int) -> None:
        """A step, or a few points, more or less."""
        paper = self.paper
        if paper is None or not self.may_vote:
            return
        if self.item in self.point_keys:
            self.give(self.item, max(self.holds(self.item) + by * STEP, 0))
        else:
            self.fill(paper.add(self.item, by))
        self.show()

    def action_abstain(self) -> None:
        """No opinion on this one."""
        paper = self.paper
        if paper is not None and self.may_vote:
            self.fill(paper.abstain(self.item))
            self._onward()

    def watch_person(self, before: int, now: int) -> None:
        """Another person begins at the first cell."""
        if before != now and self._stands and self.paper is not None:
            self.query_one(BallotCells).chosen = next(iter(self.paper.items), "")

    def action_facts(self) -> None:
        """Show the facts under the grid, or the grid alone."""
        self.facts_shown = not self.facts_shown
        self.set_class(self.facts_shown, "-facts")
        self.show()

    def action_scroll_facts(self, by: int) -> None:
        """Further down in the facts, or up."""
        self.query_one(Facts).scroll_relative(y=4 * by, animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys that mean something."""
        paper = self.paper if self.may_vote and not self.choosing and not self.grouping else None
        allowed = {
            "abstain": bool(paper and paper.rules.abstain and not self.weighing),
            "figure": paper is not None,
            "team": bool(paper and self.view.teams),
            "person": self.shared and not self.choosing,
            "facts": bool(self.subjects),
            "scroll_facts": self.facts_shown,
        }
        return allowed.get(action, True)

    @on(Cells.Chosen)
    def send_now(self, event: Cells.Chosen) -> None:
        """Enter: send what is there."""
        event.stop()
        self.send_points(whole=False)
        if self.sure():
            self.send()
        self.show()

    @on(Cells.Moved)
    def tell(self, event: Cells.Moved) -> None:
        """Tell the cell at hand in full, and which keys it takes."""
        event.stop()
        self.show()
        self.refresh_bindings()

    # --- what is shown ----------------------------------------------------------------------------------------

    def show(self) -> None:
        """The ballot and how it stands."""
        paper = self.paper
        if paper is None:
            return
        self.settle_team()
        cells, facts = self.query_one(BallotCells), self.query_one(Facts)
        cells.empty, cells.takes = _("There is nothing to judge yet."), self.may_vote
        cells.columns = headings(self.view)
        cells.rows = tuple(rows_of(self.view, paper, self.points))
        said = self.query_one(".state", Static)
        said.update(packed(self._state(paper), said.content_size.width))
        self.show_persons()
        self.show_groups()
        self.query_one(".here", Static).update(in_full(self.view, cells.chosen, self.earlier))
        points = _("Type a number; + and - go by {n}.").format(n=STEP)
        self.query_one(".legend", Static).update(Content(points) if self.weighing else legend(paper, "scale"))
        facts.sheet = self.beside.get(self.view.facts)
        facts.option, facts.feature = self._facts_at(cells.chosen)

    def _facts_at(self, key: str) -> tuple[str, str]:
        """Option and feature of the cell at hand: a feature goes with the criterion that is called the same."""
        for option in self.view.options:
            for criterion in self.view.criteria:
                if key == cell_key(option.id, criterion.id):
                    return option.id, criterion.id
        return (self.view.options[0].id if self.view.options else ""), ""

    def _state(self, paper: Paper) -> list[Content]:
        waits = _("points not sent: Enter") if self.divided and self.unspent else received(self)
        parts = [(to_do(paper.left, self.unspent), "bold"), (waits, "$text-muted"), (self.promise(), "$text-muted")]
        if self.view.teams:
            parts.insert(0, (group([team.name for team in self.view.teams], self.team), "bold $accent"))
        if self.shared:
            parts.insert(0, (turn(self), "bold $accent"))
        return [Content.styled(words, style) for words, style in parts if words]


def packed(parts: Iterable[Content], width: int) -> Content:
    """Parts on lines of so many columns, as many as fit on each: no part is broken off halfway."""
    lines: list[Content] = []
    for part in parts:
        if lines and lines[-1].cell_length + GAP + part.cell_length <= width:
            lines[-1] = Content(" " * GAP).join([lines[-1], part])
        else:
            lines.append(part)
    return Content("\n").join(lines)
