"""A mapping of columns in words: what each is, why, and what of it fits. The desk and the command say the same."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from server.domain.survey.applying import Applied, Fitted, fitted
from server.domain.survey.columns import Responses
from server.domain.survey.mapping import ColumnUse, Reason, Use
from server.domain.survey.mapping import Mapping as Columns
from server.domain.survey.open_answers import holds_texts, telling
from server.domain.survey.questions import Survey
from server.domain.text import one_line, width
from spilter_tui.i18n import N_, _, ngettext

USES: Mapping[Use, str] = {
    "question": N_("answer to: {question}"),
    "open": N_("texts, for a start list"),
    "token": N_("token: tells the rows apart, only a hash is kept"),
    "key": N_("number of the answer: tells the rows apart, only a hash is kept"),
    "absent": N_("whether this person will be absent"),
    "identifies": N_("left out: it tells who somebody is"),
    "ignored": N_("left out"),
}
REASONS: Mapping[Reason, str] = {
    "alike": N_("the text is nearly the same: look at it"),
    "time": N_("a moment"),
    "address": N_("an address of a computer"),
    "email": N_("an e-mail address"),
    "name": N_("a name"),
    "phone": N_("a telephone number"),
    "place": N_("a place"),
    "state": N_("of the survey service itself"),
    "repeats": N_("the same comes back: it doesn't tell the rows apart"),
    "empty": N_("empty"),
}
PROVIDERS = {
    "limesurvey": "LimeSurvey",
    "googleforms": "Google Forms",
    "surveymonkey": "SurveyMonkey",
    "qualtrics": "Qualtrics",
    "plain": N_("a table"),
}
EXAMPLES, SHOWN = 3, 60


class Told(NamedTuple):
    """A column in words: its name, what it is, how much of it fits (empty where that isn't asked)."""

    use: ColumnUse
    name: str
    meaning: str
    fits: str
    strange: tuple[str, ...]


def told(columns: Columns, responses: Responses, survey: Survey) -> list[Told]:
    """Every column in words, in the order of the file."""
    counts = {each.name: each for each in fitted(columns, responses, survey)}
    return [_told(columns.of(each.name), survey, counts.get(each.name)) for each in responses.columns]


def _told(use: ColumnUse, survey: Survey, count: Fitted | None) -> Told:
    name = both_ends(use.name)
    if count is None:
        return Told(use, name, meaning(use, survey), "", ())
    said = _("{fits} of {n} fit").format(fits=count.fits, n=count.filled)
    return Told(use, name, meaning(use, survey), said, count.strange)


def both_ends(name: str) -> str:
    """A long name with its middle left out: columns of one question differ in what stands last."""
    line = one_line(name)
    if width(line) <= SHOWN:
        return line
    half = one_line(line, SHOWN // 2).removesuffix("…").rstrip()
    end = one_line(line[::-1], SHOWN // 2)[::-1].removeprefix("…").lstrip()
    return f"{half}…{end}"


def meaning(use: ColumnUse, survey: Survey) -> str:
    """What a column is, and why that is thought."""
    asked = next((question for question in survey.questions if question.id == use.question), None)
    said = _(USES[use.use]).format(question=one_line(asked.text if asked else use.question, SHOWN))
    parts = asked.rows or asked.options if asked else ()
    part = next((one_line(each.text, SHOWN) for each in parts if each.id == use.part), use.part)
    said = f"{said} [{part}]" if part else said
    return f"{said} ({_(REASONS[use.why])})" if use.why in REASONS else said


def examples(responses: Responses, name: str) -> str:
    """The first few things in a column."""
    at = next((n for n, column in enumerate(responses.columns) if column.name == name), None)
    cells = [] if at is None else [cell for cell in dict.fromkeys(responses.cells(at)) if cell]
    return " · ".join(one_line(cell, SHOWN) for cell in cells[:EXAMPLES])


def origin(responses: Responses) -> str:
    """From where a file is, and how much is in it."""
    n = len(responses.rows)
    answers = ngettext("{n} answer", "{n} answers", n).format(n=n)
    columns = ngettext("{n} column", "{n} columns", len(responses.columns)).format(n=len(responses.columns))
    return f"{_(PROVIDERS[responses.provider])}: {answers}, {columns}"


def lost(applied: Applied) -> Iterator[str]:
    """What of a file is not in the sheets, in sentences."""
    says = (
        (applied.empty, _("Rows without an answer, left out: {n}.")),
        (applied.again, _("Rows with a token that came again, of which the last counts: {n}.")),
        (applied.cut, _("Texts that were too long and are cut off: {n}.")),
        (applied.passed, _("Answers to questions that weren't asked, left out: {n}.")),
    )
    yield from (said.format(n=n) for n, said in says if n)


def warning(columns: Columns, responses: Responses, survey: Survey) -> str:
    """That somebody must look at texts first, as they may tell who wrote them; empty where none does."""
    n = sum(
        telling(responses.cells(at))
        for at, column in enumerate(responses.columns)
        if holds_texts(columns.of(column.name), survey)
    )
    return (
        _("Texts with an e-mail address or a telephone number in them: {n}. Look at these first.").format(n=n)
        if n
        else ""
    )
