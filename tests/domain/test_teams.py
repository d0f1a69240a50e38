"""A vote by team or table: shown where enough voted, never so that a small group can be computed."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.activities.vote import Vote
from server.domain.ballots import BallotCast, CastBallot, CountHands, by_team
from server.domain.blocks import Matrix, Table, Text
from server.domain.history import Recorded
from server.domain.i18n import words
from server.domain.kernel import Card, Phase, Refused, Role, Selection, Who
from server.domain.steering import Sealed, Tighten
from server.domain.tally.cells import MINIMUM_CELL
from tests.domain.stage import Stage, items

EN = words("en")
TEAMS = ("Wethouders", "WMO", "Communicatie")


class Hall(Stage):
    """A stage with one vote on three items."""

    def __init__(self, attribution: str = "anonymous", **settings: Any) -> None:
        super().__init__(
            Card(
                "v",
                "vote",
                "Stemmen",
                attribution=attribution,
                start=items("Loket", "Inkoop", "Plek"),
                settings=settings,
            )
        )
        self.phase("v", Phase.OPEN)
        self.voters = 0

    @property
    def vote(self) -> Vote:
        found = self.activity("v")
        assert isinstance(found, Vote)
        return found

    def cast(self, team: int, *abstained: str, table: int = 0, **values: int) -> None:
        self.voters += 1
        ballot = CastBallot(f"key of voter {self.voters:05}", values, abstained, team=team)
        self.do("v", ballot, Who(Role.PARTICIPANT, table=table))

    def close(self) -> "Hall":
        self.phase("v", Phase.CLOSED)
        return self

    def seal(self) -> None:
        self.now += 1000
        self.workshop.take(Recorded("v", Sealed(), self.now, "seal", "server", 9999))
        self.workshop.replace("v", self.workshop.sealed("v"))

    def by_team(self) -> dict[str, dict[int, tuple[int, float]]]:
        return {
            each["id"]: {own["team"]: (own["n"], own["score"]) for own in each.get("teams", ())}
            for each in self.vote.figures().items
        }


def test_tables_that_were_made_anonymous_are_in_no_result_and_in_no_file() -> None:
    hall = Hall(attribution="team")
    for table in (1, 2):
        for value in (1, 2, 3, 5):
            hall.cast(0, table=table, a=value)
    assert set(hall.close().by_team()["a"]) == {1, 2}
    hall.do("v", Tighten("anonymous"))
    assert hall.by_team()["a"] == {}
    hall.seal()
    assert {each.event.team for each in hall.workshop.records["v"] if isinstance(each.event, BallotCast)} == {0}
    assert hall.by_team()["a"] == {}


def test_a_team_of_four_is_shown_and_a_team_of_three_is_not() -> None:
    hall = Hall(teams=TEAMS)
    for value in (5, 5, 5, 5):
        hall.cast(1, a=value, b=1)
    for value in (1, 2, 3, 4):
        hall.cast(2, a=value, b=1)
    for value in (1, 1, 1):
        hall.cast(3, a=value, b=5)
    found = hall.close().by_team()
    assert found["a"] == {2: (4, 2.5)}  # the three alone could be computed from the rest: team 1 goes with them
    assert hall.view("v").teams == TEAMS
    blocks = hall.vote.results(EN)
    matrix = next(block for block in blocks if isinstance(block, Matrix))
    assert matrix.columns == ("All", "WMO (n = 4)")
    notes = [block.text for block in blocks if isinstance(block, Text)]
    assert "7 ballots come from no group, or from a group that is too small to show." in notes


def test_abstentions_can_make_a_team_too_small_for_one_item() -> None:
    hall = Hall(teams=TEAMS)
    for _ in range(4):
        hall.cast(1, a=4, b=2)
    for _ in range(4):
        hall.cast(2, a=2, b=2)
    hall.cast(2, "a", b=2)
    hall.cast(1, "b", a=4)
    found = hall.close().by_team()
    assert found["a"] == {1: (5, 4), 2: (4, 2)}
    assert found["b"] == {1: (4, 2), 2: (5, 2)}
    again = Hall(teams=TEAMS)
    for number in range(5):
        again.cast(1, *("a" if number else ""), b=2, **({} if number else {"a": 5}))
        again.cast(2, a=2, b=2)
    found = again.close().by_team()
    assert (found["a"], set(found["b"])) == ({}, {1, 2})


def test_hands_belong_to_no_team() -> None:
    hall = Hall(teams=TEAMS)
    for _ in range(4):
        hall.cast(1, a=4)
    hall.do("v", CountHands(2, {"a": {1: 2}}))
    assert hall.close().by_team()["a"] == {}
    hall.do("v", CountHands(2, {"a": {1: 2}}))
    assert hall.by_team()["a"] == {1: (4, 4)}


@pytest.mark.parametrize(("sizes", "said"), [((4, 2), True), ((4, 4), False)])
def test_where_no_group_may_be_shown_the_result_says_so(sizes: tuple[int, int], said: bool) -> None:
    hall = Hall(teams=TEAMS)
    for team, size in enumerate(sizes, 1):
        for _ in range(size):
            hall.cast(team, a=2)
    texts = [block.text for block in hall.close().vote.results(EN) if isinstance(block, Text)]
    assert any("no group is large enough" in text for text in texts) == said


def test_a_team_that_is_not_there_is_refused() -> None:
    for hall in (Hall(teams=TEAMS), Hall()):
        with pytest.raises(Refused, match="no_team"):
            hall.cast(4, a=1)


def test_a_table_stands_with_a_vote_only_where_everybody_was_told() -> None:
    for attribution, wanted in (("team", {3: (4, 2), 5: (4, 2)}), ("anonymous", {})):
        hall = Hall(attribution)
        for _ in range(4):
            hall.cast(0, table=3, a=2)
            hall.cast(0, table=5, a=2)
        assert hall.close().by_team()["a"] == wanted
        matrices = [block for block in hall.vote.results(EN) if isinstance(block, Matrix)]
        assert [matrix.columns[1] for matrix in matrices] == ["Table 3 (n = 4)"] * bool(wanted)


def test_what_is_left_in_the_file_does_not_tell_the_small_teams() -> None:
    hall = Hall(teams=TEAMS)
    for team, number in ((1, 5), (2, 4), (3, 2)):
        for _ in range(number):
            hall.cast(team, a=team)
    before = hall.close().by_team()
    hall.seal()
    kept = [record.event for record in hall.workshop.records["v"] if isinstance(record.event, BallotCast)]
    assert sorted(event.team for event in kept) == [0] * 6 + [1] * 5
    assert hall.by_team() == before


@given(st.lists(st.integers(0, 4), max_size=30))
def test_every_group_on_show_is_large_enough_and_so_is_the_rest(teams: list[int]) -> None:
    ballots = [BallotCast({"a": number}, team=team) for number, team in enumerate(teams)]
    found = by_team(ballots)
    assert all(len(own) >= MINIMUM_CELL for team, own in found.items() if team)
    assert sum(map(len, found.values())) == len(teams)
    rest = len(found.get(0, ()))
    assert rest == 0 or rest >= MINIMUM_CELL or rest == len(teams)
    again = by_team([msgspec.structs.replace(b, team=team) for team, own in found.items() for b in own])
    assert {team: len(own) for team, own in again.items()} == {team: len(own) for team, own in found.items()}


# --- agreement, and what to talk about first ----------------------------------------------------------------------


def test_kendalls_w_stands_with_a_scale_and_with_ranks() -> None:
    hall = Hall()
    for _ in range(3):
        hall.cast(0, a=5, b=3, c=1)
    hall.cast(0, "c", a=5)
    assert hall.close().vote.figures().facts == {"kendall_w": 1.0, "complete_ballots": 3, "left_out": 1}
    table = [block for block in hall.vote.results(EN) if isinstance(block, Table)][-1]
    assert [cell.number for cell in table.rows[0]] == [1.0, 3, 1]
    ranked = Hall(method="rank")
    ranked.cast(0, a=1, b=2, c=3)
    ranked.cast(0, a=1, b=2)
    ranked.cast(0, a=3, b=2, c=1)
    assert ranked.close().vote.figures().facts["kendall_w"] == pytest.approx(1 / 9)
    dots = Hall(method="dots")
    dots.cast(0, a=1)
    assert dots.close().vote.figures().facts == {}


def test_what_matters_more_is_talked_about_first() -> None:
    hall = Hall()
    for a, b, c in ((1, 5, 3), (4, 2, 3), (1, 5, 3), (4, 2, 3)):
        hall.cast(0, a=a, b=b, c=c)
    carried = hall.close().workshop.select(Selection("v", "dissent", value=0.3))
    assert [item.id for item in carried] == ["b", "a"]
    assert carried[0].priority == pytest.approx(0.625 * 0.375)
    queue = next(b for b in hall.vote.results(EN) if isinstance(b, Table) and b.columns[0].title == "Talk about first")
    assert [row[0].text for row in queue.rows] == ["Inkoop", "Loket"]
    assert {item.priority for item in hall.vote.items() if item.id == "c"} == {0.0}
