"""One running server: file, workshop, door, beacon and hub, wired together and taken apart."""

import asyncio
import contextlib
import errno
import http
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from websockets.asyncio.server import Server, ServerConnection
from websockets.asyncio.server import serve as listen
from websockets.http11 import Request, Response

from server import beacon, report
from server.backup import Backups
from server.domain.history import Recorded
from server.domain.root import Agenda
from server.domain.workshop import Workshop
from server.hub import Hub
from server.joining import Certificate, server_ssl_context
from server.limits import allow_sockets, collect_seldom
from server.log import Log
from server.opening import ServeFault, certificate_in, facilitator_key, opened
from server.protocol.discovery import PORT, advert
from server.protocol.joining import Room, open_room, shown
from server.protocol.messages import MAX_FRAME, PATH, VERSION
from server.protocol.queries import BackedUp, BackUp, Files, MakeReport, Query, Reply
from server.records import Batch
from server.report.prints import Given
from server.running import Health, Running, recorded, runtime_folder
from server.session import Session

__all__ = ["Place", "ServeFault", "Serving", "run", "serve"]

_log = logging.getLogger(__name__)

HANDSHAKE_SECONDS = 10.0
CLOSE_SECONDS = 2.0
BACKLOG = 1024  # a whole hall comes back at once after an outage


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that runs. `code` is what the wall shows, `key` makes a facilitator; `stop` ends it in order."""

    path: Path
    title: str
    workshop: str
    port: int
    code: str
    key: str
    fingerprint: bytes
    stop: Callable[[], None]
    hub: Hub


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server keeps and finds what is not in the workshop's file."""

    data_dir: Path  # its certificate and the facilitators' keys
    runtime_dir: Path  # the record of running servers
    backup_to: Path | None = None
    host: str = ""  # one address to listen on; empty: every one
    port: int = PORT  # 0: any that is free
    announce: bool = True


async def serve(
    path: Path,
    *,
    data_dir: Path,
    ready: Callable[[Serving], None],
    agenda: Agenda | None = None,
    host: str = "",
    port: int = PORT,
    backup_to: Path | None = None,
    runtime_dir: Path | None = None,
    announce: bool = True,
    clock: Callable[[], float] = time.time,
) -> None:
    """Serve the workshop in `path` until SIGINT, SIGTERM or `Serving.stop`; a new file starts from the agenda.

    Raises `FileFault` where the file can't be used, or no longer can, and `ServeFault` where the server can't start.
    """
    place = Place(data_dir, runtime_dir or runtime_folder(), backup_to, host, port, announce)
    async with _file(path) as log:
        workshop = await opened(log, agenda, clock())
        await _Run(log, workshop, place, clock).run(ready)


@contextlib.asynccontextmanager
async def _file(path: Path) -> AsyncIterator[Log]:
    """The workshop's file, open; a new one goes again when no server comes up, for its agenda may still change."""
    new = not path.exists()
    log = await Log.open(path)
    try:
        yield log
    except ServeFault:
        await log.close()
        if new:
            path.unlink()
        raise
    finally:
        await log.close()


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run a server's coroutine to its end, on uvloop where that is installed: a connection then takes a tenth."""
    allow_sockets()
    collect_seldom()
    with asyncio.Runner(loop_factory=_new_loop) as runner:
        runner.run(work)


def _new_loop() -> asyncio.AbstractEventLoop:
    if sys.platform == "win32":
        return asyncio.new_event_loop()
    import uvloop

    loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
    return loop


class _Run:
    """One run of a server over an open file."""

    def __init__(self, log: Log, workshop: Workshop, place: Place, clock: Callable[[], float]) -> None:
        self.log, self.workshop, self.place, self.clock = log, workshop, place, clock

    async def run(self, ready: Callable[[Serving], None]) -> None:
        """Serve until stopped, and leave nothing behind but the file and its back-ups."""
        meta = await self.log.meta()
        certificate = certificate_in(self.place.data_dir, self.clock())
        nonce, salt = bytes.fromhex(meta["code_nonce"]), bytes.fromhex(meta["salt_title"])
        room = await asyncio.to_thread(open_room, certificate.fingerprint, nonce, salt)
        key = facilitator_key(self.place.data_dir, meta["workshop"])
        session = Session(self.workshop, room, key, await self.log.people(), await self.log.seen())
        self.hub = Hub(session, self.log, self.clock, self.answer, self.written)
        self.backups = Backups(self.log, self.place.backup_to, self._backed_up)
        async with self._listening(certificate, meta["workshop"]) as server:
            bound: int = next(iter(server.sockets)).getsockname()[1]
            serving = self._serving(room, key, meta["workshop"], bound)
            try:
                with recorded(self._running(serving), self.place.runtime_dir), _on_signals(self.hub.stop):
                    async with _beside(self.backups.run(), *self._announcing(serving)):
                        ready(serving)
                        await self.hub.run()
                await self.backups.make()
            finally:
                await self.backups.idle()

    def _serving(self, room: Room, key: str, workshop: str, port: int) -> Serving:
        title, code = self.workshop.plan.info.title, shown(room.code)
        return Serving(self.log.path, title, workshop, port, code, key, room.fingerprint, self.hub.stop, self.hub)

    # --- what the hub can't do itself -------------------------------------------------------------------------

    def written(self, batch: Batch) -> None:
        """A batch is on disk: back up at a close, and at once after a sealing."""
        if batch.closed or batch.rewrites:
            self.backups.soon(sealed=bool(batch.rewrites))

    def _backed_up(self, fault: str) -> None:
        self.hub.put(partial(self.hub.session.backed_up, fault))

    async def answer(self, query: Query) -> Reply:
        """Answer what takes more than the session: a back-up, or the report."""
        if isinstance(query, BackUp):
            return BackedUp(tuple(str(path) for path in await self.backups.make()))
        assert isinstance(query, MakeReport)
        records = sorted((r for rows in self.workshop.records.values() for r in rows), key=lambda record: record.seq)
        return Files(await asyncio.to_thread(_make_report, records, query))

    # --- the network ------------------------------------------------------------------------------------------

    @contextlib.asynccontextmanager
    async def _listening(self, certificate: Certificate, workshop: str) -> AsyncIterator[Server]:
        place = self.place
        try:
            server = await listen(
                self.hub.connection,
                **_where(place),
                ssl=server_ssl_context(certificate),
                ssl_handshake_timeout=HANDSHAKE_SECONDS,
                backlog=BACKLOG,
                compression=None,
                max_size=MAX_FRAME,
                ping_interval=None,
                close_timeout=CLOSE_SECONDS,
                server_header=None,
                process_request=partial(self._request, workshop),
            )
        except OSError as error:
            raise _of_socket(error, place) from error
        try:
            yield server
        finally:
            server.close()
            await server.wait_closed()

    def _request(self, workshop: str, connection: ServerConnection, request: Request) -> Response | None:
        """Let WebSockets through on their path; answer `GET /health`."""
        if request.path == PATH:
            return None
        if request.path != "/health":
            return connection.respond(http.HTTPStatus.NOT_FOUND, "not here\n")
        health = Health(workshop, self.workshop.plan.info.title, VERSION, self.hub.clients)
        response = connection.respond(http.HTTPStatus.OK, msgspec.json.encode(health).decode())
        del response.headers["Content-Type"]
        response.headers["Content-Type"] = "application/json"
        return response

    def _announcing(self, serving: Serving) -> Iterator[Coroutine[Any, Any, None]]:
        if self.place.announce:
            yield beacon.announce(advert(serving.title, serving.workshop, VERSION, serving.port))

    def _running(self, serving: Serving) -> Running:
        return Running(
            path=str(serving.path.resolve()),
            pid=os.getpid(),
            host=self.place.host or "127.0.0.1",
            port=serving.port,
            fingerprint=serving.fingerprint.hex(),
            key=serving.key,
            code=serving.code,
            workshop=serving.workshop,
        )


def _make_report(records: list[Recorded], query: MakeReport) -> dict[str, bytes]:
    # From a fold of its own: the running workshop goes on changing meanwhile.
    workshop = Workshop()
    for record in records:
        workshop.take(record)
    given = Given(query.begins, query.code)
    return report.make(workshop, query.formats, query.reader, query.language or None, given)


def _where(place: Place) -> dict[str, Any]:
    if place.host:
        return {"host": place.host, "port": place.port}
    # One socket for IPv4 and IPv6: asyncio makes two, which get different ports where any will do.
    both = socket.has_dualstack_ipv6()
    family = socket.AF_INET6 if both else socket.AF_INET
    return {"sock": socket.create_server(("", place.port), family=family, dualstack_ipv6=both)}


def _of_socket(error: OSError, place: Place) -> ServeFault:
    # A failed bind may come wrapped by asyncio, which keeps its number.
    if error.errno == errno.EADDRINUSE:
        return ServeFault("port_in_use", port=place.port)
    if error.errno == errno.EACCES:
        return ServeFault("port_forbidden", port=place.port)
    return ServeFault("no_address", host=place.host, port=place.port)


@contextlib.asynccontextmanager
async def _beside(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run these as long as the body runs; what goes wrong in them is logged and hurts nothing else."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                _log.error("ended early: %r", outcome)


@contextlib.contextmanager
def _on_signals(stop: Callable[[], None]) -> Iterator[None]:
    """End in order on Ctrl+C and on SIGTERM, where this is the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    before = {each: signal.signal(each, lambda *_: loop.call_soon_threadsafe(stop)) for each in signals}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
