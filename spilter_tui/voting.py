"""What panes with a ballot look like: the whole ballot in view, one key a value, and how it stands in words."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from spilter_tui.ballot import WORDS, Paper
from spilter_tui.ballot_drawn import drawn, earlier, left, legend
from spilter_tui.filling import FillingPane
from spilter_tui.i18n import N_, _
from spilter_tui.own import Ballot
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain, plain_line

FIGURES = ("scale", "dots", "words", "number", "rank", "points", "pairs")  # the ballots that figures do something on


class BallotList(Entries):
    """The ballot's items; Enter sends instead of choosing."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", N_("send"))]

    takes: reactive[bool] = reactive(False, bindings=True)
    """Whether what is filled in can be sent."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key is promised that does nothing."""
        return self.takes if action == "choose" else super().check_action(action, parameters)


class BallotPane(FillingPane):
    """Fill in, and it goes by itself when nothing is left to do; each change after that goes too, until the close."""

    DEFAULT_CSS = """
    BallotPane .state { height: 1; padding: 0 3; }
    BallotPane .criterion { height: auto; padding: 0 3; color: $text-muted; }
    BallotPane .legend { height: auto; padding: 0 3; margin: 1 0; color: $text-muted; }
    BallotPane BallotList { margin-top: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "abstain", N_("no opinion")),
        Binding("space", "pick", N_("choose")),
        Binding("plus", "more(1)", N_("more")),
        Binding("minus", "more(-1)", N_("less")),
        Binding("right", "add(1)", N_("more"), show=False),
        Binding("left", "add(-1)", N_("less"), show=False),
        Binding("backspace", "erase", N_("erase"), show=False),
        Binding("t", "team", N_("my group")),
        Binding("p", "person", N_("who votes")),
        # Figures are bindings like the letters: keys typed fast then come in by one way, and in order.
        *(Binding(str(figure), f"figure({figure})", N_("your judgement"), show=False) for figure in range(10)),
    ]

    def body(self) -> ComposeResult:
        """What to judge by, how it stands, the ballot, the keys."""
        yield Static(classes="criterion")
        yield Static(classes="state")
        yield BallotList()
        yield Static(classes="legend")

    def on_mount(self) -> None:
        """Be ready for the keys."""
        self.query_one(BallotList).focus()

    # --- keys -------------------------------------------------------------------------------------------------

    def _change(self, paper: Paper | None, onward: bool = False) -> None:
        """Take what a key made of the ballot, and go on to the next item without a judgement."""
        if paper is None or not self.may_vote:
            return
        self.fill(paper)
        if onward:
            entries = self.query_one(BallotList)
            entries.chosen = paper.next_blank(entries.chosen)
            entries.reveal()
        self.show()

    @property
    def item(self) -> str:
        """The item that the keys are at."""
        return self.query_one(BallotList).chosen

    def action_figure(self, digit: int) -> None:
        """A figure is a word's key, part of a number, or a value: where values go above 9, figure after figure."""
        paper = self.paper
        if paper is None or not self.may_vote:
            return
        if paper.style == "number":
            self._type(self.typed_for(self.item) + str(digit))
        elif paper.style == "words":
            words = WORDS[self.method]
            if 0 < digit <= len(words):
                self.judge(words[digit - 1][0])
        elif paper.style == "points":
            self._change(paper.write(self.item, digit))
        elif paper.style == "pairs":
            self.choose(digit)
        else:
            high = paper.rules.high
            longer = paper.values.get(self.item, 0) * 10 + digit
            value = longer if high > 9 and digit <= longer <= high and self.item in paper.values else digit
            if paper.style != "scale" or not off_the_scale(self, paper, value):
                self._change(paper.give(self.item, value), onward=paper.style == "scale" and high <= 9)

    def choose(self, which: int) -> None:
        """Choose the first or the second of the pair at hand."""

    def judge(self, value: int) -> None:
        """Give the item at hand a value, and go on to the next."""
        self._change(self.paper and self.paper.give(self.item, value), onward=True)

    def _type(self, text: str) -> None:
        self.type(self.item, text)
        self.show()

    def action_erase(self) -> None:
        """Take the last figure off."""
        if self.paper is not None and self.paper.style == "points":
            self._change(self.paper.erase(self.item))
            return
        self._type(self.typed_for(self.item)[:-1])

    def action_abstain(self) -> None:
        """No opinion on this one."""
        self.typed.pop((*self.place, self.item), None)
        self._change(self.paper and self.paper.abstain(self.item), onward=True)

    def action_pick(self) -> None:
        """Choose or give the next place, or not after all."""
        paper = self.paper
        if paper is not None:
            self._change(paper.place(self.item) if paper.style == "rank" else paper.toggle(self.item))

    def action_add(self, by: int) -> None:
        """A step or a dot more or less."""
        self._change(self.paper and self.paper.add(self.item, by))

    def action_more(self, by: int) -> None:
        """A dot more or less; before a number the sign of less than nothing."""
        if self.paper is not None and self.paper.style == "number":
            self._type(self.typed_for(self.item) or "-")
        else:
            self.action_add(by)

    def watch_person(self, before: int, now: int) -> None:
        """Another person begins at the top."""
        if before != now and self._stands:
            self.query_one(BallotList).action_move(-len(self.texts))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys that this ballot knows."""
        paper = self.paper if self.may_vote and not self.choosing and not self.grouping else None
        style = paper.style if paper else ""
        minus = bool(paper and paper.rules.low < 0) and style == "number" and parameters == (-1,)
        allowed = {
            "abstain": bool(paper and paper.rules.abstain),
            "pick": style in ("choice", "rank"),
            "add": style in ("dots", "scale", "rank", "points"),
            "more": style in ("dots", "points") or minus,
            "erase": style in ("number", "points"),
            "team": bool(paper and self.view.teams),
            "person": self.shared and not self.choosing,
            "figure": style in FIGURES,
        }
        return allowed.get(action, True)

    @on(BallotList.Chosen)
    def send_now(self, event: BallotList.Chosen) -> None:
        """Enter: take the number that was typed, or say why not; else send what is there."""
        event.stop()
        paper, typed = self.settled(self.item), self.typed_for(self.item)
        if typed and self.paper is not None:
            self.notify(legend(self.paper, self.method).plain, severity="warning", markup=False)
        elif paper is None and self.sure():
            self.send()
        self._change(paper or self.paper, onward=paper is not None)

    # --- what is shown ----------------------------------------------------------------------------------------

    def show(self) -> None:
        """The ballot and how it stands."""
        paper = self.paper
        if paper is None:
            return
        self.show_persons()
        self.show_groups()
        entries = self.query_one(BallotList)
        entries.empty, entries.takes = _("There is nothing to judge yet."), self.may_vote
        texts = self.texts
        entries.rows = tuple(self.line(paper, key, texts[key]) for key in paper.items)
        criterion = getattr(self.view, "criterion", "")
        self.query_one(".criterion", Static).update(plain(criterion))
        self.query_one(".criterion").display = bool(criterion)
        said = self.query_one(".state", Static)
        said.update(state(self, paper, said.content_size.width))
        self.query_one(".legend", Static).update(legend(paper, self.method))

    def line(self, paper: Paper, item: str, text: str) -> Line:
        """An item on the ballot, with what it got."""
        sign = signs().done if not paper.blank(item) else ""
        words = drawn(paper, item, self.method, self.typed_for(item))
        tag = " ".join(filter(None, (words, earlier(self.earlier, paper, item, self.method))))
        return Line(item, text, tag, sign, item in paper.values)


def off_the_scale(pane: FillingPane, paper: Paper, value: int) -> bool:
    """Whether the scale has no such value; then that is said, so that nobody passes over what they meant to judge."""
    low, high = paper.rules.low, paper.rules.high
    if low <= value <= high:
        return False
    words = _("Type a number from {low} to {high}.") if high > 9 else _("Press a figure from {low} to {high}.")
    pane.notify(words.format(low=low, high=high), severity="warning", markup=False)
    return True


def state(pane: FillingPane, paper: Paper, width: int = 0) -> Content:
    """How it stands with a ballot: whose it is, what is left to do, whether the server has it, what is kept of it.

    `width`: the columns there are, 0 for enough. Where room is short the promise keeps its first word.
    """
    parts = [(left(paper), "bold"), (received(pane), "$text-muted")]
    if pane.view.teams:
        parts.insert(0, (group(pane.view.teams, pane.team), "bold $accent"))
    if pane.shared:
        parts.insert(0, (turn(pane), "bold $accent"))
    promise = pane.promise()
    found, *shorter = (
        Content("   ").join(Content.styled(words, style) for words, style in [*parts, (kept, "$text-muted")] if words)
        for kept in (promise, promise.partition(":")[0])
    )
    return shorter[0] if 0 < width < found.cell_length else found


def group(names: Sequence[str], team: int) -> str:
    """The group that somebody votes in, or that it must be chosen."""
    if not 0 < team <= len(names):
        return _("T: choose your group")
    return _("group: {name}").format(name=plain_line(names[team - 1], 24).plain)


def turn(pane: FillingPane) -> str:
    """Who of those who share the laptop is voting."""
    return _("person {n} of {all}").format(n=pane.person + 1, all=pane.persons)


def received(pane: FillingPane) -> str:
    """Whether the server has the ballot: concept, waits, received."""
    if pane.sent == Ballot():
        return ""
    if not pane.is_sent:
        return _("changed, not sent")
    if pane.shared:
        return f"{signs().done} {_('received; fill in anew to change it')}"
    return f"{signs().waits} {_('waits')}" if pane.mine.waiting else f"{signs().done} {_('received')}"
