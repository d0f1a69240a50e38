"""How a server lets itself be found: by mDNS, and by answering broadcasts where multicast doesn't come through.

Neither may hurt the workshop: trouble is logged and tried again. Nothing said here is trusted by a client.
"""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from ipaddress import ip_address
from typing import Any, cast

import ifaddr
from zeroconf import Error, InterfaceChoice, IPVersion
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from server.protocol.discovery import PORT, SERVICE_TYPE, Advert, probe_nonce, reply, to_txt

_log = logging.getLogger(__name__)

POLL_SECONDS = 2.0
RETRY_SECONDS = 15.0
_TROUBLE = (OSError, RuntimeError, Error)


async def announce(said: Advert, *, poll: float = POLL_SECONDS, port: int = PORT) -> None:
    """Announce the server until cancelled, on every address the machine has now or gets later.

    Looks for changed addresses every ``poll`` seconds; answers probes on UDP ``port``. On cancelling it says goodbye,
    which takes about half a second.
    """
    # It warns, with a traceback, of every address that can't do multicast, such as loopback's.
    logging.getLogger("zeroconf").setLevel(logging.ERROR)
    async with asyncio.TaskGroup() as group:
        group.create_task(announce_by_multicast(said, poll))
        group.create_task(answer_broadcasts(said, port))


def addresses() -> tuple[str, ...]:
    """The machine's addresses, sorted, without loopback; IPv6 ones without their zone."""
    ips = (ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips)
    plain = {ip if isinstance(ip, str) else ip[0] for ip in ips}
    return tuple(sorted(ip for ip in plain if not ip_address(ip).is_loopback))


async def announce_by_multicast(said: Advert, poll: float) -> None:
    """The mDNS half of ``announce``."""
    while True:
        try:
            here = addresses()
            async with _registered(said, here):
                while addresses() == here:  # noqa: ASYNC110 - no system tells of a new address in the same way
                    await asyncio.sleep(poll)
            _log.info("the addresses of this machine changed: announcing again")
        except _TROUBLE as trouble:
            _log.warning("announcing by mDNS failed, trying again later: %s", trouble)
            await asyncio.sleep(RETRY_SECONDS)


@asynccontextmanager
async def _registered(said: Advert, here: tuple[str, ...]) -> AsyncIterator[None]:
    if not here:
        yield
        return
    zeroconf = _open_zeroconf()
    try:
        # The name is the id: a title has dots and doubles. The host has a name of its own, since the machine's
        # is the operating system's to announce.
        host = f"spilter-{said.workshop}"
        info = AsyncServiceInfo(
            SERVICE_TYPE,
            f"{host}.{SERVICE_TYPE}",
            port=said.port,
            properties=to_txt(said),
            server=f"{host}.local.",
            parsed_addresses=list(here),
        )
        await (await zeroconf.async_register_service(info, allow_name_change=True))
        yield
    finally:
        await zeroconf.async_close()


def _open_zeroconf() -> AsyncZeroconf:
    try:
        return AsyncZeroconf(interfaces=InterfaceChoice.All, ip_version=IPVersion.All)
    except OSError:
        # A machine without IPv6.
        return AsyncZeroconf(interfaces=InterfaceChoice.All, ip_version=IPVersion.V4Only)


async def answer_broadcasts(said: Advert, port: int) -> None:
    """The other half of ``announce``: one answer for each probe, whatever else comes in."""
    while True:
        try:
            transport = await _open_responder(said, port)
            with closing(transport):
                await asyncio.Event().wait()
        except OSError as trouble:
            _log.warning("answering broadcasts on UDP port %d failed, trying again later: %s", port, trouble)
            await asyncio.sleep(RETRY_SECONDS)


async def _open_responder(said: Advert, port: int) -> asyncio.DatagramTransport:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        # Shared, so that two workshops on one machine both hear a broadcast.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(("", port))
    except OSError:
        sock.close()
        raise
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: _Responder(said), sock=sock)
    return transport


class _Responder(asyncio.DatagramProtocol):
    """Answers a probe to whoever sent it, never with more bytes than came in."""

    def __init__(self, said: Advert) -> None:
        self._said = said
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Python 3.11's own transport is no subclass of what it says it is.
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        nonce = probe_nonce(data)
        if nonce is not None and self._transport is not None:
            self._transport.sendto(reply(nonce, self._said), addr)
