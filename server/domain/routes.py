"""The guests' routes through the rounds, as they are kept: who was seated where, and who sits where next.

A guest is a card number, printed on the badge; nothing here knows who carries it, or which laptop stands there.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from server.domain.rotation import Seats, filled, repeated_pairs, repeated_topics, rotate, sizes


class Routes(msgspec.Struct, frozen=True):
    """`seats`: for each round the table of each of the `cards`, in their order; 0 where a guest is not there."""

    cards: tuple[int, ...] = ()
    seats: tuple[tuple[int, ...], ...] = ()

    def round(self, number: int) -> dict[int, int]:
        """Who sits where in a round, counted from 1; nobody in a round that there is not."""
        if not 1 <= number <= len(self.seats):
            return {}
        return {card: table for card, table in zip(self.cards, self.seats[number - 1], strict=False) if table}

    def rounds(self) -> list[dict[int, int]]:
        """All rounds."""
        return [self.round(number) for number in range(1, len(self.seats) + 1)]

    def of(self, card: int) -> tuple[int, ...]:
        """A guest's tables, a round after the other."""
        return tuple(seats.get(card, 0) for seats in self.rounds())

    def expected(self, after: int) -> frozenset[int]:
        """Who sits anywhere after so many rounds."""
        return frozenset(card for seats in self.rounds()[after:] for card in seats)


def topic_at(table: int, given: Sequence[int], topics: Sequence[str]) -> str:
    """A table's topic: the one that is given for it (1: the first), else the topics in turn; needs a topic."""
    return topics[((given[table - 1] if table <= len(given) else table) - 1) % len(topics)]


def routes_of(rounds: Sequence[Seats]) -> Routes:
    """Routes from the seats of each round."""
    cards = tuple(sorted({card for seats in rounds for card in seats}))
    return Routes(cards, tuple(tuple(seats.get(card, 0) for card in cards) for seats in rounds))


def planned(topics: Mapping[int, str], cards: Iterable[int], rounds: int, starts: Seats) -> Routes:
    """Routes for who is here, before anything began; some may have chosen where they start."""
    here = set(cards)
    if not starts:
        return routes_of(rotate(topics, here, rounds))
    first = filled(topics, {card: table for card, table in starts.items() if card in here}, here)
    return routes_of([first, *rotate(topics, here, rounds - 1, [first])])


def replanned(routes: Routes, topics: Mapping[int, str], here: Iterable[int], rounds: int, begun: int) -> Routes:
    """Other seats for the rounds to come, for who is here now; `begun` rounds stay as they are.

    Who has no seat in the round that runs gets one at a small table; nobody who sits there is moved. Who has a route
    keeps it where that is as good as new seats for all: it stands on the badge.
    """
    present = set(here)
    played: list[Seats] = [routes.round(number) for number in range(1, begun + 1)]
    if played:
        late = present - played[-1].keys()
        placed = filled(topics, played[-1], late, played[:-1])
        played[-1] = {**played[-1], **{card: placed[card] for card in late}}
    anew = routes_of([*played, *rotate(topics, present, rounds - begun, played)])
    kept = _kept(routes, topics, present, rounds, played)
    return kept if routes.seats and _cost(kept, topics, begun) <= _cost(anew, topics, begun) else anew


def _kept(routes: Routes, topics: Mapping[int, str], here: set[int], rounds: int, played: Sequence[Seats]) -> Routes:
    """The routes as they are, without who is not here, and with a place in every round for who is new."""
    found = [*played]
    for number in range(len(played) + 1, rounds + 1):
        seats = {card: table for card, table in routes.round(number).items() if card in here}
        found.append(filled(topics, seats, here, found))
    return routes_of(found)


def _cost(routes: Routes, topics: Mapping[int, str], after: int) -> tuple[int, int, int]:
    """What is better less, the most important first: topics met again, how far tables differ, pairs met again."""
    found = quality(routes, topics, after)
    return found.topics_again, found.largest - found.smallest, found.pairs_again


class Quality(msgspec.Struct, frozen=True):
    """How good routes are: guests, the smallest and largest table, topics and pairs met again."""

    guests: int
    smallest: int
    largest: int
    topics_again: int
    pairs_again: int


def quality(routes: Routes, topics: Mapping[int, str], after: int = 0) -> Quality:
    """How good they are; table sizes and guests of the rounds after so many, meetings of all rounds."""
    rounds = routes.rounds()
    found = [sizes(seats, topics) for seats in rounds[after:] or rounds[-1:]] or [(0, 0)]
    return Quality(
        guests=max((len(seats) for seats in rounds[after:] or rounds[-1:]), default=0),
        smallest=min(least for least, _ in found),
        largest=max(most for _, most in found),
        topics_again=repeated_topics(rounds, topics),
        pairs_again=repeated_pairs(rounds),
    )
