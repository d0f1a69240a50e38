"""The rows of a board follow what happens: what did not change is not made again, and what came in is one more row."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from server.domain.activities.group import GroupView
from server.domain.kernel import Audience, Command, Refused, Role
from server.domain.patch import Rows, diff
from server.domain.sorting import AddTheme, DeleteTheme, MergeItems, PlaceItem, SplitItem, Unmerge
from server.domain.steering import Drop, Seed
from tests.domain.boards import board, theme
from tests.domain.stage import Stage

KINDS = ("come", "place", "merge", "split", "unmerge", "drop", "theme", "away")
acts = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 9), st.integers(0, 9)), max_size=25)


def command(stage: Stage, kind: str, one: int, other: int) -> Command:
    """The command for an act, about rows and themes that are there."""
    view = stage.view("g")
    ids = [row.id for row in view.rows] or [""]
    item, second = ids[one % len(ids)], ids[other % len(ids)]
    themes = [row.id for row in view.themes] or [""]
    return {
        "come": Seed(tuple(f"nieuw {n}" for n in range(1 + one % 3))),
        "place": PlaceItem(
            item, (themes[other % len(themes)],), next((r.themes for r in view.rows if r.id == item), ())
        ),
        "merge": MergeItems((item, second), "samen"),
        "split": SplitItem(item, ("het ene", "het andere")),
        "unmerge": Unmerge(item),
        "drop": Drop(("abcd"[one % 4],)),
        "theme": AddTheme(f"thema {one}{other}"),
        "away": DeleteTheme(themes[one % len(themes)]),
    }[kind]


@given(acts)
def test_rows_that_were_followed_are_those_of_a_board_that_is_folded_again(todo: list[tuple[str, int, int]]) -> None:
    stage = board()
    theme(stage, "een")
    for kind, one, other in todo:
        with suppress(Refused):
            stage.do("g", command(stage, kind, one, other))
    now = stage.view("g")
    again = stage.replayed().view("g", Audience(Role.FACILITATOR, now=stage.now))
    assert isinstance(again, GroupView)
    assert (now.rows, now.themes, now.left) == (again.rows, again.themes, again.left)


def test_what_comes_in_leaves_every_other_row_the_object_that_it_was() -> None:
    stage = board()
    before = stage.view("g").rows
    stage.do("g", Seed(("Wie helpt mij met de AOV?",)))
    after = stage.view("g").rows
    assert len(after) == len(before) + 1
    assert all(now is was for was, now in zip(before, after, strict=False))


def test_placing_an_item_leaves_the_others_the_objects_that_they_were() -> None:
    stage = board()
    one = theme(stage, "een")
    before = stage.view("g").rows
    stage.do("g", PlaceItem("b", (one,)))
    after = stage.view("g").rows
    assert [now is was for was, now in zip(before, after, strict=True)] == [True, False, True, True]


def test_what_is_told_of_one_arrival_is_that_row() -> None:
    stage = board()
    before = stage.view("g")
    stage.do("g", Seed(("Wie helpt mij met de AOV?",)))
    after = stage.view("g")
    assert diff(before, after) == {"total": 5, "left": 5, "rows": Rows(add=after.rows[-1:])}


def test_what_is_told_of_an_arrival_beside_an_item_placed_is_those_two_rows() -> None:
    stage = board()
    one = theme(stage, "een")
    before = stage.view("g")
    stage.do("g", PlaceItem("b", (one,)))
    stage.do("g", Seed(("Wie helpt mij met de AOV?",)))
    after = stage.view("g")
    assert diff(before, after)["rows"] == Rows(add=after.rows[-1:], put=after.rows[1:2])
