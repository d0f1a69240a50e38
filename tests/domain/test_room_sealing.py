"""What others see of what participants put into themes, what is left of it when it is sealed, and any order of acts."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain import sorting, steering
from server.domain.blocks import Bars, Quotes
from server.domain.entry_flow import BATCH
from server.domain.i18n import words
from server.domain.kernel import Phase, Refused
from server.domain.keys import hash_of
from server.domain.sorting import (
    ASIDE,
    ClaimItems,
    Handed,
    MergeItems,
    PlaceItem,
    Put,
    PutItem,
    TakeBack,
    Unmerge,
)
from tests.domain.boards import where
from tests.domain.rooms import hand, own, put, sealed, together
from tests.domain.stage import GUEST, ROOM, SORTER, Stage

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
    lists = [block for block in stage.activity("g").results(words("nl")) if isinstance(block, Quotes)]
    assert [len(block.quotes) for block in lists] == [4]
    stage.do("g", PlaceItem(ids[2], (one,)))
    assert where(stage) == {ids[0]: (), ids[1]: (), ids[2]: (one,), ids[3]: ()}
    stage.do("g", PutItem(ids[1], ASIDE, mine=True, proof="ans1"), GUEST)
    assert len(stage.activity("g").quotes(stage.now)) == 4
    stage.now += BATCH
    assert where(stage)[ids[0]] == (one,)
    assert len(stage.activity("g").quotes(stage.now)) == 3


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
