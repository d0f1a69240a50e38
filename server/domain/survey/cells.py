"""What one cell of somebody's file means: a number, a day, a tick, several things chosen at once."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence

from server.domain.survey.answers import day_of
from server.domain.text import fold

YES = frozenset({"y", "yes", "ja", "j", "1", "true", "waar", "x", "v", "checked", "selected", "oui", "on"})
NO = frozenset({"n", "no", "nee", "nein", "0", "false", "onwaar", "-", "unchecked", "not selected", "off"})
SEPARATORS = ("\n", ";", ",", "|")
"""What may stand between several things in one cell, the surest first."""

_NUMBER = re.compile(
    r"[^\d\-−+]{0,4}(?P<whole>[\-−+]?(?:\d{1,3}(?:[.,\s’']\d{3})+|\d{1,15}))(?:[.,](?P<part>\d{1,9}))?\s*\D{0,20}"
)
_PARTED = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})(?:[ T,].*)?")


def number_in(cell: str) -> float | None:
    """The number in a cell, with a sign or a unit around it. Before three digits a point or comma parts thousands."""
    found = _NUMBER.fullmatch(cell.strip())
    if not found:
        return None
    whole = re.sub(r"[.,\s’']", "", found["whole"]).replace("−", "-")
    return float(f"{whole}.{found['part'] or 0}")


def days_in(cells: Sequence[str], american: bool = False) -> list[str]:
    """The days in the cells of a column, as `2026-11-21`; empty where there is none.

    Day or month first is seen from the column as a whole; where nothing tells, `american` has the month first.
    """
    found = [_PARTED.fullmatch(cell.strip()) for cell in cells]
    short = [each for each in found if each and len(each[1]) <= 2 and len(each[3]) in (2, 4)]
    slashes = any("/" in each[0][:6] for each in short)
    day_first = any(int(each[1]) > 12 for each in short)
    month_first = not day_first and (any(int(each[2]) > 12 for each in short) or (american and slashes))
    return [_day(each, month_first) if each else "" for each in found]


def _day(found: re.Match[str], month_first: bool) -> str:
    one, two, three = found[1], found[2], found[3]
    if len(one) == 4:
        return _written(one, two, three)
    year = three if len(three) == 4 else f"20{three}"
    return _written(year, one, two) if month_first else _written(year, two, one)


def _written(year: str, month: str, day: str) -> str:
    text = f"{year}-{month:0>2}-{day:0>2}"
    return text if day_of(text) else ""


def is_ticked(cell: str) -> bool:
    """Whether a cell of an option says that it was chosen: anything but nothing and no."""
    return bool(cell.strip()) and fold(cell) not in NO


def pieces(cell: str, known: Collection[str]) -> list[str]:
    """The things chosen in one cell. `known`: folded, what may stand there; a thing may hold the separator itself."""
    if fold(cell) in known:
        return [cell.strip()]
    for separator in SEPARATORS:
        if separator in cell:
            found = _joined([each for each in cell.split(separator) if each.strip()], separator, known)
            if any(fold(each) in known for each in found):
                return found
    return [cell.strip()] if cell.strip() else []


def _joined(parts: list[str], separator: str, known: Collection[str]) -> list[str]:
    """The parts, with those that are one known thing only together joined again, the longest first."""
    longest = 1 + max((name.count(separator) for name in known), default=0)
    found: list[str] = []
    at = 0
    while at < len(parts):
        ends = range(min(len(parts), at + longest), at + 1, -1)
        end = next((end for end in ends if fold(separator.join(parts[at:end])) in known), at + 1)
        found.append(separator.join(parts[at:end]).strip())
        at = end
    return found


def share(cells: Iterable[str], fits: Callable[[str], object]) -> float:
    """Of the cells with anything in them, the part that fits; none fit where all are empty."""
    filled = [cell for cell in cells if cell.strip()]
    return sum(bool(fits(cell)) for cell in filled) / len(filled) if filled else 0.0
