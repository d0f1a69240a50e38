"""A survey as an agenda has it: one `[[activities.settings.questions]]` each, in order, with texts for options.

An option is written as its text and known by its number on the list, or as a table with an `id` and a `text`. `page`
begins a new page with that title. `when` names earlier questions, and options by their id or their text.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

import msgspec

from server.domain.survey.questions import (
    Asked,
    Clause,
    Condition,
    Count,
    Decimals,
    Kind,
    Labels,
    Line,
    Long,
    Option,
    Page,
    Question,
    Step,
    Survey,
    Tags,
    Unit,
)
from server.domain.text import fold

WrittenOption = Line | Option
Options = Annotated[tuple[WrittenOption, ...], msgspec.Meta(max_length=200)]


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A question as an agenda has it; the keys are those of `Question`, and `page`, `when` and `any`."""

    text: Asked
    kind: Kind = "single"
    id: Annotated[str, msgspec.Meta(max_length=60, pattern=r"^([A-Za-z0-9_][A-Za-z0-9_.-]*)?$")] = ""
    page: Line = ""
    help: Long = ""
    required: bool = False
    options: Options = ()
    rows: Options = ()
    counts: Annotated[tuple[Line, ...], msgspec.Meta(max_length=200)] = ()
    other: bool = False
    most: Count = 0
    low: Step = 1
    high: Step = 5
    labels: Labels = ()
    minimum: float | None = None
    maximum: float | None = None
    decimals: Decimals = 0
    unit: Unit = ""
    when: Annotated[tuple[Clause, ...], msgspec.Meta(max_length=50)] = ()
    any: bool = False
    tags: Tags = ()


def survey_of(written: Sequence[Written], title: str = "", intro: str = "") -> Survey:
    """The survey that an agenda describes. A question without an id is called by its number: q1, q2…"""
    questions: dict[str, Question] = {}
    pages: list[tuple[str, list[Question]]] = []
    for n, each in enumerate(written, 1):
        question = _question(each, f"q{n}", questions)
        questions.setdefault(question.id, question)
        if each.page or not pages:
            pages.append((each.page, []))
        pages[-1][1].append(question)
    return Survey(tuple(Page(tuple(asked), name) for name, asked in pages), title, intro)


def _question(each: Written, name: str, earlier: dict[str, Question]) -> Question:
    options, rows = tuple(_options(each.options)), tuple(_options(each.rows))
    clauses = tuple(msgspec.structs.replace(clause, value=_value(clause, earlier)) for clause in each.when)
    kept = {key: getattr(each, key) for key in _SAME}
    return Question(
        id=each.id or name,
        options=options,
        rows=rows,
        counts=tuple(_named(text, options) for text in each.counts),
        when=Condition(clauses, "any" if each.any else "all") if clauses else None,
        **kept,
    )


_SAME = (
    "kind", "text", "help", "required", "other", "most", "low", "high", "labels", "minimum", "maximum", "decimals",
    "unit", "tags",
)  # fmt: skip


def _options(given: Iterable[WrittenOption]) -> Iterator[Option]:
    for n, each in enumerate(given, 1):
        yield Option(str(n), each) if isinstance(each, str) else each


def _named(said: str, options: Sequence[Option]) -> str:
    """The id of the option that is called so, by its id or its text; what was said where there is none."""
    found = (option.id for option in options if said == option.id or fold(said) == fold(option.text))
    return next(found, said)


def _value(clause: Clause, earlier: dict[str, Question]) -> str | int | float:
    question = earlier.get(clause.question)
    return _named(clause.value, question.options) if question and isinstance(clause.value, str) else clause.value


def written(survey: Survey) -> tuple[Written, ...]:
    """A survey as an agenda has it: what `survey_of` makes the same survey of."""
    return tuple(
        _write(question, page.title if at == 0 else "")
        for page in survey.pages
        for at, question in enumerate(page.questions)
    )


def _write(question: Question, page: str) -> Written:
    when = question.when
    return Written(
        id=question.id,
        page=page,
        options=question.options,
        rows=question.rows,
        counts=question.counts,
        when=when.clauses if when else (),
        any=bool(when and when.how == "any"),
        **{key: getattr(question, key) for key in _SAME},
    )
