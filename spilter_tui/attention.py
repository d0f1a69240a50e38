"""What the facilitator should look at, as sentences: never about a person, only laptops, tables and counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from server.domain.figures import Notice
from server.domain.kernel import Phase
from server.domain.numbers import duration, number
from server.domain.root import AgendaRow, AgendaView
from server.domain.text import one_line
from server.protocol.hall import HallView, Laptop
from spilter_tui.i18n import _, language, ngettext
from spilter_tui.refusals import sentence

PATIENCE = 10.0  # seconds a laptop may be away before it is worth a line
FEW = 2  # laptops by name of their number; more are counted
CUT = 60  # columns of people's text in a line


class Matter(NamedTuple):
    """A line of the list: how pressing it is ("alert" or "near"), and the sentence."""

    sign: str
    words: str


def matters(agenda: AgendaView, hall: HallView, at: str, now: float) -> tuple[Matter, ...]:
    """The most pressing first: the back-up, raised hands, laptops away, then what the activity at hand says."""
    found = [*_backup(hall), *_hands(hall), *_away(hall, now)]
    mine = [notice for notice in agenda.notices if notice.id.partition("/")[0] == at]
    return (*found, *_nobodys(agenda, mine), *_said(mine))


def _nobodys(agenda: AgendaView, notices: Sequence[Notice]) -> Iterator[Matter]:
    """Each is to sort the own entries, and where they were typed is closed."""
    sources = {notice.facts.get("source") for notice in notices if notice.code == "own"}
    late = too_late(row for row in agenda.rows if row.id in sources)
    if late:
        yield Matter("alert", late)


def too_late(sources: Iterable[AgendaRow]) -> str:
    """Where entries were typed and nobody knows any more whose they are, or soon won't, in words; empty for nowhere."""
    closed = next((row for row in sources if row.phase is Phase.CLOSED), None)
    if closed is None:
        return ""
    title = one_line(closed.title, 24)
    if closed.sealed:
        return _("“{title}” was closed: nobody knows any more whose is whose.").format(title=title)
    return _("“{title}” is closed: reopen and pause it, or nobody will know whose is whose.").format(title=title)


def _backup(hall: HallView) -> Iterator[Matter]:
    if hall.backup_fault:
        yield Matter("alert", _("no back-up: {fault}").format(fault=sentence(hall.backup_fault)))


def _hands(hall: HallView) -> Iterator[Matter]:
    n = len(hall.hands)
    if n > FEW:
        yield Matter("alert", ngettext("{n} laptop asks help (T, h)", "{n} laptops ask help (T, h)", n).format(n=n))
        return
    for laptop in hall.hands:
        words = _("laptop {n}, table {table}: asks help (T, h)") if laptop.table else _("laptop {n}: asks help (T, h)")
        yield Matter("alert", words.format(n=laptop.id, table=laptop.table))


def _away(hall: HallView, now: float) -> Iterator[Matter]:
    away = [laptop for laptop in hall.away if now - laptop.away_since >= PATIENCE]
    if len(away) > FEW:
        longest = duration(now - min(laptop.away_since for laptop in away), language())
        words = ngettext(
            "{n} laptop not seen, the longest {time}", "{n} laptops not seen, the longest {time}", len(away)
        )
        yield Matter("alert", words.format(n=len(away), time=longest))
        return
    yield from (Matter("alert", _laptop(laptop, now)) for laptop in away)


def _laptop(laptop: Laptop, now: float) -> str:
    time = duration(now - laptop.away_since, language())
    if laptop.table:
        return _("laptop {n}, table {table}: not seen for {time}").format(n=laptop.id, table=laptop.table, time=time)
    return _("laptop {n}: not seen for {time}").format(n=laptop.id, time=time)


def _said(notices: Sequence[Notice]) -> Iterator[Matter]:
    dissent = [one_line(str(notice.facts.get("item", "")), CUT) for notice in notices if notice.code == "dissent"]
    if len(dissent) > 1:
        words = _("people differ on {n} items: {items}").format(n=len(dissent), items=" · ".join(dissent))
        yield Matter("alert", words)
        notices = [notice for notice in notices if notice.code != "dissent"]
    for notice in notices:
        facts = {key: _fact(key, value) for key, value in notice.facts.items()}
        matter = _matter(notice.code, facts, notice.facts)
        if matter is not None:
            yield matter


def _fact(key: str, value: object) -> str:
    return number(value, language(), 2) if isinstance(value, float) else one_line(str(value), CUT)


def _matter(code: str, facts: Mapping[str, str], raw: Mapping[str, object]) -> Matter | None:
    try:
        match code:
            case "dissent":
                return Matter("alert", _("people differ on: {item}").format(**facts))
            case "alike":
                n = int(str(raw["n"]))
                pairs = ngettext("{n} pair of entries looks alike ({words})", "{n} pairs look alike ({words})", n)
                return Matter("near", pairs.format(**facts))
    except (KeyError, ValueError):
        return None
    return None
