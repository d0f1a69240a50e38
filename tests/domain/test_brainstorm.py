"""Collecting: what each preset shows, and what becomes of it."""

from collections import Counter

import pytest

from server.domain.activities.brainstorm import EntriesReleased, PushPrompt, Release
from server.domain.blocks import Quotes, Table
from server.domain.entries import AddEntry, AddPaper, EditEntry, EntryAdded, HideEntry
from server.domain.entry_flow import BATCH
from server.domain.i18n import words
from server.domain.kernel import Audience, Card, Phase, Refused, Role, Who
from server.domain.keys import hash_of
from server.domain.steering import Drop, SetPreset
from tests.domain.stage import GUEST, ROOM, Stage, items, texts

TABLE_1, TABLE_2 = (Who(Role.PARTICIPANT, table=n) for n in (1, 2))


def collecting(preset: str = "together") -> Stage:
    start = items("Wie helpt mij met de AOV?", source="vooronderzoek")
    stage = Stage(Card("b", "brainstorm", "Wat ontbreekt?", preset=preset, start=start))
    stage.phase("b", Phase.OPEN)
    return stage


def test_presets_are_switched_without_losing_anything() -> None:
    stage = collecting()
    stage.do("b", AddEntry("Geen plek"), GUEST)
    stage.now += BATCH
    for preset, seen in (("own", 0), ("blind", 0), ("together", 1), ("result", 1)):
        stage.do("b", SetPreset(preset))
        view = stage.view("b", ROOM)
        assert (len(view.rows), view.total, len(view.start)) == (seen, 1, 1)


def test_a_table_sees_its_own_and_the_desk_sees_counts() -> None:
    stage = collecting("table")
    for who in (TABLE_1, TABLE_2, TABLE_2):
        stage.do("b", AddEntry(f"van {who.table}"), who)
    stage.now += BATCH
    seen = stage.view("b", Audience(Role.PARTICIPANT, 1))
    assert [row.text for row in seen.rows] == ["van 1"]
    assert seen.tables == ()
    assert stage.view("b").tables == ((1, 1), (2, 2))
    assert texts(stage.activity("b").results(words("en"))) == [
        "Start list", "Wie helpt mij met de AOV?", "Table 1", "van 1", "Table 2", "van 2", "van 2",
    ]  # fmt: skip


def test_in_the_result_nobody_types() -> None:
    stage = collecting("result")
    with pytest.raises(Refused, match="not_now"):
        stage.do("b", AddEntry("nog iets"), GUEST)
    stage.do("b", AddPaper(("van papier",)))


def test_results_count_what_is_hidden() -> None:
    stage = collecting()
    entry = stage.do("b", AddPaper(("lelijk", "mooi")))[0]
    stage.do("b", HideEntry(getattr(entry, "id", ""), "onbeleefd"))
    said = texts(stage.activity("b").results(words("nl")))
    assert "mooi" in said
    assert "lelijk" not in said
    assert said[-1].startswith("1 ")


def test_the_start_list_goes_on_with_the_entries() -> None:
    stage = collecting()
    stage.do("b", AddPaper(("van papier",)))
    assert [(item.text, item.source) for item in stage.activity("b").items()] == [
        ("Wie helpt mij met de AOV?", "vooronderzoek"), ("van papier", ""),
    ]  # fmt: skip


# --- the gate -----------------------------------------------------------------------------------------------------


def held_back() -> tuple[Stage, list[str]]:
    stage = collecting("gate")
    ids = [getattr(stage.do("b", AddEntry(text), GUEST)[0], "id", "") for text in ("een", "twee", "drie")]
    stage.now += BATCH
    return stage, ids


def room(stage: Stage) -> list[str]:
    return [row.text for row in stage.view("b", ROOM).rows]


def test_at_the_gate_others_see_what_was_let_through() -> None:
    stage, (one, two, three) = held_back()
    assert (room(stage), stage.view("b").held, len(stage.view("b").rows)) == ([], 3, 3)
    stage.do("b", Release((two,)))
    assert room(stage) == ["twee"]
    assert [quote.text for quote in stage.activity("b").quotes(stage.now)] == ["twee"]
    stage.do("b", HideEntry(three, "over een persoon"))
    assert stage.view("b").held == 1
    stage.do("b", Release())
    assert room(stage) == ["een", "twee"]
    with pytest.raises(Refused, match="nothing_at_gate"):
        stage.do("b", Release())
    stage.undo()
    assert (room(stage), stage.view("b").held) == (["twee"], 1)
    assert one in {row.id for row in stage.view("b").rows}


def test_what_waits_at_the_gate_goes_nowhere_when_the_preset_is_switched() -> None:
    stage, _ids = held_back()
    for preset in ("together", "result"):
        stage.do("b", SetPreset(preset))
        assert room(stage) == []
    assert [item.text for item in stage.activity("b").items()] == ["Wie helpt mij met de AOV?"]
    assert texts(stage.activity("b").results(words("nl")))[-1] == "3 bijdragen zijn niet doorgelaten"
    assert {entry.hidden for entry in stage.activity("b").figures().entries if not entry.source} == {"gate"}


def test_what_was_there_before_the_gate_stays_in_sight() -> None:
    stage = collecting()
    stage.do("b", AddEntry("eerder"), GUEST)
    stage.do("b", SetPreset("gate"))
    stage.do("b", AddPaper(("van papier",)))
    stage.now += BATCH
    assert room(stage) == ["eerder", "van papier"]


def test_after_sealing_what_was_let_through_is_marked_no_more() -> None:
    stage, (_one, two, _three) = held_back()
    stage.do("b", Release((two,)))
    stage.phase("b", Phase.CLOSED)
    kept = [record.event for record in stage.workshop.sealed("b") if isinstance(record.event, EntryAdded)]
    assert {event.text: event.held for event in kept} == {"een": True, "twee": False, "drie": True}
    before = room(stage)
    stage.workshop.replace("b", stage.workshop.sealed("b"))
    assert room(stage) == before == ["twee"]
    assert not [each for each in stage.workshop.records["b"] if isinstance(each.event, EntriesReleased)]


# --- topics -------------------------------------------------------------------------------------------------------


def streets(preset: str = "together") -> Stage:
    start = items("Markt", "Haven", "Station")
    stage = Stage(
        Card("b", "brainstorm", "Wat kan er beter?", preset=preset, start=start, settings={"start": "topics"})
    )
    stage.phase("b", Phase.OPEN)
    return stage


def test_an_entry_is_about_a_topic_and_counted_there() -> None:
    stage = streets()
    for about in ("a", "a", "c"):
        stage.do("b", AddEntry(f"over {about}", about=about), GUEST)
    stage.now += BATCH
    assert [topic.count for topic in stage.view("b", ROOM).topics] == [2, 0, 1]
    assert stage.view("b", ROOM).start == ()
    for about in ("", "zz"):
        with pytest.raises(Refused, match="no_topic"):
            stage.do("b", AddEntry("nergens over", about=about), GUEST)
    stage.do("b", SetPreset("own"))
    assert [topic.count for topic in stage.view("b", ROOM).topics] == [0, 0, 0]
    assert [topic.count for topic in stage.view("b").topics] == [2, 0, 1]


def test_results_and_items_say_the_topic() -> None:
    stage = streets()
    for about in ("b", "a"):
        stage.do("b", AddEntry(f"over {about}", about=about), GUEST)
    stage.do("b", Drop(("b",)))
    said = texts(stage.activity("b").results(words("en")))
    assert said == ["Markt", "over a", "Haven", "over b", "Station"]
    assert {item.text: item.theme for item in stage.activity("b").items()} == {"over a": "Markt", "over b": "Haven"}


def test_a_table_works_in_its_street() -> None:
    stage = streets("table")
    for table in (1, 2, 4):
        stage.do("b", AddEntry(f"van {table}"), Who(Role.PARTICIPANT, table=table))
    stage.now += BATCH
    seen = stage.view("b", Audience(Role.PARTICIPANT, 4))
    assert (seen.street, [topic.id for topic in seen.topics]) == ("a", ["a"])
    assert sorted(row.text for row in seen.rows) == ["van 1", "van 4"]
    assert seen.seen == 2
    assert stage.view("b", Audience(Role.PARTICIPANT, 0)).street == ""


def test_each_topic_has_its_own_window() -> None:
    stage = streets()
    stage.do("b", AddPaper(("stil hoekje",), about="b"))
    stage.do("b", AddPaper(tuple(f"druk {n}" for n in range(60)), about="a"))
    rows = stage.view("b", ROOM).rows
    assert Counter(row.about for row in rows) == {"a": 20, "b": 1}
    assert stage.view("b", ROOM).seen == 61


# --- fields -------------------------------------------------------------------------------------------------------

FIELDS = ("oorzaak", "gebeurtenis", "gevolg")
CAUSE = ("leverancier valt om", "", "geen uitkeringen")


def risky() -> Stage:
    stage = Stage(Card("b", "brainstorm", "Wat kan er misgaan?", settings={"fields": list(FIELDS)}))
    stage.phase("b", Phase.OPEN)
    return stage


def test_fields_make_one_text_and_go_on_by_field() -> None:
    stage = risky()
    stage.do("b", AddEntry("", hash_of("k"), fields=CAUSE), GUEST)
    stage.do("b", AddPaper(("brand in het gebouw",), "op papier"))
    figures = stage.activity("b").figures().entries
    assert [entry.text for entry in figures] == ["leverancier valt om → … → geen uitkeringen", "brand in het gebouw"]
    assert figures[0].fields == dict(zip(FIELDS, CAUSE, strict=True))
    stage.do("b", AddEntry("", fields=("a", "b", "c"), parent=figures[0].id), GUEST)
    table, quotes = stage.activity("b").results(words("en"))
    assert isinstance(table, Table)
    assert [column.title for column in table.columns] == [*FIELDS, "From"]
    assert [[cell.text for cell in row] for row in table.rows] == [
        [*CAUSE, ""], ["a", "b", "c", f"builds on: {figures[0].text}"],
    ]  # fmt: skip
    assert isinstance(quotes, Quotes)
    assert [(quote.text, quote.origin) for quote in quotes.quotes] == [("brand in het gebouw", "op papier")]


def test_an_edit_goes_back_into_the_fields_where_it_says_which_is_which() -> None:
    stage = risky()
    key = getattr(stage.do("b", AddEntry("", hash_of("k"), fields=CAUSE), GUEST)[0], "id", "")
    stage.do("b", EditEntry(key, "faillissement → systeem stopt → niets", "k"), GUEST)
    assert stage.activity("b").items()[0].text == "faillissement → systeem stopt → niets"
    kept = stage.workshop.sealed("b")[0].event
    assert isinstance(kept, EntryAdded)
    assert kept.fields == ("faillissement", "systeem stopt", "niets")
    stage.do("b", EditEntry(key, "alles in één zin", "k"), GUEST)
    assert stage.activity("b").figures().entries[0].fields == {}


@pytest.mark.parametrize(("fields", "code"), [(("een", "twee"), "no_fields"), (("", " ", ""), "empty")])
def test_fields_are_all_there_or_nothing_is(fields: tuple[str, ...], code: str) -> None:
    with pytest.raises(Refused, match=code):
        risky().do("b", AddEntry("", fields=fields), GUEST)


# --- building on, and asking in between ---------------------------------------------------------------------------


def test_what_builds_on_an_entry_stands_under_it_and_says_so() -> None:
    stage = streets()
    first = getattr(stage.do("b", AddEntry("eerst", about="b"), GUEST)[0], "id", "")
    stage.do("b", AddEntry("los", about="b"), GUEST)
    stage.do("b", AddEntry("erop voort", parent=first), GUEST)
    rows = stage.activity("b").entries.rows  # type: ignore[attr-defined]
    assert [row.about for row in rows.values()] == ["b", "b", "b"]
    blocks = stage.activity("b").results(words("en"))
    quotes = next(block.quotes for block in blocks if isinstance(block, Quotes))
    assert [(quote.text, quote.origin) for quote in quotes] == [
        ("eerst", ""), ("erop voort", "builds on: eerst"), ("los", ""),
    ]  # fmt: skip
    assert [item.origins for item in stage.activity("b").items() if item.text == "erop voort"] == [(first,)]


def test_everybody_is_asked_something_until_it_is_taken_away() -> None:
    stage = collecting()
    stage.do("b", PushPrompt(" Denk ook aan de winter "))
    pushed = stage.view("b", ROOM).pushed
    assert pushed.text == "Denk ook aan de winter"
    stage.do("b", PushPrompt("Denk ook aan de winter"))
    assert stage.view("b", ROOM).pushed.id != pushed.id
    stage.do("b", PushPrompt(""))
    assert stage.view("b", ROOM).pushed is None
    stage.undo()
    stage.undo()
    assert stage.view("b", ROOM).pushed == pushed
