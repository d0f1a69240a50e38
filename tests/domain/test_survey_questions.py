"""What may be asked, who is asked it, and what may be answered."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.i18n import words
from server.domain.survey.answers import check, tidy, visible
from server.domain.survey.questions import (
    Answer,
    Clause,
    Condition,
    Kind,
    Operator,
    Option,
    Page,
    Question,
    Survey,
    faults_of,
)
from tests.domain.surveys import answers, surveys

AB = (Option("a", "Aap"), Option("b", "Beer"), Option("c", "Civetkat"))


def survey(*questions: Question) -> Survey:
    return Survey((Page(questions),))


def codes(question: Question, answer: Answer) -> list[str]:
    return [fault.code for fault in check(survey(question), {question.id: answer})]


@given(surveys())
def test_a_survey_is_the_same_after_json(its: Survey) -> None:
    assert not faults_of(its)
    assert msgspec.json.decode(msgspec.json.encode(its), type=Survey) == its


@given(surveys().flatmap(lambda its: st.tuples(st.just(its), answers(its))))
def test_answers_that_may_be_are_the_same_after_json_and_stay_tidy(pair: tuple[Survey, dict[str, Answer]]) -> None:
    its, given_ = pair
    assert not check(its, given_, complete=False)
    once = tidy(its, given_)
    assert tidy(its, once) == once
    assert msgspec.json.decode(msgspec.json.encode(once), type=dict[str, Answer]) == once
    assert set(once) <= {question.id for question in visible(its, once)}


@given(surveys().flatmap(lambda its: st.tuples(st.just(its), answers(its))))
def test_what_is_tidied_away_changes_nothing_of_what_is_asked(pair: tuple[Survey, dict[str, Answer]]) -> None:
    its, given_ = pair
    assert visible(its, tidy(its, given_)) == visible(its, given_)


@pytest.mark.parametrize(
    ("question", "good", "bad", "code"),
    [
        (Question("q", "single", "?", options=AB), "a", "z", "no_option"),
        (Question("q", "single", "?", options=AB), "b", "other:iets", "no_option"),
        (Question("q", "single", "?", options=AB, other=True), "other:iets", "other:" + "x" * 201, "too_long"),
        (Question("q", "single", "?", options=AB), "b", ("a",), "shape"),
        (Question("q", "multiple", "?", options=AB), ("a", "c"), "a", "shape"),
        (Question("q", "multiple", "?", options=AB, most=1), ("a",), ("a", "b"), "too_many"),
        (Question("q", "top", "?", options=AB, most=2), ("a", "b"), ("a", "b", "c"), "too_many"),
        (Question("q", "ranking", "?", options=AB), ("c", "a", "b"), ("c", "d"), "no_option"),
        (Question("q", "ranking", "?", options=AB), ("c",), ("c", "c"), "shape"),
        (Question("q", "scale", "?", low=0, high=3), 0, 4, "off_scale"),
        (Question("q", "scale", "?"), 1, 1.5, "shape"),
        (Question("q", "number", "?", minimum=2), 2, 1, "too_low"),
        (Question("q", "number", "?", maximum=2, decimals=1), 1.5, 2.5, "too_high"),
        (Question("q", "number", "?", decimals=1), 1.5, 1.25, "decimals"),
        (Question("q", "number", "?"), -3, float("inf"), "shape"),
        (Question("q", "date", "?"), "2024-02-29", "2023-02-29", "no_date"),
        (Question("q", "text", "?"), "x" * 200, "x" * 201, "too_long"),
        (Question("q", "long", "?"), "x" * 4000, "x" * 4001, "too_long"),
        (Question("q", "grid", "?", options=AB, rows=AB), {"a": "b"}, {"a": "z"}, "no_option"),
        (Question("q", "grid", "?", options=AB, rows=AB), {"a": "b"}, {"z": "b"}, "no_option"),
    ],
)
def test_an_answer_that_may_be_and_one_that_may_not(question: Question, good: Answer, bad: Answer, code: str) -> None:
    assert codes(question, good) == []
    assert codes(question, bad) == [code]


@pytest.mark.parametrize(
    ("limit", "dutch", "english"), [(60.0, "60", "60"), (7.5, "7,5", "7.5"), (25000, "25.000", "25,000")]
)
def test_a_bound_is_said_as_people_write_it(limit: float, dutch: str, english: str) -> None:
    (fault,) = check(survey(Question("q", "number", "?", maximum=limit)), {"q": 99999})
    assert fault.sentence(words("nl")) == f"Het getal mag niet boven {dutch} liggen."
    assert fault.sentence(words("en")) == f"The number must not be above {english}."


def test_what_is_required_must_be_there_when_the_survey_is_sent_and_not_before() -> None:
    grid = Question("g", "grid", "?", required=True, options=AB, rows=AB)
    its = survey(Question("q", "text", "?", required=True), grid)
    assert [(f.question, f.code) for f in check(its, {"q": " ", "g": {"a": "b"}})] == [
        ("q", "required"),
        ("g", "rows_left"),
    ]
    assert not check(its, {}, complete=False)


@pytest.mark.parametrize(
    ("op", "value", "answer", "held"),
    [
        ("is", "a", "a", True),
        ("is", "a", "b", False),
        ("is", "a", None, False),
        ("is", "other", "other:iets", True),
        ("is", "3", 3, True),
        ("is_not", "a", "b", True),
        ("is_not", "a", None, True),
        ("includes", "a", ("a", "b"), True),
        ("includes", "other", ("a", "other:x"), True),
        ("includes", "c", ("a", "b"), False),
        ("less", 3, 2, True),
        ("less", 3, 3, False),
        ("less", 3, None, False),
        ("more", "2026-01-01", "2026-01-02", True),
        ("more", "2", 3.5, True),
        ("answered", "", 0, True),
        ("answered", "", None, False),
    ],
)
def test_a_condition(op: Operator, value: str | int, answer: Answer | None, held: bool) -> None:
    its = survey(
        Question("q", "long", "?"),
        Question("then", "long", "?", when=Condition((Clause("q", op, value),))),
    )
    answers = {} if answer is None else {"q": answer}
    assert ("then" in [question.id for question in visible(its, answers)]) == held


def test_all_clauses_or_any_and_a_row_of_a_grid() -> None:
    clauses = (Clause("g", "is", "a", row="b"), Clause("n", "more", 5))
    grid, number = Question("g", "grid", "?", options=AB, rows=AB), Question("n", "number", "?")
    both = Question("both", "text", "?", when=Condition(clauses))
    either = Question("either", "text", "?", when=Condition(clauses, "any"))
    its = survey(grid, number, both, either)
    assert [q.id for q in visible(its, {"g": {"b": "a"}, "n": 5})] == ["g", "n", "either"]
    assert [q.id for q in visible(its, {"g": {"b": "a"}, "n": 6})] == ["g", "n", "both", "either"]


def test_what_answers_a_question_that_is_not_asked_is_left_out_and_asks_nothing_more() -> None:
    first = Question("first", "single", "?", options=AB)
    second = Question("second", "text", "?", when=Condition((Clause("first", "is", "a"),)))
    third = Question("third", "text", "?", when=Condition((Clause("second", "answered"),)))
    its = survey(first, second, third)
    assert tidy(its, {"third": "3", "second": "2", "first": "a"}) == {"first": "a", "second": "2", "third": "3"}
    assert tidy(its, {"third": "3", "second": "2", "first": "b"}) == {"first": "b"}


def test_choices_have_one_order_a_ranking_has_its_own() -> None:
    several, ranked = Question("m", "multiple", "?", options=AB, other=True), Question("r", "ranking", "?", options=AB)
    tidied = tidy(survey(several, ranked), {"m": ("other:x", "c", "a"), "r": ("c", "a")})
    assert tidied == {"m": ("a", "c", "other:x"), "r": ("c", "a")}


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (Question("q", "single", "?", options=AB[:1]), "no_options"),
        (Question("q", "single", "?", options=AB[:1] * 2), "id_twice"),
        (Question("q", "grid", "?", options=AB), "no_rows"),
        (Question("q", "grid", "?", options=AB, rows=AB, counts=("z",)), "counts"),
        (Question("q", "top", "?", options=AB), "no_top"),
        (Question("q", "top", "?", options=AB, most=3), "no_top"),
        (Question("q", "scale", "?", low=5, high=5), "no_scale"),
        (Question("q", "scale", "?", labels=("one",)), "labels"),
        (Question("q", "number", "?", minimum=2, maximum=1), "no_range"),
        (Question("q", "text", "?", when=Condition((Clause("q", "answered"),))), "later"),
    ],
)
def test_a_survey_that_can_not_be_asked(question: Question, code: str) -> None:
    assert [fault.code for fault in faults_of(survey(question))] == [code]


def test_only_one_question_divides_the_answers() -> None:
    one, other = (Question(key, "single", "?", options=AB, tags=("background",)) for key in ("one", "other"))
    assert [(fault.question, fault.code) for fault in faults_of(survey(one, other))] == [("other", "backgrounds")]


def test_two_questions_with_one_id() -> None:
    assert [f.code for f in faults_of(survey(Question("q", "text", "?"), Question("q", "long", "?")))] == ["id_twice"]


@pytest.mark.parametrize("kind", ["single", "ranking"])
def test_an_option_says_its_text_and_another_answer_what_was_typed(kind: Kind) -> None:
    question = Question("q", kind, "?", options=AB, other=True)
    assert (question.option("b"), question.option("other:Das"), question.option("z")) == ("Beer", "Das", "")
