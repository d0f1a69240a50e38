"""Participants sort their own entries, or all of them together; nobody overwrites anybody, nobody knows who did it."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain import sorting, steering
from server.domain.blocks import Bars
from server.domain.entries import AddEntry
from server.domain.entry_flow import BATCH
from server.domain.i18n import words
from server.domain.kernel import Card, Phase, Refused, Selection
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
    Put,
    PutItem,
    TakeBack,
    TakeHand,
    Unmerge,
)
from tests.domain.boards import refusal, theme, where
from tests.domain.stage import DESK, GUEST, ROOM, SORTER, Stage, items

TEXTS = ("Werkruimte", "Btw", "Loket", "Opdrachten")


def together(*texts: str) -> tuple[Stage, str, str]:
    """A board that all sort, with two themes."""
    stage = Stage(Card("g", "group", "Ordenen", start=items(*(texts or TEXTS)), preset=SORT_TOGETHER))
    stage.phase("g", Phase.OPEN)
    return stage, theme(stage, "een"), theme(stage, "twee")


def hand(stage: Stage, claim: str = "", item: str = "", own: tuple[str, ...] = ()) -> Handed:
    """What a laptop gets at hand."""
    event = stage.do("g", TakeHand(own, item, claim), GUEST)[0]
    assert isinstance(event, Handed)
    return event


def put(stage: Stage, item: str, theme: str, claim: str = "", key: str = "") -> None:
    """A laptop puts an item somewhere; `key`: with which it can take that back."""
    stage.do("g", PutItem(item, theme, claim, hash_of(key)), GUEST)


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


def own(*, preset: str = SORT_OWN) -> tuple[Stage, str, list[str]]:
    """Two people wrote two entries each ("ans 0" … "bob 1"); everybody sorts their own."""
    stage = Stage(Card("b", "brainstorm", "Ideeën"), Card("g", "group", "Ordenen", preset=preset))
    stage.phase("b", Phase.OPEN)
    for who in ("ans", "bob"):
        for n in range(2):
            stage.do("b", AddEntry(f"{who} {n}", hash_of(f"{who}{n}")), GUEST)
    stage.now += BATCH
    stage.do("g", steering.Carry(Selection("b")))
    stage.phase("g", Phase.OPEN)
    return stage, theme(stage, "een"), [row.id for row in stage.view("g").rows]


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


# --- what others see --------------------------------------------------------------------------------------------


def test_the_room_sees_totals_in_batches_and_no_entry_of_another() -> None:
    stage, one, _ = together()
    put(stage, "a", one)
    view = stage.view("g", ROOM)
    assert ([row.count for row in view.themes], view.left, view.rows, view.claims) == ([0, 0], 4, (), ())
    release = stage.activity("g").next_release(stage.now)
    assert release is not None
    stage.now = release
    view = stage.view("g", ROOM)
    assert ([row.count for row in view.themes], view.left) == ([1, 0], 3)
    assert stage.activity("g").next_release(stage.now) is None


def test_where_each_sorts_their_own_the_desk_sees_it_in_batches_too() -> None:
    """Who sees a neighbour press a key and an entry move knows whose that is."""
    stage, one, ids = own()
    stage.do("g", PutItem(ids[0], one, mine=True, proof="ans0"), GUEST)
    assert where(stage)[ids[0]] == ()
    assert stage.activity("g").total(stage.now) == 1  # that somebody did something is no secret
    stage.do("g", PlaceItem(ids[2], (one,)))
    assert where(stage) == {ids[0]: (), ids[1]: (), ids[2]: (one,), ids[3]: ()}
    stage.now += BATCH
    assert where(stage)[ids[0]] == (one,)


def test_the_wall_shows_how_much_lies_in_each_theme_while_the_room_sorts() -> None:
    stage, one, _ = together()
    put(stage, "a", one)
    assert [bar.value for bar in _bars(stage)] == [0, 0]
    stage.now += BATCH
    stage.activity("g").next_release(stage.now)
    assert [(bar.label, bar.value) for bar in _bars(stage)] == [("een", 1), ("twee", 0)]
    stage.do("g", steering.SetPreset("result"))
    assert stage.activity("g").scene(words("nl")) == ()


def _bars(stage: Stage) -> Any:
    [block] = stage.activity("g").scene(words("nl"))
    assert isinstance(block, Bars)
    return block.bars


# --- sealing ----------------------------------------------------------------------------------------------------


def sealed(stage: Stage) -> None:
    """The activity is closed, its grace goes by, and it is sealed as the server does that."""
    stage.phase("g", Phase.CLOSED)
    stage.now += 61
    assert stage.workshop.due_seals(stage.now) == ["g"]
    stage.do("g", steering.Seal(), DESK)
    stage.workshop.replace("g", stage.workshop.sealed("g"))


def test_sealing_keeps_what_lies_where_and_no_key_order_or_batch() -> None:
    stage, one, two = together()
    put(stage, "b", one, key="mine")
    put(stage, "a", two, key="mine too")
    stage.do("g", TakeBack("a", "mine too"), GUEST)
    put(stage, "a", one, key="mine too")
    put(stage, "c", two)
    stage.do("g", PlaceItem("c", (one,), seen=(two,)))
    before = where(stage)
    sealed(stage)
    assert where(stage) == before
    kept = [record.event for record in stage.workshop.records["g"] if not record.by]
    assert kept == [Put("a", one, seal=1), Put("b", one, seal=1), Put("c", two)]
    assert hash_of("mine") not in msgspec.json.encode(kept).decode()


def test_what_was_done_after_it_was_opened_again_comes_after_what_was_sealed() -> None:
    stage, one, two = together()
    put(stage, "a", one)
    sealed(stage)
    stage.phase("g", Phase.OPEN)
    stage.do("g", PlaceItem("a", (), seen=(one,)))
    put(stage, "a", two)
    put(stage, "b", two)
    stage.do("g", PlaceItem("b", (), seen=(two,)))
    sealed(stage)
    assert where(stage) == {"a": (two,), "b": (), "c": (), "d": ()}
    stage.undo()
    stage.undo()
    assert where(stage)["a"] == (two,)


def test_a_board_that_only_the_staff_touched_is_not_sealed() -> None:
    stage, one, _ = together()
    stage.do("g", PlaceItem("a", (one,)))
    stage.phase("g", Phase.CLOSED)
    assert stage.workshop.due_seals(stage.now + 1000) == []


# --- whatever the order -----------------------------------------------------------------------------------------

LAPTOPS = 3
deeds = st.lists(
    st.tuples(
        st.sampled_from(("hand", "hand", "put", "put", "put", "back", "steal", "staff", "claim", "merge", "wait")),
        st.integers(0, LAPTOPS - 1),
        st.integers(0, 3),
    ),
    max_size=40,
)


class Crowd:
    """Laptops that sort together with a sorter of the staff, in any order; `placed` is what the room may rely on."""

    def __init__(self) -> None:
        self.stage, *self.themes = together()
        self.hands = [Handed((), 0)] * LAPTOPS
        self.placed: dict[str, int] = {}

    def queue(self) -> set[str]:
        return {row.id for row in self.stage.activity("g").board.rows() if not row.themes}  # type: ignore[attr-defined]

    def do(self, deed: str, laptop: int, item: int) -> None:
        """One deed; what is refused changes nothing."""
        before = self.queue()
        try:
            getattr(self, f"_{deed}")(laptop, "abcd"[item], before)
        except Refused:
            assert self.queue() == before

    def _hand(self, laptop: int, item: str, queue: set[str]) -> None:
        self.hands[laptop] = hand(self.stage, self.hands[laptop].claim)
        mine = self.hands[laptop].rows[:1]
        others = [each.rows[0].id for at, each in enumerate(self.hands) if at != laptop and self._holds(each)]
        assert not {row.id for row in mine} & set(others)
        assert {row.id for row in mine} <= queue

    def _holds(self, handed: Handed) -> bool:
        claims = self.stage.view("g").claims
        return bool(handed.claim) and any(claim.desk == f"room {handed.claim}" for claim in claims)

    def _put(self, laptop: int, item: str, queue: set[str]) -> None:
        if self.hands[laptop].rows:
            self._place(laptop, self.hands[laptop].rows[0].id, queue)

    def _steal(self, laptop: int, item: str, queue: set[str]) -> None:
        claimed = {claim.id for claim in self.stage.view("g").claims}
        self._place(laptop, item, queue)
        assert item not in claimed or self.hands[laptop].rows[0].id == item

    def _place(self, laptop: int, item: str, queue: set[str]) -> None:
        put(self.stage, item, self.themes[laptop % 2], self.hands[laptop].claim, f"{laptop} {item}")
        assert item in queue
        self.placed[item] = laptop

    def _back(self, laptop: int, item: str, queue: set[str]) -> None:
        self.stage.do("g", TakeBack(item, f"{laptop} {item}"), GUEST)
        assert self.placed.pop(item) == laptop

    def _staff(self, laptop: int, item: str, queue: set[str]) -> None:
        self.stage.do("g", PlaceItem(item, (self.themes[0],)), SORTER)
        assert item in queue

    def _claim(self, laptop: int, item: str, queue: set[str]) -> None:
        self.stage.do("g", ClaimItems(2), SORTER)

    def _merge(self, laptop: int, item: str, queue: set[str]) -> None:
        self.stage.do("g", Unmerge(item) if item == "a" else MergeItems(("a", item), "samen"), SORTER)

    def _wait(self, laptop: int, item: str, queue: set[str]) -> None:
        self.stage.now += 12


@settings(max_examples=150, deadline=None)
@given(deeds)
def test_in_whatever_order_nothing_is_put_away_twice_and_sealing_changes_nothing(deeds: list[Any]) -> None:
    crowd = Crowd()
    for deed in deeds:
        crowd.do(*deed)
    stage = crowd.stage
    stage.now += 100
    board = where(stage)
    lying = {item: laptop for item, laptop in crowd.placed.items() if item in board}
    assert all(board[item] for item in lying)
    if stage.activity("g").must_seal:
        sealed(stage)
        assert where(stage) == board
    elif any(isinstance(record.event, sorting.Put) for record in stage.log):
        pytest.fail("what participants did must be sealed")


def test_a_theme_that_was_undone_gives_its_entries_back_when_it_is_redone() -> None:
    stage, *_ = together()
    added = stage.do("g", AddTheme("drie"))[0]
    assert isinstance(added, sorting.ThemeAdded)
    put(stage, "a", added.id)
    stage.undo()
    assert where(stage)["a"] == ()
    stage.redo()
    assert where(stage)["a"] == (added.id,)
