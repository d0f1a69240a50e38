"""Results in a terminal: every block at every width, with its numbers, in either sort of terminal."""

import re
from collections.abc import Iterator
from typing import get_args

import pytest

from server.domain.blocks import (
    Bar,
    Bars,
    Block,
    Bullets,
    Cell,
    Column,
    Distribution,
    Heading,
    Matrix,
    Quote,
    Quotes,
    Table,
    Text,
)
from spilter_tui import i18n
from spilter_tui.widgets import signs
from spilter_tui.widgets.blocks import DRAW, Blocks, draw
from spilter_tui.widgets.charts import bar
from spilter_tui.widgets.wrap import columns_of
from tests.hostile import hostile
from tests.tui.scenes import RESULT
from tests.tui.stage import Stage, picture, settle


@pytest.fixture
def ascii_terminal() -> Iterator[None]:
    signs.use_signs(signs.ASCII)
    yield
    signs.use_signs(signs.UNICODE)


def text(blocks: tuple[Block, ...], width: int = 60, roomy: bool = False) -> list[str]:
    return [line.plain for line in draw(blocks, width, roomy=roomy)]


def test_every_block_of_the_vocabulary_is_drawn() -> None:
    assert set(DRAW) == set(get_args(Block))


@pytest.mark.parametrize("roomy", [False, True])
@pytest.mark.parametrize("width", [30, 40, 78, 200])
def test_nothing_is_wider_than_there_is_room(width: int, roomy: bool) -> None:
    assert all(columns_of(line) <= width for line in text(RESULT, width, roomy))


def test_numbers_stand_beside_the_bars_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    bars = Bars((Bar("Inkoop", 4.588, 2, 1), Bar("Zichtbaar", 3.0, 2, 2, mark="dissent")), 1, 5)
    monkeypatch.setattr(i18n, "_language", "nl")
    first, second, mark = text((bars,), 40)
    assert first.split()[0] == "1"
    assert first.endswith("4,59")
    assert second.endswith("3,00")
    assert mark.strip().startswith("!")


@pytest.mark.usefixtures("ascii_terminal")
def test_a_terminal_without_blocks_gets_ascii() -> None:
    drawn = "\n".join(text(tuple(block for block in RESULT if not isinstance(block, Quotes | Text | Heading)), 60))
    assert drawn.isascii() or not {c for c in drawn if ord(c) > 0x2000}


def test_bars_are_as_long_as_their_numbers() -> None:
    assert bar(0, 10) == ""
    assert bar(1, 10) == "━" * 10
    assert bar(0.5, 10) == "━" * 5
    assert bar(0.0001, 10) == "╸"
    assert bar(1, 0) == ""
    assert bar(2, 10) == bar(1, 10)
    assert bar(0.55, 10, thick=True) == "█████▌"


SURE = Bars((Bar("Inkoop", 4.2, 2, 1, interval=(3.6, 4.8)), Bar("Btw", 3, 2, 2, interval=(3.0, 3.0))), 1, 5)


def test_an_interval_is_drawn_with_its_mean_and_its_ends_are_written() -> None:
    first, second = text((SURE,), 60)
    drawn = first[first.index("├") : first.index("┤") + 1]
    assert drawn.strip("├─┤") == "●"
    assert drawn.index("●") in (len(drawn) // 2, len(drawn) // 2 - 1)  # as far from the one end as from the other
    assert first.endswith("  4,20  3,60–4,80")
    assert "├" not in second
    assert second.index("●") < first.index("├")
    assert second.endswith("  3,00  3,00–3,00")


@pytest.mark.usefixtures("ascii_terminal")
def test_an_interval_in_ascii() -> None:
    first, _ = text((SURE,), 60)
    assert first.isascii()
    assert re.search(r"\|-+\*-+\| +4,20  3,60-4,80$", first)


@pytest.mark.parametrize("width", [24, 30, 40, 78, 200])
def test_intervals_are_no_wider_than_there_is_room(width: int) -> None:
    for roomy in (False, True):
        lines = text((SURE,), width, roomy)
        assert all(columns_of(line) <= width for line in lines)
        assert "3,60–4,80" in "\n".join(lines)


def test_hostile_text_in_every_block() -> None:
    for each in hostile()[::11]:
        cell = Cell(each)
        blocks: tuple[Block, ...] = (
            Heading(each), Text(each, "warning"), Bullets((each,)), Quotes((Quote(each, each, mark=each),), each),
            Bars((Bar(each, 1, note=each, mark=each),), caption=each), Distribution(each, (each,), (1,), each, each),
            Table((Column(each),), ((cell,),), each), Matrix((each,), (each,), ((cell,),), ((0.5,),), each),
        )  # fmt: skip
        for line in text(blocks, 40):
            assert columns_of(line) <= 40
            assert not {character for character in line if character < " "}


async def test_results_scroll_and_keep_room_for_the_bar() -> None:
    blocks = Blocks()
    app = Stage(blocks)
    async with app.run_test(size=(50, 10)) as pilot:
        blocks.blocks = RESULT
        await settle(pilot)
        top = picture(app)
        blocks.focus()
        await pilot.press("end")
        await settle(pilot)
        assert picture(app) != top
        assert "17 personen, 17 laptops." in picture(app)


def test_notes_stand_together_with_an_empty_line_above_them() -> None:
    lines = [line.plain.strip() for line in draw((Text("uitkomst"), Text("een", "note"), Text("twee", "note")), 40)]
    assert lines == ["uitkomst", "", "een", "twee"]
