"""A survey as a plain text that is filled in and mailed back, and reading what comes back.

A question stands under a line of its own, `=== 3 ===`. Options are a `[ ]` each, known by their order, since mail
programs break lines; other answers stand behind `=>`. What a mail program puts before every line (`>`) may stay there.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from server.domain.i18n import N_, Words, language_of
from server.domain.numbers import number
from server.domain.survey.questions import OTHER, Answer, Clause, Operator, Option, Question, Survey
from server.domain.survey.typed import written
from server.domain.text import display, one_line

MARK = "spilter-survey:"
ARROW = "=>"
END = "=== . ==="
TYPED = frozenset({"scale", "number", "date", "text", "long"})
_HEAD = re.compile(r"^(?P<before>[>\s]*)===\s*(?P<n>\d+|\.)\s*===\s*$")
_BOX = re.compile(r"^\s*\[([^\]]*)\]")
_QUOTED = re.compile(r"^(?:>\s?)+")

OPERATORS: dict[Operator, str] = {
    "is": N_("question {n} is “{value}”"),
    "is_not": N_("question {n} is not “{value}”"),
    "includes": N_("at question {n} you chose “{value}”"),
    "less": N_("question {n} is less than {value}"),
    "more": N_("question {n} is more than {value}"),
    "answered": N_("you answered question {n}"),
}


class Form(msgspec.Struct, frozen=True):
    """What a form that came back says."""

    activity: str
    answers: dict[str, Answer]
    token: str = ""
    absent: bool = False
    unclear: frozenset[str] = frozenset()  # the questions at which it can't be told what is meant


# --- writing ----------------------------------------------------------------------------------------------------


def render(survey: Survey, activity: str, words: Words, reply: str = "", token: str = "") -> str:
    """The form. `reply`: where to send it; `token`: the code of who it is for, filled in already."""
    _ = words.gettext
    code, absent = _("The code from your invitation, if you got one:"), _("I won't be at the meeting")
    lines = [*_safe(survey.title), "", *([*_safe(survey.intro), ""] if survey.intro else [])]
    lines += [
        _("Put an x between the brackets [ ] of what you choose, and type other answers behind the arrow =>."),
        _("Change nothing else. Then send this whole text back."),
        *([_("Send it to: {reply}").format(reply=one_line(reply))] if reply else []),
        f"{MARK} {activity}",
        "",
        f"{code} {ARROW} {token}".rstrip(),
        f"[ ] {absent}",
    ]
    numbers = {question.id: n for n, question in enumerate(survey.questions, 1)}
    for page in survey.pages:
        for at, question in enumerate(page.questions):
            lines += [
                "",
                f"=== {numbers[question.id]} ===",
                *([*_safe(page.title), ""] if page.title and not at else []),
            ]
            lines += _question(question, survey, numbers, words)
    return "\n".join([*lines, "", END, _("Thank you."), ""])


def _safe(text: str) -> list[str]:
    """The lines of somebody's text, so that none of them is taken for a place to answer."""
    lines = display(text).replace(ARROW, "→").split("\n")
    return [f"· {line}" if line.lstrip("> ").startswith(("[", "===")) else line for line in lines]


def _question(question: Question, survey: Survey, numbers: dict[str, int], words: Words) -> Iterator[str]:
    yield from _safe(question.text)
    if question.help:
        yield from _safe(question.help)
    hints = [*_conditions(question, survey, numbers, words), *_hints(question, words)]
    if hints:
        yield f"({' '.join(hints)})".replace(ARROW, "→")
    yield from (f"[ ] {' '.join(_safe(one_line(option.text)))}" for option in question.rows or question.options)
    if question.other:
        yield f"[ ] {_something_else(words)}: {ARROW}"
    if question.kind in TYPED:
        yield ARROW


def _something_else(words: Words) -> str:
    return words.gettext("Something else")


def _hints(question: Question, words: Words) -> Iterator[str]:
    _ = words.gettext
    if question.required:
        yield _("Must be answered.")
    if question.kind == "single":
        yield _("Choose one.")
    if question.kind in ("multiple", "top") and question.most:
        yield _("At most {n}.").format(n=question.most)
    if question.kind == "ranking":
        yield _("Put 1, 2, 3 between the brackets, 1 being the first.")
    if question.kind == "scale":
        ends = [one_line(label) for label in (question.labels[:1] + question.labels[-1:])]
        said = _("A figure from {low} to {high}.").format(low=question.low, high=question.high)
        yield f"{said} {question.low} = {ends[0]}, {question.high} = {ends[1]}." if len(ends) == 2 else said
    if question.kind == "number":
        yield from _number_hints(question, words)
    if question.kind == "date":
        yield _("A day, as 21-11-2026.")
    if question.kind == "grid":
        columns = ", ".join(f"{n} = {one_line(option.text)}" for n, option in enumerate(question.options, 1))
        yield _("Put a figure between the brackets: {columns}.").format(columns=columns)


def _number_hints(question: Question, words: Words) -> Iterator[str]:
    """The bounds and the unit of a number, as far as it has them."""
    _ = words.gettext
    low, high = (_bound(end, question.decimals, words) for end in (question.minimum, question.maximum))
    if low and high:
        yield _("A number from {low} to {high}.").format(low=low, high=high)
    elif low:
        yield _("A number of at least {low}.").format(low=low)
    elif high:
        yield _("A number of at most {high}.").format(high=high)
    if question.unit:
        yield _("In {unit}.").format(unit=one_line(question.unit))


def _bound(end: float | None, decimals: int, words: Words) -> str:
    return "" if end is None else number(end, language_of(words), decimals if end % 1 else 0)


def _conditions(question: Question, survey: Survey, numbers: dict[str, int], words: Words) -> Iterator[str]:
    if question.when is None:
        return
    _ = words.gettext
    asked = {each.id: each for each in survey.questions}
    said = [_clause(clause, asked[clause.question], numbers, words) for clause in question.when.clauses]
    joined = (_(" and ") if question.when.how == "all" else _(" or ")).join(said)
    yield _("Only if {conditions}.").format(conditions=joined)


def _clause(clause: Clause, question: Question, numbers: dict[str, int], words: Words) -> str:
    value = question.option(str(clause.value)) or str(clause.value)
    said = words.gettext(OPERATORS[clause.op])
    return said.format(n=numbers[clause.question], value=one_line(value))


# --- reading ----------------------------------------------------------------------------------------------------


def looks_like(text: str) -> bool:
    """Whether a text seems to be a form that came back."""
    return MARK in text


def parse(text: str, survey: Survey) -> Form:
    """What a form says; where something in it is no answer to its question, that question is unclear."""
    head, parts = _parts(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    answers: dict[str, Answer] = {}
    unclear: set[str] = set()
    for n, question in enumerate(survey.questions, 1):
        try:
            answer = _answer(question, parts.get(n, []))
        except ValueError:
            unclear.add(question.id)
            continue
        if answer is not None:
            answers[question.id] = answer
    said = "\n".join(head)
    activity = re.search(rf"{MARK}\s*(\S+)", said)
    token = next((_behind([line]) for line in head if ARROW in line and MARK not in line and "[" not in line), "")
    absent = any(_marked(line) for line in head)
    return Form(activity[1] if activity else "", answers, token, absent, frozenset(unclear))


def _parts(lines: Sequence[str]) -> tuple[list[str], dict[int, list[str]]]:
    """The lines above the first question, and those of each question by its number; what was quoted, unquoted."""
    head: list[str] = []
    parts: dict[int, list[str]] = {}
    here, before = head, ""
    for line in lines:
        found = _HEAD.match(line)
        if found and found["n"] == ".":
            break
        if found:
            before = found["before"].rstrip()
            here = parts.setdefault(int(found["n"]), [])
        elif here is head:
            head.append(_QUOTED.sub("", line.lstrip()))
        else:
            here.append(line.removeprefix(before).removeprefix(" ") if before else line)
    return head, parts


def _answer(question: Question, lines: Sequence[str]) -> Answer | None:
    """The answer in a question's lines; ValueError where it can't be told what is meant."""
    if question.kind in TYPED:
        text = _behind(lines)
        if question.kind == "scale":
            return int(text) if text else None
        return written(question, text)
    marks = [found[1].strip() for line in lines if (found := _BOX.match(line))]
    if question.kind == "grid":
        return _grid(question, marks)
    chosen = _chosen(question.options, marks, ordered=question.kind == "ranking")
    other = " ".join(_behind(lines).split()) if question.other else ""
    several = (*chosen, *([OTHER + other] if other else []))
    if question.kind != "single":
        return several or None
    if len(several) > 1:
        raise ValueError("more than one was chosen")
    return several[0] if several else None


def _chosen(options: Sequence[Option], marks: Sequence[str], *, ordered: bool) -> tuple[str, ...]:
    marked = [(mark, option.id) for mark, option in zip(marks, options, strict=False) if mark]
    if ordered:
        places = sorted((int(mark), at, key) for at, (mark, key) in enumerate(marked))
        if len({place for place, _, _ in places}) < len(places):
            raise ValueError("two in one place")
        return tuple(key for _, _, key in places)
    return tuple(key for _, key in marked)


def _grid(question: Question, marks: Sequence[str]) -> Answer | None:
    rows = {row.id: int(mark) for row, mark in zip(question.rows, marks, strict=False) if mark}
    if any(not 1 <= place <= len(question.options) for place in rows.values()):
        raise ValueError("no such column")
    return {row: question.options[place - 1].id for row, place in rows.items()} or None


def _behind(lines: Sequence[str]) -> str:
    """What stands behind the arrow, to the end of the lines."""
    for at, line in enumerate(lines):
        _, arrow, rest = line.partition(ARROW)
        if arrow:
            return "\n".join([rest.strip(), *(each.rstrip() for each in lines[at + 1 :])]).strip()
    return ""


def _marked(line: str) -> bool:
    found = _BOX.match(line)
    return bool(found and found[1].strip())
