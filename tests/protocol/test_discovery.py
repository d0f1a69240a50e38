"""What a server says of itself to strangers: bounded, harmless, and never longer than the question."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.protocol.discovery import (
    PORT,
    PROBE_SIZE,
    SERVICE_TYPE,
    Advert,
    advert,
    from_txt,
    probe,
    probe_nonce,
    read_reply,
    reply,
    to_txt,
)

NONCE = b"n" * 16
ALMERE = advert("Almere · zzp-brainstorm", "w1", protocol=1, port=7745)

adverts = st.builds(
    advert,
    st.text(),
    st.text("0123456789abcdef", min_size=1, max_size=40),
    st.integers(0, 9999),
    st.integers(1, 65535),
)


@given(said=adverts, nonce=st.binary(min_size=16, max_size=16))
def test_an_answer_comes_back_whole_and_is_no_longer_than_its_question(said: Advert, nonce: bytes) -> None:
    answer = reply(nonce, said)
    assert len(answer) <= len(probe(nonce)) == PROBE_SIZE
    assert read_reply(answer, nonce) == said


@given(said=adverts)
def test_txt_entries_come_back_whole_and_fit_a_dns_string(said: Advert) -> None:
    entries = {name.encode(): text.encode() for name, text in to_txt(said).items()}
    assert from_txt(entries, said.port) == said
    assert all(len(name) + 1 + len(text) <= 255 for name, text in entries.items())


@given(datagram=st.binary(max_size=300))
def test_any_other_datagram_is_neither_a_probe_nor_an_answer(datagram: bytes) -> None:
    assert probe_nonce(datagram) is None
    assert read_reply(datagram, NONCE) is None
    assert read_reply(reply(NONCE, ALMERE)[:32] + datagram, NONCE) is None


def test_only_a_full_probe_is_answered() -> None:
    whole = probe(NONCE)
    assert probe_nonce(whole) == NONCE
    for other in (whole[:-1], whole + b"\0", whole[:-1] + b"x", whole[:40], b"S" + whole[1:]):
        assert probe_nonce(other) is None


def test_an_answer_to_somebody_elses_probe_is_not_read() -> None:
    assert read_reply(reply(b"m" * 16, ALMERE), NONCE) is None


def test_a_title_is_harmless_and_short() -> None:
    said = advert("\x1b]52;c;aGk=\x07 Almere\n\u202ezzp " + "é" * 300, "w1", 1, 7745)
    assert not any(ord(char) < 32 or char in "\u202e\x9b" for char in said.title)
    assert len(said.title.encode()) <= 100


def test_a_forged_record_is_cleaned_or_ignored() -> None:
    forged = {b"title": b"\x1b[2J", b"workshop": b"w1", b"protocol": b"1"}
    said = from_txt(forged, 7745)
    assert said is not None
    assert "\x1b" not in said.title
    for wrong in ({}, {**forged, b"protocol": b"x"}, {**forged, b"workshop": b"../w"}, {**forged, b"title": b"\xff"}):
        assert from_txt(wrong, 7745) is None
    assert from_txt({**forged, b"workshop": None}, 7745) is None
    assert from_txt(forged, 0) is None


@pytest.mark.parametrize(("workshop", "port"), [("", 7745), ("a b", 7745), ("w" * 41, 7745), ("w1", 0), ("w1", 65536)])
def test_an_advert_that_nobody_could_use_is_refused(workshop: str, port: int) -> None:
    with pytest.raises(ValueError):
        advert("Almere", workshop, 1, port)


def test_the_page_about_discovery_names_the_ports_the_words_and_the_sizes() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "discovery.md").read_text(encoding="utf-8")
    whole = probe(NONCE)
    words = [f"**{PORT}**", SERVICE_TYPE, f"exactly {PROBE_SIZE} bytes", whole[:16].decode()]
    words += [reply(NONCE, ALMERE)[:16].decode(), *to_txt(ALMERE)]
    assert [word for word in words if word not in text] == []
