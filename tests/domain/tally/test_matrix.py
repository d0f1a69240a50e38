import json
from fractions import Fraction
from math import log10
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.tally.matrix import (
    Limit,
    column_shares,
    knocked_out,
    mean_weights,
    topsis,
    turned,
    unknown_cells,
    weighted_product,
    weighted_sum,
)
from server.domain.tally.ranking import shared_ranks
from server.domain.tally.sensitivity import (
    Flip,
    flips,
    weight_space,
    winners,
)
from tests.support import SHARED

ANSWERS = SHARED / "data" / "decision-analysis" / "known_answers.json"
KNOWN: list[Any] = (
    json.loads(ANSWERS.read_text(encoding="utf-8"))["mcda"]
    if ANSWERS.exists()
    else [pytest.param({}, marks=pytest.mark.skip(reason="needs data/decision-analysis beside the project"))]
)

# The worked example of a platform choice: five options judged 1 to 5 on six criteria, weights by four groups.
OPTIONS = {
    "A": [4, 3, 3, 2, 4, 4],
    "B": [3, 4, 4, 5, 2, 2],
    "C": [5, 1, 2, 1, 5, 5],
    "D": [2, 5, 3, 3, 1, 2],
    "E": [3, 2, 2, 1, 5, 5],
}
GROUPS = {
    "Wethouders": ([30, 15, 15, 15, 10, 15], 2),
    "WMO-adviseurs": ([10, 20, 25, 30, 10, 5], 4),
    "Communicatie": ([35, 15, 15, 10, 15, 10], 3),
    "Welzijn en corporatie": ([15, 15, 25, 30, 10, 5], 5),
}
WEIGHTS = mean_weights(GROUPS.values())


@pytest.mark.parametrize("case", KNOWN, ids=lambda case: case.get("id", "missing"))
def test_known_answers(case: dict[str, Any]) -> None:
    rows = {str(number): row for number, row in enumerate(case["matrix"])}
    lower = [objective == "min" for objective in case["objectives"]]
    if case["normalisation"] != "none" and case["method"] != "topsis":
        rows = column_shares(rows, lower)
    found: list[float] = []
    if case["method"] == "weighted_sum":
        whole = sum(case["weights"]) if case["normalisation"] == "none" else 1
        found = [float(score) * whole for score in weighted_sum(rows, case["weights"]).values() if score is not None]
    if case["method"] == "weighted_product":
        found = [log10(score) for score in weighted_product(rows, case["weights"]).values() if score]
    if case["method"] == "topsis":
        found = [score for score in topsis(rows, case["weights"]).values() if score is not None]
    expected = case["expected"].get("score") or case["expected"]["similarity"]
    assert found == pytest.approx(expected, abs=case.get("tolerance", 1e-7))
    assert shared_ranks(found) == case["expected"]["rank"]


def test_platform_choice_scores_and_winners() -> None:
    assert [round(float(weight), 2) for weight in WEIGHTS] == [20, 16.43, 21.43, 23.57, 11.07, 7.5]
    scores = weighted_sum(OPTIONS, WEIGHTS)
    assert {option: round(float(score or 0), 3) for option, score in scores.items()} == {
        "A": 3.15,
        "B": 3.664,
        "C": 2.757,
        "D": 2.832,
        "E": 2.521,
    }
    assert winners(OPTIONS, WEIGHTS) == ("B",)
    assert {group: winners(OPTIONS, points) for group, (points, _) in GROUPS.items()} == {
        "Wethouders": ("A",),
        "WMO-adviseurs": ("B",),
        "Communicatie": ("C",),
        "Welzijn en corporatie": ("B",),
    }


def test_platform_choice_ties_with_equal_weights() -> None:
    assert winners(OPTIONS, [1] * 6) == ("A", "B")
    assert weighted_sum(OPTIONS, [1] * 6)["A"] == Fraction(10, 3)


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        (0, [(0, "B"), (45, "C")]),
        (1, [(0, "B"), (55, "D")]),
        (2, [(0, "B")]),
        (3, [(0, "A"), (8, "B")]),
        (4, [(0, "B"), (30, "A"), (37, "C")]),
        (5, [(0, "B"), (27, "A"), (34, "C")]),
    ],
)
def test_platform_choice_flips(criterion: int, expected: list[tuple[int, str]]) -> None:
    found = flips(OPTIONS, WEIGHTS, criterion)
    assert [(flip.percent, flip.winners[0]) for flip in found if len(flip.winners) == 1] == expected


def test_platform_choice_knock_out_on_privacy_leaves_three() -> None:
    out = knocked_out(OPTIONS, [None, Limit(at_least=Fraction(3)), None, None, None, None])
    assert out == {"C": (1,), "E": (1,)}


def test_an_unknown_value_is_left_out_and_named_and_is_not_zero() -> None:
    rows: dict[str, list[int | None]] = {"a": [4, None], "b": [3, 5], "c": [None, None]}
    assert unknown_cells(rows) == (("a", 1), ("c", 0), ("c", 1))
    assert weighted_sum(rows, [1, 3]) == {"a": 4, "b": Fraction(9, 2), "c": None}
    product, nearness = weighted_product(rows, [1, 3]), topsis(rows, [1, 3])
    assert product["a"] == pytest.approx(4)
    assert nearness["a"] == pytest.approx(1)
    assert product["c"] is nearness["c"] is None
    assert knocked_out(rows, [None, Limit(at_least=Fraction(4))]) == {}
    assert flips(rows, [1, 3], 1) == (Flip(0, ("a",)), Flip(50, ("a", "b")), Flip(51, ("b",)))
    assert weight_space(rows, 2)["c"] == 0


def test_a_limit_includes_itself() -> None:
    limit = Limit(at_least=Fraction(2), at_most=Fraction(4))
    assert [limit.allows(value) for value in (1.9, 2, 4, 4.1)] == [False, True, True, False]


def test_less_is_better_turns_a_scale_round() -> None:
    assert turned({"a": [1, 2], "b": [None, 5]}, [False, True], 1, 5) == {"a": [1, 4], "b": [None, 1]}


def test_a_zero_spoils_a_product_and_a_negative_value_is_refused() -> None:
    assert weighted_product({"a": [0, 9]}, [1, 1]) == {"a": 0.0}
    assert weighted_product({"a": [0, 9]}, [0, 1])["a"] == pytest.approx(9)
    with pytest.raises(ValueError, match="negative"):
        weighted_product({"a": [-1]}, [1])


def test_weights_that_are_all_zero_give_no_score() -> None:
    assert weighted_sum({"a": [1, 2]}, [0, 0]) == {"a": None}
    assert weighted_product({"a": [1, 2]}, [0, 0]) == {"a": None}
    assert winners({"a": [1, 2]}, [0, 0]) == ()


def test_when_only_one_criterion_weighs_the_others_share_the_rest_equally() -> None:
    rows = {"a": [5, 0, 2], "b": [0, 3, 3]}
    assert flips(rows, [1, 0, 0], 0)[0] == Flip(0, ("b",))


def test_the_weight_space_is_divided_as_geometry_says() -> None:
    # a wins where w1 > 1/3 of the line; of the triangle each corner option wins a third.
    assert weight_space({"a": [2, 0], "b": [0, 1]}, 2) == pytest.approx({"a": 2 / 3, "b": 1 / 3}, abs=0.005)
    corners = weight_space({"a": [1, 0, 0], "b": [0, 1, 0], "c": [0, 0, 1]}, 3)
    assert corners == pytest.approx({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}, abs=0.01)
    # a wins where w1 > 1/2: a quarter of the triangle.
    assert weight_space({"a": [1, 0, 0], "b": [0, 1, 1]}, 3)["a"] == pytest.approx(1 / 4, abs=0.01)
    assert weight_space({"a": [1, 2], "b": [1, 2]}, 2) == pytest.approx({"a": 0.5, "b": 0.5})
    assert weight_space({"a": [1], "b": [2]}, 1) == pytest.approx({"a": 0, "b": 1})


def test_in_six_criteria_each_corner_option_wins_a_sixth() -> None:
    corners = {str(number): [int(number == place) for place in range(6)] for number in range(6)}
    assert weight_space(corners, 6) == pytest.approx(dict.fromkeys(corners, 1 / 6), abs=0.015)


def test_platform_choice_shares_add_up_and_a_dominated_option_never_wins() -> None:
    share = weight_space({**OPTIONS, "F": [3, 1, 2, 1, 5, 4]}, 6)  # E is nowhere worse and twice better
    assert sum(share.values()) == pytest.approx(1)
    assert share["F"] == 0
    # What 400,000 random weights give.
    expected = {"A": 0.141, "B": 0.450, "C": 0.317, "D": 0.031, "E": 0.061, "F": 0}
    assert share == pytest.approx(expected, abs=0.01)


values = st.lists(st.integers(1, 5), min_size=3, max_size=3)


@given(
    st.dictionaries(st.sampled_from("abcd"), values, min_size=1), st.lists(st.integers(1, 9), min_size=3, max_size=3)
)
def test_flips_are_what_the_weighted_sum_says_at_every_per_cent(rows: dict[str, list[int]], own: list[int]) -> None:
    found = flips(rows, own, 1)
    for percent in (0, 13, 50, 99, 100):
        rest = Fraction(100 - percent, own[0] + own[2])
        here = [flip for flip in found if flip.percent <= percent][-1]
        assert here.winners == winners(rows, [own[0] * rest, percent, own[2] * rest])


@settings(max_examples=20)
@given(st.dictionaries(st.sampled_from("abcd"), values, min_size=1))
def test_whoever_is_best_everywhere_wins_by_every_method(rows: dict[str, list[int]]) -> None:
    rows["best"] = [6, 6, 6]
    assert winners(rows, [1, 2, 3]) == ("best",)
    assert topsis(rows, [1, 2, 3])["best"] == pytest.approx(1)
    product = weighted_product(rows, [1, 2, 3])
    assert max(product, key=lambda option: product[option] or 0) == "best"
    assert weight_space(rows, 3)["best"] == pytest.approx(1)
