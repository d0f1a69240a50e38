"""Sorting: themes, placing, two sorters at once; nobody overwrites anybody."""

import pytest

from server.domain import sorting
from server.domain.kernel import Refused
from server.domain.sorter import CLAIM
from server.domain.sorting import (
    ASIDE,
    AddTheme,
    ClaimItems,
    DeleteTheme,
    MoveTheme,
    PlaceItem,
    RenameTheme,
    Unmerge,
)
from tests.domain.boards import board, refusal, theme, where
from tests.domain.stage import DESK, GUEST, SORTER

# --- themes -----------------------------------------------------------------------------------------------------


def test_a_new_theme_takes_the_item_at_hand() -> None:
    stage = board()
    stage.do("g", ClaimItems(1))
    stage.do("g", AddTheme("Loket", item="a"))
    view = stage.view("g")
    assert [(row.title, row.count) for row in view.themes] == [("Loket", 1)]
    assert [claim.id for claim in view.claims] == ["b"]
    assert (view.total, view.left, view.aside) == (4, 3, 0)


def test_a_theme_is_renamed_moved_under_another_and_back() -> None:
    stage = board()
    one, two, three = (theme(stage, title) for title in ("een", "twee", "drie"))
    stage.do("g", RenameTheme(two, "Twee"))
    stage.do("g", MoveTheme(three, 0, parent=one))
    outline = [(row.title, row.parent) for row in stage.view("g").themes]
    assert outline == [("een", ""), ("drie", one), ("Twee", "")]
    stage.do("g", MoveTheme(three, 0))
    assert [row.title for row in stage.view("g").themes] == ["drie", "een", "Twee"]


def test_an_outline_has_two_levels() -> None:
    stage = board()
    top, under, other = theme(stage, "boven"), "", theme(stage, "naast")
    under = theme(stage, "onder", parent=top)
    assert refusal(stage, AddTheme("te diep", under)).code == "too_deep"
    assert refusal(stage, MoveTheme(top, 0, parent=other)).code == "too_deep"
    assert refusal(stage, MoveTheme(other, 0, parent=other)).code == "too_deep"


def test_deleting_a_theme_sends_its_items_back_and_frees_those_under_it() -> None:
    stage = board()
    top = theme(stage, "boven")
    under = theme(stage, "onder", parent=top)
    stage.do("g", PlaceItem("a", (top,)))
    stage.do("g", PlaceItem("b", (under,)))
    stage.do("g", DeleteTheme(top))
    assert where(stage) == {"a": (), "b": (under,), "c": (), "d": ()}
    assert [(row.id, row.parent) for row in stage.view("g").themes] == [(under, "")]
    stage.undo()
    assert where(stage)["a"] == (top,)


@pytest.mark.parametrize("title", ["", "   ", "x" * 121])
def test_a_theme_needs_a_title(title: str) -> None:
    assert refusal(board(), AddTheme(title)).code in ("empty", "too_long")


def test_two_themes_are_not_called_the_same() -> None:
    stage = board()
    one, two = theme(stage, "een"), theme(stage, "twee")
    assert refusal(stage, AddTheme("een")).code == "theme_exists"
    assert refusal(stage, RenameTheme(two, "een")).code == "theme_exists"
    stage.do("g", RenameTheme(one, "een"))


# --- placing ----------------------------------------------------------------------------------------------------


def test_an_item_is_placed_laid_aside_and_taken_back() -> None:
    stage = board()
    one = theme(stage, "een")
    stage.do("g", PlaceItem("a", (one,)))
    stage.do("g", PlaceItem("b", (ASIDE,)))
    view = stage.view("g")
    assert (view.left, view.aside) == (2, 1)
    stage.do("g", PlaceItem("a", (), seen=(one,)))
    stage.do("g", PlaceItem("b", (), seen=(ASIDE,)))
    assert stage.view("g").left == 4


def test_several_themes_only_where_the_setting_says_so() -> None:
    stage = board(several=True)
    one, two = theme(stage, "een"), theme(stage, "twee")
    stage.do("g", PlaceItem("a", (one, two, one)))
    assert where(stage)["a"] == (one, two)
    stage.do("g", AddTheme("drie", item="a", seen=(two, one)))
    assert len(where(stage)["a"]) == 3
    assert refusal(stage, PlaceItem("b", (one, ASIDE))).code == "one_theme"
    single = board()
    both = theme(single, "een"), theme(single, "twee")
    assert refusal(single, PlaceItem("a", both)).code == "one_theme"


def test_what_is_not_there_is_refused() -> None:
    stage = board()
    assert refusal(stage, PlaceItem("zz", ())).code == "no_item"
    assert refusal(stage, PlaceItem("a", ("zz",))).code == "no_theme"
    assert refusal(stage, Unmerge("a")).code == "not_merged"
    assert refusal(stage, PlaceItem("a", ()), GUEST).code == "not_yours"


# --- two sorters ------------------------------------------------------------------------------------------------


def test_who_is_second_is_told_who_was_first_and_where_it_lies() -> None:
    stage = board()
    one, two = theme(stage, "een"), theme(stage, "twee")
    stage.do("g", PlaceItem("a", (one,)), DESK)
    refused = refusal(stage, PlaceItem("a", (two,)), SORTER)
    assert (refused.code, refused.facts) == ("taken", {"desk": "desk 1", "theme": "een"})
    stage.do("g", PlaceItem("a", (two,), seen=(one,)), SORTER)
    assert where(stage)["a"] == (two,)


def test_claims_never_overlap_and_each_act_brings_the_next() -> None:
    stage = board()
    one = theme(stage, "een")
    stage.do("g", ClaimItems(2), DESK)
    stage.do("g", ClaimItems(1), SORTER)
    assert {claim.id: claim.desk for claim in stage.view("g").claims} == {
        "a": "desk 1", "b": "desk 1", "c": "sorter 2",
    }  # fmt: skip
    refused = refusal(stage, PlaceItem("a", (one,)), SORTER)
    assert (refused.code, refused.facts) == ("claimed", {"desk": "desk 1"})
    stage.do("g", PlaceItem("c", (one,)), SORTER)
    assert [claim.id for claim in stage.view("g").claims if claim.desk == "sorter 2"] == ["d"]


def test_a_claim_lapses_when_nothing_happens() -> None:
    stage = board()
    stage.do("g", ClaimItems(1), SORTER)
    lapses = stage.activity("g").next_release(0)
    assert lapses == stage.now + CLAIM
    stage.now = lapses
    assert stage.view("g").claims == ()
    stage.do("g", ClaimItems(1), DESK)
    assert [(claim.id, claim.desk) for claim in stage.view("g").claims] == [("a", "desk 1")]
    assert stage.activity("g").next_release(stage.now + CLAIM) is None
    assert stage.activity("g").next_release(0) is None


def test_a_named_item_is_claimed_and_zero_lets_go() -> None:
    stage = board()
    stage.do("g", ClaimItems(1, item="d"))
    assert [claim.id for claim in stage.view("g").claims] == ["d"]
    stage.do("g", ClaimItems(0))
    assert stage.view("g").claims == ()


def test_what_is_taken_back_is_at_hand_again() -> None:
    stage = board()
    one = theme(stage, "een")
    stage.do("g", ClaimItems(1))
    stage.do("g", PlaceItem("a", (one,)))
    stage.do("g", PlaceItem("a", (), seen=(one,)))
    assert [claim.id for claim in stage.view("g").claims] == ["a"]


def test_claims_are_not_in_the_log_and_not_acts_but_survive_an_undo() -> None:
    stage = board()
    one = theme(stage, "een")
    stage.do("g", ClaimItems(1), SORTER)
    stage.do("g", PlaceItem("d", (one,)), DESK)
    stage.undo(DESK)
    assert where(stage)["d"] == ()
    assert [claim.id for claim in stage.view("g").claims] == ["a"]
    assert not [record for record in stage.log if isinstance(record.event, sorting.Claimed)]
    with pytest.raises(Refused, match="nothing_to_undo"):
        stage.undo(SORTER)
