"""survey (Enquête): one question at a time, answered by keys or in a box, and sent as a whole at the end."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from server.domain.survey.questions import Fault, Question
from spilter_tui.answering import KEYS, TYPED, Filled
from spilter_tui.i18n import N_, _, language, ngettext, saying
from spilter_tui.sheeting import SheetPane
from spilter_tui.surveywords import GAP, MARGIN, asked_words, beside, line_of, listed_words
from spilter_tui.widgets.entries import Entries
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.signs import signs

BEFORE, AFTER = 2, 1  # questions that are listed around the one at hand


class OptionList(Entries):
    """What keys can choose; Enter goes on, or sends behind the last question."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", N_("next")),
        Binding("enter", "send", N_("send")),
    ]

    enter: reactive[Literal["next", "send", ""]] = reactive("next", bindings=True)
    """What Enter does; empty where there is nothing to send."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter does one thing at a time."""
        return {"choose": "next", "send": "send"}.get(action, self.enter) == self.enter

    def action_send(self) -> None:
        """Say that it may go."""
        self.action_choose()


class AnswerBox(EntryBox):
    """Where an answer is typed: Enter goes on, also from an empty one, and leaves what stands there."""

    def send(self) -> None:
        """On to the next question."""
        self.post_message(self.Sent(self, self.text))


class SurveyPane(SheetPane):
    """The question at hand, with those around it; behind the last one stands what Enter sends."""

    kind = "survey"
    explained = N_(
        "Answer by the keys that stand before the options, or type. Enter or Tab goes to the next question, Shift+Tab "
        "back. At the end Enter sends all your answers; you can change them until the facilitator closes the survey."
    )

    DEFAULT_CSS = """
    SurveyPane.-empty #pane-body { display: none; }
    SurveyPane .state { height: auto; padding: 0 3; }
    SurveyPane .around { height: auto; padding: 0 1; margin-top: 1; color: $text-muted; }
    SurveyPane .asked { height: auto; padding: 0 1; margin: 1 0; }
    SurveyPane .fault { height: auto; padding: 0 3; color: $error; text-style: bold; }
    SurveyPane OptionList { height: auto; max-height: 12; }
    SurveyPane EntryBox { margin: 0 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "turn(1)", N_("next"), priority=True, show=False),  # Enter does so too, and stands there
        Binding("shift+tab", "turn(-1)", N_("back"), priority=True),
        Binding("space", "pick", N_("choose")),
        *(Binding(key, f"key('{key}')", show=False) for key in KEYS),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._box_of = ""  # the person's question whose answer stands in the box
        self._list_of = ""  # and the one whose options are listed

    def body(self) -> ComposeResult:
        """How it stands; the questions before, the one at hand, what it takes; the questions after."""
        yield Static(classes="state")
        yield Static(classes="around before")
        yield Static(classes="asked")
        yield OptionList()
        yield AnswerBox()
        yield Static(classes="fault")
        yield Static(classes="around after")

    def on_mount(self) -> None:
        """Go where one was, ready for the keys."""
        self._begin()

    def watch_view(self, before: Any, view: Any) -> None:
        """Draw anew; once it is known what is asked, go where one was, and the keys are for that."""
        super().watch_view(before, view)
        if before is None and self._stands and not self.shows_result:
            self._begin()

    # --- keys -------------------------------------------------------------------------------------------------

    def action_key(self, key: str) -> None:
        """Choose by the key that stands before an option."""
        question, filled = self.question, self.filled
        if question is None or filled is None:
            return
        if question.kind == "grid":
            at = KEYS.index(key)
            if at < len(question.options):
                self.fill(filled.put(question, self._row, question.options[at].id))
                self.query_one(OptionList).action_move(1)
            return
        choice = next((choice for choice in filled.choices(question) if choice.key == key), None)
        if choice is not None:
            self.query_one(OptionList).chosen = choice.id
            self._pick(filled, question, choice.id)

    def action_pick(self) -> None:
        """Choose what the arrows are at."""
        question, filled = self.question, self.filled
        if question is not None and filled is not None and question.kind != "grid":
            self._pick(filled, question, self._row)

    def _pick(self, filled: Filled, question: Question, choice: str) -> None:
        if choice:
            chosen = filled.choose(question, choice)
            if chosen is filled:
                words = _("At most {n}. Take one away first: press its key again.").format(n=question.most)
                self.notify(words, severity="warning", markup=False)
            self.fill(chosen)
        else:  # something else: that is typed
            self.query_one(EntryBox).focus()

    @property
    def _row(self) -> str:
        return self.query_one(OptionList).chosen

    def action_turn(self, by: int) -> None:
        """To the next question, or back, before the first to whose turn it is; not on from an answer that can't be."""
        self._keep_box()
        if by < 0 and not self.at:
            self.action_person()
            return
        if by > 0 and self._fault() is not None:
            self.app.bell()
            return
        asked = self.filled.asked if self.filled else ()
        self.at = min(max(self.at + by, 0), len(asked))
        self.show()
        self.take_keys()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys choose where there is something to choose, and go back where there is something before."""
        question = self.question
        by_key = question is not None and question.kind not in TYPED
        here = not self.shows_result and not self.choosing and self.filled is not None
        allowed = {"key": by_key, "pick": by_key and question is not None and question.kind != "grid"}
        if action == "turn":
            allowed["turn"] = question is not None if parameters == (1,) else self.at > 0 or self.shared
        return here and allowed.get(action, True) if action in ("key", "pick", "turn") else True

    @on(OptionList.Chosen)
    def go_on(self, event: OptionList.Chosen) -> None:
        """Enter: the next question, or send."""
        event.stop()
        if self.question is None:
            self.send()
        else:
            self.action_turn(1)

    @on(EntryBox.Sent)
    def take_text(self, event: EntryBox.Sent) -> None:
        """Enter in the box: what was typed is the answer, and on."""
        event.stop()
        self.action_turn(1)

    @on(EntryBox.Drafted)
    def keep_text(self, event: EntryBox.Drafted) -> None:
        """What stands in the box is kept as the answer."""
        event.stop()
        if event.slot == self._box_of:
            self._keep_box()

    def _keep_box(self) -> None:
        question, filled, box = self.question, self.filled, self.query_one(EntryBox)
        if question is None or filled is None or self._box_of != self._slot_of(question):
            return
        if question.kind in TYPED:
            self.keep(filled.write(question, box.text))
        elif question.other and box.text.strip() != filled.named(question).strip():
            self.keep(filled.name(question, box.text))

    def unsent(self) -> Mapping[str, str]:
        """What stands there, with what was typed just now."""
        self._keep_box()
        return super().unsent()

    # --- what is shown ----------------------------------------------------------------------------------------

    def _slot_of(self, question: Question) -> str:
        return f"{self.place}/{question.id}"

    def _fault(self) -> Fault | None:
        question, filled = self.question, self.filled
        return filled.fault(question) if question is not None and filled is not None else None

    def take_keys(self) -> None:
        """The keys are for the box of a question that is typed, else for what can be chosen."""
        if self.choosing:
            super().take_keys()
            return
        question = self.question
        typed = question is not None and question.kind in TYPED
        self.query_one(EntryBox if typed else OptionList).focus()
        self.refresh_bindings()

    def show(self) -> None:
        """The question at hand, those around it, and how it stands."""
        filled = self.filled
        self.set_class(filled is None, "-empty")
        if filled is None:
            return
        self.show_persons()
        asked, question = filled.asked, self.question
        self.query_one(".state", Static).update(self._state(filled))
        around = range(max(0, self.at - BEFORE), min(len(asked), self.at + AFTER + 1))
        before, after = [n for n in around if n < self.at], [n for n in around if n > self.at]
        for name, numbers in (("before", before), ("after", after)):
            listed = self.query_one(f".{name}", Static)
            listed.update(Content("\n").join(listed_words(filled, n, self.size.width - 6) for n in numbers))
            listed.display = bool(numbers)
        self.query_one(".asked", Static).update(self._asked(question))
        self._show_options(filled, question)
        self._show_box(filled, question)
        fault = self._fault()
        self.query_one(".fault", Static).update(Content(f"{signs().alert} {saying(fault)}" if fault else ""))
        self.query_one(".fault").display = fault is not None

    def _state(self, filled: Filled) -> Content:
        """How far one is and what came in; behind it, or where there is no room beneath it, what is kept of whom."""
        left = ngettext("{n} to go", "{n} to go", filled.open).format(n=filled.open)
        words = [left if filled.open else _("all filled in"), self._received(filled)]
        if self.shared:
            words.insert(0, _("person {n} of {all}").format(n=self.person + 1, all=self.persons))
        parts = [Content.styled(each, "$text-muted" if at else "bold") for at, each in enumerate(words) if each]
        promise = Content.styled(self.promise(), "$text-muted")
        return beside(Content(GAP).join(parts), promise, self.size.width - 2 * MARGIN)

    def _received(self, filled: Filled) -> str:
        if not self.sent:
            return ""
        if self.persons == 1 and filled.tidied != self.sent:
            return _("changed, not sent")
        return f"{signs().waits} {_('waits')}" if self.mine.waiting else f"{signs().done} {_('received')}"

    def _asked(self, question: Question | None) -> Content:
        if question is not None:
            return asked_words(question, self.at, self.size.width)
        words = _("These were all questions.")
        return Content.assemble((f"{signs().here} {words}", "bold"), f"\n\n  {self._sends()}")

    def _sends(self) -> str:
        """What Enter does behind the last question, and what became of what was sent."""
        if self.to_send:
            return _("Enter sends your answers. Shift+Tab goes back.")
        if self.sent:
            changing = _("Your answers were sent. You can still change them: Shift+Tab goes back.")
            return changing if self.can_send else _("Your answers were sent.")
        return _("Nothing is filled in yet. Shift+Tab goes back.") if self.can_send else ""

    def _show_options(self, filled: Filled, question: Question | None) -> None:
        options = self.query_one(OptionList)
        options.display = question is None or question.kind not in TYPED
        options.enter = "next" if question is not None else "send" if self.to_send else ""
        if question is not None and self._list_of != self._slot_of(question):
            self._list_of, options.chosen = self._slot_of(question), ""
        choices = filled.choices(question) if question is not None else ()
        options.rows = tuple(line_of(choice) for choice in choices)

    def _show_box(self, filled: Filled, question: Question | None) -> None:
        box = self.query_one(EntryBox)
        box.display = question is not None and (question.kind in TYPED or question.other)
        if question is None:
            return
        if self._box_of != self._slot_of(question):
            self._box_of = box.slot = self._slot_of(question)
            box.text = filled.text(question, language()) if question.kind in TYPED else filled.named(question)
            box.move_cursor(box.document.end)
        box.promise = _("something else") if question.other else question.unit
        box.sends = _("Enter: next · F3 new line") if question.kind == "long" else _("Enter: next")
        box.closed = "" if self.can_send else _("not open: what you type is kept here")
