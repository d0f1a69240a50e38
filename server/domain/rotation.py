"""Who sits where in which round: guests go from table to table, each table keeps its topic.

In this order of importance: nobody meets a topic again before every other one was met (as far as rounds are left);
tables of one round differ by at most one guest where that allows it; as few pairs as possible meet twice.

The first two are solved exactly. Which topics a guest gets is a matching with bounds on the topics' loads (augmenting
paths; Ford and Fulkerson 1956). In which rounds follows from colouring the edges guest–chair with one colour a round
(König 1916): a topic's chairs are filled the same in every round, the last one at most once. Pairs are then improved
by swaps within a round that break neither, chosen as in tabu search for the social golfer problem (Dotú and Van
Hentenryck 2005). The same question gives the same answer: chance comes from a counter, and effort is counted in
steps, not in seconds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

from server.domain.seating_swaps import improve

Seats: TypeAlias = Mapping[int, int]  # card number → table number, in one round
Topics: TypeAlias = Mapping[int, str]  # table number → its topic


def rotate(topics: Topics, cards: Iterable[int], rounds: int, played: Sequence[Seats] = ()) -> tuple[Seats, ...]:
    """Seats for so many coming rounds, each card at one table in each; `played`: what went before, by whoever sat."""
    guests = sorted(set(cards))
    if not guests or not topics or rounds < 1:
        return tuple({} for _ in range(rounds))
    visits = {card: Counter(topics[s[card]] for s in played if s.get(card) in topics) for card in guests}
    chosen = _topics_for(visits, topics, rounds)
    coming = _in_rounds(chosen, topics, rounds)
    return tuple(improve(coming, topics, played))


def filled(topics: Topics, seats: Seats, cards: Iterable[int], played: Sequence[Seats] = ()) -> dict[int, int]:
    """These seats, and the cards that had none at the smallest tables, best where topic and guests are new to them."""
    found = {card: table for card, table in seats.items() if table in topics}
    sizes = Counter(found.values())
    for card in sorted(set(cards) - found.keys()):
        seen = Counter(topics[s[card]] for s in played if s.get(card) in topics)
        met = Counter(other for s in played if card in s for other, at in s.items() if at == s[card])
        again = Counter[int]()
        for other, at in found.items():
            again[at] += met[other]
        table = min(topics, key=lambda each: (sizes[each], seen[topics[each]], again[each], each))
        found[card] = table
        sizes[table] += 1
    return found


# --- how good it is -----------------------------------------------------------------------------------------------


def sizes(seats: Seats, topics: Topics) -> tuple[int, int]:
    """How many guests the smallest and the largest table have in a round."""
    counted = Counter(seats.values())
    found = [counted[table] for table in topics]
    return (min(found), max(found)) if found else (0, 0)


def repeated_topics(rounds: Sequence[Seats], topics: Topics) -> int:
    """How many guests meet a topic more than once."""
    met: defaultdict[int, list[str]] = defaultdict(list)
    for seats in rounds:
        for card, table in seats.items():
            met[card].append(topics.get(table, ""))
    return sum(len(set(each)) < len(each) for each in met.values())


def repeated_pairs(rounds: Sequence[Seats]) -> int:
    """How many pairs of guests sit at one table more than once."""
    return sum(n > 1 for n in Counter(pair for seats in rounds for pair in _pairs(seats)).values())


def _pairs(seats: Seats) -> Iterator[tuple[int, int]]:
    by_table: defaultdict[int, list[int]] = defaultdict(list)
    for card, table in sorted(seats.items()):
        by_table[table].append(card)
    for cards in by_table.values():
        yield from combinations(cards, 2)


# --- which topics -------------------------------------------------------------------------------------------------


def _topics_for(visits: Mapping[int, Counter[str]], topics: Topics, rounds: int) -> dict[int, list[str]]:
    """The topics that each guest still gets, with loads that let all tables be nearly equal."""
    tables = Counter(topics.values())
    least, extra = divmod(len(visits), len(topics))
    wanted = _Choice(tables)
    for card, seen in visits.items():
        wanted.add(card, seen, rounds)
    for most in (least * rounds, (least + bool(extra)) * rounds):  # first the least that each must have, then the most
        wanted.match({topic: most * n for topic, n in tables.items()})
    while not wanted.complete:
        most += 1
        wanted.match({topic: most * n for topic, n in tables.items()})
    return wanted.chosen


class _Choice:
    """A matching of guests with topics: every guest a number of them, every topic at most so many guests."""

    def __init__(self, topics: Iterable[str]) -> None:
        self._topics = list(topics)
        self.chosen: dict[int, list[str]] = {}
        self._open: dict[int, set[str]] = {}  # the topics among which a guest has some still to be chosen
        self._left: dict[int, int] = {}
        self._load: Counter[str] = Counter()
        self._by_topic: dict[str, dict[int, None]] = {topic: {} for topic in self._topics}

    def add(self, card: int, seen: Counter[str], rounds: int) -> None:
        """A guest for so many rounds. What was met least comes first; there is a choice only among equals."""
        chosen: list[str] = []
        level = min(seen[topic] for topic in self._topics)
        while True:
            fresh = [topic for topic in self._topics if seen[topic] <= level]
            if len(chosen) + len(fresh) > rounds:
                break
            chosen += fresh
            level += 1
        self.chosen[card] = chosen
        self._load.update(chosen)
        self._open[card] = set(fresh)
        self._left[card] = rounds - len(chosen)

    @property
    def complete(self) -> bool:
        """Whether every guest has a topic for every round."""
        return not any(self._left.values())

    def match(self, most: Mapping[str, int]) -> None:
        """Choose as much as these bounds allow; what a topic has it keeps."""
        for card in self._left:
            while self._left[card] and self._augment(card, most):
                self._left[card] -= 1

    def _augment(self, card: int, most: Mapping[str, int]) -> bool:
        """Give a guest one topic more, whatever others must change for it: the shortest path to a topic with room."""
        came: dict[str, tuple[int, str]] = {}  # topic → the guest who would take it, and the topic given up for it
        at: list[tuple[int, str]] = [(card, "")]
        for guest, given_up in at:
            for topic in self._topics:
                if topic in came or topic not in self._open[guest] or guest in self._by_topic[topic]:
                    continue
                came[topic] = (guest, given_up)
                if self._load[topic] < most[topic]:
                    self._turn(topic, came)
                    return True
                at += [(other, topic) for other in self._by_topic[topic]]
        return False

    def _turn(self, topic: str, came: Mapping[str, tuple[int, str]]) -> None:
        self._load[topic] += 1
        while topic:
            guest, given_up = came[topic]
            self._by_topic[topic][guest] = None
            self.chosen[guest].append(topic)
            if given_up:
                self.chosen[guest].remove(given_up)
                del self._by_topic[given_up][guest]
            topic = given_up


# --- in which rounds ----------------------------------------------------------------------------------------------


def _in_rounds(chosen: Mapping[int, list[str]], topics: Topics, rounds: int) -> list[dict[int, int]]:
    """A guest's topics one a round, and a topic's guests spread over the rounds and over its tables."""
    coloured = _Coloured(rounds)
    taken: Counter[str] = Counter()
    for card, its in chosen.items():
        for topic in its:
            coloured.add(card, (topic, taken[topic] // rounds))  # a chair is sat on once a round
            taken[topic] += 1
    tables: defaultdict[str, list[int]] = defaultdict(list)
    for table, topic in sorted(topics.items()):
        tables[topic].append(table)
    return [
        {card: tables[topic][chair % len(tables[topic])] for card, (topic, chair) in seats.items()}
        for seats in coloured.rounds
    ]


Chair: TypeAlias = tuple[str, int]  # of a topic, the how manieth


class _Coloured:
    """The edges guest–chair, each in a round in which neither has another."""

    def __init__(self, rounds: int) -> None:
        self.rounds: list[dict[int, Chair]] = [{} for _ in range(rounds)]
        self._sits: list[dict[Chair, int]] = [{} for _ in range(rounds)]

    def add(self, card: int, chair: Chair) -> None:
        """Put one edge in; where guest and chair are free in different rounds, swap along the path between these."""
        free = next(k for k, seats in enumerate(self.rounds) if card not in seats)
        other = next(k for k, sits in enumerate(self._sits) if chair not in sits)
        if free != other:
            self._swap(chair, free, other)
        self._put(free, card, chair)

    def _swap(self, chair: Chair, one: int, two: int) -> None:
        """Make the chair free in round `one`: along the path of edges in these two rounds each goes to the other."""
        path: list[tuple[int, Chair, int]] = []
        at: Chair | None = chair
        while at is not None and at in self._sits[one]:
            card = self._sits[one][at]
            path.append((card, at, one))
            at = self.rounds[two].get(card)
            if at is not None:
                path.append((card, at, two))
        for card, on, k in path:
            del self.rounds[k][card], self._sits[k][on]
        for card, on, k in path:
            self._put(two if k == one else one, card, on)

    def _put(self, k: int, card: int, chair: Chair) -> None:
        self.rounds[k][card] = chair
        self._sits[k][chair] = card
