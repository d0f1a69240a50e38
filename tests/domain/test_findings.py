"""What the summary of a report says of a vote: each figure as its result writes it, and none where there is none."""

import pytest

from server.domain.activities.vote import Vote
from server.domain.ballots import CastBallot
from server.domain.entries import AddEntry
from server.domain.kernel import Card, Item, Phase, Role, Selection, Who
from server.domain.report_facts import findings
from server.domain.steering import Reveal
from tests.domain.stage import Stage, items


@pytest.mark.parametrize(
    ("settings", "ballots", "said"),
    [
        (
            {"method": "rank", "rule": "borda"},
            [{"a": 1, "b": 1, "c": 2}],
            "1. Loket (1,5); 1. Inkoop (1,5); 3. Plek (0)",
        ),
        ({"method": "rank", "rule": "plurality"}, [{"a": 1, "b": 2}], "1. Loket (1); 2. Inkoop (0); 2. Plek (0)"),
        ({"method": "rank", "rule": "condorcet"}, [{"a": 1, "b": 2, "c": 3}], "1. Loket; 2. Inkoop; 2. Plek"),
        (
            {"method": "estimate", "high": 9},
            [{"a": 9, "b": 4}, {"a": 8}],
            "1. Loket (8,5); 2. Inkoop (4)",
        ),
    ],
)
def test_a_ranking_in_a_sentence(settings: dict[str, object], ballots: list[dict[str, int]], said: str) -> None:
    hall = Stage(Card("v", "vote", "Stemmen", start=items("Loket", "Inkoop", "Plek"), settings=settings))
    hall.phase("v", Phase.OPEN)
    for voter, values in enumerate(ballots):
        hall.do("v", CastBallot(f"key of voter {voter:05}", values), Who(Role.PARTICIPANT))
    hall.phase("v", Phase.CLOSED)
    hall.do("v", Reveal(True))
    vote = hall.activity("v")
    assert isinstance(vote, Vote)
    assert findings([vote], {"v": vote.figures()}, "nl") == [f"Stemmen (n = {len(ballots)}): {said}"]


def test_of_many_that_share_a_place_four_are_named_and_the_others_counted() -> None:
    names = ("Loket", "Inkoop", "Plek", "Groen", "Rust", "Licht")
    hall = Stage(Card("v", "vote", "Stemmen", start=items(*names), settings={"method": "top", "top": 6}))
    hall.phase("v", Phase.OPEN)
    hall.do("v", CastBallot("key of voter 00000", dict.fromkeys("abcdef", 1)), Who(Role.PARTICIPANT))
    hall.phase("v", Phase.CLOSED)
    hall.do("v", Reveal(True))
    vote = hall.activity("v")
    said = "1. Loket (1); 1. Inkoop (1); 1. Plek (1); 1. Groen (1); en nog 2 op plaats 1"
    assert findings([vote], {"v": vote.figures()}, "nl") == [f"Stemmen (n = 1): {said}"]


def test_only_what_people_wrote_is_a_contribution_and_once_though_it_is_carried_over() -> None:
    start = (Item("t1", "Wonen"), Item("t2", "Zorg"))
    hall = Stage(
        Card("r", "brainstorm", "Ophalen", start=start, settings={"start": "topics"}),
        Card("g", "group", "Ordenen", carry=Selection("r")),
    )
    hall.phase("r", Phase.OPEN)
    hall.do("r", AddEntry("Meer huizen", about="t1"), Who(Role.PARTICIPANT))
    hall.phase("r", Phase.CLOSED)
    hall.phase("g", Phase.OPEN)
    found = [hall.activity("r"), hall.activity("g")]
    assert findings(found, {each.card.id: each.figures() for each in found}, "nl")[0] == "Er kwam 1 bijdrage binnen."
