"""The letters of any terminal: none of its bytes is refused, and UTF-8 stays what it is, however it is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spilter_tui.keyboard import decoder_for


@given(st.lists(st.binary(max_size=8)), st.sampled_from(["utf-8", "ascii", "latin-1", "cp1252", "iso8859-15", "cp437"]))
def test_no_byte_ends_it(parts: list[bytes], encoding: str) -> None:
    decoder = decoder_for(encoding)()
    said = "".join(map(decoder.decode, parts)) + decoder.decode(b"", final=True)
    assert len(said) <= sum(map(len, parts))


@given(st.text(st.characters(codec="utf-8")), st.integers(1, 5), st.sampled_from(["utf-8", "ascii"]))
def test_utf8_is_read_as_it_is(text: str, size: int, encoding: str) -> None:
    data, decoder = text.encode(), decoder_for(encoding)()
    assert "".join(decoder.decode(data[at : at + size]) for at in range(0, len(data), size)) == text


@pytest.mark.parametrize(("encoding", "sent"), [("utf-8", b"caf\xe9!"), ("ascii", b"caf\xe9!"), ("cp437", b"caf\x82!")])
def test_a_letter_of_another_encoding(encoding: str, sent: bytes) -> None:
    assert decoder_for(encoding)().decode(sent) == "café!"
