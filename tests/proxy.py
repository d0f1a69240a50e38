"""A TCP proxy that does what networks do: cut, stall, crawl, be gone and come back at the same port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

CHUNK = 64 * 1024


class Proxy:
    """Passes bytes on to `target` (a port on this machine) until told otherwise."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.chunk, self.pause = CHUNK, 0.0
        self.accepted = 0
        self._flow = asyncio.Event()
        self._flow.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._pipes: set[asyncio.Task[None]] = set()

    async def up(self) -> None:
        """Listen, at the same port as before if there was one."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def down(self) -> None:
        """Nothing listens any more, and every connection is cut."""
        if self._server is not None:
            self._server.close()
        self.cut()

    def cut(self) -> None:
        """Reset every connection; what was on its way is lost."""
        for writer in self._writers:
            writer.transport.abort()

    def stall(self) -> None:
        """From now on nothing passes, and nobody is told."""
        self._flow.clear()

    def flow(self) -> None:
        """Everything passes again, also what was held back."""
        self._flow.set()

    def crawl(self, chunk: int, pause: float) -> None:
        """Pass so many bytes at a time, with so many seconds between."""
        self.chunk, self.pause = chunk, pause

    async def close(self) -> None:
        """End it all, and wait for it."""
        await self.down()
        for pipe in self._pipes:
            pipe.cancel()
        await asyncio.gather(*self._pipes, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        for source, sink in ((reader, back), (there, writer)):
            self._writers.add(sink)
            pipe = asyncio.create_task(self._pass(source, sink))
            self._pipes.add(pipe)
            pipe.add_done_callback(self._pipes.discard)

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(self.chunk):
                await self._flow.wait()
                await asyncio.sleep(self.pause)
                sink.write(data)
                await sink.drain()
        except OSError:
            pass
        finally:
            self._writers.discard(sink)
            sink.transport.abort() if not self._flow.is_set() else sink.close()


@asynccontextmanager
async def proxy_to(target: int) -> AsyncIterator[Proxy]:
    """A proxy to a port on this machine, on a port of its own."""
    proxy = Proxy(target)
    await proxy.up()
    try:
        yield proxy
    finally:
        await proxy.close()
