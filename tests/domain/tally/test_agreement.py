import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.tally.agreement import dissent_queue, importance, kendall_w
from tests.support import shared


def consensus() -> list[dict[str, Any]]:
    answers = json.loads((shared("data/decision-analysis") / "known_answers.json").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = answers["consensus"]
    return found


def test_known_answers_for_kendalls_w() -> None:
    for case in consensus():
        expected = case["expected"].get("W", case["expected"].get("W_tie_corrected"))
        found = kendall_w(case["raters"])
        assert found.w is not None
        assert float(found.w) == pytest.approx(expected, abs=case["tolerance"]), case["id"]
        assert (found.judges, found.left_out) == (len(case["raters"]), 0)


def test_perfect_agreement_is_one_also_with_ties() -> None:
    assert kendall_w([[1, 2, 2, 4]] * 3).w == 1


def test_opposite_orders_cancel() -> None:
    assert kendall_w([[1, 2, 3], [3, 2, 1]]).w == 0


def test_only_complete_judgements_count() -> None:
    found = kendall_w([[1, 2, 3], [1, None, 3], [3, 2, 1]])
    assert (found.w, found.judges, found.left_out) == (Fraction(0), 2, 1)


@pytest.mark.parametrize("judgements", [[], [[1, 2]], [[1], [1]], [[3, 3], [3, 3]], [[None, 1]]])
def test_nothing_to_compare_is_no_number(judgements: list[list[int | None]]) -> None:
    assert kendall_w(judgements).w is None


@given(st.lists(st.lists(st.integers(1, 5), min_size=4, max_size=4), min_size=2, max_size=6))
def test_w_lies_between_0_and_1_and_turning_the_scale_changes_nothing(judgements: list[list[int]]) -> None:
    found = kendall_w(judgements).w
    assert found is None or 0 <= found <= 1
    assert kendall_w([[6 - value for value in judge] for judge in judgements]).w == found


def test_the_queue_puts_what_matters_and_divides_first() -> None:
    queue = dissent_queue({"agreed": (0.9, 0.0), "minor": (0.1, 0.5), "unjudged": None, "hot": (0.8, 0.4)})
    assert [dispute.item for dispute in queue] == ["hot", "minor"]
    assert queue[0].priority == pytest.approx(0.32)


def test_importance_is_the_place_on_the_scale() -> None:
    assert (importance(Fraction(1), 1, 5), importance(Fraction(4), 1, 5), importance(Fraction(5), 1, 5)) == (0, 0.75, 1)
