from fractions import Fraction

from server.domain.tally.estimate import Shift, shift, summarise_estimates
from server.domain.tally.spread import Quartiles


def test_a_round_gives_median_and_quartiles() -> None:
    found = summarise_estimates([10, 20, None, 30, 400, 0.5])
    assert (found.n, found.abstained) == (5, 1)
    assert (found.lowest, found.highest) == (Fraction(1, 2), Fraction(400))
    assert found.quartiles == Quartiles(lower=Fraction(10), median=Fraction(20), upper=Fraction(30))


def test_one_estimate_is_its_own_median() -> None:
    assert summarise_estimates([7]).quartiles == Quartiles(Fraction(7), Fraction(7), Fraction(7))


def test_a_second_round_shows_what_moved() -> None:
    moved = shift(summarise_estimates([10, 20, 30, 40, 50]), summarise_estimates([20, 25, 25, 25, 30]))
    assert moved == Shift(median=Fraction(-5), width_before=Fraction(20), width_after=Fraction(0))
    assert moved.closer


def test_a_round_without_estimates_shows_no_shift() -> None:
    empty = summarise_estimates([None])
    assert (empty.quartiles, empty.lowest) == (None, None)
    assert shift(empty, summarise_estimates([1])) is None
