"""The steps of a script for more people than laptops: ideas of weeks before by the hundred, and everybody votes."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from server.domain.activities.shortlist import Nominate
from server.domain.activities.vote import Sample
from server.domain.ballots import CastBallot, TakeLot
from server.domain.entries import AddEntry, AddPaper
from server.domain.sorting import AddTheme, PlaceItem
from server.domain.tally.sampling import Lots
from server.protocol.messages import Say
from spilter_tui.demo.hall import Hall
from spilter_tui.demo.seat import Seat
from spilter_tui.demo.step import Step

AT_ONCE = 50  # commands under way at the same time
PAPER = 100  # lines in a frame: it is bounded


class Share(Step, frozen=True, tag="share"):
    """At every laptop sit so many people."""

    by_room = True
    persons: int

    async def play(self, hall: Hall) -> None:
        """Say so at each."""
        for seat in hall.seats.values():
            seat.link.say(Say(persons=self.persons))
        await hall.desk.sees("hall", lambda view: view.persons == self.persons * len(hall.seats))


class Import(Step, frozen=True, tag="import"):
    """The facilitator takes in what was sent weeks before: every line of every street in each of the settings."""

    activity: str
    lines: dict[str, tuple[str, ...]]
    settings: tuple[str, ...]
    source: str

    async def play(self, hall: Hall) -> None:
        """Take it in, street by street."""
        view = await hall.desk.sees(self.activity, lambda view: view.topics)
        for topic in view.topics:
            texts = [f"{line}, {setting}" for line in self.lines[topic.text] for setting in self.settings]
            for at in range(0, len(texts), PAPER):
                paper = AddPaper(tuple(texts[at : at + PAPER]), self.source, topic.id)
                await hall.do(hall.desk, self.activity, paper)


class Add(Step, frozen=True, tag="add"):
    """Every laptop sends one idea more of its own street: one of the street's lines, in its own words."""

    by_room = True
    activity: str
    lines: dict[str, tuple[str, ...]]
    words: tuple[str, ...]

    async def play(self, hall: Hall) -> None:
        """Type, all at the same time."""
        await asyncio.gather(*(self._type(hall, number, seat) for number, seat in hall.seats.items()))

    async def _type(self, hall: Hall, number: int, seat: Seat) -> None:
        await hall.begun(seat, self.activity)
        view = await seat.sees(self.activity, lambda view: view.topics)
        topic = view.topics[number % len(view.topics)]
        lines, slot = self.lines[topic.text], f"{self.activity}/entry"
        turn = number // len(view.topics)
        text = f"{lines[turn % len(lines)]}, {self.words[turn % len(self.words)]}"
        await hall.write(seat, slot, text)
        made = await hall.do(seat, self.activity, AddEntry(text, about=topic.id), slot)
        hall.entries += bool(made)
        await hall.ready(seat)


class SortAll(Step, frozen=True, tag="sort_all"):
    """The facilitator puts every item into the theme of the line it begins with."""

    activity: str
    lines: dict[str, tuple[str, ...]]

    async def play(self, hall: Hall) -> None:
        """Make a theme of each line, and put everything in its place."""
        themes = {
            line: await hall.do(hall.desk, self.activity, AddTheme(line))
            for lines in self.lines.values()
            for line in lines
        }
        view = await hall.desk.sees(self.activity, lambda view: len(view.themes) == len(themes))
        placing = [PlaceItem(row.id, (themes[row.text.rpartition(", ")[0]],)) for row in view.rows if not row.themes]
        for at in range(0, len(placing), AT_ONCE):
            await asyncio.gather(*(hall.do(hall.desk, self.activity, each) for each in placing[at : at + AT_ONCE]))


class CastAll(Step, frozen=True, tag="cast_all"):
    """Everybody votes, one after the other at each laptop: more for some items than for others, and never all alike."""

    by_room = True
    activity: str
    persons: int

    async def play(self, hall: Hall) -> None:
        """Vote, at all laptops at the same time."""
        await asyncio.gather(*(self._vote(hall, number, seat) for number, seat in hall.seats.items()))

    async def _vote(self, hall: Hall, number: int, seat: Seat) -> None:
        await hall.begun(seat, self.activity)
        for person in range(self.persons):
            view = await seat.sees(self.activity, bool)
            keys = await self._keys(hall, seat, view, person)
            values = dict(_judged(keys, _texts(view), view, number * self.persons + person))
            await hall.think(2, 10)
            await hall.do(seat, self.activity, CastBallot("", values, person=person, round=view.round))
        await hall.ready(seat)

    async def _keys(self, hall: Hall, seat: Seat, view: Any, person: int) -> Sequence[str]:
        """What this person judges: all of it, or the lot that the server gives."""
        if getattr(view, "sample", None) is None:
            return list(_texts(view))
        lot = int(await hall.do(seat, self.activity, TakeLot("", person, view.round)))
        sample = (await seat.sees(self.activity, lambda view: view.sample.among)).sample
        return _lots(sample)[lot]


@lru_cache(maxsize=1)
def _lots(sample: Sample) -> Lots:
    """The lots of a vote, made once for all who are played here."""
    return Lots(sample.among, sample.size, sample.seed)


def _texts(view: Any) -> dict[str, str]:
    return {each.id: each.text for each in getattr(view, "paragraphs", ()) or view.items}


def _judged(keys: Sequence[str], texts: Mapping[str, str], view: Any, voter: int) -> Iterator[tuple[str, int]]:
    """A value for each: about the same from everybody, by what the text says, and a step more or less by who it is.

    One in ten is what a third are all for and the others are not.
    """
    rules = getattr(view, "rules", None)
    low, high = (rules.low, rules.high) if rules else (1, 3)
    for key in keys:
        said, mood = sum(map(ord, texts[key])), voter + len(texts[key])
        usual = low + said % (high - low + 1)
        loved = said % 10 == 0 and mood % 3 == 0
        yield key, high if loved else min(max(usual + mood % 3 - 1, low), high)


class NominateBest(Step, frozen=True, tag="nominate_best"):
    """Every table nominates one item: the first table the best, the second the one after it, and so on."""

    by_room = True
    activity: str

    async def play(self, hall: Hall) -> None:
        """Nominate, table after table."""
        first = {hall.people[number].table: seat for number, seat in reversed(hall.seats.items())}
        for table, seat in sorted(first.items()):
            await hall.begun(seat, self.activity)
            view = await seat.sees(self.activity, lambda view: view.rows)
            await hall.do(seat, self.activity, Nominate(view.rows[table - 1].id))
