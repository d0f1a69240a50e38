"""The link of a client over a real network: reach a server, and keep the core and the socket in step.

Everything runs on one event loop; what happened is told to one callback, in order.
"""

import asyncio
import random
import time
from collections.abc import Callable, Iterable

import msgspec
from websockets.exceptions import WebSocketException

from server.domain.kernel import Command, Phase
from server.domain.root import AgendaView
from server.protocol.messages import Say
from server.protocol.queries import Query, Reply
from spilter_tui.link.core import Core, State
from spilter_tui.link.door import Door
from spilter_tui.link.happened import (
    Answered,
    CameBack,
    Facts,
    Happened,
    Joined,
    NeededCode,
    WasNotAnswered,
    WasQueued,
    WasSentAway,
)
from spilter_tui.link.outbox import CannotSend
from spilter_tui.link.way import LONGEST, Way, pauses

TICKS_A_BEAT = 4


class NotAnswered(Exception):
    """A question was refused, or the connection went before the answer came (`lost`)."""

    def __init__(self, code: str, facts: Facts) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Link:
    """A client's link. `run` it as a task; everything else may be called before, meanwhile and during an outage."""

    def __init__(
        self,
        core: Core,
        way: Way,
        tell: Callable[[Happened], None],
        *,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.core, self.way = core, way
        self._tell, self._clock, self._chance = tell, clock, chance
        self._answers: dict[str, asyncio.Future[Reply]] = {}
        self._told: NeededCode | None = None
        self._wake = asyncio.Event()
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Keep the link, through any outage, until the server sends this client away for good. Cancel it to leave.

        Raises `OSError` where the disk doesn't take this laptop's seat.
        """
        waits = pauses(self._chance)
        while self.core.state is not State.AWAY:
            reached = await self.way.reach(self.core.workshop)
            if reached is not None:
                if await self._stay(*reached):
                    waits = pauses(self._chance)
                await asyncio.sleep(next(waits))
            elif self.way.needed is not None:
                await self._ask_code(self.way.needed)
            else:
                await asyncio.sleep(next(waits))

    # --- what the screens ask ---------------------------------------------------------------------------------

    def send(self, scope: str, command: Command, slot: str = "") -> str:
        """As `Core.send`; tells `WasQueued`."""
        op = self.core.send(scope, command, slot)
        self._tell(WasQueued(op, scope))
        self.count_drafts()
        self._wake.set()
        return op

    def draft(self, slot: str, text: str) -> None:
        """Keep what stands in an input box, on disk when this returns; the desk gets the number of drafts.

        Raises `CannotSend` before the first join, and `OSError` where the disk doesn't take it.
        """
        if self.core.outbox is None:
            raise CannotSend("not_joined")
        self.core.outbox.journal.draft(slot, text)
        self.count_drafts()

    def watch(self, subject: str) -> None:
        """As `Core.watch`."""
        self.core.watch(subject)
        self._wake.set()

    def unwatch(self, subject: str) -> None:
        """As `Core.unwatch`."""
        self.core.unwatch(subject)
        self._wake.set()

    def say(self, said: Say) -> None:
        """As `Core.say`; the number of drafts is filled in."""
        self.core.say(msgspec.structs.replace(said, drafts=self._drafts()))
        self._wake.set()

    async def ask(self, query: Query) -> Reply:
        """The answer to a question; raises `NotAnswered`, or `CannotSend` when there is no connection now."""
        op = self.core.ask(query)
        answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._answers[op] = answer
        self._wake.set()
        try:
            return await answer
        finally:
            del self._answers[op]

    async def settled(self) -> None:
        """Wait until nothing waits for an acknowledgement: before leaving, with a time-out."""
        while self.core.outbox is not None and self.core.outbox.journal.book.outbox:
            self._news.clear()
            await self._news.wait()

    async def _ask_code(self, needed: NeededCode) -> None:
        if needed != self._told:
            self._told = needed
            self._tell(needed)
        # Who sat there before may yet find the server that it knows.
        if await self.way.code_typed(LONGEST if self.core.workshop else None):
            self._told = None  # a second wrong code is as much news as the first

    def count_drafts(self) -> None:
        """Tell the desk when another number of drafts can still be sent: to be called now and then, as time does it."""
        if self._drafts() != self.core.said.drafts:
            self.say(self.core.said)

    def _drafts(self) -> int:
        """How many drafts there are, but for those that came too late: the desk can do nothing about them."""
        if self.core.outbox is None:
            return 0
        agenda, now = self.core.views.held.get("agenda"), self.core.server_time(self._clock())
        rows = agenda.rows if isinstance(agenda, AgendaView) else ()
        closed = (row for row in rows if row.phase is Phase.CLOSED)
        late = {row.id for row in closed if row.sealed or now > row.stopped_at + row.grace}
        return sum(slot.partition("/")[0] not in late for slot in self.core.outbox.journal.book.drafts)

    # --- one connection ---------------------------------------------------------------------------------------

    async def _stay(self, door: Door, workshop: str) -> bool:
        """Live on one connection until it ends; whether it ever came to life."""
        self.core.connected(self._clock(), workshop)
        self._wake.set()
        tasks = [asyncio.create_task(self._write(door)), asyncio.create_task(self._beat(door))]
        lived = False
        try:
            async for data in door.socket:
                happened = self.core.receive(data, self._clock())
                self._welcomed(happened, door)
                self._pass_on(happened)
                lived = lived or self.core.state is State.LIVE
                if self.core.hang_up:
                    break
        except WebSocketException:
            pass  # an end is an end; the core knows what to do
        finally:
            await self._end(door, tasks)
        return lived

    async def _end(self, door: Door, tasks: list[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        self._pass_on(self.core.lost(self._clock()))
        await asyncio.wait(tasks)
        if self.core.hang_up:
            door.slam()
        else:
            await door.socket.close()

    def _welcomed(self, happened: Iterable[Happened], door: Door) -> None:
        if any(isinstance(each, Joined | CameBack) for each in happened):
            self.way.stranger, self._told = False, None
            self.way.pin(self.core.workshop, door)

    async def _write(self, door: Door) -> None:
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                for frame in self.core.outgoing():
                    await door.socket.send(frame, text=True)
        except WebSocketException:
            return  # who reads is told as well

    async def _beat(self, door: Door) -> None:
        while not self.core.hang_up:
            await asyncio.sleep(self.core.beat / TICKS_A_BEAT)
            self._pass_on(self.core.tick(self._clock()))
            self._wake.set()
        door.slam()

    def _pass_on(self, happened: Iterable[Happened]) -> None:
        for each in happened:
            if isinstance(each, WasSentAway) and each.code == "not_joined":
                self.way.stranger = True
            elif isinstance(each, Answered | WasNotAnswered):
                self._resolve(each)
            self._tell(each)
        self._wake.set()
        self._news.set()

    def _resolve(self, each: Answered | WasNotAnswered) -> None:
        answer = self._answers.get(each.op)
        if answer is None or answer.done():
            return
        if isinstance(each, Answered):
            answer.set_result(each.reply)
        else:
            answer.set_exception(NotAnswered(each.code, each.facts))
