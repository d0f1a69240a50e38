"""vote (Stemmen): everyone judges the items it received, by one of the methods in `server.domain.methods`.

Nothing of a ballot is shown while the vote is open, to nobody: only how many were cast. Once closed the staff sees the
results (after the reveal where the vote is `secret`), the room after the reveal. What is cast after a vote was sealed
is a new round; the earlier rounds stay beside it.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated

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
    VoteAgain,
)
from server.domain.blocks import Block, Heading, Text
from server.domain.i18n import Words
from server.domain.kernel import (
    Activity,
    Audience,
    Card,
    Context,
    Count,
    Figures,
    Item,
    Notice,
    Phase,
    Refused,
    Role,
    View,
)
from server.domain.methods import METHODS, faults
from server.domain.methods.base import Judged, MethodSettings, Poll, Rules, refuse_invalid

SHUFFLED_ABOVE = 10  # items: with more than these, what stands first gets more than its share


class VoteSettings(MethodSettings, frozen=True):
    """`criterion`: what to judge by; `shuffle`: each laptop its own order, by itself above ten items; `secret`: the
    facilitator too sees nothing before the reveal. What belongs to a method: see `MethodSettings`.
    """

    criterion: Annotated[str, msgspec.Meta(max_length=400)] = ""
    shuffle: bool | None = None
    secret: bool = False


class BallotItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """An item on the ballot."""

    id: str
    text: str
    source: str = ""
    theme: str = ""


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


class Vote(Activity[ballots.Commands, ballots.Events, VoteView]):
    """Everyone judges the items it received."""

    kind = "vote"
    presets = ("voting", "result")
    settings_type = VoteSettings
    settings: VoteSettings
    needs_items = True

    def __init__(self, card: Card) -> None:
        self.votes = Rounds()
        super().__init__(card)

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
        """The events of a command, or `Refused`; the same ballot again is none."""
        match command:
            case CastBallot():
                ballot = self._ballot(command, ctx)
                known = self.votes[ballot.round].cast.get(ballot.voter)
                return [] if ballot == known else [ballot]
            case CountHands():
                return [self._hands(command)]
            case VoteAgain():
                if self.votes.current not in self.votes.filled():
                    raise Refused("nothing_yet")
                return [RoundStarted(self.votes.current + 1)]

    def _ballot(self, command: CastBallot, ctx: Context) -> BallotCast:
        if command.round != self.votes.current:
            raise Refused("other_round", round=self.votes.current)
        ballot = BallotCast(
            values=ballots.in_order(command.values),
            abstained=ballots.distinct(command.abstained),
            round=command.round,
            voter=ballots.hash_of(command.voter),
            person=command.person,
            name=ctx.who.name if self.card.attribution == "named" else "",
        )
        refuse_invalid(lambda: self.method.check(ballot, self.received))
        refuse_invalid(lambda: self.method.check_complete(ballot))
        return ballot

    def _hands(self, command: CountHands) -> HandsCounted:
        refuse_invalid(lambda: self.method.check_hands(command, self.received))
        return HandsCounted(command.persons, command.counts, command.abstained, command.source, self._round)

    def evolve(self, event: ballots.Events) -> None:
        """As `Rounds` evolves."""
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

    def fold(self, events: Sequence[ballots.Events]) -> Sequence[ballots.Events]:
        """One anonymous ballot for each who voted."""
        return ballots.fold(events)

    # --- show -------------------------------------------------------------------------------------------------

    @property
    def _round(self) -> int:
        """The round on show: the one that is voted in or, when closed, the last that was."""
        filled = self.votes.filled()
        return filled[-1] if self.phase is Phase.CLOSED and filled else self.votes.current

    def view(self, audience: Audience) -> VoteView:
        """The same for everybody; nothing of a ballot."""
        number, settings = self._round, self.settings
        return VoteView(
            preset=self.preset,
            method=settings.method,
            rules=self.method.rules(len(self.received)),
            round=number,
            total=len(self.votes[number].cast),
            items=tuple(BallotItem(each.id, each.text, each.source, each.theme) for each in self.received.values()),
            criterion=settings.criterion,
            shuffle=len(self.received) > SHUFFLED_ABOVE if settings.shuffle is None else settings.shuffle,
            secret=settings.secret,
            attribution=self.card.attribution,
            by_hand=self.votes[number].by_hand if audience.staff else 0,
        )

    def total(self, now: float) -> int:
        """Ballots cast."""
        return len(self.votes[self._round].cast)

    def may_see_results(self, audience: Audience) -> bool:
        """Nobody of a round that is open; then the staff, unless the vote is secret; the others after the reveal."""
        if self.phase is not Phase.CLOSED and not self._finished():
            return False
        return self.revealed or (audience.staff and not self.settings.secret)

    def _finished(self) -> list[int]:
        """The rounds that are over, first to last."""
        closed = self.phase is Phase.CLOSED
        return [number for number in self.votes.filled() if closed or number < self.votes.current]

    def _told(self) -> list[int]:
        """The rounds whose results may be told to the staff."""
        return self._finished() if self.may_see_results(Audience(Role.FACILITATOR)) else []

    def _judged(self, number: int) -> tuple[Judged, ...]:
        """The outcome of a round, counted once."""
        its: Round = self.votes[number]
        key = (number, its.version, tuple(self.received.values()))
        if key not in self._counted:
            self._counted[key] = self.method.tally(Poll(key[2], its.ballots, tuple(its.hands)))
        return self._counted[key]

    def results(self, words: Words) -> Sequence[Block]:
        """The last round with its spread and method, and the earlier rounds under it."""
        told = self._told()
        if not told:
            return [Text(words.gettext("There are no results yet."), "note")]
        blocks: list[Block] = [Text(self.settings.criterion, "lead")] if self.settings.criterion else []
        blocks += self.method.blocks(self._judged(told[-1]), words)
        blocks += [Text(each, "note") for each in self._voted(self.votes[told[-1]], words)]
        blocks += [Text(each, "note") for each in self.method.explained(len(self.received), words)]
        for number in reversed(told[:-1]):
            blocks.append(Heading(words.gettext("Round {n}").format(n=number), 2))
            blocks += self.method.blocks(self._judged(number), words)
            blocks += [Text(each, "note") for each in self._voted(self.votes[number], words)]
        return blocks

    @staticmethod
    def _voted(its: Round, words: Words) -> Iterable[str]:
        ngettext, count = words.ngettext, its.count
        yield ngettext("{n} person voted", "{n} persons voted", count.persons).format(n=count.persons)
        yield ngettext("on {n} laptop", "on {n} laptops", count.devices).format(n=count.devices)
        if its.by_hand:
            yield ngettext(
                "{n} person counted by hand or on paper", "{n} persons counted by hand or on paper", its.by_hand
            ).format(n=its.by_hand)
        if count.abstained:
            yield ngettext("{n} abstention", "{n} abstentions", count.abstained).format(n=count.abstained)

    def figures(self) -> Figures:
        """The last round as data, each item with what it was in earlier rounds."""
        told, count = self._told(), self.votes[self._round].count
        if not told:
            return Figures(Count(count.persons, count.devices), method=self.settings.method)
        earlier = [{each.item.id: _figure(each) for each in self._judged(number)} for number in told[:-1]]
        items = []
        for each in self._judged(told[-1]):
            before = [found[each.item.id] for found in earlier]
            items.append({**_figure(each), **({"earlier": before} if before else {})})
        return Figures(self.votes[told[-1]].count, tuple(items), method=self.settings.method)

    def items(self) -> Sequence[Item]:
        """The items, best first once the results may be seen; before that as they came, without ranks."""
        told = self._told()
        if not told:
            bare = {"rank": 0, "score": None, "dissent": None}
            return tuple(msgspec.structs.replace(item, **bare) for item in self.received.values())
        return tuple(
            msgspec.structs.replace(
                each.item,
                rank=each.rank,
                score=None if each.score is None else float(each.score),
                dissent=each.dissent,
            )
            for each in self._judged(told[-1])
        )

    def notices(self) -> Sequence[Notice]:
        """What people differ on."""
        told = self._told()
        return [
            Notice(each.item.id, "dissent", {"item": each.item.text, "dissent": round(each.dissent or 0, 3)})
            for each in (self._judged(told[-1]) if told else ())
            if each.flagged
        ]


def _figure(judged: Judged) -> dict[str, object]:
    return {"id": judged.item.id, "text": judged.item.text, "rank": judged.rank, **judged.figures}
