"""Every survey and file of answers that others made is read, or refused in one sentence; what is read is right."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from server.domain.i18n import words
from server.domain.sheet import BadFile
from server.domain.sheet import rows as rows_of
from server.domain.survey import definitions, responses
from server.domain.survey.answers import visible
from server.domain.survey.columns import Responses
from server.domain.survey.drafts import Definition
from server.domain.survey.questions import KINDS, Clause, Condition, Option, Survey, faults_of
from tests.support import SHARED, shared

FOLDER = SHARED / "data/surveys"
FILES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*/*.*"))
ANSWERS = [name for name in FILES if name.split("/")[0] in ("googleforms", "qualtrics", "surveymonkey")]
SURVEYS = [name for name in FILES if name not in ANSWERS]
NOTHING = b"\x00\x01\x02"


def data_of(name: str) -> bytes:
    return (shared("data/surveys") / name).read_bytes()


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared("data/surveys") / "expected.json").read_bytes())[name]
    return found


def in_short(bad: BadFile) -> str:
    """What a person gets to read of the first fault, in Dutch."""
    return bad.faults[0].sentence(words("nl"))


# --- answers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ANSWERS)
def test_every_record_of_a_file_is_head_or_answer(name: str) -> None:
    found = responses.read(data_of(name))
    assert found.head + len(found.rows) == expected(name)["rows"]
    assert found.provider == name.split("/")[0]
    assert {len(row) for row in found.rows} == {len(found.columns)}
    assert len({column.name for column in found.columns}) == len(found.columns)


def columns_of(name: str) -> Responses:
    return responses.read(data_of(name))


def test_google_forms_keeps_lines_and_empty_answers() -> None:
    found = columns_of("googleforms/autistica_form_responses.csv")
    wish = [row[2] for row in found.rows]
    assert (found.columns[0].role, len(wish), wish.count(""), max(map(len, wish))) == ("time", 42, 14, 1434)
    assert sum("\n" in answer for answer in wish) == 5


def test_surveymonkey_gives_one_question_to_its_columns() -> None:
    found = columns_of("surveymonkey/StarWars.csv")
    sizes = Counter(column.text for column in found.columns if column.part)
    assert sorted(sizes.values()) == [6, 6, 14]
    ranked = [column for column in found.columns if column.text.startswith("Please rank")]
    assert [column.part[-14:] for column in ranked[:2]] == ["Phantom Menace", " of the Clones"]
    assert found.cells(found.columns.index(ranked[0]))[:3] == ["3", "", "1"]
    alone = next(column for column in found.columns if column.text == "Which character shot first?")
    assert (alone.part, alone.name) == ("", alone.text)
    assert "Œæ" in found.columns[-7].text  # Windows-1252, not thrown away


@pytest.mark.parametrize("name", ["qualtrics/sample.csv", "qualtrics/sample_legacy_bom.csv"])
def test_qualtrics_tells_answers_from_what_it_keeps_itself(name: str) -> None:
    found = columns_of(name)
    roles = {column.text: column.role for column in found.columns}
    assert roles["This is a multiple choice question."] == roles["This is a free text question."] == ""
    assert set(roles.values()) >= {"key", "token", "time", "address", "email", "name", "place", "state"}
    asked = [at for at, column in enumerate(found.columns) if not column.role]
    assert [found.rows[0][at] for at in asked][:2] == ["2", "Hello World!"]


LIMESURVEY = {
    "codes": "id,submitdate,lastpage,startlanguage,seed,token,ipaddr,Q1,Q2[SQ001],Q2[SQ002],Q2[other]\n"
    "1,2026-01-02 10:00:00,2,nl,123,tok1,192.0.2.1,A1,Y,,iets\n2,,1,nl,124,tok2,192.0.2.2,A2,,Y,\n",
    "questions": '"Response ID";"Date submitted";"Last page";"Start language";Seed;Token;"IP address";"Wat vindt u?";'
    '"Waar komt u? [Park]";"Waar komt u? [Markt]";"Waar komt u? [Anders]"\n'
    '1;"2026-01-02 10:00:00";2;nl;123;tok1;192.0.2.1;Goed;Ja;Nee;iets\n2;;1;nl;124;tok2;192.0.2.2;Slecht;Nee;Ja;\n',
    "both": '"id. Response ID","submitdate. Date submitted","lastpage. Last page","startlanguage. Start language",'
    '"seed. Seed","token. Token","ipaddr. IP address","Q1. Wat vindt u?","Q2[SQ001]. Waar komt u? [Park]",'
    '"Q2[SQ002]. Waar komt u? [Markt]","Q2[other]. Waar komt u? [Anders]"\n'
    "1,2026-01-02 10:00:00,2,nl,123,tok1,192.0.2.1,A1,Y,,iets\n2,,1,nl,124,tok2,192.0.2.2,A2,,Y,\n",
}


@pytest.mark.parametrize("heading", LIMESURVEY)
def test_limesurvey_is_read_whatever_stands_in_its_head(heading: str) -> None:
    found = responses.read(LIMESURVEY[heading].encode())
    roles = [column.role for column in found.columns]
    assert found.provider == "limesurvey"
    assert roles == ["key", "time", "state", "state", "state", "token", "address", "", "", "", ""]
    assert [note.code for note in found.notes] == ["unfinished"]
    parts = found.columns[-3:]
    assert len({column.stem for column in parts}) == 1
    assert [column.part for column in parts][:2] == (
        ["Park", "Markt"] if heading == "questions" else ["SQ001", "SQ002"]
    )
    if heading == "both":
        assert (found.columns[7].code, found.columns[7].text, parts[0].text) == ("Q1", "Wat vindt u?", "Waar komt u?")


def test_a_table_by_hand_has_numbers_for_names_that_are_missing() -> None:
    found = responses.read(b"Naam;;Idee;Idee;\r\nAn;1;Een bankje;;\r\n;;;;\r\nBo;2;Licht;;\r\n")
    assert [column.name for column in found.columns] == ["Naam", "(2)", "Idee", "Idee (2)"]
    assert [column.role for column in found.columns] == ["name", "", "", ""]
    assert [(note.code, note.facts) for note in found.notes] == [("empty_rows", {"n": 1}), ("no_names", {"n": 1})]


@pytest.mark.parametrize(
    "data",
    [b"", b"  \n\n", b"a,b,c\n", NOTHING * 50, b"%PDF-1.7\n1 0 obj", b"PK\x03\x04broken", b"<html><p>no</p>", b'a\n"b'],
    ids=["empty", "blank", "head only", "binary", "pdf", "zip", "web page", "quote"],
)
def test_what_holds_no_answers_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(BadFile) as bad:
        responses.read(data)
    assert len(bad.value.faults) == 1
    assert in_short(bad.value).endswith(".")


# --- surveys ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SURVEYS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_survey_can_be_asked(name: str, language: Any) -> None:
    found = definitions.read(data_of(name), language)
    assert_sound(found)
    assert found.survey.questions


def assert_sound(found: Definition) -> None:
    """The survey is one that an agenda could hold, and each note is a sentence."""
    assert msgspec.convert(msgspec.to_builtins(found.survey), Survey) == found.survey
    assert faults_of(found.survey) == ()
    assert {question.kind for question in found.survey.questions} <= set(KINDS)
    assert all(note.sentence(words(language)) for note in found.notes for language in ("nl", "en"))


@pytest.mark.parametrize("name", [name for name in SURVEYS if name.startswith("limesurvey")])
def test_each_question_of_limesurvey_is_asked_or_said_to_be_left_out(name: str) -> None:
    found, count = definitions.read(data_of(name), "en"), expected(name)
    left_out = [note for note in found.notes if note.code == "not_asked"]
    assert len(found.survey.questions) + len(left_out) == count["questions"]
    assert len(found.survey.pages) == max(count["groups"], 1)
    assert (
        sum(len(question.options) for question in found.survey.questions if question.id == "fcol") == count["answers"]
    )


def test_a_survey_in_two_languages_comes_in_the_one_that_was_asked_for() -> None:
    name = "limesurvey/imex_two_languages.lss"
    assert definitions.read(data_of(name), "en").notes == ()
    (note,) = definitions.read(data_of(name), "nl").notes
    assert (note.code, note.facts["found"]) == ("language", "en")


def test_the_texts_of_limesurvey_are_texts_and_its_bounds_hold() -> None:
    found = definitions.read(data_of("limesurvey/citric_survey.lss"), "en")
    assert [question.text for question in found.survey.questions][:2] == [
        "Text for first question",
        "Text for second question",
    ]
    assert [note.sentence(words("en")) for note in found.notes] == [
        "“Please upload a text file” is left out: handing in a file can't be asked here."
    ]
    year = definitions.read(data_of("limesurvey/rc2api_questionnaire.lss"), "en").survey.questions[1]
    assert (year.kind, year.minimum, year.maximum) == ("number", 1850, 2050)


@pytest.mark.parametrize(
    "name", [name for name in SURVEYS if name.startswith("xlsform") and name.endswith((".csv", ".xlsx"))]
)
def test_no_row_of_a_form_is_missed(name: str) -> None:
    data, count = data_of(name), expected(name)
    if name.endswith(".csv"):
        assert len(rows_of(data)) == count["rows"]
    for sheet, (rows, _columns) in count.get("sheets", {}).items():
        assert len(rows_of(data, sheet) or [[]]) == rows  # a sheet with nothing on it counts as one row


def test_a_form_is_the_same_from_each_of_its_formats() -> None:
    assert definitions.read(data_of("xlsform/group.csv"), "en") == definitions.read(data_of("xlsform/group.md"), "en")
    csv, xlsx = (definitions.read(data_of(f"xlsform/case_insensitivity.{kind}"), "en") for kind in ("csv", "xlsx"))
    assert csv == xlsx
    assert [note.code for note in csv.notes] == ["not_asked", "not_asked"]


def test_a_loop_is_asked_for_each_of_its_choices() -> None:
    found = definitions.read(data_of("xlsform/loop.csv"), "en")
    assert [question.kind for question in found.survey.questions] == ["multiple", "number", "number", "number"]
    assert found.survey.questions[0].other
    assert found.survey.questions[3].text == "How many Bucket system are on the premises?"


FORM = """
| survey |
| | type | name | label::Dutch (nl) | label::English (en) | relevant | constraint | required | parameters |
| | select_one yn | owner | Hebt u een zaak? | Do you own a business? | | | yes | |
| | select_multiple sec | sectors | Welke sectoren? | Which sectors? | ${owner} = 'y' | | | |
| | integer | staff | Hoeveel? | How many? | ${owner}='y' and selected(${sectors}, 'care') | . >= 0 and . < 500 | | |
| | begin_group | wish | Wensen | Wishes | ${staff} >= 10 or ${owner} != 'y' | | | |
| | rank sec | order | Wat eerst? | What first? | | | | |
| | range | mark | Cijfer | Mark | | | | start=1 end=10 step=1 |
| | image | photo | Foto | Photo | | | | |
| | text | why | Waarom? | Why? | count-selected(${sectors}) > 2 | | | |
| | end_group | | | | | | | |
| choices |
| | list_name | name | label::Dutch (nl) | label::English (en) |
| | yn | y | Ja | Yes |
| | yn | n | Nee | No |
| | sec | care | Zorg | Care |
| | sec | build | Bouw | Construction |
"""


def test_conditions_and_checks_of_a_form_are_kept_where_they_are_simple() -> None:
    found = definitions.read(FORM.encode(), "nl")
    assert_sound(found)
    asked = {question.id: question for question in found.survey.questions}
    assert [page.title for page in found.survey.pages] == ["", "Wensen"]
    assert asked["owner"].options == (Option("y", "Ja"), Option("n", "Nee"))
    assert asked["staff"].when == Condition((Clause("owner", "is", "y"), Clause("sectors", "includes", "care")))
    assert (asked["staff"].minimum, asked["staff"].maximum) == (0, 499)
    assert asked["order"].when == Condition((Clause("staff", "more", 9), Clause("owner", "is_not", "y")), "any")
    assert (asked["mark"].kind, asked["mark"].low, asked["mark"].high) == ("scale", 1, 10)
    assert asked["why"].when is None
    assert [note.code for note in found.notes] == ["not_asked", "condition"]
    shown = visible(found.survey, {"owner": "n"})
    assert [question.id for question in shown] == ["owner", "order", "mark", "why"]


def limesurvey(*questions: tuple[str, str, str], more: str = "") -> bytes:
    """A file of LimeSurvey with these questions, each a type, a code and a formula, and whatever more."""
    rows = "".join(
        f"<row><qid>{n}</qid><parent_qid>0</parent_qid><gid>1</gid><type><![CDATA[{kind}]]></type><title>{code}</title>"
        f"<other>Y</other><mandatory>Y</mandatory><question_order>{n}</question_order><scale_id>0</scale_id>"
        f"<relevance><![CDATA[{formula}]]></relevance><question><![CDATA[<p>Vraag &amp; <b>{code}</b></p>]]></question>"
        "<language>nl</language></row>"
        for n, (kind, code, formula) in enumerate(questions, 1)
    )
    return (
        "<document><LimeSurveyDocType>Survey</LimeSurveyDocType><languages><language>nl</language></languages>"
        f"<questions><rows>{rows}</rows></questions>{more}</document>"
    ).encode()


def subquestions(*parents: int) -> str:
    rows = "".join(
        f"<row><qid>{parent * 100 + n}</qid><parent_qid>{parent}</parent_qid><title>SQ00{n}</title>"
        f"<scale_id>0</scale_id><question>Deel {n}</question><question_order>{n}</question_order></row>"
        for parent in parents
        for n in (1, 2, 3)
    )
    return f"<subquestions><rows>{rows}</rows></subquestions>"


def answers(*parents: int) -> str:
    rows = "".join(
        f"<row><qid>{parent}</qid><code>A{n}</code><answer>Antwoord {n}</answer><sortorder>{n}</sortorder>"
        "<scale_id>0</scale_id></row>"
        for parent in parents
        for n in (2, 1)
    )
    return f"<answers><rows>{rows}</rows></answers>"


TYPES = "5TSNL!MPYRFABCEHOGQKDU1"
KIND = {
    "5": "scale", "T": "long", "S": "text", "N": "number", "L": "single", "!": "single", "M": "multiple",
    "P": "multiple", "Y": "single", "R": "ranking",
    "F": "grid", "A": "grid", "B": "grid", "C": "grid", "E": "grid", "H": "grid", "O": "single", "G": "single",
    "Q": "text", "K": "number", "D": "date", "U": "long", "1": "grid",
}  # fmt: skip


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_of_limesurvey_has_its_kind(kind: str) -> None:
    found = definitions.read(limesurvey((kind, "Q1", "1"), more=subquestions(1) + answers(1)), "nl")
    assert_sound(found)
    first = found.survey.questions[0]
    assert (first.kind, first.required) == (KIND[kind], True)
    assert first.text.startswith("Vraag & Q1")
    assert len(found.survey.questions) == (3 if kind in "QK" else 1)
    assert first.other == (first.kind in ("single", "multiple"))
    if first.kind == "ranking":
        assert [option.text for option in first.options] == ["Antwoord 1", "Antwoord 2"]


@pytest.mark.parametrize("kind", ["|", "*", ":", ";", "X", "I", "Z", "", "É"])
def test_what_cannot_be_asked_is_a_sentence(kind: str) -> None:
    found = definitions.read(limesurvey((kind, "Q1", "1"), ("T", "Q2", "1")), "nl")
    assert [note.code for note in found.notes] == ["not_asked"]
    with pytest.raises(BadFile) as bad:
        definitions.read(limesurvey((kind, "Q1", "1")), "nl")
    assert bad.value.faults[0].code == "no_survey"


@pytest.mark.parametrize(
    ("formula", "when"),
    [
        ('((Q1.NAOK == "A2"))', Condition((Clause("Q1", "is", "A2"),))),
        ('((Q2_SQ001.NAOK == "Y"))', Condition((Clause("Q2", "includes", "SQ001"),))),
        ('(Q3_SQ002 != "A1") or (Q4.NAOK >= 3)', Condition(
            (Clause("Q3", "is_not", "A1", "SQ002"), Clause("Q4", "more", 2)), "any")),
        ('!is_empty(Q1.NAOK) and Q4 < 4', Condition((Clause("Q1", "answered"), Clause("Q4", "less", 4)))),
        ('Q1 == "A2" and Q4 > 1 or Q4 < 0', None),
        ('countif("Y", that.Q2) > 1', None),
        ('Q1 == "A9"', None),
        ("Q5 == 1", None),
        ("((", None),
    ],
)  # fmt: skip
def test_conditions_of_limesurvey(formula: str, when: Condition | None) -> None:
    asked = [("L", "Q1", "1"), ("M", "Q2", "1"), ("F", "Q3", "1"), ("5", "Q4", ""), ("T", "Q5", formula)]
    found = definitions.read(limesurvey(*asked, more=subquestions(2, 3) + answers(1, 3)), "nl")
    assert_sound(found)
    assert found.survey.questions[-1].when == when
    assert [note.code for note in found.notes] == ([] if when else ["condition"])


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + limesurvey(("T", "Q1", "1"))
    with pytest.raises(BadFile) as bad:
        definitions.read(bomb, "nl")
    assert bad.value.faults[0].code == "broken_xml"


# --- whatever comes ---------------------------------------------------------------------------------------------------


def said(data: bytes, read: Callable[[bytes], Responses | Definition]) -> Responses | Definition | str:
    """What is read, or the sentence that says why not; nothing but `BadFile` may come out."""
    try:
        return read(data)
    except BadFile as bad:
        return in_short(bad)


def read_all(data: bytes) -> None:
    """Read as answers and as a survey; what comes of it must be sound."""
    found = said(data, responses.read)
    if isinstance(found, Responses):
        assert {len(row) for row in found.rows} == {len(found.columns)}
    survey = said(data, lambda each: definitions.read(each, "nl"))
    if isinstance(survey, Definition):
        assert_sound(survey)
    assert found
    assert survey


@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"<")
@example(b"|")
def test_random_bytes_are_no_surprise(data: bytes) -> None:
    read_all(data)


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(part=st.floats(0, 1), junk=st.binary(max_size=20))
def test_half_a_file_is_no_surprise(name: str, part: float, junk: bytes) -> None:
    data = data_of(name)[:60_000]
    at = int(part * len(data))
    read_all(data[:at])
    read_all(data[:at] + junk + data[at:])


TOKENS = st.sampled_from(
    ['"', "<", ">", "&", "]]>", "<![", "survey", "|", "type", "name", "\n", ",", ";", "é", "\0", "{"]
)


@given(st.lists(TOKENS | st.text(max_size=8), max_size=30))
def test_scraps_of_formats_are_no_surprise(scraps: list[str]) -> None:
    text = "".join(scraps)
    read_all(text.encode(errors="replace"))
    read_all(b"| survey |\n| | type | name | label |\n| | " + text.encode(errors="replace"))
    escaped = text.replace("]]>", "").replace("\0", "")
    read_all(limesurvey(("T", "Q1", escaped), ("L", "Q2", ""), more=answers(2)))


def test_what_is_made_to_take_forever_does_not() -> None:
    brackets = "(" * 200_000
    found = definitions.read(limesurvey(("T", "Q1", ""), ("T", "Q2", brackets)), "nl")
    assert [note.code for note in found.notes] == ["condition"]
    with pytest.raises(BadFile) as bad:
        responses.read(b"a," * 3000 + b"\n" + b"b," * 3000)
    assert bad.value.faults[0].code == "too_wide"
    read_all(b"[" * 100_000 + b"\n" + b"@" * 100_000)


def hostile() -> list[str]:
    path = Path(SHARED / "data/adversarial/blns.json")
    return [text for text in json.loads(path.read_text()) if text.strip()] if path.exists() else []


def test_hostile_texts_stay_what_they_are() -> None:
    shared("data/adversarial")
    import csv
    import io

    texts = [text.encode(errors="replace").decode() for text in hostile()]
    file = io.StringIO()
    csv.writer(file).writerows([["Timestamp", "Idee"], *(["8/21/2019 13:10:31", text] for text in texts)])
    found = responses.read(file.getvalue().encode())
    assert [row[1] for row in found.rows] == [text.lstrip(" ") for text in texts]
