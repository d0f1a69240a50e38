"""report.json: everything a workshop holds, as data that reads in again to the same bytes.

Participants' events stand in it as they stay after sealing, whether or not the activity is sealed yet: no keys, no
operation ids, no order, no times. Guests' names stand in none of it, only how many of each background were expected.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from server.domain.figures import Count, EntryFigure
from server.domain.history import Recorded
from server.domain.kernel import Event
from server.domain.root import Info, Table
from server.domain.roster import GuestsForgotten, all_tables, kinds_of, nameless
from server.domain.workshop import ROOT, Workshop
from server.protocol import codec

FORMAT = 1


class Results(msgspec.Struct, frozen=True):
    """The judged items, each with its text, rank and the figures of the method; `facts`: what goes for all of them."""

    items: tuple[dict[str, Any], ...] = ()
    facts: dict[str, Any] = {}


class ActivityData(msgspec.Struct, frozen=True):
    """An activity: what it was, who took part, what came out and what was said, verbatim."""

    id: str
    kind: str
    chapter: str
    title: str
    question: str
    phase: str
    attribution: str
    method: str
    n: Count
    results: Results
    entries: tuple[EntryFigure, ...]


class EventData(msgspec.Struct, frozen=True, omit_defaults=True):
    """An event of the workshop, in order; `by` is a seat of the staff or empty for a participant."""

    scope: str
    at: float
    event: msgspec.Raw
    op: str = ""
    by: str = ""


class ReportData(msgspec.Struct, frozen=True):
    """The whole of report.json. `hash` is the SHA-256 of the events as they stand here."""

    format: int
    version: str
    workshop: Info
    tables: tuple[Table, ...]
    present: Count
    activities: tuple[ActivityData, ...]
    events: tuple[EventData, ...]
    hash: str


def collect(workshop: Workshop, version: str) -> ReportData:
    """The data of a workshop as it stands now.

    What came out is that of the events as they stand in the data: names and the like that sealing takes away are in
    none of it, and reading it in again gives the same.
    """
    events = tuple(_events(workshop))
    kept = _folded(events)
    activities = tuple(_activity(kept, key) for key in kept.plan.order)
    present = max((each.n for each in activities), key=lambda n: n.persons, default=Count())
    return ReportData(
        format=FORMAT,
        version=version,
        workshop=workshop.plan.info,
        tables=workshop.plan.tables,
        present=Count(present.persons, present.devices),
        activities=activities,
        events=events,
        hash=hash_of(events),
    )


def hash_of(events: Sequence[EventData]) -> str:
    """The SHA-256 (hex) of events as they are encoded in report.json."""
    return hashlib.sha256(msgspec.json.encode(events)).hexdigest()


def _events(workshop: Workshop) -> list[EventData]:
    records: list[Recorded] = []
    for scope in workshop.records:
        records += _without_names(workshop) if scope == ROOT else workshop.sealed(scope)
    return [
        EventData(each.scope, each.at, msgspec.Raw(codec.encode(each.event)), each.op if each.by else "", each.by)
        for each in sorted(records, key=lambda each: each.seq)
    ]


def _without_names(workshop: Workshop) -> list[Recorded]:
    """The workshop's own events, and after them the kinds of the guests in the place of the guests."""
    kept = [msgspec.structs.replace(each, event=_nameless(each.event)) for each in workshop.records[ROOT]]
    guests = workshop.plan.roster.guests.values()
    if guests:
        last = max(each.seq for rows in workshop.records.values() for each in rows)
        kinds = tuple(all_tables(kinds_of(guests)))
        kept.append(Recorded(ROOT, GuestsForgotten(kinds), seq=last + 1))
    return kept


def _nameless(event: Event) -> Event:
    if isinstance(event, GuestsForgotten):
        return GuestsForgotten(tuple(all_tables(event.kinds)))
    return nameless(event)


def _activity(workshop: Workshop, key: str) -> ActivityData:
    activity = workshop.activities[key]
    figures, card = activity.figures(), activity.card
    return ActivityData(
        id=key,
        kind=card.kind,
        chapter=card.chapter or activity.chapter,
        title=card.title,
        question=card.question,
        phase=activity.phase.value,
        attribution=card.attribution,
        method=figures.method,
        n=figures.n,
        results=Results(figures.items, figures.facts),
        entries=tuple(sorted(figures.entries, key=lambda entry: entry.id)),
    )


def encode(content: ReportData) -> bytes:
    """The bytes of report.json."""
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


def decode(raw: bytes) -> ReportData:
    """What a report.json holds; `msgspec.DecodeError` when it is none, `ValueError` when its events were changed."""
    content = msgspec.json.decode(raw, type=ReportData)
    if content.format > FORMAT:
        raise ValueError(f"report.json of format {content.format}; this version reads {FORMAT}")
    events = tuple(msgspec.structs.replace(each, event=_compact(each.event)) for each in content.events)
    if hash_of(events) != content.hash:
        raise ValueError("the events are not those that the hash was made of")
    return msgspec.structs.replace(content, events=events)


def _compact(raw: msgspec.Raw) -> msgspec.Raw:
    return msgspec.Raw(codec.encode(codec.event(bytes(raw))))


def restore(content: ReportData) -> Workshop:
    """The workshop again, from its events."""
    return _folded(content.events)


def _folded(events: Sequence[EventData]) -> Workshop:
    workshop = Workshop()
    for seq, each in enumerate(events, 1):
        workshop.take(Recorded(each.scope, codec.event(bytes(each.event)), each.at, each.op, each.by, seq))
    return workshop
