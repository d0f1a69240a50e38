"""A bare client for tests and benches: real TLS sockets, the real join, the wire's own messages, and nothing else.

`ping` is the barrier: when its answer is here, so is everything that the server sent before it.
"""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator
from typing import Any, Literal

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from server.domain import patch
from server.domain.kernel import Command, View
from server.protocol import codec, messages
from server.protocol.joining import ClientJoin, JoinAccepted, JoinChallenge, JoinRefused
from server.protocol.queries import Query, Reply
from spilter_tui.link.pins import client_ssl_context, peer_fingerprint

Role = Literal["participant", "facilitator", "sorter", "wall"]


def new_op() -> str:
    return secrets.token_hex(16)


class Left(Exception):
    """The server ended the connection; `code` is that of its goodbye, or empty."""

    def __init__(self, code: str) -> None:
        super().__init__(code or "connection lost")
        self.code = code


class Client:
    """One seat. It may lose its connection and `reconnect`; the seat's secret stays."""

    def __init__(self, port: int, code: str, *, role: Role = "participant", key: str = "", table: int = 0) -> None:
        self.port, self.code, self.role, self.key, self.table = port, code, role, key, table
        self.seat = secrets.token_hex(32)
        self.name, self.persons = "", 1
        self.views: dict[str, View] = {}
        self.versions: dict[str, int] = {}
        self.goodbye = ""
        self.fingerprint = b""
        self.welcome: messages.Welcome | None = None
        self.socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._pings = 0
        self._changed = asyncio.Event()

    # --- coming and going -------------------------------------------------------------------------------------

    async def connect(self) -> None:
        """Open the socket and start reading; nothing is said yet."""
        self.socket = await connect(
            f"wss://127.0.0.1:{self.port}{messages.PATH}",
            ssl=client_ssl_context(),
            compression=None,
            max_size=None,
            ping_interval=None,
            close_timeout=1,
        )
        self.fingerprint = peer_fingerprint(self.socket.transport)
        self.views, self.versions, self.goodbye = {}, {}, ""
        self._reader = asyncio.create_task(self._read(self.socket))

    async def join(self) -> "Client":
        """Connect, join with the room code and take the seat."""
        await self.connect()
        join = ClientJoin(self.code, self.fingerprint, secrets.token_bytes(16))
        answer: Any = await self._call("join", join.hello())
        proof = join.receive(answer)
        assert proof is not None
        join.receive(await self._call("join", proof))
        await self.enter()
        return self

    async def enter(self) -> messages.Welcome:
        """Take the seat; `Left` when the server doesn't let it."""
        asked = messages.Enter(
            self.seat,
            self.role,
            key=self.key,
            table=self.table,
            name=self.name,
            persons=self.persons,
        )
        welcome: messages.Welcome = await self._call("enter", asked)
        self.welcome = welcome
        return welcome

    async def reconnect(self) -> None:
        """Come back to the same seat, without the room code, watching what was watched."""
        watched = list(self.views)
        await self.close()
        await self.connect()
        await self.enter()
        for subject in watched:
            await self.watch(subject)

    async def close(self) -> None:
        """Leave. Safe to call twice."""
        if self.socket is not None:
            await self.socket.close()
        if self._reader is not None:
            await self._reader
        self.socket = self._reader = None

    # --- saying -----------------------------------------------------------------------------------------------

    async def send(self, message: msgspec.Struct | bytes) -> None:
        """Send a message, or these bytes as a frame."""
        if self.socket is None:
            raise Left(self.goodbye)
        data = message if isinstance(message, bytes) else codec.encode(message)
        try:
            await self.socket.send(data, text=True)
        except ConnectionClosed:
            raise Left(self.goodbye) from None

    async def do(self, scope: str, command: Command, op: str = "") -> messages.Done | messages.Refusal:
        """Send a command and wait for its answer; the same `op` may be sent again."""
        op = op or new_op()
        done: messages.Done | messages.Refusal = await self._call(
            op, messages.Do(op, msgspec.Raw(codec.encode(command)), scope)
        )
        return done

    async def done(self, scope: str, command: Command, op: str = "") -> messages.Done:
        """As `do`, where a refusal is a failure."""
        answer = await self.do(scope, command, op)
        assert isinstance(answer, messages.Done), answer
        return answer

    async def ask(self, query: Query) -> Reply | messages.Refusal:
        """Ask a question of the staff and wait for the answer."""
        op = new_op()
        answer: Any = await self._call(op, messages.Ask(op, msgspec.Raw(codec.encode(query))))
        return codec.reply(answer.answer) if isinstance(answer, messages.Answer) else answer

    async def ping(self) -> messages.Pong:
        """Wait until everything sent before has been handled and told."""
        self._pings += 1
        pong: messages.Pong = await self._call(f"ping {self._pings}", messages.Ping(self._pings))
        return pong

    async def watch(self, subject: str) -> View:
        """Watch a subject; its view as it is now. `KeyError` where this role doesn't get to see it."""
        await self.send(messages.Watch(subject))
        await self.ping()
        return self.views[subject]

    async def until(self, subject: str, true: Any) -> View:
        """Wait until the view of a watched subject is as `true(view)` says."""
        while subject not in self.views or not true(self.views[subject]):
            if self._reader is None or self._reader.done():
                raise Left(self.goodbye)
            self._changed.clear()
            await self._changed.wait()
        return self.views[subject]

    async def ended(self) -> str:
        """Wait until the connection ends; the code of the server's goodbye, or nothing."""
        if self._reader is not None:
            await self._reader
        return self.goodbye

    # --- hearing ----------------------------------------------------------------------------------------------

    async def _call(self, name: str, message: msgspec.Struct) -> Any:
        answer = self._waiting[name] = asyncio.get_running_loop().create_future()
        try:
            await self.send(message)
            return await answer
        finally:
            self._waiting.pop(name, None)

    async def _read(self, socket: ClientConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for data in socket:
                self._hear(codec.from_server(data))
        self._changed.set()
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(Left(self.goodbye))

    def _hear(self, message: messages.ToClient) -> None:
        match message:
            case JoinChallenge() | JoinAccepted() | JoinRefused():
                self._answer("join", message)
            case messages.Welcome():
                self._answer("enter", message)
            case messages.Done(op=op) | messages.Refusal(op=op) | messages.Answer(op=op):
                self._answer(op, message)
            case messages.Pong(n=n):
                self._answer(f"ping {n}", message)
            case messages.Snapshot(subject=subject, version=version, view=raw):
                self._see(subject, version, codec.view(raw))
            case messages.Patch(subject=subject, version=version, changes=changes):
                assert version == self.versions[subject] + 1, "a gap in the versions"
                self._see(subject, version, patch.patch(self.views[subject], changes))
            case messages.Goodbye(code=code):
                self.goodbye = code

    def _see(self, subject: str, version: int, view: View) -> None:
        self.views[subject], self.versions[subject] = view, version
        self._changed.set()

    def _answer(self, name: str, message: Any) -> None:
        waiting = self._waiting.get(name)
        if waiting is not None and not waiting.done():
            waiting.set_result(message)


@contextlib.asynccontextmanager
async def joined(port: int, code: str, **how: Any) -> AsyncIterator[Client]:
    """A client that joined; leaves at the end."""
    client = Client(port, code, **how)
    try:
        yield await client.join()
    finally:
        await client.close()
