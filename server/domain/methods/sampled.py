"""What a sampled vote tells beside the means: how sure they are, and which can't be told apart."""

from collections.abc import Sequence

import msgspec

from server.domain.blocks import Block, Cell, Column, Table, Text
from server.domain.i18n import Words
from server.domain.methods.base import Judged, rounded
from server.domain.tally.uncertainty import mean_of, rank_spans, told_apart


def with_uncertainty(judged: Sequence[Judged], persons: int, low: int, high: int) -> tuple[Judged, ...]:
    """The items with their 95 % interval on a scale from low to high, and between which ranks they may stand."""
    means = [mean_of(each.counts, persons) for each in judged]
    spans, following = rank_spans(means), [*means[1:], None]
    return tuple(
        msgspec.structs.replace(
            each,
            interval=mean.interval(low, high) if mean else None,
            figures={
                **each.figures,
                "standard_error": rounded(mean.error) if mean else None,
                "margin": rounded(mean.margin) if mean else None,
                "interval_from": rounded(mean.interval(low, high)[0]) if mean else None,
                "interval_to": rounded(mean.interval(low, high)[1]) if mean else None,
                "rank_from": span[0],
                "rank_to": span[1],
                "like_next": bool(mean and after and not told_apart(mean, after)),
            },
        )
        for each, mean, span, after in zip(judged, means, spans, following, strict=True)
    )


def blocks(judged: Sequence[Judged], words: Words) -> list[Block]:
    """A table of intervals and ranks, and how many neighbours can't be told apart."""
    _ = words.gettext
    titles = (_("Rank"), _("Item"), _("n"), _("interval from"), _("to"), _("may rank from"), _("to"))
    columns = tuple(Column(title, numeric=at != 1) for at, title in enumerate(titles))
    told = [each for each in judged if each.interval]
    found: list[Block] = [Table(columns, tuple(map(_row, told)), _("How sure the order is (95 percent)"))]
    tied = sum(bool(each.figures["like_next"]) for each in told)
    if tied:
        sentence = words.ngettext(
            "{n} pair of neighbours in this order can't be told apart: another draw may turn them round.",
            "{n} pairs of neighbours in this order can't be told apart: another draw may turn them round.",
            tied,
        )
        found.append(Text(sentence.format(n=tied), "warning"))
    return found


def _row(judged: Judged) -> tuple[Cell, ...]:
    figures = judged.figures
    return (
        Cell(number=judged.rank),
        Cell(judged.item.text),
        Cell(number=figures["n"]),
        *(Cell(number=end, decimals=2) for end in judged.interval or ()),
        Cell(number=figures["rank_from"]),
        Cell(number=figures["rank_to"]),
    )


def explained(size: int, items: int, words: Words) -> list[str]:
    """How the lots were drawn, and the formula of the interval."""
    _ = words.gettext
    return [
        _("Each person judged {k} of {items} items, a lot. Every item was in as many lots, or in one more.").format(
            k=min(size, items), items=items
        ),
        _(
            "Interval of 95 percent = mean ± t × s ÷ √n × √(1 − n ÷ N): n judged the item, N people voted, s is the "
            "standard deviation of the n values (Cochran 1977). “May rank”: from one more than the items that are "
            "surely better to the last that is not surely worse; two means differ surely above 1.96 × √(SE² + SE²), "
            "each pair by itself."
        ),
    ]
