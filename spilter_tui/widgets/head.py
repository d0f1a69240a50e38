"""The head of the activity that the desk looks at: its state, how much comes in, and who is ready, by table."""

from collections.abc import Iterable, Iterator
from typing import Any

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from server.domain.kernel import Phase
from server.domain.numbers import number
from server.domain.root import AgendaRow
from server.protocol.hall import HallView, TableRow
from spilter_tui.glance import count_of, count_words, is_ballot, phase_sign, state_words
from spilter_tui.i18n import _, language, ngettext
from spilter_tui.widgets.asked import EMPTY
from spilter_tui.widgets.charts import bar
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain, plain_line

SPARKS = "▁▂▃▄▅▆▇█"
METERS = (5, 4, 3, 2, 0)  # columns of a table's readiness, the widest that fits
WIDE = 24  # columns of the bar of votes
GAP = "   "
TOPIC = 16  # columns of a topic's text


class Head(Widget):
    """A few lines above the list. Counts only; never who."""

    DEFAULT_CSS = """
    Head { height: auto; max-height: 7; padding: 0 1; margin-bottom: 1; color: $text; }
    """

    row: reactive[AgendaRow] = reactive(EMPTY, layout=True)
    view: reactive[Any] = reactive(None, layout=True)
    hall: reactive[HallView] = reactive(HallView(), layout=True)
    flow: reactive[tuple[int, ...]] = reactive((), layout=True)
    """What came in, minute by minute, the running one last."""
    rate: reactive[float] = reactive(0.0)
    """How many a minute."""
    here: reactive[bool] = reactive(True, layout=True)
    """Whether the room is at this activity: only then drafts and readiness are about it."""
    takes: reactive[str] = reactive("")
    """What it takes over by itself when it opens, in words."""

    def render(self) -> Content:
        """State, counts, readiness: a line each, as far as there is anything to say; a plan before it begins."""
        lines = [self._state(), *self._packed(self._counts()), *self._topics(), *(self._ready() if self.here else ())]
        if self.row.phase is Phase.DRAFT:
            lines += [plain(self.row.instruction).stylize("$text-muted"), plain(self.takes).stylize("$text-muted")]
        return Content("\n").join(line for line in lines if line.plain.strip())

    def _state(self) -> Content:
        if not self.row.id:
            return Content()
        live = self.row.phase is Phase.OPEN
        return Content.assemble(
            (f"{phase_sign(self.row).strip() or signs().waits} ", "bold $accent" if live else "$text-muted"),
            (state_words(self.row), "bold" if live else ""),
        )

    def _counts(self) -> list[Content]:
        """The round where there are several tables' rounds, what came in, how fast, and what is still being typed."""
        words = count_words(self.view, self.hall)
        if self.row.phase is Phase.DRAFT and not count_of(self.view):
            words = ""
        parts = [Content(self._round()), Content.styled(words, "bold")]
        if words and is_ballot(self.view):
            parts.append(Content.styled(self._voted(), "$accent"))
        elif any(self.flow) and self.row.phase is Phase.OPEN:
            parts.append(self._rate())
        found = [part for part in parts if part.plain]
        room = self.content_size.width - sum(part.cell_length + len(GAP) for part in found)
        return [*found, *self._drafts(room)]

    def _round(self) -> str:
        """Which of the rounds runs."""
        rounds = getattr(self.view, "rounds", 0)
        live = rounds and self.row.phase is not Phase.DRAFT
        return _("round {n} of {all}").format(n=self.view.round, all=rounds) if live else ""

    def _packed(self, parts: Iterable[Content]) -> Iterator[Content]:
        """Parts on as few lines as they fit on, none of them broken where it is not wider than a line."""
        line = Content()
        for part in parts:
            if line.plain and line.cell_length + len(GAP) + part.cell_length > self.content_size.width:
                yield line
                line = Content()
            line = Content.assemble(line, GAP if line.plain else "", part)
        yield line

    def _drafts(self, room: int) -> list[Content]:
        """What waits on the laptops, in as many words as there is room for."""
        n = self.hall.drafts if self.here else 0
        long = ngettext("{n} draft not sent yet", "{n} drafts not sent yet", n).format(n=n)
        short = ngettext("{n} draft", "{n} drafts", n).format(n=n)
        words = long if len(long) + 2 <= room else short
        return [Content.styled(f"{signs().waits} {words}", "$warning")] if n else []

    def _voted(self) -> str:
        persons = max(self.hall.persons, count_of(self.view))
        part = count_of(self.view) / persons if persons else 0.0
        return meter(part, min(WIDE, max(self.content_size.width - 50, 8)))

    def _rate(self) -> Content:
        rate = _("{rate} a minute").format(rate=number(self.rate, language(), 1))
        return Content.assemble(rate, " ", (spark(self.flow), "$accent"))

    def _topics(self) -> Iterator[Content]:
        """Where there are several topics: how many entries each has, in lines that fit the width."""
        topics = getattr(self.view, "topics", ())
        yield from self._packed(
            Content.assemble(
                (f"{digit} ", "$text-muted"), plain_line(topic.text, TOPIC), " ", (str(topic.count), "bold")
            )
            for digit, topic in enumerate(topics if len(topics) > 1 else (), 1)
        )

    # --- who is ready -----------------------------------------------------------------------------------------

    def _ready(self) -> Iterator[Content]:
        """Lines that fit the width: table by table, or the whole hall where there are no tables."""
        if not self.hall.here:
            return
        line = Content.styled(_("ready"), "$text-muted")
        for part in self._meters(self.content_size.width - line.cell_length):
            if line.cell_length + 2 + part.cell_length > self.content_size.width:
                yield line
                line = Content(" " * len(_("ready")))
            line = Content.assemble(line, "  ", part)
        yield line

    def _meters(self, room: int) -> list[Content]:
        """Of every table how many are ready, with the widest bars that let all stand on one line."""
        if not self.hall.tables:
            return [_meter("", self.hall.ready, self.hall.people, WIDE)]
        for columns in METERS:
            found = [_table(row, columns) for row in self.hall.tables]
            if sum(each.cell_length + 2 for each in found) <= room:
                break
        return found


def _table(row: TableRow, columns: int) -> Content:
    return _meter(_("T{n}").format(n=row.number) + " ", row.ready, row.here, columns)


def _meter(name: str, ready: int, here: int, columns: int) -> Content:
    """A name, a bar and the numbers, with a tick where all are ready."""
    done = here and ready >= here
    drawn = meter(ready / here if here else 0.0, columns) + " " * bool(columns)
    sign = signs().done if done else ""
    return Content.assemble((name, "bold"), (drawn, "$success" if done else "$accent"), f"{ready}/{here}{sign}")


def meter(part: float, columns: int) -> str:
    """A bar of so many columns whose rest is dotted."""
    filled = bar(part, columns)
    return filled + signs().rest * (columns - len(filled))


def spark(counts: tuple[int, ...]) -> str:
    """Counts as little bars; as digits for a terminal that has no bars (9 stands for 9 or more)."""
    if not signs().eighths:
        return "".join(str(min(count, 9)) for count in counts)
    most = max(max(counts, default=0), 1)
    return "".join(SPARKS[round(count / most * (len(SPARKS) - 1))] for count in counts)
