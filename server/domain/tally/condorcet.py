"""Rules that compare every two options: Condorcet, Schulze, ranked pairs.

Both rules measure a victory by its winning votes: the number of ballots that put the winner before the loser.
"""

from collections.abc import Callable, Collection, Iterable
from itertools import groupby, permutations

from server.domain.tally.ranked import RankedBallot, complete

Matrix = dict[str, dict[str, int]]
Order = tuple[tuple[str, ...], ...]
Pair = tuple[str, str]


def pairwise_matrix(ballots: Iterable[RankedBallot], options: Collection[str]) -> Matrix:
    """matrix[a][b] = the number of ballots that put a before b; options without order on a ballot count for neither."""
    matrix = {option: {other: 0 for other in options if other != option} for option in options}
    for ballot in ballots:
        below = [option for group in complete(ballot.groups, options) for option in group]
        for group in complete(ballot.groups, options):
            below = below[len(group) :]
            for winner in group:
                row = matrix[winner]
                for loser in below:
                    row[loser] += ballot.count
    return matrix


def condorcet_winner(matrix: Matrix) -> str | None:
    """The option that more ballots put before than after each other option; None when there is none."""
    unbeaten = [option for option, row in matrix.items() if all(row[other] > matrix[other][option] for other in row)]
    return unbeaten[0] if unbeaten else None


def schulze(matrix: Matrix) -> Order:
    """The Schulze order, best first; options that neither beats the other's strongest path stand together.

    Schulze (2011), "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
    election method", Social Choice and Welfare 36. The strength of a path is its weakest victory.
    """
    path = {a: {b: votes if votes > matrix[b][a] else 0 for b, votes in row.items()} for a, row in matrix.items()}
    for middle, start in permutations(matrix, 2):
        first, row = path[start][middle], path[start]
        for end, second in path[middle].items():
            if end != start and row[end] < first and row[end] < second:
                row[end] = min(first, second)
    return _layers(matrix, lambda a, b: path[a][b] > path[b][a])


def ranked_pairs(matrix: Matrix) -> Order:
    """The ranked pairs order, best first; options between which nothing is locked may stand together.

    Tideman (1987), "Independence of clones as a criterion for voting rules", Social Choice and Welfare 4. Victories are
    locked from strong to weak, the smaller opposition first among equals. Victories of equal strength are locked
    together, without those that would close a circle, so that no lot decides.
    """
    locked: dict[str, set[str]] = {option: set() for option in matrix}
    for _, equals in groupby(_victories(matrix), key=lambda pair: _strength(matrix, pair)):
        together = list(equals)
        for winner, loser in together:
            locked[winner].add(loser)
        for winner, loser in [pair for pair in together if _leads_to(locked, pair[1], pair[0])]:
            locked[winner].remove(loser)
    return _layers(matrix, lambda a, b: b in locked[a])


def _victories(matrix: Matrix) -> list[Pair]:
    pairs = [(a, b) for a, b in permutations(matrix, 2) if matrix[a][b] > matrix[b][a]]
    return sorted(pairs, key=lambda pair: _strength(matrix, pair), reverse=True)


def _strength(matrix: Matrix, pair: Pair) -> tuple[int, int]:
    winner, loser = pair
    return matrix[winner][loser], -matrix[loser][winner]


def _leads_to(locked: dict[str, set[str]], start: str, end: str) -> bool:
    reached, todo = {start}, [start]
    while todo and end not in reached:
        following = locked[todo.pop()] - reached
        reached |= following
        todo.extend(following)
    return end in reached


def _layers(options: Iterable[str], beats: Callable[[str, str], bool]) -> Order:
    """Take off, again and again, the options that no remaining option beats."""
    layers, left = [], list(options)
    while left:
        best = tuple(option for option in left if not any(beats(other, option) for other in left if other != option))
        layers.append(best)
        left = [option for option in left if option not in best]
    return tuple(layers)
