import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.tally.ranking import best_first
from server.domain.tally.risk import (
    NIST,
    OWASP,
    RiskScore,
    high_impact,
    risk_score,
    scale_level,
)
from server.domain.tally.scale import summarise
from tests.support import shared

# The worked example of a risk session: nine persons judge likelihood and impact of six risks from 1 to 5.
RISKS = {
    "R1": ("445434544", "454444544", 17.36, 17.44),
    "R2": ("343343343", "444544444", 13.7, 13.67),
    "R3": ("152514152", "454544454", 12.52, 13.22),
    "R4": ("334333233", "344334333", 10.0, 10.11),
    "R5": ("221222212", "555555555", 8.89, 8.89),
    "R6": ("254255242", "334344343", 11.86, 12.33),
}


def pairs(risk: str) -> list[tuple[int, int]]:
    likelihood, impact, *_ = RISKS[risk]
    return list(zip(map(int, likelihood), map(int, impact), strict=True))


def answers(case_id: str) -> dict[str, Any]:
    cases = json.loads((shared("data/decision-analysis") / "known_answers.json").read_text(encoding="utf-8"))["risk"]
    found: dict[str, Any] = next(case for case in cases if case["id"] == case_id)
    return found


@pytest.mark.parametrize("risk", RISKS)
def test_both_products_of_the_risk_session(risk: str) -> None:
    found = risk_score(pairs(risk))
    assert found.n == 9
    assert found.product_of_means is not None
    assert found.mean_of_products is not None
    assert (round(float(found.product_of_means), 2), round(float(found.mean_of_products), 2)) == RISKS[risk][2:]


def test_the_risk_session_orders_and_flags() -> None:
    scores = [risk_score(pairs(risk)).product_of_means for risk in RISKS]
    assert [list(RISKS)[place] for place in best_first(scores)] == ["R1", "R2", "R3", "R6", "R4", "R5"]
    sides = {(risk, side): summarise([pair[side] for pair in pairs(risk)], 1, 5) for risk in RISKS for side in (0, 1)}
    flagged = {key: round(side.dissent or 0, 3) for key, side in sides.items() if side.flagged}
    assert flagged == {("R3", 0): 0.432, ("R6", 0): 0.336}


def test_the_lowest_product_leads_the_list_of_high_impact() -> None:
    impact = {risk: summarise([pair[1] for pair in pairs(risk)], 1, 5).mean for risk in RISKS}
    assert high_impact({**impact, "unjudged": None}, 1, 5) == ["R5", "R3", "R1", "R2"]


def test_an_abstention_is_no_number() -> None:
    assert risk_score([(4, 5), (None, 3), (2, None)]) == RiskScore(1, Fraction(12), Fraction(20))
    assert risk_score([(4, None)]) == RiskScore(0, None, None)


def test_nist_table() -> None:
    case = answers("nist-sp-800-30-r1-table-I-2")
    assert NIST.likelihoods == NIST.impacts == tuple(case["levels"])
    for likelihood, row in case["matrix_rows_likelihood_cols_impact"].items():
        assert [NIST.level(likelihood, impact) for impact in case["levels"]] == row


def test_owasp_table_and_example() -> None:
    case = answers("owasp-risk-rating")
    for impact, row in case["matrix_rows_impact_cols_likelihood"].items():
        assert [OWASP.level(likelihood, impact) for likelihood in OWASP.likelihoods] == row
    example = case["example"]
    likelihood = example["likelihood_level"]
    assert OWASP.level(likelihood, example["technical_level"]) == example["severity_technical"]
    assert OWASP.level(likelihood, example["business_level"]) == example["severity_business"]


@pytest.mark.parametrize("value", [-1, 101])
def test_outside_the_scale_is_refused(value: int) -> None:
    with pytest.raises(ValueError):
        scale_level(value, 1, 5, NIST.impacts)


def test_each_step_of_a_scale_is_a_level_and_a_mean_goes_to_the_nearest() -> None:
    assert [scale_level(step, 1, 5, NIST.impacts) for step in range(1, 6)] == list(NIST.impacts)
    assert scale_level(3.4, 1, 5, NIST.impacts) == "Moderate"
    assert scale_level(3.5, 1, 5, NIST.impacts) == "High"
    assert [scale_level(value, 0, 10, OWASP.impacts) for value in (0, 5, 10)] == ["LOW", "MEDIUM", "HIGH"]


judgement = st.tuples(st.integers(1, 5), st.integers(1, 5))


@given(st.lists(judgement, min_size=1, max_size=9))
def test_the_two_products_differ_by_the_covariance(judgements: list[tuple[int, int]]) -> None:
    found, n = risk_score(judgements), len(judgements)
    one, other = (Fraction(sum(side), n) for side in zip(*judgements, strict=True))
    covariance = sum((a - one) * (b - other) for a, b in judgements) / n
    assert found.mean_of_products is not None
    assert found.product_of_means is not None
    assert found.mean_of_products - found.product_of_means == covariance
