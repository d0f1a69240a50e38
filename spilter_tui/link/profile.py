"""A folder on the laptop for one person at it: the journals, the pins, and a lock, so that no two clients share it."""

import hashlib
import os
import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from spilter_tui.link.journal import Journal
from spilter_tui.link.pins import Pins
from spilter_tui.link.records import Seated, decoded

PROFILES = 99


class FolderInUse(Exception):
    """Another client on this laptop has the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"another client uses {folder}")
        self.folder = folder


class Profile:
    """One client's folder, locked until `close`; raises `FolderInUse`, or `OSError` where it can't be made."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder = folder
        self.pins = Pins(folder)
        self._journals: dict[str, Journal] = {}
        self._lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._lock)
        except OSError as error:
            os.close(self._lock)
            raise FolderInUse(folder) from error

    def close(self) -> None:
        """Let go of the folder."""
        for journal in self._journals.values():
            journal.close()
        os.close(self._lock)

    def journal(self, workshop: str) -> Journal:
        """The journal of a workshop, empty when it is new here."""
        if workshop not in self._journals:
            self._journals[workshop] = Journal(self._path(workshop))
        return self._journals[workshop]

    def secret(self, workshop: str) -> str:
        """This laptop's secret for a workshop; empty when it never sat there."""
        return self.journal(workshop).book.secret if self._path(workshop).exists() else ""

    def workshops(self) -> list[str]:
        """The workshops that this laptop sat in, the latest first."""
        paths = sorted(self.folder.glob("*.journal"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        return [workshop for path in paths for workshop in _named(path)]

    def _path(self, workshop: str) -> Path:
        # The name comes from a server and may be any text, so the file's is a hash of it.
        return self.folder / f"{hashlib.sha256(workshop.encode()).hexdigest()[:24]}.journal"


def free_profile(base: Path) -> Profile:
    """The first folder under `base` that no other client uses; raises `FolderInUse` when all are."""
    for number in range(1, PROFILES):
        try:
            return Profile(base / str(number))
        except FolderInUse:
            continue
    return Profile(base / str(PROFILES))


def _named(path: Path) -> Iterable[str]:
    with path.open("rb") as file:
        seats = (line for line in map(decoded, file) if isinstance(line, Seated))
        yield from (seat.workshop for seat in islice(seats, 1))


if sys.platform == "win32":
    import msvcrt

    def _lock(fd: int) -> None:
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
