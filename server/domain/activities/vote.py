"""vote (Stemmen): everyone judges the items it received, by one of the methods in `server.domain.methods`.

When ballots, rounds and results may be seen: see `server.domain.judging`; how they are counted: `server.domain.voting`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

import msgspec

from server.domain import ballots, methods
from server.domain.ballots import BallotCast, LotTaken, TakeLot
from server.domain.blocks import Block, Text
from server.domain.i18n import Words
from server.domain.judging import BallotItem, ballot_items
from server.domain.kernel import Audience, Context, Item, Refused, View
from server.domain.keys import hash_of
from server.domain.methods.base import MethodSettings, Rules
from server.domain.voting import Voting

SHUFFLED_ABOVE = 10  # items: with more than these, what stands first gets more than its share


class VoteSettings(MethodSettings, frozen=True):
    """`criterion`: what to judge by; `shuffle`: each laptop its own order, by itself above ten items; `secret`: the
    facilitator too sees nothing before the reveal; `teams`: what a voter may say to belong to. What belongs to a
    method: see `MethodSettings`.
    """

    criterion: Annotated[str, msgspec.Meta(max_length=400)] = ""
    shuffle: bool | None = None

    def faults(self) -> Iterable[tuple[str, str]]:
        """A method that doesn't exist, settings of another method, and what the method finds wrong."""
        return methods.faults(self)


class Sample(msgspec.Struct, frozen=True, omit_defaults=True):
    """Of a long list each voter judges `size` items, a lot (`tally.sampling.Lots`).

    `seed` and `among` stand there once somebody took the first lot; `among`: the items that the lots are drawn from.
    """

    size: int
    seed: str = ""
    among: tuple[str, ...] = ()


class VoteView(View, frozen=True, tag="vote"):
    """The ballot, and how many were cast (`total`); `by_hand`: persons counted by hand, for the staff."""

    preset: str
    method: str
    rules: Rules
    round: int
    total: int
    items: tuple[BallotItem, ...] = ()
    criterion: str = ""
    shuffle: bool = False
    secret: bool = False
    attribution: str = "anonymous"
    by_hand: int = 0
    devices: int = 0
    teams: tuple[str, ...] = ()
    costs: dict[str, int] = {}  # by item, in a budget
    sample: Sample | None = None


class Vote(Voting[VoteView]):
    """Everyone judges the items it received."""

    kind = "vote"
    settings_type = VoteSettings
    settings: VoteSettings
    needs_items = True

    def configure(self) -> None:
        """The method is the settings' own."""
        super().configure()
        self.method = methods.METHODS[self.settings.method](self.settings)

    @property
    def asked(self) -> Mapping[str, Item]:
        """The items that were received."""
        return self.received

    def decide(self, command: ballots.Commands, ctx: Context) -> Iterable[ballots.Events]:
        """As `Judging` decides; of a sampled vote also lots."""
        if isinstance(command, TakeLot) and self.settings.sample:
            return [self._lot(command, ctx)]
        return super().decide(command, ctx)

    def _lot(self, command: TakeLot, ctx: Context) -> LotTaken:
        """The lot that a voter has, or gets."""
        if command.round != self.votes.current:
            raise Refused("other_round", round=self.votes.current)
        draw, voter = self.votes.draw(command.round), hash_of(command.voter)
        number = str(draw.taken.get(voter, len(draw.taken)))
        if draw.taken:
            return LotTaken(number, voter, command.round)
        return LotTaken(number, voter, command.round, self.judged_keys(), ctx.ids())

    def check_ballot(self, ballot: BallotCast) -> None:
        """As the method checks; of a sampled vote only the voter's own lot is on the ballot."""
        if not self.settings.sample:
            super().check_ballot(ballot)
            return
        lot = self.votes.draw(ballot.round).lot_of(ballot.voter, self.settings.sample)
        self.method.check(ballot, [key for key in lot if key in self.received])

    # --- show -------------------------------------------------------------------------------------------------

    def view(self, audience: Audience) -> VoteView:
        """The same for everybody; nothing of a ballot."""
        settings = self.settings
        return VoteView(
            preset=self.preset,
            method=settings.method,
            rules=self.method.rules(len(self.received)),
            round=self.on_show,
            total=self.total(audience.now),
            items=ballot_items(self.received.values()),
            criterion=settings.criterion,
            shuffle=len(self.received) > SHUFFLED_ABOVE if settings.shuffle is None else settings.shuffle,
            secret=settings.secret,
            attribution=self.card.attribution,
            by_hand=self.by_hand(audience),
            devices=self.devices,
            teams=settings.teams,
            costs=self.method.costs(self.received.values()),
            sample=self._sample(),
        )

    def _sample(self) -> Sample | None:
        if not self.settings.sample:
            return None
        draw = self.votes.draw(self.votes.current)
        return Sample(self.settings.sample, draw.seed, draw.among)

    def results(self, words: Words) -> Sequence[Block]:
        """What to judge by, and what came out."""
        lead = [Text(self.settings.criterion, "lead")] if self.settings.criterion and self.told() else []
        return [*lead, *super().results(words)]
