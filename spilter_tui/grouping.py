"""What panes with a ballot know of groups: it is asked in which one somebody votes, before the first judgement."""

from abc import abstractmethod

from textual import on
from textual.app import ComposeResult
from textual.reactive import reactive

from server.domain.kernel import Phase
from spilter_tui.own import Ballot
from spilter_tui.sharing import SharingPane
from spilter_tui.widgets.groups import GroupList


class GroupingPane(SharingPane):
    """Where the view has groups and it isn't known which is one's own, they stand in the place of the ballot."""

    DEFAULT_CSS = """
    GroupingPane GroupList { display: none; }
    GroupingPane.-grouping GroupList { display: block; }
    GroupingPane.-grouping #pane-body, GroupingPane.-result GroupList, GroupingPane.-choosing GroupList {
        display: none; }
    """

    regrouping: reactive[bool] = reactive(False)
    """Whether somebody turns to another group."""

    def __init__(self) -> None:
        super().__init__()
        self.teams: dict[int, int] = {}
        """The group that each person here chose just now."""

    def compose(self) -> ComposeResult:
        """The kind's own body, or in its place the groups."""
        yield from super().compose()
        yield GroupList()

    @property
    @abstractmethod
    def begun(self) -> Ballot | None:
        """The ballot of the person at hand that was being filled in when this laptop last left it."""

    @abstractmethod
    def join_group(self, group: int) -> None:
        """Who votes here is in this group, from 1; 0 is none."""

    @property
    def team(self) -> int:
        """The group that this person votes in, from 1: chosen just now, else as in the last ballot sent or begun."""
        begun, before = self.begun, [ballot.team for ballot in self._cast]
        known = begun.team if begun else before[-1] if before else 0
        return self.teams.get(self.person, known)

    @property
    def _cast(self) -> list[Ballot]:
        """What this person sent, the last round last."""
        return [ballot for (_round, person), ballot in sorted(self.mine.ballots.items()) if person == self.person]

    @property
    def knows_group(self) -> bool:
        """Whether this person said in which group, in this round or before, or that it is none."""
        return bool(self.person in self.teams or self._cast or self.begun)

    @property
    def may_vote(self) -> bool:
        """Whether a ballot still counts: until the close. Only texts have a grace, for the result is shown at once."""
        return self.row.phase is Phase.OPEN

    @property
    def still_goes(self) -> bool:
        """A ballot has no grace."""
        return self.may_vote

    @property
    def group_names(self) -> tuple[str, ...]:
        """What the groups are called."""
        return tuple(getattr(team, "name", team) for team in self.view.teams) if self.view is not None else ()

    @property
    def grouping(self) -> bool:
        """Whether it is being asked."""
        return bool(self.group_names) and self.may_vote and (self.regrouping or not self.knows_group)

    def show_groups(self) -> None:
        """The groups, or the ballot again."""
        listed, stood, grouping = self.query_one(GroupList), self.has_class("-grouping"), self.grouping
        listed.names = self.group_names
        self.set_class(grouping, "-grouping")
        if grouping and not stood:
            listed.take_keys()
        elif stood and not grouping:
            self.take_keys()
        if grouping is not stood:
            self.refresh_bindings()

    def action_team(self) -> None:
        """Choose the group anew."""
        self.regrouping = True
        self.show()

    @on(GroupList.Picked)
    def take_group(self, event: GroupList.Picked) -> None:
        """This one."""
        event.stop()
        self.regrouping = False
        self.join_group(event.group)
        self.show()
