"""The report in its formats: what people typed stays verbatim in the data and does no harm in a document."""

import csv
import io
import itertools
import re
from typing import Any

import pytest

from server import report
from server.domain import root, steering
from server.domain.activities.actions import AddAction
from server.domain.ballots import CastBallot
from server.domain.entries import AddEntry, HideEntry
from server.domain.figures import Count
from server.domain.history import Recorded
from server.domain.kernel import Card, Command, Context, Item, Phase, Role, Selection, Who
from server.domain.kinds import load
from server.domain.report import READERS, build
from server.domain.report_facts import Facts
from server.domain.survey.sheets import AnswerSurvey
from server.domain.text import clean
from server.domain.workshop import Workshop
from server.report.markdown import inline
from server.report.tables import harmless
from tests.hostile import hostile


class Hall:
    """A workshop driven without any server: every act is seven seconds after the one before."""

    def __init__(self) -> None:
        load()
        self.workshop, self.now = Workshop(), 1_000_000.0
        self._numbers = itertools.count(1)
        self.desk(root.Describe(root.Info("Almere", "Wat houdt u tegen?", date="2015-01-19", id="w1")))

    def desk(self, command: Command, scope: str = "") -> None:
        self._do(command, scope, Who(Role.FACILITATOR, desk="desk 1"), "desk 1")

    def participant(self, command: Command, scope: str, name: str = "") -> None:
        self._do(command, scope, Who(Role.PARTICIPANT, table=2, name=name), "")

    def _do(self, command: Command, scope: str, who: Who, by: str) -> None:
        self.now += 7
        op = f"{next(self._numbers):032x}"
        context = Context(self.now, lambda: f"id{next(self._numbers):05}", who, Count(3, 2))
        for place, event in self.workshop.decide(scope, command, context):
            self.workshop.take(Recorded(place, event, self.now, op, by, next(self._numbers)))

    def collect(self, *texts: str) -> None:
        """A brainstorm of these texts, opened and closed."""
        self.desk(root.AddActivity(Card("b", "brainstorm", "Verzamelen")))
        self.desk(steering.ChangePhase(Phase.OPEN), "b")
        for text in texts:
            self.participant(AddEntry(text), "b")
        self.desk(steering.ChangePhase(Phase.CLOSED), "b")

    def judge(self, **votes: tuple[int, ...]) -> None:
        """A scale vote on items with these values, closed and revealed."""
        items = tuple(Item(name, name) for name in votes)
        self.desk(root.AddActivity(Card("v", "vote", "Stemmen", "Hoe erg?", start=items)))
        self.desk(steering.ChangePhase(Phase.OPEN), "v")
        for at in range(len(next(iter(votes.values())))):
            values = {name: values[at] for name, values in votes.items()}
            self.participant(CastBallot(f"voter key number {at}", values), "v")
        self.desk(steering.ChangePhase(Phase.CLOSED), "v")
        self.desk(steering.Reveal(), "v")


def test_the_data_reads_in_again_to_the_same_bytes() -> None:
    hall = Hall()
    hall.collect("Eén loket", "€ 5", "café-spreekuur")
    hall.judge(A=(5, 4, 5), B=(1, 5, 1))
    files = report.make(hall.workshop)
    again = report.make(report.read(files["report.json"]))
    assert again == files


def test_a_changed_event_is_noticed() -> None:
    hall = Hall()
    hall.collect("Eén loket")
    raw = report.make(hall.workshop, ["json"])["report.json"]
    with pytest.raises(ValueError, match="hash"):
        report.read(raw.replace(b"E\xc3\xa9n loket", b"Twee loketten"))
    with pytest.raises(ValueError, match="truncated"):
        report.read(b"{")


def test_nothing_in_the_files_says_who_or_when_or_in_which_order() -> None:
    hall = Hall()
    hall.desk(root.AddActivity(Card("b", "brainstorm", "Verzamelen")))
    hall.desk(steering.ChangePhase(Phase.OPEN), "b")
    for number in range(8):
        hall.participant(AddEntry(f"idee {number}", key=f"{number:064x}"), "b")
    everything = b"".join(report.make(hall.workshop).values()).decode()
    for number in range(8):
        assert f"{number:064x}" not in everything
    content = report.data.collect(hall.workshop, "1")
    added = [each for each in content.events if b"entry.added" in bytes(each.event)]
    assert {each.op for each in added} == {""}
    assert len({each.at for each in added}) == 1
    texts = [re.search(rb'"id":"(\w+)"', bytes(each.event)) for each in added]
    ids = [found[1] for found in texts if found]
    assert ids == sorted(ids)


def named(kind: str, command: Command, **settings: Any) -> Hall:
    """A named activity in which Anna did this, open."""
    hall = Hall()
    hall.desk(root.AddActivity(Card("n", kind, "Met naam", attribution="named", settings=settings)))
    hall.desk(steering.ChangePhase(Phase.OPEN), "n")
    hall.participant(command, "n", "Anna")
    return hall


def test_a_name_that_everybody_was_told_of_stands_in_the_report_and_is_read_in_again() -> None:
    questions = [{"id": "waarom", "kind": "text", "text": "Waarom?"}]
    for hall in (
        named("brainstorm", AddEntry("Eén loket")),
        named("survey", AnswerSurvey("key of this laptop", {"waarom": "Eén loket"}), questions=questions),
    ):
        hall.desk(steering.ChangePhase(Phase.CLOSED), "n")
        files = report.make(hall.workshop)
        assert b"Anna" in files["report.md"]
        assert b"Anna" in files["entries.csv"]
        assert report.make(report.read(files["report.json"])) == files


def test_a_name_is_in_no_file_once_the_activity_was_made_anonymous() -> None:
    hall = named("brainstorm", AddEntry("Eén loket"))
    hall.desk(steering.Tighten("anonymous"), "n")
    for name, content in report.make(hall.workshop).items():
        assert b"Anna" not in content, name


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_gets_a_report_in_both_languages(reader: str, language: str) -> None:
    hall = Hall()
    hall.collect("Eén loket")
    hall.judge(A=(5, 4, 5), B=(1, 5, 1))
    files = report.make(hall.workshop, ["md", "html"], reader, "nl" if language == "nl" else "en")
    assert "4,67" in files["report.md"].decode() or language == "en" or reader in ("board",)
    assert b"<script" not in files["report.html"]
    assert not re.search(rb'(?:src|href)="(?!#)', files["report.html"])


def test_a_dutch_report_writes_numbers_and_dates_in_dutch() -> None:
    hall = Hall()
    hall.judge(A=(5, 4, 5), B=(1, 5, 1))
    text = report.make(hall.workshop, ["md"])["report.md"].decode()
    assert "maandag 19 januari 2015" in text
    assert "4,67" in text


def test_hidden_entries_are_counted_and_not_shown() -> None:
    hall = Hall()
    hall.collect("Eén loket", "Piet is een schurk")
    entry = next(row.id for row in hall.workshop.activities["b"].figures().entries if "Piet" in row.text)
    hall.desk(HideEntry(entry, "over een persoon"), "b")
    for name, content in report.make(hall.workshop, ["md", "html", "csv"]).items():
        assert b"schurk" not in content, name
    assert "over een persoon" in report.make(hall.workshop, ["md"])["report.md"].decode()


def test_hostile_texts_stay_verbatim_in_the_data_and_harmless_in_documents() -> None:
    texts = [text for text in hostile() if text.strip() and len(text) <= 4000]
    hall = Hall()
    hall.collect(*texts)
    files = report.make(hall.workshop)
    kept = {entry.text for entry in report.read(files["report.json"]).activities["b"].figures().entries}
    assert kept == {clean(text) for text in texts}
    for name in ("report.md", "report.html", "entries.csv"):
        content = files[name].decode()
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", content), name
    page = files["report.html"].decode()
    body = page[page.index("<body") :]
    assert set(re.findall(r"<(\w+)", body)) <= {
        "body", "header", "h1", "h2", "h3", "h4", "p", "nav", "ol", "ul", "li", "a", "section", "figure", "table",
        "tr", "td", "th", "q", "small", "code", "b", "br", "svg", "rect", "figcaption", "span", "caption",
    }  # fmt: skip
    rows = list(csv.reader(io.StringIO(files["entries.csv"].decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(rows) == 1 + len(texts)
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows[1:] for cell in row)


@pytest.mark.parametrize("text", ["# kop", "- punt", "1. een", "*vet*", "<b>", "[a](b)", "|", "`x`", "> q", "![x](y)"])
def test_markdown_in_a_text_is_text(text: str) -> None:
    escaped = inline(text)
    assert escaped != text
    assert re.sub(r"\\(.)", r"\1", escaped) == text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "|cmd", "%0A"])
def test_a_spreadsheet_gets_no_formula(text: str) -> None:
    assert harmless(text).startswith("'")


def test_an_empty_workshop_has_a_report() -> None:
    hall = Hall()
    assert set(report.make(hall.workshop)) == {
        "report.html", "report.md", "report.json", "entries.csv", "results.csv", "actions.csv",
    }  # fmt: skip
    assert build(hall.workshop, Facts("1", "x")).chapters


def test_a_recommendation_says_who_and_when_and_leads_back_to_the_words_it_came_from() -> None:
    hall = Hall()
    hall.collect("Eén loket, met één nummer")
    entry = hall.workshop.activities["b"].items()[0].id
    hall.desk(root.AddActivity(Card("a", "actions", "Acties")))
    hall.desk(steering.Carry(Selection("b")), "a")
    hall.desk(steering.ChangePhase(Phase.OPEN), "a")
    hall.desk(AddAction("Het loket opent", owner="wethouder", due="1 maart", sources=(entry,)), "a")
    files = report.make(hall.workshop)
    text = files["report.md"].decode()
    advice = text[text.index("## Aanbevelingen") : text.index("## Hoe we hebben gewerkt")]
    for word in ("Het loket opent", "wethouder", "1 maart", "Eén loket, met één nummer", entry):
        assert word in advice
    assert "Het loket opent;wethouder;1 maart" in files["actions.csv"].decode()
    assert f"`{entry}`" in text[text.index("## Bijlage B") :]
