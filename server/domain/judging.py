"""What every kind that collects ballots shares: rounds, hands, teams, sealing, and who may see what came out, and when.

Nothing of a ballot is shown while it is open, to nobody: only how many were cast. Once closed the staff sees the
results (after the reveal where the agenda says `secret`), the room after the reveal. What is cast after a round was
sealed is a new round; the earlier rounds stay beside it.
"""

from collections.abc import Iterable
from typing import Annotated, ClassVar, TypeVar

import msgspec

from server.domain import ballots
from server.domain.ballots import (
    BallotCast,
    CastBallot,
    CountHands,
    HandsCounted,
    Round,
    Rounds,
    RoundStarted,
    TakeLot,
    VoteAgain,
)
from server.domain.i18n import Words
from server.domain.kernel import Activity, Audience, Card, Context, Item, Phase, Refused, Role, Settings
from server.domain.keys import hash_of
from server.domain.tally.ballot import InvalidBallot

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
C = TypeVar("C")
E = TypeVar("E")
V = TypeVar("V")


class JudgingSettings(Settings, frozen=True):
    """`secret`: the facilitator too sees nothing before the reveal; `teams`: what a voter may say to belong to."""

    secret: bool = False
    teams: Annotated[tuple[Name, ...], msgspec.Meta(max_length=99)] = ()


class BallotItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """An item on the ballot."""

    id: str
    text: str
    source: str = ""
    theme: str = ""


def ballot_items(items: Iterable[Item]) -> tuple[BallotItem, ...]:
    """Items as a ballot shows them."""
    return tuple(BallotItem(each.id, each.text, each.source, each.theme) for each in items)


def bare(items: Iterable[Item]) -> tuple[Item, ...]:
    """Items without what an earlier activity said of them: what comes out before there is a result."""
    return tuple(msgspec.structs.replace(each, rank=0, score=None, dissent=None, priority=None) for each in items)


class Judging(Activity[C, E, V]):
    """An activity that people cast ballots in."""

    settings: JudgingSettings
    presets: ClassVar[tuple[str, ...]] = ("voting", "result")

    def __init__(self, card: Card) -> None:
        self.votes = Rounds()
        super().__init__(card)

    def judged_keys(self) -> tuple[str, ...]:
        """Under which keys a ballot may hold a value: the items, unless a kind judges something else of them."""
        return tuple(self.received)

    def check_ballot(self, ballot: BallotCast) -> None:
        """Raise `InvalidBallot` for a ballot that may not be."""
        raise NotImplementedError

    def check_hands(self, hands: CountHands) -> None:
        """Raise `InvalidBallot` for counts that so many persons can't have given."""
        raise NotImplementedError

    # --- decide and evolve ------------------------------------------------------------------------------------

    def decide_ballot(self, command: ballots.Commands, ctx: Context) -> list[ballots.Events]:
        """The events of a command about ballots, or `Refused`; the same ballot again is none."""
        try:
            match command:
                case CastBallot():
                    ballot = self._ballot(command, ctx)
                    self.check_ballot(ballot)
                    return [] if ballot == self.votes[ballot.round].cast.get(ballot.voter) else [ballot]
                case CountHands():
                    return [self._hands(command)]
                case TakeLot():
                    raise Refused("no_lots")
                case VoteAgain():
                    if self.votes.current not in self.votes.filled():
                        raise Refused("nothing_yet")
                    return [RoundStarted(self.votes.current + 1)]
        except InvalidBallot as error:
            raise Refused(error.reason) from error

    def _hands(self, command: CountHands) -> HandsCounted:
        self.check_hands(command)
        if command.file and any(each.file == command.file for each in self.votes[self.on_show].hands):
            raise Refused("file_known")
        return HandsCounted(
            command.persons, command.counts, command.abstained, command.source, self.on_show, command.file
        )

    def _ballot(self, command: CastBallot, ctx: Context) -> BallotCast:
        if command.round != self.votes.current:
            raise Refused("other_round", round=self.votes.current)
        return BallotCast(
            values=ballots.in_order(command.values),
            abstained=ballots.distinct(command.abstained),
            round=command.round,
            voter=hash_of(command.voter),
            person=command.person,
            name=ctx.who.name if self.card.attribution == "named" else "",
            team=self._team(command, ctx),
        )

    def _team(self, command: CastBallot, ctx: Context) -> int:
        """The team that the voter named; without teams the table, where everybody was told that it stands with it."""
        if command.team > len(self.settings.teams):
            raise Refused("no_team")
        if self.settings.teams:
            return command.team
        return ctx.who.table if self.card.attribution == "team" else 0

    def take_ballot(self, event: ballots.Events) -> None:
        """Take in what happened with ballots."""
        self.votes.evolve(event)
        self.rounds = self.votes.current

    def seal_up(self) -> None:
        """The ballots cast can't be changed any more: what comes is a new round."""
        self.votes.seal_up()
        self.rounds = self.votes.current

    @property
    def must_seal(self) -> bool:
        """Ballots are secret unless everybody was told that names stand with them."""
        return self.card.attribution != "named"

    # --- show -------------------------------------------------------------------------------------------------

    @property
    def on_show(self) -> int:
        """The round on show: the one that is voted in or, when closed, the last that was."""
        return self.votes.on_show(closed=self.phase is Phase.CLOSED)

    def total(self, now: float) -> int:
        """Ballots cast."""
        return len(self.votes[self.on_show].cast)

    @property
    def devices(self) -> int:
        """From how many laptops the ballots came."""
        return self.votes[self.on_show].devices

    def by_hand(self, audience: Audience) -> int:
        """How many persons were counted by hand, for the staff."""
        return self.votes[self.on_show].by_hand if audience.staff else 0

    def may_see_results(self, audience: Audience) -> bool:
        """Nobody of a round that is open; then the staff, unless it is secret; the others after the reveal."""
        if self.phase is not Phase.CLOSED and not self.votes.finished(closed=False):
            return False
        return self.revealed or (audience.staff and not self.settings.secret)

    def told(self) -> list[int]:
        """The rounds whose results may be told to the staff, first to last."""
        if not self.may_see_results(Audience(Role.FACILITATOR)):
            return []
        return self.votes.finished(closed=self.phase is Phase.CLOSED)

    @property
    def in_teams(self) -> bool:
        """Whether it is asked, or known, to which group a voter belongs."""
        return bool(self.settings.teams) or self.card.attribution == "team"

    def ballots(self, number: int) -> tuple[BallotCast, ...]:
        """The ballots of a round; of no table any more once tables were made anonymous."""
        cast = self.votes[number].ballots
        return cast if self.in_teams else tuple(msgspec.structs.replace(each, team=0) for each in cast)

    def team_name(self, team: int, words: Words) -> str:
        """What a team, or a table, is called."""
        if team <= len(self.settings.teams):
            return self.settings.teams[team - 1]
        return words.gettext("Table {n}").format(n=team)


def voted(its: Round, words: Words) -> Iterable[str]:
    """How many voted in a round, in sentences."""
    ngettext, count = words.ngettext, its.count
    persons = ngettext("{n} person voted", "{n} persons voted", count.persons).format(n=count.persons)
    yield f"{persons} {ngettext('on {n} laptop', 'on {n} laptops', count.devices).format(n=count.devices)}"
    if its.by_hand:
        yield ngettext(
            "{n} person counted by hand or on paper", "{n} persons counted by hand or on paper", its.by_hand
        ).format(n=its.by_hand)
    if count.abstained:
        yield ngettext("{n} abstention", "{n} abstentions", count.abstained).format(n=count.abstained)
