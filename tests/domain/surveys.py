"""Random surveys, and answers to them that may be."""

import datetime
import string
from typing import Any, get_args

from hypothesis import strategies as st

from server.domain.survey.questions import (
    CHOOSING,
    KINDS,
    OTHER,
    SHORT,
    Answer,
    Clause,
    Condition,
    Operator,
    Option,
    Page,
    Question,
    Survey,
)

OPERATORS: tuple[Operator, ...] = get_args(Operator)
IDS = st.text(string.ascii_letters + string.digits + "_", min_size=1, max_size=6)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(
    lambda text: bool(text.strip())
)


def options(least: int = 2, most: int = 5) -> st.SearchStrategy[tuple[Option, ...]]:
    """Options with ids of their own."""
    ids = st.lists(IDS, min_size=least, max_size=most, unique=True)
    return ids.flatmap(lambda keys: st.tuples(*(st.builds(Option, st.just(key), TEXTS) for key in keys)))


@st.composite
def questions(draw: st.DrawFn, key: str, earlier: tuple[Question, ...]) -> Question:
    """A question of any kind, perhaps asked only after some answer to an earlier one."""
    kind = draw(st.sampled_from(KINDS))
    own: dict[str, Any] = {"required": draw(st.booleans()), "help": draw(st.just("") | TEXTS)}
    if kind in CHOOSING:
        own["options"] = draw(options())
        own["other"] = kind != "grid" and bool(draw(st.integers(0, 1)))
    if kind == "grid":
        own["rows"] = draw(options(least=1))
    if kind == "top":
        own["most"] = draw(st.integers(1, len(own["options"]) - 1))
    if kind == "scale":
        own["low"], own["high"] = draw(st.integers(-3, 1)), draw(st.integers(2, 10))
    if kind == "number":
        own["minimum"], own["maximum"], own["decimals"] = -100, 1000, draw(st.integers(0, 2))
    if bool(earlier) and draw(st.booleans()):
        own["when"] = draw(conditions(earlier))
    return Question(key, kind, draw(TEXTS), **own)


@st.composite
def conditions(draw: st.DrawFn, earlier: tuple[Question, ...]) -> Condition:
    """A condition that asks for earlier questions."""
    clauses = []
    for asked in draw(st.lists(st.sampled_from(earlier), min_size=1, max_size=2)):
        operator = draw(st.sampled_from(OPERATORS))
        value: str | int = asked.options[0].id if asked.options else draw(st.integers(-3, 5))
        row = asked.rows[0].id if asked.rows else ""
        clauses.append(Clause(asked.id, operator, value, row))
    return Condition(tuple(clauses), draw(st.sampled_from(["all", "any"])))


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    """A survey of one or two pages."""
    asked: tuple[Question, ...] = ()
    for n in range(draw(st.integers(1, 5))):
        asked += (draw(questions(f"q{n}", asked)),)
    cut = draw(st.integers(0, len(asked)))
    pages = tuple(Page(part, draw(st.just("") | TEXTS)) for part in (asked[:cut], asked[cut:]) if part)
    return Survey(pages, draw(st.just("") | TEXTS), draw(st.just("") | TEXTS))


def answers(survey: Survey) -> st.SearchStrategy[dict[str, Answer]]:
    """Answers to some questions of a survey, or to all, each of which may be."""
    given = {question.id: answer_to(question) for question in survey.questions}
    return st.fixed_dictionaries({}, optional=given)


def answer_to(question: Question) -> st.SearchStrategy[Any]:
    """An answer that may be given to a question."""
    keys = [option.id for option in question.options]
    typed = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(lambda text: OTHER + "x" + text)
    choices = st.sampled_from(keys) if keys else st.nothing()
    if question.other:
        choices |= typed
    most = question.most or len(keys)
    match question.kind:
        case "single":
            return choices
        case "multiple" | "top" | "ranking":
            key = lambda chosen: OTHER if chosen.startswith(OTHER) else chosen  # noqa: E731
            return st.lists(choices, min_size=1, max_size=most, unique_by=key).map(tuple)
        case "scale":
            return st.integers(question.low, question.high)
        case "number":
            return st.integers(-100, 1000).map(lambda n: n if question.decimals == 0 else n / 10**question.decimals)
        case "date":
            return st.dates(datetime.date(1900, 1, 1)).map(datetime.date.isoformat)
        case "grid":
            columns = st.sampled_from(keys)
            return st.dictionaries(st.sampled_from([row.id for row in question.rows]), columns, min_size=1)
        case _:
            return TEXTS.map(lambda text: text[:SHORT])
