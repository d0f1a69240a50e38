"""Addresses as people type them, and why nothing listens there."""

import socket
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spilter_tui.link.find import PATIENCE_SECONDS, How
from spilter_tui.link.place import BadAddress, Endpoint, Reason, knock, parse_address, reason_of, seen_from_outside


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("192.168.8.10", Endpoint("192.168.8.10")),
        (" laptop-van-iris:8000 ", Endpoint("laptop-van-iris", 8000)),
        ("[fd00::1]", Endpoint("fd00::1")),
        ("[fe80::1%eth0]:8000", Endpoint("fe80::1%eth0", 8000)),
        ("fd00::1", Endpoint("fd00::1")),
        ("zaal.local:1", Endpoint("zaal.local", 1)),
    ],
)
def test_an_address_is_read_in_each_form(typed: str, expected: Endpoint) -> None:
    assert parse_address(typed) == expected
    assert parse_address(str(expected)) == expected


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", ":7745", "host:", "host:0", "host:65536", "host:x", "host:1234567", "host:١"),
        *("[fd00::1", "[fd00::1]7745", "[host]x", "[]", "1:2:3", "a b", "a..b", "x" * 64, "https://host", "me@host"),
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(BadAddress):
        parse_address(typed)


@given(st.text())
def test_any_text_is_an_address_or_refused(typed: str) -> None:
    try:
        place = parse_address(typed)
    except BadAddress:
        return
    assert parse_address(str(place)) == place


async def test_a_port_without_a_server_refuses() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(OSError) as caught:
            await knock(Endpoint("127.0.0.1", taken.getsockname()[1]))
    assert reason_of(caught.value) is Reason.REFUSED


async def test_a_server_that_listens_lets_in() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        await knock(Endpoint("localhost", server.getsockname()[1]))


async def test_a_name_that_nobody_has_is_unknown() -> None:
    with pytest.raises(OSError) as caught:
        await knock(Endpoint("nobody.invalid"))
    assert reason_of(caught.value) is Reason.UNKNOWN_NAME


def test_silence_and_a_missing_route_are_told_apart() -> None:
    assert reason_of(OSError(101, "Network is unreachable")) is Reason.NO_ROUTE
    assert reason_of(TimeoutError()) is Reason.SILENT
    assert reason_of(OSError(113, "No route to host")) is Reason.SILENT


def test_the_page_about_discovery_explains_every_reason_and_way() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "discovery.md").read_text(encoding="utf-8")
    rows = [f"| `{word}` |" for word in (*Reason, *get_args(How))]
    assert [row for row in rows if row not in text] == []
    assert f"after {PATIENCE_SECONDS:.0f} seconds" in text


def test_the_wall_on_the_server_s_laptop_shows_an_address_that_others_can_type() -> None:
    assert seen_from_outside(Endpoint("10.0.0.7", 7745)) == "10.0.0.7"
    own = seen_from_outside(Endpoint("127.0.0.1", 7800))
    assert not own.startswith("127.")
