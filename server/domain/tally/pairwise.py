"""Choosing between two, many times: Bradley–Terry strengths.

The model says that a is chosen over b with probability p(a) / (p(a) + p(b)) (Bradley and Terry, 1952, Biometrika 39);
the strengths are fitted by the MM algorithm of Hunter (2004), "MM algorithms for generalized Bradley–Terry models",
The Annals of Statistics 32.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from math import exp, log

import msgspec

# Every two items get this part of a choice each way, so that one that never lost has a strength at all. It is too small
# to change an order: the published ranking of a real survey stands.
_PRIOR = 1e-4
_CLOSE_ENOUGH = 1e-6
_MOST_STEPS = 5000


class PairwiseScore(msgspec.Struct, frozen=True):
    """How an item fared; `score` is its mean chance, in percent, to be chosen over each other item.

    The score has two decimals, and equal scores are a tie; it is None when the item was shown too seldom.
    """

    shown: int
    chosen: int
    score: float | None


def bradley_terry(
    choices: Iterable[tuple[str, str]], items: Collection[str], *, least_shown: int = 3
) -> dict[str, PairwiseScore]:
    """Scores of the items from choices (the chosen, the other), in the order of the items.

    An item that was never shown takes no part; one shown fewer than `least_shown` times does, but has no score.
    """
    counted = Counter(choices)
    chosen: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for (winner, loser), number in counted.items():
        chosen[winner] += number
        lost[loser] += number
    shown = {item: chosen[item] + lost[item] for item in items}
    strength = _fit(counted, [item for item in items if shown[item]])
    return {
        item: PairwiseScore(
            shown=shown[item],
            chosen=chosen[item],
            score=_mean_chance(item, strength) if shown[item] >= max(1, least_shown) else None,
        )
        for item in items
    }


def _fit(choices: Counter[tuple[str, str]], items: Collection[str]) -> dict[str, float]:
    """Strengths with a geometric mean of 1."""
    met = {
        item: {other: 2 * _PRIOR + choices[item, other] + choices[other, item] for other in items if other != item}
        for item in items
    }
    wins = {item: sum(_PRIOR + choices[item, other] for other in met[item]) for item in items}
    strength = dict.fromkeys(items, 1.0)
    for _ in range(_MOST_STEPS if len(met) > 1 else 0):
        raised = {
            item: wins[item] / sum(number / (strength[item] + strength[other]) for other, number in met[item].items())
            for item in items
        }
        middle = exp(sum(map(log, raised.values())) / len(raised))
        before, strength = strength, {item: value / middle for item, value in raised.items()}
        if all(abs(_chance(strength[item], 1) - _chance(before[item], 1)) < _CLOSE_ENOUGH for item in items):
            break
    return strength


def _chance(one: float, other: float) -> float:
    return one / (one + other)


def _mean_chance(item: str, strength: dict[str, float]) -> float:
    others = [value for other, value in strength.items() if other != item]
    return round(100 * sum(_chance(strength[item], value) for value in others) / len(others), 2)
