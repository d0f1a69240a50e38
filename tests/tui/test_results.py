"""What a way to vote shows of its result, on a participant's screen of 80×24, in both languages."""

import pytest
from syrupy.assertion import SnapshotAssertion

from server.domain.i18n import LANGUAGES, Language
from spilter_tui import i18n
from spilter_tui.themes import Look
from tests.tui.results import ASKED, work
from tests.tui.stage import Stage, picture, settle
from tests.tui.test_contrast import pale


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ASKED)
async def test_a_screen(
    name: str, language: Language, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_language", language)
    app = Stage(work(name))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert picture(app) == snapshot


@pytest.mark.parametrize("look", ["dark", "light", "wall"])
@pytest.mark.parametrize("name", ASKED)
async def test_everything_drawn_is_readable(name: str, look: Look) -> None:
    app = Stage(work(name), look)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert list(pale(app)) == []
