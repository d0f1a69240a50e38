"""pulse: a question is enough, everybody answers it once, and the close is the reveal."""

from typing import Any

import pytest

from server.domain.activities.pulse import Pulse
from server.domain.ballots import CastBallot, CountHands, VoteAgain
from server.domain.blocks import Bars, Distribution
from server.domain.kernel import Card, Phase, Refused, Role, Who
from server.domain.kinds import check_settings
from server.domain.steering import Reveal
from tests.domain.stage import ROOM, WALL, Stage

GUEST = Who(Role.PARTICIPANT)
QUESTION = "Mist u een knelpunt?"


def hall(**settings: Any) -> Stage:
    stage = Stage(Card("it", "pulse", "Peiling", QUESTION, settings=settings))
    stage.phase("it", Phase.OPEN)
    return stage


def its(stage: Stage) -> Pulse:
    found = stage.activity("it")
    assert isinstance(found, Pulse)
    return found


def cast(stage: Stage, who: int, **values: int) -> None:
    given = {key.replace("_", "."): value for key, value in values.items()}
    stage.do("it", CastBallot(f"voter-{who}".ljust(16, "-"), given, round=its(stage).votes.current), GUEST)


def test_the_question_is_the_item() -> None:
    stage = hall()
    view = stage.view("it", ROOM)
    assert [(item.id, item.text) for item in view.items] == [("it", QUESTION)]
    assert (view.rules.low, view.rules.high, view.total) == (1, 10, 0)
    assert Stage(Card("it", "pulse", "Alleen een titel")).view("it").items[0].text == "Alleen een titel"


def test_closing_shows_the_result_to_everyone() -> None:
    stage = hall(low=1, high=5)
    for who, value in enumerate((4, 5, 3)):
        cast(stage, who, it=value)
    assert stage.view("it", ROOM).total == 3
    assert stage.view("it/result", ROOM).hidden
    assert stage.view("it/result").hidden
    stage.phase("it", Phase.CLOSED)
    bars, spread, *_ = stage.view("it/result", ROOM).blocks
    assert isinstance(bars, Bars)
    assert [bar.value for bar in bars.bars] == [4.0]
    assert isinstance(spread, Distribution)
    assert spread.counts == (0, 0, 1, 1, 1)
    assert stage.view("it/result", WALL).blocks == stage.view("it/result").blocks


@pytest.mark.parametrize("settings", [{"instant": False}, {"instant": True, "secret": True}])
def test_without_instant_the_room_waits_for_the_reveal(settings: dict[str, bool]) -> None:
    stage = hall(**settings)
    cast(stage, 1, it=7)
    stage.phase("it", Phase.CLOSED)
    assert stage.view("it/result", ROOM).hidden
    assert stage.view("it/result").hidden == settings.get("secret", False)
    stage.do("it", Reveal())
    assert not stage.view("it/result", ROOM).hidden


def test_yes_no_or_no_opinion() -> None:
    stage = hall(method="decide")
    cast(stage, 1, it=1)
    cast(stage, 2, it=0)
    cast(stage, 1, it=0)
    stage.do("it", CastBallot("voter-3".ljust(16, "-"), {}, ("it",)), GUEST)
    stage.phase("it", Phase.CLOSED)
    (figure,) = its(stage).figures().items
    assert (figure["yes"], figure["no"], figure["abstained"]) == (0, 2, 1)


def test_a_choice_of_the_answers_in_the_settings() -> None:
    stage = hall(method="choice", options=("Te voet", "Met de fiets", "Te voet"))
    assert [(item.id, item.text) for item in stage.view("it").items] == [("it.1", "Te voet"), ("it.2", "Met de fiets")]
    cast(stage, 1, it_2=1)
    with pytest.raises(Refused, match="too_many_choices"):
        cast(stage, 2, it_1=1, it_2=1)
    stage.do("it", CountHands(3, {"it.2": {1: 2}, "it.1": {1: 1}}))
    stage.phase("it", Phase.CLOSED)
    assert [(item.text, item.rank, item.score) for item in its(stage).items()] == [
        ("Met de fiets", 1, 3.0),
        ("Te voet", 2, 1.0),
    ]
    assert its(stage).figures().n.persons == 4


def test_a_second_round_stands_beside_the_first() -> None:
    stage = hall(low=1, high=5)
    cast(stage, 1, it=1)
    stage.phase("it", Phase.CLOSED)
    stage.do("it", VoteAgain())
    stage.phase("it", Phase.OPEN)
    assert not stage.view("it/result").hidden  # of the first round
    cast(stage, 1, it=5)
    stage.phase("it", Phase.CLOSED)
    (figure,) = its(stage).figures().items
    assert (figure["mean"], [each["mean"] for each in figure["earlier"]]) == (5, [1])


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"method": "choice"}, "options"),
        ({"method": "choice", "options": ["een", "een"]}, "options"),
        ({"options": ["een", "twee"]}, "options"),
        ({"method": "decide", "high": 7}, "low"),
        ({"low": 5, "high": 5}, "low"),
        ({"method": "dots"}, None),
    ],
)
def test_settings_that_do_not_go_together_are_refused(settings: dict[str, Any], key: str | None) -> None:
    with pytest.raises(Refused) as refused:
        check_settings(Pulse, settings)
    assert refused.value.facts.get("key") == key
