"""vote (Stemmen): everyone judges the items it received, by one of the methods in `server.domain.methods`.

When ballots, rounds and results may be seen: see `server.domain.judging`.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec

from server.domain import ballots, vote_blocks
from server.domain.ballots import BallotCast, CountHands
from server.domain.blocks import Block, Heading, Text
from server.domain.i18n import Words
from server.domain.judging import BallotItem, Judging, ballot_items, voted
from server.domain.kernel import Audience, Context, Count, Figures, Item, Notice, View
from server.domain.methods import METHODS, faults
from server.domain.methods.base import Judged, MethodSettings, Poll, Rules, carried, disputed, rounded
from server.domain.teams import Split, split

SHUFFLED_ABOVE = 10  # items: with more than these, what stands first gets more than its share


class VoteSettings(MethodSettings, frozen=True):
    """`criterion`: what to judge by; `shuffle`: each laptop its own order, by itself above ten items; `secret`: the
    facilitator too sees nothing before the reveal; `teams`: what a voter may say to belong to. What belongs to a
    method: see `MethodSettings`.
    """

    criterion: Annotated[str, msgspec.Meta(max_length=400)] = ""
    shuffle: bool | None = None


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


class Vote(Judging[ballots.Commands, ballots.Events, VoteView]):
    """Everyone judges the items it received."""

    kind = "vote"
    settings_type = VoteSettings
    settings: VoteSettings
    needs_items = True

    @classmethod
    def check_settings(cls, settings: VoteSettings) -> Iterable[tuple[str, str]]:
        """A method that doesn't exist, settings of another method, and what the method finds wrong."""
        return faults(settings)

    def configure(self) -> None:
        """The method is the settings' own."""
        super().configure()
        self.method = METHODS[self.settings.method](self.settings)
        self._counted: dict[tuple[int, int, tuple[Item, ...]], tuple[Judged, ...]] = {}

    # --- decide and evolve ------------------------------------------------------------------------------------

    def decide(self, command: ballots.Commands, ctx: Context) -> Iterable[ballots.Events]:
        """As `Judging` decides."""
        return self.decide_ballot(command, ctx)

    def check_ballot(self, ballot: BallotCast) -> None:
        """As the method checks."""
        self.method.check(ballot, self.received)
        self.method.check_complete(ballot)

    def check_hands(self, hands: CountHands) -> None:
        """As the method checks."""
        self.method.check_hands(hands, self.received)

    def evolve(self, event: ballots.Events) -> None:
        """As `Judging` evolves."""
        self.take_ballot(event)

    def fold(self, events: Sequence[ballots.Events]) -> Sequence[ballots.Events]:
        """One anonymous ballot for each who voted."""
        return ballots.fold(events)

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
        )

    def _poll(self, number: int) -> Poll:
        its = self.votes[number]
        return Poll(tuple(self.received.values()), its.ballots, tuple(its.hands))

    def _judged(self, number: int) -> tuple[Judged, ...]:
        """The outcome of a round, counted once."""
        key = (number, self.votes[number].version, tuple(self.received.values()))
        if key not in self._counted:
            self._counted[key] = self.method.tally(self._poll(number))
        return self._counted[key]

    def _split(self, number: int) -> Split:
        return split(self.method, self._poll(number), self._judged(number))

    def results(self, words: Words) -> Sequence[Block]:
        """The last round with its spread, its teams and its method, and the earlier rounds under it."""
        told = self.told()
        if not told:
            return [Text(words.gettext("There are no results yet."), "note")]
        blocks: list[Block] = [Text(self.settings.criterion, "lead")] if self.settings.criterion else []
        blocks += self._round(told[-1], words)
        blocks += [Text(each, "note") for each in self.method.explained(len(self.received), words)]
        for number in reversed(told[:-1]):
            blocks.append(Heading(words.gettext("Round {n}").format(n=number), 2))
            blocks += self._round(number, words)
        return blocks

    def _round(self, number: int, words: Words) -> list[Block]:
        judged, part = self._judged(number), self._split(number)
        names = {team: self.team_name(team, words) for team in part.sizes}
        return [
            *self.method.blocks(judged, words),
            *vote_blocks.by_team(self.method, judged, part, names, words),
            *vote_blocks.first_to_discuss(judged, words),
            *vote_blocks.agreement(self.method.agreement(self._poll(number)), words),
            *(Text(each, "note") for each in voted(self.votes[number], words)),
        ]

    def figures(self) -> Figures:
        """The last round as data, each item with what it was in earlier rounds and in each team that may be shown."""
        told, count = self.told(), self.votes[self.on_show].count
        if not told:
            return Figures(Count(count.persons, count.devices), method=self.settings.method)
        last, teams = told[-1], self._split(told[-1]).scores
        earlier = [{each.item.id: _figure(each) for each in self._judged(number)} for number in told[:-1]]
        items = []
        for each in self._judged(last):
            before = [found[each.item.id] for found in earlier]
            own = [{"team": team, "n": n, "score": rounded(score)} for team, (n, score) in teams[each.item.id].items()]
            items.append(
                {**_figure(each), **({"earlier": before} if before else {}), **({"teams": own} if own else {})}
            )
        facts = vote_blocks.agreement_facts(self.method.agreement(self._poll(last)))
        return Figures(self.votes[last].count, tuple(items), method=self.settings.method, facts=facts)

    def items(self) -> Sequence[Item]:
        """The items, best first once the results may be seen; before that as they came, without ranks.

        What a budget funds is starred.
        """
        told = self.told()
        if not told:
            return self.bare_items(self.received.values())
        return carried(self._judged(told[-1]))

    def notices(self) -> Sequence[Notice]:
        """What people differ on."""
        told = self.told()
        return disputed(self._judged(told[-1])) if told else []


def _figure(judged: Judged) -> dict[str, object]:
    return {"id": judged.item.id, "text": judged.item.text, "rank": judged.rank, **judged.figures}
