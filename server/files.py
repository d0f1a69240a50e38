"""Files on a disk that may be full, locked, read-only or gone: one exception for it all, and whole writes."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

Fault = Literal[
    "not_a_workshop", "newer_version", "locked", "read_only", "disk_full", "damaged", "no_folder", "disk_fault"
]
_OF_SQLITE: dict[int, Fault] = {
    sqlite3.SQLITE_NOTADB: "not_a_workshop",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_CANTOPEN: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_CORRUPT: "damaged",
}
_OF_ERRNO: dict[int | None, Fault] = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.ENOENT: "no_folder",
    errno.ENOTDIR: "no_folder",
    errno.EEXIST: "no_folder",  # a file stands where a folder should
    errno.EISDIR: "not_a_workshop",
}


class FileFault(Exception):
    """A file can't be used, and why: a code that the command line translates, with its facts (always `path`)."""

    def __init__(self, code: Fault, path: Path, **facts: str | int) -> None:
        super().__init__(f"{code}: {path}")
        self.code: Fault = code
        self.facts: dict[str, str | int] = {"path": str(path), **facts}


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """Inside, what SQLite or the system says is wrong with a file becomes a `FileFault`."""
    try:
        yield
    except sqlite3.Error as error:
        primary = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        raise FileFault(_OF_SQLITE.get(primary, "disk_fault"), path, detail=str(error)) from error
    except OSError as error:
        raise FileFault(_OF_ERRNO.get(error.errno, "disk_fault"), path, detail=str(error)) from error


def check_place(path: Path) -> bool:
    """Whether a new file was made here: empty, readable by its owner only. `FileFault` where none can be written."""
    with faults(path):
        if not path.parent.is_dir():
            raise FileFault("no_folder", path)
        if path.is_dir():
            raise FileFault("not_a_workshop", path)
        if not path.exists():
            make_empty(path)
            return True
        if not os.access(path, os.W_OK):
            # SQLite would open it for reading, and only complain at the first entry.
            raise FileFault("read_only", path)
        return False


def make_empty(path: Path) -> None:
    """A new empty file that only its owner may read."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def put_in_place(part: Path, target: Path) -> None:
    """Give a finished file its name, so that after a power cut the old or the new one stands there whole."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(part, target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def write_private(path: Path, data: bytes) -> None:
    """Write a small file whole, readable by its owner only."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        make_empty(part)
        part.write_bytes(data)
        put_in_place(part, path)
    finally:
        part.unlink(missing_ok=True)
