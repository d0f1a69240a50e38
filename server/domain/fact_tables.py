"""A table of facts from a CSV file or a workbook: one row a fact, or one row an option with a column for each feature.

A cell with "?", "onbekend" or "unknown" is a fact that nobody knows; an empty cell is no fact.
"""

from collections.abc import Container, Iterator

import msgspec

from server.domain.activities.factsheet import LONG, SHORT, FactLine, Status
from server.domain.i18n import N_
from server.domain.sheet import BadFile, Fault, Row, Sheet, read
from server.domain.text import fold

OPTION = ("optie", "option", "item", "naam", "name")
FEATURE = ("kenmerk", "feature")
VALUE = ("waarde", "value")
BESIDE = {"unit": ("eenheid", "unit"), "source": ("bron", "source"), "date": ("datum", "date")}
STATUS = ("status",)
UNKNOWN = ("?", "onbekend", "unknown")
STATUSES: dict[str, Status] = {
    "claimed": "claimed", "beweerd": "claimed", "": "claimed", "verified": "verified", "nagegaan": "verified",
    "unknown": "unknown", "onbekend": "unknown",
}  # fmt: skip
WANTED = {OPTION: N_("option"), VALUE: N_("value")}


def fact_lines(
    data: bytes, source: str = "", page: str = "", options: Container[str] | None = None
) -> tuple[FactLine, ...]:
    """The facts of a file, in its order; `source` goes with those that name none; `page`: of which sheet of a workbook.

    `options`: the ids and the folded texts of the options there are, where the file can't bring any with it. `BadFile`
    with every fault.
    """
    sheet = read(data, page)
    option, feature = _column(sheet, OPTION), sheet.column(FEATURE)
    found = list(_long(sheet, option, feature, source) if feature else _wide(sheet, option, source))
    faults = [each for each in found if isinstance(each, Fault)]
    if options is not None:
        faults += _strange(sheet, option, options)
    lines = tuple(each for each in found if isinstance(each, FactLine))
    if faults or not lines:
        raise BadFile(faults or [Fault(1, "nothing")])
    return lines


def _column(sheet: Sheet, names: tuple[str, ...]) -> str:
    found = sheet.column(names)
    if not found:
        facts: dict[str, str | int] = {
            "wanted": WANTED[names], "names": ", ".join(names), "found": ", ".join(sheet.columns),
        }  # fmt: skip
        raise BadFile([Fault(1, "no_column", facts)])
    return found


def _strange(sheet: Sheet, option: str, options: Container[str]) -> Iterator[Fault]:
    """The rows about an option that isn't there."""
    for row in sheet.rows:
        text = row.cells[option].strip()
        if text and text not in options and fold(text) not in options:
            yield Fault(row.line, "no_option", {"option": text})


def _long(sheet: Sheet, option: str, feature: str, source: str) -> Iterator[FactLine | Fault]:
    """One row a fact."""
    value = _column(sheet, VALUE)
    for row in sheet.rows:
        cells = {name: text.strip() for name, text in row.cells.items()}
        empty = [name for name in (option, feature) if not cells[name]]
        status = STATUSES.get(fold(cells.get(sheet.column(STATUS), "")))
        if empty:
            yield from (Fault(row.line, "empty", {"column": name}) for name in empty)
        elif status is None:
            yield Fault(row.line, "no_status", {"value": cells[sheet.column(STATUS)]})
        elif cells[value] or status == "unknown":
            more = {name: cells.get(sheet.column(names), "") for name, names in BESIDE.items()}
            line = _line(cells[option], cells[feature], cells[value], status)
            yield _within(row, msgspec.structs.replace(line, **{**more, "source": more["source"] or source}))


def _wide(sheet: Sheet, option: str, source: str) -> Iterator[FactLine | Fault]:
    """One row an option, one column a feature."""
    features = [name for name in sheet.columns if fold(name) != option]
    for row in sheet.rows:
        if not row.cells[option].strip():
            yield Fault(row.line, "empty", {"column": option})
            continue
        for name in features:
            if value := row.cells[fold(name)].strip():
                line = _line(row.cells[option].strip(), name, value, "claimed")
                yield _within(row, msgspec.structs.replace(line, source=source))


def _line(option: str, feature: str, value: str, status: Status) -> FactLine:
    unknown = fold(value) in UNKNOWN
    return FactLine(option, feature, "" if unknown else value, status="unknown" if unknown else status)


def _within(row: Row, line: FactLine) -> FactLine | Fault:
    """The line, or what is too long in it."""
    for text, limit in (
        (line.value, LONG),
        *((text, SHORT) for text in (line.option, line.feature, line.unit, line.source, line.date)),
    ):
        if len(text) > limit:
            return Fault(row.line, "too_long", {"length": len(text), "limit": limit})
    return line
