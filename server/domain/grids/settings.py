"""What an agenda may set for a matrix, and what is wrong with settings whose shape is right."""

from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec

from server.domain.grids.base import IMPACT, LIKELIHOOD, Criterion, identified
from server.domain.i18n import N_
from server.domain.judging import JudgingSettings
from server.domain.methods.base import Label, MethodSettings
from server.domain.methods.scale import Scale

Step = Annotated[int, msgspec.Meta(ge=-1000, le=1000)]
Persons = Annotated[int, msgspec.Meta(ge=1, le=1000)]


class MatrixSettings(JudgingSettings, frozen=True):
    """`criteria`: what to judge by; `criteria_from`: the id of an activity before it, whose items are criteria too;
    `low`, `high`: the ends of the scale; `labels`: one for each step, or for each end; `abstain`: whether one may leave
    a cell open; `weigh`: who weighs, `desk` (the criteria's own weights), `each` (100 points a person) or `teams` (100
    points a team); `persons`: for how many each team counts, else for 1; `risk`: the first criterion is the likelihood
    and the second the impact, named so where there are none; `rule`: how these make a score: `product`, or the lookup
    table `nist` or `owasp`; `facts`: the id of a factsheet to show beside it.
    """

    criteria: Annotated[tuple[Criterion, ...], msgspec.Meta(max_length=30)] = ()
    criteria_from: Annotated[str, msgspec.Meta(max_length=80)] = ""
    low: Step = 1
    high: Step = 5
    labels: Annotated[tuple[Label, ...], msgspec.Meta(max_length=101)] = ()
    abstain: bool = True
    weigh: Literal["desk", "each", "teams"] = "desk"
    persons: Annotated[tuple[Persons, ...], msgspec.Meta(max_length=99)] = ()
    risk: bool = False
    rule: Literal["product", "nist", "owasp"] = "product"
    facts: Annotated[str, msgspec.Meta(max_length=80)] = ""

    def faults(self) -> Iterable[tuple[str, str]]:
        """A scale that is none, criteria that are one, and what doesn't go together."""
        yield from scale_of(self).faults()
        ids = [criterion.id for criterion in criteria_of(self)]
        if len(set(ids)) < len(ids):
            yield "criteria", N_("two criteria are the same, or have the same id")
        if self.weigh == "teams" and not self.teams:
            yield "teams", N_("who weighs by team must name the teams")
        if len(self.persons) > len(self.teams):
            yield "persons", N_("persons holds a number for each of the teams")
        if self.risk and len(self.criteria) == 1:
            yield "criteria", N_("a risk has two criteria at least: likelihood and impact")
        if self.risk and (self.low < 0 or self.weigh != "desk"):
            yield "risk", N_("a risk has no weights, and a scale from 0 or higher")
        if self.rule != "product" and not self.risk:
            yield "rule", N_("a lookup table belongs to risk")


def criteria_of(settings: MatrixSettings) -> tuple[Criterion, ...]:
    """The criteria with their ids; of a risk without any, likelihood and impact."""
    given = settings.criteria
    if settings.risk and not given:
        given = (Criterion(id=LIKELIHOOD), Criterion(id=IMPACT))
    return tuple(map(identified, given))


def scale_of(settings: MatrixSettings) -> Scale:
    """The scale as the vote of that name has it."""
    return Scale(MethodSettings(low=settings.low, high=settings.high, labels=settings.labels, abstain=settings.abstain))
