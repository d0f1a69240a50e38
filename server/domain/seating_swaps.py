"""Fewer repeated meetings: guests of one round swap tables, while topics and table sizes stay as good as they were.

The cost is n·(n-1)/2 for each pair that meets n times. `_cost[k][g][t]` holds how often guest g meets those who sit at
table t in round k, over all rounds: what a swap saves then follows from six numbers.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

TRIES = 150_000  # swaps looked at before it is good enough
REST = 7  # steps in which who was moved stays


def improve(
    coming: Sequence[Mapping[int, int]], topics: Mapping[int, str], played: Sequence[Mapping[int, int]]
) -> list[dict[int, int]]:
    """The coming rounds with fewer pairs that meet again; what was played counts and stays."""
    return _Search(coming, topics, played).run()


class _Search:
    def __init__(
        self, coming: Sequence[Mapping[int, int]], topics: Mapping[int, str], played: Sequence[Mapping[int, int]]
    ) -> None:
        self.cards = sorted(coming[0])
        place = {card: at for at, card in enumerate(self.cards)}
        self.tables = sorted(topics)
        at_table = {table: at for at, table in enumerate(self.tables)}
        names = sorted(set(topics.values()))
        self.topic = [names.index(topics[table]) for table in self.tables]
        self.at = [[at_table[seats[card]] for card in self.cards] for seats in coming]
        n = len(self.cards)
        self.met = [[0] * n for _ in range(n)]
        self.visits = [[0] * len(names) for _ in range(n)]
        for seats in played:
            self._count({place[c]: at_table[t] for c, t in seats.items() if c in place and t in at_table})
            self._meet({place[c]: t for c, t in seats.items() if c in place})
        for row in self.at:
            self._count(dict(enumerate(row)))
            self._meet(dict(enumerate(row)))
        self.cost = [self._costs(row) for row in self.at]
        self._seed = 1

    def _count(self, seats: Mapping[int, int]) -> None:
        for guest, table in seats.items():
            self.visits[guest][self.topic[table]] += 1

    def _meet(self, seats: Mapping[int, int]) -> None:
        for one, table in seats.items():
            for other, there in seats.items():
                if table == there and one != other:
                    self.met[one][other] += 1

    def _costs(self, row: Sequence[int]) -> list[list[int]]:
        found = [[0] * len(self.tables) for _ in self.cards]
        for guest, met in enumerate(self.met):
            for other, table in enumerate(row):
                found[guest][table] += met[other]
        return found

    def _chance(self, below: int) -> int:
        """A number below this: Lehmer's generator with the constants of Park and Miller (1988)."""
        self._seed = self._seed * 48271 % 2147483647
        return self._seed % below

    # --- the search -----------------------------------------------------------------------------------------------

    def run(self) -> list[dict[int, int]]:
        """Swap while that helps, and past what doesn't; the best that was seen."""
        now = best = self._total()
        kept = [[*row] for row in self.at]
        rest: Counter[tuple[int, int]] = Counter()
        tried, step = 0, 0
        while now and tried < TRIES:
            step += 1
            again = self._again()
            if not again:
                break
            k, guest = again[self._chance(len(again))]
            delta, other = self._best(k, guest, rest, step, best - now)
            tried += len(self.cards)
            if other < 0:
                continue
            self._swap(k, guest, other)
            rest[k, guest] = rest[k, other] = step + REST + self._chance(REST)
            now += delta
            if now < best:
                best, kept = now, [[*row] for row in self.at]
        return [dict(zip(self.cards, (self.tables[t] for t in row), strict=True)) for row in kept]

    def _total(self) -> int:
        return sum(n * (n - 1) // 2 for met in self.met for n in met) // 2

    def _again(self) -> list[tuple[int, int]]:
        """Who sits, in which round, with somebody whom he or she meets in another round too."""
        found = []
        for k, row in enumerate(self.at):
            sizes = Counter(row)
            found += [(k, guest) for guest, table in enumerate(row) if self.cost[k][guest][table] >= sizes[table]]
        return found

    def _best(self, k: int, guest: int, rest: Mapping[tuple[int, int], int], step: int, wanted: int) -> tuple[int, int]:
        """The swap that costs least, and what it costs; with somebody who rests only where it beats the best so far."""
        row, cost, topic = self.at[k], self.cost[k], self.topic
        here, sizes, met, visits = row[guest], Counter(row), self.met[guest], self.visits
        own = sizes[here] - 1 - cost[guest][here]
        tired = rest.get((k, guest), 0) > step
        least, found = 1 << 30, -1
        for other, there in enumerate(row):
            if there == here:
                continue
            delta = (
                own + cost[guest][there] + cost[other][here] - cost[other][there] + sizes[there] - 1 - 2 * met[other]
            )
            if delta >= least or ((tired or rest.get((k, other), 0) > step) and delta >= wanted):
                continue
            if self._keeps_topics(visits[guest], visits[other], topic[here], topic[there]):
                least, found = delta, other
        return least, found

    @staticmethod
    def _keeps_topics(one: Sequence[int], other: Sequence[int], its: int, others: int) -> bool:
        """Whether topics are met again no more often when these two swap them."""
        return its == others or one[others] - one[its] + other[its] - other[others] + 2 <= 0

    def _swap(self, k: int, one: int, two: int) -> None:
        here, there = self.at[k][one], self.at[k][two]
        for guest, left, to in ((one, here, there), (two, there, here)):
            others = [each for each, table in enumerate(self.at[k]) if table == left and each not in (one, two)]
            self._change(guest, others, -1)
            others = [each for each, table in enumerate(self.at[k]) if table == to and each not in (one, two)]
            self._change(guest, others, 1)
            self.visits[guest][self.topic[left]] -= 1
            self.visits[guest][self.topic[to]] += 1
        for guest, left, to in ((one, here, there), (two, there, here)):
            self.at[k][guest] = to
            for each, met in enumerate(self.met[guest]):
                self.cost[k][each][left] -= met
                self.cost[k][each][to] += met

    def _change(self, guest: int, others: Sequence[int], by: int) -> None:
        """The guest meets these once more, or once less."""
        for other in others:
            self.met[guest][other] += by
            self.met[other][guest] += by
            for k, row in enumerate(self.at):
                self.cost[k][guest][row[other]] += by
                self.cost[k][other][row[guest]] += by
