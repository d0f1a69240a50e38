"""What panes with a box to type in share: drafts by slot, sending, signing, and one's own among all entries."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from server.domain.entries import AddEntry, Entry
from server.domain.kernel import Command, Item
from server.domain.threads import threaded
from spilter_tui.i18n import N_, _
from spilter_tui.own import STATES, Own
from spilter_tui.panes import Pane
from spilter_tui.widgets.entries import Line
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.signs import joined, signs

SLOT = "entry"


class WritingPane(Pane):
    """A pane with one `EntryBox` in its body. Subclasses say which `entry` a text becomes, and when one only reads."""

    DEFAULT_CSS = """
    WritingPane EntryBox { margin: 0 1; }
    WritingPane.-reading EntryBox { display: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f7", "sign", N_("sign"))]

    def __init__(self) -> None:
        super().__init__()
        self.signed = False
        self._texts: dict[str, str] = {}

    def entry(self, text: str, slot: str) -> Command:
        """The command that sends a text that was typed for this slot."""
        return AddEntry(text, signed=self.signed)

    @property
    def slot(self) -> str:
        """Where the draft in the box belongs."""
        return SLOT

    @property
    def reading(self) -> bool:
        """Whether there is nothing to type here now."""
        return bool(self.view) and self.view.preset == "result"

    @property
    def asks(self) -> bool:
        """Whether there is a box to type in now."""
        return not self.reading and not self.shows_result

    @property
    def box(self) -> EntryBox:
        """Where one types."""
        return self.query_one(EntryBox)

    @property
    def boxes(self) -> tuple[EntryBox, ...]:
        """The boxes in use."""
        return (self.box,)

    @property
    def busy(self) -> bool:
        """Somebody who typed something is not moved."""
        return any(box.text.strip() for box in self.query(EntryBox))

    def on_mount(self) -> None:
        """Put back what was typed before, and be ready for typing."""
        self._texts = dict(self.drafts)
        self.fill_box()
        if self.asks and self.box.display:
            self.box.focus()

    def watch_view(self, before: Any, view: Any) -> None:
        """Draw anew. What was typed before it was known what is asked goes along to the box that is here for it."""
        early = self.query_one(EntryBox) if self._stands and before is None else None
        typed = _emptied(early) if early is not None and early.slot not in self.drafts else ""
        focused = early is not None and early.has_focus
        super().watch_view(before, view)
        if typed:
            self.box.insert(f"\n{typed}" if self.box.text else typed)
        if focused and self.asks:
            self.box.focus()

    def fill_box(self) -> None:
        """Put in the box what was typed for this slot."""
        self.box.slot = self.slot
        self.box.text = self._texts.get(self.slot, "")
        self.box.move_cursor(self.box.document.end)

    def keep_boxes(self) -> None:
        """Have kept what stands in the boxes, before they are filled with something else."""
        for box in self.boxes:
            if box.text != self._texts.get(box.slot, ""):
                self._texts[box.slot] = box.text
                box.settle()

    def unsent(self) -> Mapping[str, str]:
        """What stands in each box."""
        return {box.slot: box.text for box in self.boxes}

    def give_back(self, command: Command, slot: str) -> None:
        """Back in the box, before what was typed since."""
        if isinstance(command, AddEntry) and slot == self.slot:
            self.box.text = "\n".join(part for part in (command.text, self.box.text) if part)

    def show(self) -> None:
        """What the border of the box says; no box where there is nothing to type."""
        box, read = self.box, self.has_class("-reading")
        self.set_class(self.reading and not self.busy, "-reading")
        if read and not self.has_class("-reading"):
            self.call_after_refresh(box.focus)  # the box is back: what is typed goes into it, as before
        box.promise = _("signed: your name stands with this one") if self.signed else self.promise()
        box.closed = "" if self.can_send else _("not open: what you type is kept here")

    def action_sign(self) -> None:
        """Put one's name with the next entry, or not after all."""
        if not self.signer:
            self.post_message(self.NameAsked())
            return
        self.signed = not self.signed
        self.show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Signing only where it is asked for."""
        return action != "sign" or (self.asks and bool(self.view and getattr(self.view, "signing", False)))

    @on(EntryBox.Sent)
    def send_entry(self, event: EntryBox.Sent) -> None:
        """Send what was typed; a signature is for one entry."""
        event.stop()
        self.post_message(self.Wanted(self, self.entry(event.text, event.slot), event.slot))
        self.signed = False
        self.show()

    @on(EntryBox.Drafted)
    def keep_draft(self, event: EntryBox.Drafted) -> None:
        """Have what was typed kept."""
        event.stop()
        self._texts[event.slot] = event.text
        self.post_message(self.Drafted(self, event.slot, event.text))


def _emptied(box: EntryBox) -> str:
    """What stood in a box."""
    text = box.text
    if text:
        box.clear()
        box.settle()
    return text


def entry_lines(entries: Sequence[Entry], own: Sequence[Own], *, alone: bool = False) -> Iterable[Line]:
    """Newest first: one's own that others don't see, then what may be seen, one's own marked.

    Of one's own: what is fresh, and what the staff keeps back; with `alone` all of it.
    """
    ids = {each.id: each for each in own if each.id}
    shown = {entry.id for entry in entries}
    apart = (each for each in reversed(own) if each.id not in shown and (each.fresh or each.back or alone))
    yield from map(own_line, apart)
    for entry, depth in threaded(entries[::-1]):
        yield entry_line(entry, ids.get(entry.id), depth)


def own_line(own: Own) -> Line:
    """One's own entry that others can't see, with how it stands: waits, received, refused; why it is kept back."""
    state = _(STATES[own.state])
    words = [_("mine"), own.side, state if own.state in ("waiting", "refused") else ""]
    sign = signs().waits if own.state in ("waiting", "held") else ""
    return Line(own.op, with_back(own.text, own), joined(words), sign, mine=True)


def with_back(text: str, own: Own) -> str:
    """The text, and on a line of its own why the others don't see it."""
    return f"{text}\n{own.back}" if own.back else text


def entry_line(entry: Entry, own: Own | None = None, depth: int = 0) -> Line:
    """An entry that may be seen, with whose it is or where it comes from; deeper under what it builds on."""
    words = [entry.side, _("mine") if own else entry.name or entry.source]
    text, sign = own.text if own else entry.text, signs().star if entry.star else ""
    return Line(entry.id, text, joined(words), sign, mine=bool(own), depth=depth)


def start_line(item: Item) -> Line:
    """Something the activity started with, with its source."""
    return Line(item.id, item.text, item.source)
