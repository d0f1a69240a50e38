"""brainstorm (Verzamelen): everyone types entries at the same time.

Presets: together (all see all), own (one's own and a total), blind (a count), page (a few entries of others, another
few after each of one's own), table (one's own table's), gate (what the staff let through), and result (what was
released, closed for typing). They can be switched at any time without losing anything.

Received items are entries to start from, or topics: then every entry is about one of them.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, ClassVar, Literal, Self

import msgspec

from server.domain import entries
from server.domain.blocks import Block, Quote
from server.domain.collected import told
from server.domain.collecting import Collecting
from server.domain.entries import Entry, Hidden
from server.domain.entry_store import Entries, kept_back
from server.domain.figures import EntryFigure, Figures
from server.domain.i18n import Words
from server.domain.kernel import STAFF, Activity, Audience, Card, Command, Context, Event, Item, Refused, Settings, View
from server.domain.pages import Pages, PageTaken, TakePage
from server.domain.sight import Sight
from server.domain.startlist import verbatim
from server.domain.topics import Topic, Topics

Short = Annotated[str, msgspec.Meta(max_length=200)]
Label = Annotated[str, msgspec.Meta(min_length=1, max_length=24)]


class BrainstormSettings(Settings, frozen=True):
    """`prompts`: short questions that help people on. `start`: whether what it starts from are entries or topics.

    `fields`: what an entry consists of, filled in one after the other, for instance cause, event and effect.
    """

    prompts: Annotated[tuple[str, ...], msgspec.Meta(max_length=12)] = ()
    start: Literal["entries", "topics"] = "entries"
    fields: Annotated[tuple[Label, ...], msgspec.Meta(max_length=5)] = ()


class Release(Command, frozen=True, tag="brainstorm.release"):
    """Let entries that wait at the gate through; with none named, all that wait there now."""

    by = STAFF
    ids: Annotated[tuple[entries.Id, ...], msgspec.Meta(max_length=500)] = ()


class PushPrompt(Command, frozen=True, tag="brainstorm.prompt"):
    """Ask everybody something while they type; an empty text takes it away again."""

    text: Short


class EntriesReleased(Event, frozen=True, tag="brainstorm.released"):
    """These entries came through the gate. Sealing folds it in: when one came through tells when it came.

    `ids`: in the order of the random ids.
    """

    personal: ClassVar[bool] = True
    ids: tuple[str, ...]


class PromptPushed(Event, frozen=True, tag="brainstorm.prompted"):
    """Everybody is asked something, or nothing more (empty text)."""

    id: str
    text: str


class Prompt(msgspec.Struct, frozen=True):
    """What everybody is asked while they type; another id is another question, also where the text is the same."""

    id: str
    text: str


class BrainstormView(View, frozen=True, tag="brainstorm"):
    """Entries as this audience may see them.

    `total` of all released, `seen` of those that this audience may see, of which `rows` are the newest. `start`: what
    it started with, or `topics` where those are topics; `street`: the topic of this table. `pushed`: what everybody is
    asked now. `held`: how many wait at the gate. `gone`: with pages, what may no longer stand on one. `hidden`: what
    only the staff sees.
    """

    preset: str
    attribution: str
    signing: bool
    total: int
    start: tuple[Item, ...] = ()
    rows: tuple[Entry, ...] = ()
    prompts: tuple[str, ...] = ()
    tables: tuple[tuple[int, int], ...] = ()  # for the desk, with the preset table: entries by table
    seen: int = 0
    topics: tuple[Topic, ...] = ()
    street: str = ""
    fields: tuple[str, ...] = ()
    pushed: Prompt | None = None
    held: int = 0
    gone: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()


Commands = entries.Commands | Release | PushPrompt | TakePage
Events = entries.Events | EntriesReleased | PromptPushed | PageTaken


class Brainstorm(Collecting, Activity[Commands, Events, BrainstormView]):
    """Everyone types entries at the same time."""

    kind = "brainstorm"
    presets = ("together", "own", "blind", "page", "table", "gate", "result")
    settings_type = BrainstormSettings
    settings: BrainstormSettings

    def __init__(self, card: Card) -> None:
        super().__init__(card)
        self.entries = Entries(self)
        self.prompt: Prompt | None = None
        self._topics = Topics(self.received)
        self._pages: dict[str, Pages] = {}

    @property
    def has_topics(self) -> bool:
        """Whether what it received are topics."""
        return self.settings.start == "topics" and bool(self._topics.ever)

    def received_changed(self) -> None:
        """Remember every topic."""
        self._topics.remember()

    def keep(self, before: Self) -> None:
        """How often each entry was read, which no stored event holds."""
        self._pages = before._pages

    # --- decide and evolve ------------------------------------------------------------------------------------

    def decide(self, command: Commands, ctx: Context) -> Iterable[Events]:
        """As `Entries` decides; and pages, the gate, and what is asked in between."""
        match command:
            case TakePage(about=about):
                return self._page(about, ctx)
            case Release(ids=ids):
                return [EntriesReleased(self._at_gate(ids, ctx.now))]
            case PushPrompt(text=text):
                return [PromptPushed(ctx.ids(), text.strip())]
            case entries.AddEntry():
                return self.entries.decide(self._placed(command, ctx), ctx)
            case entries.AddPaper(about=about):
                self._check_topic(about)
                return self.entries.decide(command, ctx)
            case _:
                return self.entries.decide(command, ctx)

    def _placed(self, command: entries.AddEntry, ctx: Context) -> entries.AddEntry:
        """The entry with its topic: that of what it builds on, the one it names, or its table's street."""
        if len(command.fields) not in (0, len(self.settings.fields)):
            raise Refused("no_fields")
        parent = self.entries.rows.get(command.parent)
        street = self._topics.of_table(ctx.who.table) if self.has_topics and self.preset == "table" else ""
        about = parent.about if parent else command.about or street
        if parent is None:
            self._check_topic(about)
        return msgspec.structs.replace(command, about=about)

    def _check_topic(self, about: str) -> None:
        if self.has_topics and about not in self.received:
            raise Refused("no_topic")

    def _page(self, about: str, ctx: Context) -> list[Events]:
        if self.preset != "page":
            raise Refused("not_now")
        topic = about if self.has_topics else ""
        pages = self._pages.setdefault(topic, Pages(topic or None))
        pages.know(self.entries.flow.released(ctx.now))
        return [PageTaken(pages.next(), topic)]

    def _at_gate(self, ids: Sequence[str], now: float) -> tuple[str, ...]:
        self.entries.flow.released(now)
        chosen = tuple(sorted(each for each in self.entries.at_gate if not ids or each in ids))
        if not chosen:
            raise Refused("nothing_at_gate")
        return chosen

    def evolve(self, event: Events) -> None:
        """As `Entries` evolves; and pages, the gate, and what is asked in between."""
        match event:
            case entries.EntryAdded():  # first: of a hundred events, more than ninety
                self.entries.evolve(event)
            case PageTaken(rows=rows, about=about):
                self._pages.setdefault(about, Pages(about or None)).take(rows)
            case EntriesReleased(ids=ids):
                for entry in ids:
                    self.entries.change(entry, held=False)
            case PromptPushed(id=key, text=text):
                self.prompt = Prompt(key, text) if text else None
            case _:
                self.entries.evolve(event)

    # --- what is seen -----------------------------------------------------------------------------------------

    def view(self, audience: Audience) -> BrainstormView:
        """The staff sees all that is released; participants see what the preset lets them."""
        sight = Sight(self.entries, self._topics if self.has_topics else None, self.preset, audience)
        return BrainstormView(
            preset=self.preset,
            attribution=self.card.attribution,
            signing=self.card.signing,
            total=len(sight.released),
            start=() if self.has_topics else tuple(self.received.values()),
            rows=sight.rows(),
            prompts=self.settings.prompts,
            tables=sight.tables(),
            seen=sight.seen(),
            topics=sight.topics_counted(),
            street=sight.street,
            fields=self.settings.fields,
            pushed=self.prompt,
            held=len(self.entries.at_gate),
            gone=sight.gone(),
            hidden=kept_back(self.entries, audience, by_table=self.preset == "table"),
        )

    # --- what comes of it -------------------------------------------------------------------------------------

    def results(self, words: Words) -> Sequence[Block]:
        """Every entry verbatim, by topic or by table; what was hidden, or never came through the gate, is counted."""
        topics = self._topics if self.has_topics else None
        start = () if topics else tuple(self.received.values())
        return told(self.entries, start, topics, self.settings.fields, words)

    def figures(self) -> Figures:
        """Entries verbatim, by field where they have them; n is who was there."""
        listed = self._topics.written_about(row.about for row in self.entries.rows.values())
        received = listed if self.has_topics else self.received.values()
        return Figures(self.present, entries=(*verbatim(received), *map(self._figure, self.entries.figures())))

    def _figure(self, entry: EntryFigure) -> EntryFigure:
        parts = self.entries.rows[entry.id].fields
        more: dict[str, Any] = {"fields": dict(zip(self.settings.fields, parts, strict=False))} if parts else {}
        return msgspec.structs.replace(entry, theme=self._topics.title(entry.about), **more)

    def items(self) -> Sequence[Item]:
        """Every entry that may be shown, after the start list where that holds entries too; its topic is its theme."""
        start = self.received.values() if self.settings.start == "entries" else ()
        return (*start, *map(self._item, self.entries.items()))

    def _item(self, item: Item) -> Item:
        title = self._topics.title(self.entries.rows[item.id].about)
        return msgspec.structs.replace(item, theme=title) if title else item

    def total(self, now: float) -> int:
        """Entries released, without the start list."""
        return len(self.entries.flow.released(now))

    def quotes(self, now: float) -> Sequence[Quote]:
        """The newest entries that everybody may see."""
        return [row.quote for row in self.entries.flow.window(now)]

    def fold(self, events: Sequence[Events]) -> Sequence[Events]:
        """As `Entries` folds."""
        return self.entries.fold([event for event in events if not isinstance(event, OWN)])


OWN = EntriesReleased | PromptPushed | PageTaken
