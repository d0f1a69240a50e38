"""Judgements of a proposal's paragraph: agree, agree if it is amended, disagree."""

from collections.abc import Mapping
from fractions import Fraction

import msgspec

AGREE, AGREE_IF, DISAGREE = 1, 2, 3


class Consent(msgspec.Struct, frozen=True):
    """How many agree with a paragraph, agree if it is amended, or disagree."""

    agree: int = 0
    agree_if: int = 0
    disagree: int = 0

    @property
    def n(self) -> int:
        """How many judged it."""
        return self.agree + self.agree_if + self.disagree

    @property
    def support(self) -> Fraction | None:
        """The share that can live with it, amended or not; None where nobody judged it."""
        return Fraction(self.agree + self.agree_if, self.n) if self.n else None


def consent(given: Mapping[int, int]) -> Consent:
    """From how many gave each judgement."""
    return Consent(given.get(AGREE, 0), given.get(AGREE_IF, 0), given.get(DISAGREE, 0))
