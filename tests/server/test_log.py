"""The workshop's file: what was appended is there again, faults have names, and a sealing leaves no bytes behind."""

import asyncio
import os
import random
import re
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server import log as log_module
from server.domain import kernel, kinds, root
from server.domain.ballots import BallotCast
from server.domain.entries import EntryAdded
from server.domain.history import Recorded
from server.domain.keys import hash_of
from server.files import FileFault, write_private
from server.log import APPLICATION_ID, Log, backup_name, migrations, read_only
from server.records import Batch, Person, Rewrite, op_hash

kinds.load()


def added(seq: int, text: str = "Geen plek om klanten te ontvangen", scope: str = "ideas") -> Recorded:
    return Recorded(scope, EntryAdded(f"e{seq}", text, key=hash_of(f"key {seq}")), 100.0, op(seq), "", seq)


def op(seq: int) -> str:
    return hash_of(f"op {seq}")[:32]


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[Log]:
    log = await Log.open(tmp_path / "hall.spilter")
    yield log
    await log.close()


async def fault_of(path: Path) -> str:
    with pytest.raises(FileFault) as caught:
        await Log.open(path)
    assert caught.value.facts["path"] == str(path)
    return caught.value.code


# --- what was appended is there again -------------------------------------------------------------------------


async def test_a_new_file_is_empty_and_private(log: Log) -> None:
    assert await log.replay() == []
    assert await log.people() == []
    assert await log.seen() == set()
    assert os.stat(log.path).st_mode & 0o077 == 0


async def test_what_was_appended_is_replayed_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "hall.spilter"
    records = (
        Recorded("", root.Described(root.Info("Zzp'ers € 5")), 1.5, "a" * 32, "desk 1", 1),
        added(2, "\x1b]52;c;aGk=\x07 café\n<b>"),
    )
    person = Person("ab" * 32, 7, "participant", 2, "Ans", 3)
    log = await Log.open(path)
    await log.append(Batch(records, (person,)))
    await log.append(Batch(people=(person,)))
    await log.set_meta({"id": "x1"})
    await log.close()
    assert [each.name for each in tmp_path.iterdir()] == ["hall.spilter"]
    log = await Log.open(path)
    assert tuple(await log.replay()) == records
    assert await log.people() == [person]
    assert await log.meta() == {"id": "x1"}
    await log.close()
    contents = read_only(path)
    assert (tuple(contents.records), contents.people, contents.meta) == (records, [person], {"id": "x1"})


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(), max_size=8))
async def test_any_text_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("texts") / "hall.spilter"
    records = tuple(added(seq, text.encode("utf-8", "replace").decode()) for seq, text in enumerate(texts, 1))
    log = await Log.open(path)
    await log.append(Batch(records))
    await log.close()
    assert tuple(read_only(path).records) == records


async def test_a_batch_is_written_whole_or_not_at_all(log: Log) -> None:
    with pytest.raises(FileFault):
        await log.append(Batch((added(1), added(2), added(1))))
    assert await log.replay() == []
    await log.append(Batch((added(1),)))
    assert len(await log.replay()) == 1


async def test_tasks_that_append_and_back_up_at_once_lose_nothing(log: Log) -> None:
    appends = [log.append(Batch((added(seq),))) for seq in range(1, 60)]
    await asyncio.gather(
        *appends, *(log.back_up(backup_name(log.path)) for _ in range(1)), *(log.replay() for _ in "ab")
    )
    assert [record.seq for record in await log.replay()] == list(range(1, 60))


# --- read without a server ------------------------------------------------------------------------------------


async def test_a_file_is_read_while_its_wal_still_stands_and_nothing_changes_beside_it(
    log: Log, tmp_path: Path
) -> None:
    await log.append(Batch((added(1),)))
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    assert "hall.spilter-wal" in before
    assert read_only(log.path).records == [added(1)]
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


async def test_the_views_for_the_curious_can_be_read(log: Log) -> None:
    welcome = Recorded("", root.ActivityAdded(kernel.Card("v", "slide", "Welkom"), 0), 1.0, "", "", 1)
    ballot = Recorded("vote", BallotCast({"K1": 4, "K2": 5}), 2.0, "", "", 3)
    await log.append(Batch((welcome, added(2), ballot)))
    await log.close()
    with closing(sqlite3.connect(log.path)) as db:
        assert db.execute("SELECT * FROM agenda").fetchall() == [("v", "slide", "Welkom", "")]
        assert db.execute("SELECT id, text FROM entries").fetchall() == [("e2", "Geen plek om klanten te ontvangen")]
        assert db.execute("SELECT * FROM ballots").fetchall() == [("vote", 1, "K1", 4), ("vote", 1, "K2", 5)]
        assert db.execute("SELECT * FROM acts").fetchall() == []


# --- faults have names ----------------------------------------------------------------------------------------


async def test_what_is_no_workshop_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    text, other = tmp_path / "notes.spilter", tmp_path / "other.spilter"
    text.write_text("boodschappen: melk, brood\n" * 40)
    with closing(sqlite3.connect(other)) as db:
        db.execute("CREATE TABLE shopping (what TEXT)")
    for path in (text, other):
        before = path.read_bytes()
        assert await fault_of(path) == "not_a_workshop"
        with pytest.raises(FileFault, match="not_a_workshop"):
            read_only(path)
        assert path.read_bytes() == before
    assert await fault_of(tmp_path) == "not_a_workshop"


async def test_a_newer_version_is_refused_and_says_which(log: Log) -> None:
    await log.close()
    with closing(sqlite3.connect(log.path)) as db:
        db.execute("PRAGMA user_version = 99")
    assert await fault_of(log.path) == "newer_version"
    with pytest.raises(FileFault) as caught:
        read_only(log.path)
    assert caught.value.facts == {"path": str(log.path), "version": 99, "known": len(migrations())}


async def test_a_file_that_a_server_holds_is_locked(log: Log) -> None:
    await log.append(Batch((added(1),)))
    assert await fault_of(log.path) == "locked"
    await log.append(Batch((added(2),)))


async def test_a_missing_folder_has_a_name_and_nothing_is_made(tmp_path: Path) -> None:
    assert await fault_of(tmp_path / "no" / "hall.spilter") == "no_folder"
    with pytest.raises(FileFault, match="no_folder"):
        read_only(tmp_path / "absent.spilter")
    assert list(tmp_path.iterdir()) == []


async def test_damage_has_a_name(log: Log) -> None:
    await log.append(Batch(tuple(added(seq, "lang " * 200) for seq in range(1, 200))))
    await log.close()
    data = bytearray(log.path.read_bytes())
    data[4096 * 10 : 4096 * 90] = os.urandom(4096 * 80)
    log.path.write_bytes(data)
    log = await Log.open(log.path)
    with pytest.raises(FileFault, match="damaged"):
        await log.replay()
    await log.close()


NEW_KIND = '{"type":"activity.added","card":{"id":"a","kind":"invented","title":""},"place":0}'


@pytest.mark.parametrize(
    ("body", "code"),
    [('{"type": "entry.ad', "damaged"), ('{"type": "entry.invented"}', "newer_version"), (NEW_KIND, "newer_version")],
)
async def test_an_event_that_is_not_understood_has_a_name(log: Log, body: str, code: str) -> None:
    await log.append(Batch((added(1),)))
    await log.close()
    with closing(sqlite3.connect(log.path)) as db:
        db.execute("UPDATE events SET body = ?", (body,))
        db.commit()
    with pytest.raises(FileFault) as caught:
        read_only(log.path)
    assert caught.value.code == code


async def test_a_full_disk_has_a_name_and_what_was_appended_stays(small_disk: Path) -> None:
    log = await Log.open(small_disk / "hall.spilter")
    kept, fault = 0, ""
    while not fault:
        try:
            await log.append(Batch((added(kept + 1, "vol " * 1000),)))
            kept += 1
        except FileFault as caught:
            fault = caught.code
    assert fault == "disk_full"
    with pytest.raises(FileFault, match="disk_full"):
        await log.back_up(backup_name(log.path))
    assert not list(small_disk.glob(".*"))
    await log.close()
    assert [record.seq for record in read_only(log.path).records] == list(range(1, kept + 1))


async def test_a_full_disk_leaves_no_half_made_workshop(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(b"x" * 390_000)
    assert await fault_of(small_disk / "hall.spilter") == "disk_full"
    assert not (small_disk / "hall.spilter").exists()


async def test_a_read_only_disk_has_a_name_and_can_still_be_read(small_disk: Path) -> None:
    log = await Log.open(small_disk / "hall.spilter")
    await log.append(Batch((added(1),)))
    await log.close()
    await asyncio.to_thread(subprocess.run, ["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert await fault_of(small_disk / "hall.spilter") == "read_only"
    assert await fault_of(small_disk / "new.spilter") == "read_only"
    assert read_only(small_disk / "hall.spilter").records == [added(1)]


# --- versions -------------------------------------------------------------------------------------------------


async def test_a_file_of_an_older_version_is_backed_up_and_migrated(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    await log.append(Batch((added(1),)))
    await log.close()
    second = "BEGIN IMMEDIATE; CREATE TABLE extra (x TEXT) STRICT; PRAGMA user_version = 2; COMMIT;"
    steps = [*migrations(), second]
    monkeypatch.setattr(log_module, "migrations", lambda: steps)
    log = await Log.open(log.path)
    assert await log.replay() == [added(1)]
    await log.close()
    for path, version in ((log.path, 2), (backup_name(log.path), 1)):
        with closing(sqlite3.connect(path)) as db:
            assert db.execute("PRAGMA user_version").fetchone() == (version,)
            assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


async def test_a_migration_that_fails_leaves_the_file_as_it_was(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    await log.append(Batch((added(1),)))
    await log.close()
    broken = "BEGIN IMMEDIATE; DELETE FROM events; CREATE TABLE events (x); PRAGMA user_version = 2; COMMIT;"
    steps = [*migrations(), broken]
    monkeypatch.setattr(log_module, "migrations", lambda: steps)
    assert await fault_of(log.path) == "disk_fault"
    monkeypatch.undo()
    assert read_only(log.path).records == [added(1)]


# --- back-ups and sealing -------------------------------------------------------------------------------------


async def test_a_back_up_is_a_whole_workshop_and_leaves_nothing_else(log: Log, tmp_path: Path) -> None:
    target = backup_name(log.path)
    for seq in (1, 2):
        await log.append(Batch((added(seq),)))
        await log.back_up(target)
    assert read_only(target).records == [added(1), added(2)]
    assert os.stat(target).st_mode & 0o077 == 0
    assert {each.name for each in tmp_path.iterdir()} == {"hall.spilter", "hall.spilter-wal", "hall.backup.spilter"}


def bytes_beside(path: Path) -> bytes:
    return b"".join(each.read_bytes() for each in path.parent.iterdir())


def sealed(scope: str, records: list[Recorded]) -> Rewrite:
    bare = [Recorded(scope, EntryAdded(r.event.id, r.event.text), 9.0, "", "", r.seq) for r in records]  # type: ignore[attr-defined]
    return Rewrite(scope, tuple(bare), tuple(op_hash(record.op) for record in records))


async def test_a_rewrite_leaves_no_byte_of_what_it_replaced(log: Log) -> None:
    # Texts of such different lengths that SQLite moves rows between pages: secure_delete alone leaves copies of them.
    dice = random.Random(1)
    records = [
        added(seq, "x" * dice.choice((30, 100, 400, 900, 5000)), dice.choice(("ideas", "doubts", "other")))
        for seq in range(1, 3000)
    ]
    for start in range(0, len(records), 40):
        await log.append(Batch(tuple(records[start : start + 40])))
    await log.back_up(backup_name(log.path))
    for scope in ("ideas", "doubts"):
        mine = [record for record in records if record.scope == scope]
        assert traces(mine, bytes_beside(log.path)) == 2 * len(mine)
        await log.append(Batch(rewrites=(sealed(scope, mine),)))
        await log.back_up(backup_name(log.path))
        assert traces(mine, bytes_beside(log.path)) == 0
    others = [record for record in records if record.scope == "other"]
    assert [record for record in await log.replay() if record.scope == "other"] == others
    assert await log.seen() == {op_hash(record.op) for record in records if record.scope != "other"}


def traces(records: list[Recorded], data: bytes) -> int:
    """How many operation ids and key hashes of these records stand in the bytes."""
    keys = [record.event.key for record in records if isinstance(record.event, EntryAdded)]
    found = set(re.findall(rb"[0-9a-f]{32,}", data))
    return sum(each.encode() in found for each in [*keys, *(record.op for record in records)])


async def test_a_sealing_that_a_crash_interrupts_is_ended_at_the_next_opening(tmp_path: Path) -> None:
    path = tmp_path / "hall.spilter"
    script = "\n".join(
        [
            "import asyncio, os, sys",
            "from pathlib import Path",
            "from server.log import Log",
            "from server.records import Batch",
            "from tests.server.test_log import added, sealed",
            "async def main():",
            "    log = await Log.open(Path(sys.argv[1]))",
            "    records = [added(seq) for seq in range(1, 300)]",
            "    await log.append(Batch(tuple(records)))",
            "    log._scrub = lambda: os._exit(9)",
            "    await log.append(Batch(rewrites=(sealed('ideas', records),)))",
            "asyncio.run(main())",
        ]
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, str(path), cwd=Path(__file__).parents[2]
    )
    assert await process.wait() == 9
    assert op(299).encode() in bytes_beside(path)
    log = await Log.open(path)
    assert op(299).encode() not in bytes_beside(path)
    assert len(await log.replay()) == 299
    await log.close()


def test_a_private_file_is_written_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    write_private(tmp_path / "key", b"one")
    write_private(tmp_path / "key", b"two")
    assert (tmp_path / "key").read_bytes() == b"two"
    assert os.stat(tmp_path / "key").st_mode & 0o077 == 0
    assert [each.name for each in tmp_path.iterdir()] == ["key"]
