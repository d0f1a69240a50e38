"""Small groups stay hidden: which groups of a breakdown may be shown.

Primary suppression hides a group below the minimum cell. Secondary (complementary) suppression hides more, until what
is hidden can't be computed from the total and the groups shown (Hundepool et al., 2012, "Statistical Disclosure
Control", ch. 4).
"""

from collections.abc import Mapping

import msgspec

MINIMUM_CELL = 4


class Breakdown(msgspec.Struct, frozen=True):
    """The groups that may be shown, and those that may not, which together hold `hidden_ballots`."""

    shown: tuple[str, ...]
    hidden: tuple[str, ...]
    hidden_ballots: int


def visible_groups(ballots: Mapping[str, int], minimum: int = MINIMUM_CELL) -> Breakdown:
    """Divide groups by their number of ballots on one item, whose total over all groups is public.

    Every group shown has at least `minimum` ballots; so has everything hidden together, or it has none at all. Of
    groups that must be hidden for the sake of another, the smallest goes first, then the first named.
    Ballots of nobody's group (paper, no team) belong in a group of their own. One breakdown of a vote is safe; two that
    cross each other, by team and by table, aren't safe together.
    """
    hidden = {group for group, number in ballots.items() if number < minimum}
    while 0 < sum(ballots[group] for group in hidden) < minimum and len(hidden) < len(ballots):
        hidden.add(min((group for group in ballots if group not in hidden), key=lambda group: ballots[group]))
    return Breakdown(
        shown=tuple(group for group in ballots if group not in hidden),
        hidden=tuple(group for group in ballots if group in hidden),
        hidden_ballots=sum(ballots[group] for group in hidden),
    )
