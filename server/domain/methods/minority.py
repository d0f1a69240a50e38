"""What a few are very much for, though its mean is not among the first: the picks of a minority.

The rule: an item that is not among the first `FIRST` by the mean (of no more items than that: not in the first half),
to which at least `SHARE` of those who judged it, and at least as many persons as a group that may be shown has, gave
one of the highest steps. The highest steps are the top fifth of the scale: 5 of 1 to 5, 9 and 10 of 1 to 10. The `MOST`
with the largest share are told.
"""

from collections.abc import Sequence

import msgspec

from server.domain.blocks import Bar, Bars, Block, Text
from server.domain.i18n import Words
from server.domain.methods.base import Judged, rounded
from server.domain.tally.cells import MINIMUM_CELL

FIRST = 20
SHARE = 0.25
MOST = 8


def highest(low: int, high: int) -> int:
    """The lowest of the highest steps of a scale."""
    return high + 1 - max(1, (high - low + 1) // 5)


def marked(judged: Sequence[Judged], low: int, high: int) -> tuple[Judged, ...]:
    """The items, best first, with how many gave them a highest step, and whether they are a minority's pick."""
    counted = [_with_top(each, highest(low, high)) for each in judged]
    found = [each for each in counted if each.rank > _first(judged) and _loved(each)]
    kept = {each.item.id for each in sorted(found, key=_share, reverse=True)[:MOST]}
    return tuple(_with(each, minority_pick=each.item.id in kept) for each in counted)


def _first(judged: Sequence[Judged]) -> int:
    return FIRST if len(judged) > FIRST else (len(judged) + 1) // 2


def _with_top(judged: Judged, step: int) -> Judged:
    top, n = sum(number for value, number in judged.counts.items() if value >= step), judged.figures["n"]
    return _with(judged, top_votes=top, top_share=rounded(top / n) if n else None)


def _with(judged: Judged, **figures: object) -> Judged:
    return msgspec.structs.replace(judged, figures={**judged.figures, **figures})


def _loved(judged: Judged) -> bool:
    return _share(judged) >= SHARE and int(judged.figures["top_votes"]) >= MINIMUM_CELL


def _share(judged: Judged) -> float:
    return float(judged.figures["top_share"] or 0)


def picks(judged: Sequence[Judged]) -> list[Judged]:
    """The picks of a minority among items that are marked, the largest share first."""
    return sorted((each for each in judged if each.figures["minority_pick"]), key=_share, reverse=True)


def blocks(judged: Sequence[Judged], low: int, high: int, words: Words) -> list[Block]:
    """The picks as bars of what share gave them a highest step, and the rule they are found by."""
    _, found = words.gettext, picks(judged)
    step = highest(low, high)
    steps = str(step) if step == high else f"{step}–{high}"
    rule = _(
        "Picks of a minority: not among the first {first} by the mean, but given {steps} by at least {share} percent "
        "of those who judged it and by at least {least} persons. At most {most} are listed, the largest share first."
    ).format(first=_first(judged), steps=steps, share=round(100 * SHARE), least=MINIMUM_CELL, most=MOST)
    caption = _("Picks of a minority · share that gave {steps}, in percent").format(steps=steps)
    bars = Bars(tuple(_bar(each, words) for each in found), 0, 100, caption)
    return [bars if found else Text(_("There are no picks of a minority.")), Text(rule, "note")]


def _bar(judged: Judged, words: Words) -> Bar:
    figures = judged.figures
    note = words.gettext("{some} of {n} persons; rank {rank} by the mean")
    said = note.format(some=figures["top_votes"], n=figures["n"], rank=judged.rank)
    return Bar(judged.item.text, 100 * _share(judged), note=said, id=judged.item.id)
