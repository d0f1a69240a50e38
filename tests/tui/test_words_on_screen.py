"""Every word of the chrome comes from the catalogue: with a language that shouts, whoever whispers was forgotten."""

import gettext
import re
from pathlib import Path

import pytest

from spilter_tui import i18n
from tests.tui.scenes import SCENES, staged
from tests.tui.stage import Stage, picture

OWN = re.compile(r"\{[^}]*\}")
KEYS = {"Enter", "Esc", "Tab", "Space", "PgUp", "PgDn", "Home", "End", "Ctrl", "spilter"}


class Shouting(gettext.NullTranslations):
    """A language in capitals; what is filled in stays as it is."""

    def gettext(self, message: str) -> str:
        return "".join(part if OWN.fullmatch(part) else part.upper() for part in re.split(f"({OWN.pattern})", message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def typed_by_people() -> set[str]:
    """Every word in the scenes' own data."""
    sources = (Path(__file__).with_name(name).read_text("utf-8") for name in ("scenes.py", "cafe.py"))
    return set(re.findall(r"\w+", " ".join(sources).replace("\\n", " ")))


@pytest.mark.parametrize("name", SCENES)
async def test_every_word_is_translated(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "words", lambda language: Shouting())
    app = Stage(SCENES[name]())
    async with app.run_test(size=(100, 30)) as pilot:
        await staged(name, pilot)
        seen = set(re.findall(r"[^\W\d_]{2,}", picture(app)))
    known = typed_by_people() | KEYS
    assert [word for word in seen if word != word.upper() and not any(each.startswith(word) for each in known)] == []
