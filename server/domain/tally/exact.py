"""Exact numbers, so that equal results are equal and a tie is a tie."""

from collections.abc import Sequence
from fractions import Fraction

Number = int | float | Fraction


def exact(value: Number) -> Fraction:
    """The number as a fraction; a float counts as the decimal it prints as, so that 0.1 + 0.2 is 0.3.

    Raises ValueError for infinity and for what is not a number.
    """
    if isinstance(value, Fraction):
        return value
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def mean(values: Sequence[Number]) -> Fraction:
    """The arithmetic mean of at least one value, exactly."""
    return sum(map(exact, values), Fraction(0)) / len(values)
