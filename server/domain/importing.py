"""Statements and ballots from a CSV file or a workbook: so what was said elsewhere, or on paper, is judged or counted.

Statements: a column with the text, and if there are any, columns with an id and a source; a file of one column needs no
names. Ballots: one row a judgement (voter, item, value and, if there is one, the time), or one row a voter with a
column for each item. An item is named by its id, its text or its number on the list.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from server.domain.ballots import CountHands
from server.domain.i18n import N_
from server.domain.kernel import Item, Refused
from server.domain.sheet import BadFile, Fault, Row, Sheet, read
from server.domain.startlist import Given
from server.domain.text import clean, fold

TEXT = ("text", "tekst", "statement", "stelling", "comment-body", "comment", "idea", "idee", "bijdrage", "item")
ID = ("id", "nr", "nummer", "number", "comment-id", "statement-id")
SOURCE = ("source", "bron", "herkomst")
VOTER = ("voter", "voter-id", "stemmer", "deelnemer", "participant", "respondent")
ITEM = ("item", "item-id", "comment-id", "statement-id", "stelling", "statement", "onderdeel")
VALUE = ("value", "vote", "waarde", "stem", "score", "oordeel")
TIME = ("timestamp", "time", "tijd", "at")
SAID = {
    "agree": 1, "eens": 1, "disagree": -1, "oneens": -1, "pass": 0, "geen mening": 0,
    "yes": 1, "ja": 1, "no": 0, "nee": 0,
}  # fmt: skip
_NUMBER = re.compile(r"\d{1,18}(\.\d{1,9})?")
ID_LENGTH, SOURCE_LENGTH = 30, 80  # characters
_WANTED = {TEXT: N_("text"), ITEM: N_("item"), VALUE: N_("judgement")}


class Statement(msgspec.Struct, frozen=True):
    """A statement of a file: its text as typed, and its id and source where the file has them."""

    line: int
    text: str
    id: str = ""
    source: str = ""


class Judgement(msgspec.Struct, frozen=True):
    """What a voter of a file gave an item, by the item's own id."""

    line: int
    voter: str
    item: str
    value: int


class Judgements(msgspec.Struct, frozen=True):
    """All judgements of a file, in the order of their times or else of the file; and the columns that were no item."""

    given: tuple[Judgement, ...]
    ignored: tuple[str, ...] = ()

    def ballots(self) -> dict[str, dict[str, int]]:
        """Each voter's ballot: of what one said of an item more than once, the last."""
        found: dict[str, dict[str, int]] = {}
        for each in self.given:
            found.setdefault(each.voter, {})[each.item] = each.value
        return found


def statements(data: bytes, page: str = "") -> list[Statement]:
    """The statements of a file, in its order; `page`: of which sheet of a workbook. `BadFile` with every fault."""
    sheet = read(data, page)
    if len(sheet.columns) == 1 and not sheet.column(TEXT):
        sheet = _named(sheet)
    text, key, source = _column(sheet, TEXT), sheet.column(ID), sheet.column(SOURCE)
    faults: list[Fault] = []
    found: list[Statement] = []
    for row in sheet.rows:
        try:
            words = clean(row.cells[text].strip())
        except Refused as refused:
            facts = refused.facts if refused.code == "too_long" else {"column": text}
            faults.append(Fault(row.line, refused.code, dict(facts)))
            continue
        found.append(Statement(row.line, words, row.cells.get(key, "").strip(), row.cells.get(source, "").strip()))
    faults += [*_twice(found), *_too_long(found)]
    if faults:
        raise BadFile(sorted(faults, key=lambda fault: fault.line))
    return found


def _named(sheet: Sheet) -> Sheet:
    """A file of one column without a name: its first line is a statement as well."""
    (first,) = sheet.columns
    rows = (Row(row.line, {TEXT[0]: next(iter(row.cells.values()))}) for row in sheet.rows)
    return Sheet((TEXT[0],), (Row(1, {TEXT[0]: first}), *rows))


def _column(sheet: Sheet, names: tuple[str, ...]) -> str:
    """The column of one of these names; `BadFile` where there is none."""
    found = sheet.column(names)
    if not found:
        facts = {"wanted": _WANTED[names], "names": ", ".join(names), "found": ", ".join(sheet.columns)}
        raise BadFile([Fault(1, "no_column", dict(facts))])
    return found


def _twice(found: Sequence[Statement]) -> Iterator[Fault]:
    counts = Counter(each.id for each in found if each.id)
    seen: set[str] = set()
    for each in found:
        if counts[each.id] > 1 and each.id in seen:
            yield Fault(each.line, "id_twice", {"id": each.id})
        seen.add(each.id)


def _too_long(found: Sequence[Statement]) -> Iterator[Fault]:
    for each in found:
        for text, limit in ((each.id, ID_LENGTH), (each.source, SOURCE_LENGTH)):
            if len(text) > limit:
                yield Fault(each.line, "too_long", {"length": len(text), "limit": limit})


def to_bring_in(found: Sequence[Statement], activity: str, source: str = "") -> tuple[Given, ...]:
    """Statements to bring in to an activity: an id of the file stays recognisable in the item's."""
    return tuple(Given(each.text, each.id and f"{activity}.{each.id}", each.source or source) for each in found)


def start_items(found: Sequence[Statement], activity: str, source: str = "") -> tuple[Item, ...]:
    """Statements as a start list for an activity: an id of the file stays recognisable in the item's."""
    return tuple(
        Item(f"{activity}.{each.id or n}", each.text, source=each.source or source) for n, each in enumerate(found, 1)
    )


def names_of(items: Sequence[Item]) -> dict[str, str]:
    """What a file may call items, with their ids: the id, what stands in it after the point, or the text.

    And the number on the list, but not where numbers are ids: then another item might be meant.
    """
    short = {fold(item.id.rpartition(".")[2]): item.id for item in items}
    numbers = {} if any(map(str.isdigit, short)) else {str(n): item.id for n, item in enumerate(items, 1)}
    texts = {fold(item.text): item.id for item in items}
    return numbers | texts | short | {fold(item.id): item.id for item in items}


def holds_judgements(data: bytes, names: Mapping[str, str], page: str = "") -> bool:
    """Whether a file looks like ballots and not like a list: by its columns. `names`: as of `judgements`.

    A file of one column is a list: its first line may be an item.
    """
    sheet = read(data, page)
    if sheet.column(VOTER) and sheet.column(VALUE):
        return True
    listed = len(sheet.columns) == 1 or sheet.column(TEXT)
    return not listed and any(fold(name) in names for name in sheet.columns)


def judgements(data: bytes, names: Mapping[str, str], page: str = "") -> Judgements:
    """The judgements of a file; `names`: what it may call an item, as `fold` makes it, with the item's id.

    `BadFile` with every fault: an unknown item, a value that is none.
    """
    sheet = read(data, page)
    voter = sheet.column(VOTER)
    return _by_row(sheet, voter, names) if voter and sheet.column(VALUE) else _by_voter(sheet, voter, names)


def _by_row(sheet: Sheet, voter: str, names: Mapping[str, str]) -> Judgements:
    item, value, time = _column(sheet, ITEM), _column(sheet, VALUE), sheet.column(TIME)
    faults: list[Fault] = []
    found: list[Judgement] = []
    for row in sorted(sheet.rows, key=lambda row: _moment(row.cells.get(time, ""))):
        cells = row.cells
        wrong = [Fault(row.line, "empty", {"column": name}) for name in (voter, item, value) if not cells[name].strip()]
        if not wrong and fold(cells[item]) not in names:
            wrong.append(Fault(row.line, "no_item", {"item": cells[item]}))
        number = _value(cells[value])
        if not wrong and number is None:
            wrong.append(Fault(row.line, "no_number", {"value": cells[value]}))
        faults += wrong
        if not wrong and number is not None:
            found.append(Judgement(row.line, fold(cells[voter]), names[fold(cells[item])], number))
    if faults:
        raise BadFile(sorted(faults, key=lambda fault: fault.line))
    return Judgements(tuple(found))


def _by_voter(sheet: Sheet, voter: str, names: Mapping[str, str]) -> Judgements:
    columns = {fold(name): names[fold(name)] for name in sheet.columns if fold(name) in names and fold(name) != voter}
    if not columns:
        raise BadFile([Fault(1, "not_judged", {"found": ", ".join(sheet.columns)})])
    given = [
        (row, column, said.strip()) for row in sheet.rows for column in columns if (said := row.cells[column]).strip()
    ]
    faults = [Fault(row.line, "no_number", {"value": said}) for row, _, said in given if _value(said) is None]
    if faults:
        raise BadFile(faults)
    ignored = tuple(name for name in sheet.columns if fold(name) not in {voter, *columns})
    found = (
        Judgement(row.line, fold(row.cells.get(voter, "")) or f"line {row.line}", columns[column], _value(said) or 0)
        for row, column, said in given
    )
    return Judgements(tuple(found), ignored)


def _value(said: str) -> int | None:
    """The judgement in a cell: a whole number, or one of the words for one."""
    text = fold(said)
    try:
        return int(text)
    except ValueError:
        return SAID.get(text)


def _moment(said: str) -> tuple[float, str]:
    """What times are ordered by: as a number, or as a text, which does for ISO 8601."""
    number = _NUMBER.fullmatch(said.strip())
    return (float(number[0]), "") if number else (0.0, said.strip())


def on_paper(found: Judgements, source: str = "", file: str = "") -> CountHands:
    """Ballots as the facilitator adds those cast on paper: how many gave each item each value.

    `file`: what tells the file they are from from another.
    """
    ballots = found.ballots()
    counts: dict[str, Counter[int]] = {}
    for values in ballots.values():
        for item, value in values.items():
            counts.setdefault(item, Counter())[value] += 1
    if not ballots:
        raise BadFile([Fault(1, "nothing")])
    return CountHands(len(ballots), {item: dict(each) for item, each in counts.items()}, source=source, file=file)
