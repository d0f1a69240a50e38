"""Sorting: themes, placing, two sorters at once, merging and splitting; nothing typed is ever lost."""

from typing import Any

import msgspec
import pytest

from server.domain import root, sorting
from server.domain.activities.group import Group, GroupView
from server.domain.i18n import words
from server.domain.kernel import Card, Context, Phase, Refused, Selection
from server.domain.patch import diff
from server.domain.sorter import CLAIM
from server.domain.sorting import (
    ASIDE,
    AddTheme,
    ClaimItems,
    DeleteTheme,
    EditHeadline,
    MergeItems,
    MoveTheme,
    PlaceItem,
    RenameTheme,
    SplitItem,
    Unmerge,
)
from server.domain.steering import Carry, Drop, Reveal, Seed
from tests.domain.stage import DESK, GUEST, ROOM, SORTER, STAFF_EYES, Stage, items, texts

COUNTER = "Eén loket voor alle vragen van zzp'ers"
COUNTER_TOO = "een loket voor vragen van zzpers"
SPACE = "Geen plek om klanten te ontvangen"
TAX = "Btw-aangifte kost mij elk kwartaal een dag"


def board(*lines: str, **settings: Any) -> Stage:
    start = items(*(lines or (COUNTER, COUNTER_TOO, SPACE, TAX)), source="vooronderzoek")
    return Stage(Card("g", "group", "Ordenen", start=start, settings=settings))


def theme(stage: Stage, title: str, parent: str = "") -> str:
    added = stage.do("g", AddTheme(title, parent))[0]
    assert isinstance(added, sorting.ThemeAdded)
    return added.id


def where(stage: Stage) -> dict[str, tuple[str, ...]]:
    return {row.id: row.themes for row in stage.view("g").rows}


def refusal(stage: Stage, command: Any, who: Any = DESK) -> Refused:
    with pytest.raises(Refused) as caught:
        stage.do("g", command, who)
    return caught.value


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
    assert stage.activity("g").next_release(stage.now + CLAIM) is not None
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


# --- merging, headlines, splitting ------------------------------------------------------------------------------


def test_merging_keeps_originals_verbatim_and_one_key_takes_it_apart() -> None:
    stage = board()
    one = theme(stage, "een")
    stage.do("g", PlaceItem("a", (one,)))
    before = where(stage)
    merged = stage.do("g", MergeItems(("b", "a"), "Eén loket"))[0]
    assert isinstance(merged, sorting.Merged)
    row = stage.view("g").rows[0]
    assert (row.id, row.text, row.themes) == (merged.id, "Eén loket", (one,))
    assert {each.text for each in row.originals} == {COUNTER, COUNTER_TOO}
    item = next(item for item in stage.activity("g").items() if item.id == merged.id)
    assert (set(item.origins), item.theme) == ({"a", "b"}, "een")
    stage.do("g", Unmerge(merged.id))
    assert where(stage) == before


def test_a_merge_in_the_queue_stays_at_hand() -> None:
    stage = board()
    stage.do("g", ClaimItems(1))
    merged = stage.do("g", MergeItems(("a", "b"), COUNTER))[0]
    assert isinstance(merged, sorting.Merged)
    assert [claim.id for claim in stage.view("g").claims] == [merged.id]


def test_a_head_grows_and_keeps_its_id() -> None:
    stage = board()
    first = stage.do("g", MergeItems(("a", "b"), COUNTER))[0]
    assert isinstance(first, sorting.Merged)
    second = stage.do("g", MergeItems(("c", first.id), "alles"))[0]
    assert isinstance(second, sorting.Merged)
    assert second.id == first.id
    assert set(second.items) == {"a", "b", "c"}
    stage.undo()
    assert [each.id for each in stage.view("g").rows[0].originals] == ["a", "b"]


def test_what_was_merged_meanwhile_is_told() -> None:
    stage = board()
    stage.do("g", MergeItems(("a", "b"), "Eén loket"), DESK)
    refused = refusal(stage, PlaceItem("b", (ASIDE,)), SORTER)
    assert (refused.code, refused.facts) == ("taken", {"desk": "", "theme": "Eén loket"})
    assert refusal(stage, MergeItems((), "niets")).code == "empty"


def test_a_headline_is_edited_on_a_head_and_put_over_a_single_item() -> None:
    stage = board()
    head = stage.do("g", MergeItems(("a", "b"), COUNTER))[0]
    assert isinstance(head, sorting.Merged)
    stage.do("g", EditHeadline(head.id, "Loket"))
    single = stage.do("g", EditHeadline("c", "Werkruimte"))[0]
    assert isinstance(single, sorting.Merged)
    assert [row.text for row in stage.view("g").rows] == ["Loket", "Werkruimte", TAX]
    stage.do("g", Unmerge(single.id))
    assert SPACE in [row.text for row in stage.view("g").rows]


def test_an_entry_is_split_with_its_lineage_and_put_together_by_undo() -> None:
    stage = board("btw en aov", "loket")
    stage.do("g", ClaimItems(1))
    stage.do("g", SplitItem("a", ("btw", "aov")))
    rows = stage.view("g").rows
    assert [(row.text, row.origins, row.source) for row in rows[:2]] == [
        ("btw", ("a",), "vooronderzoek"),
        ("aov", ("a",), "vooronderzoek"),
    ]
    assert [claim.id for claim in stage.view("g").claims] == [rows[0].id]
    figures = {entry.text: entry for entry in stage.activity("g").figures().entries}
    assert set(figures) == {"btw en aov", "btw", "aov", "loket"}
    assert figures["aov"].origins == ("a",)
    stage.undo()
    assert [row.text for row in stage.view("g").rows] == ["btw en aov", "loket"]


def test_a_head_is_not_split() -> None:
    stage = board()
    head = stage.do("g", MergeItems(("a", "b"), COUNTER))[0]
    assert isinstance(head, sorting.Merged)
    assert refusal(stage, SplitItem(head.id, ("x", "y"))).code == "merged"


# --- what comes in, what goes on --------------------------------------------------------------------------------


def test_items_that_come_in_later_join_the_queue_and_dropped_ones_leave() -> None:
    stage = board()
    stage.do("g", Seed(("laatkomer",), "papier"))
    assert stage.view("g").rows[-1].text == "laatkomer"
    stage.do("g", MergeItems(("a", "b"), COUNTER))
    stage.do("g", Drop(("a", "c")))
    assert [row.text for row in stage.view("g").rows] == [COUNTER, TAX, "laatkomer"]
    assert [each.id for each in stage.view("g").rows[0].originals] == ["b"]


def test_items_and_themes_go_on_and_what_lies_aside_stays() -> None:
    stage = board(several=True)
    one, two = theme(stage, "een"), theme(stage, "twee")
    stage.do("g", PlaceItem("a", (one, two)))
    stage.do("g", PlaceItem("b", (two,)))
    stage.do("g", PlaceItem("c", (ASIDE,)))

    def chosen(**how: Any) -> list[str]:
        return [item.id for item in stage.workshop.select(Selection("g", **how))]

    assert chosen() == ["a", "b", "d"]
    assert chosen(how="theme", theme="twee") == ["a", "b"]
    assert chosen(level="theme") == [one, two]
    themes = {item.text: item.origins for item in stage.workshop.select(Selection("g", level="theme"))}
    assert themes == {"een": ("a",), "twee": ("a", "b")}
    stage.do("", root.AddActivity(Card("next", "group", "Themas ordenen")))
    stage.do("next", Carry(Selection("g", level="theme")))
    assert [row.text for row in stage.view("next").rows] == ["een", "twee"]
    assert [item.level for item in stage.activity("next").items()] == ["item", "item"]


def test_the_results_hold_every_word_under_theme_and_headline() -> None:
    stage = board()
    one = theme(stage, "Dienst")
    stage.do("g", PlaceItem("a", (one,)))
    stage.do("g", MergeItems(("a", "b"), "Eén loket"))
    stage.do("g", PlaceItem("c", (ASIDE,)))
    assert texts(stage.activity("g").results(words("en"))) == [
        "Dienst", "Eén loket", COUNTER, COUNTER_TOO, "Laid aside", SPACE, "Not in a theme yet", TAX,
        "2 entries were merged under 1 headline.",
    ]  # fmt: skip


def test_the_figures_hold_every_received_item_with_theme_source_and_head() -> None:
    stage = board()
    one = theme(stage, "Dienst")
    stage.do("g", PlaceItem("a", (one,)))
    head = stage.do("g", MergeItems(("a", "b"), "Eén loket"))[0]
    assert isinstance(head, sorting.Merged)
    figures = stage.activity("g").figures()
    entries = {entry.id: entry for entry in figures.entries}
    assert (entries["b"].text, entries["b"].theme, entries["b"].source) == (COUNTER_TOO, "Dienst", "vooronderzoek")
    assert (entries["b"].merged_into, entries["c"].merged_into) == (head.id, "")
    assert entries[head.id].text == "Eén loket"
    assert figures.items == ({"id": one, "text": "Dienst", "parent": "", "n": 1},)


# --- hints ------------------------------------------------------------------------------------------------------


def test_a_near_duplicate_is_shown_with_the_words_it_shares_and_its_theme() -> None:
    stage = board()
    one = theme(stage, "Dienst")
    stage.do("g", PlaceItem("b", (one,)))
    stage.do("g", ClaimItems(1))
    (hint,) = stage.view("g").hints
    assert (hint.id, hint.like[0].id, hint.theme) == ("a", "b", one)
    assert "loket" in hint.like[0].words


def test_the_desk_is_told_of_near_duplicates_until_they_are_merged() -> None:
    stage = board()
    (notice,) = stage.view("agenda").notices
    assert (notice.id, notice.code, notice.facts["n"]) == ("g/alike", "alike", 1)
    assert "loket" in str(notice.facts["words"])
    stage.do("g", MergeItems(("a", "b"), COUNTER))
    assert stage.view("agenda").notices == ()


# --- what others see --------------------------------------------------------------------------------------------


def test_the_room_sees_counts_until_the_reveal_then_themes_without_who_sorted() -> None:
    stage = board()
    stage.phase("g", Phase.OPEN)
    one = theme(stage, "Dienst")
    stage.do("g", PlaceItem("a", (one,)))
    hidden = stage.view("g", ROOM)
    assert hidden == GroupView("result", False, 4, 3, 0)
    stage.do("g", Reveal())
    shown = stage.view("g", ROOM)
    assert [row.text for row in shown.rows] == [COUNTER]
    assert "desk 1" not in msgspec.json.encode(shown).decode()


def test_placing_one_of_many_makes_one_row_anew() -> None:
    start = tuple(items(COUNTER)[0:0]) + tuple(
        msgspec.structs.replace(items(COUNTER)[0], id=f"i{n}", text=f"idee {n}") for n in range(500)
    )
    stage = Stage(Card("g", "group", "Ordenen", start=start))
    one = theme(stage, "een")
    before = stage.view("g")
    stage.do("g", PlaceItem("i3", (one,)))
    after = stage.view("g")
    assert sum(old is not new for old, new in zip(before.rows, after.rows, strict=True)) == 1
    assert [row.id for row in diff(before, after)["rows"].put] == ["i3"]


def test_deciding_needs_no_view_first() -> None:
    activity = Group(Card("g", "group", "Ordenen", start=items("een")))
    ctx = Context(0, lambda: "new", DESK)
    assert list(activity.decide(PlaceItem("a", (ASIDE,)), ctx)) == [sorting.Placed("a", (ASIDE,), "desk 1")]
    assert activity.view(STAFF_EYES).left == 1
