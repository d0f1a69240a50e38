"""F10: the table where this laptop stands, and what its host does there in a key or two."""

from collections.abc import Iterator, Sequence

from textual.content import Content

from server.domain.kernel import Phase
from server.domain.root import AgendaRow, AgendaView
from server.domain.text import one_line
from spilter_tui.i18n import N_, _
from spilter_tui.own import Standing
from spilter_tui.widgets.dialog import Choice, Dialog
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain

GO = "go "  # before the id of an activity
HOSTS = {"shortlist": ("n", N_("nominate: {title}")), "rounds": ("s", N_("list and summary: {title}"))}
"""What a host is for, by kind: a key and what it does."""


def my_table(standing: Standing, agenda: AgendaView) -> Dialog:
    """The dialog; its value is "table", "host", "hand" or `GO` and the activity to go to."""
    return Dialog(_("My table"), _text(standing, agenda), tuple(_choices(standing, agenda)))


def _text(standing: Standing, agenda: AgendaView) -> Content:
    name = next((table.name for table in agenda.tables if table.number == standing.table), "")
    where = _("This laptop stands at table {n}.").format(n=standing.table) if standing.table else _("At no table yet.")
    lines = [Content.assemble(where, " ", plain(name))]
    if standing.host:
        lines.append(Content(f"{signs().done} " + _("You lead the talk at this table.")))
    return Content("\n").join(lines)


def _choices(standing: Standing, agenda: AgendaView) -> Iterator[Choice]:
    if standing.host:
        yield from _host(agenda.rows, agenda.current)
    hand = _("take the call for help back") if standing.hand else _("ask the facilitator for help")
    yield Choice("f12", hand, "hand")
    if standing.table:
        yield Choice("h", _("I no longer lead this table") if standing.host else _("I lead the talk here"), "host")
    yield Choice("t", _("another table"), "table")


def _host(rows: Sequence[AgendaRow], current: str) -> Iterator[Choice]:
    """What is open and a host's, then what the group is at where that shows the table's own list."""
    for kind, (key, words) in HOSTS.items():
        found = next((row for row in rows if row.kind == kind and row.phase is Phase.OPEN), None)
        if found is not None:
            yield Choice(key, _(words).format(title=one_line(found.title, 40)), GO + found.id)
    here = next((row for row in rows if row.id == current and row.kind not in HOSTS), None)
    if here is not None and here.preset == "table":
        yield Choice("l", _("my table's list: {title}").format(title=one_line(here.title, 40)), GO + here.id)
