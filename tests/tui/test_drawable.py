"""What a terminal can draw: what it says of itself, and what stands in for the rest."""

import codecs
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.text import display, width
from spilter_tui.drawable import drawable, encoding_of


@pytest.mark.parametrize(
    ("output", "environment", "expected"),
    [
        ("utf-8", {}, "utf-8"),
        ("utf-8", {"LANG": "nl_NL.UTF-8"}, "utf-8"),
        ("utf-8", {"LC_ALL": "C"}, "ascii"),
        ("utf-8", {"LC_ALL": "POSIX", "LANG": "nl_NL.UTF-8"}, "ascii"),
        ("utf-8", {"LANG": "C.UTF-8"}, "utf-8"),
        ("utf-8", {"LANG": "nl_NL.ISO-8859-15@euro"}, "iso8859-15"),
        ("utf-8", {"LANG": "nl_NL"}, "utf-8"),
        ("utf-8", {"LC_ALL": "C", "PYTHONIOENCODING": "utf-8"}, "utf-8"),
        ("utf-8", {"LC_ALL": "C", "PYTHONUTF8": "1"}, "utf-8"),
        ("cp437", {"LANG": "nl_NL.UTF-8"}, "cp437"),
    ],
)
def test_the_encoding_of_a_terminal(output: str, environment: Mapping[str, str], expected: str) -> None:
    assert codecs.lookup(encoding_of(output, environment)).name == expected


def test_what_an_encoding_holds_stays_and_the_rest_gets_a_stand_in() -> None:
    assert drawable("╭─ café € 漢 ▸ ✓ █▇ …", "ascii") == "+- cafe E ?? > v ## ~"
    assert drawable("╭─ café ▸", "latin-1") == "+- café >"
    assert drawable("├─ café", "cp437") == "├─ café"


@given(st.text(), st.sampled_from(["ascii", "latin-1", "cp437", "cp1252", "iso8859-15"]))
def test_a_stand_in_is_as_wide_and_can_be_drawn(text: str, encoding: str) -> None:
    shown = display(text)
    drawn = drawable(shown, encoding)
    drawn.encode(encoding)
    assert sum(map(width, drawn)) == sum(map(width, shown))
