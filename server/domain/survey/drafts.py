"""A survey as it comes out of somebody's file, of which it isn't sure that it can be asked; `finish` sees to that."""

from collections.abc import Iterable, Iterator

import msgspec

from server.domain.sheet import BadFile, Fault
from server.domain.survey.formulas import Reader, condition
from server.domain.survey.naming import id_of
from server.domain.survey.notes import Note
from server.domain.survey.questions import CHOOSING, Option, Page, Question, Survey, faults_of
from server.domain.text import one_line

TEXT, HELP, LINE, OPTIONS, QUESTIONS, PAGES, LABELS, UNIT = 2000, 4000, 300, 200, 500, 200, 101, 30
NAMED = 60  # how much of a question a note says


class Draft(msgspec.Struct, frozen=True):
    """A question of a file. `name`: what formulas call it; `formula`: when it is asked; its `when` is not yet known."""

    question: Question
    name: str = ""
    formula: str = ""


class DraftPage(msgspec.Struct, frozen=True):
    """Questions of a file that stand together."""

    drafts: tuple[Draft, ...]
    title: str = ""


class Found(msgspec.Struct, frozen=True):
    """What a file holds; `reader` reads a comparison in its formulas."""

    pages: tuple[DraftPage, ...]
    reader: Reader
    title: str = ""
    intro: str = ""
    notes: tuple[Note, ...] = ()


class Definition(msgspec.Struct, frozen=True):
    """A survey that can be asked, and what is said of what was left out of it."""

    survey: Survey
    notes: tuple[Note, ...] = ()


def named(text: str) -> str:
    """As much of a question as a note says."""
    return one_line(text, NAMED)


def finish(found: Found) -> Definition:
    """The survey without what can't be asked, each thing left out with its note; `BadFile` where nothing is left."""
    notes = list(found.notes)
    known: dict[str, Question] = {}
    taken: set[str] = set()
    pages = []
    for page in found.pages[:PAGES]:
        questions = []
        for draft in page.drafts[:QUESTIONS]:
            question = _asked(draft, found.reader, known, taken, notes)
            if question is not None:
                questions.append(question)
        pages += [Page(tuple(questions), _cut(page.title, LINE))] if questions else []
    if not pages:
        raise BadFile([Fault(1, "no_survey")])
    survey = Survey(tuple(pages), _cut(found.title, LINE), _cut(found.intro, HELP))
    return Definition(survey, (*notes, *_beyond(found)))


def _asked(
    draft: Draft, reader: Reader, known: dict[str, Question], taken: set[str], notes: list[Note]
) -> Question | None:
    """The question as it can be asked; what it is called is remembered for the formulas of later ones."""
    question, lost = _within(draft.question, id_of(draft.question.id or draft.name, taken))
    said = named(question.text)
    if _impossible(question):
        notes.append(Note("not_possible", {"question": said}))
        return None
    notes += [Note("cut", {"question": said})] if lost else []
    if draft.formula:
        when = condition(draft.formula, reader, known)
        question = msgspec.structs.replace(question, when=when)
        notes += [] if when else [Note("condition", {"question": said, "formula": named(draft.formula)})]
    taken.add(question.id)
    known[draft.name or question.id] = question
    return question


def _impossible(question: Question) -> bool:
    return bool(faults_of(Survey((Page((question,)),))))


def _within(question: Question, key: str) -> tuple[Question, bool]:
    """The question within all bounds and with ids that differ, and whether anything was cut off for it."""
    fitted = msgspec.structs.replace(
        question,
        id=key,
        text=_cut(question.text.strip() or key, TEXT),
        help=_cut(question.help, HELP),
        options=_options(question.options) if question.kind in CHOOSING else (),
        rows=_options(question.rows),
        labels=tuple(_cut(label, LINE) for label in question.labels[:LABELS]),
        unit=_cut(question.unit, UNIT),
    )
    before = (len(question.text.strip()) > TEXT, len(question.options) > OPTIONS, len(question.rows) > OPTIONS)
    long = any(len(each.text) > LINE for each in (*question.options, *question.rows))
    return fitted, any(before) or long or len(question.help) > HELP


def _options(options: Iterable[Option]) -> tuple[Option, ...]:
    """Options with ids that differ, each once; one without a text is called by its id."""
    taken: set[str] = set()
    found = []
    for option in list(dict.fromkeys(options))[:OPTIONS]:
        key = id_of(option.id, taken, "o")
        taken.add(key)
        found.append(Option(key, _cut(option.text.strip() or option.id, LINE)))
    return tuple(found)


def _cut(text: str, limit: int) -> str:
    text = text.strip()
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _beyond(found: Found) -> Iterator[Note]:
    """What is more than a survey may hold."""
    more = sum(len(page.drafts[QUESTIONS:]) for page in found.pages)
    more += sum(len(page.drafts) for page in found.pages[PAGES:])
    if more:
        yield Note("beyond", {"n": more})
