"""What a report says of itself: the cover, the findings in short, and what its data files hold."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from server.domain import numbers
from server.domain.blocks import Block, Cell, Column, Table
from server.domain.figures import Count, Figures
from server.domain.i18n import Language, Words, words
from server.domain.kernel import Activity, Audience, Role
from server.domain.root import Info

FINDINGS = 5
BEST = 4  # of one activity are named
PUBLIC = Audience(Role.FACILITATOR)


class Facts(msgspec.Struct, frozen=True):
    """What a report needs that is not in the workshop's state: the software's version, the hash, who took part."""

    version: str
    hash: str
    present: Count = Count()
    final: bool = False  # whether every activity is closed: "definitief", otherwise "concept"


def cover_lines(info: Info, facts: Facts, language: Language) -> list[str]:
    """The lines of the cover under the title."""
    _ = words(language).gettext
    lines = [info.question, written_date(info.date, language), info.place]
    if info.client:
        lines.append(_("For: {client}").format(client=info.client))
    if info.facilitator:
        lines.append(_("Facilitator: {name}").format(name=info.facilitator))
    lines.append(_("Final") if facts.final else _("Draft: not every activity is closed"))
    lines.append(_("Workshop {id} · spilter {version}").format(id=info.id, version=facts.version))
    return [line for line in lines if line]


def written_date(iso: str, language: Language) -> str:
    """An ISO date in words; anything else as it is."""
    try:
        return numbers.day(date.fromisoformat(iso), language)
    except ValueError:
        return iso


def _contributed(activities: Iterable[Activity[Any, Any, Any]], figures: Mapping[str, Figures]) -> Iterator[str]:
    """The ids of what people wrote: not what an activity starts from, and not what came from elsewhere."""
    for each in activities:
        for entry in figures[each.card.id].entries:
            if not entry.source and entry.id not in each.received:
                yield entry.id


def findings(
    activities: Sequence[Activity[Any, Any, Any]], figures: Mapping[str, Figures], language: Language
) -> list[str]:
    """At most `FINDINGS` sentences: what came in, what came out on top, and where opinions differ."""
    catalogue = words(language)
    entries = len({*_contributed(activities, figures)})
    said = catalogue.ngettext("{n} contribution came in.", "{n} contributions came in.", entries)
    found = [said.format(n=entries)] if entries else []
    for activity in activities:
        rows = figures[activity.card.id].items
        chapter = activity.card.chapter or activity.chapter
        if chapter == "results" and rows and "rank" in rows[0] and activity.may_see_results(PUBLIC):
            found += _tops(activity, figures[activity.card.id], language)
            found += _flagged(rows, language)
    return found[: FINDINGS + 1]


def _tops(activity: Activity[Any, Any, Any], figures: Figures, language: Language) -> Iterable[str]:
    """A sentence for each ranking: a survey has one for each of its questions that rank."""
    asked = {each["id"]: each["text"] for each in figures.facts.get("questions", ())}
    for question in dict.fromkeys(row.get("question", "") for row in figures.items):
        rows = [row for row in figures.items if row.get("question", "") == question]
        title = f"{activity.card.title} (n = {figures.n.persons}): "
        yield title + (f"{asked[question]} " if question in asked else "") + _best(activity, rows, language)


def _best(activity: Activity[Any, Any, Any], rows: Sequence[dict[str, Any]], language: Language) -> str:
    first = sorted((row for row in rows if 0 < row["rank"] <= 3), key=lambda row: row["rank"])
    best = first[:BEST]
    if [row["text"] for row in best] == [activity.card.question or activity.card.title]:
        return _score(best[0], language)  # the question itself is what was judged
    scores = [_score(row, language) for row in best]
    told = [
        f"{row['rank']}. {row['text']}" + (f" ({score})" if score else "")
        for row, score in zip(best, scores, strict=True)
    ]
    return "; ".join([*told, *_sharing(first, language)])


def _sharing(first: Sequence[dict[str, Any]], language: Language) -> Iterable[str]:
    """How many more share the last place that is told: they are no less than who is named."""
    more = sum(row["rank"] == first[BEST - 1]["rank"] for row in first[BEST:])
    if more:
        said = words(language).gettext("and {n} more at place {rank}")
        yield said.format(n=more, rank=first[BEST - 1]["rank"])


def _score(row: dict[str, Any], language: Language) -> str:
    if row.get("yes") is not None:
        return words(language).gettext("{yes} yes, {no} no").format(yes=row["yes"], no=row["no"])
    for key, decimals in (("votes", 0), ("score", 2), ("mean", 2), ("dots", 0)):
        if row.get(key) is not None:
            return numbers.number(row[key], language, decimals)
    for key in ("points", "median"):
        if row.get(key) is not None:
            return numbers.number(row[key], language, numbers.places((row[key],), 1))
    return ""


def _flagged(rows: Sequence[dict[str, Any]], language: Language) -> list[str]:
    names = [str(row["text"]) for row in rows if row.get("flagged")]
    if not names:
        return []
    return [words(language).gettext("Opinions differ most on: {items}").format(items="; ".join(names))]


def data_dictionary(catalogue: Words) -> list[Block]:
    """What each of the data files holds."""
    _ = catalogue.gettext
    rows = (
        ("report.json", _("Everything: n, method, results and entries, and the events to read it in again.")),
        ("entries.csv", _("One row a contribution: activity, id, text, theme, source, what it was merged into.")),
        ("results.csv", _("One row a judged item: activity, id, text, rank and the figures of its method.")),
        ("actions.csv", _("One row a decision or action: what, who, when, first step, source ids, status.")),
    )  # fmt: skip
    return [Table((Column(_("File")), Column(_("Holds"))), tuple((Cell(name), Cell(what)) for name, what in rows))]
