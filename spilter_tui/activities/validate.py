"""validate (Toetsen): the proposal, a key for each paragraph, and a box to say what should change in it."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from server.domain.entries import AddEntry
from server.domain.tally.consent import AGREE_IF
from spilter_tui.ballot import Paper
from spilter_tui.filling import FillingPane
from spilter_tui.i18n import N_, _
from spilter_tui.panes import PROMISES
from spilter_tui.voting import BallotList, BallotPane
from spilter_tui.widgets.diffs import changed
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.writing import WritingPane, entry_lines

SLOT = "paragraph-"


class ValidatePane(BallotPane, WritingPane):
    """A judgement by key; “agree if” goes on to the box, and what is typed there is about that paragraph."""

    DEFAULT_CSS = """
    ValidatePane EntryBox { display: none; max-height: 6; margin: 0 1; }
    ValidatePane.-writing EntryBox { display: block; }
    ValidatePane .changed { height: auto; max-height: 4; padding: 0 3; margin-top: 1; }
    ValidatePane #amendments { height: auto; max-height: 4; margin-top: 1; }
    """

    kind = "validate"
    explained = N_(
        "Read the paragraphs and press 1, 2 or 3 for each: agree, agree if it changes, disagree. After 2 you type what "
        "should change and press Enter; W opens that box for any paragraph. You can change everything until the close."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "write", N_("amend")),
        Binding("escape", "list", N_("to the list"), show=False),
    ]

    def body(self) -> ComposeResult:
        """How it stands, the paragraphs, what changed in the one at hand, the box, its amendments, the keys."""
        yield Static(classes="criterion")
        yield Static(classes="state")
        yield BallotList()
        yield Static(classes="changed")
        yield EntryBox(placeholder=_("What should change in this paragraph?"))
        yield Entries(id="amendments")
        yield Static(classes="legend")

    # --- the ballot -------------------------------------------------------------------------------------------

    @property
    def method(self) -> str:
        """Three words."""
        return "consent"

    @property
    def texts(self) -> dict[str, str]:
        """The paragraphs as they are now."""
        return {each.id: each.text for each in self.view.paragraphs}

    def empty(self) -> Paper:
        """The paragraphs, none judged yet, in the order of the proposal."""
        return Paper("words", self.view.rules, tuple(self.texts))

    def judge(self, value: int) -> None:
        """Who agrees if something changes is asked what."""
        if value == AGREE_IF:
            self._change(self.paper and self.paper.give(self.item, value))
            self.action_write()
        else:
            super().judge(value)

    # --- the box ----------------------------------------------------------------------------------------------

    @property
    def slot(self) -> str:
        """Each paragraph keeps its own draft."""
        return f"{SLOT}{self.item}"

    @property
    def busy(self) -> bool:
        """In the middle of a ballot, or of an amendment."""
        return super().busy or super(FillingPane, self).busy

    @property
    def still_goes(self) -> bool:
        """An amendment has a grace, a judgement has none."""
        return self.may_vote or (self.can_send and super(FillingPane, self).busy)

    def entry(self, text: str, slot: str) -> AddEntry:
        """An amendment of the paragraph for which it was typed."""
        return AddEntry(text, about=slot.removeprefix(SLOT), signed=self.signed)

    def action_write(self) -> None:
        """Say what should change in the paragraph at hand."""
        if self.item and not self.reading:
            self.add_class("-writing")
            self.fill_box()
            self.box.focus()
            self.show()

    def action_list(self) -> None:
        """Back to the paragraphs; what was typed stays."""
        self.keep_boxes()
        self.set_class(bool(self.box.text.strip()), "-writing")
        self.query_one(BallotList).focus()

    @on(EntryBox.Sent)
    def go_back(self, event: EntryBox.Sent) -> None:
        """After an amendment the keys are at the list again."""
        self._texts.pop(event.slot, None)
        self.remove_class("-writing")
        entries, paper = self.query_one(BallotList), self.paper
        entries.chosen = paper.next_blank(entries.chosen) if paper else ""
        entries.focus()

    @on(BallotList.Moved)
    def take_paragraph(self, event: Entries.Moved) -> None:
        """Another paragraph is at hand."""
        if isinstance(event.control, BallotList):
            self.show()

    def _turn_box(self) -> None:
        """Each paragraph has its own draft; where there is one the box stands open."""
        self.keep_boxes()
        self.set_class(bool(self._texts.get(self.slot, "").strip()), "-writing")
        self.fill_box()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An amendment only where there is something to amend."""
        if action == "write":
            return self.asks and bool(self.view and self.view.paragraphs)
        ours = WritingPane.check_action(self, action, parameters) if action == "sign" else True
        return bool(ours) and BallotPane.check_action(self, action, parameters)

    # --- what is shown ----------------------------------------------------------------------------------------

    def show(self) -> None:
        """The ballot, and what is about the paragraph at hand."""
        if self.view is None:
            return
        BallotPane.show(self)
        if self.box.slot != self.slot:
            self._turn_box()
        WritingPane.show(self)
        self.box.promise = _("signed: your name stands with this one") if self.signed else self._promise()
        paragraph = next((each for each in self.view.paragraphs if each.id == self.item), None)
        wordings = paragraph.wordings if paragraph else ()
        was = self.query_one(".changed", Static)
        was.display = bool(wordings)
        was.update(changed(wordings[-2], wordings[-1]) if wordings else Content())
        amendments = self.query_one("#amendments", Entries)
        own = [each for each in self.mine.own if each.about == self.item]
        amendments.rows = tuple(entry_lines([r for r in self.view.rows if r.about == self.item], own, alone=True))
        amendments.display = bool(amendments.rows)

    def _promise(self) -> str:
        return _(PROMISES.get(self.row.attribution, PROMISES["named"]))

    def line(self, paper: Paper, item: str, text: str) -> Line:
        """How many amendments of one's own there are stands behind the judgement."""
        line = super().line(paper, item, text)
        n = sum(each.about == item for each in self.mine.own)
        tag = _("{word} +{n}").format(word=line.tag, n=n) if n else line.tag
        return Line(line.id, line.text, tag, line.sign, line.mine)
