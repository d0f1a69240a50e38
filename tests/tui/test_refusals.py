"""Every code that the server refuses with has a sentence, and every sentence a use."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.domain.kernel import Phase
from spilter_tui.i18n import use
from spilter_tui.refusals import OTHERWISE, SENTENCES, goodbye, sentence

SERVER = Path(__file__).resolve().parents[2] / "server"
LINK = SERVER.parent / "spilter_tui" / "link"
RAISED = re.compile(r'(?:Refused|InvalidBallot|CannotSend|FileFault|_away|stopping|Goodbye)\(\s*"([a-z_]+)"')


def raised() -> Iterator[str]:
    for path in [*SERVER.rglob("*.py"), *LINK.rglob("*.py")]:
        yield from RAISED.findall(path.read_text("utf-8"))
    yield from (f"is_{phase.value}" for phase in Phase)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use("nl")


def test_every_code_that_is_raised_has_a_sentence() -> None:
    codes = set(raised())
    assert len(codes) > 30
    assert codes - SENTENCES.keys() == set()


def test_facts_are_filled_in_and_made_harmless() -> None:
    assert sentence("no_side", {"side": "v\x1b[31m\nr"}) == "There is no side “v␛[31m r” here. Choose another one."


def test_a_code_of_a_newer_server_or_without_its_facts_still_gives_a_sentence() -> None:
    assert sentence("from_the_future") == OTHERWISE
    assert sentence("too_long") == OTHERWISE


def test_being_sent_away_says_why() -> None:
    assert goodbye("taken") == "This seat is now in use on another screen."
    assert goodbye("stopping") == sentence("stopping")
