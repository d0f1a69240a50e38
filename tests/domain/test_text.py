"""What is stored is what was typed; what is shown does nothing."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.cells import cell_len

from server.domain.kernel import Refused
from server.domain.text import LIMIT, clean, display, fold, one_line, width
from tests.hostile import hostile

ANY = st.text(st.characters(exclude_categories=()), max_size=40)
SPICED = st.text(
    st.sampled_from(
        "ae\u0301\u0e47\u200d\ufe0f\u20e3👩👍🏽❤🇳🇱\x1b\x9b\u202e\u2066\U000e0041한\u1161漢 \n\r\t\x85\u3000\ud800"
    ),
    max_size=20,
)
TEXTS = ANY | SPICED


def harmless(text: str) -> bool:
    """No control but the newline, nothing that formats, hides, or belongs to nobody."""
    return all(
        character == "\n" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Me"}
        for character in text
    )


@given(TEXTS)
def test_what_is_shown_is_harmless_and_of_known_width(text: str) -> None:
    shown = display(text)
    assert harmless(shown)
    assert display(shown) == shown
    assert all(width(line) == cell_len(line) for line in shown.split("\n"))


@given(TEXTS, st.none() | st.integers(0, 30))
def test_one_line_fits(text: str, columns: int | None) -> None:
    line = one_line(text, columns)
    assert "\n" not in line
    assert columns is None or width(line) <= columns
    assert one_line(line, columns) == line


@given(TEXTS)
def test_stored_is_as_typed(text: str) -> None:
    assume(text.strip())
    stored = clean(text)
    assert clean(stored) == stored
    assert stored.encode("utf-8").decode("utf-8") == stored
    if not any(unicodedata.category(character) == "Cs" for character in text):
        assert stored == text


@given(TEXTS)
def test_something_typed_is_something_seen(text: str) -> None:
    assert bool(display(text).strip()) == bool(text.strip())


@given(TEXTS)
def test_fold_is_idempotent_and_blind_to_case(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text.casefold()) == fold(text)


def test_every_hostile_string() -> None:
    texts = hostile()
    assert len(texts) > 2000
    for text in texts:
        shown = display(text)
        assert harmless(shown), repr(text)
        assert all(width(line) == cell_len(line) for line in shown.split("\n")), repr(text)
        if text.strip() and "\ud800" not in text:
            assert clean(text) == text


@pytest.mark.parametrize("text", ["", " ", "\n\t\r ", "\u2003\u3000"])
def test_nothing_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="empty"):
        clean(text)


def test_a_paste_that_is_too_long_is_refused_whole() -> None:
    with pytest.raises(Refused) as caught:
        clean("x" * 100_000)
    assert caught.value.code == "too_long"
    assert caught.value.facts == {"limit": LIMIT, "length": 100_000}
    assert clean("x" * LIMIT) == "x" * LIMIT


def test_halves_of_characters() -> None:
    assert clean("a\ud800b") == "a\ufffdb"
    assert clean("\ud83d\ude00") == "😀"
    assert clean("a\x00b") == "a\x00b"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\x1b]0;PWNED\x07", "␛]0;PWNED␇"),
        ("a\x9b31mb\x7f", "a\ufffd31mb␡"),
        ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("betaal \u202e00001 €", "betaal \ufffd00001 €"),
        ("zicht\u200bbaar\ufeff", "zichtbaar"),
        ("\u200b", "\ufffd"),
        ("a\U000e0041\U000e0042b", "a\ufffdb"),
        ("👩‍👩‍👧 ❤️ 👍🏽 🇳🇱 1️⃣", "👩👩👧 ❤ 👍 NL 1"),
        ("e\u0301\u0301\u0301\u0301\u0301\u0301", "é\u0301\u0301\u0301"),
        ("\u0301a", "a"),
        ("€ 5, coördinator, café-spreekuur, 'ĳs', ß", "€ 5, coördinator, café-spreekuur, 'ĳs', ß"),
        ("한", "한"),
        ("[red]x[/] <b> =1+1 `*_", "[red]x[/] <b> =1+1 `*_"),
    ],
)
def test_shown(typed: str, shown: str) -> None:
    assert display(typed) == shown


@pytest.mark.parametrize(
    ("text", "columns", "line"),
    [
        ("a\n\n b", None, "a b"),
        ("abcdef", 4, "abc…"),
        ("漢字漢字", 6, "漢字…"),
        ("ab cd", 4, "ab…"),
        ("ab", 0, ""),
    ],
)
def test_one_line(text: str, columns: int | None, line: str) -> None:
    assert one_line(text, columns) == line


def test_fold() -> None:
    assert fold("  Eén CAFÉ\u200b  straße ĳs ") == "een cafe strasse ijs"
