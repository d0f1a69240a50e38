"""The survey as a text: filled in as people do, sent back as mail programs do, read back."""

import re
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.i18n import LANGUAGES, Language, words
from server.domain.sheet import BadFile
from server.domain.survey.answerfile import key_of
from server.domain.survey.answerfiles import is_one, read, read_all
from server.domain.survey.answers import tidy
from server.domain.survey.questions import OTHER, Answer, Question, Survey
from server.domain.survey.textform import parse, render
from tests.domain.surveys import answers, surveys
from tests.survey_files.every import ANSWERS, EVERY

NL = words("nl")


def fill(form: str, survey: Survey, given_: dict[str, Answer]) -> str:
    """The form as somebody fills it in who answers so."""
    blocks = re.split(r"(?m)^(=== (?:\d+|\.) ===)$", form)
    for n, question in enumerate(survey.questions, 1):
        if question.id in given_:
            at = blocks.index(f"=== {n} ===") + 1
            blocks[at] = fill_one(blocks[at], question, given_[question.id])
    return "".join(blocks)


def fill_one(block: str, question: Question, answer: Answer) -> str:
    if not (question.options or question.rows):
        return f"{block.rstrip()} {answer}\n\n"
    marks = marks_of(question, answer)
    lines = block.split("\n")
    boxes = [at for at, line in enumerate(lines) if line.startswith("[ ]")]
    for at, mark in zip(boxes, marks, strict=False):
        lines[at] = lines[at].replace("[ ]", f"[{mark}]", 1)
    given_ = answer if isinstance(answer, tuple) else (answer,)
    typed = [each.removeprefix(OTHER) for each in given_ if isinstance(each, str) and each.startswith(OTHER)]
    if typed:
        lines[boxes[-1]] += f" {typed[0]}"
    return "\n".join(lines)


def marks_of(question: Question, answer: Answer) -> list[str]:
    if isinstance(answer, dict):
        place = {option.id: str(n) for n, option in enumerate(question.options, 1)}
        return [place.get(answer.get(row.id, ""), " ") for row in question.rows]
    chosen = answer if isinstance(answer, tuple) else (answer,)
    ordered = question.kind == "ranking"
    return [
        " " if option.id not in chosen else str(chosen.index(option.id) + 1) if ordered else "x"
        for option in question.options
    ]


def plain(answer: Answer) -> Answer:
    """An answer as far as a text can hold it: no spaces around it, and in a line none doubled."""
    if isinstance(answer, str):
        typed = answer.startswith(OTHER)
        return OTHER + " ".join(answer.removeprefix(OTHER).split()) if typed else answer.strip()
    if isinstance(answer, tuple):
        others = tuple(str(plain(each)) for each in answer if each.startswith(OTHER))
        return (*(each for each in answer if not each.startswith(OTHER)), *others)
    return answer


def simple(answer: Answer) -> bool:
    """Whether nothing in it looks like a part of the form, or is no text that one types."""
    texts = [answer] if isinstance(answer, str) else [*answer] if isinstance(answer, tuple) else []
    return not any(re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]|=>|===|^>", text.removeprefix(OTHER)) for text in texts)


@given(surveys().flatmap(lambda its: st.tuples(st.just(its), answers(its))), st.sampled_from(LANGUAGES))
def test_what_was_filled_in_is_read_back(pair: tuple[Survey, dict[str, Answer]], language: Language) -> None:
    survey, wanted = pair
    wanted = {key: plain(answer) for key, answer in wanted.items() if simple(answer) and str(plain(answer)).strip()}
    form = render(survey, "enquete", words(language), "ergens", "3xmj-02ct")
    found = parse(fill(form, survey, wanted), survey)
    assert tidy(survey, found.answers) == tidy(survey, wanted)
    assert (found.activity, found.token, found.absent) == ("enquete", "3xmj-02ct", False)


@given(surveys())
def test_an_empty_form_answers_nothing_whatever_the_questions_say(survey: Survey) -> None:
    assert parse(render(survey, "enquete", NL), survey).answers == {}


def test_every_kind_also_quoted_by_a_mail_program() -> None:
    form = fill(render(EVERY, "enquete", NL), EVERY, ANSWERS).replace("[ ] Ik ben", "[X] Ik ben")
    quoted = "\n".join(f"> {line}" for line in form.split("\n"))
    for text in (form, quoted, f"Beste griffie,\r\n\r\n{quoted}\n\nGroet", form.replace("\n", "\r\n")):
        found = parse(text, EVERY)
        assert found.answers == {**ANSWERS, "single": "other:Das & <i>ree</i>"}
        assert found.absent


def test_a_mail_is_read_and_two_forms_without_a_code_are_two_people() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Anna <anna@voorbeeld.nl>", "Re: enquête"
    mail.set_content(fill(render(EVERY, "enquete", NL), EVERY, {"single": "b", "text": "één € 5"}))
    data = mail.as_bytes()
    assert is_one("antwoord.eml", data)
    found = read_all(
        [("a.eml", data), ("b.eml", data), ("a.eml", data), ("c.eml", b"From: x\n\nhallo")], EVERY, "enquete"
    )
    assert [sheet.answers for sheet in found.sheets] == [{"single": "b", "text": "één € 5"}] * 2
    assert [fault.code for fault in found.faults["c.eml"]] == ["no_answer_file"]
    assert "anna" not in str(found.sheets).casefold()


def test_a_code_makes_the_same_person_of_a_form_and_a_page() -> None:
    form = fill(render(EVERY, "enquete", NL, token="3xmj-02ct"), EVERY, {"single": "b"})
    assert read("x.txt", form.encode(), EVERY, "enquete").key == key_of("3XMJ02CT", "enquete")


def test_every_answer_that_can_not_be_is_said_at_once() -> None:
    """Who mends a form by what is said of it hears nothing new at the second reading."""
    form = render(EVERY, "enquete", NL).replace(
        "[ ] Beer\n[ ] Civetkat\n[ ] Iets", "[x] Beer\n[x] Civetkat\n[ ] Iets", 1
    )
    form = fill(form, EVERY, {"number": "vijfentwintig", "date": "31-02-2020"})
    with pytest.raises(BadFile) as bad:
        read("x.txt", form.encode(), EVERY, "enquete")
    assert [fault.facts["question"] for fault in bad.value.faults] == ["Welk dier?", "Hoeveel uur?", "Welke dag?"]


def test_a_form_of_another_survey_is_said_to_be_that() -> None:
    form = render(EVERY, "andere", NL).replace("=== 4 ===", "=== 4 ===\n=> veel")
    with pytest.raises(BadFile) as bad:
        read("x.txt", form.encode(), EVERY, "enquete")
    assert [fault.code for fault in bad.value.faults] == ["other_survey"]


@pytest.mark.parametrize(
    ("number", "day"), [("7,5", "1-3-2019"), ("7.5 uur", "1 maart 2019"), ("7,5 Uur", "1 mrt. 2019")]
)
def test_a_number_with_its_unit_and_a_day_in_words(number: str, day: str) -> None:
    form = fill(render(EVERY, "enquete", NL), EVERY, {"number": number, "date": day})
    assert parse(form, EVERY).answers == {"number": 7.5, "date": "2019-03-01"}


def test_the_form_says_what_a_number_may_be() -> None:
    assert "(Een getal van 0 tot en met 24. In uur.)" in render(EVERY, "enquete", NL)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[ ] Beer\n[ ] Civetkat\n[ ] Iets", "[x] Beer\n[x] Civetkat\n[ ] Iets"),
        ("=== 4 ===", "=== 4 ===\n=> veel"),
        ("spilter-survey: enquete", "spilter-survey: andere"),
    ],
)
def test_what_can_not_be_told_is_said(before: str, after: str) -> None:
    form = render(EVERY, "enquete", NL).replace(before, after, 1)
    with pytest.raises(BadFile) as bad:
        read("x.txt", form.encode(), EVERY, "enquete")
    assert bad.value.faults[0].sentence(NL)


@given(st.binary(max_size=400), st.sampled_from(["x.txt", "x.eml", "x.json"]))
def test_no_bytes_make_more_than_a_sentence(data: bytes, name: str) -> None:
    for each in (data, b"spilter-survey: enquete\n=== 1 ===\n" + data, b'{"format":"spilter-answers",' + data):
        found = read_all([(name, each)], EVERY, "enquete")
        assert all(fault.sentence(NL) for faults in found.faults.values() for fault in faults)
