"""LimeSurvey's types of questions as ours. What has no counterpart gives a note."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from server.domain.i18n import N_, Words
from server.domain.survey.drafts import Draft, named
from server.domain.survey.notes import Note
from server.domain.survey.questions import Kind, Option, Question


class Asked(msgspec.Struct, frozen=True):
    """A question of LimeSurvey: `parts` are its sub-questions, `answers` its options by scale, as code and text."""

    type: str
    question: Question
    parts: tuple[Option, ...] = ()
    answers: Mapping[str, tuple[Option, ...]] = {}
    more: Mapping[str, str] = {}  # its settings: max_answers, suffix…

    @property
    def options(self) -> tuple[Option, ...]:
        """The options of a question that has them once."""
        return self.answers.get("0", ())

    def number(self, name: str) -> float | None:
        """A setting that is a number; None where it isn't set, or is a formula."""
        try:
            return float(self.more.get(name, ""))
        except ValueError:
            return None


Made = tuple[list[Question], list[Note]]

LEFT_OUT: dict[str, str] = {
    "|": N_("handing in a file"),
    "*": N_("a calculation"),
    ":": N_("a table of numbers"),
    ";": N_("a table of texts"),
    "I": N_("choosing a language"),
    "X": N_("a text without a question"),
}
UNKNOWN = N_("this kind of question")


def questions_of(asked: Asked, words: Words) -> Made:
    """What is asked instead, none or more questions, and what is said of it. `words`: for yes and no."""
    if asked.number("hidden"):
        return [], [Note("hidden", {"question": named(asked.question.text)})]
    make = _KINDS.get(asked.type)
    if make is None:
        what = LEFT_OUT.get(asked.type, UNKNOWN)
        return [], [Note("not_asked", {"question": named(asked.question.text), "what": what})]
    return make(asked, words)


def _as(asked: Asked, kind: Kind, **more: object) -> Question:
    other = asked.question.other and kind in ("single", "multiple")
    return msgspec.structs.replace(asked.question, kind=kind, **{"other": other, **more})


def _long(asked: Asked, words: Words) -> Made:
    return [_as(asked, "long")], []


def _short(asked: Asked, words: Words) -> Made:
    return [_as(asked, "text")], []


def _scale(asked: Asked, words: Words) -> Made:
    return [_as(asked, "scale", low=1, high=5)], []


def _date(asked: Asked, words: Words) -> Made:
    return [_as(asked, "date")], []


def _single(asked: Asked, words: Words) -> Made:
    notes = [Note("comment", {"question": named(asked.question.text)})] if asked.type == "O" else []
    return [_as(asked, "single", options=asked.options)], notes


def _yes_no(asked: Asked, words: Words) -> Made:
    return [_as(asked, "single", options=_said(words, Y=N_("Yes"), N=N_("No")))], []


def _gender(asked: Asked, words: Words) -> Made:
    return [_as(asked, "single", options=_said(words, F=N_("Female"), M=N_("Male")))], []


def _said(words: Words, **options: str) -> tuple[Option, ...]:
    return tuple(Option(key, words.gettext(text)) for key, text in options.items())


def _multiple(asked: Asked, words: Words) -> Made:
    notes = [Note("comment", {"question": named(asked.question.text)})] if asked.type == "P" else []
    return [_as(asked, "multiple", options=asked.parts, most=_most(asked, len(asked.parts)))], notes


def _ranking(asked: Asked, words: Words) -> Made:
    options = asked.options or asked.parts
    return [_as(asked, "ranking", options=options, other=False, most=_most(asked, len(options)))], []


def _most(asked: Asked, n: int) -> int:
    most = asked.number("max_answers") or 0
    return int(most) if 0 < most < n else 0


def _number(asked: Asked, words: Words) -> Made:
    whole = bool(asked.number("num_value_int_only"))
    return [
        _as(
            asked,
            "number",
            minimum=asked.number("min_num_value_n"),
            maximum=asked.number("max_num_value_n"),
            decimals=0 if whole else 2,
            unit=asked.more.get("suffix", ""),
        )
    ], []


def _each_part(kind: Kind) -> Callable[[Asked, Words], Made]:
    """One question for each sub-question: several short texts, several numbers."""

    def made(asked: Asked, words: Words) -> Made:
        decimals = 2 if kind == "number" else 0
        return [
            _as(asked, kind, id=f"{asked.question.id}_{part.id}", text=_joined(asked, part), decimals=decimals)
            for part in asked.parts
        ], []

    return made


def _joined(asked: Asked, part: Option) -> str:
    return f"{asked.question.text} – {part.text}" if part.text else asked.question.text


def _grid(asked: Asked, words: Words) -> Made:
    return [_as(asked, "grid", rows=asked.parts, options=asked.options)], []


def _steps(n: int) -> Callable[[Asked, Words], Made]:
    """A grid with the numbers from one as its columns."""

    def made(asked: Asked, words: Words) -> Made:
        options = tuple(Option(str(step), str(step)) for step in range(1, n + 1))
        return [_as(asked, "grid", rows=asked.parts, options=options)], []

    return made


def _worded(**said: str) -> Callable[[Asked, Words], Made]:
    """A grid with LimeSurvey's own words as its columns."""

    def made(asked: Asked, words: Words) -> Made:
        return [_as(asked, "grid", rows=asked.parts, options=_said(words, **said))], []

    return made


def _two_scales(asked: Asked, words: Words) -> Made:
    key = asked.question.id
    found = [
        _as(asked, "grid", id=f"{key}_{scale}", rows=asked.parts, options=options)
        for scale, options in sorted(asked.answers.items())
    ]
    return found, [Note("two_scales", {"question": named(asked.question.text), "n": len(found)})]


_KINDS: dict[str, Callable[[Asked, Words], Made]] = {
    "T": _long,
    "U": _long,
    "S": _short,
    "N": _number,
    "D": _date,
    "5": _scale,
    "L": _single,
    "!": _single,
    "O": _single,
    "Y": _yes_no,
    "G": _gender,
    "M": _multiple,
    "P": _multiple,
    "R": _ranking,
    "Q": _each_part("text"),
    "K": _each_part("number"),
    "F": _grid,
    "H": _grid,
    "A": _steps(5),
    "B": _steps(10),
    "C": _worded(Y=N_("Yes"), U=N_("Uncertain"), N=N_("No")),
    "E": _worded(I=N_("Increase"), S=N_("Same"), D=N_("Decrease")),
    "1": _two_scales,
}


def drafts(asked: Sequence[Asked], formulas: Mapping[str, str], words: Words) -> tuple[list[Draft], list[Note]]:
    """The questions of a group with their conditions; `formulas`: by what LimeSurvey calls the question."""
    found: list[Draft] = []
    notes: list[Note] = []
    for each in asked:
        questions, said = questions_of(each, words)
        found += [Draft(question, question.id, formulas.get(each.question.id, "")) for question in questions]
        notes += said
    return found, notes
