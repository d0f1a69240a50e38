"""Entries: one's own may be changed, others' appear in batches, nothing says who wrote what."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.blocks import Quote, Quotes
from server.domain.entries import (
    AddEntry,
    AddPaper,
    EditEntry,
    Entry,
    EntryAdded,
    Hidden,
    HideEntry,
    RestoreEntry,
    StarEntry,
    WithdrawEntry,
)
from server.domain.entry_flow import BATCH, WINDOW, Flow
from server.domain.i18n import words
from server.domain.kernel import Activity, Audience, Card, Phase, Refused, Role, Who
from server.domain.keys import hash_of
from server.domain.steering import Tighten
from tests.domain.stage import DESK, GUEST, ROOM, WALL, Stage

MINE, THEIRS = "mijn sleutel", "hun sleutel"
ANNA = Who(Role.PARTICIPANT, table=3, name="Anna")


def collecting(preset: str = "together", **card: Any) -> Stage:
    stage = Stage(Card("b", "brainstorm", "Wat ontbreekt?", preset=preset, **card))
    stage.phase("b", Phase.OPEN)
    return stage


def add(stage: Stage, text: str, who: Who = GUEST, key: str = MINE, **more: Any) -> EntryAdded:
    added = stage.do("b", AddEntry(text, hash_of(key), **more), who)[0]
    assert isinstance(added, EntryAdded)
    return added


def shown(stage: Stage) -> list[str]:
    return [row.text for row in stage.view("b", ROOM).rows]


def test_only_who_wrote_it_changes_or_withdraws_it() -> None:
    stage = collecting()
    entry = add(stage, "Geen plek")
    for command in (EditEntry(entry.id, "anders", THEIRS), WithdrawEntry(entry.id, THEIRS)):
        with pytest.raises(Refused, match="not_your_entry"):
            stage.do("b", command, GUEST)
    stage.do("b", EditEntry(entry.id, "Geen plek om klanten te ontvangen", MINE), GUEST)
    stage.now += BATCH
    assert shown(stage) == ["Geen plek om klanten te ontvangen"]
    stage.do("b", WithdrawEntry(entry.id, MINE), GUEST)
    assert shown(stage) == []
    with pytest.raises(Refused, match="no_entry"):
        stage.do("b", EditEntry(entry.id, "weg", MINE), GUEST)


@pytest.mark.parametrize("key", ["", "?", hash_of("")])
def test_an_entry_without_a_key_is_nobodys(key: str) -> None:
    stage = collecting()
    paper = stage.do("b", AddPaper(("van papier",)))[0]
    assert isinstance(paper, EntryAdded)
    with pytest.raises(Refused, match="not_your_entry"):
        stage.do("b", EditEntry(paper.id, "gekaapt", key), GUEST)


def test_others_entries_appear_together_after_a_while_in_an_order_that_says_nothing() -> None:
    stage = collecting()
    stage.ids = (each for each in "cab")
    for text in ("eerst", "daarna", "laatst"):
        add(stage, text)
    assert shown(stage) == []
    assert stage.activity("b").next_release(stage.now) == stage.now + BATCH
    stage.now += BATCH
    assert shown(stage) == ["daarna", "laatst", "eerst"]
    assert stage.activity("b").next_release(stage.now) is None


def test_what_the_staff_types_in_is_shown_at_once_with_its_source() -> None:
    stage = collecting()
    stage.do("b", AddPaper(("van papier", " ", "ook van papier"), "flap-over"))
    assert [(row.text, row.source) for row in stage.view("b", ROOM).rows] == [
        ("van papier", "flap-over"), ("ook van papier", "flap-over"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="empty"):
        stage.do("b", AddPaper((" ",)))


def test_hidden_entries_are_counted_but_shown_to_nobody() -> None:
    stage = collecting()
    entry = add(stage, "lelijk woord")
    stage.now += BATCH
    stage.do("b", HideEntry(entry.id, "onbeleefd"))
    assert shown(stage) == []
    assert stage.activity("b").items() == ()
    assert stage.activity("b").quotes(stage.now) == []
    assert [each.hidden for each in stage.activity("b").figures().entries] == ["onbeleefd"]
    stage.do("b", RestoreEntry(entry.id))
    assert shown(stage) == ["lelijk woord"]


def test_a_star_goes_on_with_the_item() -> None:
    stage = collecting()
    entry = add(stage, "goed idee")
    stage.do("b", StarEntry(entry.id))
    assert [item.starred for item in stage.activity("b").items()] == [True]


def test_an_anonymous_entry_keeps_no_name_and_no_table() -> None:
    stage = collecting()
    add(stage, "wie ben ik", ANNA, signed=True)
    assert [(row.name, row.table) for row in stage.activity("b").figures().entries] == [("", 0)]


@pytest.mark.parametrize(("attribution", "kept"), [("named", ("Anna", 0)), ("team", ("", 3))])
def test_named_and_team_entries_say_so(attribution: str, kept: tuple[str, int]) -> None:
    stage = collecting(attribution=attribution)
    add(stage, "wie ben ik", ANNA)
    (row,) = stage.view("b", ROOM).rows
    assert (row.name, row.table) == kept


def test_a_screen_gets_the_newest() -> None:
    stage = collecting()
    stage.do("b", AddPaper(tuple(f"{n}" for n in range(WINDOW + 5))))
    assert shown(stage) == [f"{n}" for n in range(5, WINDOW + 5)]
    assert stage.view("b", ROOM).total == WINDOW + 5
    assert len(stage.view("b").rows) == WINDOW + 5


@pytest.mark.parametrize("attribution", ["named", "anonymous"])
def test_the_newest_are_found_without_a_look_at_the_others(attribution: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Entry] = []
    of_old = Flow._batch

    def batch(flow: Flow, row: Entry) -> int:
        looked.append(row)
        return of_old(flow, row)

    stage = collecting(attribution=attribution)
    for number in range(10 * WINDOW):
        stage.now += 1
        add(stage, f"idee {number}")
    stage.now += BATCH
    monkeypatch.setattr(Flow, "_batch", batch)
    assert len(stage.view("b", ROOM).rows) == WINDOW
    assert len(looked) <= 2 * WINDOW


def test_a_screen_gets_the_whole_of_the_latest_batch() -> None:
    """Five hundred people who send in the same five seconds see all that the others sent, before it is too much."""
    stage = collecting()
    for n in range(3):
        add(stage, f"eerder {n}")
    stage.now += BATCH
    for n in range(2 * WINDOW):
        add(stage, f"storm {n}")
    stage.do("b", AddPaper(("van papier",)))
    stage.now += BATCH
    assert set(shown(stage)) == {f"storm {n}" for n in range(2 * WINDOW)} | {"van papier"}
    assert stage.view("b", ROOM).seen == 2 * WINDOW + 4
    add(stage, "daarna")
    stage.now += BATCH
    assert len(shown(stage)) == WINDOW


def test_one_builds_on_what_is_there() -> None:
    stage = collecting()
    first = add(stage, "eerst")
    add(stage, "en dan", parent=first.id)
    assert stage.activity("b").items()[1].origins == (first.id,)
    with pytest.raises(Refused, match="no_entry"):
        add(stage, "zweeft", parent="zz")


@given(st.lists(st.tuples(st.sampled_from([0.0, 1.0, 6.0]), st.booleans(), st.booleans()), max_size=25))
def test_the_order_on_screen_follows_from_the_log_alone(steps: list[tuple[float, bool, bool]]) -> None:
    """Whoever looked in between, and when: after a restart the screens stay as they were."""
    stage = collecting()
    for pause, paper, look in steps:
        stage.now += pause
        if paper:
            stage.do("b", AddPaper(("papier",)), DESK)
        else:
            add(stage, "getypt")
        if look:
            stage.view("b", ROOM)
    stage.now += BATCH
    again = stage.replayed().view("b", type(ROOM)(ROOM.role, 0, stage.now))
    assert again == stage.view("b", ROOM)


def test_nothing_that_goes_out_before_the_seal_tells_in_which_order_people_wrote() -> None:
    stage = collecting()
    stage.ids = iter(["d", "c", "s", "b", "a", "t"])  # random in earnest
    for text in ("eerste", "tweede"):
        add(stage, text)
    stage.do("b", AddPaper(("van papier",), "op papier"))
    for text in ("derde", "vierde"):
        add(stage, text)
    stage.do("b", AddPaper(("ook van papier",), "op papier"))
    told = ["vierde", "derde", "tweede", "eerste", "van papier", "ook van papier"]
    activity = stage.workshop.activities["b"]
    assert [item.text for item in activity.items()] == told
    assert [entry.text for entry in activity.figures().entries] == told
    assert [row.text for row in shown_quotes(activity)] == told


def test_where_names_stand_with_it_the_order_is_that_of_the_writing() -> None:
    stage = collecting(attribution="named")
    stage.ids = iter(["b", "a"])
    for text in ("eerste", "tweede"):
        add(stage, text)
    assert [item.text for item in stage.workshop.activities["b"].items()] == ["eerste", "tweede"]


@pytest.mark.parametrize("signing", [False, True])
def test_names_go_from_every_screen_once_it_is_made_anonymous_and_come_back_with_undo(signing: bool) -> None:
    stage = collecting(attribution="named", signing=signing)
    add(stage, "Eén loket", Who(Role.PARTICIPANT, name="Anna"))
    assert [row.name for row in stage.view("b", ROOM).rows] == ["Anna"]
    stage.do("b", Tighten("anonymous"))
    assert [row.name for row in (*stage.view("b", ROOM).rows, *stage.view("b").rows)] == ["", ""]
    assert [event.name for event in stage.activity("b").fold([each.event for each in stage.log if not each.by])] == [""]
    stage.undo()
    assert [row.name for row in stage.view("b", ROOM).rows] == ["Anna"]


@pytest.mark.parametrize(("preset", "table"), [("together", 0), ("table", 3)])
def test_tables_go_once_it_is_made_anonymous_unless_they_work_apart(preset: str, table: int) -> None:
    stage = collecting(preset, attribution="team")
    entry = add(stage, "Eén loket", Who(Role.PARTICIPANT, table=3))
    stage.do("b", AddPaper(("Van de flap",), "op papier", table=3))
    assert [row.table for row in stage.view("b").rows] == [3, 3]
    stage.do("b", Tighten("anonymous"))
    activity = stage.activity("b")
    assert {row.text: row.table for row in activity.figures().entries} == {"Eén loket": table, "Van de flap": 3}
    assert [event.table for event in activity.fold([entry])] == [table]
    stage.undo()
    assert [row.table for row in stage.view("b").rows] == [3, 3]


def shown_quotes(activity: Activity[Any, Any, Any]) -> list[Quote]:
    blocks = activity.results(words("nl"))
    return [quote for block in blocks if isinstance(block, Quotes) for quote in block.quotes]


# --- what only the staff sees ---------------------------------------------------------------------------------------


def test_the_room_is_told_what_was_hidden_and_why_but_not_what_it_says() -> None:
    stage = collecting()
    entry, other = add(stage, "Jan deugt niet"), add(stage, "Dubbel")
    stage.now += BATCH
    stage.do("b", HideEntry(entry.id, "  noemt een persoon\ud800 "))
    stage.do("b", HideEntry(other.id, ""))
    told = stage.view("b", ROOM)
    assert told.hidden == (Hidden(entry.id, "noemt een persoon\ufffd"), Hidden(other.id, "-"))
    assert "Jan" not in repr(told)
    assert stage.view("b").hidden == stage.view("b", WALL).hidden == ()
    stage.do("b", RestoreEntry(entry.id))
    assert [row.id for row in stage.view("b", ROOM).hidden] == [other.id]


def test_what_is_hidden_before_it_came_out_is_told_with_its_batch() -> None:
    stage = collecting("gate")
    entry = add(stage, "Nog niet gezien")
    assert stage.view("b", ROOM).hidden == ()
    stage.now += BATCH
    assert stage.view("b", ROOM).hidden == (Hidden(entry.id),)
    stage.do("b", HideEntry(entry.id, "dubbel"))
    assert stage.view("b", ROOM).hidden == (Hidden(entry.id, "dubbel"),)


@given(st.lists(st.text("abc", min_size=1), min_size=1, max_size=8))
def test_what_is_hidden_is_told_in_the_order_of_the_ids(lines: list[str]) -> None:
    stage = collecting()
    stage.ids = iter([f"{hash_of(str(n))[:8]}" for n in range(len(lines) + 4)])
    ids = [add(stage, line).id for line in lines]
    stage.now += BATCH
    for entry in reversed(ids):
        stage.do("b", HideEntry(entry, "x"))
    assert [row.id for row in stage.view("b", ROOM).hidden] == sorted(ids)


def test_where_tables_work_apart_what_is_hidden_is_told_to_its_own() -> None:
    stage = collecting("table")
    entry = add(stage, "Van tafel 3", ANNA)
    stage.now += BATCH
    stage.do("b", HideEntry(entry.id, "dubbel"))
    tables = {table: stage.view("b", Audience(Role.PARTICIPANT, table)).hidden for table in (3, 4)}
    assert tables == {3: (Hidden(entry.id, "dubbel"),), 4: ()}
