"""factsheet: what is known of options, from where, and what nobody knows; filled in by hand or from a table."""

from typing import Any

import pytest

from server.domain.activities.factsheet import (
    AddFeature,
    ClearFact,
    Fact,
    FactLine,
    Factsheet,
    ImportFacts,
    SetFact,
)
from server.domain.blocks import Matrix, Table, Text
from server.domain.fact_tables import fact_lines
from server.domain.grids.base import id_of
from server.domain.i18n import words
from server.domain.kernel import Card, Phase, Refused
from server.domain.sheet import BadFile
from server.domain.steering import Drop
from tests.domain.stage import DESK, GUEST, ROOM, SORTER, Stage, items

EN = words("en")
COSTS, SERVER = id_of("Kosten 3 jaar"), id_of("Server in de EU")


class Hall(Stage):
    """A stage with one factsheet on two options, open."""

    def __init__(self, **card: Any) -> None:
        given = {"features": ["Kosten 3 jaar", "Server in de EU"]}
        super().__init__(
            Card("f", "factsheet", "Feiten", start=items("Buurtapp", "Dorpsplein"), settings=given, **card)
        )
        self.phase("f", Phase.OPEN)

    @property
    def sheet(self) -> Factsheet:
        found = self.activity("f")
        assert isinstance(found, Factsheet)
        return found

    def refused(self, command: Any, who: Any = DESK) -> str:
        with pytest.raises(Refused) as refused:
            self.do("f", command, who)
        return refused.value.code


def test_a_fact_stands_with_its_source_date_and_status() -> None:
    hall = Hall()
    hall.do("f", SetFact("a", COSTS, " 24.000 ", "€", "offerte", "2026-03-01", "verified"))
    hall.do("f", SetFact("b", COSTS, "18.000", "€", "folder"), SORTER)
    hall.do("f", SetFact("b", SERVER, "weet niet", status="unknown"))
    key = f"a|{COSTS}"
    assert hall.sheet.facts[0] == Fact(key, "a", COSTS, "24.000", "€", "offerte", "2026-03-01", "verified")
    assert (hall.sheet.facts[2].value, hall.sheet.facts[2].status) == ("", "unknown")
    comparison, sources, count = hall.sheet.results(EN)
    assert isinstance(comparison, Matrix)
    assert isinstance(sources, Table)
    assert (comparison.rows, comparison.columns) == (("Kosten 3 jaar", "Server in de EU"), ("Buurtapp", "Dorpsplein"))
    assert [[cell.text for cell in row] for row in comparison.cells] == [["24.000 €", "18.000 €*"], ["–", "?"]]
    assert [cell.text for cell in sources.rows[0]] == [
        "Kosten 3 jaar", "Buurtapp", "24.000 €", "offerte", "2026-03-01", "verified",
    ]  # fmt: skip
    assert count == Text("3 facts: 1 verified, 1 claimed, 1 unknown.", "note")


def test_a_fact_is_changed_cleared_and_brought_back() -> None:
    hall = Hall()
    hall.do("f", SetFact("a", COSTS, "1"))
    hall.do("f", SetFact("a", COSTS, "2"))
    assert [fact.value for fact in hall.sheet.facts] == ["2"]
    hall.do("f", ClearFact("a", COSTS))
    assert hall.sheet.total(0) == 0
    assert hall.refused(ClearFact("a", COSTS)) == "unknown_item"
    hall.undo()
    hall.undo()
    assert [fact.value for fact in hall.sheet.facts] == ["1"]
    hall.do("f", Drop(("a",)))
    assert hall.sheet.total(0) == 0


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (SetFact("x", COSTS, "1"), "unknown_item"),
        (SetFact("a", "x", "1"), "unknown_item"),
        (SetFact("a", COSTS, " "), "empty"),
        (AddFeature(" kosten 3 Jaar"), "feature_exists"),
        (ImportFacts((FactLine("Onbekend plein", "Kosten 3 jaar", "1"),)), "unknown_item"),
    ],
)
def test_what_can_not_be_is_refused(command: Any, code: str) -> None:
    assert Hall().refused(command) == code


def test_participants_read_and_do_not_write() -> None:
    hall = Hall()
    hall.do("f", SetFact("a", COSTS, "1"))
    assert hall.refused(SetFact("a", COSTS, "2"), GUEST) == "not_yours"
    assert (hall.view("f", ROOM).facts, hall.view("f", ROOM).total) == (hall.sheet.facts, 1)
    blind = Hall(preset="blind")
    blind.do("f", SetFact("a", COSTS, "1"))
    assert (blind.view("f", ROOM).facts, blind.view("f", ROOM).total) == ((), 1)


def test_a_table_brings_features_with_it_and_is_undone_as_one_act() -> None:
    hall = Hall()
    lines = fact_lines(
        b"Optie;Kenmerk;Waarde;Eenheid;Bron;Datum;Status\r\n"
        b"Buurtapp;kosten 3 jaar;24.000;EUR;offerte;2026-03-01;nagegaan\r\n"
        b"dorpsplein;Talen;7;;;;\r\n"
        b"Dorpsplein;Server in de EU;onbekend;;navraag;;\r\n"
        b"Buurtapp;Talen;;;;;\r\n"
    )
    hall.do("f", ImportFacts(lines))
    found = [(fact.option, fact.value, fact.source, fact.status) for fact in hall.sheet.facts]
    assert found == [
        ("a", "24.000", "offerte", "verified"),
        ("b", "", "navraag", "unknown"),
        ("b", "7", "", "claimed"),
    ]
    assert [feature.text for feature in hall.view("f").features] == ["Kosten 3 jaar", "Server in de EU", "Talen"]
    figures = hall.sheet.figures()
    assert [each["text"] for each in figures.items] == ["Buurtapp", "Dorpsplein"]
    assert figures.facts["facts"][2]["value"] == "7"
    with pytest.raises(Refused, match="nothing_new"):
        hall.do("f", ImportFacts(lines))
    hall.undo()
    assert hall.sheet.total(0) == 0
    assert len(hall.view("f").features) == 2


def test_a_table_with_a_column_for_each_feature() -> None:
    lines = fact_lines(b"naam,Kosten,Talen\nBuurtapp,24,?\nDorpsplein,,7\n", "vooronderzoek")
    assert lines == (
        FactLine("Buurtapp", "Kosten", "24", source="vooronderzoek"),
        FactLine("Buurtapp", "Talen", "", source="vooronderzoek", status="unknown"),
        FactLine("Dorpsplein", "Talen", "7", source="vooronderzoek"),
    )


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("kenmerk;waarde\nKosten;1\n", [(1, "no_column")]),
        ("optie;kenmerk\nA;Kosten\n", [(1, "no_column")]),
        ("optie;kenmerk;waarde\nA;;1\n;Kosten;2\n", [(2, "empty"), (3, "empty")]),
        ("optie;kenmerk;waarde;status\nA;Kosten;1;vast wel\n", [(2, "no_status")]),
        ("optie;Kosten\n;1\n", [(2, "empty")]),
        ("optie;Kosten\nA;\n", [(1, "nothing")]),
        (f"optie;Kosten\nA;{'1' * 1001}\n", [(2, "too_long")]),
    ],
)
def test_what_is_wrong_with_a_table_is_told_by_line(text: str, faults: list[tuple[int, str]]) -> None:
    with pytest.raises(BadFile) as bad:
        fact_lines(text.encode())
    assert [(fault.line, fault.code) for fault in bad.value.faults] == faults
    assert all(fault.sentence(EN) for fault in bad.value.faults)


@pytest.mark.parametrize(
    "table",
    [
        "optie;Kosten\na;1\nBUURTAPP;2\nAnders;3\nNog wat;\n",
        "optie;kenmerk;waarde\na;K;1\nbuurtapp;K;2\nX;K;1\nY;K;1\n",
    ],
)
def test_an_option_that_is_not_there_is_told_by_line(table: str) -> None:
    with pytest.raises(BadFile) as bad:
        fact_lines(table.encode(), options={"a", "buurtapp"})
    assert [(fault.line, fault.code) for fault in bad.value.faults] == [(4, "no_option"), (5, "no_option")]
    assert len(fact_lines(table.encode())) >= 3, "an agenda's table brings its options with it"


def test_nothing_is_filled_in_yet() -> None:
    assert Hall().sheet.results(EN) == [Text("Nothing was filled in yet.", "note")]
