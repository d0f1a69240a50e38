"""vote: what a ballot may hold, what comes out, and that nothing of it leaks."""

import itertools
import json
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain import ballots, methods
from server.domain.activities.vote import Vote, VoteSettings, VoteView
from server.domain.ballots import BallotCast, CastBallot, CountHands, HandsCounted, VoteAgain
from server.domain.blocks import Bars, Distribution, Text
from server.domain.figures import Count
from server.domain.history import Recorded
from server.domain.i18n import words
from server.domain.kernel import Audience, Card, Command, Context, Event, Item, Phase, Refused, Role, Selection, Who
from server.domain.keys import hash_of
from server.domain.root import ActivityAdded, ResultView, Undo
from server.domain.steering import ChangePhase, Drop, EditCard, Received, Reveal, Sealed, Tighten
from server.domain.workshop import Workshop
from tests.support import shared

ITEMS = (Item("a", "Loket"), Item("b", "Inkoop"), Item("c", "Werkplek"))
FACILITATOR, ROOM, WALL = Audience(Role.FACILITATOR), Audience(Role.PARTICIPANT), Audience(Role.WALL)
EN = words("en")


class Hall:
    """A workshop with one vote, and who does something in it."""

    def __init__(self, items: Sequence[Item] = ITEMS, attribution: str = "anonymous", **vote: Any) -> None:
        self.workshop, self.time = Workshop(), 0.0
        self.numbers = itertools.count()
        card = Card("v", "vote", "Stemmen", attribution=attribution, start=tuple(items), settings=vote)
        self.record("", ActivityAdded(card, 0), "desk 1")

    @property
    def vote(self) -> Vote:
        vote = self.workshop.activities["v"]
        assert isinstance(vote, Vote)
        return vote

    def record(self, scope: str, event: Event, by: str, op: str = "") -> None:
        number = next(self.numbers)
        self.workshop.take(Recorded(scope, event, self.time, op or f"op{number}", by, number))

    def do(self, command: Command, scope: str = "v", role: Role = Role.FACILITATOR, name: str = "") -> list[Event]:
        desk = "desk 1" if role is Role.FACILITATOR else ""
        context = Context(self.time, lambda: f"id{next(self.numbers)}", Who(role, name=name, desk=desk), Count(3, 3))
        events = self.workshop.decide(scope, command, context)
        op = f"op{next(self.numbers)}"
        for where, event in events:
            self.record(where, event, desk, op)
        return [event for _, event in events]

    def cast(self, voter: int, values: dict[str, int], *abstained: str, round: int = 0, person: int = 0) -> list[Event]:
        ballot = CastBallot(key(voter), values, abstained, person, round or self.vote.rounds)
        return self.do(ballot, role=Role.PARTICIPANT, name=f"voter {voter}")

    def phase(self, to: Phase) -> "Hall":
        self.do(ChangePhase(to))
        return self

    def open(self) -> "Hall":
        return self.phase(Phase.OPEN)

    def close(self) -> "Hall":
        return self.phase(Phase.CLOSED)

    def seal(self) -> None:
        """As the server does when the grace is over."""
        self.time += 1000
        assert self.workshop.due_seals(self.time) == ["v"]
        self.record("v", Sealed(), "server")
        self.workshop.replace("v", self.workshop.sealed("v"))

    def view(self, audience: Audience = ROOM) -> VoteView:
        return self.vote.view(audience)

    def items(self) -> list[dict[str, Any]]:
        return list(self.vote.figures().items)


def key(voter: int) -> str:
    return f"key of voter {voter:05}"


def refusal(hall: Hall, command: Command, role: Role = Role.FACILITATOR) -> str:
    with pytest.raises(Refused) as refused:
        hall.do(command, role=role)
    return refused.value.code


def refused_ballot(hall: Hall, values: dict[str, int], *abstained: str) -> str:
    return refusal(hall, CastBallot(key(1), values, abstained), Role.PARTICIPANT)


# --- Almere -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def almere() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(shared("cases/fixtures.json").read_text(encoding="utf-8"))["almere"]
    return data


@pytest.fixture(scope="module")
def bottlenecks(almere: dict[str, Any]) -> Hall:
    names = list(almere["scores"])
    hall = Hall([Item(name[:2], name, source="vooronderzoek") for name in names], low=1, high=5).open()
    for voter in range(almere["deelnemers"]):
        hall.cast(voter, {name[:2]: almere["scores"][name][voter] for name in names})
    return hall.close()


def test_almere_orders_its_bottlenecks(almere: dict[str, Any], bottlenecks: Hall) -> None:
    found = bottlenecks.items()
    assert [item["text"] for item in found] == almere["verwachte_volgorde"]
    assert [item["rank"] for item in found] == [1, 2, 3, 4, 5, 5, 7, 8]
    for item in found:
        wanted = almere["verwacht"][item["text"]]
        assert (item["n"], item["flagged"], item["abstained"]) == (wanted["n"], wanted["flag"], 0)
        assert item["mean"] == pytest.approx(wanted["mean"], abs=0.005)
        assert item["sd"] == pytest.approx(wanted["sd"], abs=0.0051)
        assert item["dissent"] == pytest.approx(wanted["dissent"], abs=0.0006)


def test_almere_is_told_what_people_differ_on(bottlenecks: Hall) -> None:
    assert [(notice.id, notice.code) for notice in bottlenecks.vote.notices()] == [("K3", "dissent")]
    blocks = bottlenecks.vote.results(EN)
    assert [block.text for block in blocks if isinstance(block, Text) and block.role == "warning"] == [
        "People differ on this: K3 Betaalbare werkruimte"
    ]
    bars = next(block for block in blocks if isinstance(block, Bars))
    assert [(bar.id, bar.rank, bar.mark) for bar in bars.bars][4:7] == [
        ("K4", 5, ""),
        ("K7", 5, ""),
        ("K3", 7, "dissent"),
    ]
    assert (bars.low, bars.high) == (1, 5)
    spread = next(block for block in blocks if isinstance(block, Distribution) and block.mark)
    assert dict(zip(spread.answers, spread.counts, strict=True)) == {"1": 5, "2": 4, "3": 0, "4": 2, "5": 6}


def test_almere_carries_its_top_four_and_its_dispute(bottlenecks: Hall) -> None:
    def select(how: str, value: float) -> list[str]:
        return [item.id for item in bottlenecks.workshop.select(Selection("v", how, value=value))]

    assert select("top", 4) == ["K2", "K1", "K8", "K5"]
    assert select("top", 5) == ["K2", "K1", "K8", "K5", "K4", "K7"]
    assert select("threshold", 4) == ["K2", "K1", "K8", "K5"]
    assert select("dissent", 0.3) == ["K3"]


def test_almere_spends_its_dots(almere: dict[str, Any]) -> None:
    solutions, per_person = almere["oplossingen"], almere["stippen_per_persoon"]
    hall = Hall([Item(str(at), text) for at, text in enumerate(solutions)], method="dots", cap=2).open()
    assert hall.view().rules == methods.base.Rules(high=2, total=per_person)
    dots = [str(at) for at, number in enumerate(almere["stippen"]) for _ in range(number)]
    for voter in range(almere["deelnemers"]):
        mine = dots[voter :: almere["deelnemers"]]
        hall.cast(voter, {item: mine.count(item) for item in mine})
    found = hall.close().items()
    assert [item["dots"] for item in found] == almere["stippen"]
    assert sum(item["dots"] for item in found) == 51
    assert [(item["text"], item["rank"]) for item in found[:3]] == list(zip(solutions, (1, 2, 3), strict=False))


# --- what a ballot may hold ---------------------------------------------------------------------------------------


def test_the_latest_ballot_counts_and_the_same_again_changes_nothing() -> None:
    hall = Hall().open()
    hall.cast(1, {"a": 2, "b": 3})
    assert hall.cast(1, {"b": 3, "a": 2}) == []
    hall.cast(1, {"a": 5})
    assert hall.view().total == 1
    assert {item["id"]: item["mean"] for item in hall.close().items()} == {"a": 5, "b": None, "c": None}


def test_abstaining_is_no_value() -> None:
    hall = Hall(low=0, high=10).open()
    hall.cast(1, {"a": 0}, "b")
    hall.cast(2, {"a": 10}, "b")
    hall.close()
    first, second, third = hall.items()
    assert (first["id"], first["n"], first["mean"], first["rank"]) == ("a", 2, 5, 1)
    assert (second["id"], second["n"], second["abstained"], second["mean"], second["rank"]) == ("b", 0, 2, None, 0)
    assert (third["n"], third["abstained"]) == (0, 0)
    assert hall.vote.figures().n == Count(2, 2, 2)


@pytest.mark.parametrize(
    ("vote", "values", "abstained", "code"),
    [
        ({}, {"a": 6}, (), "outside_scale"),
        ({}, {"x": 1}, (), "unknown_item"),
        ({}, {"a": 1}, ("x",), "unknown_item"),
        ({}, {"a": 1}, ("a",), "value_and_abstained"),
        ({"abstain": False}, {}, ("a",), "no_abstaining"),
        ({"method": "dots", "dots": 3}, {"a": 2, "b": 2}, (), "too_many_dots"),
        ({"method": "dots", "dots": 3, "cap": 2}, {"a": 3}, (), "over_cap"),
        ({"method": "dots", "dots": 3}, {"a": -1}, (), "negative_dots"),
        ({"method": "dots", "dots": 3}, {}, ("a",), "no_abstaining"),
        ({"method": "top", "top": 2}, {"a": 1, "b": 1, "c": 1}, (), "too_many_choices"),
        ({"method": "top", "top": 2}, {"a": 2}, (), "not_a_choice"),
        ({"method": "choice", "least": 2, "most": 3}, {"a": 1}, (), "too_few_choices"),
        ({"method": "choice"}, {"a": 1, "b": 1}, (), "too_many_choices"),
    ],
)
def test_a_ballot_that_may_not_be_is_refused(
    vote: dict[str, Any], values: dict[str, int], abstained: tuple[str, ...], code: str
) -> None:
    hall = Hall(**vote).open()
    assert refused_ballot(hall, values, *abstained) == code
    assert hall.view().total == 0


def test_a_late_ballot_is_refused_and_told() -> None:
    hall = Hall()
    assert refused_ballot(hall, {"a": 1}) == "is_draft"
    assert refused_ballot(hall.open().phase(Phase.PAUSED), {"a": 1}) == "is_paused"
    assert refused_ballot(hall.close(), {"a": 1}) == "is_closed"


def test_the_staff_has_no_ballot() -> None:
    assert refusal(Hall().open(), CastBallot(key(1), {"a": 1})) == "not_yours"


@pytest.mark.parametrize(
    ("vote", "key_at_fault"),
    [
        ({"method": "applause"}, "method"),
        ({"low": 5, "high": 5}, "low"),
        ({"labels": ("a", "b", "c")}, "labels"),
        ({"method": "dots", "dots": 3, "cap": 4}, "cap"),
        ({"method": "dots", "labels": ("a", "b")}, "labels"),
        ({"dots": 3}, "dots"),
        ({"method": "choice", "least": 3, "most": 2}, "least"),
        ({"method": "top", "most": 2}, "most"),
    ],
)
def test_settings_that_do_not_go_together_are_refused(vote: dict[str, Any], key_at_fault: str) -> None:
    assert [where for where, _ in VoteSettings(**vote).faults()] == [key_at_fault]
    hall = Hall()
    with pytest.raises(Refused) as refused:
        hall.do(EditCard(msgspec.structs.replace(hall.vote.card, settings=vote)))
    assert (refused.value.code, refused.value.facts["key"]) == ("settings", key_at_fault)


def test_every_method_is_named_where_one_is_wrong() -> None:
    assert methods.NO_METHOD.partition(": ")[2].split(", ") == list(methods.METHODS)


def test_two_labels_stand_at_the_ends() -> None:
    assert Hall(labels=["weinig", "veel"]).view().rules.labels == ("weinig", "", "", "", "veel")


def test_the_ballot_is_shuffled_above_ten_items_or_as_the_agenda_says() -> None:
    many = [Item(str(at), f"item {at}") for at in range(11)]
    assert (Hall(many).view().shuffle, Hall(many[:10]).view().shuffle) == (True, False)
    assert (Hall(many, shuffle=False).view().shuffle, Hall(shuffle=True).view().shuffle) == (False, True)


def test_suggested_dots_are_the_root_of_the_number_of_items() -> None:
    assert Hall([Item(str(at), "x") for at in range(12)], method="dots").view().rules.total == 3


# --- other methods ------------------------------------------------------------------------------------------------


def test_top_counts_who_named_it() -> None:
    hall = Hall(method="top", top=2).open()
    for voter, named in enumerate(("ab", "b", "bc", "")):
        hall.cast(voter, dict.fromkeys(named, 1))
    found = [(item["id"], item["rank"], item["votes"]) for item in hall.close().items()]
    assert found == [("b", 1, 3), ("a", 2, 1), ("c", 2, 1)]
    assert hall.vote.figures().n.persons == 4


def test_nobody_voted() -> None:
    for method in methods.METHODS:
        hall = Hall(method=method).open().close()
        assert hall.items() == []
        assert hall.vote.results(EN) == [Text("There are no results yet.", "note")]
        assert {item.rank for item in hall.vote.items()} == {0}
        assert hall.vote.notices() == []


# --- hands and paper ----------------------------------------------------------------------------------------------


def test_hands_are_added_to_n_and_undone() -> None:
    hall = Hall().open()
    hall.cast(1, {"a": 5})
    hall.do(CountHands(3, {"a": {1: 2}, "b": {4: 1}}, {"b": 2}, "papier"))
    hall.close()
    found = {item["id"]: (item["n"], item["mean"], item["abstained"]) for item in hall.items()}
    assert found == {"a": (3, pytest.approx(7 / 3, abs=1e-4), 0), "b": (1, 4, 2), "c": (0, None, 0)}
    assert hall.vote.figures().n == Count(4, 1, 2)
    assert "3 persons counted by hand or on paper" in [b.text for b in hall.vote.results(EN) if isinstance(b, Text)]
    assert (hall.view(FACILITATOR).by_hand, hall.view(ROOM).by_hand) == (3, 0)
    counted = next(act.id for act in hall.workshop.acts.values() if "ballot.hands_counted" in act.what)
    hall.do(Undo(counted), "")
    assert hall.vote.figures().n == Count(1, 1, 0)


def test_ballots_from_a_file_are_counted_once_in_a_round() -> None:
    hall = Hall().open()
    paper = CountHands(3, {"a": {1: 2}}, source="papier", file="abc")
    hall.do(paper)
    with pytest.raises(Refused, match="file_known"):
        hall.do(paper)
    hall.do(msgspec.structs.replace(paper, file="def"))
    hall.do(msgspec.structs.replace(paper, file=""))
    hall.close()
    assert hall.vote.figures().n.persons == 9
    hall.do(VoteAgain())
    hall.phase(Phase.OPEN)
    hall.do(paper)


@pytest.mark.parametrize(
    ("vote", "value"),
    [
        ({"method": "dots", "dots": 3}, 2),
        ({"method": "top", "top": 2}, 1),
        ({"method": "choice", "most": 2}, 1),
        ({"method": "budget", "points": 10}, 5),
    ],
    ids=["dots", "top", "choice", "budget"],
)
def test_what_nobody_chose_is_in_no_top(vote: dict[str, Any], value: int) -> None:
    hall = Hall(**vote).open()
    hall.cast(1, {"b": value, "c": value} if vote["method"] == "budget" else {"b": value})
    hall.do(ChangePhase(Phase.CLOSED))
    top = hall.workshop.select(Selection("v", "top", value=5))
    assert "a" not in [item.id for item in top]
    assert top[0].id == "b"
    assert {item.id for item in hall.workshop.select(Selection("v"))} == {"a", "b", "c"}


def test_of_a_scale_the_lowest_is_in_a_top_that_is_wide_enough() -> None:
    hall = Hall(low=0, high=2).open()
    hall.cast(1, {"a": 0, "b": 1, "c": 2})
    hall.do(ChangePhase(Phase.CLOSED))
    assert [item.id for item in hall.workshop.select(Selection("v", "top", value=3))] == ["c", "b", "a"]


def test_dots_on_paper_are_added() -> None:
    hall = Hall(method="dots", dots=3).open()
    hall.cast(1, {"a": 3})
    hall.do(CountHands(2, {"b": {1: 4}, "a": {2: 1}}))
    assert [(item["id"], item["dots"]) for item in hall.close().items()] == [("a", 5), ("b", 4), ("c", 0)]


@pytest.mark.parametrize(
    ("vote", "hands", "code"),
    [
        ({}, CountHands(2, {"a": {1: 2, 3: 1}}), "more_than_persons"),
        ({}, CountHands(2, {"a": {1: 2}}, {"a": 1}), "more_than_persons"),
        ({}, CountHands(2, {"a": {6: 1}}), "outside_scale"),
        ({}, CountHands(2, {"x": {1: 1}}), "unknown_item"),
        ({"method": "dots", "dots": 3}, CountHands(2, {"a": {1: 7}}), "too_many_dots"),
        ({"method": "dots", "dots": 3}, CountHands(2, {"a": {-1: 1}}), "negative_dots"),
        ({"method": "top", "top": 2}, CountHands(2, {"a": {1: 3}}), "more_than_persons"),
        ({"method": "top", "top": 1}, CountHands(2, {"a": {1: 2}, "b": {1: 1}}), "too_many_choices"),
    ],
)
def test_hands_that_so_few_people_cannot_have_raised_are_refused(
    vote: dict[str, Any], hands: CountHands, code: str
) -> None:
    assert refusal(Hall(**vote).open(), hands) == code


# --- secrecy ------------------------------------------------------------------------------------------------------


def seen(hall: Hall) -> bytes:
    """All that any screen gets of a vote."""
    audiences = (ROOM, WALL, FACILITATOR, Audience(Role.SORTER), Audience(Role.PARTICIPANT, table=2))
    subjects = ("agenda", "wall", "v", "v/result")
    views = [hall.workshop.view(subject, audience) for audience in audiences for subject in subjects]
    others = (hall.vote.items(), hall.vote.figures(), hall.vote.notices(), hall.vote.quotes(0), hall.vote.total(0))
    return msgspec.json.encode([*views, *others, hall.vote.results(EN)])


WHOLE = st.dictionaries(st.sampled_from("abc"), st.integers(1, 5))


@given(st.lists(st.tuples(WHOLE, WHOLE), max_size=6), st.booleans(), st.booleans())
@settings(max_examples=60)
def test_what_is_sent_while_a_vote_is_open_does_not_depend_on_the_ballots(
    pairs: list[tuple[dict[str, int], dict[str, int]]], secret: bool, revealed: bool
) -> None:
    one, other = Hall(secret=secret).open(), Hall(secret=secret).open()
    for voter, (ballot, different) in enumerate(pairs):
        one.cast(voter, ballot)
        other.cast(voter, different)
    if revealed:
        one.do(Reveal())
        other.do(Reveal())
    assert seen(one) == seen(other)
    if secret and not revealed:
        assert seen(one.close()) == seen(other.close())


def test_results_come_when_closed_for_the_staff_and_when_revealed_for_the_room() -> None:
    hall = Hall().open()
    hall.cast(1, {"a": 5})

    def may() -> tuple[bool, bool]:
        return hall.vote.may_see_results(FACILITATOR), hall.vote.may_see_results(ROOM)

    assert may() == (False, False)
    assert hall.workshop.view("v/result", FACILITATOR) == ResultView(hidden=True)
    with pytest.raises(Refused):
        hall.workshop.select(Selection("v", "top", value=1))
    hall.close()
    assert may() == (True, False)
    hall.do(Reveal())
    assert may() == (True, True)
    hall.open()
    assert may() == (False, False)


def test_a_secret_vote_is_hidden_from_the_facilitator_too() -> None:
    hall = Hall(secret=True).open()
    hall.cast(1, {"a": 5})
    hall.close()
    assert not hall.vote.may_see_results(FACILITATOR)
    assert (hall.items(), {item.rank for item in hall.vote.items()}) == ([], {0})
    hall.do(Reveal())
    assert hall.items()[0]["mean"] == 5


def test_the_file_holds_no_voter_key() -> None:
    hall = Hall().open()
    (event,) = hall.cast(1, {"b": 5, "a": 1}, "c")
    assert isinstance(event, BallotCast)
    assert (event.voter, event.name) == (hash_of(key(1)), "")
    assert list(event.values) == ["a", "b"]


def test_only_a_named_vote_is_not_sealed_and_holds_names() -> None:
    hall = Hall(attribution="named").open()
    (event,) = hall.cast(1, {"a": 5})
    assert isinstance(event, BallotCast)
    assert event.name == "voter 1"
    hall.close()
    assert not hall.vote.must_seal
    hall.do(Tighten("anonymous"))
    hall.seal()
    assert b"voter" not in msgspec.json.encode([record.event for record in hall.workshop.records["v"]])
    assert Hall(attribution="team").vote.must_seal


# --- sealing and rounds -------------------------------------------------------------------------------------------


def test_sealing_leaves_anonymous_ballots_in_an_order_that_says_nothing() -> None:
    one, other = Hall().open(), Hall().open()
    ballots_cast = [{"a": 5}, {"a": 1, "b": 2}, {"c": 3}, {"a": 5}]
    for voter, values in enumerate(ballots_cast):
        one.cast(voter, values)
    for voter, values in reversed(list(enumerate(ballots_cast))):
        other.cast(voter, {"a": 3})
        other.cast(voter, values)
    for hall in (one, other):
        hall.close()
        hall.seal()

    def personal(hall: Hall) -> list[Event]:
        return [record.event for record in hall.workshop.records["v"] if not record.by]

    assert personal(one) == personal(other)
    assert {event.voter for event in personal(one) if isinstance(event, BallotCast)} == {""}
    assert one.vote.figures().n == Count(4, 4, 0)


def test_persons_who_share_a_laptop_are_counted_as_persons() -> None:
    hall = Hall().open()
    for voter, person in ((1, 0), (2, 1), (3, 2), (4, 0)):
        hall.cast(voter, {"a": 3}, person=person)
    hall.close()
    assert hall.vote.figures().n == Count(4, 2)
    hall.seal()
    assert hall.vote.figures().n == Count(4, 2)


def second_round() -> Hall:
    hall = Hall().open()
    hall.cast(1, {"a": 1})
    hall.cast(2, {"a": 5})
    hall.close()
    hall.seal()
    hall.open()
    return hall


def test_what_is_cast_after_sealing_is_a_second_round_beside_the_first() -> None:
    hall = second_round()
    assert (hall.view().round, hall.view().total, hall.vote.rounds) == (2, 0, 2)
    assert hall.items()[0]["mean"] == 3  # of the first round, for the staff
    assert not hall.vote.may_see_results(ROOM)
    hall.cast(1, {"a": 4})
    assert (hall.view().total, hall.items()[0]["mean"]) == (1, 3)
    hall.close()
    first = hall.items()[0]
    assert (first["mean"], first["earlier"][0]["mean"], first["earlier"][0]["flagged"]) == (4, 3, True)
    before = hall.vote.figures()
    hall.seal()
    assert hall.vote.figures() == before
    assert hall.view().round == 2
    assert [block.text for block in hall.vote.results(EN) if block.__class__.__name__ == "Heading"] == ["Round 1"]  # type: ignore[union-attr]


def test_a_ballot_of_another_round_is_refused() -> None:
    hall = second_round()
    ballot = CastBallot(key(1), {"a": 1}, round=1)
    assert refusal(hall, ballot, Role.PARTICIPANT) == "other_round"


def test_an_empty_round_does_not_count() -> None:
    hall = Hall().open().close()
    hall.seal()
    hall.open()
    assert hall.view().round == 1


def test_reopening_before_the_seal_goes_on_with_the_same_round() -> None:
    hall = Hall().open()
    hall.cast(1, {"a": 1})
    hall.close().open()
    hall.cast(1, {"a": 5})
    assert (hall.view().round, hall.close().items()[0]["mean"]) == (1, 5)


def test_the_facilitator_asks_for_a_second_round_at_once() -> None:
    hall = Hall().open()
    hall.cast(1, {"a": 1})
    hall.close()
    hall.do(VoteAgain())
    assert (hall.view().round, hall.items()[0]["mean"]) == (1, 1)
    assert refusal(hall, VoteAgain()) == "nothing_yet"
    hall.open()
    hall.cast(2, {"a": 5})
    hall.close()
    assert (hall.items()[0]["mean"], hall.items()[0]["earlier"][0]["mean"]) == (5, 1)


def test_paper_that_is_typed_in_after_the_seal_belongs_to_the_round_that_closed() -> None:
    hall = Hall().open()
    hall.cast(1, {"a": 1})
    hall.close()
    hall.seal()
    (event,) = hall.do(CountHands(1, {"a": {5: 1}}))
    assert isinstance(event, HandsCounted)
    assert (event.round, hall.items()[0]["mean"]) == (1, 3)


# --- items that come and go ---------------------------------------------------------------------------------------


def test_a_late_item_leaves_the_ballots_cast_as_they_are() -> None:
    hall = Hall().open()
    hall.cast(1, {"a": 2, "b": 3})
    hall.record("v", Received((Item("d", "Later"),)), "desk 1")
    hall.cast(2, {"a": 4, "d": 5})
    found = {item["id"]: (item["n"], item["mean"]) for item in hall.close().items()}
    assert found == {"a": (2, 3), "b": (1, 3), "c": (0, None), "d": (1, 5)}


def test_what_was_said_of_a_dropped_item_no_longer_counts_until_it_is_back() -> None:
    hall = Hall().open()
    hall.cast(1, {"a": 2, "b": 3})
    hall.close()
    hall.do(Drop(("a",)))
    assert [item["id"] for item in hall.items()] == ["b", "c"]
    hall.do(Undo(), "")
    assert [item["id"] for item in hall.items()] == ["b", "a", "c"]


def test_a_scale_made_shorter_leaves_out_what_fell_off_it() -> None:
    hall = Hall(low=0, high=10).open()
    hall.cast(1, {"a": 9, "b": 3})
    hall.do(EditCard(msgspec.structs.replace(hall.vote.card, settings={"low": 1, "high": 5})))
    assert [(item["id"], item["mean"]) for item in hall.close().items()] == [("b", 3), ("a", None), ("c", None)]


# --- properties ---------------------------------------------------------------------------------------------------

CASTS = st.lists(st.tuples(st.integers(0, 4), WHOLE), max_size=12)


@given(CASTS)
def test_only_the_latest_of_each_voter_counts(casts: list[tuple[int, dict[str, int]]]) -> None:
    many, once = Hall().open(), Hall().open()
    for voter, values in casts:
        many.cast(voter, values)
    for voter, values in dict(casts).items():
        once.cast(voter, values)
    assert many.close().vote.figures() == once.close().vote.figures()


@given(st.lists(WHOLE, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_ballots_does_not_matter(cast: list[dict[str, int]], random: Any) -> None:
    one, other = Hall().open(), Hall().open()
    for voter, values in enumerate(cast):
        one.cast(voter, values)
    random.shuffle(cast)
    for voter, values in enumerate(cast):
        other.cast(voter, values)
    assert one.close().vote.figures() == other.close().vote.figures()


@given(st.lists(st.tuples(CASTS, st.booleans()), min_size=1, max_size=3))
@settings(max_examples=60)
def test_replay_of_the_log_gives_the_same_state_and_sealing_keeps_the_results(
    rounds: list[tuple[list[tuple[int, dict[str, int]]], bool]],
) -> None:
    hall = Hall()
    for casts, by_hand in rounds:
        hall.open()
        for voter, values in casts:
            hall.cast(voter, values)
        if by_hand:
            hall.do(CountHands(2, {"a": {3: 2}}))
        before = msgspec.json.encode([hall.close().vote.figures(), hall.vote.results(EN), hall.vote.items()])
        hall.seal()
        after = msgspec.json.encode([hall.vote.figures(), hall.vote.results(EN), hall.vote.items()])
        assert before == after
        again = Hall()
        for record in hall.workshop.records["v"]:
            again.workshop.take(record)
        assert (again.vote.figures(), again.vote.rounds) == (hall.vote.figures(), hall.vote.rounds)


@given(CASTS)
def test_folding_twice_is_folding_once(casts: list[tuple[int, dict[str, int]]]) -> None:
    events: list[ballots.Events] = [BallotCast(values, voter=hash_of(key(voter))) for voter, values in casts]
    once = ballots.fold(events, teams=True)
    assert ballots.fold(once, teams=True) == once
    read = msgspec.json.decode(msgspec.json.encode(once), type=list[ballots.Events])
    assert ballots.fold(read, teams=True) == once
