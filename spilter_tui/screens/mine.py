"""F4: everything that is one's own: sent, waiting, come back, or a draft. Change it, or take it back."""

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from server.domain.entries import AddEntry, EditEntry, WithdrawEntry
from server.domain.fields import parsed
from spilter_tui.i18n import N_, _
from spilter_tui.pieces import Piece
from spilter_tui.refusals import sentence
from spilter_tui.screens.role import RoleScreen
from spilter_tui.widgets.dialog import Choice, Dialog
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.entrybox import EntryBox
from spilter_tui.widgets.keys import KeyBar
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain_line
from spilter_tui.writing import with_back


class MineScreen(Screen[str]):
    """A list, and beneath it a box for the one that is being changed. Esc goes back; an unfinished change is kept.

    The result is the activity to go to, for who chose a draft; else empty.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("back")),
        Binding("x", "withdraw", N_("take back")),
    ]

    CSS = """
    MineScreen #title { height: 2; padding: 1 3 0 3; text-style: bold; }
    MineScreen #why { height: auto; padding: 0 3; margin-bottom: 1; color: $text-muted; }
    MineScreen EntryBox { display: none; margin: 0 1; }
    MineScreen.-editing EntryBox { display: block; }
    """

    pieces: reactive[tuple[Piece, ...]] = reactive(())

    def __init__(self, drafts: Mapping[str, str]) -> None:
        """`drafts`: what stands unsent on this laptop, by slot; unfinished changes among it."""
        super().__init__()
        self._drafts = dict(drafts)

    def compose(self) -> ComposeResult:
        """Title, explanation, list, box, keys."""
        yield Static(Content(_("My entries and drafts")), id="title")
        yield Static(id="why")
        yield Entries()
        yield EntryBox()
        yield KeyBar()

    def on_mount(self) -> None:
        """Be ready for the keys."""
        self.query_one(Entries).focus()
        self._show()

    def watch_pieces(self) -> None:
        """Draw the list."""
        if self._stands:
            self._show()

    @property
    def piece(self) -> Piece | None:
        """The piece that the keys are at."""
        line = self.query_one(Entries).line
        return next((piece for piece in self.pieces if line and piece.key == line.id), None)

    def _show(self) -> None:
        entries = self.query_one(Entries)
        entries.empty = _("You have sent nothing yet that is still linked to this laptop.")
        entries.rows = tuple(map(_line, self.pieces))
        self._explain()

    def _explain(self) -> None:
        piece = self.piece
        self.query_one("#why", Static).update(_why(piece) if piece else Content())
        self.refresh_bindings()

    # --- keys -------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Taking back only what may be."""
        if action == "withdraw":
            return bool(self._stands and self.piece and (self.piece.may or self.piece.state in ("draft", "refused")))
        return True

    @property
    def _stands(self) -> bool:
        return bool(self.query(Entries))

    @on(Entries.Moved)
    def explain(self, event: Entries.Moved) -> None:
        """Say what can be done with this one."""
        event.stop()
        self._explain()

    @on(Entries.Chosen)
    def edit(self, event: Entries.Chosen) -> None:
        """Enter: change this one."""
        event.stop()
        piece = self.piece
        if piece is None or not piece.may:
            return
        if piece.state == "draft":
            self.dismiss(piece.activity)
            return
        box = self.query_one(EntryBox)
        box.slot = piece.key
        box.promise = _("change it")
        box.text = self._drafts.get(piece.slot) or piece.text
        box.move_cursor(box.document.end)
        self.add_class("-editing")
        box.focus()

    @on(EntryBox.Drafted)
    def keep(self, event: EntryBox.Drafted) -> None:
        """Have an unfinished change kept."""
        event.stop()
        piece = next((each for each in self.pieces if each.key == event.slot), None)
        if piece is not None and event.text != piece.text:
            self._drafts[piece.slot] = event.text
            self.post_message(RoleScreen.Kept(piece.slot, event.text))

    @on(EntryBox.Sent)
    def change(self, event: EntryBox.Sent) -> None:
        """Enter in the box: send the change."""
        event.stop()
        piece = next((each for each in self.pieces if each.key == event.slot), None)
        self._close_box()
        if piece is not None:
            self._drafts.pop(piece.slot, None)
            self._send(piece, event.text)

    def _send(self, piece: Piece, text: str) -> None:
        """An entry is changed; one that came back is sent anew."""
        if piece.state != "refused":
            self.post_message(RoleScreen.Did(piece.activity, EditEntry(piece.own.id, text), piece.slot))
            return
        own = piece.own
        fields = parsed(text, len(own.fields)) if own.code != "no_fields" else ()  # other fields now: as one text
        anew = AddEntry(text, about=own.about, side=own.side, parent=own.parent, fields=fields)
        self.post_message(RoleScreen.Did(piece.activity, anew, piece.slot))
        self.post_message(RoleScreen.Dismissed(piece.own.op))

    def _take_back(self, piece: Piece) -> None:
        if piece.state == "draft":
            self.post_message(RoleScreen.Kept(piece.slot, ""))
        elif piece.state == "refused":
            self.post_message(RoleScreen.Dismissed(piece.own.op))
        else:
            self.post_message(RoleScreen.Did(piece.activity, WithdrawEntry(piece.own.id)))

    def unsent(self) -> Mapping[str, str]:
        """The change that is being typed, by its slot; nothing where it is as it was."""
        box = self.query_one(EntryBox)
        piece = next((each for each in self.pieces if each.key == box.slot), None)
        if piece is None or not self.has_class("-editing") or box.text == piece.text:
            return {}
        return {piece.slot: box.text}

    def _close_box(self) -> None:
        self.remove_class("-editing")
        self.query_one(Entries).focus()

    def action_back(self) -> None:
        """Out of the box to the list, out of the list to where one was."""
        if self.has_class("-editing"):
            self.query_one(EntryBox).settle()
            self.call_after_refresh(self._close_box)
        else:
            self.dismiss("")

    def action_withdraw(self) -> None:
        """Take it back, after a question."""
        piece = self.piece
        if piece is None or self.has_class("-editing"):
            return

        def answered(value: str | None) -> None:
            if value == "yes":
                self._take_back(piece)

        choices = (Choice("x", _("take it back"), "yes"),)
        self.app.push_screen(Dialog(_("Take back?"), plain_line(piece.text, 200), choices), answered)


def _line(piece: Piece) -> Line:
    sign = {
        "waiting": signs().waits,
        "received": signs().done,
        "refused": signs().alert,
        "held": signs().waits,
    }.get(piece.state, "")
    return Line(piece.key, with_back(piece.text, piece.own), piece.words, sign, mine=piece.state != "draft")


def _why(piece: Piece) -> Content:
    """Where it belongs, and what can be done with it."""
    if piece.state == "refused":
        can = sentence(piece.own.code, piece.own.facts)
    elif piece.may:
        can = _("Enter changes it.") if piece.state != "draft" else _("Enter goes on with it.")
    else:
        can = _("This activity is closed: it can't be changed any more.")
    return Content.assemble(plain_line(piece.title, 40), f" {signs().bullet} ", can)
