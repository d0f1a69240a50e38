"""A workshop as a report: chapters of blocks, chosen by reader. `server/report/` knows what they look like.

Chapters follow one skeleton for every workshop; a chapter with nothing to say is left out. A reader gets the chapters
that `READERS` gives it. Participants' texts stay verbatim; what was hidden is counted and never shown.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from server.domain import numbers
from server.domain.blocks import Block, Bullets, Cell, Column, Heading, Quote, Quotes, Table, Text
from server.domain.figures import EntryFigure, Figures
from server.domain.i18n import N_, Language, Words, words
from server.domain.kernel import Activity, Audience, Phase, Role
from server.domain.lineage import Lineage
from server.domain.report_facts import Facts, cover_lines, data_dictionary, findings
from server.domain.workshop import Workshop

AnyActivity = Activity[Any, Any, Any]
PUBLIC = Audience(Role.FACILITATOR)

CHAPTERS: dict[str, str] = {
    "cover": N_("Report"),
    "summary": N_("Summary"),
    "recommendations": N_("Recommendations"),
    "process": N_("How we worked"),
    "results": N_("Results per activity"),
    "themes": N_("Themes in people's own words"),
    "dissent": N_("Where opinions differ"),
    "actions": N_("Decisions and actions"),
    "left": N_("What was not taken over, and why"),
    "evaluation": N_("Evaluation of the meeting"),
    "next": N_("Next steps"),
    "entries": N_("Annex A: every contribution, verbatim"),
    "lineage": N_("Annex B: from contribution to advice"),
    "dictionary": N_("Annex C: what the data files hold"),
    "integrity": N_("Annex D: integrity"),
}
_ANNEXES = ("entries", "lineage", "dictionary", "integrity")
READERS: dict[str, tuple[str, ...]] = {
    "board": ("cover", "summary", "recommendations", "dissent", "left", "next"),
    "participants": (
        "cover", "summary", "results", "themes", "dissent", "actions", "evaluation", "next",
    ),
    "project": tuple(CHAPTERS),
    "public": tuple(chapter for chapter in CHAPTERS if chapter not in ("actions", "recommendations", "entries")),
}  # fmt: skip


class Chapter(msgspec.Struct, frozen=True):
    """One chapter: its name in the skeleton, its title, and what it says."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    annex: bool = False


class Report(msgspec.Struct, frozen=True):
    """A report for one reader in one language."""

    title: str
    language: Language
    chapters: tuple[Chapter, ...]


def build(workshop: Workshop, facts: Facts, reader: str = "project", language: Language | None = None) -> Report:
    """The report of a workshop for a reader (`READERS`), in its own language unless another is asked for."""
    language = language or workshop.plan.info.language
    writer = _Writer(workshop, facts, language)
    chapters = []
    for name in READERS[reader]:
        blocks = tuple(writer.chapter(name))
        if blocks:
            title = words(language).gettext(CHAPTERS[name])
            chapters.append(Chapter(name, title, blocks, name in _ANNEXES))
    return Report(workshop.plan.info.title, language, tuple(chapters))


class _Writer:
    """Writes the chapters of one report."""

    def __init__(self, workshop: Workshop, facts: Facts, language: Language) -> None:
        self.workshop, self.facts, self.language = workshop, facts, language
        self.words: Words = words(language)
        self.activities: list[AnyActivity] = [workshop.activities[key] for key in workshop.plan.order]
        self.figures: dict[str, Figures] = {each.card.id: each.figures() for each in self.activities}
        self.lines = Lineage(workshop)

    def chapter(self, name: str) -> Iterator[Block]:
        """The blocks of one chapter."""
        writers: dict[str, Callable[[], Iterator[Block]]] = {
            "cover": self._cover,
            "summary": self._summary,
            "recommendations": self._recommendations,
            "process": self._process,
            "dissent": self._dissent,
            "left": self._left,
            "next": self._next,
            "entries": self._entries,
            "lineage": self._lineage,
            "dictionary": lambda: iter(data_dictionary(self.words)),
            "integrity": self._integrity,
        }
        return writers[name]() if name in writers else self._activities(name)

    def _cover(self) -> Iterator[Block]:
        for line in cover_lines(self.workshop.plan.info, self.facts, self.language):
            yield Text(line, "lead" if line == self.workshop.plan.info.question else "normal")

    def _summary(self) -> Iterator[Block]:
        found = findings(self.activities, self.figures, self.language)
        if found:
            yield Bullets(tuple(found))

    def _actions(self) -> Iterator[tuple[AnyActivity, dict[str, Any]]]:
        for activity in self.activities:
            if _chapter(activity) == "actions":
                for row in self.figures[activity.card.id].items:
                    yield activity, row

    def _recommendations(self) -> Iterator[Block]:
        _ = self.words.gettext
        rows = [
            (
                Cell(str(row.get("text", ""))), Cell(str(row.get("owner", ""))),
                Cell(numbers.short_day(str(row.get("due", "")), self.language)),
                Cell("; ".join(self._texts(row.get("sources", ())))), Cell(" ".join(row.get("sources", ()))),
            )
            for _activity, row in self._actions()
        ]  # fmt: skip
        if rows:
            titles = (_("What"), _("Who"), _("When"), _("Why"), _("Ids"))
            yield Table(tuple(Column(title) for title in titles), tuple(rows))

    def _texts(self, ids: Sequence[str]) -> list[str]:
        return [self.lines.lines[key].text for key in ids if key in self.lines.lines]

    def _process(self) -> Iterator[Block]:
        _ = self.words.gettext
        present = self.facts.present
        who = _("{persons} people took part, on {devices} laptops.")
        yield Text(who.format(persons=present.persons, devices=present.devices))
        yield from self._expected()
        titles = (_("Activity"), _("Planned"), _("Real"), _("Who wrote it"), _("n"), _("Hidden"), _("Merged"))
        columns = tuple(Column(title, at in (1, 2, 4, 5, 6)) for at, title in enumerate(titles))
        yield Table(columns, tuple(self._process_row(each) for each in self.activities))

    def _expected(self) -> Iterator[Block]:
        """Who was expected, by kind: never by name, and small kinds as they are, for nothing is linked to them."""
        _, kinds = self.words.gettext, self.workshop.plan.roster.kinds
        if kinds:
            columns = (Column(_("Expected")), Column(""), Column(_("n"), numeric=True))
            yield Table(columns, tuple((Cell(k.attribute), Cell(k.value), Cell(number=k.count)) for k in kinds))

    def _process_row(self, activity: AnyActivity) -> tuple[Cell, ...]:
        _ = self.words.gettext
        card, figures = activity.card, self.figures[activity.card.id]
        known = {"anonymous": _("not kept"), "team": _("team"), "named": _("name")}
        real = (activity.stopped_at - activity.first_opened_at) / 60 if activity.phase is Phase.CLOSED else None
        return (
            Cell(card.title),
            Cell(number=card.minutes) if card.minutes else Cell("–"),
            Cell(number=max(1, round(real))) if real is not None else Cell("–"),
            Cell(known.get(card.attribution, card.attribution)),
            Cell(number=figures.n.persons),
            Cell(number=sum(bool(entry.hidden) for entry in figures.entries)),
            Cell(number=sum(bool(entry.merged_into) for entry in figures.entries)),
        )

    def _activities(self, chapter: str) -> Iterator[Block]:
        for activity in self.activities:
            if _chapter(activity) != chapter or activity.phase is Phase.DRAFT:
                continue
            blocks = activity.results(self.words) if activity.may_see_results(PUBLIC) else ()
            yield Heading(activity.card.title)
            if activity.card.question:
                yield Text(activity.card.question, "lead")
            yield Text(self._count(activity), "note")
            yield from blocks

    def _count(self, activity: AnyActivity) -> str:
        n = self.figures[activity.card.id].n
        on_laptops = self.words.gettext("n = {persons} people on {devices} laptops")
        said = (on_laptops if n.devices else self.words.gettext("n = {persons} people")).format(
            persons=n.persons, devices=n.devices
        )
        if n.abstained:
            said += "; " + self.words.gettext("abstained: {n}").format(n=n.abstained)
        return said

    def _dissent(self) -> Iterator[Block]:
        for activity in self.activities:
            if not activity.may_see_results(PUBLIC):
                continue
            figures = self.figures[activity.card.id]
            for row in figures.facts.get("disputes", figures.items):
                if row.get("flagged"):
                    yield from self._one_dissent(activity, row)

    def _one_dissent(self, activity: AnyActivity, row: dict[str, Any]) -> Iterator[Block]:
        _ = self.words.gettext
        by = row.get("criterion")  # of a matrix: what the cell at issue is judged by
        yield Heading(f"{row['text']} · {_(by)}" if by else str(row["text"]), 2)
        said = _("{activity}: mean {mean}, spread (SD) {sd}, dissent {dissent}, above the threshold.")
        figure = {key: numbers.number(row.get(key) or 0, self.language, 2) for key in ("mean", "sd")}
        dissent = numbers.number(row.get("dissent") or 0, self.language, 3)
        yield Text(said.format(activity=activity.card.title, dissent=dissent, **figure))
        about = [entry for figures in self.figures.values() for entry in figures.entries if entry.about == row["id"]]
        for side in sorted({entry.side for entry in about}):
            quotes = tuple(_quote(entry) for entry in about if entry.side == side and not entry.hidden)
            label = {"pro": _("In favour"), "contra": _("Against")}.get(side, side or _("In people's own words"))
            yield Quotes(quotes, label)

    def _left(self) -> Iterator[Block]:
        ngettext = self.words.ngettext
        onward = {
            key for each in self.activities for item in each.received.values() for key in (item.id, *item.origins)
        }
        for activity in self.activities:
            entries = [e for e in self.figures[activity.card.id].entries if not e.source or not e.origins]
            left = [e for e in entries if not e.hidden and not e.merged_into and e.id not in onward]
            hidden = [e for e in entries if e.hidden]
            if not entries or (not left and not hidden) or len(left) == len(entries):
                continue
            yield Heading(activity.card.title, 2)
            if left:
                said = ngettext(
                    "{n} contribution was not carried over to a next step; it stands in annex A.",
                    "{n} contributions were not carried over to a next step; they stand in annex A.",
                    len(left),
                )
                yield Text(said.format(n=len(left)))
            reasons = sorted({entry.hidden for entry in hidden})
            counts = [f"{sum(e.hidden == reason for e in hidden)} × {reason}" for reason in reasons]
            if counts:
                yield Text(ngettext("{n} hidden: {why}", "{n} hidden: {why}", len(hidden)).format(
                    n=len(hidden), why="; ".join(counts)))  # fmt: skip

    def _next(self) -> Iterator[Block]:
        if self.workshop.plan.info.next:
            yield Text(self.workshop.plan.info.next)

    def _entries(self) -> Iterator[Block]:
        themes = {entry.id: entry.theme for f in self.figures.values() for entry in f.entries if entry.theme}
        hidden = {entry.id for f in self.figures.values() for entry in f.entries if entry.hidden}
        seen: set[str] = set()
        for activity in self.activities:
            fresh = {entry.id: entry for entry in self.figures[activity.card.id].entries if entry.id not in seen}
            seen.update(fresh)
            shown = [entry for key, entry in sorted(fresh.items()) if key not in hidden]
            if shown:
                yield Heading(activity.card.title, 2)
            for theme in sorted({themes.get(entry.id, "") for entry in shown}):
                yield Quotes(tuple(_quote(each) for each in shown if themes.get(each.id, "") == theme), theme)

    def _lineage(self) -> Iterator[Block]:
        for _activity, row in self._actions():
            quotes = []
            for depth, line in self.lines.back(row.get("sources", ())):
                where = self.workshop.activities[line.activity].card.title
                origin = f"{where} · {line.source}" if line.source else where
                quotes.append(Quote("  " * depth + line.text, origin, line.id))
            if quotes:
                yield Quotes(tuple(quotes), str(row.get("text", "")))

    def _integrity(self) -> Iterator[Block]:
        _ = self.words.gettext
        yield Text(_("SHA-256 of the workshop's events as in report.json: {hash}").format(hash=self.facts.hash))
        yield Text(_("Made with spilter {version}.").format(version=self.facts.version))


def _chapter(activity: AnyActivity) -> str:
    return activity.card.chapter or activity.chapter


def _quote(entry: EntryFigure) -> Quote:
    return Quote(entry.text, entry.source or entry.name, entry.id)
