"""The facts of one option, feature by feature, with value, source, date and whether they were verified."""

from collections.abc import Iterable

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from server.domain import numbers
from server.domain.activities.factsheet import STATUSES, Fact, FactsheetView, Feature
from server.domain.grids.base import cell_key
from spilter_tui.i18n import _, language
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain_line
from spilter_tui.widgets.wrap import shown, wrap


def fact_of(sheet: FactsheetView, option: str, feature: str) -> Fact | None:
    """The fact in a cell; None where nothing was filled in."""
    key = cell_key(option, feature)
    return next((fact for fact in sheet.facts if fact.id == key), None)


def in_short(fact: Fact | None) -> str:
    """A fact in a cell: its value, after * where it was only claimed; ? is unknown, – is not filled in."""
    if fact is None:
        return "–"
    return "?" if fact.status == "unknown" else ("*" if fact.status == "claimed" else "") + measured(fact)


def measured(fact: Fact) -> str:
    """The value with its unit."""
    return numbers.measured(fact.value, fact.unit, language())


def in_words(fact: Fact | None) -> str:
    """The value with its unit, or why there is none."""
    if fact is None:
        return _("not filled in")
    return _("unknown") if fact.status == "unknown" else measured(fact)


def behind(fact: Fact) -> str:
    """Whether a fact was verified, where it comes from, and from when it is."""
    status = "" if fact.status == "unknown" else _(STATUSES[fact.status])
    parts = (status, fact.source, numbers.short_day(fact.date, language()))
    return f" {signs().bullet} ".join(part for part in parts if part)


def fact_lines(sheet: FactsheetView, option: str, first: str, columns: int) -> Iterable[Content]:
    """Every feature of an option, the one called `first` above the others."""
    name = next((each.text for each in sheet.options if each.id == option), "")
    yield Content.styled(_("Facts: {name}").format(name=plain_line(name, columns - 10).plain), "bold $accent")
    for feature in sorted(sheet.features, key=lambda each: each.id != first):
        yield from _lines(feature, fact_of(sheet, option, feature.id), columns, feature.id == first)


def _lines(feature: Feature, fact: Fact | None, columns: int, here: bool) -> Iterable[Content]:
    label = shown(feature.text)
    lead, *rest = wrap(f"{label}: {shown(in_words(fact))}", columns - 2)
    sign = signs().here if here else signs().bullet
    yield Content.assemble((sign, "$accent"), " ", (lead, "bold" if here else ""))
    yield from (Content(f"  {line}") for line in rest)
    if fact is not None and behind(fact):
        yield from (Content.styled(f"  {line}", "$text-muted") for line in wrap(shown(behind(fact)), columns - 2))


class Facts(ScrollView, can_focus=False):
    """Set `sheet`, `option` and the feature to begin with; scrolls without the focus."""

    DEFAULT_CSS = """
    Facts { width: 100%; height: 1fr; scrollbar-size-vertical: 1; padding: 0 3; color: $text; background: $background;
        border-top: solid $border-blurred; }
    """

    sheet: reactive[FactsheetView | None] = reactive(None)
    option: reactive[str] = reactive("")
    feature: reactive[str] = reactive("")

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Content] = []

    def watch_sheet(self) -> None:
        """Draw the new facts."""
        self._arrange()

    def watch_option(self) -> None:
        """Draw the other option's facts, from the top."""
        self._arrange()
        self.scroll_to(y=0, animate=False)

    def watch_feature(self) -> None:
        """Begin with the other feature."""
        self._arrange()
        self.scroll_to(y=0, animate=False)

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._arrange()

    def _arrange(self) -> None:
        width = self.content_region.width - self.styles.scrollbar_size_vertical
        if width <= 0:
            return
        nothing = [Content.styled(_("No facts were filled in yet."), "$text-muted")]
        self._lines = list(fact_lines(self.sheet, self.option, self.feature, width)) if self.sheet else nothing
        self.virtual_size = Size(width, len(self._lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        at = y + self.scroll_offset.y
        width = max(self.content_region.width - self.styles.scrollbar_size_vertical, 1)
        line = self._lines[at] if at < len(self._lines) else Content("")
        strip = Visual.to_strips(self, line, width, 1, self.visual_style, apply_selection=False)[0]
        return strip.extend_cell_length(width, self.rich_style)
