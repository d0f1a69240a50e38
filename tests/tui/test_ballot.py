"""Filling in a ballot: what a key does to it, and never more than the rules allow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.ballots import BallotCast
from server.domain.methods import METHODS
from server.domain.methods.base import MethodSettings, Rules
from spilter_tui import i18n
from spilter_tui.ballot import Paper, style_of
from spilter_tui.ballot_drawn import drawn

ITEMS = ("a", "b", "c", "d")
SCALE = Paper("scale", Rules(1, 5, abstain=True), ITEMS)
DOTS = Paper("dots", Rules(high=2, total=3), ITEMS)
TOP = Paper("choice", Rules(most=2), ITEMS)


def test_a_scale_is_complete_when_every_item_has_a_value_or_none() -> None:
    paper = SCALE.give("a", 5).give("b", 1).give("c", 3)
    assert paper.left == 1
    assert not paper.complete
    assert paper.next_blank("a") == "d"
    paper = paper.abstain("d")
    assert paper.complete
    assert paper.next_blank("d") == "d"
    assert paper.give("d", 4).abstained == frozenset()
    assert paper.abstain("a").values == {"b": 1, "c": 3}


def test_a_value_off_the_scale_changes_nothing() -> None:
    assert SCALE.give("a", 6) is SCALE
    assert SCALE.give("z", 3) is SCALE
    assert DOTS.abstain("a") is DOTS


def test_steps_start_at_the_end_they_come_from() -> None:
    assert SCALE.add("a", 1).values == {"a": 1}
    assert SCALE.add("a", -1).values == {"a": 5}
    assert SCALE.give("a", 3).add("a", 1).values == {"a": 4}


def test_dots_stop_at_the_cap_and_when_they_are_spent() -> None:
    paper = DOTS.add("a", 1).add("a", 1)
    assert paper.add("a", 1) is paper
    paper = paper.add("b", 1)
    assert paper.complete
    assert paper.add("c", 1) is paper
    assert paper.add("b", -1).values == {"a": 2}
    assert DOTS.add("a", -1) is DOTS or DOTS.add("a", -1) == DOTS


def test_choosing_stops_at_the_most_and_one_takes_the_others_place() -> None:
    paper = TOP.toggle("a").toggle("b")
    assert paper.complete
    assert paper.toggle("c") is paper
    assert paper.toggle("a").values == {"b": 1}
    one = Paper("choice", Rules(most=1), ITEMS).toggle("a")
    assert one.toggle("c").values == {"c": 1}


def test_points_are_written_figure_by_figure_and_go_in_steps() -> None:
    paper = Paper("points", Rules(high=100, total=100, minimum=10), ITEMS).write("a", 6).write("a", 5)
    assert (paper.values, paper.left) == ({"a": 65}, 35)
    assert paper.write("a", 5) is paper
    assert paper.erase("a").values == {"a": 6}
    assert paper.erase("a").short
    assert not paper.erase("a").sendable
    assert paper.add("b", 1).values == {"a": 65, "b": 10}
    assert paper.add("b", 1).add("b", 1).add("b", -1).add("b", -1).values == {"a": 65}
    full = paper.write("b", 3).write("b", 2).add("b", 1)
    assert (full.values["b"], full.complete) == (35, True)


def test_too_few_choices_can_not_be_sent() -> None:
    paper = Paper("choice", Rules(least=2, most=3), ITEMS).toggle("a")
    assert not paper.sendable
    assert paper.toggle("b").sendable
    assert not SCALE.sendable
    assert SCALE.abstain("a").sendable


ACTS = st.lists(st.tuples(st.sampled_from(["give", "add", "abstain"]), st.sampled_from(ITEMS), st.integers(-2, 7)))


SETTINGS = (
    MethodSettings(method="scale"),
    MethodSettings(method="dots", dots=4, cap=3),
    MethodSettings(method="top", top=2),
    MethodSettings(method="choice", least=1, most=2),
    MethodSettings(method="budget", points=60, minimum=4, maximum=25),
    MethodSettings(method="budget", points=7),
)


@given(st.sampled_from(SETTINGS), ACTS)
def test_whatever_is_pressed_the_server_takes_it(settings: MethodSettings, acts: list[tuple[str, str, int]]) -> None:
    method = METHODS[settings.method](settings)
    rules = method.rules(len(ITEMS))
    paper = Paper(style_of(settings.method, rules), rules, ITEMS)
    for act, item, value in acts:
        paper = pressed(paper, act, item, value)
        ballot = BallotCast(paper.values, tuple(sorted(paper.abstained)))
        if not paper.short:
            method.check(ballot, ITEMS)
        if paper.sendable:
            method.check_complete(ballot)


def pressed(paper: Paper, act: str, item: str, value: int) -> Paper:
    """The ballot after one of the keys that its pane knows."""
    if act == "abstain":
        return paper.abstain(item)
    if paper.style == "choice":
        return paper.toggle(item)
    if paper.style == "points" and act == "give":
        return paper.write(item, value) if value >= 0 else paper.erase(item)
    return paper.give(item, value) if act == "give" else paper.add(item, 1 if value > 0 else -1)


@pytest.mark.parametrize(
    ("typed", "unit", "shown"),
    [("-", "€", "-…"), ("-2", "", "-2…"), ("75", "€", "€75…"), ("7500", "points", "7,500 points…")],
)
def test_a_number_that_is_being_typed_has_its_unit_where_it_will_stand(
    typed: str, unit: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_language", "en")
    assert drawn(Paper("number", Rules(-10, 10_000, unit=unit), ITEMS), "a", typed=typed) == shown
