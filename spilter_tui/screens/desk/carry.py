"""What to carry over, with what it would bring: chosen with the arrows, done with Enter."""

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from server.domain.kernel import Item, Selection
from server.domain.numbers import number
from server.domain.root import AgendaRow
from server.domain.text import one_line
from server.protocol.queries import Carried, PreviewCarry, Reply
from spilter_tui.i18n import N_, _, language, ngettext
from spilter_tui.widgets.chooser import Chooser, Setting, value_of
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.signs import signs

WAYS = {
    "all": N_("everything"),
    "theme": N_("one theme"),
    "top": N_("the first few by rank"),
    "threshold": N_("everything from a score up"),
    "starred": N_("what has a star"),
    "dissent": N_("what people differ on"),
    "picked": N_("what I pick by hand"),
}
LEVELS = {"item": N_("entries"), "theme": N_("themes and topics")}
VALUES = {
    "top": [str(n) for n in range(1, 31)],
    "threshold": [f"{n / 2:g}" for n in range(1, 41)],
    "dissent": [f"{n / 20:g}" for n in range(1, 20)],
}
USUAL = {"top": "5", "threshold": "3.5", "dissent": "0.3"}

Ask = Callable[[PreviewCarry], Awaitable[Reply | None]]


class CarryScreen(ModalScreen[Selection | None]):
    """Choose a selection for `target` out of `sources`; `ask` previews it."""

    DEFAULT_CSS = """
    CarryScreen { align: center middle; background: $background 60%; }
    CarryScreen > Vertical { width: 84; max-width: 96%; height: 90%; background: $surface;
        border: round $border-blurred; border-title-color: $text; border-title-style: bold; padding: 1 1 0 1; }
    CarryScreen Chooser { background: $surface; }
    CarryScreen Entries { background: $surface; }
    CarryScreen #sum { height: auto; margin: 1 1; width: 1fr; }
    CarryScreen #carry-keys { height: 1; dock: bottom; padding: 0 1; width: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "done", N_("carry over"), priority=True),
        Binding("space", "pick", N_("pick"), priority=True),
        Binding("escape", "leave", N_("back")),
    ]

    def __init__(self, target: AgendaRow, sources: Sequence[AgendaRow], ask: Ask) -> None:
        super().__init__()
        self.target, self.sources, self._ask = target, tuple(sources), ask
        self._items: tuple[Item, ...] = ()
        self._themes: tuple[str, ...] = ()
        self._picked: dict[str, None] = {}
        self._known = 0

    def compose(self) -> ComposeResult:
        """The choices, what they come to, and the items."""
        with Vertical() as box:
            box.border_title = Content(_("Carry over to: {title}").format(title=one_line(self.target.title, 50)))
            yield Chooser()
            yield Static(id="sum")
            yield Entries()
            yield Static(self._keys(), id="carry-keys")

    def on_mount(self) -> None:
        """Start with what the agenda plans, or with everything of the activity before."""
        planned = self.target.card.carry if self.target.card else None
        first = planned or Selection(self.sources[0].id)
        chooser = self.query_one(Chooser)
        chooser.settings = self._settings(first.source, first.how, first.level, f"{first.value:g}", first.theme)
        chooser.focus()
        self.look()

    # --- the choices ------------------------------------------------------------------------------------------

    def _settings(self, source: str, how: str, level: str, value: str, theme: str) -> tuple[Setting, ...]:
        titles = tuple((row.id, row.title) for row in self.sources)
        ways = tuple((way, _(words)) for way, words in WAYS.items())
        levels = tuple((each, _(words)) for each, words in LEVELS.items())
        settings = [
            Setting("source", _("from"), titles, source),
            Setting("level", _("take"), levels, level),
            Setting("how", _("which"), ways, how),
        ]
        if how in VALUES:
            options = tuple((each, _number(how, each)) for each in VALUES[how])
            usual = value if value in VALUES[how] else USUAL[how]
            settings.append(Setting("value", _("how much"), options, usual))
        if how == "theme":
            themes = tuple((each, each) for each in self._themes) or (("", _("no themes there")),)
            settings.append(Setting("theme", _("theme"), themes, theme if theme in self._themes else themes[0][0]))
        return tuple(settings)

    @on(Chooser.Changed)
    def take_choice(self, event: Chooser.Changed) -> None:
        """Another choice: other settings may belong to it, and other items."""
        if value_of(self.query_one(Chooser).settings, "source") != getattr(self, "_source", ""):
            self._picked.clear()
        self._renew()
        self.look()

    def _renew(self) -> None:
        chooser = self.query_one(Chooser)
        had = {each.name: each.value for each in chooser.settings}
        values = (had["source"], had["how"], had["level"], had.get("value", ""), had.get("theme", ""))
        chooser.settings = self._settings(*values)

    def selection(self) -> Selection:
        """What is chosen now."""
        settings = self.query_one(Chooser).settings
        how = value_of(settings, "how")
        return Selection(
            value_of(settings, "source"),
            how,
            value_of(settings, "level"),
            value_of(settings, "theme"),
            float(value_of(settings, "value") or 0),
            tuple(self._picked) if how == "picked" else (),
        )

    # --- what it comes to -------------------------------------------------------------------------------------

    def look(self) -> None:
        """Ask what the selection would bring."""
        self.run_worker(self._look(), exclusive=True)

    async def _look(self) -> None:
        wanted = self.selection()
        self._source = wanted.source
        everything = await self._carried(Selection(wanted.source, "all", wanted.level))
        themes = tuple(dict.fromkeys(item.theme for item in everything.items if item.theme))
        if themes != self._themes:
            self._themes = themes
            self._renew()
            wanted = self.selection()
        found = everything if wanted.how in ("all", "picked") else await self._carried(wanted)
        self._items, self._known = found.items, found.known
        self._show()

    async def _carried(self, selection: Selection) -> Carried:
        reply = await self._ask(PreviewCarry(selection, self.target.id))
        return reply if isinstance(reply, Carried) else Carried(())

    def _show(self) -> None:
        picking = self.selection().how == "picked"
        n = len(self._picked) if picking else len(self._items)
        words = ngettext("{n} item", "{n} items", n).format(n=n)
        if self._known and not picking:
            words += ", " + ngettext("{n} is here already", "{n} are here already", self._known).format(n=self._known)
        self.query_one("#sum", Static).update(Content.styled(words, "bold"))
        entries = self.query_one(Entries)
        entries.empty = _("Nothing.")
        entries.rows = tuple(self._line(item) for item in self._items)

    def _line(self, item: Item) -> Line:
        picked = item.id in self._picked
        tag = item.theme or item.source or (str(item.rank) if item.rank else "")
        return Line(item.id, item.text, tag, signs().done if picked else "", mine=picked)

    @staticmethod
    def _keys() -> Content:
        pairs = (("← →", _("change")), ("Tab", _("to the list")), (_("Space"), _("pick")), ("Enter", _("carry over")))
        return Content("   ").join(Content.assemble((key, "bold $accent"), " ", does) for key, does in pairs)

    # --- keys -------------------------------------------------------------------------------------------------

    def action_pick(self) -> None:
        """Pick the item at hand by hand, or leave it after all."""
        line = self.query_one(Entries).line
        if line is None or not self.query_one(Entries).has_focus:
            return
        if line.id in self._picked:
            del self._picked[line.id]
        else:
            self._picked[line.id] = None
        chooser = self.query_one(Chooser)
        chooser.settings = tuple(
            each._replace(value="picked") if each.name == "how" else each for each in chooser.settings
        )
        self._renew()
        self.look()

    def action_done(self) -> None:
        """Carry it over."""
        self.dismiss(self.selection())

    def action_leave(self) -> None:
        """Leave it."""
        self.dismiss(None)


def _number(how: str, value: str) -> str:
    decimals = {"top": 0, "threshold": 1}.get(how, 2)
    return number(float(value), language(), decimals)
