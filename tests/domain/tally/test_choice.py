import csv
import json
from collections import Counter
from fractions import Fraction

import pytest

from server.domain.tally.ballot import InvalidBallot
from server.domain.tally.choice import Decision, Majority, check_choice, decide, opinion
from tests.support import shared

CONVERSATIONS = ["15-per-hour-seattle", "brexit-consensus", "london.youth.policing", "scoop-hivemind.ubi"]


@pytest.mark.parametrize(
    ("ballot", "reason"),
    [
        (["x"], "unknown_item"),
        (["a", "a"], "chosen_twice"),
        ([], "too_few_choices"),
        (["a", "b", "c"], "too_many_choices"),
    ],
)
def test_a_choice_against_the_rules_is_refused_with_its_reason(ballot: list[str], reason: str) -> None:
    with pytest.raises(InvalidBallot) as refused:
        check_choice(ballot, ["a", "b", "c"], least=1, most=2)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("rule", "yes", "no", "abstained", "needed", "outcome"),
    [
        (Majority.SIMPLE, 6, 5, 9, 6, "carried"),
        (Majority.SIMPLE, 5, 5, 0, 6, "tied"),
        (Majority.SIMPLE, 4, 5, 0, 5, "rejected"),
        (Majority.ABSOLUTE, 10, 1, 9, 11, "rejected"),
        (Majority.ABSOLUTE, 11, 5, 4, 11, "carried"),
        (Majority.TWO_THIRDS, 8, 4, 0, 8, "carried"),
        (Majority.TWO_THIRDS, 7, 4, 3, 8, "rejected"),
        (Majority.THREE_QUARTERS, 9, 3, 0, 9, "carried"),
        (Majority.UNANIMOUS, 3, 0, 9, 3, "carried"),
        (Majority.UNANIMOUS, 19, 1, 0, 20, "rejected"),
        (Majority.UNANIMOUS, 0, 0, 5, 1, "rejected"),
    ],
)
def test_a_majority_rule_decides(rule: Majority, yes: int, no: int, abstained: int, needed: int, outcome: str) -> None:
    decision = decide(yes, no, abstained, rule=rule, eligible=20)
    assert (decision.needed, decision.outcome) == (needed, outcome)


def test_who_abstains_counts_for_the_quorum() -> None:
    assert decide(5, 0, 4, rule=Majority.SIMPLE, eligible=20, quorum=10).outcome == "no_quorum"
    assert decide(5, 0, 5, rule=Majority.SIMPLE, eligible=20, quorum=10) == Decision(5, 0, 5, 3, "carried")


def test_a_statement_many_pass_on_is_unclear() -> None:
    assert opinion(6, 1, 3).pass_rate == Fraction(3, 10)
    assert not opinion(6, 1, 3).unclear
    assert opinion(5, 1, 4).unclear
    assert not opinion(0, 0, 0).unclear


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_replayed_conversation_counts_each_persons_last_vote(name: str) -> None:
    expected = json.loads((shared("data/polis") / "expected.json").read_text(encoding="utf-8"))[name]
    with (shared("data/polis") / name / "votes.csv").open(encoding="utf-8", newline="") as lines:
        events = sorted(csv.DictReader(lines), key=lambda row: int(row["timestamp"]))
    last = {(row["comment-id"], row["voter-id"]): int(row["vote"]) for row in events}
    tally = Counter((comment, vote) for (comment, _), vote in last.items())
    opinions = {
        comment["comment_id"]: opinion(*(tally[comment["comment_id"], vote] for vote in (1, -1, 0)))
        for comment in expected["comments"]
    }
    for comment in expected["comments"]:
        found = opinions[comment["comment_id"]]
        counted = {"agree": found.agree, "disagree": found.disagree, "pass_": found.passed}
        assert counted == comment["last_vote"]
        assert found.n == sum(comment["last_vote"].values())
    for comment_id, support, _text in expected["top5_agree_laplace"]:
        assert round(float(opinions[comment_id].support), 3) == support
