"""Keys for collecting with a crowd: let through what waits at the gate, and ask everybody something in between."""

from textual.content import Content

from server.domain.activities.brainstorm import PushPrompt, Release
from spilter_tui.glance import entry_in
from spilter_tui.i18n import _
from spilter_tui.screens.desk.form import Blank
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.dialog import Choice
from spilter_tui.widgets.text import plain_line

LONG = 200  # characters of a question


async def let(desk: Desk) -> None:
    """Let the entry at hand through, and go to the next."""
    line = desk.reach()
    entry = entry_in(desk.view, line.id) if line else None
    if entry is not None and entry.held and not entry.hidden:
        desk.step()
        desk.do(desk.at, Release((entry.id,)))


async def let_all(desk: Desk) -> None:
    """Let all through that wait now."""
    desk.do(desk.at, Release())


async def ask(desk: Desk) -> None:
    """Ask one of the prepared questions or another one, or take away what is asked."""
    prompts, pushed = desk.view.prompts, desk.view.pushed
    choices = [Choice(str(at), plain_line(text, 60).plain, text) for at, text in enumerate(prompts[:9], 1)]
    choices.append(Choice("q", _("something else…"), "/other"))
    choices += [Choice("x", _("take it away"), "/away")] if pushed else []
    explained = _("It appears above the box in which people type; nobody is interrupted.")
    title = _("Ask everybody something in between")
    chosen = await desk.choose(title, explained, *choices) if len(choices) > 1 else "/other"
    if chosen == "/other":
        filled = await desk.fill(f"ask/{desk.at}", title, Blank("text", _("what to ask")), note=Content(explained))
        chosen = filled["text"].strip() if filled else ""
    if chosen:
        desk.do(desk.at, PushPrompt("" if chosen == "/away" else chosen[:LONG]))
