"""While people vote nothing is counted but the ballots, whoever looks; what is closed is counted once."""

import pytest

from server.domain.ballots import BallotCast, CastBallot, Round, VoteAgain
from server.domain.blocks import Block
from server.domain.grids.base import cell_key
from server.domain.i18n import words
from server.domain.kernel import Audience, Card, Phase, Role
from server.domain.steering import Reveal
from tests.domain.stage import GUEST, ROOM, STAFF_EYES, WALL, Stage, items

ITEMS = items("Loket", "Omzeteis")
CRITERIA = [{"id": "c1", "text": "Kosten"}, {"id": "c2", "text": "Bereik"}]
ON_ITEMS = {item.id: 2 for item in ITEMS}
CASES = {
    "scale": (Card("a", "vote", "Stem", start=ITEMS), ON_ITEMS),
    "rank": (Card("a", "vote", "Stem", start=ITEMS, settings={"method": "rank", "rule": "schulze"}), ON_ITEMS),
    "pulse": (Card("a", "pulse", "Peil", "Hoe gaat het?"), {"a": 4}),
    "matrix": (
        Card("a", "matrix", "Weeg", start=ITEMS, settings={"criteria": CRITERIA}),
        {cell_key(item.id, criterion["id"]): 3 for item in ITEMS for criterion in CRITERIA},
    ),
    "risk": (
        Card("a", "matrix", "Risico", start=ITEMS, settings={"risk": True}),
        {cell_key(item.id, key): 3 for item in ITEMS for key in ("likelihood", "impact")},
    ),
    "validate": (Card("a", "validate", "Toets", start=ITEMS), ON_ITEMS),
}
EYES = (STAFF_EYES, ROOM, WALL, Audience(Role.PARTICIPANT, 2))


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> list[tuple[BallotCast, ...]]:
    """Each time that all ballots of a round are taken to be counted."""
    seen: list[tuple[BallotCast, ...]] = []
    whole = vars(Round)["ballots"].fget

    def watched(its: Round) -> tuple[BallotCast, ...]:
        found: tuple[BallotCast, ...] = whole(its)
        seen.append(found)
        return found

    monkeypatch.setattr(Round, "ballots", property(watched))
    return seen


def cast(stage: Stage, values: dict[str, int], round: int) -> None:
    for n in range(5):
        stage.do("a", CastBallot(f"{round}-voter-{n:012d}", values, round=round), GUEST)
        everybody_looks(stage)


def everybody_looks(stage: Stage) -> None:
    for eyes in EYES:
        for subject in ("a", "a/result", "agenda", "wall"):
            if eyes is not WALL or subject == "wall":
                stage.view(subject, eyes)


@pytest.mark.parametrize("name", CASES)
def test_what_is_open_is_not_counted_and_what_is_closed_only_once(
    name: str, counts: list[tuple[BallotCast, ...]]
) -> None:
    card, values = CASES[name]
    stage = Stage(card)
    stage.phase("a", Phase.OPEN)
    cast(stage, values, 1)
    assert counts == []
    stage.phase("a", Phase.CLOSED)
    everybody_looks(stage)
    stage.do("a", Reveal())
    everybody_looks(stage)
    assert [len(each) for each in counts] == [5]
    stage.do("a", VoteAgain())
    stage.phase("a", Phase.OPEN)
    cast(stage, values, 2)  # the first round is told still
    assert len(counts) == 1
    stage.phase("a", Phase.CLOSED)
    everybody_looks(stage)
    blocks: list[Block] = list(stage.activity("a").results(words("en")))
    assert blocks
    assert [len(each) for each in counts] == [5, 5]
