"""Whoever sees little reads it too: the contrast of everything drawn, by the formula of WCAG 2.2 (1.4.3 and 1.4.11)."""

from collections.abc import Iterator

import pytest
from textual.color import Color

from spilter_tui.themes import Look
from spilter_tui.widgets.signs import UNICODE
from tests.tui.scenes import SCENES, staged
from tests.tui.stage import Stage, picture, runs

TEXT, MARK = 4.5, 3.0
MARKS = {character for sign in (getattr(UNICODE, name) for name in UNICODE.__struct_fields__) for character in sign}


def luminance(colour: Color) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [part / 255 for part in colour.rgb]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """Contrast ratio, as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def is_mark(text: str) -> bool:
    """Whether it is only borders, bars and signs."""
    return all(0x2500 <= ord(character) < 0x25A0 or character in MARKS or character == " " for character in text)


def pale(app: Stage) -> Iterator[tuple[str, float, str, str]]:
    """What on the screen has too little contrast: text, ratio, ink and paper."""
    for run in runs(app):
        ratio = contrast(run.ink, run.paper)
        if ratio < (MARK if is_mark(run.text) else TEXT):
            yield run.text.strip(), round(ratio, 2), run.ink.hex, run.paper.hex


def test_the_formula() -> None:
    assert contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)
    assert contrast(Color(119, 119, 119), Color(255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("look", ["dark", "light", "wall"])
@pytest.mark.parametrize("name", SCENES)
async def test_everything_drawn_is_readable(name: str, look: Look) -> None:
    app = Stage(SCENES[name](), look)
    async with app.run_test(size=(80, 24)) as pilot:
        await staged(name, pilot)
        assert list(pale(app)) == []


@pytest.mark.parametrize("name", SCENES)
async def test_without_colour_the_same_is_said(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    coloured = Stage(SCENES[name]())
    async with coloured.run_test(size=(80, 24)) as pilot:
        await staged(name, pilot)
        expected = picture(coloured)
    monkeypatch.setenv("NO_COLOR", "1")
    bare = Stage(SCENES[name](), "plain")
    async with bare.run_test(size=(80, 24)) as pilot:
        await staged(name, pilot)
        assert picture(bare) == expected
        assert not list(runs(bare)), "a colour was asked for"
