import pytest

from server.domain.tally.ballot import InvalidBallot
from server.domain.tally.dots import check_dots, suggested_dots


@pytest.mark.parametrize(("items", "dots"), [(0, 1), (1, 1), (2, 1), (3, 2), (12, 3), (25, 5), (60, 8)])
def test_the_suggestion_is_the_rounded_square_root(items: int, dots: int) -> None:
    assert suggested_dots(items) == dots


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
        check_dots(ballot, ["a", "b"], dots=3, cap=2)
    assert refused.value.reason == reason
