"""Page swap in the whole app, against the real server: others' ideas to read, and new ones after one's own."""

from pathlib import Path

import pytest

from server.domain.entries import AddPaper
from server.domain.steering import SetPreset
from spilter_tui import i18n
from tests.tui.laptops import laptop, until
from tests.tui.test_app import hall, sits


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


def read(screen: str) -> set[str]:
    """Which of the others' ideas stand there."""
    return {f"idee {letter}" for letter in "abcdefgh" if f"idee {letter}" in screen}


async def test_others_ideas_to_read_and_new_ones_after_ones_own(tmp_path: Path) -> None:
    async with hall(tmp_path) as (serving, do), laptop(tmp_path / "1", serving.port, serving.code) as pilot:
        await do("ideas", SetPreset("page"))
        await do("ideas", AddPaper(tuple(f"idee {letter}" for letter in "abcdefgh")))
        await sits(pilot)
        first = read(await until(pilot, "idee "))
        assert len(first) == 5
        (unread, *_) = sorted({f"idee {letter}" for letter in "abcdefgh"} - first)
        await pilot.press(*"van mij", "enter")
        second = read(await until(pilot, unread))
        assert second > {f"idee {letter}" for letter in "abcdefgh"} - first
        await until(pilot, "van mij")
