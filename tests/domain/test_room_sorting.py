"""Participants sort their own entries, or all of them together; nobody overwrites anybody, nobody knows who did it."""

from server.domain import sorting, steering
from server.domain.kernel import Phase
from server.domain.keys import hash_of
from server.domain.sorter import CLAIM
from server.domain.sorting import (
    ASIDE,
    SORT_OWN,
    SORT_TOGETHER,
    AddTheme,
    ClaimItems,
    DeleteTheme,
    Handed,
    MergeItems,
    PlaceItem,
    PutItem,
    TakeBack,
    TakeHand,
)
from tests.domain.boards import refusal, where
from tests.domain.rooms import hand, own, put, together
from tests.domain.stage import DESK, GUEST, SORTER

# --- together ---------------------------------------------------------------------------------------------------


def test_each_laptop_has_another_item_at_hand_and_sees_what_comes() -> None:
    stage, one, _ = together()
    first, second = hand(stage), hand(stage)
    assert (first.rows[0].text, second.rows[0].text) == ("Werkruimte", "Btw")
    assert [row.text for row in first.rows[1:]] == ["Btw", "Loket", "Opdrachten"]
    assert (first.left, second.left) == (4, 4)
    again = hand(stage, first.claim)
    assert again.rows[0].text == "Werkruimte"  # who has one keeps it
    put(stage, "a", one, again.claim)
    assert hand(stage).rows[0].text == "Loket"


def test_what_somebody_else_has_at_hand_or_put_away_is_refused_and_says_nothing_of_whom() -> None:
    stage, one, two = together()
    first, second = hand(stage), hand(stage)
    refused = refusal(stage, PutItem(first.rows[0].id, one, second.claim), GUEST)
    assert (refused.code, refused.facts) == ("claimed", {})
    put(stage, first.rows[0].id, one, first.claim)
    refused = refusal(stage, PutItem(first.rows[0].id, two, second.claim), GUEST)
    assert (refused.code, refused.facts) == ("taken", {})
    assert where(stage)["a"] == (one,)


def test_a_claim_lapses_and_an_item_that_is_free_may_still_be_put_away() -> None:
    stage, one, _ = together()
    slow = hand(stage)
    stage.now += CLAIM
    put(stage, slow.rows[0].id, one, slow.claim)
    slow = hand(stage, slow.claim)
    stage.now += CLAIM
    assert hand(stage).rows[0].id == slow.rows[0].id
    assert refusal(stage, PutItem(slow.rows[0].id, one, slow.claim), GUEST).code == "claimed"


def test_who_sorts_for_the_staff_and_the_room_leave_each_other_what_they_have_at_hand() -> None:
    stage, one, _ = together()
    stage.do("g", ClaimItems(1), SORTER)
    mine = hand(stage)
    assert mine.rows[0].id == "b"
    assert refusal(stage, PutItem("a", one, mine.claim), GUEST).code == "claimed"
    refused = refusal(stage, PlaceItem("b", (one,)), SORTER)
    assert refused.code == "claimed"
    assert str(refused.facts["desk"]).startswith("room ")


def test_where_nothing_waits_there_is_nothing_at_hand() -> None:
    stage, one, _ = together("alleen")
    first = hand(stage)
    assert hand(stage) == Handed((), 1, "", "", stage.now + CLAIM)
    put(stage, "a", one, first.claim)
    assert hand(stage, first.claim).left == 0


def test_left_over_and_what_is_no_longer_there() -> None:
    stage, one, two = together()
    put(stage, "a", ASIDE)
    stage.do("g", MergeItems(("b", "c"), "Samen"))
    stage.do("g", DeleteTheme(two))
    assert where(stage)["a"] == (ASIDE,)
    assert refusal(stage, PutItem("b", one), GUEST).code == "taken"
    assert refusal(stage, PutItem("zz", one), GUEST).code == "no_item"
    assert refusal(stage, PutItem("d", two), GUEST).code == "no_theme"


def test_only_where_the_preset_says_so_and_while_it_is_open() -> None:
    stage, one, _ = together()
    stage.do("g", steering.SetPreset("result"))
    for command in (PutItem("a", one), TakeBack("a"), TakeHand()):
        assert refusal(stage, command, GUEST).code == "not_now"
        assert refusal(stage, command, DESK).code == "not_yours"
    stage.do("g", steering.SetPreset(SORT_TOGETHER))
    stage.phase("g", Phase.CLOSED)
    put(stage, "a", one)  # a key that was pressed just before
    stage.now += 61
    assert refusal(stage, PutItem("b", one), GUEST).code == "is_closed"


# --- taking back ------------------------------------------------------------------------------------------------


def test_only_the_laptop_that_put_it_there_takes_it_back_and_has_it_at_hand_again() -> None:
    stage, one, _ = together()
    put(stage, "a", one, key="mine")
    assert refusal(stage, TakeBack("a", "another's"), GUEST).code == "taken"
    assert refusal(stage, TakeBack("b", "mine"), GUEST).code == "taken"
    stage.do("g", TakeBack("a", "mine"), GUEST)
    assert where(stage)["a"] == ()
    assert hand(stage, item="a").rows[0].id == "a"
    assert refusal(stage, TakeBack("a", "mine"), GUEST).code == "taken"


def test_what_the_staff_moved_since_is_not_taken_back() -> None:
    stage, one, two = together()
    put(stage, "a", one, key="mine")
    stage.do("g", PlaceItem("a", (two,), seen=(one,)), SORTER)
    assert refusal(stage, TakeBack("a", "mine"), GUEST).code == "taken"
    assert refusal(stage, TakeBack("a", ""), GUEST).code == "taken"


def test_undoing_what_the_staff_did_leaves_what_the_room_did() -> None:
    stage, one, two = together()
    stage.do("g", PlaceItem("d", (two,)))
    put(stage, "a", one)
    stage.do("g", PlaceItem("b", (one,)))
    stage.undo()
    stage.undo()
    assert where(stage) == {"a": (one,), "b": (), "c": (), "d": ()}
    stage.do("g", DeleteTheme(one))
    assert where(stage)["a"] == ()
    stage.undo()
    assert where(stage)["a"] == (one,)


# --- each their own ---------------------------------------------------------------------------------------------


def test_each_puts_away_only_what_it_typed_itself() -> None:
    stage, one, ids = own()
    assert [row.text for row in hand(stage, own=tuple(ids[:2])).rows] == ["ans 0", "ans 1"]
    stage.do("g", PutItem(ids[0], one, mine=True, proof="ans0"), GUEST)
    assert hand(stage, own=tuple(ids[:2])).left == 1
    for proof in ("ans0", hash_of("bob0"), "", "é"):
        assert refusal(stage, PutItem(ids[2], one, mine=True, proof=proof), GUEST).code == "not_own_here"
    assert not [claim for claim in stage.view("g").claims]


def test_nobody_knows_whose_it_is_once_the_source_is_sealed() -> None:
    stage, one, ids = own()
    stage.phase("b", Phase.PAUSED)
    stage.now += 61
    stage.do("g", PutItem(ids[0], one, mine=True, proof="ans0"), GUEST)  # paused is not closed
    stage.phase("b", Phase.CLOSED)
    stage.now += 61
    stage.workshop.replace("b", stage.workshop.sealed("b"))
    refused = refusal(stage, PutItem(ids[1], one, mine=True, proof="ans1"), GUEST)
    assert refused.code == "not_own_here"
    assert stage.view("g").sources == ("b",)


def test_what_is_on_the_start_list_is_nobodys_own() -> None:
    stage, one, _ = together()
    stage.do("g", steering.SetPreset(SORT_OWN))
    assert refusal(stage, PutItem("a", one, proof="key"), GUEST).code == "not_own_here"


def test_a_theme_that_was_undone_gives_its_entries_back_when_it_is_redone() -> None:
    stage, *_ = together()
    added = stage.do("g", AddTheme("drie"))[0]
    assert isinstance(added, sorting.ThemeAdded)
    put(stage, "a", added.id)
    stage.undo()
    assert where(stage)["a"] == ()
    stage.redo()
    assert where(stage)["a"] == (added.id,)
