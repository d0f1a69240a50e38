"""A survey for answers of which nobody has the questions any more: guessed from what the columns say and hold."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import msgspec

from server.domain.survey.cells import NO, SEPARATORS, days_in, number_in, share
from server.domain.survey.columns import Column, Responses
from server.domain.survey.drafts import Definition, Draft, DraftPage, Found, finish
from server.domain.survey.mapping import Mapping
from server.domain.survey.naming import id_of
from server.domain.survey.parts import is_other
from server.domain.survey.proposing import propose
from server.domain.survey.questions import Option, Question, Survey
from server.domain.text import fold

MOST_OPTIONS = 20
LONGEST_OPTION = 120
SURE = 0.95  # the part of the cells that must be what a column is taken for
WORDS = 5  # a text that all have in common and that is shorter was an option
TEN = 10
LONG = 80  # a text of more characters, or of more lines, asks for room


def survey_from(responses: Responses, title: str = "") -> Definition:
    """A survey that asks what the columns answer; `BadFile` where no column does."""
    mapping = propose(Survey(()), responses)
    together: defaultdict[str, list[int]] = defaultdict(list)
    for at, column in enumerate(responses.columns):
        if _asks(mapping, column, responses.cells(at)):
            together[column.stem].append(at)
    taken: set[str] = set()
    drafts: list[Draft] = []
    for group in together.values():
        for question in _questions([responses.columns[at] for at in group], [responses.cells(at) for at in group]):
            key = id_of(question.id or f"q{len(drafts) + 1}", taken)
            taken.add(key)
            drafts.append(Draft(msgspec.structs.replace(question, id=key), key))
    return finish(Found((DraftPage(tuple(drafts)),), lambda _piece: None, title))


def _asks(mapping: Mapping, column: Column, cells: list[str]) -> bool:
    use = mapping.of(column.name)
    return use.use in ("open", "ignored") and not use.why and any(cells)


def _questions(columns: Sequence[Column], cells: Sequence[list[str]]) -> list[Question]:
    """The question that a group of columns answers together, or else one for each."""
    if len(columns) == 1:
        return [_alone(columns[0].code, columns[0].text, cells[0])]
    other = any(is_other(column.part) for column in columns)
    parts = [(column, its) for column, its in zip(columns, cells, strict=True) if not is_other(column.part)]
    options = tuple(Option(id_of(str(n)), column.part or column.text) for n, (column, _) in enumerate(parts, 1))
    said = [{fold(cell) for cell in its if cell} - NO for _, its in parts]
    base = Question(columns[0].code, "text", columns[0].text)
    if all(len(each) <= 1 for each in said):
        return [msgspec.structs.replace(base, kind="multiple", options=options, other=other)]
    if all(each <= {str(n) for n in range(1, len(parts) + 1)} for each in said):
        return [msgspec.structs.replace(base, kind="ranking", options=options)]
    values = _in_order([cell for _, its in parts for cell in its if cell])
    if len(values) <= MOST_OPTIONS and max(map(len, values)) <= LONGEST_OPTION:
        return [msgspec.structs.replace(base, kind="grid", rows=options, options=_numbered(values))]
    return [
        _alone(f"{column.code}_{column.part}" if column.code else "", f"{column.text} – {column.part}", its)
        for column, its in zip(columns, cells, strict=True)
    ]


def _alone(key: str, text: str, cells: Sequence[str]) -> Question:
    """The question of one column, by what its cells have in common."""
    filled = [cell for cell in cells if cell]
    base = Question(key, "text", text)
    several = _pieces(filled)
    if share(filled, lambda cell: number_in(cell) is not None) >= SURE:
        return _number(base, [number for cell in filled if (number := number_in(cell)) is not None])
    if share(days_in(filled), bool) >= SURE and len([day for day in days_in(filled) if day]) >= SURE * len(filled):
        return msgspec.structs.replace(base, kind="date")
    if several:
        return msgspec.structs.replace(base, kind="multiple", options=_numbered(several))
    values = _in_order(filled)
    if 2 <= len(values) <= MOST_OPTIONS and len(values) * 2 <= len(filled) and max(map(len, values)) <= LONGEST_OPTION:
        return msgspec.structs.replace(base, kind="single", options=_numbered(values))
    if len(values) == 1 and len(filled) > 2 and len(values[0].split()) < WORDS:
        return msgspec.structs.replace(base, kind="single", options=_numbered(values), other=True)
    roomy = any(len(cell) > LONG or "\n" in cell for cell in filled)
    return msgspec.structs.replace(base, kind="long" if roomy else "text")


def _number(base: Question, numbers: Sequence[float]) -> Question:
    """Few whole numbers from nought or one up are a scale."""
    whole = all(number.is_integer() for number in numbers)
    if whole and min(numbers) >= 0 and max(numbers) <= TEN:
        high = next(high for high in (5, 7, TEN) if max(numbers) <= high)
        return msgspec.structs.replace(base, kind="scale", low=min(1, int(min(numbers))), high=high)
    return msgspec.structs.replace(base, kind="number", decimals=0 if whole else 2)


def _pieces(cells: Sequence[str]) -> list[str]:
    """The things of which several stand in one cell; none where cells look like one text each."""
    for separator in SEPARATORS:
        found = Counter(piece.strip() for cell in cells for piece in cell.split(separator) if piece.strip())
        joined = sum(separator in cell for cell in cells)
        apart = len(found) < len(set(cells)) and len(found) * 2 <= found.total() and len(found) <= MOST_OPTIONS
        if found and joined and apart and max(map(len, found)) <= LONGEST_OPTION:
            return _in_order(list(found))
    return []


def _in_order(cells: Sequence[str]) -> list[str]:
    """The different values: numbers by size, else as they first stand there; what differs in capitals is the same."""
    first: dict[str, str] = {}
    for cell in cells:
        first.setdefault(fold(cell), cell)
    values = list(first.values())
    numbers = [number_in(value) for value in values]
    if all(number is not None for number in numbers):
        return sorted(values, key=lambda value: number_in(value) or 0)
    return values


def _numbered(values: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(str(n), value) for n, value in enumerate(values, 1))
