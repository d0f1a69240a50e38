"""A ballot being filled in: pure, so that what a key does to it can be tested without a screen.

The server checks every ballot again; here the rules only keep people from filling in what it would refuse.
"""

from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

from server.domain.methods.base import Rules
from spilter_tui.i18n import N_

Style: TypeAlias = Literal["scale", "dots", "choice", "words", "number", "rank", "points", "pairs"]
SPARE = ("dots", "points", "choice")  # here 0 is no value
STYLES: Mapping[str, Style] = {
    "decide": "words", "opinion": "words", "consent": "words", "estimate": "number", "rank": "rank",
    "budget": "points", "pairwise": "pairs",
}  # fmt: skip
WORDS: Mapping[str, tuple[tuple[int, str], ...]] = {
    "decide": ((1, N_("yes")), (0, N_("no"))),
    "opinion": ((1, N_("agree")), (-1, N_("disagree")), (0, N_("pass"))),
    "consent": ((1, N_("agree")), (2, N_("agree if")), (3, N_("disagree"))),
}
"""By method the values that have a word, in the order of their keys: 1, 2, 3."""


class Paper(msgspec.Struct, frozen=True):
    """Items with the values they got, under rules. Every change gives a new one; one that may not be gives the same."""

    style: Style
    rules: Rules
    items: tuple[str, ...]
    values: dict[str, int] = {}
    abstained: frozenset[str] = frozenset()

    def give(self, item: str, value: int) -> "Paper":
        """Give an item a value; 0 dots or "not chosen" is no value."""
        if item not in self.items or not self.rules.low <= value <= self.rules.high:
            return self
        values = {key: given for key, given in self.values.items() if key != item}
        if value or self.style not in SPARE:
            values[item] = value
        if self._too_much(values):
            return self
        return msgspec.structs.replace(self, values=values, abstained=self.abstained - {item})

    def _too_much(self, values: dict[str, int]) -> bool:
        rules = self.rules
        return bool((rules.total and sum(values.values()) > rules.total) or (rules.most and len(values) > rules.most))

    def add(self, item: str, by: int) -> "Paper":
        """Raise or lower the value of an item; an item without one starts at the end that it comes from."""
        if self.style == "points":
            return self.give(item, self._stepped(self.values.get(item, 0), by))
        if item in self.values or self.style in SPARE:
            return self.give(item, self.values.get(item, 0) + by)
        return self.give(item, self.rules.low if by > 0 else self.rules.high)

    def _stepped(self, now: int, by: int) -> int:
        """So many points a step more or less: no more than there are, and nothing or at least the minimum."""
        value = now + by * self.step
        if by > 0:
            return min(max(value, self.rules.minimum), now + self.left, self.rules.high)
        return value if value >= max(self.rules.minimum, 1) else 0

    @property
    def step(self) -> int:
        """How many points a key gives or takes: a twentieth of all."""
        return max(self.rules.total // 20, 1)

    def write(self, item: str, digit: int) -> "Paper":
        """A figure behind the points of an item; nothing changes where that is more than there is."""
        return self.give(item, self.values.get(item, 0) * 10 + digit)

    def erase(self, item: str) -> "Paper":
        """The points of an item without their last figure."""
        return self.give(item, self.values.get(item, 0) // 10)

    def toggle(self, item: str) -> "Paper":
        """Choose an item, or not after all; where only one may be chosen it takes the other's place."""
        if item in self.values:
            return self.give(item, 0)
        if self.rules.most == 1:
            return msgspec.structs.replace(self, values={}).give(item, 1)
        return self.give(item, 1)

    def place(self, item: str) -> "Paper":
        """Put an item in the next place of the order, or out of it; then what stood behind moves up."""
        if item not in self.values:
            return self.give(item, max(self.values.values(), default=0) + 1)
        values = {key: place for key, place in self.values.items() if key != item}
        gap = self.values[item]
        if gap not in values.values():
            values = {key: place - (place > gap) for key, place in values.items()}
        return msgspec.structs.replace(self, values=values)

    def abstain(self, item: str) -> "Paper":
        """Say that one has no judgement on this item."""
        if not self.rules.abstain or item not in self.items:
            return self
        values = {key: value for key, value in self.values.items() if key != item}
        return msgspec.structs.replace(self, values=values, abstained=self.abstained | {item})

    def blank(self, item: str) -> bool:
        """Whether nothing was said of this item yet."""
        return item not in self.values and item not in self.abstained

    @property
    def left(self) -> int:
        """What is left to do: items to judge, dots to spend, choices to make."""
        if self.style in ("dots", "points"):
            return self.rules.total - sum(self.values.values())
        if self.style == "choice":
            return (self.rules.most or len(self.items)) - len(self.values)
        return sum(self.blank(item) for item in self.items)

    @property
    def short(self) -> bool:
        """Whether an item has something, and less than it may get."""
        return self.style == "points" and any(value < self.rules.minimum for value in self.values.values())

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do, so that it can go by itself."""
        return bool(self.items) and self.left == 0 and not self.short

    @property
    def sendable(self) -> bool:
        """Whether the server would take it as it is."""
        enough = len(self.values) >= self.rules.least and not self.short
        return enough and bool(self.values or self.abstained or self.style == "choice")

    def next_blank(self, after: str) -> str:
        """The next item to judge, from here on and then from the top; the same item when none is left."""
        at = self.items.index(after) if after in self.items else -1
        order = (*self.items[at + 1 :], *self.items[: at + 1])
        return next((item for item in order if self.blank(item)), after)


def style_of(method: str, rules: Rules) -> Style:
    """How a ballot is filled in: by a word's key, a number, a place, by dots, by choosing, or by values."""
    if method in STYLES:
        return STYLES[method]
    if rules.total:
        return "dots"
    return "choice" if method in ("choice", "top") or rules.most else "scale"
