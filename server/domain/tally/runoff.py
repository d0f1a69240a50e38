"""Instant runoff: the option with the fewest first places goes, until one has a majority.

Robert's Rules of Order (12th ed., 45:62, preferential voting). A ballot counts for the option it puts highest of those
left. Where two are left on that place it counts for nobody until one of them goes; where none is left it is exhausted.
"""

from collections.abc import Collection, Iterable

import msgspec

from server.domain.tally.ranked import RankedBallot, merged

# Every way to break ties at the bottom is followed, up to this many sets of options that may remain: some tenths of a
# second in the largest hall.
MOST_BRANCHES = 200


class Round(msgspec.Struct, frozen=True):
    """One count: first places of the options left, ballots that wait at a shared place, ballots used up."""

    votes: dict[str, int]
    waiting: int
    exhausted: int
    eliminated: tuple[str, ...]


class RunoffResult(msgspec.Struct, frozen=True):
    """`winners` holds one option, or all that could win depending on how the tie in `tied` is broken.

    `rounds` are the counts up to that tie, or all of them without one; a tie that doesn't matter still ends them.
    """

    winners: tuple[str, ...]
    tied: tuple[str, ...]
    rounds: tuple[Round, ...]


def instant_runoff(ballots: Iterable[RankedBallot], options: Collection[str]) -> RunoffResult:
    """Count ballots round by round.

    Who stands last together is eliminated together where that can't change the winner (together they have fewer votes
    than the next). Otherwise they are `tied`, and the winners are those of every way to go on; where there are more
    ways than can be followed, all options left.
    """
    merged_ballots = merged(ballots)
    left, rounds = tuple(options), []
    while True:
        votes, waiting, exhausted = _count(merged_ballots, left)
        winner = _majority(votes, waiting)
        losers = () if winner else _last(votes)
        tied = losers if len(losers) > 1 and not _safe(votes, losers) else ()
        rounds.append(Round(votes, waiting, exhausted, () if tied else losers))
        if winner or not left:
            return RunoffResult(winner, (), tuple(rounds))
        if tied:
            return RunoffResult(_possible_winners(merged_ballots, left), tied, tuple(rounds))
        left = _without(left, losers)


def _count(ballots: Iterable[RankedBallot], left: Collection[str]) -> tuple[dict[str, int], int, int]:
    votes, waiting, exhausted = dict.fromkeys(left, 0), 0, 0
    for ballot in ballots:
        top = next((kept for group in ballot.groups if (kept := [option for option in group if option in votes])), ())
        if len(top) == 1:
            votes[top[0]] += ballot.count
        elif top:
            waiting += ballot.count
        else:
            exhausted += ballot.count
    return votes, waiting, exhausted


def _majority(votes: dict[str, int], waiting: int) -> tuple[str, ...]:
    half = sum(votes.values()) + waiting
    return tuple(option for option, number in votes.items() if 2 * number > half or len(votes) == 1)


def _last(votes: dict[str, int]) -> tuple[str, ...]:
    fewest = min(votes.values(), default=0)
    return tuple(option for option, number in votes.items() if number == fewest)


def _safe(votes: dict[str, int], losers: tuple[str, ...]) -> bool:
    others = [number for option, number in votes.items() if option not in losers]
    return bool(others) and sum(votes[option] for option in losers) < min(others)


def _without(left: tuple[str, ...], losers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(option for option in left if option not in losers)


def _possible_winners(ballots: list[RankedBallot], start: tuple[str, ...]) -> tuple[str, ...]:
    winners: set[str] = set()
    seen, todo = {start}, [start]
    while todo:
        left = todo.pop()
        votes, waiting, _ = _count(ballots, left)
        winner, losers = _majority(votes, waiting), _last(votes)
        winners.update(winner)
        goers = [losers] if _safe(votes, losers) else [(loser,) for loser in losers]
        branches = {_without(left, gone) for gone in goers} - seen if not winner else set()
        seen |= branches
        todo.extend(branches)
        if len(seen) > MOST_BRANCHES:
            return start
    return tuple(option for option in start if option in winners)
