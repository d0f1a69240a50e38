"""What every screen of the participant says, as text, at the sizes and in the languages that people have."""

import pytest
from syrupy.assertion import SnapshotAssertion

from server.domain.i18n import LANGUAGES, Language
from spilter_tui import i18n
from tests.tui.scenes import SCENES, staged
from tests.tui.stage import Stage, picture

SIZES = {"80x24": (80, 24), "100x30": (100, 30)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCENES)
async def test_a_screen(
    name: str, language: Language, size: str, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_language", language)
    app = Stage(SCENES[name]())
    async with app.run_test(size=SIZES[size]) as pilot:
        await staged(name, pilot)
        assert picture(app) == snapshot
