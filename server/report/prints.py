"""What is printed before the day: run sheet, table cards, badges, door sheet. Each is one HTML file for A4, complete in
itself. Badges hold names; they come from the roster and go nowhere else.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from typing import Any

import msgspec

from server.domain import numbers
from server.domain.i18n import N_, Language, words
from server.domain.kernel import Card
from server.domain.workshop import Workshop
from server.report import print_rounds
from server.report.html import environment

SHEETS: Mapping[str, str] = {
    "runsheet": N_("Run sheet"),
    "tables": N_("Table cards"),
    "badges": N_("Badges"),
    "door": N_("Door sheet"),
}
DAY = 24 * 60


class Given(msgspec.Struct, frozen=True):
    """What stands in no workshop: when it begins ("13:15"; else minutes are counted from 0:00), and the room code."""

    begins: str = ""
    code: str = ""


class Step(msgspec.Struct, frozen=True):
    """An activity on the run sheet, with its planned time."""

    at: str
    minutes: int
    card: Card


def render(workshop: Workshop, given: Given, language: Language | None = None) -> dict[str, str]:
    """`print-….html`, each by its name. `given.begins` must be a time, as `begins_at` reads it."""
    plan = workshop.plan
    speak: Language = language or plan.info.language
    cards = [workshop.activities[key].card for key in plan.order]
    starts = begins_at(given.begins)
    total = sum(card.minutes for card in cards)
    facts: dict[str, Any] = {
        "language": speak,
        "info": plan.info,
        "steps": list(_steps(cards, starts)),
        "end": _clock(starts + total),
        "total": total,
        "tables": sorted(plan.tables, key=lambda table: table.number),
        "guests": sorted(plan.roster.guests.values(), key=lambda guest: guest.card),
        "code": given.code,
    }
    made = environment(speak)
    sheets = {
        f"print-{name}.html": made.get_template(f"print_{name}.html").render(
            facts, heading=words(speak).gettext(heading)
        )
        for name, heading in SHEETS.items()
    }
    return sheets | print_rounds.render(workshop, speak, starts)


def begins_at(text: str) -> int:
    """The minutes since midnight of a time like 13:15; 0 for none; `ValueError` for what is no time."""
    at = datetime.strptime(text, "%H:%M").time() if text else time()  # noqa: DTZ007 - a time of day, on paper
    return at.hour * 60 + at.minute


def _steps(cards: Sequence[Card], starts: int) -> Iterator[Step]:
    now = starts
    for card in cards:
        yield Step(_clock(now), card.minutes, card)
        now += card.minutes


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes % DAY, 60)
    return numbers.clock(time(hours, rest))
