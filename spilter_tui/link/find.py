"""Find the servers on this network by every way at once; whatever answers first wins, and silence has a reason.

What is found is an address where something listens. Its title and workshop are hints; the join decides.
"""

import asyncio
import secrets
from collections.abc import Coroutine, Sequence
from contextlib import ExitStack
from typing import Any, Literal, Self

import msgspec
from zeroconf import DNSQuestionType, Error, InterfaceChoice, IPVersion, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from server.protocol.discovery import PORT, PROBE_NONCE_SIZE, SERVICE_TYPE, Advert, from_txt, probe, read_reply
from spilter_tui.link.place import Endpoint, Failure, Reason, has_interface, knock, own_networks, reason_of

PATIENCE_SECONDS = 8.0
CONNECT_SECONDS = 3.0
# A broadcast travels slowly over Wi-Fi and reaches everybody: mDNS gets a head start, and few are sent.
PROBE_PAUSES = (0.7, 1.5, 3.0)

How = Literal["multicast", "unicast", "broadcast", "known", "typed"]
_Browse = Literal["multicast", "unicast"]
_TROUBLE = (OSError, RuntimeError, Error)


class Found(msgspec.Struct, frozen=True):
    """A place that accepts connections, how it answered first, and what it says of itself (None: it wasn't asked)."""

    endpoint: Endpoint
    how: How
    said: Advert | None = None


class NotFound(Exception):
    """No server was found; ``failures`` says why, what is about this laptop itself first."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        super().__init__("no server found: " + ", ".join(failure.reason for failure in failures))
        self.failures = tuple(failures)


class Search:
    """Servers in the order in which they answer: ``async with Search() as search: async for found in search``.

    A typed address is tried alone, since who types one means that one. Otherwise, until ``patience`` seconds are over:
    mDNS by multicast and by unicast, the known addresses, and a moment later broadcasts to UDP ``probe_port``.
    Each place is tried before it is yielded, and yielded once. The iteration ends in ``NotFound`` if there was none.
    """

    def __init__(
        self,
        typed: Endpoint | None = None,
        known: Sequence[Endpoint] = (),
        *,
        patience: float = PATIENCE_SECONDS,
        probe_port: int = PORT,
    ) -> None:
        self._typed = typed
        self._known = known
        self._patience = patience
        self._probe_port = probe_port
        self._tried: set[Endpoint] = set()
        self._failures: set[Failure] = set()
        self._answered = False
        self._queue: asyncio.Queue[Found | None] = asyncio.Queue()

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.wait([self._task])

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Found:
        found = await self._queue.get()
        if found is not None:
            return found
        self._queue.put_nowait(None)
        await self._task
        if self._answered:
            raise StopAsyncIteration
        raise NotFound(self._why())

    async def _run(self) -> None:
        try:
            async with asyncio.timeout(self._patience), asyncio.TaskGroup() as group:
                for way in self._ways():
                    group.create_task(way)
        except TimeoutError:
            pass
        finally:
            self._queue.put_nowait(None)

    def _ways(self) -> list[Coroutine[Any, Any, None]]:
        if self._typed:
            return [self._try(self._typed, "typed")]
        known = [self._try(place, "known") for place in self._known]
        return [self._browse("multicast"), self._browse("unicast"), self._broadcast(), *known]

    def _why(self) -> list[Failure]:
        about_places = sorted(self._failures, key=lambda failure: str(failure.where))
        if self._typed:
            return about_places
        return [Failure(Reason.NO_ANSWER if has_interface() else Reason.NO_INTERFACE), *about_places]

    async def _try(self, place: Endpoint, how: How, said: Advert | None = None) -> None:
        """Yield the place if something listens there; one that failed is tried again when it is heard again."""
        if place in self._tried:
            return
        self._tried.add(place)
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await knock(place)
        except OSError as error:
            self._failures.add(Failure(reason_of(error), place))
            self._tried.discard(place)
        else:
            self._answered = True
            self._queue.put_nowait(Found(place, how, said))

    async def _browse(self, how: _Browse) -> None:
        names: asyncio.Queue[str] = asyncio.Queue()

        def heard(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
            if state_change is not ServiceStateChange.Removed:
                names.put_nowait(name)

        try:
            opened = _open_zeroconf(unicast=how == "unicast")
        except _TROUBLE:
            return  # without mDNS the other ways go on, and their reasons say enough
        # A question without the wish for a unicast answer is ignored when somebody else just asked the same.
        kind = DNSQuestionType.QU if how == "unicast" else None
        browser = AsyncServiceBrowser(opened.zeroconf, SERVICE_TYPE, handlers=[heard], question_type=kind)
        try:
            async with asyncio.TaskGroup() as group:
                while True:
                    group.create_task(self._resolve(opened.zeroconf, await names.get(), how, kind))
        finally:
            await browser.async_cancel()
            await opened.async_close()

    async def _resolve(self, zeroconf: Zeroconf, name: str, how: How, kind: DNSQuestionType | None) -> None:
        info = AsyncServiceInfo(SERVICE_TYPE, name)
        try:
            while not await info.async_request(zeroconf, CONNECT_SECONDS * 1000, kind):
                pass  # an answer was lost on the way: ask again, as long as the search lasts
        except _TROUBLE:
            return  # as in _browse
        said = from_txt(info.properties, info.port or 0)
        if said:
            places = [Endpoint(host, said.port) for host in info.parsed_scoped_addresses(IPVersion.All)]
            await asyncio.gather(*(self._try(place, how, said) for place in places))

    async def _broadcast(self) -> None:
        nonce = secrets.token_bytes(PROBE_NONCE_SIZE)
        answers: asyncio.Queue[tuple[bytes, str]] = asyncio.Queue()
        with ExitStack() as sockets:
            targets = await _open_targets(answers, sockets)
            async with asyncio.TaskGroup() as group:
                group.create_task(_ask(targets, probe(nonce), self._probe_port))
                while True:
                    datagram, host = await answers.get()
                    said = read_reply(datagram, nonce)
                    if said:
                        group.create_task(self._try(Endpoint(host, said.port), "broadcast", said))


def _open_zeroconf(unicast: bool) -> AsyncZeroconf:
    # All, not Default: the latter fails on a network without a default route, which is this product's network.
    try:
        return AsyncZeroconf(interfaces=InterfaceChoice.All, unicast=unicast, ip_version=IPVersion.All)
    except OSError:
        # A machine without IPv6.
        return AsyncZeroconf(interfaces=InterfaceChoice.All, unicast=unicast, ip_version=IPVersion.V4Only)


_Target = tuple[asyncio.DatagramTransport, str]


async def _open_targets(answers: asyncio.Queue[tuple[bytes, str]], sockets: ExitStack) -> list[_Target]:
    """A socket on each of this laptop's networks, with that network's broadcast address."""
    loop = asyncio.get_running_loop()
    targets: list[_Target] = []
    for own in own_networks():
        try:
            transport, _ = await loop.create_datagram_endpoint(
                lambda: _Ear(answers), local_addr=(str(own.ip), 0), allow_broadcast=True
            )
        except OSError:
            continue  # the address went away just now
        sockets.callback(transport.close)
        targets.append((transport, str(own.network.broadcast_address)))
    return targets


async def _ask(targets: Sequence[_Target], question: bytes, port: int) -> None:
    for pause in PROBE_PAUSES:
        await asyncio.sleep(pause)
        for transport, network in targets:
            transport.sendto(question, (network, port))


class _Ear(asyncio.DatagramProtocol):
    """Passes on what comes in, with the host it came from."""

    def __init__(self, answers: asyncio.Queue[tuple[bytes, str]]) -> None:
        self._answers = answers

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        self._answers.put_nowait((data, str(addr[0])))
