"""Seating: tables of the sizes that were asked, mixed as evenly as can be, chairs one a table, the same every time."""

from collections import Counter

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from server.domain.blocks import Table, Text
from server.domain.i18n import words
from server.domain.roster import Guest
from server.domain.seating import differences, explained, seat

KINDS = ("ondernemer", "financier", "overheid", "wetenschap")
SEX = ("m", "v")

people = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(SEX), st.booleans()), max_size=60)


def roster(found: list[tuple[str, str, bool]]) -> list[Guest]:
    return [
        Guest(
            card, f"Gast {card}", attributes={"background": kind, "m/v": sex} | ({"rol": "Voorzitter"} if chair else {})
        )
        for card, (kind, sex, chair) in enumerate(found, 1)
    ]


def sizes_of(seats: dict[int, int], tables: int) -> list[int]:
    counts = Counter(seats.values())
    return [counts[table] for table in range(1, tables + 1)]


@given(people, st.integers(1, 12))
def test_equal_tables_differ_by_one_at_most_in_size_and_in_each_background_with_who_leads_them(
    found: list[tuple[str, str, bool]], tables: int
) -> None:
    guests = roster(found)
    seats = seat(guests, dict.fromkeys(range(1, tables + 1), 0), ("background", "m/v"))
    assert set(seats) == {guest.card for guest in guests}
    sizes = sizes_of(seats, tables)
    assert max(sizes) - min(sizes) <= 1
    for kind in KINDS:
        of_kind = [guest.card for guest in guests if guest.attributes["background"] == kind]
        counts = sizes_of({card: seats[card] for card in of_kind}, tables)
        assert max(counts) - min(counts) <= 1


@given(people, st.lists(st.integers(0, 9), min_size=60, max_size=60), st.integers(1, 8))
def test_who_leads_a_table_keeps_it_and_the_others_are_mixed_around(
    found: list[tuple[str, str, bool]], at: list[int], tables: int
) -> None:
    guests = [msgspec.structs.replace(each, table=table) for each, table in zip(roster(found), at, strict=False)]
    seats = seat(guests, dict.fromkeys(range(1, tables + 1), 0), ("background",))
    for table in range(1, tables + 1):
        leading = [guest for guest in guests if guest.chair and guest.table == table]
        assert not leading or seats[leading[0].card] == table
    assert max(differences(guests, seats, "background").values(), default=0) <= 1


def test_a_chair_counts_in_the_mix_of_its_table_and_in_what_is_said_of_it() -> None:
    chairs = [(kind, "m", True) for kind in ("overheid", "overheid", "financier")]
    guests = roster([*chairs, ("overheid", "v", False), ("financier", "v", False), ("financier", "v", False)])
    seats = seat(guests, {1: 0, 2: 0, 3: 0}, ("background",))
    assert [seats[card] for card in (1, 2, 3)] == [1, 2, 3]
    assert seats[4] == 3  # the chairs of 1 and 2 are of the same background
    text, grid = explained(guests, seats, ("background",), words("nl"))
    assert text == Text("background: elke tafel heeft van elk evenveel.")
    assert isinstance(grid, Table)
    assert [[cell.number for cell in row] for row in grid.rows] == [[table, 1, 1, 2] for table in (1, 2, 3)]


@given(people, st.lists(st.integers(1, 12), min_size=1, max_size=8))
def test_no_table_gets_more_than_it_has_chairs_where_there_are_enough(
    found: list[tuple[str, str, bool]], chairs: list[int]
) -> None:
    guests = roster(found)
    seats = seat(guests, dict(enumerate(chairs, 1)), ("background",))
    sizes = sizes_of(seats, len(chairs))
    assert sum(sizes) == len(guests)
    if sum(chairs) >= len(guests):
        assert all(size <= most for size, most in zip(sizes, chairs, strict=True))
    else:
        assert max(sizes) - min(sizes) <= 1


@given(people, st.integers(1, 8))
def test_chairs_are_dealt_one_a_table_before_any_table_gets_a_second(
    found: list[tuple[str, str, bool]], tables: int
) -> None:
    guests = roster(found)
    seats = seat(guests, dict.fromkeys(range(1, tables + 1), 0), ("background",))
    led = {seats[guest.card] for guest in guests if guest.chair}
    assert len(led) == min(tables, sum(guest.chair for guest in guests))


@given(people, st.integers(1, 8))
def test_the_same_roster_gives_the_same_tables_whatever_its_order(
    found: list[tuple[str, str, bool]], tables: int
) -> None:
    guests, chairs = roster(found), dict.fromkeys(range(1, tables + 1), 0)
    by = ("background", "m/v")
    assert seat(guests, chairs, by) == seat(list(reversed(guests)), chairs, by)


def test_the_second_attribute_is_spread_without_touching_the_first() -> None:
    guests = roster([(KINDS[n % 4], SEX[n // 20 % 2], False) for n in range(100)])
    chairs = dict.fromkeys(range(1, 11), 10)
    seats = seat(guests, chairs, ("background", "m/v"))
    assert max(differences(guests, seats, "background").values()) <= 1
    assert max(differences(guests, seats, "m/v").values()) <= 1


def test_a_background_that_fits_no_table_evenly_is_still_seated_as_evenly_as_can_be() -> None:
    guests = roster([("ondernemer", "m", False)] * 9 + [("financier", "v", False)])
    seats = seat(guests, {1: 1, 2: 9}, ("background",))
    assert sizes_of(seats, 2) == [1, 9]


def test_without_an_attribute_only_the_sizes_count_and_without_tables_nobody_sits() -> None:
    guests = roster([("ondernemer", "m", False)] * 7)
    assert sizes_of(seat(guests, {1: 0, 2: 0}, ()), 2) == [4, 3]
    assert seat(guests, {}, ("background",)) == {}


def test_the_proposal_is_told_in_numbers_and_names_nobody() -> None:
    guests = roster([(KINDS[n % 4], "m", False) for n in range(22)])
    seats = seat(guests, {1: 0, 2: 0, 3: 0, 4: 0, 5: 0}, ("background",))
    text, grid = explained(guests, seats, ("background",), words("nl"))
    assert isinstance(text, Text)
    assert isinstance(grid, Table)
    assert "1" in text.text
    assert [column.title for column in grid.columns[1:-1]] == sorted(KINDS)
    assert sum(cell.number or 0 for *_row, cell in grid.rows) == 22
    assert "Gast" not in str(grid)
