"""The event log: a workshop's file, behind append, replay and back-up. SQLite is the engine, and here is the only SQL.

One connection, exclusive before WAL: two that write and checkpoint a WAL database at the same moment can lose commits
(SQLite 3.7.0 to 3.51.2). `synchronous=FULL`: what was appended survives a power cut. Sealing leaves no old bytes.
"""

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiosqlite
import msgspec

from server.domain.history import Recorded
from server.domain.kernel import registry
from server.domain.root import ActivityAdded
from server.files import FileFault, check_place, faults, make_empty, put_in_place
from server.protocol import codec
from server.records import Batch, Person, Rewrite

__all__ = ["Contents", "FileFault", "Log", "backup_name", "migrations", "read_only"]

APPLICATION_ID = 0x5350494C
COPY_TRIES = 5
UNFINISHED = ("-wal", "-journal")  # files beside a workshop's that hold what is not in it yet, or not for good

_EVENTS = 'SELECT scope, body, at, op, "by", seq FROM events ORDER BY seq'
_PEOPLE = 'SELECT seat, laptop, role, "table", name, persons FROM people ORDER BY laptop, seat'
_META = "SELECT key, value FROM meta WHERE key <> 'scrub'"
_SEEN = "SELECT op FROM seen"
_ADD_EVENT = 'INSERT INTO events (scope, body, at, op, "by", seq) VALUES (?, ?, ?, ?, ?, ?)'
_ADD_PERSON = 'INSERT OR REPLACE INTO people (seat, laptop, role, "table", name, persons) VALUES (?, ?, ?, ?, ?, ?)'
_ADD_SEEN = "INSERT OR IGNORE INTO seen (op) VALUES (?)"
_SET_META = "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)"
# While this key stands, a sealing was written but its old bytes may still be in the file.
_BEGIN_SCRUB = "INSERT OR REPLACE INTO meta (key, value) VALUES ('scrub', 'due')"
_END_SCRUB = "DELETE FROM meta WHERE key = 'scrub'"
_MUST_SCRUB = "SELECT count(*) FROM meta WHERE key = 'scrub'"


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a workshop's file holds; the records in order of `seq`."""

    records: list[Recorded]
    people: list[Person]
    meta: dict[str, str]


class Log:
    """An open workshop's file. Its methods may be called from several tasks; each runs alone."""

    def __init__(self, path: Path, db: aiosqlite.Connection) -> None:
        self.path = path
        self._db = db
        self._alone = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path) -> "Log":
        """Open a workshop's file, or make one; `FileFault` when that can't be. Close it, or the process hangs."""
        made = check_place(path)
        with faults(path):
            db = await aiosqlite.connect(path, isolation_level=None, timeout=0)
        log = cls(path, db)
        try:
            with faults(path):
                await log._prepare()
        except BaseException:
            await db.close()
            if made:
                path.unlink()
            raise
        return log

    async def append(self, batch: Batch) -> None:
        """Write records, people and rewrites in one transaction, on disk when this returns; else `FileFault`.

        After a rewrite nothing of what it replaced is left in the file or its WAL.
        """
        with faults(self.path):
            async with self._alone:
                await self._write(batch)
                if batch.rewrites:
                    await self._scrub()

    async def replay(self) -> list[Recorded]:
        """All events, in order; `FileFault` "damaged" or "newer_version" where one can't be understood."""
        return _records(self.path, await self._all(_EVENTS))

    async def people(self) -> list[Person]:
        """All seats, by laptop number."""
        return [Person(*row) for row in await self._all(_PEOPLE)]

    async def seen(self) -> set[str]:
        """The hashes of operations whose rows were sealed."""
        return {op for (op,) in await self._all(_SEEN)}

    async def meta(self) -> dict[str, str]:
        """What is written about the file itself."""
        return dict(await self._all(_META))

    async def set_meta(self, values: Mapping[str, str]) -> None:
        """Write these, over what had the same keys."""
        with faults(self.path):
            async with self._alone:
                await self._db.executemany(_SET_META, list(values.items()))

    async def back_up(self, target: Path) -> None:
        """Put a checked copy in the place of `target`, at once and whole; `FileFault` when that can't be.

        The copy is made anew, so that it holds no bytes that the file itself no longer shows.
        """
        part = target.with_name(f".{target.name}.part")
        with faults(target):
            part.unlink(missing_ok=True)
            try:
                make_empty(part)
                async with self._alone:
                    await self._db.execute("VACUUM INTO ?", (str(part),))
                await asyncio.to_thread(_check_copy, part)
                await asyncio.to_thread(put_in_place, part, target)
            finally:
                part.unlink(missing_ok=True)

    async def close(self) -> None:
        """Fold the WAL into the file and let go of it."""
        await self._db.close()

    # --- inside -----------------------------------------------------------------------------------------------

    async def _all(self, query: str) -> list[Any]:
        with faults(self.path):
            async with self._alone, self._db.execute(query) as cursor:
                return list(await cursor.fetchall())

    async def _one(self, query: str) -> int:
        return int((await self._all(query))[0][0])

    async def _prepare(self) -> None:
        await self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
        await self._db.execute("PRAGMA temp_store=MEMORY")
        await self._db.execute("PRAGMA secure_delete=ON")
        await self._migrate()
        await self._db.execute("PRAGMA journal_mode=WAL")
        await self._db.execute("PRAGMA synchronous=FULL")
        await self._db.execute("BEGIN EXCLUSIVE")  # so that a second server hears it now, not at its first entry
        await self._db.commit()
        if await self._one(_MUST_SCRUB):
            await self._scrub()

    async def _migrate(self) -> None:
        steps, version = migrations(), await self._one("PRAGMA user_version")
        if await self._one("SELECT count(*) FROM sqlite_schema"):
            _check_kind(self.path, await self._one("PRAGMA application_id"), version, len(steps))
            if version < len(steps):
                await self.back_up(backup_name(self.path))
        for step in steps[version:]:
            try:
                await self._db.executescript(step)
            except BaseException:
                await self._db.rollback()
                raise

    async def _write(self, batch: Batch) -> None:
        await self._db.execute("BEGIN IMMEDIATE")
        try:
            await self._db.executemany(_ADD_EVENT, _event_rows(batch.records))
            if batch.people:
                await self._db.executemany(_ADD_PERSON, map(_person_row, batch.people))
            for rewrite in batch.rewrites:
                await self._rewrite(rewrite)
            await self._db.commit()
        except BaseException:
            await self._db.rollback()
            raise

    async def _rewrite(self, rewrite: Rewrite) -> None:
        await self._db.execute("DELETE FROM events WHERE scope = ?", (rewrite.scope,))
        await self._db.executemany(_ADD_EVENT, _event_rows(rewrite.records))
        await self._db.executemany(_ADD_SEEN, [(op,) for op in sorted(rewrite.ops)])
        await self._db.execute(_BEGIN_SCRUB)

    async def _scrub(self) -> None:
        # secure_delete zeroes deleted rows, but not the copies left behind where SQLite had moved rows between pages.
        await self._db.execute("VACUUM")
        await self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        await self._db.execute(_END_SCRUB)


def backup_name(path: Path) -> Path:
    """The back-up of a workshop's file, a workshop itself: `NAME.backup.spilter` for `NAME.spilter`."""
    return path.with_name(f"{path.stem}.backup{path.suffix}")


def migrations() -> list[str]:
    """The SQL that leads to each version of the file; every one is a transaction, and the first creates."""
    found = [each for each in (files("server") / "migrations").iterdir() if each.name.endswith(".sql")]
    return [each.read_text(encoding="utf-8") for each in sorted(found, key=lambda each: each.name)]


def read_only(path: Path) -> Contents:
    """What a workshop's file holds, read without a server and without changing anything beside it.

    `FileFault` "locked" when a server keeps writing to it meanwhile.
    """
    with faults(path), _still(path) as still, closing(_open_still(still)) as db:
        [[schema]] = db.execute("SELECT count(*) FROM sqlite_schema")
        [[kind]] = db.execute("PRAGMA application_id")
        [[version]] = db.execute("PRAGMA user_version")
        _check_kind(path, kind if schema else 0, version, len(migrations()))
        records = _records(path, db.execute(_EVENTS).fetchall())
        return Contents(records, [Person(*row) for row in db.execute(_PEOPLE)], dict(db.execute(_META)))


def _open_still(path: Path) -> sqlite3.Connection:
    if _is_whole(path):
        return sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
    return sqlite3.connect(path)


def _is_whole(path: Path) -> bool:
    return not any(Path(f"{path}{suffix}").exists() for suffix in UNFINISHED)


@contextmanager
def _still(path: Path) -> Iterator[Path]:
    """The file itself when it is whole, else a copy of it with its WAL, gone afterwards."""
    path.stat()
    if _is_whole(path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="spilter-") as folder:
        copy = Path(folder) / path.name
        for _ in range(COPY_TRIES):
            before = _stamps(path)
            for suffix in before:
                shutil.copyfile(f"{path}{suffix}", f"{copy}{suffix}")
            if _stamps(path) == before:
                break
        else:
            raise FileFault("locked", path)
        yield copy


def _stamps(path: Path) -> dict[str, tuple[int, int]]:
    found = {suffix: Path(f"{path}{suffix}") for suffix in ("", *UNFINISHED)}
    return {suffix: (each.stat().st_size, each.stat().st_mtime_ns) for suffix, each in found.items() if each.exists()}


def _check_kind(path: Path, kind: int, version: int, newest: int) -> None:
    if kind != APPLICATION_ID:
        raise FileFault("not_a_workshop", path)
    if version > newest:
        raise FileFault("newer_version", path, version=version, known=newest)


def _check_copy(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        if db.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise FileFault("damaged", path)


def _records(path: Path, rows: Iterable[Any]) -> list[Recorded]:
    try:
        records = [Recorded(scope, codec.event(body), at, op, by, seq) for scope, body, at, op, by, seq in rows]
    except codec.Garbled as error:
        if isinstance(error.__cause__, msgspec.ValidationError):  # well written, but of no shape that is known here
            raise FileFault("newer_version", path, version="?", known=len(migrations())) from error
        raise FileFault("damaged", path, detail=str(error)) from error
    for record in records:
        if isinstance(record.event, ActivityAdded) and record.event.card.kind not in registry:
            raise FileFault("newer_version", path, version="?", known=len(migrations()))
    return records


def _event_rows(records: Iterable[Recorded]) -> list[tuple[str, str, float, str, str, int]]:
    return [(r.scope, codec.encode(r.event).decode(), r.at, r.op, r.by, r.seq) for r in records]


def _person_row(person: Person) -> tuple[Any, ...]:
    return msgspec.structs.astuple(person)
