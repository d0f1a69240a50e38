"""Tables in files, as text and as workbooks: what is read is what was written, and a bad file is a sentence."""

import contextlib
import datetime as dt
import io
import json
import zipfile
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from server.domain import workbook
from server.domain.i18n import words
from server.domain.sheet import BadFile, read, rows, sheets
from tests.support import shared

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(**pages: Sequence[Sequence[object]]) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, page in pages.items():
        sheet = made.create_sheet(name)
        for row in page:
            sheet.append(list(row))
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def packed(**parts: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return data.getvalue()


def fault(data: bytes, sheet: str = "") -> tuple[int, str]:
    with pytest.raises(BadFile) as bad:
        rows(data, sheet)
    (first,) = bad.value.faults
    assert first.sentence(words("nl"))
    return first.line, first.code


def test_a_workbook_is_read_as_text() -> None:
    data = book(
        Feiten=[
            ["Optie", " Prijs ", "Per", "Sinds", "Om", "Klaar", None],
            ["A", 12.0, 0.1, dt.datetime.fromisoformat("2026-01-19"), dt.time(13, 30), True],
            [],
            ["B\nen C", 10**12, 1.5, dt.datetime.fromisoformat("2026-01-19 09:05"), None, False, ""],
        ],
        Leeg=[],
    )
    assert sheets(data) == ("Feiten", "Leeg")
    found = read(data)
    assert found.columns == ("Optie", "Prijs", "Per", "Sinds", "Om", "Klaar")
    assert [(row.line, *row.cells.values()) for row in found.rows] == [
        (2, "A", "12", "0.1", "2026-01-19", "13:30:00", "TRUE"),
        (4, "B\nen C", "1000000000000", "1.5", "2026-01-19 09:05:00", "", "FALSE"),
    ]
    assert rows(data)[2] == []


def test_a_sheet_by_its_name() -> None:
    data = book(een=[["x"], ["1"]], Twee=[["y"], ["2"]])
    assert rows(data) == [["x"], ["1"]]
    assert rows(data, "twee") == [["y"], ["2"]]
    assert fault(data, "drie") == (1, "no_sheet")
    assert rows(b"x\n1", "drie") == [["x"], ["1"]]
    assert sheets(b"x\n1") == ()


CELL = st.text("ab é€;,\"'\n01+-", max_size=8).map(str.strip)


@given(st.lists(st.lists(CELL, max_size=5), max_size=6))
def test_rows_of_any_length_come_back(page: list[list[str]]) -> None:
    trimmed = [workbook._trimmed([*row]) for row in page]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    assert rows(book(x=[[cell or None for cell in row] for row in page])) == trimmed


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 and then nothing of the kind", "no_workbook"),
        (packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "no_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old_workbook"),
        (packed(bomb=bytes(workbook.UNPACKED + 1)), "too_big"),
    ],
)
def test_what_is_no_workbook_is_a_sentence(data: bytes, code: str) -> None:
    assert fault(data) == (1, code)
    with pytest.raises(BadFile):
        sheets(data)


def test_a_workbook_without_rows_holds_nothing() -> None:
    with pytest.raises(BadFile, match="nothing"):
        read(book(leeg=[]))
    assert rows(book(leeg=[])) == []


def _with_sheet(data: bytes, xml: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    return packed(**{**parts, "xl/worksheets/sheet1.xml": xml})


def test_a_far_cell_or_a_false_size_costs_nothing() -> None:
    xml = b'<worksheet xmlns="' + MAIN.encode() + b'">%s<sheetData>%s</sheetData></worksheet>'
    cell = b'<row r="%d"><c r="%s" t="n"><v>1</v></c></row>'
    data = book(x=[["a"]])
    assert rows(_with_sheet(data, xml % (b'<dimension ref="A1:XFD1048576"/>', cell % (1, b"B1")))) == [["", "1"]]
    assert fault(_with_sheet(data, xml % (b"", cell % (999_999_999, b"A999999999")))) == (1, "too_big")


def test_entities_within_entities_are_not_unpacked() -> None:
    names = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 10)]
    head = f'<!DOCTYPE x [<!ENTITY e0 "{"x" * 100}">{"".join(names)}]>'
    xml = f'{head}<worksheet xmlns="{MAIN}"><sheetData><row><c><v>&e9;</v></c></row></sheetData></worksheet>'
    assert fault(_with_sheet(WHOLE, xml.encode())) == (1, "no_workbook")


def _tried(data: bytes) -> None:
    with contextlib.suppress(BadFile):  # any other error fails the test
        rows(data)


WHOLE = book(x=[["tekst", "bron"], ["Meer groen", 3.5], ["Minder steen", dt.datetime.fromisoformat("2026-01-19")]])


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_damaged_workbook_is_read_or_is_a_sentence(damage: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for at, value in damage:
        data[4 + at % (len(data) - 4)] = value
    _tried(bytes(data))


NONSENSE = st.lists(
    st.sampled_from(
        ["<row>", "</row>", '<row r="2">', '<c r="A1">', '<c r="1A" t="s">', '<c t="n" s="9">', '<c t="d">', "</c>",
         "<v>", "</v>", "1e999", "-1", "45000", "<is><t>", "</t></is>", "<f>", "</f>", "&amp;", "&x;", "\x00", "é"]
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=100)
@given(NONSENSE)
def test_nonsense_in_a_workbook_is_read_or_is_a_sentence(parts: list[str]) -> None:
    _tried(
        _with_sheet(WHOLE, f"<worksheet xmlns='{MAIN}'><sheetData>{''.join(parts)}</sheetData></worksheet>".encode())
    )


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"id,text\n1,car+AC0-free","car-free"),
        (b"id,text\n1,+AOk-+AOk-n loket +ACY- +IKw- 5","één loket & € 5"),
        (b"id,text\n1,10 + 5","10 + 5"),
        (b"id,text\n1,+31612345678-1","+31612345678-1"),
        (b"id,text\n1,a+ABC-b","a+ABC-b"),
    ],
)  # fmt: skip
def test_utf_7_is_told_from_a_plus(data: bytes, text: str) -> None:
    assert rows(data)[1][1] == text


def test_the_brainstorm_in_utf_7() -> None:
    found = read(shared("data/brainstorm/C1-preserve-the-environment-ideas.csv").read_bytes())
    assert found.columns[:3] == ("ID", "CREATED", "DESCRIPTION")
    assert found.rows[0].cells["created"] == "2018-12-03 18:45:40.931"
    assert not any("+A" in cell for row in found.rows for cell in row.cells.values())
    assert fault(shared("data/brainstorm/C1-preserve-the-environment-ratings.csv").read_bytes())[1] == "loose_quote"


def test_every_survey_is_read() -> None:
    folder = shared("data/surveys")
    for name, wanted in json.loads((folder / "expected.json").read_text()).items():
        data = (folder / name).read_bytes()
        if name.endswith(".csv"):
            found = rows(data)
            assert len(found) == wanted["rows"], name
            assert {len(row) for row in found} == set(wanted["column_counts"]), name
        elif name.endswith(".xlsx"):
            assert sheets(data) == tuple(wanted["sheets"]), name
            for sheet, (height, width) in wanted["sheets"].items():
                found = rows(data, sheet)
                assert (len(found), max(map(len, found), default=0)) <= (height, width), (name, sheet)


def test_two_header_rows_keep_their_empty_cells() -> None:
    found = rows(shared("data/surveys/surveymonkey/StarWars.csv").read_bytes())
    assert found[0][3].startswith("Which of the following")
    assert found[0][4:9] == [""] * 5
    assert found[0][31] == "Do you consider yourself to be a fan of the Expanded Universe?Œæ"
