"""What a bench found, one line of the table each."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value; with a goal, it should be at most (or, `at_least`, no less than) that."""

    what: str
    value: float
    unit: str
    goal: float | None = None
    at_least: bool = False

    @property
    def reached(self) -> bool:
        """Whether the goal is reached; True without one."""
        if self.goal is None:
            return True
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    def cells(self) -> tuple[str, str, str, str]:
        """What, value, goal and verdict, as words."""
        if self.goal is None:
            return self.what, number(self.value, self.unit), "", ""
        sign, verdict = "≥" if self.at_least else "≤", "yes" if self.reached else "**no**"
        return self.what, number(self.value, self.unit), f"{sign} {number(self.goal, self.unit)}", verdict


def number(value: float, unit: str) -> str:
    """A value as people read it."""
    digits = 0 if value >= 100 or value == int(value) else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}".rstrip()


def percentiles(what: str, seconds: Iterable[float], goal: float | None = None) -> list[Figure]:
    """The median and the 99th percentile in milliseconds; the goal is for the latter."""
    found = sorted(seconds)
    cuts = quantiles(found, n=100, method="inclusive")
    return [
        Figure(f"{what}, p50", 1000 * cuts[49], "ms"),
        Figure(f"{what}, p99", 1000 * cuts[98], "ms", None if goal is None else 1000 * goal),
    ]


def table(title: str, figures: Iterable[Figure]) -> str:
    """The figures of one bench as a table in Markdown."""
    rows = [("what", "measured", "goal", "reached"), ("---", "---:", "---:", "---")]
    rows += [figure.cells() for figure in figures]
    return f"## {title}\n\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)
