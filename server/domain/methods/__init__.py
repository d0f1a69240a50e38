"""The methods of judging, by the name that an agenda calls them."""

from collections.abc import Iterable

from server.domain.i18n import N_
from server.domain.judging import JudgingSettings
from server.domain.methods.base import Method, MethodSettings
from server.domain.methods.budget import Budget
from server.domain.methods.choice import Choice, Top
from server.domain.methods.decide import Decide
from server.domain.methods.dots import Dots
from server.domain.methods.estimate import Estimate
from server.domain.methods.opinion import Opinion
from server.domain.methods.pairwise import Pairwise
from server.domain.methods.rank import Rank
from server.domain.methods.scale import Scale

METHODS: dict[str, type[Method]] = {
    "scale": Scale,
    "dots": Dots,
    "top": Top,
    "choice": Choice,
    "rank": Rank,
    "decide": Decide,
    "opinion": Opinion,
    "estimate": Estimate,
    "budget": Budget,
    "pairwise": Pairwise,
}
NO_METHOD = N_("the method must be one of: scale, dots, top, choice, rank, decide, opinion, estimate, budget, pairwise")
NOT_ITS_OWN = N_("this setting does not belong to the chosen method")


def faults(settings: MethodSettings) -> Iterable[tuple[str, str]]:
    """What is wrong with settings: pairs of a key and an English message of the catalogue."""
    method = METHODS.get(settings.method)
    if method is None:
        return [("method", NO_METHOD)]
    usual, shared = MethodSettings(), JudgingSettings.__struct_fields__
    strange = [
        (name, NOT_ITS_OWN)
        for name in MethodSettings.__struct_fields__
        if name not in {"method", *shared, *method.uses} and getattr(settings, name) != getattr(usual, name)
    ]
    return [*strange, *method(settings).faults()]
