"""The answers in a file, by a mapping, as sheets that a survey takes in; and what of the file did not fit.

A sheet's key is a hash of the row's token, else of the number of the response, else of all that stands in the row and
how often that stood before: so a file that is read twice changes nothing, and a longer one adds what is new.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence

import msgspec

from server.domain.survey.answering import Cell, answer_of, fits, shortened
from server.domain.survey.answers import check, tidy
from server.domain.survey.cells import days_in
from server.domain.survey.columns import Responses
from server.domain.survey.mapping import ColumnUse, Mapping
from server.domain.survey.questions import Answer, Page, Question, Survey
from server.domain.survey.sheets import Sheet
from server.domain.text import fold

STRANGE = 5  # how many of the cells that don't fit are told


class Fitted(msgspec.Struct, frozen=True):
    """What a column came to: how many cells hold anything, how many of these count, and some of those that don't."""

    name: str
    filled: int
    fits: int
    strange: tuple[str, ...] = ()


class Applied(msgspec.Struct, frozen=True):
    """The sheets, each key once, and what is not in them.

    `empty`: rows without any answer; `again`: rows with a token that came again, of which the last counts; `cut`:
    texts that were too long; `passed`: answers to questions that weren't asked, after the conditions.
    """

    sheets: tuple[Sheet, ...]
    columns: tuple[Fitted, ...]
    empty: int = 0
    again: int = 0
    cut: int = 0
    passed: int = 0


class _Read(msgspec.Struct, frozen=True):
    """A column that answers a question, with its cells as they count."""

    use: ColumnUse
    question: Question
    meant: dict[str, str]
    cells: list[str]


def apply(mapping: Mapping, responses: Responses, survey: Survey, *, absent: bool = False) -> Applied:
    """The answers as sheets; `absent`: all of them are of people who won't be there."""
    read = _columns(mapping, responses, survey)
    alone = {each.question.id: _alone(each.question) for each in read}
    sheets: dict[str, Sheet] = {}
    lost: Counter[str] = Counter()
    away = _away(mapping, responses)
    for row, key in enumerate(row_keys(mapping, responses)):
        given = _answers(read, row, alone, lost)
        answers = tidy(survey, given)
        lost["passed"] += len(given) - len(answers)
        lost["empty"] += not answers
        if answers:
            lost["again"] += key in sheets
            sheets[key] = Sheet(key, answers, absent or row in away)
    counts = {name: lost[name] for name in ("empty", "again", "cut", "passed")}
    return Applied(tuple(sheets.values()), tuple(_fitted(each, alone[each.question.id]) for each in read), **counts)


def _columns(mapping: Mapping, responses: Responses, survey: Survey) -> list[_Read]:
    asked = {question.id: question for question in survey.questions}
    found = []
    for at, column in enumerate(responses.columns):
        use = mapping.of(column.name)
        question = asked.get(use.question)
        if use.use == "question" and question is not None:
            cells = responses.cells(at)
            days = days_in(cells, mapping.month_first) if question.kind == "date" else cells
            found.append(_Read(use, question, {fold(cell): meant for cell, meant in use.values.items()}, days))
    return found


def _alone(question: Question) -> Survey:
    """A survey of one question that everybody is asked, to see whether an answer to it may be."""
    return Survey((Page((msgspec.structs.replace(question, when=None),)),))


def _answers(read: Sequence[_Read], row: int, alone: dict[str, Survey], lost: Counter[str]) -> dict[str, Answer]:
    """What a row answers; an answer that may not be is left out, a text that is too long is cut off."""
    together: defaultdict[str, list[Cell]] = defaultdict(list)
    asked: dict[str, Question] = {}
    for each in read:
        if each.cells[row]:
            together[each.question.id].append(Cell(each.cells[row], each.use.part, each.meant))
            asked[each.question.id] = each.question
    found: dict[str, Answer] = {}
    for key, cells in together.items():
        answer = answer_of(asked[key], cells)
        if answer is not None:
            short = shortened(asked[key], answer)
            lost["cut"] += short != answer
            found |= {} if check(alone[key], {key: short}, complete=False) else {key: short}
    return found


def _away(mapping: Mapping, responses: Responses) -> set[int]:
    """The rows of which a column says that who answered won't be there."""
    found: set[int] = set()
    for at, column in enumerate(responses.columns):
        use = mapping.of(column.name)
        if use.use == "absent":
            said = {fold(cell) for cell, meant in use.values.items() if meant == "absent"}
            found |= {row for row, cell in enumerate(responses.cells(at)) if fold(cell) in said}
    return found


def fitted(mapping: Mapping, responses: Responses, survey: Survey) -> tuple[Fitted, ...]:
    """What each column comes to that answers a question, without the sheets being made."""
    return tuple(_fitted(each, _alone(each.question)) for each in _columns(mapping, responses, survey))


def _fitted(read: _Read, alone: Survey) -> Fitted:
    """Each different cell is looked at once: there are few of them where people choose."""
    told = Counter(cell for cell in read.cells if cell)
    strange = [cell for cell in told if not _counts(read, cell, alone)]
    filled = told.total()
    return Fitted(read.use.name, filled, filled - sum(told[cell] for cell in strange), tuple(strange[:STRANGE]))


def _counts(read: _Read, text: str, alone: Survey) -> bool:
    cell, question = Cell(text, read.use.part, read.meant), read.question
    answer = answer_of(question, [cell])
    if answer is None:
        return fits(question, cell)
    return not check(alone, {question.id: shortened(question, answer)}, complete=False)


def row_keys(mapping: Mapping, responses: Responses) -> list[str]:
    """A key for each row, the same at every reading: what it is made of can't be read back from it."""
    uses = [mapping.of(column.name).use for column in responses.columns]
    by = next((uses.index(use) for use in ("token", "key") if use in uses), None)
    seen: Counter[tuple[tuple[str, str], ...]] = Counter()
    keys = []
    for row in responses.rows:
        if by is not None and row[by].strip():
            keys.append(_hash(row[by].strip()))
            continue
        named = zip((column.name for column in responses.columns), row, strict=True)
        content = tuple(sorted((name, cell) for name, cell in named if cell.strip()))
        seen[content] += 1
        keys.append(_hash(*(text for pair in content for text in pair), str(seen[content])))
    return keys


def _hash(*parts: str) -> str:
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()
