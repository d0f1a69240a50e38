"""Keys that lead the hall: open, close, pause, go on, show, what people see, the wall, the timer, undo.

What the room would notice at once and can't forget (a result) asks first; the rest is done, and u takes it back.
"""

import msgspec

from server.domain.ballots import VoteAgain
from server.domain.kernel import Phase
from server.domain.root import AgendaRow, GoTo, Redo, SetTimer, Show, Shown, Undo
from server.domain.sorting import SORT_OWN, SORT_TOGETHER
from server.domain.steering import ChangePhase, Reveal, SetPreset
from spilter_tui.attention import too_late
from spilter_tui.glance import preset_explained
from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.dialog import Choice
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain, plain_line
from spilter_tui.widgets.timer import timer_words

MINUTES = 5  # on the timer, where the agenda names none
WALL = {
    "lobby": N_("the lobby: how to join"),
    "question": N_("the question"),
    "count": N_("the count"),
    "entries": N_("the entries"),
    "result": N_("the result"),
    "timer": N_("the timer"),
    "blank": N_("nothing"),
    "item": N_("the entry at hand"),
}


# --- phases -----------------------------------------------------------------------------------------------------


async def open_it(desk: Desk) -> None:
    """Open it, or open it again; the room comes along where it is not at something open."""
    desk.do(desk.at, ChangePhase(Phase.OPEN))
    if desk.at != desk.agenda.current and desk.row_of(desk.agenda.current).phase is not Phase.OPEN:
        desk.do("", GoTo(desk.at))


async def close_it(desk: Desk) -> None:
    """Close it; asks first where people have drafts that they did not send."""
    if await may_close(desk):
        desk.do(desk.at, ChangePhase(Phase.CLOSED))


async def may_close(desk: Desk) -> bool:
    """Whether to close it: asks where people have drafts that they did not send."""
    if not desk.hall.drafts:
        return True
    return bool(await desk.choose(_("Close now?"), drafts_words(desk), Choice("o", _("close"), "close")))


async def once_more(desk: Desk) -> None:
    """Have people judge again: a round of its own, the one before stays beside it."""
    if not desk.row.sealed:  # after that what is cast is a new round by itself
        desk.do(desk.at, VoteAgain())
    desk.do(desk.at, ChangePhase(Phase.OPEN))


async def pause(desk: Desk) -> None:
    """Pause it: people keep what they type."""
    desk.do(desk.at, ChangePhase(Phase.PAUSED))


def following(desk: Desk) -> AgendaRow | None:
    """The activity after the one the room is at, or the first; None at the end."""
    rows = desk.agenda.rows
    at = next((at for at, row in enumerate(rows) if row.id == desk.agenda.current), -1)
    return rows[at + 1] if at + 1 < len(rows) else None


async def go_on(desk: Desk) -> None:
    """Go on to the next activity: asks once, and the same key again closes this one and opens that one."""
    there, here = following(desk), desk.row_of(desk.agenda.current)
    if there is None:
        return
    running = here.phase in (Phase.OPEN, Phase.PAUSED)
    choices = [Choice("n", _("close this one, open that one") if running else _("open it"), "on")]
    if running:
        choices.append(Choice("b", _("open it too, and leave this one open"), "both"))
    choices.append(Choice("g", _("only go there"), "go"))
    text = plain(there.question or there.title)
    if running and desk.hall.drafts:
        text = text.append("\n\n").append(drafts_words(desk))
    title = _("Next: {title}").format(title=plain_line(there.title, 40).plain)
    chosen = await desk.choose(title, text, *choices)
    if chosen == "on" and running:
        desk.do(here.id, ChangePhase(Phase.CLOSED))
    if chosen:
        desk.do("", GoTo(there.id))
    if chosen in ("on", "both") and there.phase is not Phase.OPEN:
        desk.do(there.id, ChangePhase(Phase.OPEN))


def drafts_words(desk: Desk) -> str:
    """How many drafts there are, and what becomes of them."""
    n, grace = desk.hall.drafts, desk.row_of(desk.agenda.current).grace
    drafts = ngettext("{n} draft is not sent yet.", "{n} drafts are not sent yet.", n).format(n=n)
    after = ngettext(
        "After closing it can still be sent for {seconds} seconds; nothing typed is lost.",
        "After closing they can still be sent for {seconds} seconds; nothing typed is lost.",
        n,
    ).format(seconds=grace)
    return f"{drafts} {after}"


# --- what the room sees -----------------------------------------------------------------------------------------


async def reveal(desk: Desk) -> None:
    """Show the results to the room, and to the wall if asked; the room can't forget, so this asks."""
    chosen = await desk.choose(
        _("Show the results to the room?"),
        plain(desk.row.question or desk.row.title),
        Choice("r", _("on every laptop"), "laptops"),
        Choice("w", _("on every laptop and on the wall"), "wall"),
    )
    if chosen:
        desk.do(desk.at, Reveal(True))
    if chosen == "wall":
        desk.do("", Show(Shown("result", desk.at)))


async def unreveal(desk: Desk) -> None:
    """Hide the results again."""
    desk.do(desk.at, Reveal(False))


async def preset(desk: Desk) -> None:
    """Choose what people see; nothing is lost by it."""
    now = desk.row.preset
    choices = [
        Choice(str(at), preset_explained(each) + (f"  {signs().done}" if each == now else ""), each)
        for at, each in enumerate(desk.row.presets, 1)
    ]
    chosen = await desk.choose(_("What people see"), _("It can be changed at any time; nothing is lost."), *choices)
    if chosen == SORT_OWN and chosen != now:
        chosen = await _own_or_together(desk)
    if chosen and chosen != now:
        desk.do(desk.at, SetPreset(chosen))


async def _own_or_together(desk: Desk) -> str:
    """Each can sort the own only as long as it is known whose is whose: say so, and where it is too late, ask."""
    late = too_late(desk.row_of(each) for each in getattr(desk.view, "sources", ()))
    if not late:
        desk.tell(
            _("Pause the activity where entries were typed, don't close it: after that nobody knows whose they are.")
        )
        return SORT_OWN
    choices = (Choice(str(at), preset_explained(each), each) for at, each in enumerate((SORT_TOGETHER, SORT_OWN), 1))
    return await desk.choose(_("Who still knows what is whose?"), late, *choices)


async def wall(desk: Desk) -> None:
    """Send something to the wall; it shows that and nothing else."""
    line, now = desk.line, desk.agenda.shown
    offered = [what for what in WALL if what != "item" or line is not None]
    choices = [
        Choice(str(at), _(WALL[what]) + (f"  {signs().done}" if what == now.what else ""), what)
        for at, what in enumerate(offered, 1)
    ]
    text = _("Results appear there only once they are shown to the room (r).")
    chosen = await desk.choose(_("To the wall"), text, *choices)
    if chosen:
        item = line.id if line is not None and chosen == "item" else ""
        desk.do("", Show(msgspec.convert({"what": chosen, "activity": desk.at, "item": item}, Shown)))


# --- time and undo ----------------------------------------------------------------------------------------------


async def timer(desk: Desk) -> None:
    """Start, pause, lengthen, shorten or stop the timer; the same key again starts it."""
    minutes, its = desk.row.minutes or MINUTES, desk.agenda.timer
    words = ngettext("start: {n} minute", "start: {n} minutes", minutes).format(n=minutes)
    choices = [Choice("t", words, "start")]
    if its.total:
        choices += [Choice("p", _("go on"), "resume") if its.left else Choice("p", _("pause"), "pause")]
        choices += [Choice("plus", _("a minute more"), "more"), Choice("minus", _("a minute less"), "less")]
        choices += [Choice("s", _("stop"), "stop")]
    text = timer_words(its, desk.now) or _("It stands on every screen, and closes nothing by itself.")
    chosen = await desk.choose(_("Timer"), text, *choices)
    commands = {
        "start": SetTimer("start", minutes * 60),
        "pause": SetTimer("pause"),
        "resume": SetTimer("resume"),
        "more": SetTimer("add", 60),
        "less": SetTimer("add", -60),
        "stop": SetTimer("stop"),
    }
    if chosen:
        desk.do("", commands[chosen])


async def undo(desk: Desk) -> None:
    """Undo this desk's last act."""
    desk.do("", Undo())


async def redo(desk: Desk) -> None:
    """Bring back what was undone last."""
    desk.do("", Redo())
