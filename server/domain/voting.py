"""What the kinds share in which items are judged by one method: checking, counting once, and telling what came out.

A round is counted when it may be told, and once for each change; while it is open nothing is counted but the ballots.
"""

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec

from server.domain import ballots, vote_blocks
from server.domain.ballots import BallotCast, CountHands
from server.domain.blocks import Block, Heading, Text
from server.domain.figures import Count, Figures, Notice
from server.domain.i18n import Words
from server.domain.judging import Judging, bare, voted
from server.domain.kernel import Context, Item
from server.domain.methods.base import Judged, Method, Poll, carried, disputed, rounded
from server.domain.tally.agreement import Concordance
from server.domain.teams import Split, split

V = TypeVar("V")


class Counted(msgspec.Struct, frozen=True):
    """What came out of a round: the items best first, by team, and how far people agree on the whole."""

    judged: tuple[Judged, ...]
    teams: Split
    agreement: Concordance | None


class Voting(Judging[ballots.Commands, ballots.Events, V]):
    """Items judged by one method. A kind says what is `asked`, and sets its `method` when it is configured."""

    method: Method

    @property
    @abstractmethod
    def asked(self) -> Mapping[str, Item]:
        """What is on the ballot, by id."""

    def configure(self) -> None:
        """Other settings count otherwise."""
        super().configure()
        self._counted: dict[tuple[int, int, tuple[Item, ...]], Counted] = {}

    # --- decide and evolve ------------------------------------------------------------------------------------

    def decide(self, command: ballots.Commands, ctx: Context) -> Iterable[ballots.Events]:
        """As `Judging` decides."""
        return self.decide_ballot(command, ctx)

    def check_ballot(self, ballot: BallotCast) -> None:
        """As the method checks."""
        self.method.check(ballot, self.asked)
        self.method.check_complete(ballot)

    def check_hands(self, hands: CountHands) -> None:
        """As the method checks."""
        self.method.check_hands(hands, self.asked)

    def evolve(self, event: ballots.Events) -> None:
        """As `Judging` evolves."""
        self.take_ballot(event)

    def fold(self, events: Sequence[ballots.Events]) -> Sequence[ballots.Events]:
        """One anonymous ballot for each who voted."""
        return ballots.fold(events, teams=self.in_teams)

    # --- count ------------------------------------------------------------------------------------------------

    def counted(self, number: int) -> Counted:
        """What came out of a round, counted once."""
        key = (number, self.votes[number].version, tuple(self.asked.values()))
        if key not in self._counted:
            self._counted[key] = self._count(number)
        return self._counted[key]

    def _count(self, number: int) -> Counted:
        its = self.votes[number]
        poll = Poll(tuple(self.asked.values()), self.ballots(number), tuple(its.hands))
        judged = self.method.tally(poll)
        return Counted(judged, split(self.method, poll, judged), self.method.agreement(poll))

    # --- tell -------------------------------------------------------------------------------------------------

    def results(self, words: Words) -> Sequence[Block]:
        """The last round with its spread, its teams and its method, and the earlier rounds under it."""
        told = self.told()
        if not told:
            return [Text(words.gettext("There are no results yet."), "note")]
        blocks = self._round(told[-1], words)
        blocks += [Text(each, "note") for each in self.method.explained(len(self.asked), words)]
        for number in reversed(told[:-1]):
            blocks.append(Heading(words.gettext("Round {n}").format(n=number), 2))
            blocks += self._round(number, words)
        return blocks

    def _round(self, number: int, words: Words) -> list[Block]:
        found = self.counted(number)
        names = {team: self.team_name(team, words) for team in found.teams.sizes}
        return [
            *self.method.blocks(found.judged, words),
            *(vote_blocks.by_team(self.method, found.judged, found.teams, names, words) if self.in_teams else ()),
            *vote_blocks.first_to_discuss(found.judged, words),
            *vote_blocks.agreement(found.agreement, words),
            *(Text(each, "note") for each in voted(self.votes[number], words)),
        ]

    def figures(self) -> Figures:
        """The last round as data, each item with what it was in earlier rounds and in each team that may be shown."""
        told, count, name = self.told(), self.votes[self.on_show].count, self.method.settings.method
        if not told:
            return Figures(Count(count.persons, count.devices), method=name)
        last = self.counted(told[-1])
        earlier = [{each.item.id: _figure(each) for each in self.counted(number).judged} for number in told[:-1]]
        items = []
        for each in last.judged:
            before = [found[each.item.id] for found in earlier]
            teams = [
                {"team": team, "n": n, "score": rounded(score)}
                for team, (n, score) in last.teams.scores[each.item.id].items()
            ]
            items.append(
                {**_figure(each), **({"earlier": before} if before else {}), **({"teams": teams} if teams else {})}
            )
        facts = vote_blocks.agreement_facts(last.agreement)
        return Figures(self.votes[told[-1]].count, tuple(items), method=name, facts=facts)

    def items(self) -> Sequence[Item]:
        """The items, best first once the results may be seen; before that as they came, without ranks.

        What a budget funds is starred.
        """
        told = self.told()
        return (
            carried(self.counted(told[-1]).judged, adds_up=self.method.adds_up) if told else bare(self.asked.values())
        )

    def notices(self) -> Sequence[Notice]:
        """What people differ on."""
        told = self.told()
        return disputed(self.counted(told[-1]).judged) if told else []


def _figure(judged: Judged) -> dict[str, object]:
    return {"id": judged.item.id, "text": judged.item.text, "rank": judged.rank, **judged.figures}
