"""The risk sessions, broad and narrow: played over real sockets, the expected numbers in report and on the wall."""

import json
from typing import Any

import pytest

from server.domain.blocks import Bars, Distribution, Matrix, Table, Text
from tests.support import shared
from tests.workshop.story import Story, played, under

ORDER = ["R1", "R2", "R3", "R6", "R4", "R5"]
PRODUCTS = [17.36, 13.70, 12.52, 11.86, 10.00, 8.89]


@pytest.fixture(scope="module")
def wanted() -> dict[str, dict[str, Any]]:
    fixture = json.loads(shared("cases/fixtures.json").read_text(encoding="utf-8"))
    found: dict[str, dict[str, Any]] = fixture["risico"]["verwacht"]
    return found


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return played("risico-smal", tmp_path_factory.mktemp("smal"))


@pytest.fixture(scope="module")
def broad(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return played("risico-breed", tmp_path_factory.mktemp("breed"))


# --- a core team and a known list -------------------------------------------------------------------------------


def test_the_known_risks_that_apply_are_judged(narrow: Story) -> None:
    asked = narrow.items("speelt")
    assert len(asked) == 25
    apply = {each["text"] for each in asked if each["yes"] >= each["no"]}
    assert {each["text"] for each in narrow.items("beoordelen")} == apply
    assert {text.split()[0] for text in apply} == set(ORDER)


def test_the_products_are_those_expected(narrow: Story, wanted: dict[str, dict[str, Any]]) -> None:
    items = narrow.items("beoordelen")
    assert [each["id"] for each in items] == ORDER
    assert [each["score"] for each in items] == pytest.approx(PRODUCTS, abs=0.0051)
    for each in items:
        assert each["n"] == 9
        assert each["score"] == pytest.approx(wanted[each["text"]]["kxg_van_gemiddelden"], abs=0.0051)
        assert each["mean_of_products"] == pytest.approx(wanted[each["text"]]["kxg_per_persoon"], abs=0.0051)


def test_two_likelihoods_are_flagged_and_nothing_else(narrow: Story, wanted: dict[str, dict[str, Any]]) -> None:
    sides = {"likelihood": "kans", "impact": "gevolg"}
    names = {each["id"]: each["text"] for each in narrow.items("beoordelen")}
    cells = narrow.facts("beoordelen")["cells"]
    for cell in cells:
        expected = wanted[names[cell["option"]]][sides[cell["criterion"]]]
        assert {key: cell[key] for key in ("mean", "sd", "dissent")} == pytest.approx(
            {key: expected[key] for key in ("mean", "sd", "dissent")}, abs=0.0051
        )
        assert cell["flagged"] == expected["flag"]
    flagged = [(each["option"], each["criterion"], round(each["dissent"], 3)) for each in cells if each["flagged"]]
    assert sorted(flagged) == [("R3", "likelihood", 0.432), ("R6", "likelihood", 0.336)]
    assert {each["text"].split()[0] for each in narrow.items("verschil")} == {"R3", "R6"}


def test_the_data_breach_of_the_lowest_product_is_listed_for_its_impact(narrow: Story) -> None:
    assert narrow.facts("beoordelen")["high_impact"][0] == "R5"
    assert narrow.items("beoordelen")[-1]["id"] == "R5"


def test_the_wall_of_the_narrow_session(narrow: Story) -> None:
    blocks = narrow.wall("beoordelen")
    [bars] = under(blocks, Bars)
    assert [(bar.label.split()[0], round(bar.value, 2)) for bar in bars.bars] == list(zip(ORDER, PRODUCTS, strict=True))
    order = under(blocks, Table)[0]
    third = order.rows[2]
    assert (third[1].text[:2], third[1].mark) == ("R3", "dissent")
    assert [round(cell.number, 2) for cell in third[4:6]] == [12.52, 13.22]  # of means, and of everyone's own
    assert [column.title for column in order.columns[4:6]] == [
        "Product van gemiddelden",
        "Gemiddelde van producten",
    ]
    impact = under(blocks, Table, "Hoog gevolg")[0]
    assert impact.rows[0][0].text == "R5 Datalek tijdens conversie"
    [heat] = under(blocks, Matrix)
    assert heat.rows == ("5", "4", "3", "2", "1")
    assert heat.cells[1][3].text == "1"  # R1: likelihood 4.11, impact 4.22
    assert heat.cells[3][4].text == "6"  # R5: rare and ruinous
    marked = [each.label for each in under(blocks, Distribution) if each.mark]
    assert marked == [
        "R3 Bezuinigingsronde halverwege · Kans",
        "R6 Geen draagvlak op de werkvloer · Kans",
    ]
    told = " ".join(block.text for block in under(blocks, Text))
    assert "gemiddelde kans × gemiddeld gevolg" in told


def test_the_narrow_session_ends_with_its_evaluation(narrow: Story) -> None:
    [mark] = narrow.items("cijfer")
    assert (mark["n"], round(mark["mean"], 1)) == (9, 7.6)
    assert len(narrow.activities["in-een-regel"]["entries"]) == 3
    assert "Neem de volgende keer iemand van de balie mee." in narrow.text("report.md")


# --- many people, seven lenses ----------------------------------------------------------------------------------


def test_the_lens_without_a_risk_shows(broad: Story) -> None:
    themes = {entry["theme"] for entry in broad.activities["lenzen"]["entries"] if entry.get("theme")}
    assert "Ruimtelijk" not in themes
    assert "Ruimtelijk" in broad.text("report.md")


def test_what_said_the_same_was_merged(broad: Story) -> None:
    assert {each["like"] for each in broad.said["suggested"]} == {
        "Datakwaliteit brondossiers",
        "Datalek tijdens conversie",
        "Bezuinigingsronde halverwege",
        "Sleutelpersonen vertrekken",
    }


def test_the_first_round_stays_beside_the_second(broad: Story, wanted: dict[str, dict[str, Any]]) -> None:
    before = {each["text"]: each["earlier"][0] for each in broad.items("beoordelen")}
    for name, expected in wanted.items():
        first = before[name[3:]]
        assert first["score"] == pytest.approx(expected["kxg_van_gemiddelden"], abs=0.0051)
        assert first["mean_of_products"] == pytest.approx(expected["kxg_per_persoon"], abs=0.0051)
        assert first["flagged"] == expected["kans"]["flag"]
    differed = {name: round(each["dissent"], 3) for name, each in before.items() if each["flagged"]}
    assert differed == {"Bezuinigingsronde halverwege": 0.432, "Geen draagvlak op de werkvloer": 0.336}
    assert {each["text"] for each in broad.items("verschil")} == set(differed)


def test_after_the_talk_nobody_is_far_apart(broad: Story) -> None:
    assert [each["text"] for each in broad.items("beoordelen") if each["flagged"]] == []
    assert broad.facts("beoordelen")["disputes"] == []


def test_the_wall_of_the_broad_session_shows_both_rounds(broad: Story) -> None:
    blocks = broad.wall("beoordelen")
    [before] = under(blocks, Table, "Ronde 1")
    assert [round(row[4].number, 2) for row in before.rows] == PRODUCTS
    assert [row[1].text for row in before.rows if row[1].mark == "dissent"] == [
        "Bezuinigingsronde halverwege",
        "Geen draagvlak op de werkvloer",
    ]


@pytest.mark.parametrize("name", ["narrow", "broad"])
def test_everything_came_in_and_measures_name_their_risk(name: str, request: pytest.FixtureRequest) -> None:
    story: Story = request.getfixturevalue(name)
    assert story.said["refused"] == []
    measures = story.items("maatregelen")
    assert len(measures) == 5
    judged = {each["id"] for each in story.items("beoordelen")}
    assert all(set(each["sources"]) <= judged for each in measures)
