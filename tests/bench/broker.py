"""Mosquitto as a yardstick: a broker that keeps what it passes on, and clients that get everything with QoS 1.

It speaks MQTT 3.1.1 without TLS, so that its work is less than ours. Run as a program, it becomes the broker.
"""

import asyncio
import itertools
import os
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

from tests.bench.machine import SERVER_CORE, Door, tell, use_core

NAME = "mosquitto"
CONFIG = """listener {port} 127.0.0.1
allow_anonymous true
persistence true
persistence_location {folder}/
max_queued_messages 0
user root
log_dest none
"""
TOPIC = b"\x00\x05hall/"
TRIES = 100

Hear = Callable[[bytes], None]


def found() -> str | None:
    """Where the broker is on this machine; None where it isn't."""
    return shutil.which(NAME) or shutil.which(NAME, path="/usr/sbin:/usr/local/sbin")


class Subscriber(asyncio.Protocol):
    """One client with a lasting session: it gets all that is published, says so, and may publish itself."""

    def __init__(self, number: int, hear: Hear) -> None:
        self.number, self._hear = number, hear
        self.transport: asyncio.Transport
        self.ready = asyncio.Event()
        self._rest = b""
        self._ids = itertools.cycle(range(1, 0x10000))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        name = b"%08d" % self.number
        self.transport.write(_packet(0x10, b"\x00\x04MQTT\x04\x00\x00\x00" + len(name).to_bytes(2, "big") + name))
        self.transport.write(_packet(0x82, b"\x00\x01" + TOPIC + b"\x01"))

    def data_received(self, data: bytes) -> None:
        data, at, answers = self._rest + data, 0, []
        while (end := _end(data, at)) is not None:
            start, stop = end
            if data[at] & 0xF0 == 0x30:  # PUBLISH
                start += len(TOPIC)
                self._hear(data[start + 2 : stop])
                answers.append(b"\x40\x02" + data[start : start + 2])
            elif data[at] == 0x90:  # SUBACK
                self.ready.set()
            at = stop
        self._rest = data[at:]
        if answers:
            self.transport.write(b"".join(answers))

    def publish(self, payload: bytes) -> None:
        """Send something to everybody."""
        self.transport.write(_packet(0x32, TOPIC + next(self._ids).to_bytes(2, "big") + payload))


def _packet(head: int, body: bytes) -> bytes:
    size, length = len(body), b""
    while size > 0x7F:
        length, size = length + bytes((size & 0x7F | 0x80,)), size >> 7
    return bytes((head,)) + length + bytes((size,)) + body


def _end(data: bytes, at: int) -> tuple[int, int] | None:
    """Where what the packet at this place holds starts and stops; None while not all of it is there."""
    size = shift = 0
    for place in range(at + 1, min(len(data), at + 5)):
        size |= (data[place] & 0x7F) << shift
        shift += 7
        if data[place] < 0x80:
            stop = place + 1 + size
            return (place + 1, stop) if stop <= len(data) else None
    return None


async def subscribed(port: int, number: int, hear: Hear) -> Subscriber:
    """A client that gets everything from now on; a broker that only starts is waited for."""
    loop = asyncio.get_running_loop()
    for patience in range(TRIES):
        try:
            _, client = await loop.create_connection(lambda: Subscriber(number, hear), "127.0.0.1", port)
            break
        except ConnectionRefusedError:
            if patience == TRIES - 1:
                raise
            await asyncio.sleep(0.05)
    await client.ready.wait()
    return client


def main(folder: Path) -> None:
    """Become the broker."""
    use_core(SERVER_CORE)
    program = found()
    assert program is not None
    folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = folder / "mosquitto.conf"
    config.write_text(CONFIG.format(port=port, folder=folder), encoding="utf-8")
    tell(Door(port, "", ""))
    os.execv(program, (program, "-c", str(config)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
