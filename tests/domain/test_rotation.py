"""Who sits where: the World Café of the fixture, and what any rotation keeps for random halls."""

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from server.domain.rotation import Seats, filled, repeated_pairs, repeated_topics, rotate, sizes
from tests.support import shared

CAFE = {table: f"thema {table % 5}" for table in range(1, 11)}
GONE = (1, 2, 17, 23, 38, 50)


@pytest.fixture(scope="module")
def cafe() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shared("cases/fixtures.json").read_text(encoding="utf-8"))["wereldcafe"]
    return found


def test_the_offsets_of_the_fixture_repeat_nothing(cafe: dict[str, Any]) -> None:
    """So the figures are counted as whoever made the fixture counted them; the naive shift by 5 repeats topics."""
    offsets = cafe["stoelverschuiving"]
    rounds = [
        {5 * table + seat + 1: (table + offsets[seat][k]) % 10 + 1 for table in range(10) for seat in range(5)}
        for k in range(3)
    ]
    assert (repeated_pairs(rounds), repeated_topics(rounds, CAFE)) == (0, 0)
    shifted = [{card: (card + 5 * k) % 10 + 1 for card in range(1, 11)} for k in range(2)]
    assert repeated_topics(shifted, CAFE) == 10


def test_the_world_cafe_of_the_fixture(cafe: dict[str, Any]) -> None:
    guests = cafe["tafels"] * cafe["gasten_per_tafel"]
    rounds = rotate(CAFE, range(1, guests + 1), cafe["rondes"])
    wanted = cafe["verwacht"]
    assert repeated_pairs(rounds) == wanted["herhaalde_paren"]
    assert repeated_topics(rounds, CAFE) == wanted["gasten_met_herhaald_thema"]
    assert {sizes(seats, CAFE) for seats in rounds} == {(wanted["tafelgrootte"],) * 2}


def test_after_six_left_no_table_is_under_four_and_topics_stay_distinct() -> None:
    first, *_ = rotate(CAFE, range(1, 51), 3)
    here = [card for card in range(1, 51) if card not in GONE]
    rounds = [first, *rotate(CAFE, here, 2, [first])]
    assert min(sizes(seats, CAFE)[0] for seats in rounds) == 4
    assert (repeated_topics(rounds, CAFE), repeated_pairs(rounds)) == (0, 0)


def test_who_comes_late_gets_the_smallest_table_and_topics_new_to_all() -> None:
    first, *_ = rotate(CAFE, range(1, 49), 3)
    now = filled(CAFE, first, (51, 52))
    assert sizes(now, CAFE) == (5, 5)
    rounds = [now, *rotate(CAFE, now, 2, [now])]
    assert repeated_topics(rounds, CAFE) == 0


def test_who_chose_a_table_starts_there() -> None:
    starts = {1: 3, 2: 3, 9: 10}
    seats = filled(CAFE, starts, range(1, 21))
    assert starts.items() <= seats.items()
    assert (len(seats), sizes(seats, CAFE)) == (20, (2, 2))


def test_a_hundred_guests_meet_as_few_as_can_be() -> None:
    rounds = rotate({table: f"thema {table % 5}" for table in range(1, 21)}, range(1, 101), 3)
    assert (repeated_pairs(rounds), {sizes(seats, dict.fromkeys(range(1, 21), "")) for seats in rounds}) == (
        0,
        {(5, 5)},
    )


def test_with_as_many_rounds_as_tables_the_bound_is_reached() -> None:
    """16 guests see all of 4 tables: of two rounds 12 pairs of tables are possible, so 4 pairs must meet again."""
    assert repeated_pairs(rotate(dict(enumerate("abcd", 1)), range(1, 17), 4)) == 24


def test_nobody_nowhere_or_never_is_no_fault() -> None:
    assert rotate(CAFE, (), 2) == ({}, {})
    assert rotate({}, (1, 2), 1) == ({},)
    assert rotate(CAFE, (1, 2), 0) == ()


# --- random halls -----------------------------------------------------------------------------------------------


@st.composite
def halls(draw: DrawFn) -> tuple[dict[int, str], list[int], int, list[Seats]]:
    """Tables with topics, cards, coming rounds, and rounds played in any manner with people who come and go."""
    numbers = draw(st.lists(st.integers(1, 20), min_size=1, max_size=7, unique=True))
    topics = {number: draw(st.sampled_from("abcde")) for number in numbers}
    cards = draw(st.lists(st.integers(1, 99), min_size=1, max_size=24, unique=True))
    played = [
        {card: draw(st.sampled_from(numbers)) for card in draw(st.lists(st.sampled_from(cards), unique=True))}
        for _ in range(draw(st.integers(0, 2)))
    ]
    return topics, cards, draw(st.integers(1, 4)), list(played)


@given(halls())
def test_any_rotation_keeps_its_promises(hall: tuple[dict[int, str], list[int], int, list[Seats]]) -> None:
    topics, cards, rounds, played = hall
    before = [dict(seats) for seats in played]
    coming = rotate(topics, cards, rounds, played)
    assert played == before
    assert len(coming) == rounds
    for seats in coming:
        assert sorted(seats) == sorted(cards)
        assert set(seats.values()) <= set(topics)
    for card in cards:
        met = Counter(topics[seats[card]] for seats in (*played, *coming) if card in seats)
        new = [topics[seats[card]] for seats in coming]
        known = {topics[seats[card]] for seats in played if card in seats}
        # No topic again while one was met less often: fewer rounds than topics never see one twice.
        for topic in set(new):
            assert met[topic] - 1 <= min(met[other] for other in topics.values())
        if len(set(topics.values()) - known) >= rounds:
            assert len({*new} - known) == rounds
    assert rotate(topics, cards, rounds, played) == coming


@given(
    per_topic=st.integers(1, 3),
    topics=st.integers(1, 5),
    guests=st.integers(1, 30),
    rounds=st.integers(1, 5),
    gone=st.integers(0, 8),
)
def test_tables_differ_by_one_guest_at_most(per_topic: int, topics: int, guests: int, rounds: int, gone: int) -> None:
    """Where every topic has as many tables and there are topics enough, from the start and after some left."""
    rounds = min(rounds, topics)
    hall = {table: f"thema {table % topics}" for table in range(1, per_topic * topics + 1)}
    plan = rotate(hall, range(1, guests + 1), rounds)
    for smallest, largest in (sizes(seats, hall) for seats in plan):
        assert largest - smallest <= 1
    assert repeated_topics(plan, hall) == 0
    here = range(1, guests + 1 - min(gone, guests - 1))
    after = rotate(hall, here, rounds - 1, plan[:1])
    assert repeated_topics([plan[0], *after], hall) == 0
    if balanced(hall, plan[0], here, rounds - 1):
        assert all(largest - smallest <= 1 for smallest, largest in (sizes(seats, hall) for seats in after))


def balanced(hall: dict[int, str], first: Seats, here: range, rounds: int) -> bool:
    """Whether equal tables are possible at all: by Hall's condition, over all sets of topics."""
    names = sorted(set(hall.values()))
    tables = Counter(hall.values())
    met = {card: hall[first[card]] for card in here}
    least, extra = divmod(len(here), len(hall))
    for bits in range(1, 1 << len(names)):
        some = {name for at, name in enumerate(names) if bits >> at & 1}
        room = sum(tables[name] for name in some) * rounds
        most = sum(min(rounds, len(some - {met[card]})) for card in here)
        must = sum(max(0, rounds - len(set(names) - some - {met[card]})) for card in here)
        if most < room * least or must > room * (least + bool(extra)):
            return False
    return True
