"""The join over real TLS sockets on loopback: the right server, a wrong code, a relay and a rogue."""

import asyncio
import datetime
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import msgspec
import pytest

from server.joining import Certificate, keep_certificate, new_nonce, server_ssl_context
from server.protocol.joining import (
    ClientJoin,
    JoinAccepted,
    JoinChallenge,
    JoinFailed,
    JoinHello,
    JoinProof,
    JoinRefused,
    Room,
    ServerJoin,
    open_room,
    shown,
    stretch,
    title_salt,
)
from spilter_tui.link.pins import client_ssl_context, peer_fingerprint

NOW = datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)
FromClient = JoinHello | JoinProof
FromServer = JoinChallenge | JoinAccepted | JoinRefused
Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Host:
    """A certificate, the room it opened, and how its joins ended."""

    certificate: Certificate
    room: Room
    outcomes: list[bool]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        join = ServerJoin(self.room, new_nonce())
        for _ in range(2):
            line = await reader.readline()
            writer.write(msgspec.json.encode(join.receive(msgspec.json.decode(line, type=FromClient))) + b"\n")
        self.outcomes.append(join.joined)
        writer.close()
        await writer.wait_closed()


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Host:
    certificate = keep_certificate(tmp_path_factory.mktemp("host"), NOW)
    return Host(certificate, open_room(certificate.fingerprint, new_nonce(), title_salt("Almere")), [])


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return keep_certificate(tmp_path_factory.mktemp("other"), NOW)


@asynccontextmanager
async def listening(certificate: Certificate, handler: Handler) -> AsyncIterator[int]:
    context = server_ssl_context(certificate)
    async with await asyncio.start_server(handler, "127.0.0.1", 0, ssl=context) as server:
        yield server.sockets[0].getsockname()[1]


async def join(port: int, code: str) -> bytes:
    """Join as a client does; returns the fingerprint to pin."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=client_ssl_context())
    try:
        seen = peer_fingerprint(writer.transport)
        client = ClientJoin(code, seen, new_nonce())
        message: FromClient | None = client.hello()
        while message:
            writer.write(msgspec.json.encode(message) + b"\n")
            message = client.receive(msgspec.json.decode(await reader.readline(), type=FromServer))
        assert client.joined
        return seen
    finally:
        writer.close()
        await writer.wait_closed()


def relay_to(port: int) -> Handler:
    """A man in the middle: his own certificate to the client, every byte passed on over TLS to the real server."""

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1000):
            writer.write(data)
        writer.close()

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to_server = await asyncio.open_connection("127.0.0.1", port, ssl=client_ssl_context())
        await asyncio.gather(pump(reader, to_server[1]), pump(to_server[0], writer))

    return relay


async def test_a_participant_joins_and_pins_the_certificate_it_really_saw(host: Host) -> None:
    async with listening(host.certificate, host.serve) as port:
        assert await join(port, shown(host.room.code)) == host.certificate.fingerprint
    assert host.outcomes[-1] is True


async def test_a_wrong_code_is_refused(host: Host) -> None:
    async with listening(host.certificate, host.serve) as port:
        with pytest.raises(JoinFailed, match="wrong-code"):
            await join(port, "0000-0000")
    assert host.outcomes[-1] is False


async def test_a_relay_is_refused_by_the_real_server(host: Host, other: Certificate) -> None:
    async with listening(host.certificate, host.serve) as real, listening(other, relay_to(real)) as relayed:
        with pytest.raises(JoinFailed, match="wrong-code"):
            await join(relayed, host.room.code)
    assert host.outcomes[-1] is False


async def test_a_rogue_that_knows_the_code_is_refused_by_the_client(host: Host, other: Certificate) -> None:
    real, key = host.room, stretch(host.room.code, other.fingerprint)
    rogue = Host(other, Room(other.fingerprint, real.code_nonce, real.salt_title, real.code, key), [])
    async with listening(other, rogue.serve) as port:
        with pytest.raises(JoinFailed, match="other-server"):
            await join(port, real.code)


async def test_tls_1_2_is_not_spoken(host: Host) -> None:
    old = client_ssl_context()
    old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_2
    async with listening(host.certificate, host.serve) as port:
        with pytest.raises(OSError):
            await asyncio.open_connection("127.0.0.1", port, ssl=old)


async def test_a_connection_without_tls_has_no_fingerprint() -> None:
    async with await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0) as server:
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        with pytest.raises(ValueError, match="not a TLS connection"):
            peer_fingerprint(writer.transport)
        writer.close()
        await writer.wait_closed()
