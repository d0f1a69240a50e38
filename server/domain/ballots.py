"""Ballots: judgements that people cast, for every kind that collects them.

A laptop derives a voter key for one vote, one round and one of the persons at it, and sends it with the whole ballot
each time; the file holds only its hash, and the latest ballot counts. `fold` takes even the hash away when the vote is
sealed: what is left is one anonymous ballot for each, in an order that says nothing. What is cast after that belongs to
the next round.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Annotated, TypeVar

import msgspec

from server.domain.figures import Count
from server.domain.kernel import WHILE_OPEN, Command, Event, Phase, Role
from server.domain.tally.cells import visible_groups
from server.domain.tally.sampling import Lots

Id = Annotated[str, msgspec.Meta(max_length=80)]
Key = Annotated[str, msgspec.Meta(min_length=16, max_length=64)]
Value = Annotated[int, msgspec.Meta(ge=-1_000_000_000, le=1_000_000_000)]
Number = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
AFTER_DRAFT = frozenset({Phase.OPEN, Phase.PAUSED, Phase.CLOSED})


class CastBallot(Command, frozen=True, tag="ballot.cast"):
    """Send a whole ballot: values by item, and the items on which I abstain. The latest of a voter counts.

    `voter` is the key that the laptop derives for this vote, `round` and `person`: which of those who share it, from 0.
    `team`: the voter's own, from 1 in the order of the setting `teams`; 0 is none.
    """

    by = frozenset({Role.PARTICIPANT})
    when = WHILE_OPEN
    voter: Key
    values: Annotated[dict[Id, Value], msgspec.Meta(max_length=2000)]
    abstained: Annotated[tuple[Id, ...], msgspec.Meta(max_length=2000)] = ()
    person: Annotated[int, msgspec.Meta(ge=0, le=98)] = 0
    round: int = 1
    team: Annotated[int, msgspec.Meta(ge=0, le=999)] = 0


class CountHands(Command, frozen=True, tag="ballot.hands"):
    """The facilitator adds raised hands or paper ballots of so many persons: item → value → how many gave it.

    `file`: of ballots that were read from a file, what tells it from another; a round takes it once.
    """

    when = AFTER_DRAFT
    persons: Annotated[int, msgspec.Meta(ge=1, le=100_000)]
    counts: Annotated[dict[Id, dict[Value, Number]], msgspec.Meta(max_length=2000)]
    abstained: Annotated[dict[Id, Number], msgspec.Meta(max_length=2000)] = {}
    source: Annotated[str, msgspec.Meta(max_length=80)] = ""
    file: Annotated[str, msgspec.Meta(max_length=64)] = ""


class TakeLot(Command, frozen=True, tag="ballot.lot"):
    """Ask which items of a long list this person is to judge: the acknowledgement names the lot's number.

    The same voter gets the same lot. `voter`, `round`, `person`: as in `CastBallot`.
    """

    by = frozenset({Role.PARTICIPANT})
    when = WHILE_OPEN
    voter: Key
    person: Annotated[int, msgspec.Meta(ge=0, le=98)] = 0
    round: int = 1


class VoteAgain(Command, frozen=True, tag="ballot.again"):
    """Make what is cast from now on a new round, beside the one that was closed."""

    when = frozenset({Phase.CLOSED})


class BallotCast(Event, frozen=True, tag="ballot.was_cast", omit_defaults=True):
    """A ballot came in. `voter` is the hash of the voter key, and empty once sealed; `name` only in a named vote.

    `devices`: in the first of a sealed round, from how many laptops they all came. `team`: the number of the voter's
    team or table, 0 where there is none; once sealed only of a team that is large enough.
    """

    values: dict[str, int]
    abstained: tuple[str, ...] = ()
    round: int = 1
    voter: str = ""
    person: int = 0
    name: str = ""
    devices: int = 0
    team: int = 0


class HandsCounted(Event, frozen=True, tag="ballot.hands_counted", omit_defaults=True):
    """Raised hands or paper ballots were added to a round."""

    persons: int
    counts: dict[str, dict[int, int]]
    abstained: dict[str, int] = {}
    source: str = ""
    round: int = 1
    file: str = ""


class LotTaken(Event, frozen=True, tag="ballot.lot_taken", omit_defaults=True):
    """A voter (a hash) has the lot of this number; nothing of it is left once sealed.

    In the first of a round: the items that the lots are drawn from, and what their order depends on. As that goes too,
    no ballot tells by its items how early its lot was drawn.
    """

    id: str
    voter: str
    round: int = 1
    among: tuple[str, ...] = ()
    seed: str = ""


class RoundStarted(Event, frozen=True, tag="ballot.round"):
    """What is cast from now on belongs to this round."""

    round: int


Commands = CastBallot | CountHands | TakeLot | VoteAgain
Events = BallotCast | HandsCounted | LotTaken | RoundStarted


class Round:
    """The ballots of one round. `version` grows with each change."""

    def __init__(self) -> None:
        self.cast: dict[str, BallotCast] = {}  # by voter; by a number once sealed
        self.hands: list[HandsCounted] = []
        self.version = 0
        self._sealed_devices = 0
        self._persons: Counter[int] = Counter()  # ballots by which of those at a laptop cast them

    def take(self, event: BallotCast | HandsCounted) -> None:
        """Take in a ballot or a count of hands."""
        self.version += 1
        match event:
            case BallotCast(voter=""):
                self.cast[str(len(self.cast))] = event
                self._sealed_devices += event.devices
            case BallotCast():
                before = self.cast.get(event.voter)
                self._persons[event.person] += 1
                if before is not None:
                    self._persons[before.person] -= 1
                self.cast[event.voter] = event
            case HandsCounted():
                self.hands.append(event)

    @property
    def ballots(self) -> tuple[BallotCast, ...]:
        """One ballot for each who voted."""
        return tuple(self.cast.values())

    @property
    def by_hand(self) -> int:
        """How many persons were counted by hand or on paper."""
        return sum(each.persons for each in self.hands)

    @property
    def devices(self) -> int:
        """From how many laptops the ballots came: each has at most one first person, one second, and so on."""
        return self._sealed_devices + max(self._persons.values(), default=0)

    @property
    def count(self) -> Count:
        """Persons, laptops, and how many judgements were abstentions."""
        by_ballot = sum(len(ballot.abstained) for ballot in self.cast.values())
        by_hand = sum(sum(each.abstained.values()) for each in self.hands)
        return Count(len(self.cast) + self.by_hand, self.devices, by_ballot + by_hand)


class Draw:
    """The lots of one round: which voter has which, and what they are drawn from."""

    def __init__(self) -> None:
        self.taken: dict[str, int] = {}  # by voter
        self.among: tuple[str, ...] = ()
        self.seed = ""
        self._lots = Lots((), 0, "")
        self._size = 0

    def take(self, event: LotTaken) -> None:
        """Take in that a lot was taken."""
        self.among, self.seed = self.among or event.among, self.seed or event.seed
        self.taken.setdefault(event.voter, int(event.id))

    def lot_of(self, voter: str, size: int) -> tuple[str, ...]:
        """The items of a voter's lot of so many; none for who has none."""
        if voter not in self.taken:
            return ()
        if size != self._size:
            self._lots, self._size = Lots(self.among, size, self.seed), size
        return self._lots[self.taken[voter]]


class Rounds:
    """All rounds of one vote; `current` is the number of the round that ballots go to."""

    def __init__(self) -> None:
        self.current = 1
        self._draws: dict[int, Draw] = {}
        self._rounds: dict[int, Round] = {}

    def __getitem__(self, number: int) -> Round:
        """The round of that number; an empty one where nobody voted."""
        return self._rounds.get(number) or Round()

    def draw(self, number: int) -> Draw:
        """The lots of that round."""
        return self._draws.get(number) or Draw()

    def filled(self) -> tuple[int, ...]:
        """The numbers of the rounds that somebody voted in, first to last."""
        return tuple(sorted(self._rounds))

    def on_show(self, *, closed: bool) -> int:
        """The round on show: the one that is voted in or, when closed, the last that was."""
        filled = self.filled()
        return filled[-1] if closed and filled else self.current

    def finished(self, *, closed: bool) -> list[int]:
        """The rounds that are over, first to last."""
        return [number for number in self.filled() if closed or number < self.current]

    def evolve(self, event: Events) -> None:
        """Take in what happened."""
        self.current = max(self.current, event.round)
        if isinstance(event, LotTaken):
            self._draws.setdefault(event.round, Draw()).take(event)
        elif not isinstance(event, RoundStarted):
            self._rounds.setdefault(event.round, Round()).take(event)

    def seal_up(self) -> None:
        """Start the next round, unless nobody voted in this one."""
        if self.current in self._rounds:
            self.current += 1


def fold(events: Sequence[Events], *, teams: bool) -> list[Events]:
    """Participants' events as they may stay: each voter's latest ballot without its key, ordered by what it says.

    `teams`: whether a team stays with its ballots, where the team may be shown.
    """
    rounds = Rounds()
    for event in events:
        rounds.evolve(event)
    folded: list[Events] = []
    for number in rounds.filled():
        cast = rounds[number].ballots
        said = sorted(
            (sorted(each.values.items()), each.abstained, team)
            for team, ballots in (by_team(cast) if teams else {0: cast}).items()
            for each in ballots
        )
        bare = [BallotCast(dict(values), abstained, number, team=team) for values, abstained, team in said]
        folded += [msgspec.structs.replace(first, devices=rounds[number].devices) for first in bare[:1]] + bare[1:]
    return folded


def by_team(ballots: Sequence[BallotCast]) -> dict[int, list[BallotCast]]:
    """The ballots of each team that may be shown, by its number, and under 0 all others.

    What stands under 0 comes from the voters without a team and from teams too small to show, undivided.
    """
    counts = Counter(ballot.team for ballot in ballots)
    shown = {int(team) for team in visible_groups({str(team): counts[team] for team in sorted(counts)}).shown}
    found: dict[int, list[BallotCast]] = {}
    for ballot in ballots:
        found.setdefault(ballot.team if ballot.team in shown else 0, []).append(ballot)
    return dict(sorted(found.items()))


T = TypeVar("T")


def in_order(values: dict[str, T]) -> dict[str, T]:
    """The same, ordered by item: a ballot must not tell in which order its values were chosen."""
    return dict(sorted(values.items()))


def distinct(ids: Iterable[str]) -> tuple[str, ...]:
    """Each id once, in order."""
    return tuple(sorted(set(ids)))
