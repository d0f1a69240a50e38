"""Collecting: what each preset shows, and what becomes of it."""

import pytest

from server.domain.entries import BATCH, AddEntry, AddPaper, HideEntry
from server.domain.i18n import words
from server.domain.kernel import Audience, Card, Phase, Refused, Role, Who
from server.domain.steering import SetPreset
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
