"""pulse (Peiling): one question that everybody answers at once, and nothing to prepare.

The question is the item: a scale or yes, no or no opinion on it; or a choice of the answers in the settings. When
ballots, rounds and results may be seen: see `server.domain.judging`; with `instant` the close is the reveal.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

import msgspec

from server.domain.i18n import N_
from server.domain.judging import BallotItem, JudgingSettings, ballot_items
from server.domain.kernel import Audience, Item, Phase, View
from server.domain.methods import METHODS
from server.domain.methods.base import MethodSettings, Rules
from server.domain.voting import Voting

Answer = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Label = Annotated[str, msgspec.Meta(max_length=60)]
Step = Annotated[int, msgspec.Meta(ge=-1000, le=1000)]
SCALE, CHOICE = "scale", "choice"
NEEDS_TWO = N_("a choice needs at least two options")
ONLY_CHOICE = N_("options and most belong to the method choice")
ONLY_SCALE = N_("low, high and labels belong to the method scale")


class PulseSettings(JudgingSettings, frozen=True):
    """`method`: scale, decide (yes, no, no opinion) or choice; `low`, `high`, `labels`: the scale and what its steps
    are called, one for each or one for each end; `options`: the answers to choose from, `most` of them, 0 is no limit;
    `instant`: closing it shows the result to everyone, otherwise that needs the reveal.
    """

    method: Literal["scale", "decide", "choice"] = "scale"
    low: Step = 1
    high: Step = 10
    labels: Annotated[tuple[Label, ...], msgspec.Meta(max_length=101)] = ()
    options: Annotated[tuple[Answer, ...], msgspec.Meta(max_length=20)] = ()
    most: Annotated[int, msgspec.Meta(ge=0, le=20)] = 1
    instant: bool = True

    def faults(self) -> Iterable[tuple[str, str]]:
        """Settings of another method, a choice of nothing, and what the method finds wrong."""
        none, chooses = PulseSettings(), self.method == CHOICE
        if chooses and len(set(self.options)) < 2:
            yield "options", NEEDS_TWO
        if not chooses and (self.options or self.most != none.most):
            yield "options", ONLY_CHOICE
        if self.method != SCALE and _scale(self) != _scale(none):
            yield "low", ONLY_SCALE
        yield from METHODS[self.method](method_settings(self)).faults()


class PulseView(View, frozen=True, tag="pulse"):
    """The ballot, and how many were cast (`total`); `by_hand`: persons counted by hand, for the staff."""

    preset: str
    method: str
    rules: Rules
    round: int
    total: int
    items: tuple[BallotItem, ...] = ()
    instant: bool = True
    attribution: str = "anonymous"
    by_hand: int = 0
    devices: int = 0
    teams: tuple[str, ...] = ()


class Pulse(Voting[PulseView]):
    """One question."""

    kind = "pulse"
    settings_type = PulseSettings
    settings: PulseSettings

    def configure(self) -> None:
        """The method and the answers are the settings' own, the question the card's."""
        super().configure()
        self.method = METHODS[self.settings.method](method_settings(self.settings))
        self._asked = {item.id: item for item in self._items()}

    @property
    def asked(self) -> Mapping[str, Item]:
        """The question, or the answers to choose from."""
        return self._asked

    def _items(self) -> Iterable[Item]:
        card = self.card
        if self.settings.method != CHOICE:
            return [Item(card.id, card.question or card.title)]
        return [Item(f"{card.id}.{n}", text) for n, text in enumerate(dict.fromkeys(self.settings.options), 1)]

    # --- show -------------------------------------------------------------------------------------------------

    def view(self, audience: Audience) -> PulseView:
        """The same for everybody; nothing of a ballot."""
        return PulseView(
            preset=self.preset,
            method=self.settings.method,
            rules=self.method.rules(len(self.asked)),
            round=self.on_show,
            total=self.total(audience.now),
            items=ballot_items(self.asked.values()),
            instant=self.settings.instant and not self.settings.secret,
            attribution=self.card.attribution,
            by_hand=self.by_hand(audience),
            devices=self.devices,
            teams=self.settings.teams,
        )

    def may_see_results(self, audience: Audience) -> bool:
        """As `Judging` says; an instant one shows them to everyone once it is closed."""
        instant = self.settings.instant and not self.settings.secret and self.phase is Phase.CLOSED
        return instant or super().may_see_results(audience)


def method_settings(settings: PulseSettings) -> MethodSettings:
    """What the method needs of a pulse's settings."""
    return MethodSettings(
        method=settings.method, low=settings.low, high=settings.high, labels=settings.labels, most=settings.most
    )


def _scale(settings: PulseSettings) -> tuple[object, ...]:
    return settings.low, settings.high, settings.labels
