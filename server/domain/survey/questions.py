"""What a survey asks, and what form an answer has; `answers.py` tells which answers may be.

An answer by the kind of its question:

| kind | answer |
|---|---|
| single | an option's id, or `other:` and what was typed |
| multiple, top | option ids in the options' order, which says nothing of preference; last perhaps `other:` and a text |
| ranking | option ids, the best first; those left out are below all others |
| scale, number | a number |
| date | a day, as `2026-11-21` |
| text, long | what was typed |
| grid | for each row's id the id of the option that was chosen in it |

What isn't answered has no key in `Answers`. `tidy` gives the one form of every answer that is stored and compared.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias, get_args

import msgspec

from server.domain.i18n import N_, Language, Words, language_of
from server.domain.numbers import number

ID = r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$"
OTHER = "other:"
SHORT = 200
"""The most characters of a short text, and of what is typed as another answer."""

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=ID)]
Line = Annotated[str, msgspec.Meta(max_length=300)]
Asked = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
Long = Annotated[str, msgspec.Meta(max_length=4000)]
Count = Annotated[int, msgspec.Meta(ge=0, le=200)]
Step = Annotated[int, msgspec.Meta(ge=-1000, le=1000)]
Labels = Annotated[tuple[Line, ...], msgspec.Meta(max_length=101)]
Decimals = Annotated[int, msgspec.Meta(ge=0, le=6)]
Unit = Annotated[str, msgspec.Meta(max_length=30)]
Tags = Annotated[tuple[str, ...], msgspec.Meta(max_length=20)]
Kind: TypeAlias = Literal[
    "single", "multiple", "top", "scale", "number", "date", "text", "long", "ranking", "grid"
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
CHOOSING: frozenset[Kind] = frozenset({"single", "multiple", "top", "ranking", "grid"})
"""The kinds that have options."""

Operator: TypeAlias = Literal["is", "is_not", "includes", "less", "more", "answered"]
Answer: TypeAlias = str | int | float | tuple[str, ...] | dict[str, str]
Answers: TypeAlias = Mapping[str, Answer]
BACKGROUND = "background"
"""The tag of a question whose answers divide the others: a sector, a role. Shown only where four answered alike."""


class Option(msgspec.Struct, frozen=True):
    """Something to choose, or a row of a grid."""

    id: Id
    text: Line


class Clause(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the answer to an earlier question must be. `includes`: among those chosen; `less` and `more`: a number.

    `row`: of a grid, in which row. `value`: an option's id, a text, a day or a number; for `answered` nothing.
    """

    question: Id
    op: Operator
    value: str | int | float = ""
    row: str = ""


class Condition(msgspec.Struct, frozen=True, omit_defaults=True):
    """When a question is asked: all of the clauses, or any of them."""

    clauses: Annotated[tuple[Clause, ...], msgspec.Meta(min_length=1, max_length=50)]
    how: Literal["all", "any"] = "all"


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """One question. What doesn't belong to its kind stays at its default.

    `rows`: a grid's rows, its `options` being the columns. `counts`: the columns whose share ranks the rows; none is
    the first. `other`: something else may be typed. `most`: how many may be chosen, 0 is no limit; for `top`, how many
    are asked for. `low`, `high`, `labels`: a scale's ends, and what its steps are called, one for each or one for each
    end. `minimum`, `maximum`, `decimals`: what a number may be. `unit`: what is printed behind a number.
    """

    id: Id
    kind: Kind
    text: Asked
    help: Long = ""
    required: bool = False
    options: Annotated[tuple[Option, ...], msgspec.Meta(max_length=200)] = ()
    rows: Annotated[tuple[Option, ...], msgspec.Meta(max_length=200)] = ()
    counts: Annotated[tuple[Id, ...], msgspec.Meta(max_length=200)] = ()
    other: bool = False
    most: Count = 0
    low: Step = 1
    high: Step = 5
    labels: Labels = ()
    minimum: float | None = None
    maximum: float | None = None
    decimals: Decimals = 0
    unit: Unit = ""
    when: Condition | None = None
    tags: Tags = ()

    def option(self, chosen: str) -> str:
        """What an option, or what was typed instead, says; empty where there is no such option."""
        if chosen.startswith(OTHER):
            return chosen.removeprefix(OTHER)
        return next((option.text for option in self.options if option.id == chosen), "")


class Page(msgspec.Struct, frozen=True, omit_defaults=True):
    """Questions that are asked together."""

    questions: Annotated[tuple[Question, ...], msgspec.Meta(max_length=500)]
    title: Line = ""


class Survey(msgspec.Struct, frozen=True, omit_defaults=True):
    """A whole survey."""

    pages: Annotated[tuple[Page, ...], msgspec.Meta(max_length=200)]
    title: Line = ""
    intro: Long = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in the order in which they are asked."""
        return tuple(question for page in self.pages for question in page.questions)

    @property
    def backgrounds(self) -> tuple[Question, ...]:
        """The questions whose answers divide those to the others; a survey that can be asked has one at most."""
        return tuple(question for question in self.questions if BACKGROUND in question.tags)


Facts: TypeAlias = Mapping[str, str | int | float]


class Fault(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is wrong with a question, or with the answer to it: a code, and the facts its sentence needs."""

    question: str
    code: str
    facts: Facts = {}

    def sentence(self, words: Words) -> str:
        """What is wrong, in the words of a language."""
        spoken = language_of(words)
        facts = {name: _said(value, spoken) for name, value in self.facts.items()}
        return words.gettext(SAYS[self.code]).format(**facts)


def _said(value: str | float, language: Language) -> str:
    """A fact as it is read: a number with no more decimals than it has."""
    if isinstance(value, str):
        return value
    exponent = int(Decimal(str(value)).normalize().as_tuple().exponent)
    return number(value, language, max(0, -exponent))


SAYS = {
    "id_twice": N_("This id is used twice."),
    "no_options": N_("There must be at least two options."),
    "no_rows": N_("A grid needs rows."),
    "no_scale": N_("The highest step of a scale must be above the lowest."),
    "labels": N_("Give a label for each step of the scale, or one for each end."),
    "no_range": N_("The maximum must not be below the minimum."),
    "no_top": N_("Say how many are chosen with “most”: at least one, and fewer than there are options."),
    "counts": N_("What counts must be one of the columns."),
    "later": N_("The condition asks for something that is no earlier question."),
    "backgrounds": N_("Only one question can be the background by which the others are divided."),
    "rows_left": N_("Something must be chosen in every row."),
    "required": N_("This question must be answered."),
    "unknown": N_("There is no such question."),
    "shape": N_("This is no answer to a question of this kind."),
    "no_option": N_("“{id}” is none of the options."),
    "too_many": N_("Choose no more than {most}."),
    "off_scale": N_("Choose from {low} to {high}."),
    "too_low": N_("The number must not be below {limit}."),
    "too_high": N_("The number must not be above {limit}."),
    "decimals": N_("Use no more than {limit} decimals."),
    "no_date": N_("Write a day that exists, as 21-11-2026."),
    "too_long": N_("The text is too long: {length} characters, {limit} fit."),
}


def faults_of(survey: Survey) -> tuple[Fault, ...]:
    """What is wrong with a survey whose shape is right."""
    found: list[Fault] = []
    earlier: set[str] = set()
    for question in survey.questions:
        if question.id in earlier:
            found.append(Fault(question.id, "id_twice", {"id": question.id}))
        found += (Fault(question.id, code, facts) for code, facts in _faults(question))
        clauses = question.when.clauses if question.when else ()
        found += (
            Fault(question.id, "later", {"id": each.question}) for each in clauses if each.question not in earlier
        )
        earlier.add(question.id)
    found += (Fault(question.id, "backgrounds") for question in survey.backgrounds[1:])
    return tuple(found)


def _faults(question: Question) -> Iterator[tuple[str, Facts]]:
    kind, options = question.kind, question.options
    if kind in CHOOSING and len(options) + question.other < 2:
        yield "no_options", {}
    if kind == "grid" and not question.rows:
        yield "no_rows", {}
    yield from (("id_twice", {"id": twice}) for twice in (*_twice(options), *_twice(question.rows)))
    yield from (("counts", {"id": key}) for key in question.counts if not question.option(key))
    if kind == "top" and not 1 <= question.most < len(options) + question.other:
        yield "no_top", {}
    if kind == "scale" and question.high <= question.low:
        yield "no_scale", {}
    if kind == "scale" and len(question.labels) not in {0, 2, question.high - question.low + 1}:
        yield "labels", {}
    if question.minimum is not None and question.maximum is not None and question.maximum < question.minimum:
        yield "no_range", {}


def _twice(options: Iterable[Option]) -> Iterator[str]:
    seen: set[str] = set()
    for option in options:
        if option.id in seen:
            yield option.id
        seen.add(option.id)
