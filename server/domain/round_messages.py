"""What is said in rounds: settings, what is asked, what happened, what is shown. The kind is `activities/rounds.py`."""

import re
from typing import Annotated

import msgspec

from server.domain import entries
from server.domain.entries import Entry, Hidden
from server.domain.kernel import STAFF, WHILE_OPEN, Command, Event, Phase, Role, Settings, View
from server.domain.rounds_story import Summary
from server.domain.routes import Routes

SENTENCES = 3  # of a summary

CardNumber = Annotated[int, msgspec.Meta(ge=1, le=999)]
TableNumber = Annotated[int, msgspec.Meta(ge=1, le=999)]
RoundNumber = Annotated[int, msgspec.Meta(ge=1, le=12)]
Cards = Annotated[tuple[CardNumber, ...], msgspec.Meta(max_length=600)]


class RoundsSettings(Settings, frozen=True):
    """`minutes` a round, `moving` of these to change tables; `tables`: the topic (1: the first) of table 1, 2, 3…

    `deepening`: a question for each round, may be empty; `hosts`: whether every table has a host who stays;
    `insights`: how many lines a table may pick.
    """

    rounds: RoundNumber = 3
    minutes: Annotated[int, msgspec.Meta(ge=1, le=240)] = 20
    moving: Annotated[int, msgspec.Meta(ge=0, le=30)] = 2
    tables: Annotated[tuple[Annotated[int, msgspec.Meta(ge=1, le=99)], ...], msgspec.Meta(max_length=200)] = ()
    deepening: Annotated[tuple[Annotated[str, msgspec.Meta(max_length=200)], ...], msgspec.Meta(max_length=12)] = ()
    hosts: bool = True
    insights: Annotated[int, msgspec.Meta(ge=1, le=20)] = 3


class Start(msgspec.Struct, frozen=True):
    """Where a guest starts."""

    card: CardNumber
    table: TableNumber


class Plan(Command, frozen=True, tag="rounds.plan"):
    """Seat the guests with these cards for all rounds; `tables`: the numbers of the tables there are."""

    cards: Cards
    tables: Annotated[tuple[TableNumber, ...], msgspec.Meta(max_length=200)] = ()
    starts: Annotated[tuple[Start, ...], msgspec.Meta(max_length=600)] = ()


class GoToRound(Command, frozen=True, tag="rounds.go"):
    """Go to this round: guests change tables."""

    when = frozenset({Phase.OPEN, Phase.PAUSED})
    round: RoundNumber


class Absent(Command, frozen=True, tag="rounds.absent"):
    """These guests are not here, or left: the rounds to come are planned again without them."""

    cards: Cards


class Late(Command, frozen=True, tag="rounds.late"):
    """These guests came after all: they get a small table now, and the rounds to come are planned again."""

    cards: Cards


class Summarise(Command, frozen=True, tag="rounds.summarise"):
    """A table's summary of a round, in at most three sentences; typed again, it takes the place of what was there."""

    by = frozenset({Role.PARTICIPANT})
    when = WHILE_OPEN
    grace = True
    round: RoundNumber
    text: Annotated[str, msgspec.Meta(max_length=1000)]


class HideSummary(Command, frozen=True, tag="rounds.summary.hide"):
    """Keep a summary from every public output, with the reason; without one, show it again."""

    by = STAFF
    table: TableNumber
    round: RoundNumber
    reason: Annotated[str, msgspec.Meta(max_length=200)] = ""


class Pick(Command, frozen=True, tag="rounds.pick"):
    """A table picks one of its lines as an insight, or takes it back."""

    by = frozenset({Role.PARTICIPANT})
    when = WHILE_OPEN
    grace = True
    entry: entries.Id
    on: bool = True


class Planned(Event, frozen=True, tag="rounds.planned"):
    """The guests' routes, as they were found; `seats` as in `Routes`."""

    cards: tuple[int, ...]
    tables: tuple[int, ...]
    seats: tuple[tuple[int, ...], ...]


class RoundBegan(Event, frozen=True, tag="rounds.began"):
    """A round began."""

    round: int
    at: float


class Summarised(Event, frozen=True, tag="rounds.summarised"):
    """A table summed up a round."""

    table: int
    round: int
    text: str


class SummaryHidden(Event, frozen=True, tag="rounds.summary.hidden"):
    """The staff hid a summary (reason) or showed it again (empty reason)."""

    table: int
    round: int
    reason: str


class Picked(Event, frozen=True, tag="rounds.picked"):
    """A table picked a line, or took that back."""

    id: str
    on: bool


Commands = entries.Commands | Plan | GoToRound | Absent | Late | Summarise | HideSummary | Pick
Events = entries.Events | Planned | RoundBegan | Summarised | SummaryHidden | Picked


class Topic(msgspec.Struct, frozen=True, omit_defaults=True):
    """A received item, the tables that talk about it, and how many entries it has."""

    id: str
    text: str
    tables: tuple[int, ...] = ()
    count: int = 0


class Going(msgspec.Struct, frozen=True):
    """A guest's card, and the table of this round."""

    card: int
    table: int


class RoundsView(View, frozen=True, tag="rounds"):
    """The round (from 1) and since when it runs; entries and summaries of the audience's table, for the staff of all.

    `here`: the cards seated at the table now; `going`: those who sat here before, with where they go. `hidden`: entries
    that only the staff sees.
    """

    preset: str
    attribution: str
    signing: bool
    total: int
    round: int
    rounds: int
    began: float
    minutes: int
    moving: int
    insights: int
    hosts: bool = True
    question: str = ""
    table: int = 0
    topic: str = ""
    topics: tuple[Topic, ...] = ()
    rows: tuple[Entry, ...] = ()
    summaries: tuple[Summary, ...] = ()
    here: tuple[int, ...] = ()
    going: tuple[Going, ...] = ()
    routes: Routes | None = None
    tables: tuple[int, ...] = ()
    hidden: tuple[Hidden, ...] = ()


def sentences(text: str) -> int:
    """How many sentences a text has: an end is a mark before a capital, or the end of the text."""
    return len([part for part in re.split(r"[.!?…]+[\"”')]*\s+(?=[\"“'(]*[A-ZÀ-Þ0-9€])", text.strip()) if part.strip()])
