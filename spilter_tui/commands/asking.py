"""Ask the server that holds a workshop's file on this machine one question, over the link that the desk uses too."""

import asyncio
import tempfile
from pathlib import Path

from server.protocol.messages import Enter
from server.protocol.queries import Query, Reply
from server.running import Running
from spilter_tui.link.core import Core
from spilter_tui.link.happened import Happened, Joined, WasSentAway
from spilter_tui.link.outbox import CannotSend
from spilter_tui.link.place import Endpoint
from spilter_tui.link.profile import Profile
from spilter_tui.link.way import Way
from spilter_tui.link.wire import Link, NotAnswered

PATIENCE = 60.0  # seconds: a report of a large workshop takes a few


class NotReached(Exception):
    """The server did not answer; the text is a short reason."""


async def ask(running: Running, query: Query) -> Reply:
    """The answer of a running server, as a facilitator would get it; raises `NotReached`."""
    with tempfile.TemporaryDirectory(prefix="spilter-") as folder:
        profile = Profile(Path(folder))
        try:
            async with asyncio.timeout(PATIENCE):
                return await _ask(profile, running, query)
        except TimeoutError as error:
            raise NotReached("time-out") from error
        except (NotAnswered, CannotSend) as error:
            raise NotReached(error.code) from error
        finally:
            profile.close()


async def _ask(profile: Profile, running: Running, query: Query) -> Reply:
    joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def tell(happened: Happened) -> None:
        if joined.done():
            return
        if isinstance(happened, Joined):
            joined.set_result(None)
        elif isinstance(happened, WasSentAway):
            joined.set_exception(NotReached(happened.code))

    core = Core(profile, Enter("", role="facilitator", key=running.key))
    way = Way(profile, tell, typed=Endpoint(running.host, running.port), code=running.code, holds_key=True)
    link = Link(core, way, tell)
    task = asyncio.create_task(link.run())
    try:
        await joined
        return await link.ask(query)
    finally:
        task.cancel()
        await asyncio.wait([task])
