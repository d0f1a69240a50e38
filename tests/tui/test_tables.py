"""Tables and matrices in a terminal: their words stay whole, on a laptop and in the narrower half of the desk."""

import re
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.blocks import Block, Cell, Column, Matrix, Table
from spilter_tui.widgets.blocks import draw
from spilter_tui.widgets.fair import fair
from spilter_tui.widgets.wrap import columns_of, longest_part, wrap
from tests.domain.stage import ROOM
from tests.tui import grids, results
from tests.tui.grids import work
from tests.tui.stage import Stage, picture, settle

AGREE = ("Helemaal mee eens", "Mee eens", "Niet eens, niet oneens", "Oneens", "Helemaal mee oneens")
KNOWN = ("Belastingen en fiscale aftrekposten", "Aanbestedingen", "Te weinig opdrachten")
COUNTS = (3, 12, 4, 1, 0)
SURVEY = Matrix(
    KNOWN, AGREE, (tuple(Cell(number=n) for n in COUNTS),) * 3, (tuple(n / 20 for n in COUNTS),) * 3
)  # fmt: skip
TASKS = Table(
    tuple(map(Column, ("Maatregel", "Verantwoordelijke", "Wanneer", "Eerste stap"))),
    ((Cell("Inkoopspreekuur elk kwartaal"), Cell("Coördinator ondernemersloket"), Cell("1 maart"), Cell("Bellen")),),
)


def blocks(name: str) -> tuple[Block, ...]:
    if name == "survey":
        return (SURVEY, TASKS)
    if name in grids.RESULTS:
        return grids.RESULTS[name]()
    result = results.came_out(name).view("vote/result", ROOM)
    return tuple(result.blocks)  # type: ignore[attr-defined]


def words(texts: Sequence[str]) -> set[str]:
    """The parts of words between which a line may end."""
    return {part for text in texts for part in re.findall(r"[^\s/-]+", text)}


def texts_in(block: Matrix | Table) -> Iterator[str]:
    if isinstance(block, Matrix):
        yield from (*block.rows, *block.columns)
    else:
        first = next((at for at, column in enumerate(block.columns) if not column.numeric), -1)
        yield from (column.title for column in block.columns[first + 1 :])  # what leads a row needs no name
        yield from (cell.text for row in block.rows for cell in row)


@pytest.mark.parametrize("width", [54, 74, 94])
@pytest.mark.parametrize("name", ["survey", "sensitivity", "heat", "rank", "decide", "scale", "estimate", "pairwise"])
def test_no_word_is_broken(name: str, width: int) -> None:
    for block in blocks(name):
        if isinstance(block, Matrix | Table):
            lines = [line.plain for line in draw([block], width)]
            assert words(list(texts_in(block))) - words(lines) == set()
            assert max(map(columns_of, lines)) <= width


def test_headings_that_do_not_fit_are_numbered_and_told_before() -> None:
    lines = [line.plain for line in draw([SURVEY], 32)]
    assert lines[:5] == [f" {at}  {heading}" for at, heading in enumerate(AGREE, 1)]
    assert lines[5].split() == list("12345")


def test_a_table_that_does_not_fit_tells_row_by_row_what_is_what() -> None:
    lines = [line.plain.strip() for line in draw([TASKS], 40)]
    told = " ".join(lines)
    assert told.startswith("Inkoopspreekuur elk kwartaal Verantwoordelijke Coördinator ondernemersloket · Wanneer")


def test_a_word_that_is_wider_than_its_column_is_cut_at_its_hyphen() -> None:
    assert wrap("B Dorpsplein-platform", 12) == ["B", "Dorpsplein-", "platform"]
    assert wrap("welzijn/WMO-adviseurs", 12) == ["welzijn/WMO-", "adviseurs"]
    assert wrap("Arbeidsongeschiktheid", 12) == ["Arbeidsonges", "chiktheid"]
    assert longest_part("B Dorpsplein-platform") == 11


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)), max_size=12), st.integers(0, 200))
def test_columns_share_fairly(needs: list[tuple[int, int]], room: int) -> None:
    wanted, least = [max(pair) for pair in needs], [min(pair) for pair in needs]
    sizes = fair(wanted, least, room, 4)
    floors = [min(size, 4) for size in least]
    assert all(floor <= size <= want for floor, size, want in zip(floors, sizes, wanted, strict=True))
    assert sum(sizes) <= max(room, sum(floors))
    if sum(least) <= room:
        assert all(size >= need for size, need in zip(sizes, least, strict=True))
    if sum(wanted) <= room:
        assert sizes == wanted


@pytest.mark.parametrize("name", ["matrix", "factsheet"])
async def test_the_headings_of_a_grid_on_a_laptop_are_whole(name: str) -> None:
    app = Stage(work(name))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("0")  # in no group
        await settle(pilot)
        view = grids.VIEWS[name]
        titles = view.criteria if name == "matrix" else view.options
        drawn = words(picture(app).splitlines()[:12])
        assert {part for title in titles for part in words([title.text])} - drawn == set()


async def test_a_click_falls_in_the_column_under_it() -> None:
    app = Stage(work("matrix"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("0")  # in no group
        await settle(pilot)
        lines = picture(app).splitlines()
        row = next(at for at, line in enumerate(lines) if "A Buurtapp" in line)
        places = [at for at, sign in enumerate(lines[row]) if sign == "·"]
        for number, place in enumerate(places):
            await pilot.click(offset=(place, row))
            await settle(pilot)
            assert app.screen.focused is not None
            assert app.screen.focused.chosen == f"A|c{number}"  # type: ignore[attr-defined]
