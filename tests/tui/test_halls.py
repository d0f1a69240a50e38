"""What the screens of a hall with tables say, and that it can be read."""

import pytest
from syrupy.assertion import SnapshotAssertion

from server.domain.i18n import LANGUAGES, Language
from spilter_tui import i18n
from spilter_tui.themes import Look
from tests.tui.halls import SCENES
from tests.tui.stage import Stage, picture, runs, settle
from tests.tui.test_contrast import MARK, TEXT, contrast, is_mark


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCENES)
async def test_a_screen(
    name: str, language: Language, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_language", language)
    app = Stage(SCENES[name]())
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert picture(app) == snapshot


@pytest.mark.parametrize("look", ["dark", "light"])
@pytest.mark.parametrize("name", SCENES)
async def test_everything_can_be_read(name: str, look: Look) -> None:
    app = Stage(SCENES[name](), look)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        faint = [run for run in runs(app) if contrast(run.ink, run.paper) < (MARK if is_mark(run.text) else TEXT)]
        assert faint == []
