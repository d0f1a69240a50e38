"""What a server can do at most: the same sockets, TLS and SQLite, and no workshop. It runs beside the product.

`commit` keeps each command, with those that came meanwhile in one transaction, and acknowledges it. `broadcast` sends
each command to everybody at once, as `websockets` does that, and keeps nothing.
"""

import asyncio
import sqlite3
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from websockets.asyncio.server import ServerConnection, broadcast, serve

from server.joining import server_ssl_context
from server.opening import certificate_in
from server.protocol import codec, messages
from server.serve import BACKLOG, run
from tests.bench.machine import SERVER_CORE, Door, tell, use_core

TABLE = 'CREATE TABLE events (scope TEXT, body TEXT, at REAL, op TEXT, "by" TEXT, seq INTEGER PRIMARY KEY) STRICT'
INSERT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)"
Row = tuple[str, str, float, str, str, int]


class Disk:
    """A file set up as the product's, with one table and nothing else."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL"):
            self.db.execute(f"PRAGMA {pragma}").fetchall()
        self.db.execute(TABLE)

    def commit(self, rows: Iterable[Row]) -> None:
        """On disk when this returns."""
        self.db.execute("BEGIN IMMEDIATE")
        self.db.executemany(INSERT, rows)
        self.db.execute("COMMIT")


class Bare:
    """A server that only keeps, or only passes on."""

    def __init__(self, path: Path, passes_on: bool) -> None:
        self.disk, self.passes_on = Disk(path), passes_on
        self.sockets: set[ServerConnection] = set()
        self.waiting: list[tuple[ServerConnection, messages.Do]] = []
        self.some = asyncio.Event()
        self.seq = 0

    async def connection(self, socket: ServerConnection) -> None:
        """Serve one connection until it ends."""
        self.sockets.add(socket)
        try:
            async for data in socket:
                message = codec.from_client(data)
                if isinstance(message, messages.Do) and self.passes_on:
                    patch = messages.Patch("named", 1, {"rows": message.command})
                    broadcast(self.sockets, codec.encode(patch), text=True)
                elif isinstance(message, messages.Do):
                    self.waiting.append((socket, message))
                    self.some.set()
        finally:
            self.sockets.discard(socket)

    async def keep(self) -> None:
        """Commit all that came in while the last commit ran, then acknowledge it."""
        while True:
            await self.some.wait()
            self.some.clear()
            batch, self.waiting = self.waiting, []
            await asyncio.to_thread(self.disk.commit, [self.row(message) for _, message in batch])
            for socket, message in batch:
                broadcast((socket,), codec.encode(messages.Done(message.op, message.op[:10])), text=True)

    def row(self, message: messages.Do) -> Row:
        """A command as it is kept."""
        self.seq += 1
        return message.scope, bytes(message.command).decode(), 0.0, message.op, "", self.seq


async def main(path: Path, passes_on: bool) -> None:
    use_core(SERVER_CORE)
    bare = Bare(path, passes_on)
    tls = server_ssl_context(certificate_in(path.parent / "data", time.time()))
    listening = serve(bare.connection, "127.0.0.1", 0, ssl=tls, backlog=BACKLOG, compression=None, ping_interval=None)
    async with listening as server:
        tell(Door(next(iter(server.sockets)).getsockname()[1], "", ""))
        await bare.keep()


if __name__ == "__main__":
    run(main(Path(sys.argv[1]), sys.argv[2:] == ["broadcast"]))
