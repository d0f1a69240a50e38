"""What columns are is proposed and can be changed; reading twice changes nothing; nobody is identified."""

import csv
import datetime
import io
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from server.domain.i18n import words
from server.domain.sheet import BadFile
from server.domain.survey import responses
from server.domain.survey.answers import check
from server.domain.survey.applying import Applied, apply, fitted, row_keys
from server.domain.survey.cells import days_in, number_in, pieces
from server.domain.survey.columns import Responses
from server.domain.survey.guessing import survey_from
from server.domain.survey.mapping import USES, ColumnUse, Mapping, from_toml, to_toml
from server.domain.survey.open_answers import start_list, telling
from server.domain.survey.proposing import propose
from server.domain.survey.questions import Option, Page, Question, Survey, faults_of
from tests.domain.test_survey_files import ANSWERS, LIMESURVEY, data_of


def options(*texts: str) -> tuple[Option, ...]:
    return tuple(Option(str(n), text) for n, text in enumerate(texts, 1))


SURVEY = Survey((Page((
    Question("sector", "single", "In welke sector werkt u?", options=options("Zorg", "Bouw", "Één-pitter"), other=True),
    Question("hinder", "multiple", "Wat hindert u?", options=options("Regels", "Geld, of krediet", "Personeel")),
    Question("cijfer", "scale", "Welk cijfer geeft u?", high=10),
    Question("mensen", "number", "Hoeveel mensen werken er?", minimum=0, decimals=1),
    Question("sinds", "date", "Sinds wanneer?"),
    Question("volgorde", "ranking", "Wat eerst?", options=options("Wonen", "Werk", "Groen")),
    Question("oordeel", "grid", "Wat vindt u van…", rows=options("Loket", "Site"), options=options("goed", "slecht")),
    Question("wens", "long", "Wat wenst u?"),
)),))  # fmt: skip


def file(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode()


HEAD = [
    "Tijdstempel", "E-mailadres", "Token", "In welke sector werkt u?", "Wat hindert u?", "Welk cijfer geeft u ?",
    "Hoeveel mensen werken er", "Sinds wanneer?", "Wat eerst? [Wonen]", "Wat eerst? [Werk]", "Wat eerst? [Groen]",
    "Wat vindt u van… [Loket]", "Wat vindt u van… [Site]", "Wat wenst u?", "Nog iets over vandaag of later?", "Afwezig",
]  # fmt: skip
ROWS = [
    ["21-11-2026 10:00:01", "an@example.org", "t1", "zorg", "Regels, Geld, of krediet", "8", "1.200", "3-4-2019",
     "2", "1", "3", "Goed", "slecht", "Een bankje\nbij het veer", "Dank voor alle moeite hier", "nee"],
    ["21-11-2026 10:00:02", "bo@example.org", "t2", "EEN-PITTER", "2;3", "7 - ruim", "2,5", "28-2-2020",
     "1", "", "2", "", "goed", "", "", "ja"],
    ["21-11-2026 10:00:03", "cy@example.org", "t3", "Visserij", "Weet niet", "elf", "veel", "31-2-2020",
     "", "", "", "", "", "Licht", "Tot de volgende keer dan maar", ""],
]  # fmt: skip


def read(rows: Sequence[Sequence[str]] = ROWS, head: Sequence[str] = HEAD) -> Responses:
    return responses.read(file([head, *rows]))


def applied(rows: Sequence[Sequence[str]] = ROWS) -> Applied:
    found = read(rows)
    return apply(propose(SURVEY, found), found, SURVEY)


def test_each_column_is_proposed_for_what_it_is() -> None:
    mapping = propose(SURVEY, read())
    uses = [(each.use, each.question, each.part) for each in mapping.columns]
    assert uses == [
        ("identifies", "", ""), ("identifies", "", ""), ("token", "", ""), ("question", "sector", ""),
        ("question", "hinder", ""), ("question", "cijfer", ""), ("question", "mensen", ""), ("question", "sinds", ""),
        ("question", "volgorde", "1"), ("question", "volgorde", "2"), ("question", "volgorde", "3"),
        ("question", "oordeel", "1"), ("question", "oordeel", "2"), ("question", "wens", ""), ("open", "", ""),
        ("absent", "", ""),
    ]  # fmt: skip
    assert mapping.columns[3].values == {"zorg": "1", "EEN-PITTER": "3"}
    assert [each.why for each in mapping.columns[:6]] == ["time", "email", "", "text", "text", "alike"]


def test_each_kind_of_answer_is_read() -> None:
    one, two, three = applied().sheets
    assert one.answers == {
        "sector": "1", "hinder": ("1", "2"), "cijfer": 8, "mensen": 1200, "sinds": "2019-04-03",
        "volgorde": ("2", "1", "3"), "oordeel": {"1": "1", "2": "2"}, "wens": "Een bankje\nbij het veer",
    }  # fmt: skip
    assert two.answers == {
        "sector": "3", "hinder": ("2", "3"), "cijfer": 7, "mensen": 2.5, "sinds": "2020-02-28", "volgorde": ("1", "3"),
        "oordeel": {"2": "1"},
    }  # fmt: skip
    assert three.answers == {"sector": "other:Visserij", "wens": "Licht"}
    assert [sheet.absent for sheet in (one, two, three)] == [False, True, False]


def test_what_does_not_fit_is_counted_and_told() -> None:
    told = {each.name: (each.filled, each.fits, each.strange) for each in applied().columns}
    assert told["Welk cijfer geeft u ?"] == (3, 2, ("elf",))
    assert told["Hoeveel mensen werken er"] == (3, 2, ("veel",))
    assert told["Wat hindert u?"] == (3, 2, ("Weet niet",))
    assert told["In welke sector werkt u?"] == (3, 3, ())
    assert told["Wat wenst u?"] == (2, 2, ())


def test_nothing_of_who_somebody_is_comes_along() -> None:
    found = applied()
    written = msgspec.json.encode(found.sheets).decode()
    for row in ROWS:
        assert not any(cell in written for cell in row[:2])
        assert f'"{row[2]}"' not in written
    assert all(len(sheet.key) == 64 for sheet in found.sheets)


def test_reading_twice_is_the_same_and_more_rows_add_only_those() -> None:
    again = [["21-11-2026 11:00:00", "di@example.org", "t4", *ROWS[0][3:]]]
    first, second, longer = applied(), applied(), applied([*again, *ROWS])
    assert first == second
    assert {sheet.key for sheet in first.sheets} < {sheet.key for sheet in longer.sheets}
    assert len(longer.sheets) == 4
    assert [sheet for sheet in longer.sheets if sheet.key in {each.key for each in first.sheets}] == list(first.sheets)


def test_a_workbook_says_the_same_as_a_text() -> None:
    book = Workbook()
    sheet = book.create_sheet("antwoorden", 0)
    sheet.append(HEAD)
    for row in ROWS:
        sheet.append([cell or None for cell in row])
    sheet["F2"], sheet["G3"], sheet["H2"] = 8, 2.5, datetime.date(2019, 4, 3)
    out = io.BytesIO()
    book.save(out)
    found = responses.read(out.getvalue(), "antwoorden")
    result = apply(propose(SURVEY, found), found, SURVEY)
    assert [sheet.answers for sheet in result.sheets] == [sheet.answers for sheet in applied().sheets]
    assert [sheet.key for sheet in result.sheets] == [sheet.key for sheet in applied().sheets]


def test_of_a_token_that_comes_again_the_last_row_counts_if_somebody_wants_so() -> None:
    rows = [*ROWS, [*ROWS[0][:2], "t1", "Bouw", *ROWS[0][4:]]]
    found = read(rows)
    mapping = propose(SURVEY, found)
    assert (mapping.columns[2].use, mapping.columns[2].why) == ("ignored", "repeats")
    assert len(apply(mapping, found, SURVEY).sheets) == 4
    changed = mapping.with_(ColumnUse("Token", "token"))
    result = apply(changed, found, SURVEY)
    assert (len(result.sheets), result.again, result.sheets[0].answers["sector"]) == (3, 1, "2")


SAME = st.lists(st.sampled_from(["a", "b", ""]), min_size=3, max_size=3)


@given(st.lists(SAME, min_size=1, max_size=12), st.lists(SAME, max_size=6))
def test_rows_keep_their_keys_when_the_file_grows(rows: list[list[str]], more: list[list[str]]) -> None:
    head = ["x", "y", "z"]
    before = [row for row in rows if any(row)]
    after = [row for row in [*rows, *more] if any(row)]
    if not before:
        return
    short, long = read(before, head), read(after, head)
    mapping = Mapping(tuple(ColumnUse(name) for name in head))
    keys = row_keys(mapping, long)
    assert len(set(keys)) == len(keys)
    assert row_keys(mapping, short) == keys[: len(before)]


def test_a_mapping_is_text_to_edit() -> None:
    mapping = propose(SURVEY, read())
    text = to_toml(mapping)
    assert from_toml(text) == mapping
    assert all(use in text.splitlines()[0] for use in USES)
    edited = from_toml(text.replace('"zorg" = "1"', '"zorg" = "2"'))
    found = read()
    assert apply(edited, found, SURVEY).sheets[0].answers["sector"] == "2"


@given(st.text(min_size=1), st.dictionaries(st.text(), st.text(), max_size=3))
def test_any_text_survives_in_a_mapping(name: str, values: dict[str, str]) -> None:
    mapping = Mapping((ColumnUse(name, "question", "q", "", values),), month_first=True)
    assert from_toml(to_toml(mapping)) == mapping


@pytest.mark.parametrize("text", ["columns = 3", "[[columns]]\nuse = 'all'\nname = 'a'", "=", "[[columns]]\nwhat = 1"])
def test_a_text_that_is_no_mapping_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(BadFile) as bad:
        from_toml(text)
    assert bad.value.faults[0].sentence(words("nl")).startswith("Dit is geen kolommenlijst")


PLACES = (Option("SQ001", "Park"), Option("SQ002", "Markt"))


@pytest.mark.parametrize("heading", LIMESURVEY)
def test_limesurvey_fits_its_own_survey_whatever_its_head(heading: str) -> None:
    survey = Survey((Page((
        Question("Q1", "single", "Wat vindt u?", options=(Option("A1", "Goed"), Option("A2", "Slecht"))),
        Question("Q2", "multiple", "Waar komt u?", options=PLACES, other=True),
    )),))  # fmt: skip
    found = responses.read(LIMESURVEY[heading].encode())
    result = apply(propose(survey, found), found, survey)
    assert [sheet.answers for sheet in result.sheets] == [
        {"Q1": "A1", "Q2": ("SQ001", "other:iets")},
        {"Q1": "A2", "Q2": ("SQ002",)},
    ]


def test_ranks_may_stand_in_columns_for_ranks() -> None:
    found = read([["Werk", "Wonen", "x"], ["Groen", "", "y"]], ["Wat eerst? [1]", "Wat eerst? [2]", "z"])
    survey = Survey((Page((SURVEY.questions[5],)),))
    mapping = propose(survey, found)
    assert [each.part for each in mapping.columns] == ["#1", "#2", ""]
    assert [sheet.answers["volgorde"] for sheet in apply(mapping, found, survey).sheets] == [("2", "1"), ("3",)]


@pytest.mark.parametrize("name", ANSWERS)
def test_a_survey_guessed_from_a_file_takes_all_of_it(name: str) -> None:
    found = responses.read(data_of(name))
    guessed = survey_from(found)
    assert faults_of(guessed.survey) == ()
    mapping = propose(guessed.survey, found)
    result = apply(mapping, found, guessed.survey)
    assert len(result.sheets) == len(found.rows)
    assert [each for each in result.columns if each.fits < each.filled] == []
    assert (result.empty, result.again, result.cut, result.passed) == (0, 0, 0, 0)
    assert result.columns == fitted(mapping, found, guessed.survey)
    assert not any(check(guessed.survey, sheet.answers) for sheet in result.sheets)


def test_the_kinds_of_a_guessed_survey() -> None:
    kinds = [
        question.kind for question in survey_from(responses.read(data_of("surveymonkey/StarWars.csv"))).survey.questions
    ]
    assert kinds == ["single", "single", "multiple", "ranking", "grid", *["single"] * 9]
    forms = survey_from(responses.read(data_of("googleforms/autistica_form_responses.csv"))).survey.questions
    assert [question.kind for question in forms] == ["single", "long", "multiple", "single"]


def test_starwars_counts_as_published() -> None:
    found = responses.read(data_of("surveymonkey/StarWars.csv"))
    survey = survey_from(found).survey
    sheets = apply(propose(survey, found), found, survey).sheets
    seen = Counter(sheet.answers["q1"] for sheet in sheets)
    texts = {option.id: option.text for option in survey.questions[0].options}
    assert {texts[str(key)]: n for key, n in seen.items()} == {"Yes": 936, "No": 250}
    ranked: list[Any] = [sheet.answers["q4"] for sheet in sheets if "q4" in sheet.answers]
    assert (len(ranked), sum(len(each) == 6 for each in ranked)) == (836, 834)


def test_open_answers_are_a_start_list_that_comes_in_once() -> None:
    found = read([*ROWS, [*ROWS[2][:2], "t4", *ROWS[2][3:]]])
    mapping = propose(SURVEY, found)
    items = start_list(mapping, found, SURVEY, "enquête")
    assert Counter(item.text for item in items) == Counter(
        [
            "Een bankje\nbij het veer",
            "Licht",
            "Licht",
            "Dank voor alle moeite hier",
            *["Tot de volgende keer dan maar"] * 2,
        ]
    )
    assert {item.theme for item in items} == {"Wat wenst u?", "Nog iets over vandaag of later?"}
    assert len({item.id for item in items}) == len(items)
    assert set(start_list(mapping, read(), SURVEY, "enquête")) < set(items)
    assert [item.id for item in items] == sorted(item.id for item in items)
    assert telling(["bel 06-12345678", "mail an@example.org", "in 2019 waren er 12.500"]) == 2


@pytest.mark.parametrize(
    ("cell", "number"),
    [("3", 3), ("1.234", 1234), ("1,5", 1.5), ("1.5", 1.5), ("€ 1.234,50", 1234.5), ("1,234,567", 1234567), ("-4", -4),
     ("12 %", 12), ("ca. 20", 20), ("18-29", None), ("", None), ("veel", None), ("1,2,4", None), ("٣x٤", None)],
)  # fmt: skip
def test_numbers_as_people_write_them(cell: str, number: float | None) -> None:
    assert number_in(cell) == number


def test_long_cells_are_taken_apart_in_reasonable_time() -> None:
    many = ",".join("ab" * 20_000)
    assert len(pieces(many, {"a", "a,b"})) == 20_000
    assert telling(["x" * 200_000, "@" * 200_000, "1" * 200_000]) == 0
    assert number_in("1" * 100_000) is None
    assert number_in("1.111" * 50_000) is None


def test_days_are_told_by_their_whole_column() -> None:
    assert days_in(["8/21/2019 13:10:31", "9/4/2019"]) == ["2019-08-21", "2019-09-04"]
    assert days_in(["21/8/2019", "4/9/2019"], american=True) == ["2019-08-21", "2019-09-04"]
    assert days_in(["3/4/2019"], american=True) == ["2019-03-04"]
    assert days_in(["3/4/2019", "x", "", "30-2-2019"]) == ["2019-04-03", "", "", ""]
    assert days_in(["2019-08-21T10:00:00Z", "1.2.19"]) == ["2019-08-21", "2019-02-01"]


@given(st.text())
def test_cells_are_never_a_surprise(cell: str) -> None:
    number_in(cell)
    days_in([cell, cell])
    assert "".join(pieces(cell, {"a"})).strip() or not cell.strip(",;|\n ") or cell.isspace()


CELL = st.text(max_size=12) | st.text(";,1 ", max_size=4) | st.sampled_from(["ja", "nee", "1", "2-3-2020", "a;b", ";;"])


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6))
def test_whatever_stands_in_the_cells_the_sheets_may_be_sent(rows: list[list[str]]) -> None:
    found = Responses("plain", read(ROWS, HEAD).columns[3:6], tuple(tuple(row) for row in rows))
    for survey in (SURVEY, guessed(found)):
        result = apply(propose(survey, found), found, survey)
        assert not any(check(survey, sheet.answers, complete=False) for sheet in result.sheets)
        assert len(result.sheets) + result.empty + result.again == len(rows)
        json.dumps(msgspec.to_builtins(result))


def guessed(found: Responses) -> Survey:
    """The survey that is guessed; one without questions where nothing was answered."""
    try:
        return survey_from(found).survey
    except BadFile:
        return Survey(())
