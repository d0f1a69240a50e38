"""Keys that do something with the entry at hand: star, hide with a reason, make an action of it."""

import msgspec
from textual.content import Content

from server.domain.activities.actions import AddAction
from server.domain.entries import HideEntry, RestoreEntry, StarEntry
from server.domain.kernel import Selection
from server.domain.root import Show, Shown
from server.domain.steering import Carry
from spilter_tui.glance import entry_in
from spilter_tui.i18n import N_, _
from spilter_tui.screens.desk import gate
from spilter_tui.screens.desk.form import Blank
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.dialog import Choice
from spilter_tui.widgets.entries import Line
from spilter_tui.widgets.text import plain

REASONS = (
    N_("it names or describes a person"),
    N_("it hurts somebody"),
    N_("it is about something else"),
    N_("it was sent twice"),
)


async def star(desk: Desk) -> None:
    """Star the entry at hand, or take the star away."""
    line = desk.reach()
    entry = entry_in(desk.view, line.id) if line else None
    if entry is not None:
        desk.do(desk.at, StarEntry(entry.id, not entry.star))


async def hide(desk: Desk) -> None:
    """Hide the entry at hand with a reason, or show it again."""
    line = desk.reach()
    entry = entry_in(desk.view, line.id) if line else None
    if entry is None:
        return
    if entry.hidden:
        chosen = await desk.choose(_("Show it again?"), plain(entry.text), Choice("h", _("show it again"), "show"))
        if chosen:
            desk.do(desk.at, RestoreEntry(entry.id))
        return
    choices = [Choice(str(at), _(reason), _(reason)) for at, reason in enumerate(REASONS, 1)]
    other = Choice("5", _("another reason…"), "other")
    reason = await desk.choose(_("Hide this entry: why?"), _hiding(entry.text), *choices, other)
    if reason == "other":
        filled = await desk.fill("hide", _("Hide this entry"), Blank("reason", _("why")), note=plain(entry.text))
        reason = filled["reason"].strip() if filled else ""
    if reason:
        desk.do(desk.at, HideEntry(entry.id, reason[:200]))


def _hiding(text: str) -> Content:
    kept = _("It stays in the file and is counted, but is shown nowhere.")
    return plain(text).append("\n\n").append(Content.styled(kept, "$text-muted"))


async def agree(desk: Desk) -> None:
    """Write down an action that comes from the entry at hand; it is carried over to the list first."""
    register = next((row for row in desk.agenda.rows if row.kind == "actions"), None)
    if register is None:
        desk.tell(_("There is no activity for actions on the agenda. + adds one."))
        return
    line = desk.line
    if line is None and desk.at != register.id:
        desk.reach()
        return
    filled = await desk.fill(
        f"agree/{line.id if line else ''}",
        _("Write down an action"),
        Blank("what", _("what"), line.text if line else ""),
        Blank("owner", _("who")),
        Blank("due", _("when")),
        Blank("first_step", _("first step")),
    )
    if filled and filled["what"].strip():
        action = AddAction(filled["what"], owner=filled["owner"], due=filled["due"], first_step=filled["first_step"])
        _write_down(desk, register.id, line, action)


def _write_down(desk: Desk, register: str, line: Line | None, action: AddAction) -> None:
    """The action with what it comes from: an item, carried over first where it must be, or a proposal."""
    view = desk.view_of(register)
    known = {item.id for item in getattr(view, "start", ())}
    proposed = {each.id for each in getattr(view, "proposals", ())}
    if line is not None and line.id not in known and desk.at != register:
        desk.do(register, Carry(Selection(desk.at, "picked", ids=(line.id,))))
        known.add(line.id)
    if line is not None and line.id in known:
        action = msgspec.structs.replace(action, sources=(line.id,))
    elif line is not None and line.id in proposed:
        action = msgspec.structs.replace(action, proposal=line.id)
    desk.do(register, action)


async def entry(desk: Desk) -> None:
    """Enter on an entry: its whole text, and what can be done with it."""
    line = desk.line
    if line is None:
        return
    its = entry_in(desk.view, line.id)
    choices = [Choice("w", _("to the wall"), "wall"), Choice("a", _("make an action of it"), "agree")]
    if its is not None:
        choices.append(Choice("asterisk", _("take the star away") if its.star else _("star it"), "star"))
        choices.append(Choice("h", _("show it again") if its.hidden else _("hide it"), "hide"))
        choices += [Choice("d", _("let through"), "let")] if its.held and not its.hidden else []
    chosen = await desk.choose(_("Entry"), plain(line.text), *choices)
    if chosen == "wall":
        desk.do("", Show(Shown("item", desk.at, line.id)))
    elif chosen:
        await {"agree": agree, "star": star, "hide": hide, "let": gate.let}[chosen](desk)
