"""x: what people differ on goes to a talk, most worth it first; b there: they judge it again.

What is worth most is the server's to say: importance × dissent, see `server.domain.tally.agreement`.
"""

import secrets

import msgspec
from textual.content import Content

from server.domain.ballots import VoteAgain
from server.domain.judging import Judging
from server.domain.kernel import Card, Item, Phase, Selection, registry
from server.domain.numbers import number
from server.domain.root import AddActivity, AgendaRow, GoTo
from server.domain.steering import Carry, ChangePhase, EditCard
from server.domain.tally.scale import DISSENT_THRESHOLD
from server.domain.text import one_line
from server.protocol.queries import Carried, PreviewCarry
from spilter_tui.i18n import _, language
from spilter_tui.screens.desk import steer
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.dialog import Choice

MINUTES = 15  # for a talk that comes on the agenda by this key
SHOWN = 10  # items of the queue in the question; more are counted


def judges(row: AgendaRow) -> bool:
    """Whether people cast ballots in it."""
    return row.kind in registry and issubclass(registry[row.kind], Judging)


def tells(view: object) -> bool:
    """Whether its results say how far people differ: where they judge on a scale, items or cells."""
    return getattr(view, "method", "") == "scale" or hasattr(view, "criteria")


# --- to the talk ------------------------------------------------------------------------------------------------


async def queue(desk: Desk) -> None:
    """Show what people differ on, and take it to a talk: one that the agenda has for it, or a new one."""
    source, there = desk.row, talk_after(desk)
    chosen = Selection(source.id, "dissent", value=DISSENT_THRESHOLD)
    found = await desk.ask(PreviewCarry(chosen, there.id if there else ""))
    if not isinstance(found, Carried):
        return
    if not found.items:
        least = number(DISSENT_THRESHOLD, language(), 2)
        desk.tell(_("Nobody differs much: nothing has a spread above {least}.").format(least=least))
        return
    to = _("talk about it in: {title}").format(title=one_line(there.title, 40)) if there else _("talk about it now")
    if await desk.choose(_("What people differ on"), queue_words(found.items), Choice("x", to, "talk")):
        _talk(desk, chosen, there, new=len(found.items) - found.known)


def queue_words(items: tuple[Item, ...]) -> Content:
    """The items with their spread, most worth talking about first."""
    lines = [
        Content.assemble((number(item.dissent or 0, language(), 2), "bold"), "  ", one_line(item.text, 46))
        for item in items[:SHOWN]
    ]
    more = len(items) - len(lines)
    lines += [Content(_("and {n} more").format(n=more))] if more else []
    head = _("Spread, from 0 to 0.5. Most worth a talk first: importance × spread.")
    return Content("\n").join([Content.styled(head, "$text-muted"), Content(), *lines])


def talk_after(desk: Desk) -> AgendaRow | None:
    """The talk that the agenda has after the activity at hand and before people judge anything else."""
    rows = desk.agenda.rows
    for row in rows[[each.id for each in rows].index(desk.at) + 1 :]:
        carry = row.card.carry if row.card else None
        if row.kind == "discuss" and (carry is None or carry.source == desk.at):
            return row
        if judges(row):
            return None
    return None


def _talk(desk: Desk, chosen: Selection, there: AgendaRow | None, *, new: int) -> None:
    """Have the talk on the agenda, bring the items there, open it, and bring the room."""
    prompts = {"prompts": [_("Why high?"), _("Why low?")]}
    if there is None:
        card = Card(
            secrets.token_hex(8), "discuss", _("Where we differ"), _("Why high? Why low?"),
            _("Say why you judged high or low. One reason at a time."), minutes=MINUTES, carry=chosen, settings=prompts,
        )  # fmt: skip
        desk.do("", AddActivity(card, desk.at))
        key, fresh = card.id, True
    else:
        key, fresh = there.id, there.phase is Phase.DRAFT
        card = there.card or Card(key, "discuss", there.title)
        if not card.settings.get("prompts") and not card.settings.get("sides"):
            desk.do(key, EditCard(msgspec.structs.replace(card, settings={**card.settings, **prompts})))
    if new and not (fresh and card.carry == chosen):  # what a fresh one plans it takes over by itself
        desk.do(key, Carry(chosen))
    if there is None or there.phase is not Phase.OPEN:
        desk.do(key, ChangePhase(Phase.OPEN))
    desk.do("", GoTo(key))


# --- and back ---------------------------------------------------------------------------------------------------


def judged_before(desk: Desk) -> AgendaRow | None:
    """What was judged before the talk at hand: what it carries from, or the last that was judged before it."""
    carry = desk.row.card.carry if desk.row.card else None
    if carry is not None and judges(desk.row_of(carry.source)):
        return desk.row_of(carry.source)
    ids = [row.id for row in desk.agenda.rows]
    before = desk.agenda.rows[: ids.index(desk.at)] if desk.at in ids else ()
    return next((row for row in reversed(before) if judges(row)), None)


def may_judge_again(desk: Desk) -> bool:
    """Whether there is something to judge again after this talk."""
    source = judged_before(desk) if desk.row.kind == "discuss" else None
    return source is not None and source.phase is Phase.CLOSED and desk.row.phase is not Phase.DRAFT


async def judge_again(desk: Desk) -> None:
    """Close the talk, and have people judge again what it was about: a round of its own, beside the first."""
    source = judged_before(desk)
    if source is None or not await steer.may_close(desk):
        return
    if desk.row.phase in (Phase.OPEN, Phase.PAUSED):
        desk.do(desk.at, ChangePhase(Phase.CLOSED))
    if not source.sealed:  # after that what is cast is a new round by itself
        desk.do(source.id, VoteAgain())
    desk.do(source.id, ChangePhase(Phase.OPEN))
    desk.do("", GoTo(source.id))
