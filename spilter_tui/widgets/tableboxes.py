"""The tables of the hall as boxes in a grid: who is there and ready, who asks for help, what is away. No person."""

from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.widget import Widget

from server.domain.numbers import duration
from server.protocol.hall import TableRow
from spilter_tui.i18n import _, language, ngettext
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain_line

WIDE, HIGH = 25, 5  # columns and lines of a box
INNER = WIDE - 4


class TableBoxes(Widget):
    """Set `rows`, `chosen` (a table's number) and `now`."""

    DEFAULT_CSS = """
    TableBoxes { height: auto; color: $text; }
    """

    rows: reactive[tuple[TableRow, ...]] = reactive((), layout=True)
    chosen: reactive[int] = reactive(0)
    now: reactive[float] = reactive(0.0)

    @property
    def columns(self) -> int:
        """How many boxes stand beside each other."""
        return max(1, self.size.width // WIDE)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows of boxes as there must be."""
        return -(-len(self.rows) // max(1, width // WIDE)) * HIGH

    def region_of(self, number: int) -> Region:
        """Where a table's box stands in this widget."""
        at = next((at for at, row in enumerate(self.rows) if row.number == number), 0)
        line, column = divmod(at, self.columns)
        return Region(column * WIDE, line * HIGH, WIDE, HIGH)

    def neighbour(self, right: int, down: int) -> int:
        """The number of the table so many boxes further; the chosen one at the edge."""
        numbers = [row.number for row in self.rows]
        at = numbers.index(self.chosen) if self.chosen in numbers else 0
        there = at + right + down * self.columns
        return numbers[there] if 0 <= there < len(numbers) else self.chosen

    def render(self) -> Content:
        """Row by row, the boxes line by line."""
        lines: list[Content] = []
        for start in range(0, len(self.rows), self.columns):
            boxes = [self._box(row) for row in self.rows[start : start + self.columns]]
            lines += [Content("").join(parts) for parts in zip(*boxes, strict=True)]
        return Content("\n").join(lines)

    def _box(self, row: TableRow) -> list[Content]:
        here = row.number == self.chosen
        frame = "bold $accent" if here else "$border-blurred"
        left, right, low_left, low_right = "╭╮╰╯" if signs().eighths else "++++"
        rule, side = signs().rule, signs().quote
        title = Content.assemble(
            (f"{signs().here} " if here else "", "bold $accent"), (_("Table {n}").format(n=row.number), "bold"), " "
        )
        title = Content.assemble(title, plain_line(row.name, INNER - title.cell_length))
        rest = rule * (WIDE - 4 - title.cell_length)
        top = Content.assemble((f"{left}{rule}", frame), title, (f"{rest}{right} ", frame))
        body = [
            Content.assemble((f"{side} ", frame), _spread(*pair), (f"{side} ", frame))
            for pair in (_who(row), _asks(row), _away(row, self.now))
        ]
        return [top, *body, Content.styled(f"{low_left}{rule * (WIDE - 3)}{low_right} ", frame)]


def _spread(left: Content, right: Content) -> Content:
    """Two parts in the width of a box, one at each end."""
    gap = max(1, INNER - left.cell_length - right.cell_length)
    return Content.assemble(left, " " * gap, right).truncate(INNER, pad=True)


def _who(row: TableRow) -> tuple[Content, Content]:
    here = f"{row.here}/{row.seats}" if row.seats else str(row.here)
    done = row.here and row.ready >= row.here
    ready = f"{_('ready')} {row.ready}" + (f" {signs().done}" if done else "")
    return Content.styled(here, "bold"), Content.styled(ready, "$success" if done else "")


def _asks(row: TableRow) -> tuple[Content, Content]:
    asks = f"{signs().alert} " + _("help {n}").format(n=row.hands)
    drafts = ngettext("{n} draft", "{n} drafts", row.drafts).format(n=row.drafts)
    return (
        Content.styled(asks if row.hands else "", "bold $warning"),
        Content.styled(drafts if row.drafts else "", "$text-muted"),
    )


def _away(row: TableRow, now: float) -> tuple[Content, Content]:
    time = duration(max(0.0, now - row.away_since), language())
    away = f"{signs().waits} " + _("{n} away {time}").format(n=row.away, time=time)
    host = f"{signs().done} " + _("host")
    return (
        Content.styled(away if row.away else "", "$warning"),
        Content.styled(host if row.hosts else "", "$text-muted"),
    )
