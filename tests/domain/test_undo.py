"""Undo and redo: every act of the staff, in any order, by each seat its own."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain import root, steering
from server.domain.entries import AddEntry, AddPaper
from server.domain.kernel import Card, Phase, Refused
from server.domain.sorting import AddTheme, MergeItems, PlaceItem
from tests.domain.play import seen
from tests.domain.stage import DESK, GUEST, SORTER, Stage, items

CARDS = (
    Card("b", "brainstorm", "Wat ontbreekt?"),
    Card("g", "group", "Ordenen", start=items("een", "twee", "drie")),
)
ACTS: list[tuple[str, Any]] = [
    ("", root.GoTo("b")),
    ("", root.MoveActivity("b", 1)),
    ("", root.RemoveActivity("b")),
    ("", root.AddActivity(Card("s", "slide", "Pauze"))),
    ("", root.SetTables((root.Table(1, "Raam"),))),
    ("", root.SetTimer("start", 600)),
    ("", root.Show(root.Shown("count", "b"))),
    ("", root.Describe(root.Info("Almere"))),
    ("b", steering.ChangePhase(Phase.OPEN)),
    ("b", steering.ChangePhase(Phase.CLOSED)),
    ("b", steering.Reveal()),
    ("b", steering.SetPreset("blind")),
    ("b", steering.Seed(("van papier",))),
    ("b", AddPaper(("getypt",))),
    ("g", AddTheme("thema", item="a")),
    ("g", PlaceItem("b", ("0",))),
    ("g", MergeItems(("b", "c"), "samen")),
]


def everything(stage: Stage) -> dict[str, Any]:
    agenda = without_acts(stage.view("agenda"))
    return {"agenda": agenda} | {key: seen(stage.workshop, key, stage.now) for key in ("b", "g")}


def without_acts(agenda: root.AgendaView) -> root.AgendaView:
    return root.AgendaView(
        agenda.info, agenda.rows, agenda.current, agenda.timer, agenda.tables, agenda.shown, notices=agenda.notices
    )


def attempt(stage: Stage, scope: str, command: Any) -> bool:
    try:
        stage.do(scope, command)
    except Refused:
        return False
    return True


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ACTS), max_size=12))
def test_undoing_all_leads_back_and_redoing_all_forth(acts: list[tuple[str, Any]]) -> None:
    stage = Stage(*CARDS)
    before = everything(stage)
    done = sum(attempt(stage, scope, command) for scope, command in acts)
    after = everything(stage)
    for _ in range(done):
        stage.undo()
    assert everything(stage) == before
    for _ in range(done):
        stage.redo()
    assert everything(stage) == after
    assert everything(restarted(stage)) == after


def restarted(stage: Stage) -> Stage:
    again = Stage()
    again.workshop, again.now = stage.replayed(), stage.now
    return again


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ACTS), min_size=1, max_size=10), st.data())
def test_any_act_may_be_undone_out_of_order(acts: list[tuple[str, Any]], data: st.DataObject) -> None:
    """What later acts refer to may be gone: nothing breaks, and putting it back restores everything."""
    stage = Stage(*CARDS)
    for scope, command in acts:
        attempt(stage, scope, command)
    after = everything(stage)
    act = data.draw(st.sampled_from([act.id for act in stage.workshop.acts.values()][len(CARDS) :] or [""]))
    if not act:
        return
    stage.do("", root.Undo(act))
    everything(stage)
    assert everything(restarted(stage)) == everything(stage)
    stage.redo()
    assert everything(stage) == after


def test_each_seat_undoes_its_own_and_only_the_facilitator_anybodys() -> None:
    stage = Stage(*CARDS)
    stage.do("g", PlaceItem("a", ("0",)), SORTER)
    stage.do("g", PlaceItem("b", ("0",)), DESK)
    stage.undo(SORTER)
    assert [row.themes for row in stage.view("g").rows] == [(), ("0",), ()]
    theirs = list(stage.workshop.acts)[-1]
    with pytest.raises(Refused, match="not_yours"):
        stage.do("", root.Undo(theirs), SORTER)
    stage.redo(SORTER)
    placed = [act.id for act in stage.workshop.acts.values() if act.by == SORTER.desk]
    stage.do("", root.Undo(placed[0]), DESK)
    assert [row.themes for row in stage.view("g").rows] == [(), ("0",), ()]
    with pytest.raises(Refused, match="nothing_to_undo"):
        stage.do("", root.Undo(placed[0]), DESK)


def test_what_participants_typed_is_never_undone() -> None:
    stage = Stage(*CARDS)
    stage.phase("b", Phase.OPEN)
    stage.do("b", AddEntry("blijft"), GUEST)
    for _ in range(3):
        stage.undo()
    with pytest.raises(Refused, match="nothing_to_undo"):
        stage.undo()
    assert [item.text for item in stage.activity("b").items()] == ["blijft"]
    assert stage.activity("b").phase is Phase.DRAFT


def test_the_log_book_tells_what_was_undone() -> None:
    stage = Stage(*CARDS)
    stage.do("b", steering.SetPreset("blind"))
    stage.undo()
    assert [(act.what, act.undone) for act in stage.view("agenda").acts][-1] == (("preset.set",), True)


def test_a_pile_of_paper_is_one_line_of_the_log_book() -> None:
    stage = Stage(*CARDS)
    stage.phase("b", Phase.OPEN)
    stage.do("b", AddPaper(tuple(f"regel {n}" for n in range(500))))
    assert stage.view("agenda").acts[-1].what == ("entry.added",)
