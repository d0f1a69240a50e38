"""What this laptop must not lose, in one file a workshop: drafts, commands on their way, and what is one's own.

An append-only file of JSON lines. A line that counts is on disk when the call returns; a line that a crash tore in two
is left out when the file is read again. Rewriting makes a new file and puts it in the old one's place, so that a crash
leaves one of the two. Calls raise `OSError` when the disk doesn't take it, and then change nothing.
"""

import os
from pathlib import Path

import msgspec

from spilter_tui.link.records import (
    Acked,
    AnyLine,
    Book,
    Dismissed,
    Drafted,
    Queued,
    Returned,
    Seated,
    decoded,
    encoded,
)

ROOM = 4 * 1024 * 1024  # bytes a file may grow before it is rewritten without what no longer counts


class Journal:
    """The book of one workshop on this laptop, and its file. Read from `book`; only the calls here change it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = Book()
        self._new = path.with_suffix(".new")
        self._new.unlink(missing_ok=True)
        data = path.read_bytes() if path.exists() else b""
        for each in data.split(b"\n"):
            line = decoded(each)
            if line is not None:
                self.book.take(line)
        self._torn = not data.endswith(b"\n") and bool(data)
        self._size = len(data)
        self._limit = ROOM
        self._fd = _open(path)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._fd)

    def seat(self, workshop: str, secret: str) -> None:
        """Begin: this secret is the laptop's seat in this workshop."""
        self._write(Seated(workshop, secret))

    def draft(self, slot: str, text: str) -> None:
        """Keep what stands in an input box, of any length; `slot` is the activity's id, or begins with it."""
        if self.book.drafts.get(slot, "") != text:
            self._write(Drafted(slot, text))

    def queue(self, op: str, scope: str, command: bytes, slot: str = "") -> None:
        """Keep a command until the server acknowledges or refuses it, in place of the draft in `slot`."""
        self._write(Queued(op, scope, msgspec.Raw(command), slot))

    def acknowledge(self, op: str, ref: str) -> None:
        """The server has it."""
        self._note(Acked(op, ref))

    def refuse(self, op: str, code: str, facts: dict[str, str | int]) -> None:
        """The server doesn't want it; its text, if any, stays in `book.returned`."""
        self._note(Returned(op, code, facts))

    def dismiss(self, op: str) -> None:
        """Drop what came back refused, or put the message of this id away for good."""
        self._write(Dismissed(op))

    def purge(self, activity: str) -> None:
        """Leave nothing in the file that ties this laptop to what it sent in an activity; unsent text stays."""
        self.book.forget(activity)
        try:
            self._rewrite()
        except OSError:
            self.book.traces.add(activity)  # so that it is tried again
            raise

    def _note(self, line: AnyLine) -> None:
        # What the server said of a command, it says again when a crash or a full disk loses it here.
        try:
            self._write(line, sync=False)
        except OSError:
            self.book.take(line)

    def _write(self, line: AnyLine, sync: bool = True) -> None:
        data = encoded(line)
        # After a line that a crash or a full disk tore, a new one must not be glued to its rest.
        whole = b"\n" + data if self._torn else data
        self._torn = True
        _write_all(self._fd, whole)
        if sync:
            os.fsync(self._fd)
        self._torn = False
        self._size += len(whole)
        self.book.take(line)
        if self._size > self._limit:
            self._shrink()

    def _shrink(self) -> None:
        try:
            self._rewrite()
        except OSError:
            self._limit = 2 * self._size  # the line itself is on disk; shrinking can wait

    def _rewrite(self) -> None:
        data = b"".join(encoded(line) for line in self.book.lines())
        fd = _open(self._new)
        try:
            _write_all(fd, data)
            os.fsync(fd)
        finally:
            os.close(fd)
        os.close(self._fd)
        try:
            os.replace(self._new, self.path)
        finally:
            self._fd = _open(self.path)
        _sync_folder(self.path.parent)
        self._torn = False
        self._size = len(data)
        self._limit = max(ROOM, 4 * len(data))


def _open(path: Path) -> int:
    binary: int = getattr(os, "O_BINARY", 0)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | binary, 0o600)


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows can't, and writes names through by itself
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
