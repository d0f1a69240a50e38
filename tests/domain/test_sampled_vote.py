"""A vote of which everybody judges a lot: who may judge what, what is told, and what is left once it is sealed."""

from collections import Counter

import pytest

from server.domain.activities.vote import VoteSettings, VoteView
from server.domain.ballots import BallotCast, LotTaken, TakeLot
from server.domain.blocks import Bars, Table, Text
from server.domain.history import Recorded
from server.domain.kernel import Item, Phase, Refused, Role
from server.domain.tally.sampling import Lots
from tests.domain.test_vote import EN, ROOM, Hall, key

IDEAS = tuple(Item(f"i{at:02}", f"Idee {at}") for at in range(60))


class Sampled(Hall):
    """Sixty ideas, seven a person."""

    def __init__(self) -> None:
        super().__init__(IDEAS, sample=7)

    def lot(self, voter: int, person: int = 0) -> tuple[str, ...]:
        """What a voter's laptop makes of the answer and of what everybody sees."""
        [taken] = self.do(TakeLot(key(voter), person, self.vote.rounds), role=Role.PARTICIPANT)
        assert isinstance(taken, LotTaken)
        view = self.vote.view(ROOM)
        assert isinstance(view, VoteView)
        assert view.sample is not None
        return Lots(view.sample.among, view.sample.size, view.sample.seed)[int(taken.id)]


def opened() -> Sampled:
    hall = Sampled()
    hall.open()
    return hall


def test_520_people_judge_every_one_of_sixty_ideas_60_or_61_times() -> None:
    hall = opened()
    judged: Counter[str] = Counter()
    for voter in range(520):
        lot = hall.lot(voter)
        judged.update(lot)
        hall.cast(voter, {item: 1 + (voter + int(item[1:])) % 5 for item in lot})
    assert set(judged.values()) == {60, 61}
    hall.phase(Phase.CLOSED)
    figures = hall.vote.figures()
    assert figures.n.persons == 520
    assert {item["n"] for item in figures.items} == {60, 61}


def test_a_voter_has_one_lot_and_judges_nothing_else() -> None:
    hall = opened()
    lot = hall.lot(1)
    assert hall.lot(1) == lot
    assert not set(hall.lot(2)) & set(lot)
    other = next(item.id for item in IDEAS if item.id not in lot)
    for values in ({other: 3}, dict.fromkeys(lot, 3) | {other: 3}):
        with pytest.raises(Refused) as refused:
            hall.cast(1, values)
        assert refused.value.code == "unknown_item"
    with pytest.raises(Refused):
        hall.cast(3, {lot[0]: 3})  # who has no lot yet
    hall.cast(1, {lot[0]: 3})


def test_lots_stay_what_they_were_when_ideas_come_in_later() -> None:
    hall = opened()
    before = [hall.lot(voter) for voter in range(5)]
    hall.vote.received["late"] = Item("late", "Nog een idee")
    assert [hall.lot(voter) for voter in range(5)] == before


def test_a_vote_of_everything_has_no_lots() -> None:
    with pytest.raises(Refused) as refused:
        Hall(IDEAS).open().do(TakeLot(key(1)), role=Role.PARTICIPANT)
    assert refused.value.code == "no_lots"


def test_sampling_belongs_to_a_scale() -> None:
    assert dict(VoteSettings(method="dots", sample=3).faults())
    assert not dict(VoteSettings(sample=3).faults())


def test_nothing_is_left_of_who_had_which_lot() -> None:
    hall = opened()
    for voter in range(12):
        hall.cast(voter, dict.fromkeys(hall.lot(voter), 4))
    hall.phase(Phase.CLOSED)
    folded = hall.workshop.sealed("v")
    assert sum(isinstance(each.event, BallotCast) for each in folded) == 12
    assert not any(isinstance(each.event, LotTaken) for each in folded)
    hall.workshop.replace("v", [each for each in folded if isinstance(each, Recorded)])
    assert hall.vote.votes.draw(1).seed == ""
    assert hall.vote.figures().n.persons == 12


def test_the_results_say_how_sure_they_are() -> None:
    hall = opened()
    for voter in range(240):
        lot = hall.lot(voter)
        split = {"i50": 5 if voter % 2 else 1}  # half is all for it, the others all against
        hall.cast(voter, {item: split.get(item, 4 if int(item[1:]) < 20 else 3 + voter % 2) for item in lot})
    hall.phase(Phase.CLOSED)
    told = hall.vote.results(EN)
    tables = [each for each in told if isinstance(each, Table)]
    assert tables[0].caption == "How sure the order is (95 percent)"
    assert any(isinstance(each, Text) and "can't be told apart" in each.text for each in told)
    items = {item["id"]: item for item in hall.vote.figures().items}
    assert items["i00"]["margin"] == 0
    assert items["i50"]["margin"] > 0.5
    assert items["i00"]["rank_from"] == 1
    first, picks, others = (each for each in told if isinstance(each, Bars))
    assert [each.rank for each in first.bars] == [1] * 20
    assert [(each.label, each.interval) for each in picks.bars] == [("Idee 50", None)]
    assert [each["id"] for each in hall.vote.figures().items if each["minority_pick"]] == ["i50"]
    for each in (*first.bars, *others.bars):
        assert each.interval is not None
        assert 1 <= each.interval[0] <= each.value <= each.interval[1] <= 5
        assert items[each.id]["interval_from"] == pytest.approx(each.interval[0], abs=1e-6)
