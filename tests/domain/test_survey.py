"""The kind survey: sheets from laptops and files, what is told of them when, and what stays of them."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.activities.survey import SurveyActivity
from server.domain.blocks import Bars, Distribution, Heading, Matrix, Quotes, Table, Text
from server.domain.entries import HideEntry, RestoreEntry
from server.domain.history import Recorded
from server.domain.i18n import words
from server.domain.kernel import Card, Item, Phase, Refused, Role, Who
from server.domain.steering import Sealed, Tighten
from server.domain.survey.questions import Answer, Option, Page, Question, Survey
from server.domain.survey.sheets import AnswerSurvey, ImportAnswers, Sheet, batches, hash_of
from server.domain.survey.written import survey_of, written
from server.domain.workshop import Workshop
from tests.domain.stage import GUEST, ROOM, Stage
from tests.domain.surveys import surveys
from tests.support import shared

NL = words("nl")
FIRST, SECOND = "laptop-1-voter-key", "laptop-2-voter-key"
QUESTIONS: list[dict[str, Any]] = [
    {"id": "sector", "text": "Uw sector?", "options": ["Zorg", "Bouw"], "tags": ["background"]},
    {"id": "cijfer", "text": "Hoe was het?", "kind": "scale", "low": 1, "high": 5, "required": True},
    {
        "id": "waarom",
        "text": "Waarom?",
        "kind": "long",
        "when": [{"question": "cijfer", "op": "less", "value": 3}],
    },
]


def stage(questions: list[dict[str, Any]] = QUESTIONS, **card: Any) -> Stage:
    settings = {"questions": questions, **card.pop("settings", {})}
    return Stage(Card("enquete", "survey", "Enquête", settings=settings, **card))


def opened(**card: Any) -> Stage:
    made = stage(**card)
    made.phase("enquete", Phase.OPEN)
    return made


def its(on: Stage) -> SurveyActivity:
    found = on.activity("enquete")
    assert isinstance(found, SurveyActivity)
    return found


def answer(on: Stage, voter: str = FIRST, person: int = 0, **answers: Any) -> None:
    on.do("enquete", AnswerSurvey(voter, answers, person), GUEST)


def close(on: Stage) -> None:
    on.phase("enquete", Phase.CLOSED)


def seal(on: Stage) -> None:
    on.workshop.replace("enquete", on.workshop.sealed("enquete"))


def results(on: Stage) -> list[Any]:
    return list(on.activity("enquete").results(NL))


def items(on: Stage) -> dict[str, Item]:
    return {item.text: item for item in on.activity("enquete").items()}


# --- answering --------------------------------------------------------------------------------------------------


def test_the_latest_sheet_of_a_voter_counts_and_the_same_again_is_nothing() -> None:
    on = opened()
    answer(on, cijfer=1, waarom="Te lang")
    assert on.do("enquete", AnswerSurvey(FIRST, {"waarom": "Te lang", "cijfer": 1}), GUEST) == []
    answer(on, cijfer=5, waarom="Te lang")
    answer(on, SECOND, cijfer=4)
    close(on)
    figures = on.activity("enquete").figures()
    assert (figures.n.persons, figures.n.devices) == (2, 2)
    assert figures.facts["questions"][1]["distribution"] == {"1": 0, "2": 0, "3": 0, "4": 1, "5": 1}
    assert not figures.entries  # why was no longer asked


def test_several_persons_at_one_laptop_are_one_device() -> None:
    on = opened()
    answer(on, FIRST, 0, cijfer=3)
    answer(on, SECOND, 1, cijfer=4)
    close(on)
    count = on.activity("enquete").figures().n
    assert (count.persons, count.devices) == (2, 1)


def test_a_text_that_stays_keeps_its_id_when_the_sheet_is_sent_again() -> None:
    on = opened()
    answer(on, cijfer=1, waarom="Te lang")
    before = its(on).sheets.texts
    answer(on, cijfer=2, waarom="Veel te lang")
    after = its(on).sheets.texts
    assert [text.id for text in after] == [text.id for text in before]
    assert [text.text for text in after] == ["Veel te lang"]


@pytest.mark.parametrize(
    ("answers", "code"),
    [({}, "no_answer"), ({"cijfer": 9}, "no_answer"), ({"niets": 1, "cijfer": 1}, "no_answer")],
)
def test_what_can_not_be_an_answer_is_refused(answers: dict[str, Any], code: str) -> None:
    on = opened()
    with pytest.raises(Refused) as refused:
        answer(on, **answers)
    assert refused.value.code == code


def test_an_empty_sheet_is_refused() -> None:
    on = opened(questions=[{"text": "Nog iets?", "kind": "long"}])
    with pytest.raises(Refused, match="empty"):
        answer(on, q1="  ")


def test_only_who_was_told_so_is_named() -> None:
    on = opened(attribution="named")
    on.do("enquete", AnswerSurvey(FIRST, {"cijfer": 1, "waarom": "Te lang"}), Who(Role.PARTICIPANT, name="Anna"))
    close(on)
    assert [entry.name for entry in on.activity("enquete").figures().entries] == ["Anna"]
    on.do("enquete", Tighten("anonymous"))
    assert [entry.name for entry in on.activity("enquete").figures().entries] == [""]


# --- files ------------------------------------------------------------------------------------------------------


def sheets(*rows: tuple[str, dict[str, Answer], bool]) -> ImportAnswers:
    return ImportAnswers(tuple(Sheet(key * 16, answers, absent) for key, answers, absent in rows), "antwoord.csv")


def test_reading_a_file_twice_changes_nothing_and_a_changed_sheet_takes_the_place_of_the_old() -> None:
    on = stage()
    file = sheets(("a", {"cijfer": 1, "waarom": "Te lang"}, False), ("b", {"cijfer": 4}, True))
    on.do("enquete", file)
    assert on.do("enquete", file) == []
    on.do("enquete", sheets(("a", {"cijfer": 2, "waarom": "Te lang"}, False)))
    view = on.view("enquete")
    assert (view.total, view.read, view.absent) == (2, 2, 1)
    assert (on.view("enquete", ROOM).read, on.view("enquete", ROOM).absent) == (0, 0)


def test_reading_can_be_undone_until_the_close_and_changes_nothing_after_it() -> None:
    on = stage()
    file = sheets(("a", {"cijfer": 1}, False))
    on.do("enquete", file)
    on.undo()
    assert on.activity("enquete").total(0) == 0
    on.do("enquete", file)
    on.phase("enquete", Phase.OPEN)
    close(on)
    with pytest.raises(Refused, match="is_closed"):
        on.do("enquete", file)
    seal(on)
    on.phase("enquete", Phase.OPEN)
    assert on.do("enquete", file) == []
    assert on.activity("enquete").total(0) == 1


def test_what_was_undone_is_not_in_what_is_sealed() -> None:
    on = stage()
    on.do("enquete", sheets(("a", {"cijfer": 1}, False)))
    on.undo()
    on.phase("enquete", Phase.OPEN)
    answer(on, cijfer=3)
    close(on)
    seal(on)
    assert on.activity("enquete").total(0) == 1
    assert "survey.read" not in [tag for act in on.workshop.acts.values() for tag in act.what]


def test_who_is_absent_is_counted_apart_and_marked() -> None:
    on = stage()
    on.do("enquete", sheets(("a", {"cijfer": 1, "waarom": "Te ver"}, True), ("b", {"cijfer": 4}, False)))
    on.phase("enquete", Phase.OPEN)
    close(on)
    assert results(on)[0] == Text("2 mensen hebben geantwoord. 1 van hen is er niet bij.", "lead")
    assert on.activity("enquete").figures().facts["absent"] == 1
    assert items(on)["Te ver"].source == "enquête, niet aanwezig"


# --- sealing ----------------------------------------------------------------------------------------------------


def test_sealing_parts_keys_sheets_and_texts_and_changes_no_result() -> None:
    on = opened()
    on.do("enquete", sheets(("a", {"cijfer": 2, "waarom": "Te lang"}, True)))
    answer(on, cijfer=1, waarom="Te kort")
    close(on)
    before = (results(on), items(on), on.activity("enquete").figures())
    seal(on)
    assert (results(on), items(on), on.activity("enquete").figures()) == before
    kept = its(on).sheets
    assert not kept.by_key
    assert all(not (sheet.key or sheet.texts or sheet.name) for sheet in kept.sealed)
    assert not [sheet for sheet in kept.sealed if "waarom" in sheet.answers]
    again = Workshop()
    for record in (*on.workshop.records[""], *on.workshop.records["enquete"]):
        again.take(record)
    assert list(again.activities["enquete"].results(NL)) == before[0]
    written_down = msgspec.json.encode([record.event for record in on.workshop.records["enquete"]]).decode()
    assert not [key for key in (FIRST, hash_of(FIRST), "a" * 16) if key in written_down]


def test_after_sealing_a_laptop_answers_in_a_new_round() -> None:
    on = opened()
    answer(on, cijfer=1)
    close(on)
    seal(on)
    on.workshop.take(Recorded("enquete", Sealed()))
    on.phase("enquete", Phase.OPEN)
    with pytest.raises(Refused, match="other_round"):
        answer(on, cijfer=2)
    on.do("enquete", AnswerSurvey(FIRST, {"cijfer": 2}, round=2), GUEST)
    assert on.activity("enquete").total(0) == 2


# --- results ----------------------------------------------------------------------------------------------------

EVERY: list[dict[str, Any]] = [
    {"id": "a", "text": "Eén?", "options": ["ja", "nee"], "other": True, "page": "Deel 1"},
    {"id": "b", "text": "Meer?", "kind": "multiple", "options": ["x", "y"]},
    {"id": "c", "text": "Top?", "kind": "top", "most": 1, "options": ["x", "y"]},
    {"id": "d", "text": "Schaal?", "kind": "scale", "labels": ["slecht", "goed"]},
    {"id": "e", "text": "Getal?", "kind": "number", "unit": "uur", "page": "Deel 2"},
    {"id": "f", "text": "Dag?", "kind": "date"},
    {"id": "g", "text": "Kort?", "kind": "text"},
    {"id": "h", "text": "Lang?", "kind": "long"},
    {"id": "i", "text": "Volgorde?", "kind": "ranking", "options": ["p", "q", "r"]},
    {"id": "j", "text": "Tabel?", "kind": "grid", "rows": ["r1", "r2"], "options": ["veel", "weinig"]},
]
SHEET: dict[str, Any] = {
    "a": "other:soms", "b": ("1", "2"), "c": ("2",), "d": 4, "e": 8, "f": "2026-11-21", "g": "kort", "h": "lang",
    "i": ("2", "1", "3"), "j": {"1": "1", "2": "2"},
}  # fmt: skip


def test_every_kind_of_question_has_its_blocks() -> None:
    on = opened(questions=EVERY)
    answer(on, **SHEET)
    answer(on, SECOND, **(SHEET | {"a": "1", "e": 2, "f": "2026-11-20"}))
    close(on)
    by_question: dict[str, list[Any]] = {}
    for block in results(on)[1:]:
        if isinstance(block, Heading):
            by_question[block.text] = []
        else:
            by_question[list(by_question)[-1]].append(block)
    kinds = {text: [type(block) for block in blocks[1:]] for text, blocks in by_question.items()}
    assert kinds == {
        "Deel 1": [], "Eén?": [Bars, Quotes], "Meer?": [Bars], "Top?": [Bars], "Schaal?": [Distribution, Table],
        "Deel 2": [], "Getal?": [Table], "Dag?": [Bars], "Kort?": [Quotes], "Lang?": [Quotes],
        "Volgorde?": [Bars, Table], "Tabel?": [Matrix, Bars],
    }  # fmt: skip
    assert [cell.number for cell in by_question["Getal?"][1].rows[0]] == [2, 2, 3.5, 5, 6.5, 8, 5]
    assert [bar.label for bar in by_question["Dag?"][1].bars] == ["2026-11-20", "2026-11-21"]
    assert [(bar.label, bar.value) for bar in by_question["Volgorde?"][1].bars] == [("q", 4), ("p", 2), ("r", 0)]
    assert {figure["id"] for figure in on.activity("enquete").figures().facts["questions"]} == set("abcdefghij")


def test_nothing_is_told_before_the_close() -> None:
    on = opened()
    answer(on, cijfer=1, waarom="Te lang")
    assert results(on) == [Text("Er is nog geen uitslag.", "note")]
    assert not on.activity("enquete").items()
    assert not on.activity("enquete").figures().facts


def test_a_background_divides_the_answers_only_where_four_gave_each() -> None:
    on = opened()
    for n in range(9):
        answer(on, f"laptop-voter-key-{n}", sector="1" if n < 5 else "2", cijfer=5 if n < 5 else 1)
    close(on)
    (divided,) = [block for block in results(on) if isinstance(block, Matrix)]
    assert divided.columns == ("Allen", "Zorg (n = 5)", "Bouw (n = 4)")
    assert [[cell.number for cell in row] for row in divided.cells] == [[pytest.approx(29 / 9), 5, 1]]
    on.phase("enquete", Phase.OPEN)
    answer(on, "laptop-voter-key-8", sector="1", cijfer=1)
    close(on)
    assert not [block for block in results(on) if isinstance(block, Matrix)]


def test_what_is_hidden_goes_nowhere_and_is_counted() -> None:
    on = opened()
    answer(on, cijfer=1, waarom="Jan deugt niet")
    answer(on, SECOND, cijfer=2, waarom="Te lang")
    with pytest.raises(Refused, match="no_entry"):
        on.do("enquete", HideEntry(its(on).sheets.texts[0].id, "te vroeg"))
    close(on)
    (row,) = [row for row in on.view("enquete").rows if row.text == "Jan deugt niet"]
    assert not on.view("enquete", ROOM).rows
    on.do("enquete", HideEntry(row.id, "gaat over iemand"))
    for _ in ("as it is", "sealed"):
        quotes = [quote.text for block in results(on) if isinstance(block, Quotes) for quote in block.quotes]
        assert quotes == ["Te lang"]
        assert results(on)[-1] == Text("1 bijdrage niet getoond", "note")
        assert list(items(on)) == ["Te lang"]
        assert [e.hidden for e in its(on).figures().entries if e.id == row.id] == ["gaat over iemand"]
        seal(on)
    on.do("enquete", RestoreEntry(row.id))
    assert set(items(on)) == {"Te lang", "Jan deugt niet"}


# --- SER --------------------------------------------------------------------------------------------------------


def ser() -> tuple[Stage, dict[str, Any]]:
    """The SER's survey, filled in so that the counts are those of the fixture."""
    fixture = json.loads(shared("cases/fixtures.json").read_text("utf-8"))["ser"]
    texts = list(fixture["knelpunten"])
    on = stage(
        [
            {
                "id": "herkent",
                "text": "Herkent u dit?",
                "kind": "grid",
                "rows": texts,
                "options": fixture["antwoorden"],
            },
            {"id": "top3", "text": "Uw top 3?", "kind": "top", "most": 3, "options": texts},
        ],
        settings={"invited": fixture["uitgenodigd"], "note": "Geen aselecte steekproef; indicatie."},
    )
    answers: list[dict[str, Any]] = [{"herkent": {}, "top3": []} for _ in range(fixture["respons"])]
    for row, counts in enumerate(fixture["knelpunten"].values(), 1):
        column = [str(at) for at, n in enumerate(counts, 1) for _ in range(n)]
        for sheet, chosen in zip(answers, column, strict=True):
            sheet["herkent"][str(row)] = chosen
    at = 0
    for row, text in enumerate(texts, 1):
        for _ in range(fixture["top3"][text]):
            answers[at % len(answers)]["top3"].append(str(row))
            at += 1
    absent = fixture["respons_niet_aanwezig"]
    found = [
        Sheet(f"token-number-{n:04d}", {**sheet, "top3": tuple(sheet["top3"])}, n < absent)
        for n, sheet in enumerate(answers)
    ]
    for part in batches(found, 60_000):
        on.do("enquete", ImportAnswers(part))
    on.phase("enquete", Phase.OPEN)
    close(on)
    return on, fixture


def test_ser_both_rankings_are_told_with_the_warning_that_they_measure_different_things() -> None:
    on, fixture = ser()
    blocks = results(on)
    assert blocks[0] == Text(
        "84 van de 140 mensen die uitgenodigd waren, hebben geantwoord. 12 van hen zijn er niet bij.", "lead"
    )
    assert blocks[1] == Text("Geen aselecte steekproef; indicatie.", "note")
    (warning,) = [block.text for block in blocks if isinstance(block, Text) and block.role == "warning"]
    assert "omdat ze iets anders meten" in warning
    assert "belangrijk knelpunt" in warning
    table = next(block for block in blocks if isinstance(block, Matrix))
    assert table.rows == tuple(fixture["knelpunten"])
    assert [[cell.number for cell in row] for row in table.cells] == list(fixture["knelpunten"].values())
    share, top = (block for block in blocks if isinstance(block, Bars))
    assert share.bars[0].label == "(Toepassing van) aanbestedingsregels"
    assert share.bars[0].note == "52/84"
    assert {bar.label: bar.value for bar in top.bars} == fixture["top3"]
    assert top.bars[0].label == "Verkrijgen van financiering"


def test_ser_carries_each_bottleneck_over_once_by_its_place_in_the_top() -> None:
    on, _ = ser()
    themes = [item for item in on.activity("enquete").items() if item.level == "theme"]
    assert len(themes) == 9
    assert (themes[0].text, themes[0].rank, themes[0].score) == ("Verkrijgen van financiering", 1, 45)
    figures = on.activity("enquete").figures()
    assert figures.n.persons == 84
    assert (figures.facts["invited"], figures.facts["absent"]) == (140, 12)
    assert len(figures.items) == 18


# --- as an agenda has it ----------------------------------------------------------------------------------------


@given(surveys())
def test_a_survey_is_the_same_after_an_agenda_but_for_pages_without_a_title(asked: Survey) -> None:
    again = survey_of(written(asked), asked.title, asked.intro)
    assert again.questions == asked.questions
    assert (again.title, again.intro) == (asked.title, asked.intro)


def test_options_are_known_by_number_and_conditions_name_them_by_text() -> None:
    first: dict[str, Any] = {"text": "Hoe?", "options": ["Goed", {"id": "bad", "text": "Slecht"}]}
    then: dict[str, Any] = {
        "text": "Waarom?", "kind": "long", "page": "Verder", "any": True,
        "when": [{"question": "q1", "op": "is", "value": "slecht"}, {"question": "q1", "op": "is", "value": "Goed"}],
    }  # fmt: skip
    settings: Any = msgspec.convert({"questions": [first, then]}, type=dict[str, Any])
    on = stage(settings["questions"])
    survey = its(on).survey
    assert survey.pages[0] == Page(
        (Question("q1", "single", "Hoe?", options=(Option("1", "Goed"), Option("bad", "Slecht"))),)
    )
    condition = survey.questions[1].when
    assert condition is not None
    assert ([clause.value for clause in condition.clauses], condition.how) == (["bad", "1"], "any")
    assert survey.pages[1].title == "Verder"


def test_settings_that_can_not_be_asked_are_refused_with_the_question() -> None:
    with pytest.raises(Refused) as refused:
        stage([{"text": "?", "kind": "long"}, {"text": "Kies", "options": ["maar één"]}])
    assert refused.value.facts["key"] == "questions.1"


@given(st.lists(st.integers(1, 400), max_size=20), st.integers(100, 1000))
def test_sheets_go_in_parts_that_fit(sizes: list[int], room: int) -> None:
    all_ = [Sheet("k" * 16, {"q": "x" * size}) for size in sizes]
    parts = list(batches(all_, room))
    assert [sheet for part in parts for sheet in part] == all_
    assert all(len(part) == 1 or len(msgspec.json.encode(part)) <= room + 2 for part in parts)
