"""Dutch and English figures, dates and ranks."""

from datetime import date, time
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from server.domain.i18n import LANGUAGES, Language
from server.domain.numbers import (
    clock,
    day,
    duration,
    measured,
    money,
    month_of,
    number,
    percent,
    places,
    rank,
    short_day,
    timer,
    with_unit,
)


@pytest.mark.parametrize(
    ("value", "decimals", "dutch", "english"),
    [
        (78 / 17, 2, "4,59", "4.59"),
        (58 / 17, 2, "3,41", "3.41"),
        (25000, 0, "25.000", "25,000"),
        (1234567.891, 1, "1.234.567,9", "1,234,567.9"),
        (2.675, 2, "2,68", "2.68"),
        (2.5, 0, "3", "3"),
        (-0.001, 2, "0,00", "0.00"),
        (-3.25, 1, "-3,3", "-3.3"),
    ],
)
def test_number(value: float, decimals: int, dutch: str, english: str) -> None:
    assert number(value, "nl", decimals) == dutch
    assert number(value, "en", decimals) == english


def test_a_number_with_its_unit_is_written_as_an_amount_is_where_it_counts_euros() -> None:
    assert [with_unit(45000, "€", speak) for speak in ("nl", "en")] == ["€ 45.000", "€45,000"]
    assert [with_unit(45000, "euro", "nl"), with_unit(1500, "uur", "nl"), with_unit(7, "", "nl")] == [
        "€ 45.000",
        "1.500 uur",
        "7",
    ]


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(LANGUAGES))
def test_a_number_reads_back(value: Decimal, language: Language) -> None:
    point, thousands = (",", ".") if language == "nl" else (".", ",")
    text = number(value, language, 2)
    assert Decimal(text.replace(thousands, "").replace(point, ".")) == value
    assert text.removeprefix("-") == format_decimal(abs(value), "#,##0.00", locale=language)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_a_day_is_what_the_locale_database_says(when: date) -> None:
    assert day(when, "nl") == format_date(when, "full", locale="nl")
    assert day(when, "en") == format_date(when, "EEEE d MMMM y", locale="en_GB")


def test_day() -> None:
    assert day(date(2015, 1, 19), "nl") == "maandag 19 januari 2015"
    assert day(date(2015, 1, 19), "en") == "Monday 19 January 2015"
    assert day(date(2015, 1, 19), "nl", weekday=False) == "19 januari 2015"


@pytest.mark.parametrize(
    ("euros", "dutch", "english"),
    [
        (25000, "€ 25.000", "€25,000"),
        (4.5, "€ 4,50", "€4.50"),
        (-5, "-€ 5", "-€5"),
        (Decimal("0.05"), "€ 0,05", "€0.05"),
    ],
)
def test_money(euros: float, dutch: str, english: str) -> None:
    assert money(euros, "nl") == dutch
    assert money(euros, "en") == english


def test_percent() -> None:
    assert percent(10 / 17, "nl") == "59%"
    assert percent(0.125, "nl", 1) == "12,5%"
    assert percent(0.125, "en", 1) == "12.5%"


@pytest.mark.parametrize(
    ("seconds", "dutch", "english"),
    [
        (0, "0 s", "0 s"),
        (40.9, "40 s", "40 s"),
        (180, "3 min", "3 min"),
        (3600, "1 u", "1 h"),
        (4805, "1 u 20 min", "1 h 20 min"),
    ],
)
def test_duration(seconds: float, dutch: str, english: str) -> None:
    assert duration(seconds, "nl") == dutch
    assert duration(seconds, "en") == english


def test_clock_and_timer() -> None:
    assert clock(time(13, 42, 59)) == "13:42"
    assert clock(time(9, 5)) == "09:05"
    assert timer(760) == "12:40"
    assert timer(7.9) == "0:07"
    assert timer(-30) == "-0:30"
    assert timer(5400) == "90:00"


def test_rank() -> None:
    english = [rank(n, "en") for n in (1, 2, 3, 4, 11, 12, 13, 21, 101, 111)]
    assert " ".join(english) == "1st 2nd 3rd 4th 11th 12th 13th 21st 101st 111th"
    assert rank(5, "nl") == "5e"
    assert rank(5, "nl", shared=True) == "gedeeld 5e"
    assert rank(5, "en", shared=True) == "joint 5th"


@pytest.mark.parametrize(
    ("value", "unit", "dutch", "english"),
    [
        ("36000", "€", "€ 36.000", "€36,000"),
        ("36000,5", "euro", "€ 36.000,50", "€36,000.50"),
        ("94.000", "€", "94.000 €", "94.000 €"),
        ("16", "uur per week", "16 uur per week", "16 uur per week"),
        ("veel", "", "veel", "veel"),
    ],
)
def test_what_somebody_typed_with_a_unit(value: str, unit: str, dutch: str, english: str) -> None:
    assert (measured(value, unit, "nl").replace("\xa0", " "), measured(value, unit, "en")) == (dutch, english)


@pytest.mark.parametrize(
    ("text", "dutch"), [("2026-09-14", "14-9-2026"), ("voor de zomer", "voor de zomer"), ("2026-02-31", "2026-02-31")]
)
def test_a_day_that_was_typed(text: str, dutch: str) -> None:
    assert (short_day(text, "nl"), short_day(text, "en")) == (dutch, text)


def test_places_are_for_parts() -> None:
    assert (places([1, 2.0, None], 1), places([1, 2.5], 1)) == (0, 1)


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("3", 3),
        ("maart", 3),
        ("mrt", 3),
        ("mrt.", 3),
        ("March", 3),
        ("Dec", 12),
        ("mei", 5),
        ("oktober", 10),
        ("ma", 0),
    ],
)
def test_a_month_that_was_typed(typed: str, month: int) -> None:
    assert month_of(typed) == month
