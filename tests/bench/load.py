"""Guests that cost less than the server: bare WebSocket frames over TLS, one process for all of them.

A guest looks at the first bytes of a frame and at nothing else, and what one guest saw in a frame counts for all who
get the same frame. Frames go out under a mask of zeros, which is a mask like any other, so that nothing is masked.
"""

import asyncio
import re
import secrets
import ssl
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Literal, cast

import msgspec

from server.domain.kernel import Command
from server.protocol import codec, messages
from server.protocol.joining import ClientJoin, fingerprint
from spilter_tui.link.pins import client_ssl_context

MARK = re.compile(rb"#(\d{6})")
UPGRADE = (
    f"GET {messages.PATH} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Version: 13\r\n\r\n"
).encode()
REMEMBERED = 4000  # frames
AT_ONCE = 500  # guests who come in together
DESK = -1  # its number among the guests
BEAT = 2.0  # seconds
TICKS = 200  # in which all have pinged once: timers of uvloop go by the millisecond
LOOK = 0.0005  # seconds between two looks
PATIENCE = 60.0  # seconds

Role = Literal["participant", "facilitator", "wall"]
Hear = Callable[["Guest", bytes], None]


def framed(payload: bytes) -> bytes:
    """A text frame of a client."""
    size = len(payload)
    if size < 126:
        return bytes((0x81, 0x80 | size, 0, 0, 0, 0)) + payload
    return bytes((0x81, 0x80 | 126)) + size.to_bytes(2, "big") + b"\0\0\0\0" + payload


def encoded(message: msgspec.Struct) -> bytes:
    """A message as it goes over the wire."""
    return framed(codec.encode(message))


def marked(number: int) -> str:
    """An entry as somebody may type it, with a number by which it is found again."""
    return f"#{number:06d} Inkoop vraagt drie jaar omzet en dat haal ik als starter nooit"


class Guest(asyncio.Protocol):
    """One connection. Frames go to `hear`, or to who awaits `heard`."""

    def __init__(self, number: int, seat: str = "") -> None:
        self.number = number
        self.seat = seat or secrets.token_hex(32)
        self.hear: Hear | None = None
        self.transport: asyncio.Transport
        self.open = asyncio.Event()
        self._parts: list[bytes] = []
        self._waiting = self._needed = 0  # bytes that came, and that the next frame needs
        self._frames: asyncio.Queue[bytes] = asyncio.Queue()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is one without saying so
        self.transport.write(UPGRADE)

    def data_received(self, data: bytes) -> None:
        self._parts.append(data)
        self._waiting += len(data)
        if self._waiting < self._needed:
            return
        data, at = b"".join(self._parts), 0
        if not self.open.is_set():
            at = data.find(b"\r\n\r\n") + 4
            if at < 4:
                return  # the rest of the answer comes
            assert data.startswith(b"HTTP/1.1 101"), data[:100]
            self.open.set()
        while (end := _end(data, at)) is not None and end[1] <= len(data):
            start, stop = end
            self._take(data[at], data[start:stop])
            at = stop
        self._parts, self._waiting = [data[at:]], len(data) - at
        self._needed = end[1] - at if end else 0

    def _take(self, head: int, payload: bytes) -> None:
        if head & 0x0F != 1:
            return
        if self.hear is not None:
            self.hear(self, payload)
        else:
            self._frames.put_nowait(payload)

    def say(self, message: msgspec.Struct) -> None:
        """Send a message."""
        self.transport.write(encoded(message))

    def do(self, op: str, scope: str, command: Command) -> None:
        """Send a command."""
        self.say(messages.Do(op, msgspec.Raw(codec.encode(command)), scope))

    async def heard(self) -> messages.ToClient:
        """The next message, while nothing else hears them."""
        return codec.from_server(await self._frames.get())

    async def join(self, code: str) -> None:
        """Prove the room code; the stretching of it is remembered, as on any one laptop."""
        certificate = self.transport.get_extra_info("ssl_object").getpeercert(binary_form=True)
        join = ClientJoin(code, fingerprint(certificate), secrets.token_bytes(16))
        self.say(join.hello())
        challenge: Any = await self.heard()
        proof = join.receive(challenge)
        assert proof is not None
        self.say(proof)
        accepted: Any = await self.heard()
        join.receive(accepted)

    def enter(self, role: Role = "participant", key: str = "") -> None:
        """Take the seat."""
        self.say(messages.Enter(self.seat, role, key=key))


def _end(data: bytes, at: int) -> tuple[int, int] | None:
    """Where the payload of the frame at this place starts and stops."""
    if len(data) - at < 2:
        return None
    size = data[at + 1]
    if size < 126:
        return at + 2, at + 2 + size
    width = 2 if size == 126 else 8
    if len(data) - at < 2 + width:
        return None
    start = at + 2 + width
    return start, start + int.from_bytes(data[at + 2 : start], "big")


class Crowd:
    """Guests at one server, with what they sent and when it came back and came out on every screen."""

    def __init__(self, port: int, code: str, scope: str = "") -> None:
        self.port, self.code = port, code
        self._patch = f'{{"type":"patch","subject":"{scope}"'.encode()
        self.tls: ssl.SSLContext = client_ssl_context()
        self.guests: list[Guest] = []
        self.sent: dict[str, float] = {}  # operation → when
        self.marks: dict[int, float] = {}  # number of an entry → when it was sent
        self.acknowledged: dict[str, float] = {}  # operation → seconds
        self.everywhere: dict[int, float] = {}  # number of an entry → seconds until the last screen had it
        self.at_desk: set[int] = set()  # numbers of entries that the desk has
        self.frames = 0
        self.bytes = 0
        self._seen: Counter[int] = Counter()
        self._known: dict[bytes, tuple[int, ...]] = {}
        self.watching: int = 0  # screens that must have an entry
        self.refused = 0

    async def connect(self, number: int, seat: str = "") -> Guest:
        """One connection, open."""
        loop = asyncio.get_running_loop()
        _, guest = await loop.create_connection(lambda: Guest(number, seat), "127.0.0.1", self.port, ssl=self.tls)
        await guest.open.wait()
        return guest

    async def gather(self, count: int, *subjects: str) -> None:
        """So many guests join, sit and watch, each until the views are there; as many at once as a hall is large."""
        for first in range(0, count, AT_ONCE):
            numbers = range(first, min(count, first + AT_ONCE))
            await asyncio.gather(*(self.arrive(number, subjects) for number in numbers))

    async def arrive(self, number: int, subjects: Iterable[str]) -> None:
        """One guest joins with the code, sits, and has these views."""
        guest = await self.connect(number)
        await guest.join(self.code)
        await self.sit(guest, subjects)
        self.guests.append(guest)

    async def sit(self, guest: Guest, subjects: Iterable[str], role: Role = "participant", key: str = "") -> None:
        """Take a seat and have these views, then hear as the others do."""
        guest.enter(role, key)
        wanted = set(subjects)
        for subject in subjects:
            guest.say(messages.Watch(subject))
        welcomed = False
        while wanted or not welcomed:
            message = await guest.heard()
            assert not isinstance(message, messages.Goodbye), message
            welcomed = welcomed or isinstance(message, messages.Welcome)
            if isinstance(message, messages.Snapshot):
                wanted.discard(message.subject)
        guest.hear = self.hear

    def type(self, guest: Guest, scope: str, command: Command, number: int) -> None:
        """A guest sends an entry of that number."""
        op = secrets.token_hex(16)
        self.sent[op] = self.marks[number] = time.perf_counter()
        guest.do(op, scope, command)

    async def did(self, guest: Guest, scope: str, command: Command) -> None:
        """A guest sends a command, until it is acknowledged."""
        op = secrets.token_hex(16)
        self.sent[op] = time.perf_counter()
        guest.do(op, scope, command)
        await self.until(lambda: op in self.acknowledged)

    def hear(self, guest: Guest, frame: bytes) -> None:
        """A frame came in at a guest."""
        self.frames += 1
        self.bytes += len(frame)
        if frame.startswith(b'{"type":"done"'):
            op = frame[21:53].decode()
            if op in self.sent:
                self.acknowledged[op] = time.perf_counter() - self.sent[op]
        elif frame.startswith(self._patch):
            for number in self._numbers(frame):
                self.on_screen(number)
            if guest.number == DESK:
                self.at_desk.update(self._numbers(frame))
        elif frame.startswith(b'{"type":"refusal"'):
            self.refused += 1

    def heard(self, entry: bytes) -> None:
        """An entry came in at one screen, by itself."""
        self.on_screen(int(entry[(at := entry.index(b"#") + 1) : at + 6]))

    def _numbers(self, frame: bytes) -> tuple[int, ...]:
        numbers = self._known.get(frame)
        if numbers is None:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            numbers = self._known[frame] = tuple({int(found) for found in MARK.findall(frame)})
        return numbers

    def mark(self, number: int) -> None:
        """The entry of that number goes out now."""
        self.marks[number] = time.perf_counter()

    def on_screen(self, number: int) -> None:
        """One more screen has the entry of that number."""
        self._seen[number] += 1
        if self._seen[number] == self.watching and number in self.marks:
            self.everywhere[number] = time.perf_counter() - self.marks[number]

    async def beat(self) -> None:
        """Ping for every guest in turn, each every two seconds, until cancelled; as real clients do."""
        ping, start, done = encoded(messages.Ping(1)), time.perf_counter(), 0
        while True:
            due = int(
                (time.perf_counter() - start) * TICKS / BEAT
            )  # more than one where the load kept this one waiting
            for tick in range(max(done, due - TICKS), due):
                for guest in self.guests[tick % TICKS :: TICKS]:
                    guest.transport.write(ping)
            done = due
            await asyncio.sleep(BEAT / TICKS)

    async def until(self, true: Callable[[], bool], patience: float = PATIENCE) -> None:
        """Wait until something is so; who measures may look often."""
        async with asyncio.timeout(patience):
            while not true():  # noqa: ASYNC110 - an event at every frame would cost more
                await asyncio.sleep(LOOK)

    def cut(self) -> None:
        """Every connection breaks."""
        for guest in self.guests:
            guest.transport.abort()
