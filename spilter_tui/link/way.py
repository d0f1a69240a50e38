"""The way to a server that may be trusted: where it is, whose certificate it shows, whether the code must be proven."""

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, suppress

from server.protocol.joining import JoinFailed, normalise
from spilter_tui.link.door import TROUBLE, Door, open_door
from spilter_tui.link.find import CONNECT_SECONDS, Found, NotFound, Search
from spilter_tui.link.happened import FoundNothing, Happened, NeededCode
from spilter_tui.link.pins import Pin
from spilter_tui.link.place import Endpoint, knock
from spilter_tui.link.profile import Profile

SHORTEST, LONGEST = 0.2, 3.0  # seconds between two attempts
HEAD_START = 2.0  # seconds after an outage in which only the last known place is tried

Finding = Callable[[Endpoint | None, Sequence[Endpoint]], AbstractAsyncContextManager[AsyncIterator[Found]]]


def pauses(chance: Callable[[], float]) -> Iterator[float]:
    """Seconds to wait after each attempt that failed: doubling, each anywhere between its half and its whole."""
    longest = SHORTEST
    while True:
        yield longest * (0.5 + chance() / 2)
        longest = min(2 * longest, LONGEST)


class Way:
    """Reaches a server. `needed` says, after `reach` gave None, that the room code must be typed, and why."""

    def __init__(
        self,
        profile: Profile,
        tell: Callable[[Happened], None],
        *,
        typed: Endpoint | None = None,
        code: str = "",
        holds_key: bool = False,
        beat: float = 2.0,
        find: Finding = Search,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """`typed`: the only place to look at first. `holds_key`: a key of the staff opens what is pinned, codeless."""
        self._profile, self._tell = profile, tell
        self._typed, self._find = typed, find
        self._holds_key, self._beat, self._chance = holds_key, beat, chance
        self._code = normalise(code) if code else ""
        self._last: Endpoint | None = None
        self._typed_code = asyncio.Event()
        self.stranger = False  # the server doesn't know this laptop's seat: only the code opens
        self.needed: NeededCode | None = None

    def type_code(self, typed: str) -> None:
        """Somebody typed the room code; raises `BadCode` for what can't be one."""
        self._code = normalise(typed)
        self._typed_code.set()

    async def code_typed(self, patience: float | None) -> bool:
        """Wait until somebody types the code, or until so many seconds are over; whether somebody did."""
        self._typed_code.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._typed_code.wait()
        return self._typed_code.is_set()

    async def reach(self, workshop: str) -> tuple[Door, str] | None:
        """A server that may be trusted, and the workshop that it probably runs; None when there is none now.

        `workshop`: the only one that is wanted, or empty for any.
        """
        self.needed = None
        reached = await self._reach(workshop)
        if reached is None and self.needed is not None:
            self._code = ""  # it led nowhere, and a wrong guess costs
        return reached

    async def _reach(self, workshop: str) -> tuple[Door, str] | None:
        try:
            async with aclosing(self._places(workshop)) as places:
                async for found in places:
                    reached = await self._trusted(found, workshop)
                    if reached:
                        self._last = found.endpoint
                        return reached
        except NotFound as error:
            self._tell(FoundNothing(error.failures))
        return None

    def pin(self, workshop: str, door: Door) -> None:
        """The server at this door welcomed this laptop: trust it for this workshop from now on."""
        known = self._profile.pins.get(workshop)
        if known is None or known.fingerprint != door.seen:
            self._profile.pins.keep(workshop, Pin(door.seen))

    # --- where ------------------------------------------------------------------------------------------------

    async def _places(self, workshop: str) -> AsyncGenerator[Found]:
        if self._last is not None:
            yield await self._again(self._last, workshop)
            if self.needed is None:
                return
        typed = self._typed if self._last is None else None
        async with self._find(typed, ()) as search:
            async for found in search:
                if _is_wanted(found, workshop):
                    yield found

    @property
    def place(self) -> Endpoint | None:
        """Where the server was found."""
        return self._last

    async def _again(self, last: Endpoint, workshop: str) -> Found:
        """The last place as soon as it answers, or wherever the server is found, if it moved."""
        ways = [asyncio.create_task(self._knock(last)), asyncio.create_task(self._search(workshop))]
        try:
            done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            return done.pop().result()
        finally:
            for way in ways:
                way.cancel()
            await asyncio.wait(ways)

    async def _knock(self, last: Endpoint) -> Found:
        for pause in pauses(self._chance):
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    await knock(last)
                break
            except OSError:
                await asyncio.sleep(pause)
        return Found(last, "known")

    async def _search(self, workshop: str) -> Found:
        await asyncio.sleep(HEAD_START)
        while True:
            try:
                async with self._find(None, ()) as search:
                    async for found in search:
                        if _is_wanted(found, workshop):
                            return found
            except NotFound as error:
                self._tell(FoundNothing(error.failures))
            await asyncio.sleep(LONGEST)

    # --- whether ----------------------------------------------------------------------------------------------

    async def _trusted(self, found: Found, wanted: str) -> tuple[Door, str] | None:
        try:
            door = await open_door(found.endpoint)
        except TROUBLE:
            return None
        workshop = wanted or self._workshop_at(found, door)
        pin = self._profile.pins.get(workshop) if workshop else None
        pinned = pin if pin and pin.fingerprint == door.seen else None
        if pinned and not self.stranger and (self._holds_key or self._profile.secret(workshop)):
            return door, workshop
        # The code that IT left on a laptop is for the server that it was left for, and for no other.
        code = self._code or (pinned.code if pinned else "")
        title = found.said.title if found.said else ""
        if await self._proven(door, code, title):
            return door, workshop
        door.slam()
        return None

    def _workshop_at(self, found: Found, door: Door) -> str:
        """Which workshop is probably there; a wrong guess is put right by the welcome."""
        if found.said:
            return found.said.workshop
        pinned = self._profile.pins.workshops(door.seen)
        sat_in = (workshop for workshop in self._profile.workshops() if workshop in pinned)
        return next(sat_in, pinned[-1] if pinned else "")

    async def _proven(self, door: Door, code: str, title: str) -> bool:
        if not code:
            self.needed = self.needed or NeededCode(None, title)
            return False
        try:
            await door.join(code, self._beat)
        except JoinFailed as failed:
            self.needed = NeededCode(failed.reason, title)
            return False
        except TROUBLE:
            return False
        return True


def _is_wanted(found: Found, workshop: str) -> bool:
    return not workshop or found.said is None or found.said.workshop == workshop
