"""What came out of rounds, for desk, wall and report: each topic's story round upon round, and what links them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from server.domain.blocks import Block, Bullets, Cell, Column, Heading, Quote, Quotes, Table, Text
from server.domain.entries import Entry
from server.domain.i18n import Words
from server.domain.kernel import Item
from server.domain.routes import Quality
from server.domain.similar import Similar

WINDOW = 30  # how many of a round's newest entries a table's screen gets
LINKS = 12  # lines that came back at another topic, at most


class Summary(msgspec.Struct, frozen=True, omit_defaults=True):
    """A table's summary of a round."""

    id: str
    table: int
    round: int
    text: str
    hidden: str = ""


class Story(msgspec.Struct):
    """What may be told: no hidden row or summary; `guests` by round, as they were seated."""

    topics: Sequence[Item]
    rows: Sequence[Entry]
    summaries: Sequence[Summary]
    tables: dict[int, str]  # the topic's id of each table that summed up
    rounds: int
    deepening: Sequence[str]
    hidden: int
    guests: Sequence[int]
    seated: Quality | None

    def of(self, topic: str, number: int) -> list[Entry]:
        """A topic's entries of a round."""
        return [row for row in self.rows if row.about == topic and row.round == number]

    def summed_up(self, topic: str, number: int = 0) -> list[Summary]:
        """The summaries about a topic, of one round if given."""
        return [s for s in self.summaries if self.tables.get(s.table) == topic and number in (0, s.round)]

    def numbers(self) -> range:
        """The rounds."""
        return range(1, self.rounds + 1)

    def topic_figures(self) -> Iterator[dict[str, Any]]:
        """Each topic with n, n by round, summaries, and the ids of its insights."""
        for topic in self.topics:
            by_round = [len(self.of(topic.id, number)) for number in self.numbers()]
            yield {
                "id": topic.id,
                "text": topic.text,
                "n": sum(by_round),
                "by_round": by_round,
                "summaries": [{"table": s.table, "round": s.round, "text": s.text} for s in self.summed_up(topic.id)],
                "insights": [row.id for row in self.rows if row.about == topic.id and row.star],
            }

    def facts(self) -> dict[str, Any]:
        """Participation by round, how good the seating was, and which lines came back at another topic."""
        count = Counter(row.round for row in self.rows)
        summed = Counter(each.round for each in self.summaries)
        by_round = [
            {"round": n, "guests": self._guests(n), "entries": count[n], "summaries": summed[n]} for n in self.numbers()
        ]
        seated = msgspec.structs.asdict(self.seated) if self.seated else {}
        return {"rounds": by_round, "seating": seated, "links": [[one.id, other.id] for one, other in self.links()]}

    def _guests(self, number: int) -> int:
        return self.guests[number - 1] if number <= len(self.guests) else 0

    def links(self) -> list[tuple[Entry, Entry]]:
        """Pairs of lines of two topics that say nearly the same, the most alike first."""
        similar, rows = Similar(), {row.id: row for row in self.rows}
        for row in self.rows:
            similar.add(row.id, row.text)
        found: dict[tuple[str, str], float] = {}
        for row in self.rows:
            for match in similar.closest_to(row.id):
                if rows[match.id].about != row.about:
                    found[min(row.id, match.id), max(row.id, match.id)] = match.score
        best = sorted(found, key=lambda pair: (-found[pair], pair))[:LINKS]
        return [(rows[one], rows[other]) for one, other in best]


def story(told: Story, words: Words) -> list[Block]:
    """The results, in one language."""
    _, ngettext = words.gettext, words.ngettext
    blocks: list[Block] = []
    for topic in told.topics:
        blocks += [Heading(topic.text, 2), *_topic(told, topic.id, words)]
    blocks += _homeless(told, words)
    blocks += [Heading(_("Who took part, round by round"), 2), _participation(told, words)]
    links = [_link(told, pair) for pair in told.links()]
    blocks += [Heading(_("What came up at several topics"), 2), Bullets(tuple(links))] if links else []
    if told.seated:
        blocks.append(Text(_seated(told.seated, words), "note"))
    if told.hidden:
        n = told.hidden
        blocks.append(Text(ngettext("{n} entry hidden", "{n} entries hidden", n).format(n=n), "note"))
    return blocks


def _topic(told: Story, topic: str, words: Words) -> Iterator[Block]:
    _ = words.gettext
    insights = [row for row in told.rows if row.about == topic and row.star]
    if insights:
        yield _quotes(insights, _("Insights that the tables picked"))
    empty = True
    for number in told.numbers():
        rows, summaries = told.of(topic, number), told.summed_up(topic, number)
        question = told.deepening[number - 1] if number <= len(told.deepening) else ""
        label = _("Round {n}").format(n=number) + (f" · {question}" if question else "")
        if summaries:
            named = tuple(Quote(s.text, _("table {n}").format(n=s.table)) for s in summaries)
            yield Quotes(named, _("Round {n}: what the table says of it").format(n=number))
        if rows:
            yield _quotes(rows, label)
        empty = empty and not rows and not summaries
    if empty:
        yield Text(_("Nothing was written down."))


def _homeless(told: Story, words: Words) -> list[Block]:
    """What belongs to a topic whose carry-over was undone."""
    known = {topic.id for topic in told.topics}
    rows = [row for row in told.rows if row.about not in known]
    return [Heading(words.gettext("Other entries"), 2), _quotes(rows, "")] if rows else []


def _quotes(rows: Sequence[Entry], label: str) -> Quotes:
    return Quotes(tuple(row.quote for row in rows), label)


def _participation(told: Story, words: Words) -> Table:
    """Entries by topic and round; guests and summaries by round."""
    _ = words.gettext
    rounds = [Column(_("Round {n}").format(n=n), True) for n in told.numbers()]
    rows = [
        (Cell(topic.text), *(Cell(number=len(told.of(topic.id, n))) for n in told.numbers()), _sum(told, topic.id))
        for topic in told.topics
    ]
    facts = told.facts()["rounds"]
    for label, key in ((_("Summaries"), "summaries"), (_("Guests seated"), "guests")):
        counted = [each[key] for each in facts]
        total = Cell(number=sum(counted)) if key == "summaries" else Cell()
        rows += [(Cell(label), *(Cell(number=n) for n in counted), total)] if any(counted) else []
    return Table((Column(_("Entries by topic")), *rounds, Column(_("In all"), True)), tuple(rows))


def _sum(told: Story, topic: str) -> Cell:
    return Cell(number=sum(len(told.of(topic, number)) for number in told.numbers()))


def _link(told: Story, pair: tuple[Entry, Entry]) -> str:
    titles = {topic.id: topic.text for topic in told.topics}
    return " ↔ ".join(f"“{row.text}” ({titles.get(row.about, '–')})" for row in pair)


def _seated(seated: Quality, words: Words) -> str:
    _ = words.gettext
    return _(
        "{guests} guests changed tables by a plan: {smallest} to {largest} at a table; {topics} met a topic twice; "
        "{pairs} pairs met twice."
    ).format(
        guests=seated.guests,
        smallest=seated.smallest,
        largest=seated.largest,
        topics=seated.topics_again,
        pairs=seated.pairs_again,
    )


def newest(rows: Sequence[Entry], table: int) -> list[Entry]:
    """The newest entries of a table, round by round, oldest first."""
    seen: Counter[int] = Counter()
    found: list[Entry] = []
    for row in reversed(rows):
        if row.table == table and not row.hidden and seen[row.round] < WINDOW:
            seen[row.round] += 1
            found.append(row)
    return found[::-1]


def overview(
    topics: Sequence[tuple[str, Sequence[int]]], number: int, rounds: int, question: str, words: Words
) -> list[Block]:
    """What the wall shows in a round: which it is, its question, and where each topic is."""
    _, ngettext = words.gettext, words.ngettext
    told: list[Block] = [Heading(_("Round {n} of {all}").format(n=number, all=rounds))]
    told += [Text(question)] if question else []

    def where(tables: Sequence[int]) -> str:
        numbers = ", ".join(map(str, tables))
        return ngettext("table {numbers}", "tables {numbers}", len(tables)).format(numbers=numbers) if tables else ""

    return [*told, Quotes(tuple(Quote(text, where(tables)) for text, tables in topics))]
