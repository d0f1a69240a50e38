"""rounds (Rondes): the table's topic, a box whose text goes to the round it was typed in, and where to go next.

The guests of a round find above a line what the table said before. The host sums up a round, and picks lines; where
the tables have hosts, only a laptop whose host said so (F10) has the keys for that.
"""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from server.domain.round_messages import SENTENCES, Pick, sentences
from spilter_tui.i18n import N_, _
from spilter_tui.roundbox import RoundBoxPane
from spilter_tui.roundwords import Moving, before_lines, cards_words, place_lines, round_lines, seconds_to_move
from spilter_tui.widgets.entries import Entries
from spilter_tui.widgets.entrybox import EntryBox


class RoundsPane(RoundBoxPane):
    """Type, Enter. F6: the summary of a round; * in a list: pick that line; Page Up and Down: another round."""

    DEFAULT_CSS = """
    RoundsPane .place { height: auto; max-height: 4; padding: 0 3; }
    RoundsPane .before { height: auto; max-height: 35%; border-bottom: solid $border-blurred;
        border-subtitle-align: left; border-subtitle-color: $text-muted; }
    RoundsPane.-moving Moving { display: block; }
    RoundsPane.-moving .place, RoundsPane.-moving EntryBox, RoundsPane.-moving Entries { display: none; }
    RoundsPane.-first .before { display: none; }
    """

    kind = "rounds"
    explained = N_(
        "Type what is said at this table, one line at a time, and press Enter. It goes to the round in which you began "
        "to type it. Between two rounds this screen says which card goes to which table; the laptop stays. "
        "The host says with F10 to lead the table, sums up a round with F6, and picks the lines that matter most: "
        "Tab goes to the lines, * picks one."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "seated", N_("we sit")),
        Binding("f6", "summary", N_("summary")),
        Binding("asterisk", "pick", N_("pick this line"), key_display="*"),
        Binding("pageup", "round(-1)", N_("round before"), priority=True, show=False),
        Binding("pagedown", "round(1)", N_("next round"), priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._sat = 0  # the round in which the table said that it sits

    def body(self) -> ComposeResult:
        """Where to go; or table and topic, what was said before, the box, the lines."""
        yield Moving()
        yield Static(classes="place")
        yield Entries(classes="before")
        yield EntryBox(placeholder=_("Type one line and press Enter"))
        yield Entries(classes="now")

    @property
    def moving(self) -> bool:
        """Whether guests are to change tables now, and nobody is in the middle of something here."""
        if not self.view or self.summing or self.busy or self._sat == self.view.round or not self.can_send:
            return False
        return seconds_to_move(self.view, self.now) > 0

    def watch_host(self) -> None:
        """Somebody here leads the table now, or no longer."""
        self._redraw()

    # --- keys -----------------------------------------------------------------------------------------------------

    def action_seated(self) -> None:
        """The new guests sit: on with the round."""
        self._sat = self.view.round if self.view else 0
        self.show()
        self.box.focus()

    def on_key(self, event: events.Key) -> None:
        """Who begins to type sits."""
        if self.has_class("-moving") and event.is_printable and event.character:
            event.stop()
            self.action_seated()
            self.box.insert(event.character)

    def action_summary(self) -> None:
        """The summary: of the round before while people move, or as long as it has none; or back to the lines."""
        if self.summing:
            self.go(self.view.round)
            return
        before = self.view.round - 1
        missing = before >= 1 and not self.summed_up(before)
        self.go(before if missing or seconds_to_move(self.view, self.now) else self.view.round, summing=True)
        self.box.focus()

    def action_round(self, by: int) -> None:
        """What is typed next goes to the round before, or after."""
        self.go(min(max(1, self.at + by), self.view.round), self.summing)

    @property
    def leads(self) -> bool:
        """Whether a host's keys work here: the host's own laptop, or any where the tables have no hosts."""
        return bool(self.view and self.view.table and (self.host or not self.view.hosts)) and self.asks

    @property
    def lines(self) -> Entries | None:
        """The list that the keys are at."""
        return next((each for each in self.query(Entries).results() if each.has_focus), None)

    def action_pick(self) -> None:
        """Pick the line at hand, or take it back."""
        line = self.lines.line if self.lines else None
        row = next((row for row in self.view.rows if line and row.id == line.id), None)
        if row is not None and self.can_send:
            self.post_message(self.Wanted(self, Pick(row.id, not row.star)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key works where it means something."""
        if action == "seated":
            return self.has_class("-moving")
        if action == "summary":
            return self.leads or self.summing
        if action == "pick":
            return self.leads and self.lines is not None
        if action == "round":
            by = int(str(parameters[0]))
            return bool(self.view) and self.asks and 1 <= self.at + by <= self.view.round
        return super().check_action(action, parameters)

    # --- what is shown --------------------------------------------------------------------------------------------

    def watch_now(self, before: float, now: float) -> None:
        """The time runs: a line of words, or the screen with the cards."""
        super().watch_now(before, now)
        if self._stands and self.view and int(before) != int(now):
            self._show_time()

    def show(self) -> None:
        """Table and topic, what was said before, the box, the lines."""
        if self.view:
            self.follow()
        super().show()
        if self.summing and sentences(self.box.text) > SENTENCES:
            self.box.closed = _("at most {most} sentences: make it shorter").format(most=SENTENCES)
        if self.summing:
            self.box.promise = _("Summary of round {n}, at most {most} sentences").format(n=self.at, most=SENTENCES)
        elif self.view:
            self.box.promise = _("round {n} · {promise}").format(n=self.at, promise=self.promise())
        if self.view and not self.view.table:
            self.box.closed = _("Choose your table first: F10.")
        self._show_time()
        self._show_lines()

    def _show_lines(self) -> None:
        """Above a line what was said before, and under the box this round's."""
        before, lines = self.query_one(".before", Entries), self.query_one(".now", Entries)
        before.rows = tuple(before_lines(self.view, self.mine.own)) if self.view else ()
        words = _("the rounds before") if self.view and self.view.round > 2 else _("round before")
        before.border_subtitle = Content(f" {words} ")
        self.set_class(not before.rows, "-first")
        lines.empty = _("Nothing yet at this table. Yours can be the first.")
        lines.rows = tuple(round_lines(self.view, self.mine.own)) if self.view else ()
        lines.can_focus = bool(lines.rows)  # else Tab would stop where no line is, before it comes to those above

    def _show_time(self) -> None:
        moved = self.has_class("-moving")
        self.set_class(self.moving, "-moving")
        if self.has_class("-moving"):
            self.query_one(Moving).tell(self.view, self.now)
        self.query_one(".place", Static).update(self._place())
        if moved != self.has_class("-moving"):
            (self.box if moved else self.query_one(Moving)).focus()
            self.refresh_bindings()

    def _place(self) -> Content:
        """Table, topic, round, time, question; then what the box is for, or whose cards belong here."""
        view = self.view
        if not view or not view.table:
            return Content.styled(_("Choose your table first: F10."), "$warning") if view else Content()
        if self.at < view.round and not self.summing:
            words = _("What stands in the box is of round {n}. Page Down: on to round {now}.")
            last = Content.styled(words.format(n=self.at, now=view.round), "$warning")
        else:
            parts = (cards_words(view.here), self._host_words())
            last = Content.styled("   ".join(part for part in parts if part), "$text-muted")
        return Content("\n").join([*place_lines(view, self.now), last])

    def _host_words(self) -> str:
        """What a host does here with which keys; or how to say that one is the host."""
        if self.leads:
            return _("F6 summary · Tab, * pick lines")
        return _("F10: I lead this table") if self.asks else ""
