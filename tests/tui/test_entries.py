"""The list of entries: fast with thousands, steady when rows come in, led by the keys."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from server.domain.text import display
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.lines import Heights
from spilter_tui.widgets.signs import ASCII, UNICODE, signs_from
from spilter_tui.widgets.wrap import columns_of, wrap
from tests.hostile import hostile
from tests.tui.stage import Stage, picture, settle


def many(n: int, start: int = 0) -> tuple[Line, ...]:
    """Entries, each third one longer than a line."""
    words = "Inkoop vraagt drie jaar omzet, dat haal ik nooit "
    return tuple(Line(f"e{at}", f"{at} {words * (3 if at % 3 == 0 else 1)}") for at in range(start, start + n))


def read(app: Stage) -> list[str]:
    """The lines without the scroll bar."""
    return [line[:58].rstrip() for line in picture(app).splitlines()]


async def shown(rows: Sequence[Line], **attributes: object) -> str:
    entries = Entries()
    app = Stage(entries)
    async with app.run_test(size=(60, 12)) as pilot:
        for name, value in attributes.items():
            setattr(entries, name, value)
        entries.rows = tuple(rows)
        app.set_focus(None)
        await settle(pilot)
        return picture(app)


async def test_marks_are_words_and_signs() -> None:
    seen = await shown(
        [
            Line("a", "Eén loket", "mijn", "★", mine=True),
            Line("b", "Weg ermee", "verborgen", faint=True),
            Line("c", "€ 5"),
        ]
    )
    assert seen.splitlines()[:3] == [
        " ★ Eén loket                                           mijn",
        " · Weg ermee                                      verborgen",
        " · € 5",
    ]


async def test_nothing_is_said_in_words() -> None:
    assert await shown([], empty="Nog niets.") == "   Nog niets.\n"


async def test_a_filter_ignores_case_and_accents() -> None:
    seen = await shown([Line("a", "Coördinator"), Line("b", "Loket")], needle="COORD")
    assert seen == " · Coördinator\n"


async def test_long_entries_wrap_with_their_text_aligned() -> None:
    seen = await shown([Line("a", "woord " * 20, "mijn")])
    first, second, third = seen.splitlines()
    assert first.startswith(" · woord")
    assert first.endswith("mijn")
    assert second.startswith("   woord")
    assert "mijn" not in second + third


async def test_keys_go_through_the_rows() -> None:
    entries = Entries()
    app = Stage(entries)
    async with app.run_test(size=(60, 6)) as pilot:
        entries.rows = many(50)
        entries.focus()
        await pilot.press("down", "down")
        assert entries.chosen == "e2"
        await pilot.press("end")
        assert entries.chosen == "e49"
        assert "49 Inkoop" in picture(app)
        await pilot.press("home", "up")
        assert entries.chosen == "e0"
        await pilot.press("enter")
        await settle(pilot)
    [chosen] = app.said(Entries.Chosen)
    assert isinstance(chosen, Entries.Chosen)
    assert chosen.line is not None
    assert chosen.line.id == "e0"


async def test_what_comes_in_moves_nothing_that_is_being_read() -> None:
    entries = Entries()
    app = Stage(entries)
    async with app.run_test(size=(60, 6)) as pilot:
        entries.rows = many(50)
        await settle(pilot)
        entries.scroll_to(y=30, animate=False)
        await settle(pilot)
        before = read(app)
        entries.rows = (*many(7, 1000), *entries.rows)
        await settle(pilot)
        assert read(app) == before


async def test_the_row_at_hand_stays_at_hand() -> None:
    entries = Entries()
    app = Stage(entries)
    async with app.run_test(size=(60, 6)) as pilot:
        entries.rows = many(5)
        entries.focus()
        await pilot.press("down")
        entries.rows = (*many(3, 100), *entries.rows)
        await settle(pilot)
        assert entries.chosen == "e1"
        entries.rows = many(1)
        await settle(pilot)
        assert entries.chosen == "e0", "when it is gone the keys are at the first"


async def test_a_click_puts_the_keys_there() -> None:
    entries = Entries()
    app = Stage(entries)
    async with app.run_test(size=(60, 6)) as pilot:
        entries.rows = (Line("a", "een"), Line("b", "twee"))
        await settle(pilot)
        await pilot.click(Entries, offset=(5, 1))
        assert entries.chosen == "b"


async def test_thousands_are_drawn_without_a_widget_each() -> None:
    entries = Entries()
    app = Stage(entries)
    async with app.run_test(size=(100, 30)) as pilot:
        entries.rows = many(5000)
        await settle(pilot)
        assert len(app.screen.walk_children()) == 1
        assert entries.virtual_size.height == 5000 + 5000 // 3 * 1 + 1


def test_wrapping_fits_and_loses_nothing() -> None:
    for text in (*hostile(), "a" * 300, "", "één twee " * 30):
        for columns in (10, 37):
            lines = wrap(display(text), columns)
            assert lines
            assert all(columns_of(line) <= columns for line in lines)
            assert "".join("".join(lines).split()) == "".join(display(text).split())


def test_signs_follow_the_terminal() -> None:
    assert signs_from("UTF-8") is UNICODE
    assert signs_from("ascii") is ASCII
    assert signs_from(None) is ASCII


@given(
    st.lists(st.tuples(st.booleans(), st.lists(st.sampled_from(["kort", "een regel die lang is " * 9]), max_size=4)))
)
def test_rows_stand_where_they_would_if_placed_at_once(steps: list[tuple[bool, list[str]]]) -> None:
    heights = Heights()
    rows: tuple[Line, ...] = ()
    for number, (above, texts) in enumerate(steps):
        more = tuple(Line(f"{number}/{at}", text, tag=text[:4]) for at, text in enumerate(texts))
        rows = (*more, *rows) if above else (*rows[1:], *more)
        assert heights.place(rows, 80) == Heights().place(rows, 80)
        rows = (*rows[:number], *more, *rows[number:])
        assert heights.place(rows, 80) == Heights().place(rows, 80)
