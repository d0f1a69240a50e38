"""The shipped agendas hold together: each can be walked from first to last, and a group comes to a decision."""

from pathlib import Path

import pytest

from server.agenda import read
from server.domain.activities.shortlist import Nominate
from server.domain.activities.vote import Vote
from server.domain.ballots import CastBallot
from server.domain.entries import AddEntry
from server.domain.kernel import Phase, Role, Who
from server.domain.root import SetTables
from server.domain.steering import Reveal
from tests.domain.stage import Stage

FOLDER = Path(__file__).resolve().parents[2] / "server/templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*.toml"))


def staged(name: str) -> Stage:
    agenda = read((FOLDER / name).read_text("utf-8"))
    stage = Stage(*agenda.cards)
    stage.do("", SetTables(agenda.tables))
    return stage


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_activity_opens_and_closes_in_turn(name: str) -> None:
    stage = staged(name)
    for key in stage.workshop.plan.order:
        stage.phase(key, Phase.OPEN)
        stage.phase(key, Phase.CLOSED)
        stage.do(key, Reveal())
        assert stage.activity(key).revealed


def test_a_group_comes_to_a_decision() -> None:
    stage = staged("nl/besluit.toml")
    tables = [Who(Role.PARTICIPANT, table=number) for number in (1, 2, 3)]
    stage.phase("opties", Phase.OPEN)
    for who, text in zip(tables, ("Eén loket", "Een spreekuur", "Niets doen"), strict=True):
        stage.do("opties", AddEntry(text), who)
    stage.phase("opties", Phase.CLOSED)
    stage.phase("nominaties", Phase.OPEN)
    loket, spreekuur, _niets = [item.id for item in stage.activity("nominaties").received.values()]
    for who in tables:
        stage.do("nominaties", Nominate(loket), who)
    stage.do("nominaties", Nominate(spreekuur), tables[0])
    stage.phase("nominaties", Phase.CLOSED)
    stage.phase("volgorde", Phase.OPEN)
    assert {loket, spreekuur} <= set(stage.activity("volgorde").received)
    for n, who in enumerate(tables):
        stage.do("volgorde", CastBallot(f"key of voter {n:05}", {loket: 1, spreekuur: 2}), who)
    stage.phase("volgorde", Phase.CLOSED)
    vote = stage.activity("volgorde")
    assert isinstance(vote, Vote)
    assert vote.items()[0].id == loket
    stage.phase("acties", Phase.OPEN)
    assert [item.text for item in stage.activity("acties").received.values()] == ["Eén loket"]
