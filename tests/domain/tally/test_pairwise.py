import csv
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.tally.pairwise import bradley_terry
from server.domain.tally.ranking import shared_ranks
from server.domain.tally.sampling import sampled_pairs, shuffled
from tests.support import shared


def published(question: str) -> tuple[list[tuple[str, str]], dict[str, dict[str, Any]]]:
    """The choices (chosen, other) of one question of a wiki survey, and what its authors published an item."""
    folder = shared("data/pairwise")
    items = json.loads((folder / "wzb_expected.json").read_text(encoding="utf-8"))[question]
    choices = []
    with (folder / "wzb_wikisurvey_responses.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for number in range(1, 11):
                chosen, pair = row[f"wiki_{number}"], row[f"wiki_pair_{number}"].split(",")
                if row["question"] == question and chosen != "NA":
                    choices.append((chosen, next(item for item in pair if item != chosen)))
    return choices, {str(item["item"]): item for item in items}


@pytest.mark.parametrize("question", ["society", "region", "work"])
def test_the_published_ranking_of_a_wiki_survey(question: str) -> None:
    choices, items = published(question)
    scores = bradley_terry(choices, list(items))
    for item, known in items.items():
        assert (scores[item].shown, scores[item].chosen) == (known["times_shown"], known["times_chosen"])
        assert (scores[item].score is None) == (known["published_bt_score"] is None)
    mine = {item: score.score for item, score in scores.items() if score.score is not None}
    theirs = {item: items[item]["published_bt_score"] for item in mine}
    assert all(abs(mine[item] - theirs[item]) < 1.7 for item in mine)
    rank = dict(zip(mine, shared_ranks(list(mine.values())), strict=True))
    their_rank = dict(zip(mine, shared_ranks(list(theirs.values())), strict=True))
    # Two of their scores are equal in two decimals; everything else is in the same place.
    counts = Counter(theirs.values())
    assert all(rank[item] == their_rank[item] for item in mine if counts[theirs[item]] == 1)
    assert all(abs((rank[item] or 0) - (their_rank[item] or 0)) <= 1 for item in mine)


def test_two_items_get_the_share_of_choices() -> None:
    scores = bradley_terry([("a", "b")] * 3 + [("b", "a")], "ab")
    assert scores["a"].score == pytest.approx(75, abs=0.02)
    assert (scores["b"].shown, scores["b"].chosen) == (4, 1)


def test_symmetric_items_tie_and_strength_carries_over() -> None:
    scores = bradley_terry([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")] * 3, "abcd")
    assert scores["a"].score == scores["b"].score
    assert (scores["d"].score or 0) < (scores["b"].score or 0)


def test_what_was_shown_too_seldom_has_no_score() -> None:
    scores = bradley_terry([("a", "b"), ("a", "b"), ("a", "c")], "abcd")
    assert [score.score is None for score in scores.values()] == [False, True, True, True]
    assert bradley_terry([], "ab")["a"].shown == 0


names = st.lists(st.text(min_size=1, max_size=3), unique=True, max_size=9)


@given(names, st.text(max_size=5))
def test_a_voters_order_is_all_items_and_the_same_each_time(items: list[str], key: str) -> None:
    assert shuffled(items, key) == shuffled(list(reversed(items)), key)
    assert sorted(shuffled(items, key)) == sorted(items)


@given(names, st.text(max_size=5), st.integers(0, 50))
def test_pairs_are_different_and_spread_over_the_items(items: list[str], key: str, count: int) -> None:
    pairs = sampled_pairs(items, key, count)
    assert len(pairs) == min(count, len(items) * (len(items) - 1) // 2)
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)
    shown = Counter(item for pair in pairs for item in pair)
    if count <= len(items) // 2:
        assert set(shown.values()) <= {1}
    if count == len(items) > 2:
        assert set(shown.values()) == {2}


def test_voters_get_different_pairs_that_cover_all_items_evenly() -> None:
    items = [f"i{number}" for number in range(30)]
    samples = [sampled_pairs(items, f"voter {number}", 10) for number in range(60)]
    assert len({tuple(sample) for sample in samples}) == 60
    shown = Counter(item for sample in samples for pair in sample for item in pair)
    assert len(shown) == 30
    assert max(shown.values()) - min(shown.values()) < 25  # 40 each on average
