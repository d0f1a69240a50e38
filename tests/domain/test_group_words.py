"""Sorting: merging and splitting keep every word; what goes on, what is told, what is hinted at."""

from typing import Any

import msgspec

from server.domain import root, sorting
from server.domain.activities.group import Group, GroupView
from server.domain.i18n import words
from server.domain.kernel import Card, Context, Phase, Selection
from server.domain.patch import diff
from server.domain.sorting import (
    ASIDE,
    ClaimItems,
    EditHeadline,
    MergeItems,
    PlaceItem,
    SplitItem,
    Unmerge,
)
from server.domain.steering import Carry, Drop, Reveal, Seed
from tests.domain.boards import COUNTER, COUNTER_TOO, SPACE, TAX, board, refusal, theme, where
from tests.domain.stage import DESK, ROOM, SORTER, STAFF_EYES, Stage, items, texts

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


def test_a_theme_is_suggested_by_the_words_of_what_lies_there() -> None:
    texts = (
        "bomen in de straat",
        "meer bomen op het plein",
        "zwemmen voor kinderen",
        "nieuwe bomen langs de weg naar zee",
    )
    start = tuple(msgspec.structs.replace(items(COUNTER)[0], id=f"i{n}", text=text) for n, text in enumerate(texts))
    stage = Stage(Card("g", "group", "Ordenen", start=start))
    green, young = theme(stage, "Groen"), theme(stage, "Jeugd")
    for item, lies in (("i0", green), ("i1", green), ("i2", young)):
        stage.do("g", PlaceItem(item, (lies,)))
    stage.do("g", ClaimItems(1))
    (hint,) = stage.view("g").hints
    assert (hint.id, hint.theme, hint.words) == ("i3", green, ("bomen",))


def test_no_theme_is_suggested_where_no_word_is_shared() -> None:
    start = tuple(
        msgspec.structs.replace(items(COUNTER)[0], id=f"i{n}", text=text) for n, text in enumerate(("bomen", "zwemmen"))
    )
    stage = Stage(Card("g", "group", "Ordenen", start=start))
    stage.do("g", PlaceItem("i0", (theme(stage, "Groen"),)))
    stage.do("g", ClaimItems(1))
    (hint,) = stage.view("g").hints
    assert (hint.id, hint.theme, hint.words) == ("i1", "", ())


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
