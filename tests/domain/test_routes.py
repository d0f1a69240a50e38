"""Routes when guests stay away or come late: what is on the badge holds where that is as good as new seats for all."""

from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.routes import Quality, Routes, planned, quality, replanned

CAFE = {table: f"thema {table % 5}" for table in range(1, 11)}
ALL = frozenset(range(1, 51))


def cost(found: Quality) -> tuple[int, int, int]:
    return found.topics_again, found.largest - found.smallest, found.pairs_again


def test_one_who_stays_away_changes_nobodys_route_and_neither_does_one_who_comes_late() -> None:
    routes = planned(CAFE, ALL, 3, {})
    for begun in (0, 1, 2):
        without = replanned(routes, CAFE, ALL - {7}, 3, begun)
        assert all(without.of(card) == routes.of(card) for card in ALL - {7})
        assert not any(7 in seats for seats in without.rounds()[begun:])
    late = replanned(routes, CAFE, ALL | {51}, 3, 1)
    assert all(late.of(card) == routes.of(card) for card in ALL)
    assert cost(quality(late, CAFE)) == (0, 1, 0)
    assert 0 not in late.of(51)


def test_where_the_routes_would_leave_tables_uneven_all_are_seated_anew() -> None:
    routes = planned(CAFE, ALL, 3, {})
    gone = {card for card, table in routes.round(2).items() if table == 4} - {routes.cards[0]}
    found = quality(replanned(routes, CAFE, ALL - gone, 3, 1), CAFE, 1)
    assert (found.smallest, found.largest, found.topics_again) == (4, 5, 0)


def test_who_starts_somewhere_still_does_when_another_stays_away() -> None:
    routes = planned(CAFE, ALL, 3, {7: 3, 8: 3})
    assert [replanned(routes, CAFE, ALL - {40}, 3, 0).of(card)[0] for card in (7, 8)] == [3, 3]


@settings(max_examples=40)
@given(
    st.integers(2, 6), st.integers(1, 4), st.integers(1, 24), st.sets(st.integers(1, 30), min_size=1), st.integers(0, 3)
)
def test_never_worse_than_new_seats_for_all_and_what_was_played_stays(
    tables: int, rounds: int, guests: int, here: set[int], begun: int
) -> None:
    hall = {table: f"thema {table}" for table in range(1, tables + 1)}
    begun = min(begun, rounds)
    routes = planned(hall, range(1, guests + 1), rounds, {})
    found = replanned(routes, hall, here, rounds, begun)
    for number in range(1, begun):
        assert found.round(number) == routes.round(number)
    for number in range(begun + 1, rounds + 1):
        assert set(found.round(number)) == here
    if not begun:
        assert cost(quality(found, hall)) <= cost(quality(replanned(Routes(), hall, here, rounds, 0), hall))
