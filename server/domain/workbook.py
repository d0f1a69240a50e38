"""The cells of an Excel workbook (XLSX) as text, for `sheet` to read as it reads a CSV file.

A workbook is a zip of XML that anybody can have made: what it unpacks to is bounded before it is unpacked, and what it
holds is counted while it is read.
"""

import datetime as dt
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from server.domain.text import fold

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

ZIP, OLD = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
)  # how a workbook begins; how one of before 2007 does, or one with a password
UNPACKED = 64_000_000  # bytes
ROWS, CELLS = 1_048_576, 2_000_000  # the lowest row that Excel knows; what is read at most
# All that zipfile, the XML parser and openpyxl were seen to raise on files that aren't what they seem.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, SyntaxError, ValueError, TypeError, AttributeError, LookupError,
    ArithmeticError, EOFError, OSError, RuntimeError, NotImplementedError,
)  # fmt: skip


class Unreadable(Exception):
    """A workbook that can't be read: why, as a code of `sheet.SAYS`, and the facts of its sentence."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def is_workbook(data: bytes) -> bool:
    """Whether a file is a workbook and not a text, by how it begins."""
    return data.startswith((ZIP, OLD))


def names(data: bytes) -> tuple[str, ...]:
    """The names of the sheets, in their order; `Unreadable`."""
    try:
        return tuple(each.title for each in _open(data).worksheets)
    except _BROKEN as error:
        raise Unreadable("no_workbook") from error


def grid(data: bytes, sheet: str = "") -> list[list[str]]:
    """The rows of the first sheet or the one of this name, each as long as its last cell; `Unreadable`.

    Dates and times are written as ISO 8601 has them, whole numbers without a point, truths as TRUE and FALSE; of a
    formula the value that was last worked out.
    """
    try:
        return list(_rows(_open(data), sheet))
    except _BROKEN as error:
        raise Unreadable("no_workbook") from error


def _open(data: bytes) -> "Workbook":
    """The workbook, none of its cells read yet."""
    from openpyxl import load_workbook  # takes a quarter of a second: only who reads a workbook waits for it

    if data.startswith(OLD):
        raise Unreadable("old_workbook")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > UNPACKED:
            raise Unreadable("too_big")
    return load_workbook(io.BytesIO(data), read_only=True, data_only=True)


def _rows(book: "Workbook", sheet: str) -> Iterator[list[str]]:
    found = [each for each in book.worksheets if not sheet or fold(each.title) == fold(sheet)]
    if not found:
        raise Unreadable("no_sheet", name=sheet, found=", ".join(each.title for each in book.worksheets))
    page = found[0]
    cells, empty = 0, 0
    page.reset_dimensions()  # a file may say that it is a million columns wide; what is there is what counts
    for n, row in enumerate(page.iter_rows(values_only=True), 1):
        cells += len(row)
        if n > ROWS or cells > CELLS:
            raise Unreadable("too_big")
        texts = _trimmed([_text(value) for value in row])
        if not texts:
            empty += 1
            continue
        yield from ([] for _ in range(empty))  # those below the last that holds anything are none
        yield texts
        empty = 0


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1].strip():
        row.pop()
    return row


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
