"""matrix: the two worked cases with their expected numbers, what a ballot may hold, and whose weights count."""

import itertools
import json
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from server.domain import blocks
from server.domain.activities.matrix import Matrix, PointsSet, SetPoints
from server.domain.ballots import BallotCast, CastBallot, CountHands
from server.domain.blocks import Bars, Bullets, Distribution, Heading, Table, Text
from server.domain.grids.base import cell_key, points_key
from server.domain.grids.settings import MatrixSettings
from server.domain.history import Recorded
from server.domain.i18n import words
from server.domain.kernel import Card, Item, Phase, Refused, Role, Selection, Who
from server.domain.steering import Drop, EditCard, Sealed
from tests.domain.stage import DESK, GUEST, STAFF_EYES, Stage
from tests.support import shared

EN = words("en")
OPTIONS = (Item("a", "Buurtapp"), Item("b", "Dorpsplein"), Item("c", "Netwerk"))
CRITERIA: tuple[dict[str, Any], ...] = ({"id": "x", "text": "Bereik"}, {"id": "y", "text": "Privacy"})


class Hall(Stage):
    """A stage with one matrix, open."""

    def __init__(self, options: Sequence[Item] = OPTIONS, attribution: str = "anonymous", **settings: Any) -> None:
        given = {"criteria": CRITERIA, **settings}
        super().__init__(
            Card("m", "matrix", "Beoordelen", attribution=attribution, start=tuple(options), settings=given)
        )
        self.phase("m", Phase.OPEN)
        self.voters = itertools.count()

    @property
    def matrix(self) -> Matrix:
        found = self.activity("m")
        assert isinstance(found, Matrix)
        return found

    def cast(
        self, values: dict[str, int], *abstained: str, team: int = 0, table: int = 0, voter: int | None = None
    ) -> None:
        number = next(self.voters) if voter is None else voter
        ballot = CastBallot(f"key of voter {number:05}", values, abstained, round=self.matrix.rounds, team=team)
        self.do("m", ballot, Who(Role.PARTICIPANT, table=table))

    def rate(self, team: int = 0, /, **rows: str) -> None:
        """One ballot: for each option its values by the criteria in order, "-" being an abstention."""
        ids = [criterion.id for criterion in self.matrix.paper.criteria]
        cells = {
            cell_key(option, key): value for option, row in rows.items() for key, value in zip(ids, row, strict=False)
        }
        values = {key: int(value) for key, value in cells.items() if value.isdigit()}
        self.cast(values, *(key for key, value in cells.items() if value == "-"), team=team)

    def close(self) -> "Hall":
        self.phase("m", Phase.CLOSED)
        return self

    def seal(self) -> None:
        self.now += 1000
        self.workshop.take(Recorded("m", Sealed(), self.now, "seal", "server", 9999))
        self.workshop.replace("m", self.workshop.sealed("m"))

    def edit(self, **settings: Any) -> None:
        card = self.matrix.card
        self.do("m", EditCard(msgspec.structs.replace(card, settings={**card.settings, **settings})))

    def figures(self) -> dict[str, dict[str, Any]]:
        return {each["id"]: each for each in self.matrix.figures().items}

    def facts(self) -> dict[str, Any]:
        return self.matrix.figures().facts

    def told(self, kind: type, title: str = "") -> list[Any]:
        """Blocks of a kind; of those under a heading, if one is given."""
        found = list(self.matrix.results(EN))
        if title:
            found = found[found.index(Heading(title, 2)) + 1 :]
        return [block for block in found if isinstance(block, kind)]

    def warnings(self) -> list[str]:
        return [block.text for block in self.told(Text) if block.role == "warning"]

    def refused(self, command: Any, who: Who = GUEST) -> str:
        with pytest.raises(Refused) as refused:
            self.do("m", command, who)
        return refused.value.code


def fixture(name: str) -> Any:
    return json.loads(shared("cases/fixtures.json").read_text(encoding="utf-8"))[name]


# --- the risk session ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def risico() -> dict[str, Any]:
    found: dict[str, Any] = fixture("risico")
    return found


def risk_hall(risico: dict[str, Any], **settings: Any) -> Hall:
    names = list(risico["kans_gevolg"])
    hall = Hall([Item(name[:2], name) for name in names], risk=True, criteria=(), **settings)
    for voter in range(9):
        hall.rate(**{name[:2]: "".join(str(side[voter]) for side in risico["kans_gevolg"][name]) for name in names})
    return hall.close()


def test_risico_has_the_expected_numbers(risico: dict[str, Any]) -> None:
    hall = risk_hall(risico)
    cells = {(cell["option"], cell["criterion"]): cell for cell in hall.facts()["cells"]}
    for name, wanted in risico["verwacht"].items():
        found = hall.figures()[name[:2]]
        assert found["n"] == 9
        assert found["score"] == pytest.approx(wanted["kxg_van_gemiddelden"], abs=0.0051)
        assert found["mean_of_products"] == pytest.approx(wanted["kxg_per_persoon"], abs=0.0051)
        for side, key in (("kans", "likelihood"), ("gevolg", "impact")):
            cell = cells[name[:2], key]
            assert (cell["n"], cell["flagged"], cell["abstained"]) == (9, wanted[side]["flag"], 0)
            for number in ("mean", "sd", "dissent"):
                assert cell[number] == pytest.approx(wanted[side][number], abs=0.0051)
    assert [each["id"] for each in hall.matrix.figures().items] == ["R1", "R2", "R3", "R6", "R4", "R5"]


def test_risico_flags_two_likelihoods_and_queues_them_for_discussion(risico: dict[str, Any]) -> None:
    hall = risk_hall(risico)
    disputes = hall.facts()["disputes"]
    assert [(each["id"], each["criterion"], round(each["dissent"], 3)) for each in disputes] == [
        ("R3", "Likelihood", 0.432),
        ("R6", "Likelihood", 0.336),
    ]
    assert [notice.id for notice in hall.matrix.notices()] == ["R3", "R6"]
    assert [item.id for item in hall.workshop.select(Selection("m", "dissent", value=0.3))] == ["R3", "R6"]
    queue = next(table for table in hall.told(Table) if table.columns[0].title == "Talk about first")
    assert [(row[0].text[:2], row[1].text) for row in queue.rows] == [("R3", "Likelihood"), ("R6", "Likelihood")]


def test_risico_lists_high_impact_beside_the_product(risico: dict[str, Any]) -> None:
    hall = risk_hall(risico)
    assert hall.facts()["high_impact"] == ["R5", "R3", "R1", "R2"]
    assert (hall.figures()["R5"]["rank"], hall.figures()["R5"]["high_impact"]) == (6, True)
    table = hall.told(Table, "High impact, however likely")[0]
    assert table.rows[0][0].text == "R5 Datalek tijdens conversie"
    assert (table.rows[0][1].number, table.rows[0][3].number) == (5, 6)


def test_risico_names_both_products(risico: dict[str, Any]) -> None:
    hall = risk_hall(risico)
    table = hall.told(Table)[0]
    assert [column.title for column in table.columns][4:] == ["Product of means", "Mean of products"]
    third = table.rows[2]
    assert third[1].text.startswith("R3")
    assert (round(third[4].number, 2), round(third[5].number, 2)) == (12.52, 13.22)
    notes = [block.text for block in hall.told(Text) if block.role == "note"]
    assert "The order is that of the product of means: mean likelihood × mean impact." in notes
    assert hall.warnings() == []


def test_risico_draws_a_heat_map_and_every_spread(risico: dict[str, Any]) -> None:
    hall = risk_hall(risico)
    heat = hall.told(blocks.Matrix)[0]
    assert (heat.rows, heat.columns) == (("5", "4", "3", "2", "1"), ("1", "2", "3", "4", "5"))
    assert [cell.text for cell in heat.cells[1]] == ["", "", "", "1", ""]  # R1: 4.11 and 4.22
    assert [cell.text for cell in heat.cells[2]] == ["", "", "4 5", "2 3", ""]  # 6.: R5, likelihood 1.78, impact 5
    assert [cell.text for cell in heat.cells[3]] == ["", "", "", "", "6"]
    assert (heat.heat[4][0], heat.heat[0][4]) == (0, 1)
    assert len(hall.told(Distribution)) == 12
    assert len([each for each in hall.told(Distribution) if each.mark == "dissent"]) == 2


def test_risico_by_a_lookup_table_is_no_product(risico: dict[str, Any]) -> None:
    hall = risk_hall(risico, rule="nist")
    levels = {key: (each["level"], each["rank"]) for key, each in hall.figures().items()}
    assert levels["R1"] == ("High", 1)
    assert {level for key, level in levels.items() if key != "R1"} == {("Moderate", 2)}  # R5 no longer comes last
    assert hall.facts()["table"].startswith("NIST SP 800-30")
    assert hall.told(Bars) == []
    assert hall.told(Table)[0].columns[-1].title == "Level"
    assert risk_hall(risico, rule="owasp").figures()["R1"]["level"] == "Critical"


def test_who_cannot_judge_a_risk_is_not_a_nought() -> None:
    hall = Hall(risk=True, criteria=())
    hall.rate(a="45", b="-5", c="--")
    hall.rate(a="-3", b="25")
    hall.do("m", CountHands(2, {cell_key("b", "likelihood"): {4: 2}}, {}, "papier"))
    found = hall.close().figures()
    assert (found["a"]["n"], found["a"]["likelihood"], found["a"]["impact"], found["a"]["score"]) == (1, 4, 4, 16)
    assert (found["b"]["n"], found["b"]["mean_of_products"]) == (1, 10)
    assert found["b"]["likelihood"] == pytest.approx(10 / 3, abs=1e-5)
    assert (found["c"]["rank"], found["c"]["score"]) == (0, None)
    assert (found["b"]["rank"], found["a"]["rank"]) == (1, 2)  # 16.67 by means, but 10 on the one ballot with both
    assert hall.warnings() == ["By the mean of products the order is another one."]


def test_a_revote_of_risks_stands_beside_the_first() -> None:
    hall = Hall(risk=True, criteria=())
    hall.rate(a="15")
    hall.rate(a="55")
    hall.close().seal()
    hall.phase("m", Phase.OPEN)
    assert hall.matrix.view(STAFF_EYES).round == 2
    hall.rate(a="45")
    first = hall.close().figures()["a"]
    assert (first["score"], first["earlier"][0]["score"], first["flagged"]) == (20, 15, False)
    assert [block.text for block in hall.told(Heading)][-1] == "Round 1"


# --- the choice of a platform -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def platform() -> dict[str, Any]:
    found: dict[str, Any] = fixture("platformkeuze")
    return found


def criteria_of(platform: dict[str, Any], **privacy: Any) -> list[dict[str, Any]]:
    found = [{"id": f"c{at}", "text": text} for at, text in enumerate(platform["criteria"])]
    found[1] |= privacy
    return found


def platform_hall(platform: dict[str, Any], **privacy: Any) -> Hall:
    """Four groups, of which only one is large enough to be an anonymous one, each with its own public weights."""
    groups = platform["gewichten"]
    hall = Hall(
        [Item(name[0], name) for name in platform["opties_1_5"]],
        criteria=criteria_of(platform, **privacy),
        weigh="teams",
        teams=list(groups),
        persons=[group["personen"] for group in groups.values()],
    )
    for number, group in enumerate(groups.values(), 1):
        points = {f"c{at}": points for at, points in enumerate(group["punten"])}
        hall.do("m", SetPoints(number, points), GUEST)
    for _ in range(sum(group["personen"] for group in groups.values())):
        hall.rate(**{name[0]: "".join(map(str, row)) for name, row in platform["opties_1_5"].items()})
    return hall.close()


def test_platformkeuze_has_the_expected_scores(platform: dict[str, Any]) -> None:
    hall = platform_hall(platform)
    found = {each["text"]: each for each in hall.matrix.figures().items}
    for name, wanted in platform["verwacht"]["alle"].items():
        assert found[name]["score"] == pytest.approx(wanted, abs=0.00051)
    assert [each["id"] for each in hall.matrix.figures().items] == ["B", "A", "D", "C", "E"]
    weights = [criterion["weight"] for criterion in hall.facts()["criteria"]]
    assert weights == pytest.approx(platform["gewicht_per_persoon"], abs=0.0051)
    assert hall.matrix.figures().n.persons == 14


def test_platformkeuze_shows_the_winner_of_each_group(platform: dict[str, Any]) -> None:
    hall = platform_hall(platform)
    texts = {each["id"]: each["text"] for each in hall.matrix.figures().items}
    found = {each["name"]: [texts[key] for key in each["winners"]] for each in hall.facts()["by_weights"]}
    assert found == {group: [winner] for group, winner in platform["verwacht"]["winnaar_per_groep"].items()}
    assert hall.facts()["by_judgements"] == []
    assert "The groups don't agree on what comes first." in hall.warnings()
    bullets = hall.told(Bullets, "With the weights of each group")[0]
    assert bullets.items[0] == "Wethouders (n = 2): A Buurtapp (besloten)"
    scores = hall.told(blocks.Matrix, "With the weights of each group")[0]
    assert scores.columns[0] == "All"
    best = [[row[at].mark for row in scores.cells].index("best") for at in range(5)]
    assert [scores.rows[at][0] for at in best] == ["B", "A", "B", "C", "B"]


def test_platformkeuze_ties_with_equal_weights(platform: dict[str, Any]) -> None:
    hall = platform_hall(platform)
    assert hall.facts()["equal_weights_winners"] == ["A", "B"]
    assert [hall.figures()[key]["equal_weights"] for key in "AB"] == pytest.approx([10 / 3] * 2, abs=1e-5)


def test_platformkeuze_flips_where_expected(platform: dict[str, Any]) -> None:
    hall = platform_hall(platform)
    for criterion in hall.facts()["criteria"]:
        wanted = [tuple(flip) for flip in platform["verwacht"]["kantelpunten_winnaar"][criterion["text"]]]
        found = [(flip["percent"], flip["winners"][0]) for flip in criterion["flips"] if len(flip["winners"]) == 1]
        assert found == wanted
    bullets = hall.told(Bullets, "What would change the outcome")[0]
    assert bullets.items == (
        "Bereik bewoners ≥ 45%: C Internationaal netwerk first",
        "Privacy en eigendom van data ≥ 55%: D Eigen wijkwebsite first",
        "Inclusie (taal, senioren): whatever it weighs, the first stays first.",
        "Samenwerking welzijn/WMO < 8%: A Buurtapp (besloten) first",
        "Beheerlast gemeente ≥ 30%: A Buurtapp (besloten) first",
        "Beheerlast gemeente ≥ 37%: C Internationaal netwerk first",
        "Kosten 3 jaar ≥ 27%: A Buurtapp (besloten) first",
        "Kosten 3 jaar ≥ 34%: C Internationaal netwerk first",
    )


def test_platformkeuze_knock_out_on_privacy_leaves_three(platform: dict[str, Any]) -> None:
    hall = platform_hall(platform, least=3)
    figures = hall.matrix.figures().items
    assert [each["text"] for each in figures if each["rank"]] == sorted(
        platform["verwacht"]["knockout_privacy_min_3"], key=lambda name: "BAD".index(name[0])
    )
    assert {each["id"]: each["out"] for each in figures if each["out"]} == {"C": ["c1"], "E": ["c1"]}
    assert "C Internationaal netwerk is out: it fails the limit on Privacy en eigendom van data." in hall.warnings()
    bars = hall.told(Bars)[0].bars
    assert [(bar.id, bar.mark) for bar in bars] == [("B", "best"), ("A", ""), ("D", ""), ("C", "out"), ("E", "out")]
    assert {item.id for item in hall.workshop.select(Selection("m", "top", value=5))} == set("BAD")


def test_platformkeuze_tells_also_what_the_limit_leaves_out(platform: dict[str, Any]) -> None:
    free, limited = platform_hall(platform), platform_hall(platform, least=3)
    told = limited.facts()["without_limits"]
    assert {each["name"]: each["winners"] for each in told["by_weights"]}["Communicatie"] == ["C"]
    assert {each["name"]: each["winners"] for each in limited.facts()["by_weights"]}["Communicatie"] == ["A"]
    assert told["equal_weights_winners"] == ["A", "B"]
    flips = [[each["flips"] for each in facts["criteria"]] for facts in (told, free.facts())]
    assert flips[0] == flips[1]
    under = limited.told(Bars, "If the limits did not count")[0]
    assert [bar.id for bar in under.bars] == ["B", "A", "D", "C", "E"]
    assert "without_limits" not in free.facts()


def test_platformkeuze_stays_the_same_when_sealed(platform: dict[str, Any]) -> None:
    hall = platform_hall(platform)
    before = hall.matrix.figures()
    hall.seal()
    assert hall.matrix.figures() == before
    personal = [record.event for record in hall.workshop.records["m"] if not record.by]
    assert [event.team for event in personal if isinstance(event, PointsSet)] == [1, 2, 3, 4]
    assert {event.voter for event in personal if isinstance(event, BallotCast)} == {""}


def test_an_unknown_cell_is_left_out_with_a_warning_and_is_no_nought() -> None:
    hall = Hall()
    hall.rate(a="5-", b="44")
    hall.rate(a="5", b="44")
    found = hall.close().figures()
    assert (found["a"]["score"], found["a"]["unknown"], found["b"]["score"]) == (5, ["y"], 4)
    assert (found["c"]["score"], found["c"]["rank"]) == (None, 0)
    assert hall.warnings()[0] == (
        "Unknown, so left out and not counted as 0: Buurtapp · Privacy; Netwerk · Bereik; Netwerk · Privacy"
    )


def test_criteria_are_fetched_from_another_activity_when_it_opens() -> None:
    cards = (
        Card("wensen", "brainstorm", "Waarop letten we?", start=(Item("w1", "Bereik"), Item("w2", "Kosten"))),
        Card(
            "m", "matrix", "Kies", start=(Item("k", "Buurtapp"),),
            settings={"criteria_from": "wensen", "criteria": [{"id": "w2", "weight": 3, "lower": True}]},
        ),
    )  # fmt: skip
    stage = Stage(*cards)
    stage.phase("m", Phase.OPEN)
    view = stage.view("m")
    assert [(each.id, each.text, each.weight, each.lower) for each in view.criteria] == [
        ("w2", "Kosten", 3, True), ("w1", "Bereik", 1, False),
    ]  # fmt: skip
    assert [option.id for option in view.options] == ["k"]
    stage.do("m", Drop(("w1",)))
    assert [each.id for each in stage.view("m").criteria] == ["w2"]


# --- criteria, weights, direction ---------------------------------------------------------------------------------


def test_of_a_criterion_of_which_less_is_better_the_scale_is_turned() -> None:
    hall = Hall(criteria=({"id": "x", "text": "Kosten", "lower": True, "most": 4},))
    hall.rate(a="1", b="4", c="5")
    assert [(key, each["score"], each["rank"]) for key, each in hall.close().figures().items()] == [
        ("a", 5, 1),
        ("b", 2, 2),
        ("c", 1, 0),
    ]


def test_every_option_can_be_out() -> None:
    hall = Hall(criteria=({**CRITERIA[0], "least": 5}, CRITERIA[1]))
    hall.rate(a="41", b="14", c="44")
    assert [(each["rank"], each["out"]) for each in hall.close().figures().values()] == [(0, ["x"])] * 3
    assert hall.facts()["winners"] == []
    assert len(hall.warnings()) == 3


def test_the_desk_weighs_and_tries_other_weights() -> None:
    hall = Hall()
    hall.rate(a="51", b="15")
    assert hall.close().facts()["winners"] == ["a", "b"]
    hall.edit(criteria=[{**CRITERIA[0], "weight": 3}, CRITERIA[1]])
    assert (hall.facts()["winners"], hall.figures()["a"]["score"]) == (["a"], 4)
    hall.edit(criteria=[{**each, "weight": 0} for each in CRITERIA])
    assert hall.facts()["weights_assumed"]
    assert "Nobody gave weights: all criteria weigh the same." in hall.warnings()


def test_a_received_item_can_be_a_criterion() -> None:
    hall = Hall((*OPTIONS, Item("k", "Past bij ons")))
    hall.edit(criteria=[{"id": "k"}, CRITERIA[0]])
    view = hall.matrix.view(STAFF_EYES)
    assert [(each.id, each.text) for each in view.criteria] == [("k", "Past bij ons"), ("x", "Bereik")]
    assert [option.id for option in view.options] == ["a", "b", "c"]
    hall.cast({cell_key("a", "k"): 5})
    assert hall.close().figures()["a"]["score"] == 5
    hall.do("m", Drop(("b",)))
    assert set(hall.figures()) == {"a", "c"}


def test_judgements_never_move_to_another_criterion() -> None:
    hall = Hall(criteria=({"text": "Bereik"}, {"text": "Privacy"}))
    one, other = (criterion.id for criterion in hall.matrix.paper.criteria)
    hall.cast({cell_key("a", one): 5, cell_key("a", other): 1})
    hall.edit(criteria=[{"text": "Privacy"}, {"text": "Nieuw"}])
    cells = {each["criterion"]: each["mean"] for each in hall.close().facts()["cells"] if each["option"] == "a"}
    assert cells[other] == 1
    assert [mean for key, mean in cells.items() if key != other] == [None]


def test_everyone_divides_a_hundred_points_on_the_ballot() -> None:
    hall = Hall(weigh="each")
    hall.cast({points_key("x"): 80, points_key("y"): 20, cell_key("a", "x"): 5, cell_key("a", "y"): 1})
    hall.cast({points_key("x"): 10, points_key("y"): 10})
    hall.cast({cell_key("b", "x"): 3})
    assert [each["weight"] for each in hall.close().facts()["criteria"]] == [65, 35]
    assert hall.figures()["a"]["score"] == pytest.approx(3.6)


@pytest.mark.parametrize(
    ("settings", "values", "abstained", "code"),
    [
        ({}, {"a|x": 6}, (), "outside_scale"),
        ({}, {"a|z": 1}, (), "unknown_item"),
        ({}, {"a": 1}, (), "unknown_item"),
        ({}, {"|x": 1}, (), "unknown_item"),
        ({}, {"a|x": 1}, ("a|x",), "value_and_abstained"),
        ({"abstain": False}, {}, ("a|x",), "no_abstaining"),
        ({"weigh": "each"}, {"|x": 60, "|y": 41}, (), "over_total"),
        ({"weigh": "each"}, {"|x": -1}, (), "under_minimum"),
        ({"weigh": "each"}, {}, ("|x",), "unknown_item"),
    ],
)
def test_a_ballot_that_may_not_be_is_refused(
    settings: dict[str, Any], values: dict[str, int], abstained: tuple[str, ...], code: str
) -> None:
    assert Hall(**settings).refused(CastBallot("key of a voter ..", values, abstained)) == code


def test_more_hands_than_persons_are_refused() -> None:
    assert Hall().refused(CountHands(2, {"a|x": {3: 3}}), DESK) == "more_than_persons"
    assert Hall(weigh="each").refused(CountHands(2, {"|x": {3: 1}}), DESK) == "unknown_item"


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"low": 5}, "low"),
        ({"labels": ("een",)}, "labels"),
        ({"criteria": ({"text": "x"}, {"text": "x"})}, "criteria"),
        ({"weigh": "teams"}, "teams"),
        ({"persons": (2,)}, "persons"),
        ({"risk": True, "criteria": ({"text": "x"},)}, "criteria"),
        ({"risk": True, "weigh": "each"}, "risk"),
        ({"risk": True, "low": -2}, "risk"),
        ({"rule": "nist"}, "rule"),
    ],
)
def test_settings_that_do_not_go_together(settings: dict[str, Any], key: str) -> None:
    assert [where for where, _ in msgspec.convert(settings, MatrixSettings).faults()] == [key]


# --- teams --------------------------------------------------------------------------------------------------------


def test_a_team_changes_its_points_until_the_close_and_the_desk_after_it() -> None:
    hall = Hall(weigh="teams", teams=["WMO", "Pers"])
    hall.do("m", SetPoints(1, {"x": 100}), GUEST)
    hall.do("m", SetPoints(1, {"x": 30, "y": 70}), GUEST)
    assert hall.view("m").teams[0].points == {"x": 30, "y": 70}
    assert hall.refused(SetPoints(3, {"x": 1})) == "no_team"
    assert hall.refused(SetPoints(1, {"z": 1})) == "unknown_item"
    assert hall.refused(SetPoints(1, {"x": 60, "y": 60})) == "over_total"
    hall.rate(a="51")
    hall.close()
    assert hall.refused(SetPoints(1, {"x": 1})) == "is_closed"
    assert hall.figures()["a"]["score"] == pytest.approx(2.2)
    hall.do("m", SetPoints(1, {"x": 100}))
    assert hall.figures()["a"]["score"] == 5
    hall.seal()
    assert hall.figures()["a"]["score"] == 5
    hall.do("m", SetPoints(1, {}))
    assert hall.figures()["a"]["score"] == pytest.approx(2.2)
    assert Hall().refused(SetPoints(1, {"x": 1})) == "no_team"


def test_teams_count_by_their_persons_and_points_by_their_share() -> None:
    hall = Hall(weigh="teams", teams=["WMO", "Pers", "Stil"], persons=[3])
    hall.do("m", SetPoints(1, {"x": 100}), GUEST)
    hall.do("m", SetPoints(2, {"y": 10}), GUEST)
    hall.rate(a="51")
    assert [each["weight"] for each in hall.close().facts()["criteria"]] == [75, 25]
    assert [each["name"] for each in hall.facts()["by_weights"]] == ["WMO", "Pers"]


def test_what_a_team_judged_is_shown_from_four_on_and_the_rest_is_safe() -> None:
    hall = Hall(teams=["Groot", "Ook groot", "Klein"])
    for _ in range(5):
        hall.rate(1, a="55", b="11")
        hall.rate(2, a="11", b="55")
    hall.rate(2, a="1-", b="55")
    hall.rate(3, a="33", b="33")
    found = {each["name"]: each for each in hall.close().facts()["by_judgements"]}
    assert set(found) == {"Ook groot"}  # the one that is alone takes the smaller of the others with it
    assert (found["Ook groot"]["winners"], found["Ook groot"]["n"], hall.facts()["rest"]) == (["b"], 6, 6)
    matrix = hall.told(blocks.Matrix, "By what each group judged")[0]
    assert matrix.columns == ("All", "Ook groot (n = 6)")
    before = hall.facts()
    hall.seal()
    assert hall.facts() == before


def test_an_option_that_few_of_a_team_judged_has_no_score_for_it() -> None:
    hall = Hall(teams=["Een", "Twee"])
    for number in range(4):
        hall.rate(1, a="55", b="11" if number else "--")
        hall.rate(2, a="11", b="55")
    found = {each["name"]: each["scores"] for each in hall.close().facts()["by_judgements"]}
    assert found == {"Een": {"a": 5}, "Twee": {"a": 1}}


def test_a_team_of_voters_weighs_by_its_own_points_where_enough_gave_any() -> None:
    hall = Hall(teams=["Een", "Twee"], weigh="each")
    for number in range(4):
        hall.rate(0, c="33")
        hall.cast({"a|x": 5, "a|y": 1, "|x": 100}, team=1)
        hall.cast({"a|x": 5, "a|y": 1, **({"|y": 100} if number else {})}, team=2)
    found = {each["name"]: each["scores"]["a"] for each in hall.close().facts()["by_judgements"]}
    assert found["Een"] == 5
    assert found["Twee"] == hall.figures()["a"]["score"]


def test_a_table_is_a_team_where_everybody_was_told() -> None:
    hall = Hall(attribution="team")
    for table, value in ((1, 5), (2, 1)):
        for _ in range(4):
            hall.cast({"a|x": value, "a|y": value}, table=table)
    hall.close()
    assert [each["scores"]["a"] for each in hall.facts()["by_judgements"]] == [5, 1]
    assert hall.told(blocks.Matrix, "By what each group judged")[0].columns[1:] == (
        "Table 1 (n = 4)",
        "Table 2 (n = 4)",
    )


# --- properties ---------------------------------------------------------------------------------------------------

ROW = st.dictionaries(st.sampled_from([cell_key(o, c) for o in "abc" for c in "xy"]), st.integers(1, 5))


@given(st.lists(ROW, max_size=5), st.booleans())
@tries(max_examples=40, deadline=None)
def test_sealing_and_replay_change_no_number(ballots: list[dict[str, int]], risk: bool) -> None:
    hall = Hall(risk=risk, teams=["Een", "Twee"])
    for number, values in enumerate(ballots):
        hall.cast(values, team=number % 3)
    before = (hall.close().matrix.figures(), hall.matrix.results(EN), hall.matrix.items())
    replayed = hall.replayed().activities["m"]
    assert (replayed.figures(), replayed.results(EN), replayed.items()) == before
    hall.seal()
    assert (hall.matrix.figures(), hall.matrix.results(EN), hall.matrix.items()) == before


@given(st.lists(ROW, min_size=1, max_size=4), st.integers(1, 9), st.integers(1, 9))
@tries(max_examples=40, deadline=None)
def test_a_score_stays_within_its_judgements_and_ranks_follow(
    ballots: list[dict[str, int]], one: int, other: int
) -> None:
    hall = Hall(criteria=({**CRITERIA[0], "weight": one}, {**CRITERIA[1], "weight": other}))
    for values in ballots:
        hall.cast(values)
    figures = hall.close().matrix.figures().items
    given = [value for values in ballots for value in values.values()]
    scores = [each["score"] for each in figures if each["score"] is not None]
    assert all(min(given) <= score <= max(given) for score in scores)
    assert scores == sorted(scores, reverse=True)
    assert sum(each["share_of_weights"] or 0 for each in figures) == pytest.approx(1 if scores else 0, abs=1e-4)
