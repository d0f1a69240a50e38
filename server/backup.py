"""Back-ups while the workshop runs: every minute and at each close, beside the file and in a second folder if given.

A back-up that fails is told, never fatal. After a sealing the old ones go at once: they still hold what was sealed.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from pathlib import Path

from server.files import FileFault
from server.log import Log, backup_name

_log = logging.getLogger(__name__)

EVERY = 60.0  # seconds


class Backups:
    """Keeps `NAME.backup.spilter` beside `NAME.spilter` and in `second`; `told` hears of each: which fault, or none."""

    def __init__(self, log: Log, second: Path | None, told: Callable[[str], None], every: float = EVERY) -> None:
        beside = backup_name(log.path)
        self.targets: tuple[Path, ...] = (
            (beside,) if second is None or second == beside.parent else (beside, second / beside.name)
        )
        self._log = log
        self._told = told
        self._every = every
        self._alone = asyncio.Lock()
        self._wanted = asyncio.Event()
        self._sealed = False  # since the last one that succeeded everywhere

    def soon(self, sealed: bool = False) -> None:
        """Ask for a back-up now; `sealed` when the old ones hold what was sealed since."""
        self._sealed = self._sealed or sealed
        self._wanted.set()

    async def run(self) -> None:
        """Make back-ups until cancelled: one now, one a minute, and one whenever it is asked for."""
        while True:
            self._wanted.clear()
            # Whoever ends this must not cut a back-up in half: `idle` waits for it.
            await asyncio.shield(self.make())
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._every):
                    await self._wanted.wait()

    async def make(self) -> tuple[Path, ...]:
        """Make a back-up now; where it stands. An old one that can't be replaced after a sealing is removed."""
        async with self._alone:
            sealed, self._sealed = self._sealed, False
            faults = [await self._one(target, sealed) for target in self.targets]
            self._sealed = self._sealed or (sealed and any(faults))
            self._told(next(filter(None, faults), ""))
            return tuple(target for target, fault in zip(self.targets, faults, strict=True) if not fault)

    async def idle(self) -> None:
        """Wait until no back-up is being made."""
        async with self._alone:
            pass

    async def _one(self, target: Path, sealed: bool) -> str:
        try:
            await self._log.back_up(target)
        except FileFault as fault:
            _log.warning("back-up failed: %s", fault)
            if sealed:
                with contextlib.suppress(OSError):
                    target.unlink(missing_ok=True)
            return fault.code
        return ""
