"""d: the desk leads the rounds: the next one, who sits where, who stayed away, who came late.

Before guests are seated the desk says what comes of it; afterwards u takes it back.
"""

import re
from collections.abc import Iterable, Mapping

from textual.content import Content

from server.domain.kernel import Phase
from server.domain.root import SetTimer
from server.domain.round_messages import Absent, GoToRound, HideSummary, Late, Plan, RoundsView
from server.domain.routes import Quality, Routes, planned, quality, replanned, topic_at
from spilter_tui.i18n import _, ngettext
from spilter_tui.screens.desk.form import Blank
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.dialog import Choice
from spilter_tui.widgets.text import plain

MOST = 600  # guests


async def rounds(desk: Desk) -> None:
    """Ask what to do; each asks once more where the room would notice."""
    view: RoundsView = desk.view
    choices = []
    if desk.row.phase in (Phase.OPEN, Phase.PAUSED):
        later = view.round < view.rounds
        choices += [Choice("n", _("on to round {n}").format(n=view.round + 1), "next")] if later else []
        choices += [Choice("b", _("back to round {n}").format(n=view.round - 1), "back")] if view.round > 1 else []
    choices.append(Choice("p", _("seat the guests"), "plan"))
    if view.routes and view.routes.cards:
        choices += [Choice("a", _("guests who are not here"), "absent"), Choice("l", _("guests who come late"), "late")]
    choices += [Choice("h", _("hide a summary, or show it again"), "hide")] if view.summaries else []
    title = _("Round {n} of {all}").format(n=view.round, all=view.rounds)
    chosen = await desk.choose(title, _state(desk), *choices)
    if chosen:
        await {"next": _next, "back": _back, "plan": _plan, "absent": _absent, "late": _late, "hide": _hide}[chosen](
            desk
        )


def _state(desk: Desk) -> str:
    """How the seating is, and which tables did not sum up the round that runs."""
    view: RoundsView = desk.view
    lines = [_seated(quality(view.routes, _hall(desk)))] if view.routes and view.routes.cards else []
    lines = lines or [_("The guests have no seats yet: they choose where they go.")]
    if desk.row.opened_at:
        told = {each.table for each in view.summaries if each.round == view.round}
        missing = ", ".join(str(table) for table in view.tables if table not in told)
        lines += [_("No summary of this round yet: table {tables}").format(tables=missing)] if missing else []
    return "\n\n".join(lines)


def _seated(found: Quality) -> str:
    guests = ngettext("{n} guest", "{n} guests", found.guests).format(n=found.guests)
    least, most = found.smallest, found.largest
    at_table = _("{n} at each table").format(n=least) if least == most else _("{least} to {most} at a table")
    return " · ".join(
        (
            guests,
            at_table.format(least=least, most=most),
            ngettext("{n} meets a topic again", "{n} meet a topic again", found.topics_again).format(
                n=found.topics_again
            ),
            ngettext("{n} pair meets again", "{n} pairs meet again", found.pairs_again).format(n=found.pairs_again),
        )
    )


# --- rounds -----------------------------------------------------------------------------------------------------


async def _next(desk: Desk) -> None:
    """On to the next round: the laptops say where each card goes, and the timer runs."""
    await _go(desk, desk.view.round + 1)


async def _back(desk: Desk) -> None:
    await _go(desk, desk.view.round - 1)


async def _go(desk: Desk, number: int) -> None:
    view: RoundsView = desk.view
    going = len(view.routes.round(number)) if view.routes else 0
    words = _("Every laptop says which card goes to which table, for {n} minutes.").format(n=view.moving)
    text = words if going else _("The guests have no seats yet: they choose where they go.")
    if desk.hall.drafts:
        n = desk.hall.drafts
        drafts = ngettext("{n} draft is not sent yet.", "{n} drafts are not sent yet.", n).format(n=n)
        text += "\n\n" + drafts + " " + _("It still goes to the round it was typed in.")
    title = _("Round {n} of {all}").format(n=number, all=view.rounds)
    if await desk.choose(title, text, Choice("d", _("begin"), "go")):
        desk.do("", SetTimer("start", view.minutes * 60))
        desk.do(desk.at, GoToRound(number))  # last: the first undo goes back a round


# --- seats ------------------------------------------------------------------------------------------------------


async def _plan(desk: Desk) -> None:
    """Seat everybody: the cards, as 1-50, 53."""
    view: RoundsView = desk.view
    known = span(view.routes.cards) if view.routes else ""
    if not known:
        known = span(range(1, 1 + sum(table.seats - bool(view.hosts) for table in desk.agenda.tables if table.seats)))
    cards = await _cards(desk, "plan", _("Seat the guests"), _("cards of the guests"), known)
    if not cards:
        return
    tables = tuple(table.number for table in desk.agenda.tables) or view.tables
    if not tables or not view.topics:
        desk.do(desk.at, Plan(cards, tables))  # the server says what is missing
        return
    hall = _hall(desk, tables)
    begun = _begun(desk)
    routes = replanned(view.routes or Routes(), hall, cards, view.rounds, begun) if begun else None
    found = routes or planned(hall, cards, view.rounds, {})
    if await _agreed(desk, quality(found, hall, begun)):
        desk.do(desk.at, Plan(cards, tables))


async def _absent(desk: Desk) -> None:
    """Plan the rounds to come without some."""
    gone = await _cards(desk, "absent", _("Guests who are not here"), _("their cards"), "")
    if gone and await _agreed(desk, _after(desk, _present(desk) - {*gone})):
        desk.do(desk.at, Absent(gone))


async def _late(desk: Desk) -> None:
    """Seat some who come late: a card that is known comes back, a new one is a new guest."""
    view: RoundsView = desk.view
    new = str(max(view.routes.cards, default=0) + 1) if view.routes else ""
    come = await _cards(desk, "late", _("Guests who come late"), _("their cards"), new)
    if come and await _agreed(desk, _after(desk, _present(desk) | {*come})):
        desk.do(desk.at, Late(come))


def _after(desk: Desk, here: Iterable[int]) -> Quality:
    view: RoundsView = desk.view
    hall, begun = _hall(desk), _begun(desk)
    return quality(replanned(view.routes or Routes(), hall, here, view.rounds, begun), hall, begun)


def _present(desk: Desk) -> frozenset[int]:
    routes, begun = desk.view.routes or Routes(), _begun(desk)
    return routes.expected(begun) or frozenset(routes.round(begun))


def _begun(desk: Desk) -> int:
    return int(desk.view.round) if desk.row.opened_at else 0


def _hall(desk: Desk, tables: tuple[int, ...] = ()) -> Mapping[int, str]:
    view: RoundsView = desk.view
    given = desk.row.card.settings.get("tables", ()) if desk.row.card else ()
    topics = [topic.id for topic in view.topics]
    return {table: topic_at(table, given, topics) for table in tables or view.tables} if topics else {}


async def _agreed(desk: Desk, found: Quality) -> bool:
    """Say what comes of it, and wait for a yes."""
    return bool(await desk.choose(_("Seat them so?"), _seated(found), Choice("d", _("do it"), "yes")))


async def _cards(desk: Desk, key: str, title: str, label: str, value: str) -> tuple[int, ...]:
    filled = await desk.fill(f"{key}/{desk.at}", title, Blank("cards", label, value, hint=_("for instance 1-50, 53")))
    return numbers(filled["cards"]) if filled else ()


def numbers(text: str) -> tuple[int, ...]:
    """The card numbers in what somebody typed: single ones, and from–to."""
    found: set[int] = set()
    for first, last in re.findall(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?", text, re.ASCII):
        found |= {*range(int(first), int(last or first) + 1)}
    return tuple(sorted(found - {0}))[:MOST]


def span(cards: Iterable[int]) -> str:
    """Card numbers as somebody would type them: 1-50, 53."""
    runs: list[list[int]] = []
    for card in sorted(cards):
        if runs and card == runs[-1][-1] + 1:
            runs[-1].append(card)
        else:
            runs.append([card])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


# --- summaries --------------------------------------------------------------------------------------------------


async def _hide(desk: Desk) -> None:
    """Hide a summary from every public output, or show it again: the table and the round."""
    view: RoundsView = desk.view
    place = (Blank("table", _("table")), Blank("round", _("round"), str(view.round)), Blank("reason", _("why")))
    note = Content(_("A summary that is hidden already is shown again."))
    filled = await desk.fill(f"summary/{desk.at}", _("Hide a summary"), *place, note=note)
    if not filled:
        return
    table, number = (next(iter(numbers(filled[name])), 0) for name in ("table", "round"))
    found = next((each for each in view.summaries if (each.table, each.round) == (table, number)), None)
    if found is None:
        desk.tell(_("That table has no summary of that round."), "warning")
        return
    reason = "" if found.hidden else filled["reason"].strip()[:200] or "-"
    choice = Choice("h", _("show it again") if found.hidden else _("hide it"), "yes")
    if await desk.choose(_("Summary of table {n}").format(n=table), plain(found.text), choice):
        desk.do(desk.at, HideSummary(table, number, reason))
