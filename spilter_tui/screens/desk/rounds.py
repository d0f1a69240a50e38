"""d: the desk leads the rounds: the next one, who sits where, who stayed away, who came late.

Before guests are seated the desk says what comes of it; afterwards u takes it back.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from textual.content import Content

from server.domain.kernel import Phase
from server.domain.root import SetTimer
from server.domain.round_messages import Absent, GoToRound, HideSummary, Late, Plan, RoundsView, Start
from server.domain.rounds_seating import plan_of
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
    """Seat everybody: the cards, as 1-50, 53, and who starts where; at first as the list of guests has them."""
    view: RoundsView = desk.view
    tables = tuple(table.number for table in desk.agenda.tables) or view.tables
    begun, key = _begun(desk), f"plan/{desk.at}"
    cards = Blank("cards", _("cards of the guests"), _known(desk, tables), hint=_("for instance 1-50, 53"))
    wanted = plan_of(desk.agenda.guests, tables, view.hosts)
    at = Blank(
        "starts", _("who starts where; others get a table"), starting(wanted.starts), many=True, hint="3: 12, 14-16"
    )
    filled = await desk.fill(key, _("Seat the guests"), cards, *([] if begun else [at]))
    found = numbers(filled["cards"]) if filled else ()
    if not filled or not found:
        return
    starts = starts_in(filled.get("starts", ""), tables or None)
    if starts is None:
        desk.keep(key, filled)
        desk.tell(
            _("Who starts where: a table, a colon, its cards. No table or card twice. What you typed is kept."),
            "warning",
        )
        return
    plan = Plan(found, tables, starts)
    if not tables or not view.topics or await _agreed(desk, _comes_of(desk, plan)):
        desk.do(desk.at, plan)  # the server says what is missing


def _known(desk: Desk, tables: tuple[int, ...]) -> str:
    """Whose cards to begin with: who has seats, else who is on the list, else as many as the tables have chairs for."""
    view: RoundsView = desk.view
    if view.routes and view.routes.cards:
        return span(view.routes.cards)
    if desk.agenda.guests:
        return span(plan_of(desk.agenda.guests, tables, view.hosts).cards)
    return span(range(1, 1 + sum(table.seats - bool(view.hosts) for table in desk.agenda.tables if table.seats)))


def _comes_of(desk: Desk, plan: Plan) -> Quality:
    """How good the seats would be."""
    view: RoundsView = desk.view
    hall, begun = _hall(desk, plan.tables), _begun(desk)
    if begun:
        return quality(replanned(view.routes or Routes(), hall, plan.cards, view.rounds, begun), hall, begun)
    starts = {each.card: each.table for each in plan.starts}
    return quality(planned(hall, plan.cards, view.rounds, starts), hall)


async def _absent(desk: Desk) -> None:
    """Plan the rounds to come without some."""
    gone = await _cards(desk, "absent", _("Guests who are not here"), _("their cards"), "")
    if gone and await _replans(desk, _present(desk) - {*gone}):
        desk.do(desk.at, Absent(gone))


async def _late(desk: Desk) -> None:
    """Seat some who come late: a card that is known comes back, a new one is a new guest."""
    view: RoundsView = desk.view
    known = {*(view.routes.cards if view.routes else ()), *(guest.card for guest in desk.agenda.guests)}
    new = str(max(known, default=0) + 1)
    come = await _cards(desk, "late", _("Guests who come late"), _("their cards"), new)
    if come and await _replans(desk, _present(desk) | {*come}):
        desk.do(desk.at, Late(come))


async def _replans(desk: Desk, here: Iterable[int]) -> bool:
    """Say what comes of it where these are here, and for whom the badge isn't right any more; wait for a yes."""
    view: RoundsView = desk.view
    hall, begun, now = _hall(desk), _begun(desk), view.routes or Routes()
    found = replanned(now, hall, here, view.rounds, begun)
    others = _present(desk) & {*here}
    n = sum(found.of(card) != now.of(card) for card in others)
    said = _("All others keep their route.")
    if n:
        said = ngettext(
            "{n} gets another route than on the badge: the screens say who goes where.",
            "{n} get another route than on the badge: the screens say who goes where.",
            n,
        ).format(n=n)
    return await _agreed(desk, quality(found, hall, begun), said)


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


async def _agreed(desk: Desk, found: Quality, more: str = "") -> bool:
    """Say what comes of it, and wait for a yes."""
    text = "\n\n".join(filter(None, (_seated(found), more)))
    return bool(await desk.choose(_("Seat them so?"), text, Choice("d", _("do it"), "yes")))


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


def starting(starts: Iterable[Start]) -> str:
    """Who starts at which table, as somebody would type it: a line for each table, its number and its cards."""
    tables: dict[int, list[int]] = {}
    for each in starts:
        tables.setdefault(each.table, []).append(each.card)
    return "\n".join(f"{table}: {span(cards)}" for table, cards in sorted(tables.items()))


def starts_in(text: str, tables: Collection[int] | None) -> tuple[Start, ...] | None:
    """Who starts where, of lines as “3: 12, 14-16”; None where a line is none, or a table is unknown or there twice."""
    found: dict[int, int] = {}
    for line in filter(str.strip, text.splitlines()):
        table, _colon, rest = line.partition(":")
        number, cards = table.strip(), numbers(rest)
        known = number.isascii() and number.isdigit() and (tables is None or int(number) in tables)
        if not known or not cards or found.keys() & {*cards} or int(number) in found.values():
            return None
        found |= dict.fromkeys(cards, int(number))
    return tuple(Start(card, table) for card, table in found.items())


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
