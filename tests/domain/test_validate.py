"""validate: judgements by paragraph, amendments beside them, and a next version that nobody's old ballot counts for."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.activities.validate import Amend, Validate
from server.domain.ballots import CastBallot, CountHands
from server.domain.blocks import Block, Bullets, Distribution, Matrix, Quotes, Text
from server.domain.entries import AddEntry, Hidden, HideEntry
from server.domain.entry_flow import BATCH
from server.domain.i18n import words
from server.domain.kernel import Card, Command, Phase, Refused, Role, Who
from server.domain.lineage import Lineage
from server.domain.root import Undo
from server.domain.steering import Reveal
from server.domain.tally.cells import MINIMUM_CELL
from server.domain.tally.consent import AGREE, AGREE_IF, DISAGREE
from tests.domain.stage import DESK, ROOM, Stage, items

EN, GUEST = words("en"), Who(Role.PARTICIPANT)
START = items("De gemeente opent één loket.", "Het loket is elke dag open.")


def hall(settings: dict[str, Any] | None = None, **card: Any) -> Stage:
    stage = Stage(Card("it", "validate", "Toetsen", settings=settings or {}, **{"start": START, **card}))
    stage.phase("it", Phase.OPEN)
    return stage


def its(stage: Stage) -> Validate:
    found = stage.activity("it")
    assert isinstance(found, Validate)
    return found


def cast(stage: Stage, who: int, team: int = 0, **values: int) -> None:
    ballot = CastBallot(f"voter-{who}".ljust(16, "-"), values, round=its(stage).votes.current, team=team)
    stage.do("it", ballot, GUEST)


def amendment(stage: Stage, text: str, about: str = "b") -> str:
    (event,) = stage.do("it", AddEntry(text, about=about), GUEST)
    return str(getattr(event, "id", ""))


def refusal(stage: Stage, command: Command, who: Who = DESK) -> str:
    with pytest.raises(Refused) as refused:
        stage.do("it", command, who)
    return refused.value.code


def of(kind: type, blocks: Sequence[Block]) -> list[Any]:
    return [block for block in blocks if isinstance(block, kind)]


def test_the_paragraphs_are_those_of_the_text_and_of_the_start_list() -> None:
    stage = hall({"text": "Eerste alinea.\n\nTweede alinea,\nop twee regels.\n\n\n\nEerste alinea."}, start=())
    first, second = stage.view("it", ROOM).paragraphs
    assert (first.text, second.text) == ("Eerste alinea.", "Tweede alinea,\nop twee regels.")
    again = hall({"text": "Iets ervoor.\n\nEerste alinea."}).view("it", ROOM).paragraphs
    assert [each.id for each in again[1:]] == [first.id, "a", "b"]


def test_what_each_paragraph_came_to() -> None:
    """Case 6: paragraph 3 "agree if" by 9 of 31, with 2 amendments, becomes version 2 with its diff."""
    stage = hall(start=items("Eén", "Twee", "Het loket is elke dag open."))
    for who in range(31):
        cast(stage, who, a=AGREE, c=AGREE_IF if who < 9 else AGREE)
    first, _ = amendment(stage, "behalve op zondag", "c"), amendment(stage, "en op één plek", "c")
    stage.now += 10
    assert [row.text for row in stage.view("it").rows] == ["behalve op zondag", "en op één plek"]
    assert stage.view("it/result").hidden
    stage.phase("it", Phase.CLOSED)
    stage.do("it", Amend("c", "Het loket is elke dag open, behalve op zondag.", (first,)))
    figure = its(stage).figures().items[2]
    assert (figure["n"], figure["agree"], figure["agree_if"], figure["disagree"]) == (31, 22, 9, 0)
    assert figure["wordings"][0] == "Het loket is elke dag open."
    blocks = its(stage).results(EN)
    assert [each.label for each in of(Distribution, blocks)] == [
        "Eén",
        "Twee",
        "Version 1: Het loket is elke dag open.",
    ]
    told = [each.text for each in of(Text, blocks) if each.role == "normal"]
    assert told == ["Het loket is elke dag open, behalve op zondag."]  # not judged yet; the others stand once
    assert of(Bullets, blocks)[0].items[1] == ("Version 2: Het loket is elke dag [–open.–][+open, behalve op zondag.+]")
    assert [(each.label, [quote.text for quote in each.quotes]) for each in of(Quotes, blocks)] == [
        ("Amendments taken up", ["behalve op zondag"]),
        ("Amendments not taken up", ["en op één plek"]),
    ]
    item = its(stage).items()[2]
    assert (item.id, item.text) == ("c", "Het loket is elke dag open, behalve op zondag.")
    assert [line.text for _, line in Lineage(stage.workshop).back(["c"])] == [
        "Het loket is elke dag open.",
        "behalve op zondag",
    ]


def test_the_room_sees_results_after_the_reveal_and_amendments_where_they_work_together() -> None:
    for preset, rows in (("voting", 0), ("together", 1)):
        stage = hall(preset=preset)
        cast(stage, 1, a=DISAGREE)
        amendment(stage, "behalve op zondag")
        stage.now += 10
        assert len(stage.view("it", ROOM).rows) == rows
        assert stage.view("it", ROOM).paragraphs[1].amendments == rows
        stage.phase("it", Phase.CLOSED)
        assert stage.view("it/result", ROOM).hidden
        stage.do("it", Reveal())
        assert not stage.view("it/result", ROOM).hidden


def test_a_next_version_is_judged_in_a_next_round() -> None:
    stage = hall()
    cast(stage, 1, a=DISAGREE, b=AGREE)
    assert refusal(stage, Amend("a", "Anders")) == "is_open"
    stage.phase("it", Phase.CLOSED)
    stage.do("it", Amend("a", "De gemeente opent twee loketten."))
    stage.do("it", Amend("b", "Het loket is op werkdagen open."))
    stage.phase("it", Phase.OPEN)
    assert stage.view("it", ROOM).round == 2
    assert refusal(stage, CastBallot("voter-1".ljust(16, "-"), {"a": AGREE}), GUEST) == "other_round"
    cast(stage, 1, a=AGREE)
    stage.phase("it", Phase.CLOSED)
    labels = [(each.label, each.counts) for each in of(Distribution, its(stage).results(EN))]
    assert labels == [
        ("Version 2: De gemeente opent twee loketten.", (1, 0, 0)),
        ("Version 2: Het loket is op werkdagen open.", (0, 0, 0)),
        ("Version 1: De gemeente opent één loket.", (0, 0, 1)),
        ("Version 1: Het loket is elke dag open.", (1, 0, 0)),
    ]


def test_a_version_made_before_anybody_judged_starts_no_round() -> None:
    stage = hall()
    stage.phase("it", Phase.CLOSED)
    stage.do("it", Amend("a", "De gemeente opent twee loketten."))
    stage.phase("it", Phase.OPEN)
    assert stage.view("it", ROOM).round == 1
    cast(stage, 1, a=AGREE)
    stage.phase("it", Phase.CLOSED)
    assert of(Distribution, its(stage).results(EN))[0].label == "Version 2: De gemeente opent twee loketten."


def test_undoing_one_version_leaves_the_other_and_its_round() -> None:
    stage = hall()
    cast(stage, 1, a=AGREE, b=AGREE)
    stage.phase("it", Phase.CLOSED)
    stage.do("it", Amend("a", "De gemeente opent twee loketten."))
    act = stage.log[-1].op
    stage.do("it", Amend("b", "Het loket is op werkdagen open."))
    stage.do("", Undo(act))
    assert [each.text for each in stage.view("it").paragraphs] == [START[0].text, "Het loket is op werkdagen open."]
    stage.phase("it", Phase.OPEN)
    assert stage.view("it").round == 2


def test_an_amendment_must_be_about_a_paragraph_and_be_there_to_be_taken_up() -> None:
    stage = hall()
    assert refusal(stage, AddEntry("zwevend", about="zz"), GUEST) == "unknown_item"
    assert refusal(stage, CastBallot("voter-1".ljust(16, "-"), {"zz": AGREE}), GUEST) == "unknown_item"
    assert refusal(stage, CastBallot("voter-1".ljust(16, "-"), {"a": 4}), GUEST) == "outside_scale"
    hidden = amendment(stage, "scheldwoord")
    stage.do("it", HideEntry(hidden, "grof"))
    stage.now += BATCH
    assert stage.view("it", ROOM).hidden == (Hidden(hidden, "grof"),)
    stage.phase("it", Phase.CLOSED)
    assert refusal(stage, Amend("a", "Anders", ("zz",))) == "no_entry"
    assert refusal(stage, Amend("zz", "Anders")) == "unknown_item"
    assert refusal(stage, Amend("a", "Anders", version=2)) == "other_version"
    stage.do("it", CountHands(1, {"a": {AGREE: 1}}))
    said = repr(its(stage).results(EN))
    assert "scheldwoord" not in said
    assert "1 entry hidden" in said


def test_hands_count_and_stand_in_no_team() -> None:
    stage = hall({"teams": ["zorg", "bouw"]})
    for who in range(4):
        cast(stage, who, team=1, a=AGREE)
    stage.phase("it", Phase.CLOSED)
    stage.do("it", CountHands(6, {"a": {AGREE: 2, DISAGREE: 4}}))
    figure = its(stage).figures().items[0]
    assert (figure["n"], figure["disagree"]) == (10, 4)
    assert [(each["team"], each["n"]) for each in figure["teams"]] == [(1, 4)]
    matrix = of(Matrix, its(stage).results(EN))[0]
    assert (matrix.columns, matrix.cells[0][0].text) == (("zorg (n = 4)",), "4 · 0 · 0")


def test_a_team_of_three_is_not_broken_out_nor_to_be_computed() -> None:
    stage = hall({"teams": ["zorg", "bouw", "handel"]})
    for team, voters in ((1, 3), (2, 5), (3, 9)):
        for who in range(voters):
            cast(stage, team * 100 + who, team=team, a=AGREE)
    stage.phase("it", Phase.CLOSED)
    teams = its(stage).figures().items[0]["teams"]
    assert [each["team"] for each in teams] == [3]


BALLOTS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.fixed_dictionaries({}, optional={"a": st.integers(1, 3), "b": st.integers(1, 3)}),
    ),
    max_size=24,
)


@given(BALLOTS)
def test_no_group_is_shown_or_computed_that_is_too_small(ballots: list[tuple[int, dict[str, int]]]) -> None:
    """What all said less what the shown teams said is nobody's, or at least four ballots'; sealing changes nothing."""
    stage = hall({"teams": ["zorg", "bouw", "handel"]})
    for who, (team, values) in enumerate(ballots):
        cast(stage, who, team, **values)
    stage.phase("it", Phase.CLOSED)
    before = its(stage).figures()
    for figure in before.items:
        teams = figure.get("teams", [])
        if teams:
            assert all(each["n"] >= MINIMUM_CELL for each in teams)
            rest = figure["n"] - sum(each["n"] for each in teams)
            assert rest == 0 or rest >= MINIMUM_CELL
    stage.workshop.replace("it", stage.workshop.sealed("it"))
    assert its(stage).figures() == before
