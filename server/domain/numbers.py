"""Numbers, money, times and ranks as Dutch and English readers write them: 4,59 · maandag 19 januari 2015.

Two languages are two small tables; a locale database would bring more to go wrong (spaces that do not print,
data that differs by version) than it takes away.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from typing import SupportsFloat

from server.domain.i18n import Language

_WEEKDAYS: Mapping[Language, str] = {
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
_MONTHS: Mapping[Language, str] = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
_HOUR: Mapping[Language, str] = {"nl": "u", "en": "h"}
_EUROS = frozenset({"€", "euro", "EUR"})
_PLAIN = re.compile(r"-?\d+([.,]\d{1,2})?")  # 94.000 may be either; who typed that wrote it as it should be read
_DUTCH_MARKS = str.maketrans(",.", ".,")


def number(value: float | Decimal, language: Language, decimals: int = 0) -> str:
    """The number with this many decimals and its thousands apart: 25.000 and 4,59 or 25,000 and 4.59.

    Halves are rounded away from zero, on the decimals that a person reads (2.675 → 2,68), and never to "-0".
    """
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{rounded if rounded else abs(rounded):,f}"
    return text.translate(_DUTCH_MARKS) if language == "nl" else text


def measured(value: str, unit: str, language: Language) -> str:
    """What somebody typed with its unit behind it; an amount in euros as `money` writes it."""
    if unit in _EUROS and _PLAIN.fullmatch(value):
        return money(Decimal(value.replace(",", ".")), language)
    return f"{value} {unit}".strip()


def with_unit(value: int, unit: str, language: Language) -> str:
    """A whole number with its unit behind it: 25.000 punten; of euros as `money` writes it."""
    return money(value, language) if unit in _EUROS else f"{number(value, language)} {unit}".strip()


def places(values: Iterable[SupportsFloat | None], most: int) -> int:
    """How many decimals a column of numbers is written with: none where all are whole."""
    return 0 if all(value is None or float(value).is_integer() for value in values) else most


def money(euros: float | Decimal, language: Language) -> str:
    """An amount in euros, with cents only where there are any: € 25.000, € 4,50 or €25,000, €4.50."""
    exact = Decimal(str(euros))
    sign, space = "-" if exact < 0 else "", " " if language == "nl" else ""
    return f"{sign}€{space}{number(abs(exact), language, 0 if exact == exact.to_integral_value() else 2)}"


def percent(part: float | Decimal, language: Language, decimals: int = 0) -> str:
    """A part of one as a percentage: 0.586 → 59%."""
    return f"{number(Decimal(str(part)) * 100, language, decimals)}%"


def day(when: date, language: Language, *, weekday: bool = True) -> str:
    """A date in words: maandag 19 januari 2015, Monday 19 January 2015; without the weekday if asked."""
    words = [str(when.day), _MONTHS[language].split()[when.month - 1], str(when.year)]
    return " ".join([_WEEKDAYS[language].split()[when.weekday()]] * weekday + words)


def short_day(text: str, language: Language) -> str:
    """A day that was typed as 2026-09-14, as it is read: 14-9-2026 in Dutch. Anything else stays as it is."""
    try:
        when = date.fromisoformat(text) if language == "nl" else None
    except ValueError:
        return text
    return f"{when.day}-{when.month}-{when.year}" if when else text


def month_of(text: str) -> int:
    """The number of a month that somebody typed: 3, maart, mrt. or March; 0 where it is none."""
    if text.isdecimal():
        return int(text)
    typed = text.casefold().removesuffix(".")
    if typed == "mrt":  # the one short form that isn't how the word begins
        return 3
    months = (months.casefold().split() for months in _MONTHS.values())
    return next((n for n, names in enumerate(zip(*months, strict=True), 1) if _begins(typed, names)), 0)


def _begins(typed: str, names: Iterable[str]) -> bool:
    return len(typed) >= 3 and any(name.startswith(typed) for name in names)


def clock(when: time) -> str:
    """The time of day to the minute, the same in both languages: 13:42. A ``datetime`` gives its ``time()``."""
    return f"{when:%H:%M}"


def duration(seconds: float, language: Language) -> str:
    """A length of time to a person's precision: 40 s, 3 min, 1 u 20 min; the parts are rounded down."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if not hours and not minutes:
        return f"{rest} s"
    parts = [f"{hours} {_HOUR[language]}"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    return " ".join(parts)


def timer(seconds: float) -> str:
    """What is left on a timer: 12:40, 0:07; -0:30 when it is over time; hours stay minutes."""
    minutes, rest = divmod(abs(int(seconds)), 60)
    return f"{'-' if int(seconds) < 0 else ''}{minutes}:{rest:02}"


def rank(place: int, language: Language, *, shared: bool = False) -> str:
    """A place in an order: 5e or 5th; gedeeld 5e or joint 5th for a tie."""
    ordinal = f"{place}e" if language == "nl" else f"{place}{_english_ending(place)}"
    return f"{'gedeeld' if language == 'nl' else 'joint'} {ordinal}" if shared else ordinal


def _english_ending(place: int) -> str:
    if place % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
