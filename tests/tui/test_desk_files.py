"""The desk reads files: lists, facts, ballots, earlier workshops; what is wrong is said by line, twice is once."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from server.agenda import read
from server.domain.activities.vote import Vote
from server.domain.ballots import CountHands
from server.domain.kernel import Item
from server.domain.startlist import Given
from server.domain.steering import Seed
from server.domain.text import fold
from server.log import Log
from server.opening import opened
from server.protocol import codec, messages
from spilter_tui.folders import found_by
from spilter_tui.i18n import use
from spilter_tui.screens.desk.bringing import ITEMS, ROOM
from spilter_tui.screens.desk.files import TABLES, FileScreen, parts
from spilter_tui.themes import Look
from spilter_tui.widgets.signs import signs
from tests.tui.desk_stage import TEMPLATE, Hall, afternoon
from tests.tui.stage import Stage, picture
from tests.tui.test_contrast import pale
from tests.tui.test_desk import Desk, desk_on
from tests.tui.test_desk_judging import factsheet, hall_at

LIST = "nr;tekst;bron\n7;Meer groen;brief\n9;Eén loket, één nummer;\n".encode("cp1252")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use("nl")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lijst.csv").write_bytes(LIST)
    return tmp_path


def start_list(hall: Hall, activity: str) -> list[Item]:
    return list(hall.session.workshop.activities[activity].received.values())


async def choose(desk: Desk, name: str) -> None:
    """Press i, f, and pick a file of the folder by typing its name."""
    await desk.press("i", "f", *name, "enter")


async def test_a_list_is_looked_at_and_comes_in_once(folder: Path) -> None:
    async with desk_on(afternoon(), folder=folder) as desk:
        had = len(start_list(desk.hall, "ontbreekt"))
        await choose(desk, "lijst.csv")
        assert "2 items for the start list" in desk.picture
        assert "Eén loket, één nummer" in desk.picture
        assert len(await desk.press("enter")) == 1
        assert [(item.id, item.source) for item in start_list(desk.hall, "ontbreekt")[had:]] == [
            ("ontbreekt.7", "brief"), ("ontbreekt.9", "lijst.csv"),
        ]  # fmt: skip
        await choose(desk, "lijst.csv")
        assert "Everything of that is here already." in desk.picture
        assert await desk.press("escape") == []


async def test_what_is_new_in_a_longer_list_comes_with_it(folder: Path) -> None:
    async with desk_on(afternoon(), folder=folder) as desk:
        await choose(desk, "lijst.csv")
        await desk.press("enter")
        (folder / "lijst.csv").write_bytes(LIST + b"11;Minder steen;\n")
        await choose(desk, "lijst.csv")
        assert "1 item for the start list, 2 are here already." in desk.picture
        await desk.press("enter")
        assert [item.text for item in start_list(desk.hall, "ontbreekt")][-1] == "Minder steen"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"nr;tekst\n1;een\n1;twee\n", "Line 3: The id “1” is used twice."),
        (b"", "Line 1: There is nothing in this file."),
        (b"PK\x03\x04 nothing of the kind", "Line 1: This is no Excel workbook"),
        (b"nr;tekst\n" + b"".join(b"%d;\n" % n for n in range(20)), "… and 14 more"),
    ],
)
async def test_what_is_wrong_with_a_file_is_said_by_line(folder: Path, data: bytes, said: str) -> None:
    (folder / "fout.csv").write_bytes(data)
    async with desk_on(afternoon(), folder=folder) as desk:
        await choose(desk, "fout.csv")
        assert "Not read: fout.csv" in desk.picture
        assert said in desk.picture
        assert await desk.press("escape") == []


async def test_paper_ballots_in_a_file_are_counted_once(folder: Path) -> None:
    (folder / "papier.csv").write_text("nr;K1;K2\n1;5;3\n2;4;\n3;;2\n", "utf-8")
    async with desk_on(afternoon(), folder=folder) as desk:
        desk.app.desk.at = "knelpunten"
        await desk.pilot.pause()
        desk.feed()
        await desk.pilot.pause()
        await choose(desk, "papier.csv")
        assert "Ballots of 3 persons" in desk.picture
        [(scope, command)] = await desk.press("enter")
        assert scope == "knelpunten"
        assert isinstance(command, CountHands)
        assert (command.persons, command.counts) == (3, {"K1": {5: 1, 4: 1}, "K2": {3: 1, 2: 1}})
        vote = desk.hall.session.workshop.activities["knelpunten"]
        assert isinstance(vote, Vote)
        assert vote.figures().n.persons == 17 + 3
        await choose(desk, "papier.csv")
        await desk.press("enter")
        assert vote.figures().n.persons == 17 + 3
        assert "The ballots in this file were counted before." in desk.toasts


async def test_facts_come_from_the_sheet_of_a_workbook_that_is_meant(folder: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["Niets"])
    sheet = book.create_sheet("Feiten")
    for row in (["optie", "kenmerk", "waarde"], ["A Buurtapp (besloten)", "Kosten 3 jaar", 36000.0]):
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    (folder / "feiten.xlsx").write_bytes(data.getvalue())
    async with desk_on(hall_at("feiten"), folder=folder) as desk:
        await desk.press("f", "i", "f", *"feiten", "enter")
        assert "Feiten" in desk.picture
        await desk.press("2")
        assert "1 fact" in desk.picture
        await desk.press("enter")
        [fact] = factsheet(desk.hall).facts
        assert (fact.option, fact.value, fact.source) == ("A", "36000", "feiten.xlsx")


async def test_of_facts_about_an_option_that_is_not_there_the_line_is_said_and_nothing_is_taken(folder: Path) -> None:
    (folder / "feiten.csv").write_text("optie;Kosten\nA Buurtapp (besloten);1\nA;2\nX bestaat niet;3\n", "utf-8")
    async with desk_on(hall_at("feiten"), folder=folder) as desk:
        await desk.press("f", "i", "f", *"feiten", "enter")
        assert "Line 4: “X bestaat niet” is not one of the options." in desk.picture
        assert factsheet(desk.hall).facts == ()


async def test_an_earlier_workshop_gives_its_items_with_their_lineage(folder: Path) -> None:
    agenda = read(TEMPLATE.read_text("utf-8"))
    log = await Log.open(folder / "vorige.spilter")
    workshop = await opened(log, agenda, 0.0)
    await log.close()
    async with desk_on(afternoon(), folder=folder) as desk:
        await choose(desk, "vorige")
        await desk.press("left")  # from the last activity on to the first
        assert "8 items" in desk.picture
        await desk.press("enter", "enter")
        texts = [item.text for item in start_list(desk.hall, "ontbreekt")]
        brought = [item for item in start_list(desk.hall, "ontbreekt") if item.source == agenda.info.title]
        assert brought
        assert {fold(item.text) for item in workshop.activities["knelpunten"].items()} <= set(map(fold, texts))


async def test_a_workshop_that_is_none_is_said_so(folder: Path) -> None:
    (folder / "raar.spilter").write_bytes(b"no database at all")
    async with desk_on(afternoon(), folder=folder) as desk:
        await choose(desk, "raar")
        assert "is no workshop" in " ".join(desk.picture.split())
        assert await desk.press("escape") == []


@pytest.mark.parametrize("look", ["dark", "light"])
async def test_the_files_are_readable_and_the_one_at_hand_is_marked(folder: Path, look: Look) -> None:
    (folder / "archief").mkdir()
    (folder / "feiten.xlsx").write_bytes(bytes(24_000))
    use("nl")
    app = Stage(FileScreen("Welk bestand?", TABLES, folder), look)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down")
        await pilot.pause()
        assert list(pale(app)) == []
        shown = picture(app)
        assert "archief/" in shown
        assert "map" in shown
        assert f"{signs().here}{signs().bullet} feiten.xlsx" in shown
        assert "24 kB" in shown
        assert "Tab vul de naam in" in shown


def test_what_a_typed_path_may_become(tmp_path: Path) -> None:
    for name in ("b.csv", "A.XLSX", "foto.png", ".geheim.csv"):
        (tmp_path / name).write_bytes(b"x" * 1500)
    (tmp_path / "Archief").mkdir()
    (tmp_path / "weg.csv").symlink_to(tmp_path / "nergens")

    def names(typed: str) -> list[str]:
        return [each.path.name for each in found_by(typed, (".csv", ".xlsx"), tmp_path)]

    assert names("") == ["Archief", "A.XLSX", "b.csv", "weg.csv"]
    assert names(f"{tmp_path}{os.sep}a") == ["Archief", "A.XLSX"]
    assert names(f"{os.sep}elders{os.sep}{tmp_path}{os.sep}a") == ["Archief", "A.XLSX"]  # typed behind what stood there
    assert names(".g") == [".geheim.csv"]
    assert names(f"nergens{os.sep}") == []
    assert found_by("b", (".csv",), tmp_path)[0].size == 1500


async def test_a_folder_is_gone_into_and_remembered(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "diep.csv").write_bytes(LIST)
    async with desk_on(afternoon(), folder=folder) as desk:
        await desk.press("i", "f", "up", "down", *"s", "tab")
        assert "diep.csv" in desk.picture
        await desk.press("enter")
        assert "2 items for the start list" in desk.picture
        await desk.press("escape", "i", "f")
        assert "diep.csv" in desk.picture


def test_a_long_list_goes_in_messages_that_fit() -> None:
    given = [Given("é€" * 900 + str(n), f"a.{n}", "bron" * 20) for n in range(100)]
    made = parts(given, ROOM, ITEMS)
    assert [each for part in made for each in part] == given
    assert len(made) > 1
    assert all(len(codec.encode(Seed(items=part))) < messages.MAX_FRAME - 512 for part in made)
    assert len(parts([Given("x")] * 5, ROOM, 2)) == 3
