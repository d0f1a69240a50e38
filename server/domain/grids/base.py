"""Options against criteria: what a group judged of each cell, and where it differs."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from hashlib import blake2b
from typing import Annotated, Any

import msgspec

from server.domain.blocks import Block, Cell, Column, Distribution, Table
from server.domain.i18n import N_, Words
from server.domain.kernel import Item
from server.domain.methods.base import Judged, Poll, rounded
from server.domain.tally.agreement import Dispute, dissent_queue
from server.domain.tally.scale import ScaleSummary, summarise_counts

Limit = Annotated[float, msgspec.Meta(ge=-1_000_000_000, le=1_000_000_000)]
LIKELIHOOD, IMPACT = "likelihood", "impact"
NAMES = {LIKELIHOOD: N_("Likelihood"), IMPACT: N_("Impact")}
BETWEEN = "|"
FIRST_TO_DISCUSS = 10

SHORT = ("score", "mean_of_products", "likelihood", "impact", "dissent", "flagged")  # what is told of an earlier round


class Criterion(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What options are judged by. `id`: that of a received item, or one's own; else made from the text.

    `lower`: less is better; `least`, `most`: the knock-out, what an option must have at least and at most to stay in.
    """

    text: Annotated[str, msgspec.Meta(max_length=400)] = ""
    id: Annotated[str, msgspec.Meta(max_length=32)] = ""
    weight: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 1
    lower: bool = False
    least: Limit | None = None
    most: Limit | None = None


def identified(criterion: Criterion) -> Criterion:
    """The criterion with an id."""
    return msgspec.structs.replace(criterion, id=criterion.id or id_of(criterion.text))


def id_of(text: str) -> str:
    """An id for what has only a text: only the same text leads to it, so that judgements never move to another."""
    return blake2b(text.encode(), digest_size=5).hexdigest()


def name_of(criterion: Criterion, words: Words) -> str:
    """What a criterion is called."""
    known = NAMES.get(criterion.id)
    return criterion.text or (words.gettext(known) if known else criterion.id)


def cell_key(option: str, criterion: str) -> str:
    """Under what a ballot holds the judgement of an option by a criterion."""
    return f"{option}{BETWEEN}{criterion}"


def points_key(criterion: str) -> str:
    """Under what a ballot holds the points that a criterion gets."""
    return BETWEEN + criterion


class Grid(msgspec.Struct, frozen=True):
    """Every cell of a round, summarised. `labels`: one a step of the scale, or none."""

    options: tuple[Item, ...]
    criteria: tuple[Criterion, ...]
    low: int
    high: int
    labels: tuple[str, ...]
    poll: Poll
    cells: dict[tuple[str, str], ScaleSummary]

    def means(self) -> dict[str, list[Fraction | None]]:
        """The mean of each cell, None where nobody judged it: a row for each option."""
        return {
            option.id: [self.cells[option.id, criterion.id].mean for criterion in self.criteria]
            for option in self.options
        }

    def row(self, option: str) -> list[ScaleSummary]:
        """What was judged of an option, criterion after criterion."""
        return [self.cells[option, criterion.id] for criterion in self.criteria]


def grid_of(
    options: Iterable[Item], criteria: Sequence[Criterion], low: int, high: int, labels: tuple[str, ...], poll: Poll
) -> Grid:
    """Summarise ballots and hands. What fell off a scale that was changed since no longer counts."""
    chosen = tuple(options)
    cells = {
        (option.id, criterion.id): _summary(cell_key(option.id, criterion.id), low, high, poll)
        for option in chosen
        for criterion in criteria
    }
    return Grid(chosen, tuple(criteria), low, high, labels, poll, cells)


def _summary(key: str, low: int, high: int, poll: Poll) -> ScaleSummary:
    given = {value: number for value, number in poll.given(key).items() if low <= value <= high}
    return summarise_counts(given, low, high, abstained=poll.abstained(key))


class Outcome(ABC):
    """What one way of counting makes of a grid. `importance`: of each option by each criterion, from 0 to 1."""

    grid: Grid
    judged: tuple[Judged, ...]  # the options, best first

    @abstractmethod
    def importance(self, option: str, criterion: Criterion) -> float:
        """How much a cell matters for what comes out, from 0 to 1."""

    @abstractmethod
    def brief(self, words: Words) -> list[Block]:
        """The outcome in short: what stands under the latest round of an earlier one."""

    @abstractmethod
    def blocks(self, words: Words) -> list[Block]:
        """All that there is to tell."""

    @abstractmethod
    def explained(self, words: Words) -> list[str]:
        """What was done, with its formula, a sentence each."""

    def facts(self) -> dict[str, Any]:
        """What the report's data holds beside the options: every cell, and what people differ on."""
        return {
            "cells": [
                {
                    "option": option.id,
                    "criterion": criterion.id,
                    **cell_figures(self.grid.cells[option.id, criterion.id]),
                }
                for option in self.grid.options
                for criterion in self.grid.criteria
            ],
            "disputes": [self._dispute_figures(dispute) for dispute in self.disputes() if self._flagged(dispute)],
        }

    def disputes(self) -> list[Dispute]:
        """The cells that people differ on, the most worth talking about first; `item` is the cell's key."""
        cells = self._cells.items()
        return dissent_queue({key: self._pair(option.id, criterion) for key, (option, criterion) in cells})

    @cached_property
    def _cells(self) -> dict[str, tuple[Item, Criterion]]:
        """Every cell by its key."""
        return {
            cell_key(option.id, criterion.id): (option, criterion)
            for option in self.grid.options
            for criterion in self.grid.criteria
        }

    def _pair(self, option: str, criterion: Criterion) -> tuple[float, float] | None:
        dissent = self.grid.cells[option, criterion.id].dissent
        return None if dissent is None else (self.importance(option, criterion), dissent)

    def _flagged(self, dispute: Dispute) -> bool:
        option, criterion = self._cells[dispute.item]
        return self.grid.cells[option.id, criterion.id].flagged

    def _dispute_figures(self, dispute: Dispute) -> dict[str, Any]:
        option, criterion = self._cells[dispute.item]
        return {
            "id": option.id,
            "text": option.text,
            "criterion": criterion.text or NAMES.get(criterion.id, criterion.id),
            **{
                key: cell_figures(self.grid.cells[option.id, criterion.id])[key]
                for key in ("mean", "sd", "dissent", "flagged")
            },
            "importance": rounded(dispute.importance),
            "priority": rounded(dispute.priority),
        }

    def differ(self, option: str) -> tuple[float | None, float | None, bool]:
        """An option's largest dissent, its largest importance × dissent, and whether any of its cells is marked."""
        pairs = [pair for criterion in self.grid.criteria if (pair := self._pair(option, criterion))]
        dissent = max((dissent for _, dissent in pairs), default=None)
        priority = max((importance * dissent for importance, dissent in pairs), default=None)
        return dissent, priority, any(cell.flagged for cell in self.grid.row(option))

    def first_to_discuss(self, words: Words) -> list[Block]:
        """The marked cells in the order in which they are worth talking about; nothing where none is marked."""
        _ = words.gettext
        found = [dispute for dispute in self.disputes() if self._flagged(dispute)][:FIRST_TO_DISCUSS]
        titles = (_("Talk about first"), _("Criterion"), _("Dissent"), _("Importance × dissent"))
        rows = tuple(self._dispute_row(dispute, words) for dispute in found)
        return [Table(tuple(Column(title, at > 1) for at, title in enumerate(titles)), rows)] if rows else []

    def _dispute_row(self, dispute: Dispute, words: Words) -> tuple[Cell, ...]:
        option, criterion = self._cells[dispute.item]
        return (
            Cell(option.text, mark="dissent"),
            Cell(name_of(criterion, words)),
            Cell(number=dispute.dissent, decimals=3),
            Cell(number=dispute.priority, decimals=3),
        )

    def distributions(self, words: Words, *, flagged_only: bool) -> list[Block]:
        """How the answers in each cell were spread."""
        return [
            self._distribution(option, criterion, words)
            for option in self.grid.options
            for criterion in self.grid.criteria
            if (cell := self.grid.cells[option.id, criterion.id]).n and (cell.flagged or not flagged_only)
        ]

    def _distribution(self, option: Item, criterion: Criterion, words: Words) -> Distribution:
        cell = self.grid.cells[option.id, criterion.id]
        labels = self.grid.labels or ("",) * len(cell.counts)
        answers = tuple(f"{step} {label}".strip() for step, label in zip(cell.counts, labels, strict=True))
        label = f"{option.text} · {name_of(criterion, words)}"
        return Distribution(label, answers, tuple(cell.counts.values()), mark="dissent" if cell.flagged else "")


def cell_figures(cell: ScaleSummary) -> dict[str, Any]:
    """A cell for the report's data."""
    return {
        "n": cell.n,
        "abstained": cell.abstained,
        "mean": rounded(cell.mean),
        "sd": rounded(cell.sd),
        "dissent": rounded(cell.dissent),
        "flagged": cell.flagged,
        "distribution": {str(step): number for step, number in cell.counts.items()},
    }


def judged_figures(judged: Judged, earlier: Sequence[Judged]) -> dict[str, Any]:
    """An option as the report's data holds it: all there is to tell, and in short what it was in earlier rounds."""
    before = [_short(each) for each in earlier]
    return {**_short(judged), **judged.figures, **({"earlier": before} if before else {})}


def _short(judged: Judged) -> dict[str, Any]:
    figures = {name: judged.figures[name] for name in SHORT if name in judged.figures}
    return {"id": judged.item.id, "text": judged.item.text, "rank": judged.rank, **figures}


def numeric(value: Any, decimals: int) -> Cell:
    """A number, or a dash where there is none."""
    return Cell("–") if value is None else Cell(number=float(value), decimals=decimals)


def names(options: Iterable[str], texts: Mapping[str, str]) -> str:
    """Options by their texts, one after the other."""
    return "; ".join(texts[option] for option in options)
