"""The answers to broadcasts, over a real UDP socket on loopback."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterator

import pytest

from server.beacon import answer_broadcasts
from server.protocol.discovery import PROBE_SIZE, advert, probe, read_reply

ALMERE = advert("Almere " + "é" * 200, "w" * 40, protocol=9999, port=65535)


@pytest.fixture
def taken() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        sock.bind(("127.0.0.1", 0))
        yield sock


@pytest.fixture
async def port(taken: socket.socket) -> AsyncIterator[int]:
    number = int(taken.getsockname()[1])
    taken.close()
    task = asyncio.create_task(answer_broadcasts(ALMERE, number))
    await asyncio.sleep(0)
    yield number
    task.cancel()
    await asyncio.wait([task])


async def answer(port: int, *datagrams: bytes) -> bytes:
    """The first datagram that comes back on any of these."""
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        sock.bind(("127.0.0.1", 0))
        for datagram in datagrams:
            await loop.sock_sendto(sock, datagram, ("127.0.0.1", port))
        return await loop.sock_recv(sock, 2000)


async def test_a_probe_is_answered_with_no_more_bytes_than_it_had(port: int) -> None:
    received = await answer(port, probe(b"n" * 16))
    assert len(received) <= PROBE_SIZE
    assert read_reply(received, b"n" * 16) == ALMERE


async def test_nothing_else_is_answered(port: int) -> None:
    junk = (b"", b"\0" * 2000, probe(b"a" * 16)[:100], probe(b"b" * 16) + b"\0")
    assert read_reply(await answer(port, *junk, probe(b"c" * 16)), b"c" * 16) == ALMERE


async def test_a_port_in_use_is_logged_and_tried_again(taken: socket.socket, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        task = asyncio.create_task(answer_broadcasts(ALMERE, taken.getsockname()[1]))
        await asyncio.sleep(0)
    assert "failed, trying again later" in caplog.text
    assert not task.done()
    task.cancel()
    await asyncio.wait([task])
