import pytest

from server.domain.tally.ballot import InvalidBallot
from server.domain.tally.dots import dot_totals, suggested_dots

ALMERE = [11, 9, 8, 6, 5, 4, 3, 2, 1, 1, 1, 0]


@pytest.mark.parametrize(("items", "dots"), [(0, 1), (1, 1), (2, 1), (3, 2), (12, 3), (25, 5), (60, 8)])
def test_the_suggestion_is_the_rounded_square_root(items: int, dots: int) -> None:
    assert suggested_dots(items) == dots


def test_almere_adds_up_to_51() -> None:
    items = [f"o{number}" for number in range(1, 13)]
    dealt = [item for item, dots in zip(items, ALMERE, strict=True) for _ in range(dots)]
    ballots = [{item: 1 for item in dealt[person::17]} for person in range(17)]
    result = dot_totals(ballots, items, dots=3, cap=2)
    assert list(result.totals.values()) == ALMERE
    assert (result.n, sum(result.totals.values()), result.unspent) == (17, 51, 0)


def test_dots_that_nobody_spent_are_counted() -> None:
    assert dot_totals([{"a": 1}, {}], ["a", "b"], dots=3).unspent == 5


@pytest.mark.parametrize(
    ("ballot", "reason"),
    [
        ({"c": 1}, "unknown_item"),
        ({"a": -1}, "negative_dots"),
        ({"a": 3}, "over_cap"),
        ({"a": 2, "b": 2}, "too_many_dots"),
    ],
)
def test_a_ballot_against_the_rules_is_refused_with_its_reason(ballot: dict[str, int], reason: str) -> None:
    with pytest.raises(InvalidBallot) as refused:
        dot_totals([ballot], ["a", "b"], dots=3, cap=2)
    assert refused.value.reason == reason
