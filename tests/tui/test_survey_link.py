"""A sheet on its way: with a key of its own, kept by the laptop until the close, and never lost."""

from pathlib import Path

import msgspec

from server.domain.survey.questions import Answer
from server.domain.survey.sheets import AnswerSurvey
from spilter_tui.link.keys import voter_key
from spilter_tui.link.outbox import Outbox
from spilter_tui.own import Ballot, mine_in
from tests.tui.test_link_journal import SECRET, again, opened

ANSWERS: dict[str, Answer] = {"sector": "fin", "top": ("1", "3"), "waarom": "Te laat", "grid": {"1": "a"}, "fte": 7.5}
SLOT = "enquete/sheet-1-0"


def test_a_sheet_goes_with_the_key_of_its_person_and_stays_ones_own(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    outbox = Outbox(journal, iter(["op1", "op2"]).__next__)
    journal.draft(SLOT, "{}")
    outbox.queue("enquete", AnswerSurvey("", ANSWERS, person=1), SLOT)
    (queued,) = journal.book.outbox.values()
    assert msgspec.json.decode(queued.command)["voter"] == voter_key(SECRET, "enquete", 1, 1)
    assert SLOT not in journal.book.drafts
    journal.acknowledge("op1", "")
    journal = again(journal)
    assert mine_in(journal.book, "enquete").ballots == {(1, 1): Ballot(answers=ANSWERS)}
    journal.purge("enquete")
    assert b"Te laat" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    journal.close()


def test_a_sheet_that_is_refused_stands_there_again_as_a_draft(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    Outbox(journal, lambda: "op1").queue("enquete", AnswerSurvey("", ANSWERS), SLOT)
    journal.refuse("op1", "is_closed", {})
    journal = again(journal)
    assert msgspec.json.decode(journal.book.drafts[SLOT], type=dict[str, Answer]) == ANSWERS
    assert not journal.book.outbox
    journal.close()
