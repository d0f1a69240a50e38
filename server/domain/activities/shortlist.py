"""shortlist (Aanscherpen): each table nominates a few of the items, the staff sharpens their wording with the group.

A table's nominations are the table's: whoever sits there may put one up or take it off until the close. A sharpened
item keeps its id and all its wordings. Presets: table (one's own table's nominations), result.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec

from server.domain.blocks import Block, Cell, Column, Heading, Quote, Table, Text
from server.domain.figures import Figures
from server.domain.i18n import Words
from server.domain.kernel import (
    STAFF,
    WHILE_OPEN,
    Activity,
    Audience,
    Card,
    Command,
    Context,
    Event,
    Item,
    Refused,
    Role,
    Settings,
    View,
)
from server.domain.startlist import verbatim
from server.domain.tally.ranking import best_first, shared_ranks
from server.domain.versions import Versions
from server.domain.worddiff import history

Id = Annotated[str, msgspec.Meta(max_length=80)]
TableNumber = Annotated[int, msgspec.Meta(ge=1, le=999)]


class ShortlistSettings(Settings, frozen=True):
    """`quota`: how many each table may nominate; 0 is as many as it likes."""

    quota: Annotated[int, msgspec.Meta(ge=0, le=100)] = 2


class Nominate(Command, frozen=True, tag="shortlist.nominate"):
    """My table nominates an item, or takes its nomination back."""

    by = frozenset({Role.PARTICIPANT})
    when = WHILE_OPEN
    grace = True
    item: Id
    on: bool = True


class NominateFor(Command, frozen=True, tag="shortlist.nominate_for"):
    """The staff writes down what a table nominates by voice or on paper, or takes it back."""

    by = STAFF
    item: Id
    table: TableNumber
    on: bool = True


class Reword(Command, frozen=True, tag="shortlist.reword"):
    """Give an item its next wording. `version`: the one on the screen of who does it, from 1."""

    by = STAFF
    item: Id
    text: Annotated[str, msgspec.Meta(max_length=4000)]
    version: Annotated[int, msgspec.Meta(ge=1)] = 1


class Agree(Command, frozen=True, tag="shortlist.agree"):
    """Mark the present wording of an item as agreed, or take the mark away."""

    by = STAFF
    item: Id
    on: bool = True


class Nominated(Event, frozen=True, tag="shortlist.nominated", omit_defaults=True):
    """A table nominated an item, or took it back; `nth` counts the changes of its mind: the last one holds."""

    item: str
    table: int
    on: bool = True
    nth: int = 1


class Reworded(Event, frozen=True, tag="shortlist.reworded"):
    """An item got its next wording."""

    item: str
    text: str


class Agreed(Event, frozen=True, tag="shortlist.agreed"):
    """This wording of an item was agreed; an empty one: none is any more."""

    item: str
    text: str


class Candidate(msgspec.Struct, frozen=True, omit_defaults=True):
    """An item in its present wording. `wordings`: all of them, once there are several. `tables`: which nominated it,
    as far as the audience may know.
    """

    id: str
    text: str
    source: str = ""
    theme: str = ""
    wordings: tuple[str, ...] = ()
    tables: tuple[int, ...] = ()
    agreed: bool = False


class ShortlistView(View, frozen=True, tag="shortlist"):
    """The items with their nominations; `total`: how many items are nominated by any table, for the staff."""

    preset: str
    quota: int
    total: int = 0
    rows: tuple[Candidate, ...] = ()


Commands = Nominate | Reword | Agree | NominateFor
Events = Nominated | Reworded | Agreed


class Shortlist(Activity[Commands, Events, ShortlistView]):
    """Nominations by table, and sharper words."""

    kind = "shortlist"
    presets = ("table", "result")
    settings_type = ShortlistSettings
    settings: ShortlistSettings
    needs_items = True

    def __init__(self, card: Card) -> None:
        super().__init__(card)
        self.minds: dict[tuple[int, str], Nominated] = {}  # by table and item: the last change of mind
        self.versions = Versions()
        self.agreed: dict[str, str] = {}  # by item: the wording agreed on

    # --- decide and evolve ------------------------------------------------------------------------------------

    def decide(self, command: Commands, ctx: Context) -> Iterable[Events]:
        """The event of a command, or `Refused`; none where it is so already."""
        item = self.received.get(command.item)
        if item is None:
            raise Refused("unknown_item")
        match command:
            case Nominate(on=on):
                return self._nominated(item.id, ctx.who.table, on)
            case NominateFor(table=table, on=on):
                return self._nominated(item.id, table, on)
            case Reword(text=text, version=version):
                if self._is_agreed(item):
                    raise Refused("agreed")
                return [Reworded(item.id, self.versions.next(item, text, version))]
            case Agree(on=on):
                if on == self._is_agreed(item):
                    return []
                return [Agreed(item.id, self.versions.current(item).text if on else "")]

    def _nominated(self, item: str, table: int, on: bool) -> list[Nominated]:
        if not table:
            raise Refused("no_table")
        if on == (table in self._tables(item)):
            return []
        quota = self.settings.quota
        if on and quota and len([each for each in self.received if table in self._tables(each)]) >= quota:
            raise Refused("quota", quota=quota)
        before = self.minds.get((table, item))
        return [Nominated(item, table, on, before.nth + 1 if before else 1)]

    def _tables(self, item: str) -> tuple[int, ...]:
        """The tables that nominate an item."""
        return tuple(sorted(mind.table for mind in self.minds.values() if mind.item == item and mind.on))

    def _is_agreed(self, item: Item) -> bool:
        return self.agreed.get(item.id) == self.versions.current(item).text

    def evolve(self, event: Events) -> None:
        """Take in what happened; of the changes of a table's mind the last, whatever order they come in."""
        match event:
            case Nominated():
                before = self.minds.get((event.table, event.item))
                if before is None or before.nth <= event.nth:
                    self.minds[event.table, event.item] = event
            case Reworded():
                self.versions.add(event.item, event.text)
            case Agreed():
                self.agreed[event.item] = event.text

    def fold(self, events: Sequence[Events]) -> Sequence[Events]:
        """What each table nominated in the end, in an order that says nothing."""
        last: dict[tuple[int, str], Nominated] = {}
        for event in events:
            if isinstance(event, Nominated):
                known = last.get((event.table, event.item), event)
                last[event.table, event.item] = event if event.nth >= known.nth else known
        return [last[key] for key in sorted(last)]

    # --- show -------------------------------------------------------------------------------------------------

    def view(self, audience: Audience) -> ShortlistView:
        """The staff sees every item and who nominated it; a table its own nominations, and of tables' items its own."""
        here = [item for item in self.received.values() if audience.staff or item.table in (0, audience.table)]
        rows = tuple(self._candidate(item, audience) for item in here)
        return ShortlistView(self.preset, self.settings.quota, self.total(audience.now) if audience.staff else 0, rows)

    def _candidate(self, item: Item, audience: Audience) -> Candidate:
        wordings = self.versions.of(item)
        return Candidate(
            id=item.id,
            text=wordings[-1],
            source=item.source,
            theme=item.theme,
            wordings=wordings if len(wordings) > 1 else (),
            tables=tuple(each for each in self._tables(item.id) if audience.staff or each == audience.table),
            agreed=self._is_agreed(item),
        )

    def _chosen(self) -> list[Item]:
        """What was nominated or sharpened, in its present words, most nominations first."""
        found = [
            self.versions.current(item)
            for item in self.received.values()
            if self._tables(item.id) or self.versions.reworded(item) or self._is_agreed(item)
        ]
        counts = [len(self._tables(item.id)) for item in found]
        ranks = shared_ranks(counts)
        return [
            msgspec.structs.replace(found[at], rank=ranks[at] or 0, score=float(counts[at]), dissent=None)
            for at in best_first(counts)
        ]

    def total(self, now: float) -> int:
        """Items nominated by any table."""
        return sum(bool(self._tables(item)) for item in self.received)

    def quotes(self, now: float) -> Sequence[Quote]:
        """What was nominated or sharpened."""
        return [Quote(item.text, item.source, item.id) for item in self._chosen()]

    def results(self, words: Words) -> Sequence[Block]:
        """How many tables nominated what, what was agreed, and how the wording changed."""
        _ = words.gettext
        chosen = self._chosen()
        if not chosen:
            return [Text(_("Nothing was nominated yet."), "note")]
        titles = (_("Item"), _("Nominated by tables"), _("Which"), _("Agreed"))
        columns = tuple(Column(title, numeric=at == 1) for at, title in enumerate(titles))
        blocks: list[Block] = [Table(columns, tuple(self._row(item, words) for item in chosen))]
        for item in chosen:
            steps = history(self.versions.of(self.received[item.id]), words)
            blocks += [Heading(item.text, 2), *steps] if steps else []
        return blocks

    def _row(self, item: Item, words: Words) -> tuple[Cell, ...]:
        tables = self._tables(item.id)
        agreed = words.gettext("yes") if self._is_agreed(self.received[item.id]) else ""
        return Cell(item.text), Cell(number=len(tables)), Cell(", ".join(map(str, tables))), Cell(agreed)

    def figures(self) -> Figures:
        """What was nominated or sharpened, with all wordings; every item verbatim as it came in."""
        items = tuple(
            {
                "id": item.id,
                "text": item.text,
                "nominations": len(self._tables(item.id)),
                "tables": list(self._tables(item.id)),
                "agreed": self._is_agreed(self.received[item.id]),
                "wordings": list(self.versions.of(self.received[item.id])),
            }
            for item in self._chosen()
        )
        return Figures(self.present, items, verbatim(self.received.values()))

    def items(self) -> Sequence[Item]:
        """What was nominated or sharpened, in its present words and under its own id, most nominations first."""
        return tuple(self._chosen())
