"""Block letters: every letter that Dutch and English need, never wider or higher than there is room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.text import display
from spilter_tui.widgets.letters import PLAIN, columns, drawn, fit, letters
from spilter_tui.widgets.signs import ASCII, UNICODE, use_signs

DUTCH = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789éèëêïíöóüúáàâçñÉË€ .,:;!?'\"()-–…“”‘’/%&+="


def test_no_letter_of_dutch_is_a_box() -> None:
    box = letters("漢", 1)
    assert all(letters(letter, 1) != box for letter in DUTCH)


def test_letters_with_and_without_accents_differ() -> None:
    for plain, marked in zip("eeioE", "éëïöÉ", strict=True):
        assert letters(plain, 1) != letters(marked, 1)


def test_a_letter_looks_like_itself() -> None:
    assert letters("é", 2)[:7] == [
        "      ██  ",
        "    ██    ",
        "  ██████  ",
        "██      ██",
        "██████████",
        "██        ",
        "  ██████  ",
    ]


@given(st.text(max_size=300), st.integers(8, 210), st.integers(1, 60))
def test_a_text_never_takes_more_room_than_there_is(text: str, width: int, rows: int) -> None:
    fitted = fit(text, width, rows)
    lines = drawn(fitted)
    assert len(lines) <= rows
    if fitted.size > PLAIN:
        assert max(map(len, lines), default=0) <= width
        assert " ".join(fitted.lines).split() == display(text).split()


def test_the_largest_size_that_fits_is_taken() -> None:
    sizes = [fit("Welk knelpunt ontbreekt?", width, rows).size for width, rows in ((80, 22), (120, 36), (200, 46))]
    assert sizes == sorted(sizes)
    assert sizes[0] >= 1
    assert sizes[-1] >= 2


def test_the_room_code_fits_every_wall() -> None:
    assert columns("3XMJ-02CT", 1) <= 74
    assert columns("3XMJ-02CT", 2) <= 114


@pytest.fixture
def _ascii() -> object:
    use_signs(ASCII)
    yield
    use_signs(UNICODE)


@pytest.mark.usefixtures("_ascii")
def test_a_terminal_without_blocks_gets_ascii() -> None:
    assert all("".join(drawn(fit(text, 80, 20))).isascii() for text in ("Welk?", "3XMJ-02CT"))
