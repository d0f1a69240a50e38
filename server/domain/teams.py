"""What each team, or table, made of a vote: only where enough voted, and never so that the rest can be computed.

A team needs `MINIMUM_CELL` ballots, and as many judgements of an item for its number to be shown there; what is hidden
is either nothing or as large itself.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from server.domain.ballots import by_team
from server.domain.methods.base import Judged, Method, Poll
from server.domain.tally.cells import visible_groups
from server.domain.tally.exact import Number

REST = "0"


class Split(msgspec.Struct, frozen=True):
    """A vote by team: how many ballots each team that may be shown cast, and by item what it gave: (n, score).

    `rest`: the ballots of nobody's team and of teams too small to show.
    """

    sizes: dict[int, int]
    scores: dict[str, dict[int, tuple[int, Number]]]
    rest: int = 0


def split(method: Method, poll: Poll, together: Sequence[Judged]) -> Split:
    """The vote by team; `together` is what all made of it."""
    ballots = by_team(poll.ballots)
    rest = len(ballots.pop(0, ()))
    parts = {
        team: {each.item.id: each for each in method.tally(Poll(poll.items, tuple(own)))}
        for team, own in ballots.items()
    }
    sizes = {team: len(own) for team, own in ballots.items()}
    return Split(sizes, {each.item.id: _cells(each, parts, sizes, poll.persons) for each in together}, rest)


def _cells(
    whole: Judged, parts: dict[int, dict[str, Judged]], sizes: dict[int, int], persons: int
) -> dict[int, tuple[int, Number]]:
    """What the teams gave one item, as far as it may be shown."""
    own = {team: part[whole.item.id] for team, part in parts.items()}
    counts = {str(team): _n(judged, sizes[team]) for team, judged in own.items()}
    counts[REST] = _n(whole, persons) - sum(counts.values())
    shown = visible_groups(counts).shown
    return {
        team: (counts[str(team)], judged.score)
        for team, judged in own.items()
        if judged.score is not None and str(team) in shown
    }


def _n(judged: Judged, voters: int) -> int:
    """How many judged an item: all who voted, where the method counts what was left out as well."""
    n: Any = judged.figures.get("n", voters)
    return int(n)
