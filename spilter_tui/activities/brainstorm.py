"""brainstorm (Verzamelen): a box to type in, and beneath it what may be seen of all entries."""

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from server.domain.entries import AddEntry, Entry
from server.domain.kernel import Item
from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.own import STATES, Own
from spilter_tui.panes import Pane
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain_line

SLOT = "entry"


class BrainstormPane(Pane):
    """Type, Enter, and it is gone to the server; one's own entries are marked."""

    DEFAULT_CSS = """
    BrainstormPane .prompts { height: auto; color: $text-muted; padding: 0 3; }
    BrainstormPane .counts { height: 1; padding: 0 3; margin-top: 1; color: $text-muted; }
    BrainstormPane EntryBox { margin: 0 1; }
    BrainstormPane.-reading EntryBox { display: none; }
    """

    kind = "brainstorm"
    explained = N_(
        "Type one idea and press Enter. Your ideas stay yours to change: F4 shows them. "
        "What others send appears every few seconds, mixed."
    )

    def body(self) -> ComposeResult:
        """Questions that help, the box, the counts, the list."""
        yield Static(classes="prompts")
        yield EntryBox(id=SLOT, placeholder=_("Type one idea and press Enter"))
        yield Static(classes="counts")
        yield Entries()

    def on_mount(self) -> None:
        """Put back what was typed before, and be ready for typing."""
        self.box.text = self.drafts.get(SLOT, "")
        self.box.focus()
        super().on_mount()

    @property
    def box(self) -> EntryBox:
        """Where one types."""
        return self.query_one(EntryBox)

    @property
    def busy(self) -> bool:
        """Somebody who typed something is not moved."""
        return self.is_mounted and bool(self.box.text.strip())

    def show(self) -> None:
        """Box, counts and list, as the preset allows."""
        own, view = self.mine.own, self.view
        self.set_class(bool(view and view.preset == "result") and not self.busy, "-reading")
        self.box.promise = self.promise()
        self.box.closed = "" if self.can_send else _("closed: what you typed stays on this laptop")
        self.query_one(".prompts", Static).update(self._prompts())
        self.query_one(".counts", Static).update(self._counts(own))
        entries = self.query_one(Entries)
        entries.empty = _("Nothing yet. Yours can be the first.")
        entries.rows = self._lines(own)

    def _prompts(self) -> Content:
        prompts = self.view.prompts if self.view else ()
        return Content("\n").join(Content.assemble(f"{signs().bullet} ", plain_line(prompt)) for prompt in prompts)

    def _counts(self, own: tuple[Own, ...]) -> Content:
        if not self.view:
            return Content()
        total = ngettext("{n} idea in all", "{n} ideas in all", self.view.total).format(n=self.view.total)
        if self.view.preset == "table":
            total = _("At your table; {total}").format(total=total)
        yours = ngettext("{n} of mine", "{n} of mine", len(own)).format(n=len(own))
        return Content.assemble((total, "bold $text"), f"   {yours}")

    def _lines(self, own: tuple[Own, ...]) -> tuple[Line, ...]:
        """Newest first: what waits, what came in, and what the activity started with."""
        if not self.view:
            return ()
        shown = {entry.id for entry in self.view.rows}
        ids = {each.id: each for each in own if each.id}
        unseen = [own_line(each) for each in reversed(own) if each.id not in shown and self.view.preset != "blind"]
        rows = [entry_line(entry, ids.get(entry.id)) for entry in reversed(self.view.rows)]
        return (*unseen, *rows, *map(start_line, self.view.start))

    @on(EntryBox.Sent)
    def send_entry(self, event: EntryBox.Sent) -> None:
        """Send what was typed."""
        event.stop()
        self.post_message(self.Wanted(self, AddEntry(event.text), SLOT))

    @on(EntryBox.Drafted)
    def keep_draft(self, event: EntryBox.Drafted) -> None:
        """Have what was typed kept."""
        event.stop()
        self.post_message(self.Drafted(self, SLOT, event.text))


def own_line(own: Own) -> Line:
    """One's own entry that others can't see yet, with how it stands."""
    state = _(STATES[own.state])
    tag = _("mine") if own.state == "received" else _("mine · {state}").format(state=state)
    return Line(own.op, own.text, tag, signs().waits if own.state == "waiting" else "", mine=True)


def entry_line(entry: Entry, own: Own | None) -> Line:
    """An entry that everybody may see."""
    tag = _("mine") if own else entry.name or entry.source
    return Line(entry.id, own.text if own else entry.text, tag, signs().star if entry.star else "", mine=bool(own))


def start_line(item: Item) -> Line:
    """Something the activity started with, with its source."""
    return Line(item.id, item.text, item.source, faint=False)
