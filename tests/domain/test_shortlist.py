"""shortlist: a table's nominations are the table's, and a sharpened item stays the item it was."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.activities.shortlist import Agree, Candidate, Nominate, NominateFor, Reword, Shortlist
from server.domain.blocks import Bullets, Table, Text
from server.domain.i18n import words
from server.domain.kernel import Audience, Card, Command, Item, Phase, Refused, Role, Selection, Who
from server.domain.lineage import Lineage
from server.domain.steering import Carry, Drop
from tests.domain.stage import DESK, ROOM, Stage, items

EN = words("en")
START = items("Eén loket voor zzp'ers", "Werkruimte op de haven", "Btw per jaar", source="vooronderzoek")


def hall(**settings: Any) -> Stage:
    stage = Stage(Card("it", "shortlist", "Aanscherpen", start=START, settings=settings), Card("talk", "discuss", "Na"))
    stage.phase("it", Phase.OPEN)
    return stage


def at(table: int) -> Who:
    return Who(Role.PARTICIPANT, table=table)


def its(stage: Stage) -> Shortlist:
    found = stage.activity("it")
    assert isinstance(found, Shortlist)
    return found


def nominated(stage: Stage, table: int) -> set[str]:
    rows: tuple[Candidate, ...] = stage.view("it", Audience(Role.PARTICIPANT, table)).rows
    return {row.id for row in rows if row.tables == (table,)}


def refusal(stage: Stage, command: Command, who: Who = DESK) -> str:
    with pytest.raises(Refused) as refused:
        stage.do("it", command, who)
    return refused.value.code


def test_a_table_nominates_up_to_its_quota_and_may_change_its_mind() -> None:
    stage = hall(quota=2)
    stage.do("it", Nominate("a"), at(1))
    stage.do("it", Nominate("b"), at(1))
    assert refusal(stage, Nominate("c"), at(1)) == "quota"
    stage.do("it", Nominate("a", on=False), at(1))
    stage.do("it", Nominate("c"), at(1))
    assert nominated(stage, 1) == {"b", "c"}
    assert stage.do("it", Nominate("c"), at(1)) == []
    assert refusal(stage, Nominate("zz"), at(1)) == "unknown_item"
    assert refusal(stage, Nominate("a"), at(0)) == "no_table"


def test_a_quota_of_nothing_is_no_quota() -> None:
    stage = hall(quota=0)
    for item in "abc":
        stage.do("it", Nominate(item), at(1))
    assert nominated(stage, 1) == {"a", "b", "c"}


def test_a_table_sees_its_own_and_the_staff_sees_all() -> None:
    stage = hall()
    stage.do("it", Nominate("a"), at(1))
    stage.do("it", NominateFor("a", 2))
    stage.do("it", NominateFor("b", 2))
    assert [row.tables for row in stage.view("it").rows] == [(1, 2), (2,), ()]
    assert nominated(stage, 1) == {"a"}
    assert nominated(stage, 2) == {"a", "b"}
    assert not any(row.tables for row in stage.view("it", ROOM).rows)
    assert (stage.view("it").total, stage.view("it", ROOM).total) == (2, 0)


def test_of_what_tables_brought_in_each_sees_its_own_and_what_no_table_did() -> None:
    start = (*START[:1], *(Item(f"t{table}", f"Van tafel {table}", table=table) for table in (1, 2)))
    stage = Stage(Card("it", "shortlist", "Aanscherpen", start=start))
    stage.phase("it", Phase.OPEN)

    def seen(audience: Audience) -> list[str]:
        return [row.id for row in stage.view("it", audience).rows]

    assert seen(Audience(Role.PARTICIPANT, 1)) == ["a", "t1"]
    assert seen(Audience(Role.PARTICIPANT, 2)) == ["a", "t2"]
    assert seen(Audience(Role.FACILITATOR)) == ["a", "t1", "t2"]


def test_a_dropped_item_frees_its_place_in_the_quota() -> None:
    stage = hall(quota=1)
    stage.do("it", Nominate("a"), at(1))
    stage.do("it", Drop(("a",)))
    stage.do("it", Nominate("b"), at(1))
    assert [item.id for item in its(stage).items()] == ["b"]


def test_a_reworded_item_keeps_its_id_its_first_words_and_every_version() -> None:
    stage = hall()
    stage.do("it", Reword("b", "Werkruimte op de kade"))
    assert refusal(stage, Reword("b", "Iets anders", version=1)) == "other_version"
    assert refusal(stage, Reword("b", "Werkruimte op de kade", version=2)) == "same_text"
    stage.do("it", Reword("b", "Werkruimte op de kade, voor starters", version=2))
    row = stage.view("it").rows[1]
    assert row.text == "Werkruimte op de kade, voor starters"
    assert row.wordings == ("Werkruimte op de haven", "Werkruimte op de kade", row.text)
    (item,) = its(stage).items()
    assert (item.id, item.text, item.source) == ("b", row.text, "vooronderzoek")
    bullets = next(block for block in its(stage).results(EN) if isinstance(block, Bullets))
    assert bullets.items[1] == "Version 2: Werkruimte op de [–haven–][+kade+]"
    stage.undo()
    assert stage.view("it").rows[1].text == "Werkruimte op de kade"


def test_agreed_words_are_not_changed_by_accident() -> None:
    stage = hall()
    stage.do("it", Agree("a"))
    assert refusal(stage, Reword("a", "Anders")) == "agreed"
    assert stage.do("it", Agree("a")) == []
    stage.do("it", Agree("a", on=False))
    stage.do("it", Reword("a", "Eén loket"))
    assert not stage.view("it").rows[0].agreed
    stage.do("it", Agree("a"))
    stage.do("it", Agree("a", on=False))
    stage.do("it", Reword("a", "Een loket", version=2))
    assert stage.view("it").rows[0].wordings[-1] == "Een loket"


def test_what_was_agreed_is_not_agreed_in_other_words() -> None:
    """The rewording is undone under the agreement: what stands there now was never agreed."""
    stage = hall()
    sorter = Who(Role.SORTER, desk="sorter 2")
    stage.do("it", Reword("a", "Eén loket"), sorter)
    stage.do("it", Agree("a"))
    stage.undo(sorter)
    assert not stage.view("it").rows[0].agreed


def test_the_shortlist_goes_on_most_nominated_first_with_the_way_back() -> None:
    stage = hall()
    assert its(stage).items() == ()
    assert its(stage).results(EN) == [Text("Nothing was nominated yet.", "note")]
    for table in (1, 2, 3):
        stage.do("it", Nominate("c"), at(table))
    stage.do("it", Nominate("a"), at(1))
    stage.do("it", Reword("c", "Btw één keer per jaar"))
    stage.do("it", Agree("c"))
    found = its(stage).items()
    assert [(item.id, item.rank, item.score) for item in found] == [("c", 1, 3.0), ("a", 2, 1.0)]
    counts = its(stage).results(EN)[0]
    assert isinstance(counts, Table)
    assert [cell.text or cell.number for cell in counts.rows[0]] == ["Btw één keer per jaar", 3, "1, 2, 3", "yes"]
    stage.do("talk", Carry(Selection("it", "top", value=1)))
    assert [item.text for item in stage.activity("talk").received.values()] == ["Btw één keer per jaar"]
    assert Lineage(stage.workshop).lines["c"].text == "Btw per jaar"
    (figure, _) = its(stage).figures().items
    assert figure["wordings"] == ["Btw per jaar", "Btw één keer per jaar"]


MINDS = st.lists(st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from("abc"), st.booleans(), st.booleans()))


@given(MINDS)
def test_sealing_keeps_the_last_of_every_tables_minds(minds: list[tuple[int, str, bool, bool]]) -> None:
    """Also where the table and the staff took turns: what is folded stands before what the staff did."""
    stage = hall(quota=0)
    for table, item, on, staff in minds:
        stage.do("it", NominateFor(item, table, on) if staff else Nominate(item, on), DESK if staff else at(table))
    stage.phase("it", Phase.CLOSED)
    before = its(stage).figures()
    stage.workshop.replace("it", stage.workshop.sealed("it"))
    assert its(stage).figures() == before
