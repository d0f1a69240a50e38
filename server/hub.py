"""The hub: sockets and the clock around the session. What queued up while the last commit ran is committed at once.

Nothing is sent that is not on disk. A commit that fails ends the server: every screen is told, and `run` raises.
"""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.protocol import State

from server.files import FileFault
from server.log import Log
from server.protocol import codec
from server.protocol.messages import Goodbye
from server.protocol.queries import Query, Reply
from server.records import Batch, Close, Effect, Question, Send
from server.session import Session

_log = logging.getLogger(__name__)

UNREAD = 512 * 1024  # bytes that may wait for one client before it is dropped; it comes back and resynchronises
INBOX = 5000  # frames that may wait for the session before the sockets have to
REST = 0.02  # seconds the loop waits at least when nothing comes in, however late a deadline is

Step = Callable[[float], None]


class Hub:
    """Feeds one session from many connections; `answer` finds what the session can't know by itself."""

    def __init__(
        self,
        session: Session,
        log: Log,
        clock: Callable[[], float],
        answer: Callable[[Query], Awaitable[Reply]],
        written: Callable[[Batch], None],
    ) -> None:
        self.session = session
        self._file = log
        self._clock = clock
        self._answer = answer
        self._written = written
        self._numbers = itertools.count(1)
        self._connections: dict[int, ServerConnection] = {}
        self._inbox: list[Step] = []
        self._wake = asyncio.Event()
        self._space = asyncio.Event()
        self._stopping = False
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def clients(self) -> int:
        """How many connections there are."""
        return len(self._connections)

    def sockets(self) -> list[ServerConnection]:
        """The connections there are."""
        return list(self._connections.values())

    # --- in ---------------------------------------------------------------------------------------------------

    async def connection(self, socket: ServerConnection) -> None:
        """Serve one connection until it ends."""
        number, address = next(self._numbers), (socket.remote_address or ("0.0.0.0",))[0]
        self._connections[number] = socket
        self.put(partial(self.session.connected, number, address))
        try:
            async for data in socket:
                self.put(partial(self._receive, number, data))
                if len(self._inbox) > INBOX:
                    self._space.clear()
                    await self._space.wait()
        except ConnectionClosed:
            pass
        finally:
            del self._connections[number]
            self.put(partial(self.session.gone, number))

    def put(self, step: Step) -> None:
        """Have a step done with the session, at the time that it is then."""
        self._inbox.append(step)
        self._wake.set()

    def _receive(self, number: int, data: str | bytes, now: float) -> None:
        try:
            self.session.receive(number, data, now)
        except Exception as error:  # noqa: BLE001 - the connection boundary
            # One client's message must not end the evening for all. What it said is nobody's to read: no text of it.
            _log.error("connection %d dropped: %s in %s", number, type(error).__name__, _place(error))
            self._drop(number)

    def stop(self) -> None:
        """Seal what is closed, say goodbye to everybody, and let `run` return."""
        self._stopping = True
        self._wake.set()

    # --- the loop ---------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Serve until `stop`; raises the `FileFault` of a commit that failed."""
        try:
            while not self._stopping:
                await self._something()
                await self._turn()
            self.put(self.session.seal_all)
            self.put(lambda now: self.session.stopping("stopping"))
            await self._turn()
        except FileFault as fault:
            self._send(tuple(self._connections), codec.encode(Goodbye("disk", {"fault": fault.code})))
            raise

    async def _something(self) -> None:
        """Wait for a frame, or for the session's next deadline."""
        deadline = self.session.deadline()
        wait = None if deadline is None else max(REST, deadline - self._clock())
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await self._wake.wait()

    async def _turn(self) -> None:
        self._wake.clear()
        steps, self._inbox = self._inbox, []
        self._space.set()
        now = self._clock()
        for step in steps:
            step(now)
        self.session.tick(now)
        batch = self.session.take_batch()
        if batch:
            await self._file.append(batch)
            self._written(batch)
        for effect in self.session.flush(self._clock()):
            self._do(effect)

    # --- out --------------------------------------------------------------------------------------------------

    def _do(self, effect: Effect) -> None:
        match effect:
            case Send(peers=peers, data=data):
                self._send(peers, data)
            case Close(peer=peer) if peer in self._connections:
                self._spawn(self._connections[peer].close())
            case Question():
                self._spawn(self._ask(effect))

    def _send(self, peers: tuple[int, ...], data: bytes) -> None:
        # Framed once for all: that a server masks nothing and compresses nothing makes every frame the same.
        frame = Frame(Opcode.TEXT, data).serialize(mask=False)
        for peer in peers:
            socket = self._connections.get(peer)
            if socket is None or socket.state is not State.OPEN or socket.transport.is_closing():
                continue
            # A message may be larger than what may wait: who still has the one before it waiting is who stalls.
            if socket.transport.get_write_buffer_size() > UNREAD:
                socket.transport.abort()
            else:
                socket.transport.write(frame)

    def _drop(self, number: int) -> None:
        if number in self._connections:
            self._connections[number].transport.abort()

    async def _ask(self, question: Question) -> None:
        try:
            reply = await self._answer(question.query)
        except Exception as error:  # noqa: BLE001 - the connection boundary: who asked must hear something
            _log.error("a question failed: %s in %s", type(error).__name__, _place(error))
            code = error.code if isinstance(error, FileFault) else "failed"
            self.put(lambda now: self.session.questions.refuse(question.peer, question.op, code))
        else:
            self.put(lambda now: self.session.questions.answer(question.peer, question.op, reply))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _place(error: Exception) -> str:
    """Where in the code an error was raised."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return f"{at.tb_frame.f_code.co_filename}:{at.tb_lineno}" if at else "?"
