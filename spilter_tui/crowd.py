"""What the pane for collecting says, from its view: counts, topics with what is unread, the lines of its list."""

from collections.abc import Iterator, Mapping, Sequence

from textual.content import Content

from server.domain.activities.brainstorm import BrainstormView
from server.domain.entries import Entry
from server.domain.topics import Topic
from spilter_tui.i18n import _, ngettext
from spilter_tui.own import Own
from spilter_tui.widgets.entries import Line
from spilter_tui.widgets.signs import joined, signs
from spilter_tui.widgets.text import plain
from spilter_tui.writing import entry_lines, start_line

EARLIER = "/earlier"  # the id of the line that says how many more there are; no entry has it
ALONE = ("own", "blind", "gate")  # presets in which one's own stands there though others don't see it


def counts_words(view: BrainstormView, own: int) -> Content:
    """How many entries there are in all, how many of them are one's own, and what becomes of those."""
    total = ngettext("{n} idea in all", "{n} ideas in all", view.total).format(n=view.total)
    if view.preset == "table" and not view.street:
        total = ngettext("{n} idea at your table", "{n} ideas at your table", view.seen).format(n=view.seen)
    more = {
        "gate": _("others see yours once it is let through"),
        "page": _("others' to read; new ones after each of yours"),
    }.get(view.preset, "")
    return Content.assemble((total, "bold $text"), "   ", _("{n} by me").format(n=own), "   ", more)


def street_words(view: BrainstormView) -> Content:
    """The one topic that this table has."""
    topic = next((each.text for each in view.topics if each.id == view.street), "")
    return Content.assemble((_("Your table's topic:"), "$text-muted"), " ", plain(topic).stylize("bold"))


def topic_lines(topics: Sequence[Topic], at: str, read: Mapping[str, int]) -> Iterator[Line]:
    """The topics with their digits, how many entries each has, and how many of those were not read here."""
    for number, topic in enumerate(topics, 1):
        fresh = topic.count - read.get(topic.id, 0)
        new = ngettext("{n} new", "{n} new", fresh).format(n=fresh) if fresh > 0 and topic.id != at else ""
        words = joined([str(topic.count) if topic.count else "", new])
        yield Line(topic.id, f"{number} {topic.text}", words, signs().here if topic.id == at else "")


def list_lines(view: BrainstormView, rows: Sequence[Entry], own: Sequence[Own], topic: str) -> list[Line]:
    """Newest first, how many earlier ones there are, and under that what the activity started with."""
    here = [row for row in rows if not topic or row.about == topic]
    mine = [each for each in own if not topic or each.about == topic]
    lines = list(entry_lines(here, mine, alone=view.preset in ALONE))
    return [*lines, *_earlier(view, topic, len(here)), *map(start_line, view.start)]


def _earlier(view: BrainstormView, topic: str, shown: int) -> Iterator[Line]:
    """How many entries that may be seen don't stand in the window any more."""
    if view.preset in ("own", "blind", "page"):
        return
    counts = {each.id: each.count for each in view.topics}
    left = (counts.get(topic, 0) if topic else view.seen) - shown
    if left > 0:
        words = ngettext("… and {n} earlier one", "… and {n} earlier ones", left).format(n=left)
        yield Line(EARLIER, words, faint=True)
