"""Sealing: after the close nothing in the log links an entry to a laptop, its order or its time."""

import msgspec

from server.domain.entries import AddEntry, EditEntry, HideEntry, WithdrawEntry
from server.domain.entry_flow import BATCH
from server.domain.history import Recorded
from server.domain.kernel import Card, Phase, Role, Who
from server.domain.keys import hash_of
from server.domain.steering import Sealed
from tests.domain.stage import GUEST, ROOM, Stage

FOREVER = 1e18
ANNA = Who(Role.PARTICIPANT, table=2, name="Anna")


def sealed(stage: Stage, scope: str = "b") -> list[Recorded]:
    """Close, let the grace go by, and seal as the server does."""
    stage.phase(scope, Phase.CLOSED)
    stage.now += stage.activity(scope).card.grace
    assert stage.workshop.due_seals(stage.now) == [scope]
    records = stage.workshop.sealed(scope)
    stage.workshop.replace(scope, records)
    return records


def collected(**card: object) -> Stage:
    """Three entries: one edited, one hidden, one withdrawn; they arrive as c, a, b."""
    stage = Stage(msgspec.convert({"id": "b", "kind": "brainstorm", "title": "Wat ontbreekt?", **card}, Card))
    stage.phase("b", Phase.OPEN)
    stage.ids = (each for each in ("c", "a", "b"))
    for text in ("derde", "eerste", "tweede"):
        stage.now += 2 * BATCH
        stage.do("b", AddEntry(text, hash_of(text)), ANNA)
    stage.do("b", EditEntry("a", "eerste, beter", "eerste"), ANNA)
    stage.do("b", HideEntry("c", "onbeleefd"))
    stage.do("b", WithdrawEntry("b", "tweede"), ANNA)
    return stage


def personal(records: list[Recorded]) -> list[Recorded]:
    return [record for record in records if not record.by]


def test_what_stays_has_no_key_no_time_no_operation_and_the_order_of_random_ids() -> None:
    stage = collected()
    opened = stage.activity("b").opened_at
    records = personal(sealed(stage))
    kept = msgspec.json.encode([record.event for record in records]).decode()
    assert [getattr(record.event, "id", "") for record in records] == ["a", "c"]
    assert {(record.at, record.op) for record in records} == {(opened, "")}
    assert not [text for text in ("eerste", "derde", "tweede") if hash_of(text) in kept]
    assert "Anna" not in kept
    assert "tweede" not in kept


def test_every_word_and_every_act_of_the_staff_stays() -> None:
    stage = collected()
    figures, acts = stage.activity("b").figures().entries, len(stage.workshop.records["b"])
    records = sealed(stage)
    assert sorted(stage.activity("b").figures().entries, key=lambda each: each.id) == sorted(
        figures, key=lambda each: each.id
    )
    assert {each.hidden for each in figures} == {"", "onbeleefd"}
    assert [type(record.event).__name__ for record in records if record.by] == [
        "PhaseChanged", "EntryHidden", "PhaseChanged",
    ]  # fmt: skip
    assert len(records) < acts


def test_numbers_stay_in_order_and_within_what_the_scope_had() -> None:
    stage = collected()
    before = [record.seq for record in stage.workshop.records["b"]]
    after = [record.seq for record in sealed(stage)]
    assert after == before[: len(after)]


def test_the_staffs_acts_can_still_be_undone() -> None:
    stage = collected()
    sealed(stage)
    stage.undo()  # the close
    stage.undo()  # the hiding
    stage.now += BATCH
    assert [row.text for row in stage.view("b", ROOM).rows] == ["eerste, beter", "derde"]


def test_a_waiting_batch_is_shown_when_it_is_sealed() -> None:
    stage = Stage(Card("b", "brainstorm", "Wat ontbreekt?", grace=0))
    stage.phase("b", Phase.OPEN)
    stage.do("b", AddEntry("op het nippertje"), GUEST)
    sealed(stage)
    assert [row.text for row in stage.view("b", ROOM).rows] == ["op het nippertje"]


def test_reopening_within_the_grace_seals_nothing() -> None:
    stage = collected()
    stage.phase("b", Phase.CLOSED)
    assert stage.workshop.next_seal() == stage.now + 60
    stage.phase("b", Phase.OPEN)
    assert stage.workshop.next_seal() is None
    assert stage.workshop.due_seals(FOREVER) == []


def test_named_entries_are_not_sealed_and_signed_ones_keep_their_name() -> None:
    named = collected(attribution="named")
    named.phase("b", Phase.CLOSED)
    assert named.workshop.due_seals(named.now + 60) == []
    stage = Stage(Card("b", "brainstorm", "Wat ontbreekt?", signing=True))
    stage.phase("b", Phase.OPEN)
    stage.do("b", AddEntry("dat beloof ik", signed=True), ANNA)
    sealed(stage)
    assert [entry.name for entry in stage.activity("b").figures().entries] == ["Anna"]


def test_sorting_is_never_sealed() -> None:
    stage = Stage(Card("g", "group", "Ordenen"))
    stage.phase("g", Phase.OPEN)
    stage.phase("g", Phase.CLOSED)
    assert stage.workshop.due_seals(FOREVER) == []


def test_it_is_marked_as_sealed() -> None:
    stage = collected()
    sealed(stage)
    stage.workshop.take(Recorded("b", Sealed()))
    assert stage.view("agenda").rows[0].sealed
