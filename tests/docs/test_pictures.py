"""The pictures in the documentation show what the screens are known to say."""

import re
from functools import cache
from pathlib import Path

import pytest

from server.domain.i18n import LANGUAGES, Language
from tests.tui.gallery import FOLDER, Picture, pictures, told

SNAPSHOTS = Path(__file__).resolve().parents[1] / "tui" / "__snapshots__"


@cache
def snapshots(name: str) -> dict[str, str]:
    """What the tests of a file know the screens to say, by test."""
    kept = (SNAPSHOTS / f"{name}.ambr").read_text(encoding="utf-8")
    found = re.findall(r"^# name: test_a_screen\[(.+?)\]\n  '''\n(.*?)\n  '''$", kept, re.MULTILINE | re.DOTALL)
    return {test: "\n".join(line[2:] for line in said.splitlines()) for test, said in found}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("one", tuple(pictures()), ids=lambda one: one.name)
def test_a_picture_says_what_the_screen_says(one: Picture, language: Language) -> None:
    svg = (FOLDER / language / f"{one.name}.svg").read_text(encoding="utf-8")
    known = snapshots(one.said_in)[one.said_as.format(language=language)]
    assert told(svg).rstrip() == known.rstrip(), "run: python -m tests.tui.gallery"
    assert re.findall(r"(?:href|src|url)\s*[=(]\s*[\"']?http", svg) == []


def test_no_picture_is_left_over() -> None:
    kept = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.svg")}
    assert kept == {f"{language}/{one.name}.svg" for language in LANGUAGES for one in pictures()}
