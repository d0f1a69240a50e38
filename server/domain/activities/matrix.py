"""matrix (Beoordelen): everyone judges the received options by criteria.

What comes out is a weighted sum (`server.domain.grids.weighing`) or, with `risk`, likelihood × impact
(`server.domain.grids.risk`). Weights come from the facilitator, from 100 points of each person on the secret ballot, or
from 100 points of each team, public and set by itself. Who sees ballots, rounds and results: `server.domain.judging`.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec

from server.domain import ballots
from server.domain.blocks import Block, Heading, Text
from server.domain.figures import Count, Figures, Notice
from server.domain.grids.base import Criterion, Outcome, grid_of, judged_figures
from server.domain.grids.groups import weighed
from server.domain.grids.paper import Paper, paper_of
from server.domain.grids.risk import Risks
from server.domain.grids.settings import MatrixSettings, scale_of
from server.domain.grids.weights import WHOLE, PointsGiven, TeamPoints
from server.domain.i18n import Words
from server.domain.judging import BallotItem, Judging, ballot_items, bare, voted
from server.domain.kernel import (
    EVERYONE,
    Audience,
    Card,
    Command,
    Context,
    Event,
    Item,
    Phase,
    Refused,
    Role,
    Selection,
    View,
)
from server.domain.methods.base import Poll, Rules, carried, check_heads, disputed

Points = Annotated[int, msgspec.Meta(ge=0, le=WHOLE)]
Id = Annotated[str, msgspec.Meta(max_length=32)]


class SetPoints(Command, frozen=True, tag="matrix.points"):
    """A team gives the criteria its points, 100 at most, in place of those it gave before; none takes them back.

    What the desk enters for a team (from paper, or after the close) goes before what the team sends itself.
    """

    by = EVERYONE
    when = ballots.AFTER_DRAFT
    team: Annotated[int, msgspec.Meta(ge=1, le=99)]
    points: Annotated[dict[Id, Points], msgspec.Meta(max_length=30)]


class PointsSet(Event, frozen=True, tag="matrix.points_set", omit_defaults=True):
    """A team gave the criteria its points, or the desk entered them."""

    team: int
    points: dict[str, int]
    desk: bool = False


class MatrixView(View, frozen=True, tag="matrix"):
    """The ballot: a value under `cell_key(option, criterion)`, and where each weighs, points under `points_key`.

    A criterion without a text is called after its id (`grids.base.NAMES`). `total`: how many ballots were cast.
    """

    preset: str
    rules: Rules
    round: int
    total: int
    options: tuple[BallotItem, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    weigh: str = "desk"
    points: int = WHOLE
    teams: tuple[TeamPoints, ...] = ()
    risk: bool = False
    facts: str = ""
    secret: bool = False
    attribution: str = "anonymous"
    by_hand: int = 0
    devices: int = 0


Commands = ballots.Commands | SetPoints
Events = ballots.Events | PointsSet


class Matrix(Judging[Commands, Events, MatrixView]):
    """Options judged by criteria."""

    kind = "matrix"
    settings_type = MatrixSettings
    settings: MatrixSettings
    needs_items = True
    refers = ("criteria_from",)

    def __init__(self, card: Card) -> None:
        self._points = PointsGiven()
        super().__init__(card)

    def configure(self) -> None:
        """Take the settings; what was counted by other ones is counted anew."""
        super().configure()
        self.rules = scale_of(self.settings).rules(0)
        self._outcomes: dict[tuple[int, int], Outcome] = {}

    def carries(self) -> tuple[Selection, ...]:
        """The options as the card says, and the criteria that the settings fetch."""
        source = self.settings.criteria_from
        return (*super().carries(), *([Selection(source)] if source else []))

    def received_changed(self) -> None:
        """Count anew."""
        self._outcomes.clear()

    @property
    def paper(self) -> Paper:
        """What is on the ballot."""
        return paper_of(self.settings, self.received, self.came_from)

    def judged_keys(self) -> tuple[str, ...]:
        """The cells, and the criteria where each person weighs them."""
        return (*sorted(self.paper.cells), *sorted(self.paper.points))

    # --- decide and evolve ------------------------------------------------------------------------------------

    def decide(self, command: Commands, ctx: Context) -> Iterable[Events]:
        """As `Judging` decides; a team's points while it is open, the desk's also after that."""
        if not isinstance(command, SetPoints):
            return self.decide_ballot(command, ctx)
        desk = ctx.who.role is not Role.PARTICIPANT
        if not desk and self.phase is not Phase.OPEN:
            raise Refused(f"is_{self.phase.value}")
        if self.settings.weigh != "teams" or command.team > len(self.settings.teams):
            raise Refused("no_team")
        points = {key: number for key, number in ballots.in_order(command.points).items() if number}
        if not points.keys() <= {criterion.id for criterion in self.paper.criteria}:
            raise Refused("unknown_item")
        if sum(points.values()) > WHOLE:
            raise Refused("over_total")
        return [PointsSet(command.team, points, desk)]

    def check_ballot(self, ballot: ballots.BallotCast) -> None:
        """Values on the scale in cells that there are, and no more points than there are to give."""
        self.paper.check(ballot, self.rules)

    def check_hands(self, hands: ballots.CountHands) -> None:
        """No cell may get more hands than there were persons."""
        check_heads(hands, self.paper.cells, self.rules)

    def evolve(self, event: Events) -> None:
        """As `Judging` evolves; the latest points of a team."""
        if isinstance(event, PointsSet):
            self._points.take(event.team, event.points, desk=event.desk)
            self._outcomes.clear()
        else:
            self.take_ballot(event)

    def fold(self, events: Sequence[Events]) -> Sequence[Events]:
        """The latest points of each team, then one anonymous ballot for each who voted."""
        points = {event.team: event for event in events if isinstance(event, PointsSet)}
        cast = [event for event in events if not isinstance(event, PointsSet)]
        return [*(points[team] for team in sorted(points)), *ballots.fold(cast, teams=self.in_teams)]

    # --- count ------------------------------------------------------------------------------------------------

    @property
    def teams(self) -> tuple[TeamPoints, ...]:
        """The teams with the points that each gave."""
        return self._points.of(self.settings.teams, self.settings.persons)

    def _outcome(self, number: int) -> Outcome:
        """The outcome of a round, counted once."""
        key = (number, self.votes[number].version)
        if key not in self._outcomes:
            self._outcomes[key] = self._count(number)
        return self._outcomes[key]

    def _count(self, number: int) -> Outcome:
        its, settings = self.votes[number], self.settings
        poll = Poll((), self.ballots(number), tuple(its.hands))
        paper, rules = self.paper, self.rules
        grid = grid_of(paper.options, paper.criteria, rules.low, rules.high, rules.labels, poll)
        if settings.risk:
            return Risks(grid, settings.rule)
        return weighed(grid, settings.weigh, self.teams)

    # --- show -------------------------------------------------------------------------------------------------

    def view(self, audience: Audience) -> MatrixView:
        """The same for everybody; nothing of a ballot, but the points of each team."""
        settings, paper = self.settings, self.paper
        return MatrixView(
            preset=self.preset,
            rules=self.rules,
            round=self.on_show,
            total=self.total(audience.now),
            options=ballot_items(paper.options),
            criteria=paper.criteria,
            weigh=settings.weigh,
            teams=self.teams,
            risk=settings.risk,
            facts=settings.facts,
            secret=settings.secret,
            attribution=self.card.attribution,
            by_hand=self.by_hand(audience),
            devices=self.devices,
        )

    def results(self, words: Words) -> Sequence[Block]:
        """The last round with all there is to tell, and the earlier rounds in short under it."""
        told = self.told()
        if not told:
            return [Text(words.gettext("There are no results yet."), "note")]
        last = self._outcome(told[-1])
        blocks = [*last.blocks(words), *self._notes(told[-1], words)]
        blocks += [Text(each, "note") for each in last.explained(words)]
        for number in reversed(told[:-1]):
            blocks.append(Heading(words.gettext("Round {n}").format(n=number), 2))
            blocks += [*self._outcome(number).brief(words), *self._notes(number, words)]
        return blocks

    def _notes(self, number: int, words: Words) -> list[Block]:
        return [Text(each, "note") for each in voted(self.votes[number], words)]

    def figures(self) -> Figures:
        """The last round as data, each option with what it was in earlier rounds, in short."""
        told, count = self.told(), self.votes[self.on_show].count
        method = "risk" if self.settings.risk else "weighted sum"
        if not told:
            return Figures(Count(count.persons, count.devices), method=method)
        last = self._outcome(told[-1])
        earlier = [{each.item.id: each for each in self._outcome(number).judged} for number in told[:-1]]
        items = tuple(judged_figures(each, [found[each.item.id] for found in earlier]) for each in last.judged)
        return Figures(self.votes[told[-1]].count, items, method=method, facts=last.facts())

    def items(self) -> Sequence[Item]:
        """The options, best first once the results may be seen; before that as they came, without ranks."""
        told = self.told()
        if not told:
            return bare(self.paper.options)
        return carried(self._outcome(told[-1]).judged)

    def notices(self) -> Sequence[Notice]:
        """What people differ on."""
        told = self.told()
        return disputed(self._outcome(told[-1]).judged) if told else []
