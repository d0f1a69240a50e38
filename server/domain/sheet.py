"""A table in a file as people have one: CSV from Excel, Google or Polis in whatever encoding, or a workbook (XLSX).

Told apart: a workbook by its first bytes; else UTF-8 with or without a byte order mark, UTF-16 with one, UTF-7, else
Windows-1252; columns parted by a semicolon, a comma or a tab, whichever the first line has most of; quoted texts with
quotes and line breaks in them.
"""

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from server.domain import workbook
from server.domain.i18n import N_, Words
from server.domain.text import fold

SAYS = {
    "encoding": N_("This line is no text. Save the file as CSV UTF-8 and try again."),
    "quotes": N_("A quotation mark is opened here and never closed."),
    "loose_quote": N_("There is a quotation mark within a text here. Write it twice."),
    "broken": N_("This line can't be read: {fault}."),
    "no_workbook": N_("This is no Excel workbook, or it is damaged. Save it as XLSX or as CSV and try again."),
    "old_workbook": N_("This workbook is of an old kind, or has a password. Save it as XLSX without a password."),
    "no_sheet": N_("There is no sheet “{name}” in this workbook. Found: {found}."),
    "too_big": N_("This workbook is too big to read. Save the sheet that is meant as CSV."),
    "nothing": N_("There is nothing in this file."),
    "no_column": N_("There is no column for the {wanted}. Call it one of: {names}. Found: {found}."),
    "more_cells": N_("There are {n} cells, and {columns} columns. Put quotation marks around a text with a separator."),
    "column_twice": N_("There are two columns “{name}”."),
    "empty": N_("The column “{column}” is empty here."),
    "too_long": N_("The text is too long: {length} characters, {limit} fit."),
    "id_twice": N_("The id “{id}” is used twice."),
    "no_such_number": N_("“{value}” can't be in the column “{column}”: use a whole number from 1 to {limit}."),
    "too_many_columns": N_("There are too many columns beside the name, table and card: {limit} fit."),
    "no_number": N_("“{value}” is no judgement: use a whole number, or agree, disagree, pass, yes or no."),
    "no_option": N_("“{option}” is not one of the options."),
    "no_status": N_("“{value}” is no status: use claimed, verified or unknown."),
    "no_item": N_("“{item}” is not on the list of what is judged."),
    "no_answers": N_("There are only names of columns in this file, and nothing below them."),
    "too_wide": N_("There are {n} columns in this file, and {limit} can be read."),
    "no_table": N_("This is a web page or XML, and no table. Save the answers as CSV or XLSX."),
    "no_survey": N_("There is no survey in this file that can be read: LimeSurvey (lss, lsg, lsq) or XLSForm."),
    "no_map": N_("This is no mapping of columns: {fault}."),
    "broken_xml": N_("This XML can't be read from this line on. Export the survey again."),
    "not_judged": N_("No column is one of the items that are judged. Found: {found}."),
    "no_answer_file": N_("This is no file of answers that a survey of spilter has saved."),
    "other_survey": N_("These are answers to another survey: “{title}”."),
    "no_such_answer": N_("The answer to “{question}” can't be."),
    "nothing_answered": N_("Nothing was answered in this file."),
}

_LINE = re.compile(r"\r\n|\r|\n")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NOTHING_PARTS = "\x1f"
# "+AC0-" and the like, which Outlook and old Excels write for "-": UTF-7 of a Western character or a sign.
_UTF_7 = re.compile(rb"\+[AI][A-Za-z0-9+/]{2,}-")
_CSV_CODES = {"unexpected end of data": "quotes", "expected after": "loose_quote"}


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong with a file, and the line it starts on."""

    line: int
    code: str
    facts: dict[str, str | int] = {}

    def sentence(self, words: Words) -> str:
        """What is wrong, in the words of a language."""
        facts = {name: words.gettext(str(value)) if name == "wanted" else value for name, value in self.facts.items()}
        return words.gettext(SAYS[self.code]).format(**facts)


class BadFile(Exception):
    """A file that can't be used, with everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults, the first on line {faults[0].line}: {faults[0].code}")
        self.faults = tuple(faults)


class Row(msgspec.Struct, frozen=True):
    """The cells of a row by the name of their column, as `fold` makes it, and the line the row starts on."""

    line: int
    cells: Mapping[str, str]


class Sheet(msgspec.Struct, frozen=True):
    """A file's columns, as they are called in it, and its rows; empty rows are left out."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, names: Collection[str]) -> str:
        """The folded name of the first column that is called one of `names`; empty where there is none."""
        return next((fold(name) for name in self.columns if fold(name) in names), "")


def read(data: bytes, sheet: str = "") -> Sheet:
    """The sheet in a file, its first row being the names of the columns; `BadFile` where it can't be read.

    `sheet`: which one of a workbook; the first where it is empty.
    """
    records = [(line, cells) for line, cells in _records(data, sheet) if any(cell.strip() for cell in cells)]
    if not records:
        raise BadFile([Fault(1, "nothing")])
    (line, header), *rest = records
    while not header[-1].strip():
        header.pop()
    header = [name.strip() or f"({n})" for n, name in enumerate(header, 1)]
    names = [fold(name) for name in header]
    faults = [Fault(line, "column_twice", {"name": name}) for at, name in enumerate(names) if name in names[:at]]
    faults += [
        Fault(at, "more_cells", {"n": len(cells), "columns": len(names)})
        for at, cells in rest
        if any(cell.strip() for cell in cells[len(names) :])
    ]
    if faults:
        raise BadFile(faults)
    filled = (Row(at, dict(zip(names, [*cells, *[""] * len(names)], strict=False))) for at, cells in rest)
    return Sheet(tuple(header), tuple(filled))


def rows(data: bytes, sheet: str = "") -> list[list[str]]:
    """All rows of a file as they stand, of whatever lengths and also the empty ones; `BadFile` as in `read`."""
    return [cells for _, cells in _records(data, sheet)]


def sheets(data: bytes) -> tuple[str, ...]:
    """The names of a workbook's sheets, in their order; none for a file that is a text."""
    if not workbook.is_workbook(data):
        return ()
    try:
        return workbook.names(data)
    except workbook.Unreadable as why:
        raise BadFile([Fault(1, why.code, why.facts)]) from why


def decode(data: bytes) -> str:
    """The text of a file; `BadFile` with the line where it is none."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if not encoding and (text := _utf_7(data)):
        return text
    try:
        return data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            raise BadFile([Fault(_line(data, error.start), "encoding")]) from error
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise BadFile([Fault(_line(data, error.start), "encoding")]) from error


def _utf_7(data: bytes) -> str:
    """The text of a file in UTF-7; empty where it is none: a plus in it that begins no character will not do."""
    if not data.isascii() or not _UTF_7.search(data):
        return ""
    try:
        text = data.decode("utf-7")
    except UnicodeDecodeError:
        return ""
    return text if all(each.isprintable() or each.isspace() for each in text) else ""


def _line(data: bytes, place: int) -> int:
    return 1 + data[:place].count(b"\n")


def _records(data: bytes, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """All rows, each with the line it starts on."""
    if not workbook.is_workbook(data):
        yield from _lines(decode(data))
        return
    try:
        yield from enumerate(workbook.grid(data, sheet), 1)
    except workbook.Unreadable as why:
        raise BadFile([Fault(1, why.code, why.facts)]) from why


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    between = separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, skipinitialspace=True, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        code = next((code for said, code in _CSV_CODES.items() if said in str(error)), "broken")
        raise BadFile([Fault(line, code, {"fault": str(error)} if code == "broken" else {})]) from error


def separator(text: str) -> str:
    """What parts the columns: that which the first line that holds anything has most of, outside quotation marks."""
    first = next((line for line in _LINE.split(text) if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    found = max(";\t,", key=bare.count)
    return found if found in bare else _NOTHING_PARTS
