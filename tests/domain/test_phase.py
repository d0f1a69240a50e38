"""The phases: which change leads where, who may speak in which, and the grace."""

from itertools import product

import pytest

from server.domain.entries import AddEntry
from server.domain.history import Recorded
from server.domain.kernel import Card, Context, Phase, Refused, Who
from server.domain.phase import CHANGES
from server.domain.steering import ChangePhase, Seal
from tests.domain.stage import DESK, GUEST, SORTER, Stage

WAYS = {
    Phase.DRAFT: [],
    Phase.OPEN: [Phase.OPEN],
    Phase.PAUSED: [Phase.OPEN, Phase.PAUSED],
    Phase.CLOSED: [Phase.OPEN, Phase.CLOSED],
}


def brought_to(phase: Phase) -> Stage:
    stage = Stage(Card("b", "brainstorm", "Wat ontbreekt?", grace=60))
    for step in WAYS[phase]:
        stage.phase("b", step)
    return stage


@pytest.mark.parametrize(("now", "to"), list(product(Phase, Phase)))
def test_a_phase_changes_as_the_table_says(now: Phase, to: Phase) -> None:
    stage = brought_to(now)
    if (now, to) in CHANGES:
        stage.phase("b", to)
        assert stage.activity("b").phase is to
    else:
        with pytest.raises(Refused, match="phase"):
            stage.phase("b", to)


@pytest.mark.parametrize("phase", [Phase.PAUSED, Phase.CLOSED])
def test_what_was_typed_before_the_end_comes_in_during_the_grace(phase: Phase) -> None:
    stage = brought_to(phase)
    stage.now += 60
    stage.do("b", AddEntry("nog net"), GUEST)
    stage.now += 1
    with pytest.raises(Refused, match=f"is_{phase.value}"):
        stage.do("b", AddEntry("te laat"), GUEST)


def test_once_sealed_the_grace_is_over() -> None:
    stage = brought_to(Phase.CLOSED)
    for scope, event in stage.workshop.decide("b", Seal(), _context(stage)):
        stage.workshop.take(Recorded(scope, event))
    with pytest.raises(Refused, match="is_closed"):
        stage.do("b", AddEntry("te laat"), GUEST)


def _context(stage: Stage) -> Context:
    return Context(stage.now, lambda: "id", DESK)


def test_a_draft_takes_nothing() -> None:
    with pytest.raises(Refused, match="is_draft"):
        brought_to(Phase.DRAFT).do("b", AddEntry("te vroeg"), GUEST)


@pytest.mark.parametrize("who", [GUEST, SORTER])
def test_only_the_facilitator_changes_a_phase(who: Who) -> None:
    with pytest.raises(Refused, match="not_yours"):
        brought_to(Phase.DRAFT).do("b", ChangePhase(Phase.OPEN), who)


def test_reopening_loses_nothing_and_keeps_the_first_time() -> None:
    stage = brought_to(Phase.OPEN)
    stage.do("b", AddEntry("blijft"), GUEST)
    first = stage.now
    stage.now += 600
    stage.phase("b", Phase.CLOSED)
    stage.phase("b", Phase.OPEN)
    activity = stage.activity("b")
    assert (activity.first_opened_at, activity.opened_at) == (first, first + 600)
    assert [item.text for item in activity.items()] == ["blijft"]
