"""Ending in order, whatever ends it: what stands in a box is kept first, with the keys that were pressed just before.

A draft is kept after a pause of its writer and goes through the pane and its screen to the app. At an end there is no
time for that: here the app asks each screen what stands unsent in it.
"""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Protocol, runtime_checkable

from spilter_tui.keys_in_order import PATIENCE
from spilter_tui.link.core import State
from spilter_tui.linked import LinkedApp
from spilter_tui.panes import Pane, at_rest
from spilter_tui.widgets.entrybox import EntryBox

LINGER = 2.0  # seconds that leaving waits for what is on its way


@runtime_checkable
class Unsent(Protocol):
    """A screen on which something may stand unsent."""

    def unsent(self) -> Mapping[str, str]:
        """It, by activity and slot ("a1/entry")."""


class EndingApp(LinkedApp):
    """A linked app that ends without losing what was typed."""

    def end(self) -> None:
        """Leave, without a question."""
        self.run_worker(self._go())

    async def _go(self) -> None:
        """Give what is on its way a moment to arrive; the rest goes the next time."""
        await self.keep_unsent()
        if self._mirror.state is State.LIVE:
            with suppress(TimeoutError):
                async with asyncio.timeout(LINGER):
                    await self._link.settled()
            await self.keep_unsent()
        self.exit(0)

    async def keep_unsent(self) -> None:
        """Have kept what stands unsent on the room's screen and on what lies over it.

        An empty box takes nothing away here: that it was emptied it said by itself.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self._rest()
        if self._link.core.outbox is None:  # never joined: there was nothing to type in
            return
        if self._exception is None:  # else who draws may be at fault
            self.draw()  # what was sent just now is no draft any more
        for screen in {self.room, *self.screen_stack}:
            for slot, text in screen.unsent().items() if isinstance(screen, Unsent) else ():
                if text.strip():
                    self.keep_draft(slot, text)

    async def _rest(self) -> None:
        """Wait until what was pressed in any box, or sent from it, has come to this app and was handled here."""
        for screen in {self.room, *self.screen_stack}:
            for part in (*screen.query(EntryBox), *screen.query(Pane)):
                for node in part.ancestors_with_self:
                    await at_rest(node)

    async def _shutdown(self) -> None:
        """Textual comes by here at every end, while the screens still stand: a fault of the program's own, too."""
        try:
            await self.keep_unsent()
        finally:
            self.ended = True
            await super()._shutdown()


@contextmanager
def ended_by_signals(end: Callable[[], object]) -> Iterator[None]:
    """Call `end` in the running loop where this program is asked to stop, or where its window is closed."""
    loop = asyncio.get_running_loop()

    def asked(number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGTERM:
            _draw_nowhere()
        loop.call_soon_threadsafe(end)

    signals = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    before = {each: signal.signal(each, asked) for each in signals}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _draw_nowhere() -> None:
    """The terminal is gone: who draws on it now would wait for ever."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    os.close(nowhere)
