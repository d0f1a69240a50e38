"""F8: what the server knows of this laptop, and what it does not."""

from collections.abc import Sequence

from textual.content import Content

from server.domain.root import AgendaRow
from spilter_tui.i18n import _, ngettext
from spilter_tui.own import Standing
from spilter_tui.widgets.dialog import Dialog
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain_line


def known_of(standing: Standing, rows: Sequence[AgendaRow], own: int) -> Dialog:
    """The dialog; `own` is how many entries this laptop can still change."""
    parts = [
        _points(_("The server knows of this laptop"), _knows(standing)),
        _points(_("It does not know"), _knows_not(rows)),
        _points(_("On this laptop itself"), _keeps(standing, own)),
    ]
    return Dialog(_("Privacy"), Content("\n\n").join(parts))


def _points(title: str, points: Sequence[Content]) -> Content:
    rows = [Content.assemble(f"{signs().bullet} ", point) for point in points]
    return Content("\n").join([Content.styled(title, "bold"), *rows])


def _knows(standing: Standing) -> list[Content]:
    points = [Content(_("its number: {n}").format(n=standing.laptop))]
    if standing.table:
        points.append(Content(_("the table: {n}").format(n=standing.table)))
    if standing.persons > 1:
        points.append(Content(_("with how many you share it: {n}").format(n=standing.persons)))
    if standing.name:
        points.append(Content.assemble(_("the name that was given:"), " ", plain_line(standing.name)))
    points.append(Content(_("whether it is connected, and whether you said that you are ready")))
    return points


def _knows_not(rows: Sequence[AgendaRow]) -> list[Content]:
    points = [
        Content(_("who sent what in an anonymous activity: no name, table or time is stored with it")),
        Content(_("what you type before you press Enter")),
    ]
    if any(row.attribution != "anonymous" for row in rows):
        points.append(Content(_("an activity that is not anonymous says so in the box in which you type")))
    return points


def _keeps(standing: Standing, own: int) -> list[Content]:
    drafts = ngettext("{n} draft not sent", "{n} drafts not sent", standing.drafts).format(n=standing.drafts)
    changes = ngettext("{n} entry that you can still change", "{n} entries that you can still change", own)
    wiped = _("When an activity closes, what links this laptop to its entries is destroyed.")
    return [Content(drafts), Content(changes.format(n=own)), Content(wiped)]
