"""What the desk lists of an activity.

It asks a view what it holds (rows, items, a start list), never of which kind it is: a new kind is listed too.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from server.domain.patch import Grown
from server.domain.threads import threaded
from spilter_tui.i18n import _, ngettext
from spilter_tui.widgets.entries import Line
from spilter_tui.widgets.signs import joined, signs

BESIDE = ("proposals", "paragraphs", "survey", "items", "options", "topics", "themes", "start")
"""What is listed of a view beside its rows, or stands on the lines of those."""


def listed(view: Any) -> tuple[Line, ...]:
    """Everything with a text in a view, newest first, then what it started from. Never a person's name."""
    return Listing().of(view)


class Listing:
    """What is `listed`, from one view to the next: an entry that comes in costs the same however many are there."""

    def __init__(self) -> None:
        self._view: Any = None
        self._told: tuple[Line, ...] = ()
        self._lines: list[Line] = []
        self._titles: Mapping[str, str] = {}
        self._made: dict[str, tuple[Any, Line]] = {}  # the line of each row, and the row that it was made of
        self._held = 0  # lines at the top: what waits at the gate
        self._depths: dict[str, int] = {}  # of the rows that another may build on
        self._missed: set[str] = set()  # what others build on without its being there

    def of(self, view: Any) -> tuple[Line, ...]:
        """What is listed of this view, which need not be the next one of the same activity."""
        if view is not self._view:
            if not (self._grew(view) and self._put_in(view.rows[len(self._view.rows) :])):
                self._begin(view)
            self._view, self._told = view, tuple(self._lines)
        return self._told

    # --- what came in -----------------------------------------------------------------------------------------

    def _grew(self, view: Any) -> bool:
        """Whether nothing that is listed changed, but that rows came in after the others."""
        before, rows = self._view, getattr(view, "rows", ())
        return (
            type(view) is type(before)
            and not hasattr(view, "quota")
            and isinstance(rows, Grown)
            and rows.grew_from(before.rows)
            and all(getattr(view, name, ()) is getattr(before, name, ()) for name in BESIDE)
        )

    def _put_in(self, rows: Sequence[Any]) -> bool:
        """Put each row where `in_order` has it; False where one would take others with it."""
        for row in rows:
            if row.id in self._missed:
                return False
            at, depth = self._place(row)
            self._lines.insert(at, self._line(row, depth))
        return True

    def _place(self, row: Any) -> tuple[int, int]:
        if _waits(row):
            self._held += 1
            return self._held - 1, 0
        parent = getattr(row, "parent", "")
        if parent not in self._depths:
            self._missed.add(parent)
            self._depths[row.id] = 0
            return self._held, 0
        depth = self._depths[row.id] = self._depths[parent] + 1
        return next(at for at, line in enumerate(self._lines, 1) if line.id == parent), depth

    # --- the whole --------------------------------------------------------------------------------------------

    def _begin(self, view: Any) -> None:
        titles = titles_in(view)
        if titles != self._titles:
            self._titles, self._made = titles, {}
        rows = [*_ordered(view, "rows")]
        self._held = sum(_waits(row) for row, _depth in rows)
        self._depths = {row.id: depth for row, depth in rows if not _waits(row)}
        self._missed = {getattr(row, "parent", "") for row, _depth in rows} - self._depths.keys()
        rows += _ordered(view, "proposals")
        self._lines = [*(self._line(row, depth) for row, depth in rows), *_beside(view)]

    def _line(self, row: Any, depth: int) -> Line:
        made_of, line = self._made.get(row.id, (None, None))
        if line is None or made_of is not row or line.depth != depth:
            line = _line(row, self._titles, depth)
            self._made[row.id] = row, line
        return line


def titles_in(view: Any) -> Mapping[str, str]:
    """What a row may be about or lie in, by its id: topics, themes, paragraphs."""
    topics = {each.id: each.text for each in getattr(view, "topics", ())}
    themes = {each.id: each.title for each in getattr(view, "themes", ())}
    amending = _("amendment of § {n}")
    parts = {each.id: amending.format(n=n) for n, each in enumerate(getattr(view, "paragraphs", ()), 1)}
    return topics | themes | parts


def _ordered(view: Any, name: str) -> Iterator[tuple[Any, int]]:
    rows = getattr(view, name, ())
    return ((row, 0) for row in rows) if hasattr(view, "quota") else in_order(rows)  # nominated: its own order


def _beside(view: Any) -> Iterator[Line]:
    for n, row in enumerate(getattr(view, "paragraphs", ()), 1):
        yield Line(row.id, row.text, joined([f"§ {n}", *worded(row)]))
    if hasattr(view, "survey") and not view.rows:
        for n, question in enumerate(view.survey.questions, 1):
            yield Line(question.id, f"{n}  {question.text}")
    for name in ("items", "options", "topics", "start"):
        for row in getattr(view, name, ()):
            yield Line(row.id, row.text, getattr(row, "source", ""), faint=name == "start")


def in_order(rows: Sequence[Any]) -> Iterator[tuple[Any, int]]:
    """First what waits at the gate, the first that came first; then the newest first, under each what builds on it."""
    waits = [row for row in rows if _waits(row)]
    others = [row for row in reversed(rows) if not _waits(row)]
    yield from ((row, 0) for row in waits)
    yield from threaded(others) if others and hasattr(others[0], "parent") else ((row, 0) for row in others)


def _waits(row: Any) -> bool:
    return getattr(row, "held", False) and not row.hidden


def _line(row: Any, titles: Mapping[str, str], depth: int = 0) -> Line:
    if getattr(row, "hidden", ""):
        return Line(row.id, _("hidden: {reason}").format(reason=row.hidden), faint=True, depth=depth)
    return Line(row.id, getattr(row, "text", "") or row.what, _tag(row, titles), _sign(row), depth=depth)


def _sign(row: Any) -> str:
    if _waits(row):
        return signs().waits
    return signs().star if getattr(row, "star", False) else ""


def _tag(row: Any, titles: Mapping[str, str]) -> str:
    about = [titles[key] for key in (getattr(row, "about", ""), *getattr(row, "themes", ())) if key in titles]
    gate = _("at the gate") if _waits(row) else ""
    return joined([gate, getattr(row, "side", ""), *about, getattr(row, "source", ""), *nominated(row), *worded(row)])


def nominated(row: Any) -> Iterator[str]:
    """Which tables nominated it."""
    tables = getattr(row, "tables", ())
    if tables:
        yield ngettext("table {n}", "tables {n}", len(tables)).format(n=", ".join(map(str, tables)))


def worded(row: Any) -> Iterator[str]:
    """How often it was worded anew, whether the words were agreed on, and how many amendments there are."""
    wordings, amendments = getattr(row, "wordings", ()), getattr(row, "amendments", 0)
    if wordings:
        yield _("version {n}").format(n=len(wordings))
    if getattr(row, "agreed", False):
        yield _("agreed")
    if amendments:
        yield ngettext("{n} amendment", "{n} amendments", amendments).format(n=amendments)
