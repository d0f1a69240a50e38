"""What is printed for rounds, as HTML on A4 without anything from outside: badges with routes, host briefings, table
cards, and the run sheet with times.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from server.domain.activities.rounds import Rounds
from server.domain.i18n import Language, words
from server.domain.roster import Guest
from server.domain.workshop import Workshop
from server.report.html import environment

SHEETS = ("routes", "hosts", "topics", "rounds")


class Stop(NamedTuple):
    """Where a guest sits in a round; table 0: nowhere."""

    round: int
    table: int
    topic: str


class Badge(NamedTuple):
    """A guest's card, with the route; `hosts`: the table that this guest leads, 0 for none."""

    card: int
    name: str
    stops: tuple[Stop, ...]
    hosts: int = 0


class Turn(NamedTuple):
    """A round at a table: its question, and whose cards come."""

    number: int
    question: str
    cards: tuple[int, ...]


class HostSheet(NamedTuple):
    """What a host needs to know."""

    table: int
    topic: str
    rounds: tuple[Turn, ...]


class RunLine(NamedTuple):
    """A line of the run sheet; `part`: it is a part of the activity above it."""

    start: str
    end: str
    minutes: int
    title: str
    question: str = ""
    notes: str = ""
    part: bool = False


def render(workshop: Workshop, language: Language, starts: int = 0) -> dict[str, str]:
    """`print-….html`, by name; none where no activity has rounds. `starts`: when the day does, in minutes."""
    activities = [workshop.activities[key] for key in workshop.plan.order]
    rounds = next((each for each in activities if isinstance(each, Rounds)), None)
    if rounds is None:
        return {}
    given: dict[str, Any] = {
        "language": language,
        "title": workshop.plan.info.title,
        "question": rounds.card.question,
        "minutes": rounds.settings.minutes,
        "insights": rounds.settings.insights,
        "badges": tuple(badges(rounds, workshop.plan.roster.guests)),
        "hosts": tuple(hosts(rounds)),
        "lines": tuple(run_sheet(workshop, starts, language)),
    }
    template = environment(language).get_template("print_rounds.html")
    return {f"print-{sheet}.html": template.render(sheet=sheet, **given) for sheet in SHEETS}


def badges(rounds: Rounds, guests: Mapping[int, Guest]) -> Iterator[Badge]:
    """A badge for every card that was seated, by number; then for who leads a table and stays."""
    routes, titles = rounds.seating.routes, _titles(rounds)
    for card in routes.cards:
        stops = (Stop(n, table, titles.get(table, "")) for n, table in enumerate(routes.of(card), 1))
        yield Badge(card, guests[card].name if card in guests else "", tuple(stops))
    for card, guest in sorted(guests.items()):
        if routes.cards and card not in routes.cards and guest.chair and guest.table in titles:
            numbers = range(1, rounds.settings.rounds + 1)
            stops = (Stop(n, guest.table, titles[guest.table]) for n in numbers)
            yield Badge(card, guest.name, tuple(stops), guest.table)


def hosts(rounds: Rounds) -> Iterator[HostSheet]:
    """A sheet for every table."""
    titles, deepening = _titles(rounds), rounds.settings.deepening
    for table in rounds.seating.known:
        turns = (
            Turn(n, deepening[n - 1] if n <= len(deepening) else "", rounds.seating.here(table, n))
            for n in range(1, rounds.settings.rounds + 1)
        )
        yield HostSheet(table, titles.get(table, ""), tuple(turns))


def _titles(rounds: Rounds) -> dict[int, str]:
    found = {table: rounds.seating.topic_of(table) for table in rounds.seating.known}
    return {table: topic.text for table, topic in found.items() if topic is not None}


def run_sheet(workshop: Workshop, starts: int, language: Language) -> Iterator[RunLine]:
    """The agenda with times; rounds one by one beneath their activity."""
    now = starts
    for key in workshop.plan.order:
        activity = workshop.activities[key]
        card = activity.card
        parts = _parts(activity, language) if isinstance(activity, Rounds) else ()
        length = max(card.minutes, sum(minutes for _, minutes, _ in parts))
        yield RunLine(_clock(now), _clock(now + length), length, card.title, card.question, card.notes)
        at = now
        for title, minutes, question in parts:
            yield RunLine(_clock(at), _clock(at + minutes), minutes, title, question, part=True)
            at += minutes
        now += length


def _parts(rounds: Rounds, language: Language) -> Sequence[tuple[str, int, str]]:
    """The rounds, with the time to change tables at their beginning; and what is left for summaries and insights."""
    _, settings = words(language).gettext, rounds.settings
    found = []
    for n in range(1, settings.rounds + 1):
        question = settings.deepening[n - 1] if n <= len(settings.deepening) else ""
        title = _("Round {n}").format(n=n)
        moves = n > 1 and settings.moving
        title += " · " + _("{n} minutes to change tables").format(n=settings.moving) if moves else ""
        found.append((title, settings.minutes, question))
    left = rounds.card.minutes - settings.rounds * settings.minutes
    return [*found, (_("Summaries and insights"), left, "")] if left > 0 else found


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24}:{minutes % 60:02}"
