"""rounds (Rondes): tables × topics × rounds. Laptops and hosts stay at their table, guests move from round to round.

Every table has one topic, and what is typed there belongs to that topic and to the round it was typed in. The table's
summary of a round stays above a line in the next. Presets: table (one's own table's), and result (closed for typing).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from server.domain.blocks import Block, Quote
from server.domain.collecting import Collecting
from server.domain.entries import AddEntry, AddPaper, Entry, EntryStarred
from server.domain.entry_store import Entries, kept_back
from server.domain.figures import Figures
from server.domain.i18n import Words
from server.domain.kernel import Activity, Audience, Card, Context, Item, Refused
from server.domain.round_marks import Stars, Summaries
from server.domain.round_messages import (
    SENTENCES,
    Absent,
    Commands,
    Events,
    GoToRound,
    HideSummary,
    Late,
    Pick,
    Picked,
    Plan,
    Planned,
    RoundBegan,
    RoundsSettings,
    RoundsView,
    Summarise,
    Summarised,
    SummaryHidden,
    Topic,
    sentences,
)
from server.domain.rounds_seating import Seating
from server.domain.rounds_story import Story, newest, overview, story
from server.domain.routes import Routes, quality
from server.domain.startlist import verbatim
from server.domain.text import clean

NOWHERE = Item("", "")  # the topic of what belongs to none any more
OWN = Planned | RoundBegan | Summarised | SummaryHidden | Picked


class Rounds(Collecting, Activity[Commands, Events, RoundsView]):
    """Guests go from topic to topic."""

    kind = "rounds"
    presets = ("table", "result")
    levels = ("item", "theme")
    settings_type = RoundsSettings
    needs_items = True
    settings: RoundsSettings

    def __init__(self, card: Card) -> None:
        self.seating = Seating(self)
        self.at_round, self.began = 1, 0.0
        self.summaries, self.stars = Summaries(), Stars()
        self.topics_ever: dict[str, Item] = {}
        super().__init__(card)
        self.entries = Entries(self)
        self.received_changed()

    def received_changed(self) -> None:
        """Remember every topic: entries on one that was taken off the list are still shown under its text."""
        self.topics_ever.update(self.received)

    @property
    def begun(self) -> int:
        """How many rounds began."""
        return self.at_round if self.first_opened_at else 0

    # --- decide ---------------------------------------------------------------------------------------------------

    def decide(self, command: Commands, ctx: Context) -> Iterable[Events]:
        """As `Entries` decides; an entry is of the table where it was typed, and of that table's topic."""
        match command:
            case Plan() | Absent() | Late():
                return [self.seating.plan(command, self.begun)]
            case GoToRound(round=number):
                if number > self.settings.rounds:
                    raise Refused("no_round", n=self.settings.rounds)
                return [RoundBegan(number, round(ctx.now, 1))]
            case Summarise():
                return [self._summarised(command, ctx)]
            case HideSummary(table=table, round=number, reason=reason):
                if not self.summaries.has(number, table):
                    raise Refused("no_summary")
                return [SummaryHidden(table, number, reason.strip())]
            case Pick():
                return [self._pick(command, ctx)]
            case AddEntry() | AddPaper():
                return self.entries.decide(self._placed(command, ctx), self._where(command, ctx))
            case _:
                return self.entries.decide(command, ctx)

    def _placed(self, command: AddEntry | AddPaper, ctx: Context) -> AddEntry | AddPaper:
        """With table, topic and round. An earlier round's still comes in: a table may have been without a network."""
        number = command.round or self.at_round
        if number > self.at_round:
            raise Refused("no_round", n=self.at_round)
        if isinstance(command, AddPaper) and not command.table:
            if command.about not in self.received:
                raise Refused("no_topic")
            return msgspec.structs.replace(command, round=number)
        topic = self.seating.own_topic(command.table if isinstance(command, AddPaper) else ctx.who.table)
        elsewhere = isinstance(command, AddEntry) and command.about in self.received
        return msgspec.structs.replace(command, about=command.about if elsewhere else topic.id, round=number)

    def _where(self, command: AddEntry | AddPaper, ctx: Context) -> Context:
        """Who took the laptop along and sends what was typed before is of no table any more, only of its topic."""
        topic = self.seating.topic_of(ctx.who.table)
        if topic is None or command.about in ("", topic.id) or isinstance(command, AddPaper):
            return ctx
        return msgspec.structs.replace(ctx, who=msgspec.structs.replace(ctx.who, table=0))

    def _summarised(self, command: Summarise, ctx: Context) -> Summarised:
        self.seating.own_topic(ctx.who.table)
        if command.round > self.at_round:
            raise Refused("no_round", n=self.at_round)
        text = clean(command.text)
        if sentences(text) > SENTENCES:
            raise Refused("sentences", n=SENTENCES)
        return Summarised(ctx.who.table, command.round, text)

    def _pick(self, command: Pick, ctx: Context) -> Picked:
        row = self.entries.rows.get(command.entry)
        if row is None:
            raise Refused("no_entry")
        if not row.table or row.table != ctx.who.table:
            raise Refused("not_your_table")
        its = [
            key
            for key in self.stars.picked(self.entries.rows)
            if self.entries.rows[key].table == row.table and key != row.id
        ]
        if command.on and len(its) >= self.settings.insights:
            raise Refused("enough_picked", n=self.settings.insights)
        return Picked(row.id, command.on)

    # --- evolve ---------------------------------------------------------------------------------------------------

    def evolve(self, event: Events) -> None:
        """Take in what happened."""
        match event:
            case Planned(cards=cards, tables=tables, seats=seats):
                self.seating.tables, self.seating.routes = tables, Routes(cards, seats)
            case RoundBegan(round=number, at=at):
                self.at_round, self.began = number, at
            case Summarised() | SummaryHidden():
                self.summaries.take(event)
            case Picked() | EntryStarred():
                self.entries.evolve(self.stars.take(event))
            case _:
                self.entries.evolve(event)

    # --- show -----------------------------------------------------------------------------------------------------

    def view(self, audience: Audience) -> RoundsView:
        """The staff sees all that is released, and the routes; a table sees its own."""
        staff, table = audience.staff, audience.table
        released = self.entries.flow.released(audience.now)
        topic = self.seating.topic_of(table)
        deepening = self.settings.deepening
        return RoundsView(
            preset=self.preset,
            attribution=self.card.attribution,
            signing=self.card.signing,
            total=len(released),
            round=self.at_round,
            rounds=self.settings.rounds,
            began=self.began or self.first_opened_at,
            minutes=self.settings.minutes,
            moving=self.settings.moving,
            insights=self.settings.insights,
            hosts=self.settings.hosts,
            question=deepening[self.at_round - 1] if self.at_round <= len(deepening) else "",
            table=table,
            topic=topic.id if topic else "",
            topics=tuple(self._topics(released)),
            rows=released if staff else tuple(newest(released, table)),
            summaries=self.summaries.seen(audience),
            here=self.seating.here(table, self.at_round),
            going=self.seating.going(table, self.at_round),
            routes=self.seating.routes if staff else None,
            tables=self.seating.known,
            hidden=kept_back(self.entries, audience, by_table=True),
        )

    def _topics(self, rows: Sequence[Entry]) -> Iterator[Topic]:
        counts, hall = Counter(row.about for row in rows if not row.hidden), self.seating.hall()
        for item in self.received.values():
            tables = tuple(table for table in self.seating.known if hall[table] == item.id)
            yield Topic(item.id, item.text, tables, counts[item.id])

    # --- results --------------------------------------------------------------------------------------------------

    def _story(self) -> Story:
        """All that may be told in public."""
        rows = self.entries.all()
        summaries = self.summaries.public()
        return Story(
            topics=list(self.topics_ever.values()),
            rows=[row for row in rows if not row.hidden],
            summaries=summaries,
            tables={each.table: topic.id for each in summaries if (topic := self.seating.topic_of(each.table))},
            rounds=max([self.settings.rounds, *(row.round for row in rows)]),
            deepening=self.settings.deepening,
            hidden=len(rows) + len(self.summaries) - sum(not row.hidden for row in rows) - len(summaries),
            guests=[len(seats) for seats in self.seating.routes.rounds()],
            seated=quality(self.seating.routes, self.seating.hall()) if self.seating.routes.cards else None,
        )

    def results(self, words: Words) -> Sequence[Block]:
        """Topic by topic what was said, round upon round; participation; what came back at several topics."""
        return story(self._story(), words)

    def scene(self, words: Words) -> Sequence[Block]:
        """The wall shows which round it is, and which topic is at which tables."""
        deepening = self.settings.deepening
        question = deepening[self.at_round - 1] if self.at_round <= len(deepening) else ""
        return overview(
            [(each.text, each.tables) for each in self._topics(())],
            self.at_round,
            self.settings.rounds,
            question,
            words,
        )

    def quotes(self, now: float) -> Sequence[Quote]:
        """The harvest: the lines that are starred, newest last, with their topic."""
        rows = (row for row in self.entries.flow.released(now) if row.star and not row.hidden)
        return [Quote(row.text, self.topics_ever.get(row.about, NOWHERE).text, row.id) for row in rows]

    def figures(self) -> Figures:
        """The topics with entries by round, summaries and insights; entries with topic, table and round."""
        told = self._story()
        start = verbatim(self.topics_ever.values())
        return Figures(self.present, tuple(told.topic_figures()), (*start, *self.entries.figures()), facts=told.facts())

    def items(self) -> Sequence[Item]:
        """Every entry that is not hidden, from its topic, starred where it is an insight; then topics, as themes."""
        topics = {row.id: self.topics_ever.get(row.about, Item(row.about, "")) for row in self.entries.all()}
        found = [
            msgspec.structs.replace(item, origins=(topics[item.id].id, *item.origins), theme=topics[item.id].text)
            for item in self.entries.items()
        ]
        return (*found, *(msgspec.structs.replace(each, level="theme") for each in self.received.values()))

    def total(self, now: float) -> int:
        """Entries released."""
        return len(self.entries.flow.released(now))

    def fold(self, events: Sequence[Events]) -> Sequence[Events]:
        """As `Entries` folds; of each summary the last, and of picks what is picked."""
        kept = self.entries.fold([event for event in events if not isinstance(event, OWN)])
        last = {(event.round, event.table): event for event in events if isinstance(event, Summarised)}
        picks = {event.id: event for event in events if isinstance(event, Picked)}
        picked = [event for key, event in sorted(picks.items()) if event.on and key in self.entries.rows]
        return [*kept, *(event for _, event in sorted(last.items())), *picked]
