"""What every method of judging shares: its settings, what a ballot may hold, and what comes out of a count."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from typing import Annotated, Any, ClassVar

import msgspec

from server.domain.ballots import BallotCast, CountHands, HandsCounted
from server.domain.blocks import Bar, Bars, Block
from server.domain.figures import Notice
from server.domain.i18n import Words
from server.domain.judging import JudgingSettings
from server.domain.kernel import Item
from server.domain.tally.agreement import Concordance
from server.domain.tally.ballot import InvalidBallot
from server.domain.tally.exact import Number
from server.domain.tally.ranking import best_first, shared_ranks

Label = Annotated[str, msgspec.Meta(max_length=60)]
Cost = Annotated[str, msgspec.Meta(max_length=4000)]
Few = Annotated[int, msgspec.Meta(ge=0, le=1000)]
Bound = Annotated[int, msgspec.Meta(ge=-1_000_000_000, le=1_000_000_000)]
Amount = Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)]


class MethodSettings(JudgingSettings, frozen=True):
    """How a group judges. Which settings belong to which method stands with that method (`uses`).

    `low`, `high`: the ends of the scale; `labels`: one for each step, or one for each end; `abstain`: whether one may
    abstain on an item; `dots`: for each person, 0 is the suggested number; `cap`: the most dots on one item, 0 is no
    cap; `top`: how many one may name; `least`, `most`: how few and how many one may choose, `most` 0 is no limit;
    `rule`: how the outcome follows, empty is the method's usual rule; `quorum`: how many must take part; `eligible`:
    how many may vote, 0 is who did; `unit`: what an estimate or a budget counts; `points`: what each person divides;
    `minimum`, `maximum`: what one item gets of it if anything, 0 is no bound; `costs`: what each item costs, by its id
    or its text; `budget`: what there is to spend; `pairs`: how many pairs each person judges, 0 is as many as items;
    `sample`: how many items of a long list each person judges, in balanced lots, 0 is all.
    """

    method: str = "scale"
    low: Bound = 1
    high: Bound = 5
    labels: Annotated[tuple[Label, ...], msgspec.Meta(max_length=101)] = ()
    abstain: bool = True
    dots: Few = 0
    cap: Few = 0
    top: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 3
    least: Few = 0
    most: Few = 1
    rule: Label = ""
    quorum: Few = 0
    eligible: Few = 0
    unit: Label = ""
    points: Amount = 100
    minimum: Amount = 0
    maximum: Amount = 0
    costs: Annotated[
        dict[Cost, Annotated[int, msgspec.Meta(ge=1, le=1_000_000_000)]], msgspec.Meta(max_length=1000)
    ] = {}
    budget: Amount = 0
    pairs: Few = 0
    sample: Few = 0


class Rules(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a ballot may hold, as a laptop needs to know it; 0 is no limit for `total` and `most`."""

    low: int = 0  # the values that one item may get
    high: int = 1
    labels: tuple[str, ...] = ()  # one for each value from low to high, or none
    abstain: bool = False
    total: int = 0  # the most that all values together may come to
    least: int = 0  # how many items must get a value
    most: int = 0  # how many items may get a value
    unit: str = ""  # what a value counts
    minimum: int = 0  # the least that an item may get, if it gets anything


class Judged(msgspec.Struct, frozen=True):
    """What a group made of one item; rank 0 and no score where nobody judged it.

    `counts`: how many gave each value, where the method tells. `figures`: what the report's data holds of the item,
    beside its id, text and rank. `priority`: importance × dissent, where the method tells how important an item is.
    `interval`: between which two values the score lies, where only a part of the voters judged the item.
    """

    item: Item
    rank: int = 0
    score: Number | None = None
    dissent: float | None = None
    priority: float | None = None
    flagged: bool = False
    figures: dict[str, Any] = {}
    counts: dict[int, int] = {}
    interval: tuple[float, float] | None = None


class Poll(msgspec.Struct, frozen=True):
    """What is counted: items, ballots on them, and hands."""

    items: tuple[Item, ...]
    ballots: tuple[BallotCast, ...]
    hands: tuple[HandsCounted, ...] = ()

    @property
    def persons(self) -> int:
        """How many persons voted."""
        return len(self.ballots) + sum(each.persons for each in self.hands)

    def given(self, item: str) -> dict[int, int]:
        """How many gave each value to an item, on ballots and by hand; an abstention is no value."""
        counts: dict[int, int] = {}
        for ballot in self.ballots:
            if item in ballot.values:
                counts[ballot.values[item]] = counts.get(ballot.values[item], 0) + 1
        for hands in self.hands:
            for value, number in hands.counts.get(item, {}).items():
                counts[value] = counts.get(value, 0) + number
        return counts

    def abstained(self, item: str) -> int:
        """How many abstained on an item."""
        return sum(item in each.abstained for each in self.ballots) + sum(
            each.abstained.get(item, 0) for each in self.hands
        )


class Method(ABC):
    """One way to judge: `check` refuses ballots, `tally` counts them, `blocks` tells the outcome in words."""

    uses: ClassVar[frozenset[str]]
    measure: ClassVar[str]  # what the score is, an English message of the catalogue
    decimals: ClassVar[int] = 0  # that the score is written with
    adds_up: ClassVar[bool] = False  # the score is what people gave: with zero nobody chose the item

    def __init__(self, settings: MethodSettings) -> None:
        self.settings = settings

    def faults(self) -> Iterable[tuple[str, str]]:
        """What is wrong with the settings: pairs of a key and an English message of the catalogue."""
        return ()

    @abstractmethod
    def rules(self, items: int) -> Rules:
        """What a ballot on so many items may hold."""

    def check(self, ballot: BallotCast, items: Collection[str]) -> None:
        """Raise `InvalidBallot` for a ballot that holds too much or what it may not hold.

        Unless a method says otherwise, each item is judged by itself, within the rules.
        """
        check_each(ballot, items, self.rules(len(items)))

    def check_complete(self, ballot: BallotCast) -> None:
        """Raise `InvalidBallot` for a ballot that can't be sent yet because it holds too little."""
        return

    def costs(self, items: Iterable[Item]) -> dict[str, int]:
        """What items cost, by their ids, where that is known."""
        return {}

    def check_hands(self, hands: CountHands, items: Collection[str]) -> None:
        """Raise `InvalidBallot` for counts that so many persons can't have given, each one judging an item once."""
        check_heads(hands, items, self.rules(len(items)))

    @abstractmethod
    def tally(self, poll: Poll) -> tuple[Judged, ...]:
        """The items, best first; equals in the order in which they came."""

    def agreement(self, poll: Poll) -> Concordance | None:
        """How far the voters agree on the whole; None where the method doesn't tell."""
        return None

    @abstractmethod
    def blocks(self, judged: Sequence[Judged], words: Words) -> list[Block]:
        """The outcome: bars, spread, and what else the method tells."""

    @abstractmethod
    def explained(self, items: int, words: Words) -> list[str]:
        """What was done with so many items, with scale and formula, a sentence each."""


def check_known(named: Iterable[str], items: Collection[str]) -> None:
    """Raise `InvalidBallot` for an item that is not on the ballot."""
    if not set(named) <= set(items):
        raise InvalidBallot("unknown_item")


def check_abstentions(ballot: BallotCast, items: Collection[str], *, allowed: bool) -> None:
    """Raise `InvalidBallot` for abstaining where one may not, on what is not there, or on what one gave a value."""
    check_known(ballot.abstained, items)
    if ballot.abstained and not allowed:
        raise InvalidBallot("no_abstaining")
    if set(ballot.abstained) & ballot.values.keys():
        raise InvalidBallot("value_and_abstained")


def check_values(values: Iterable[int], low: int, high: int) -> None:
    """Raise `InvalidBallot` for a value that is not on the scale."""
    if any(not low <= value <= high for value in values):
        raise InvalidBallot("outside_scale")


def check_each(ballot: BallotCast, items: Collection[str], rules: Rules) -> None:
    """Raise `InvalidBallot` for unknown items, values off the scale, and abstentions that may not be."""
    check_known(ballot.values, items)
    check_abstentions(ballot, items, allowed=rules.abstain)
    check_values(ballot.values.values(), rules.low, rules.high)


def check_heads(hands: CountHands, items: Collection[str], rules: Rules) -> None:
    """Raise `InvalidBallot` for values off the scale, and for an item with more hands than there were persons."""
    check_known([*hands.counts, *hands.abstained], items)
    for item in {*hands.counts, *hands.abstained}:
        counts = hands.counts.get(item, {})
        check_values(counts, rules.low, rules.high)
        if sum(counts.values()) + hands.abstained.get(item, 0) > hands.persons:
            raise InvalidBallot("more_than_persons")


def ranked(judged: Iterable[Judged]) -> tuple[Judged, ...]:
    """The items with their ranks by score, best first, ties sharing a rank."""
    everything = tuple(judged)
    scores = [each.score for each in everything]
    ranks = shared_ranks(scores)
    return tuple(msgspec.structs.replace(everything[at], rank=ranks[at] or 0) for at in best_first(scores))


def bars(judged: Sequence[Judged], caption: str, *, low: float = 0, high: float = 0, decimals: int = 0) -> Bars:
    """The scores as bars, from low to high or to the highest score."""
    found = tuple(
        Bar(
            each.item.text,
            float(each.score),
            decimals,
            each.rank,
            mark=mark(each),
            id=each.item.id,
            interval=each.interval,
        )
        for each in judged
        if each.score is not None
    )
    return Bars(found, low, high or max((bar.value for bar in found), default=1) or 1, caption)


def carried(judged: Sequence[Judged], *, adds_up: bool = False) -> tuple[Item, ...]:
    """What a next activity may start from: the items, best first. What a budget funds is starred.

    `adds_up`: as of the method. An item that nobody chose then has no rank, though it may stand fourth in the list:
    it is in no top of any size.
    """
    return tuple(
        msgspec.structs.replace(
            each.item,
            rank=each.rank if each.score or not adds_up else 0,
            score=None if each.score is None else float(each.score),
            dissent=each.dissent,
            priority=each.priority,
            starred=each.figures.get("funded", each.item.starred),
        )
        for each in judged
    )


def disputed(judged: Sequence[Judged]) -> list[Notice]:
    """What people differ on, for the facilitator's attention."""
    return [
        Notice(each.item.id, "dissent", {"item": each.item.text, "dissent": round(each.dissent or 0, 3)})
        for each in judged
        if each.flagged
    ]


def mark(judged: Judged) -> str:
    """The mark of an item that people differ on."""
    return "dissent" if judged.flagged else ""


def rounded(number: Number | None) -> float | None:
    """A number for the report's data, to six decimals: enough to be rounded once more where it is read."""
    return None if number is None else round(float(number), 6)
