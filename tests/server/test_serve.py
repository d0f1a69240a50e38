"""The whole server over real TLS sockets: what is answered is on disk, for whom it is meant, and it goes in order."""

import asyncio
import json
import os
import re
import socket
import ssl
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from server.domain import ballots, entries, steering
from server.domain.activities.brainstorm import BrainstormView
from server.domain.kernel import Phase, Selection
from server.domain.keys import hash_of
from server.files import FileFault
from server.log import backup_name, read_only
from server.protocol.hall import HallView
from server.protocol.messages import MAX_FRAME, Done, Ping, Refusal
from server.protocol.queries import BackedUp, BackUp, Files, MakeReport
from server.running import Running, ask_health, find_running
from server.serve import ServeFault, Serving
from tests.client import Client, Left, joined, new_op
from tests.serving import AGENDA

Start = Callable[..., AbstractAsyncContextManager[Serving]]

OPEN, CLOSED = steering.ChangePhase(Phase.OPEN), steering.ChangePhase(Phase.CLOSED)
IDEA = entries.AddEntry("Geen plek om klanten te ontvangen")


def desk(serving: Serving) -> Client:
    return Client(serving.port, serving.code, role="facilitator", key=serving.key)


async def gather(serving: Serving, number: int) -> list[Client]:
    """So many participants, joined."""
    return list(await asyncio.gather(*(Client(serving.port, serving.code).join() for _ in range(number))))


async def leave(*clients: Client) -> None:
    await asyncio.gather(*(client.close() for client in clients))


def texts(path: Path) -> list[str]:
    return [r.event.text for r in read_only(path).records if isinstance(r.event, entries.EntryAdded)]


# --- in and out -----------------------------------------------------------------------------------------------


async def test_what_is_answered_is_on_disk_already(start: Start) -> None:
    async with start() as serving:
        chair, ans = await desk(serving).join(), await Client(serving.port, serving.code).join()
        await chair.done("ideas", OPEN)
        await ans.done("ideas", IDEA)
        assert texts(serving.path) == [IDEA.text]
        await leave(chair, ans)


async def test_the_same_operation_counts_once_also_after_a_restart(start: Start) -> None:
    op = new_op()
    async with start() as serving, joined(serving.port, serving.code, role="facilitator", key=serving.key) as chair:
        await chair.done("ideas", OPEN)
        first, second = await chair.done("ideas", IDEA, op), await chair.done("ideas", IDEA, op)
        assert first == second
    async with start() as again:
        assert (again.code, again.key, again.workshop) == (serving.code, serving.key, serving.workshop)
        chair.port = again.port
        await chair.reconnect()
        assert (await chair.done("ideas", IDEA, op)).op == op
        await chair.close()
    assert texts(serving.path) == [IDEA.text]


async def test_everybody_sees_what_happens_and_the_door_is_kept(start: Start) -> None:
    async with start() as serving:
        chair, (ans, bert) = await desk(serving).join(), await gather(serving, 2)
        await chair.done("ideas", OPEN)
        for client in (ans, bert, chair):
            await client.watch("ideas")
        await chair.done("ideas", IDEA)
        for client in (ans, bert):
            view = await client.until("ideas", lambda view: view.total == 1)
            assert isinstance(view, BrainstormView)
            assert [row.text for row in view.rows] == [IDEA.text]
        op = new_op()
        assert await ans.do("ideas", CLOSED, op) == Refusal(op, "not_yours")
        await leave(chair, ans, bert)
        wrong = Client(serving.port, serving.code, role="facilitator", key="A" * 26)
        with pytest.raises(Left, match="wrong_key"):
            await wrong.join()
        await wrong.close()


@pytest.mark.parametrize("frame", [b"{", b'{"type":"ping","n":"x"}', b"[]", b'{"type":"do"}'])
async def test_a_frame_that_is_no_message_ends_only_its_own_connection(start: Start, frame: bytes) -> None:
    async with start() as serving, joined(serving.port, serving.code) as other:
        client = await Client(serving.port, serving.code).join()
        await client.send(frame)
        assert await client.ended() == "garbled"
        await client.close()
        await other.ping()


@pytest.mark.parametrize("frame", [b" " * (MAX_FRAME + 1), b"\xc3\x28"])
async def test_a_frame_that_is_too_large_or_no_text_is_not_even_read(start: Start, frame: bytes) -> None:
    async with start() as serving, joined(serving.port, serving.code) as client:
        await client.send(frame)
        await client.ended()
        await client.reconnect()


async def test_a_client_that_falls_silent_is_given_up(start: Start) -> None:
    now = 1000.0
    async with start(clock=lambda: now) as serving:
        quiet, other = await gather(serving, 2)
        now += 5.0
        await other.ping()
        now += 5.0
        await other.ping()
        await quiet.ended()
        await other.ping()
        await leave(quiet, other)


# --- a reader that does not read ------------------------------------------------------------------------------


async def test_a_client_that_does_not_drain_is_dropped_and_the_others_notice_nothing(start: Start) -> None:
    async with start() as serving:
        chair, stalled = await desk(serving).join(), await Client(serving.port, serving.code).join()
        await chair.done("ideas", OPEN)
        await stalled.watch("ideas")
        assert stalled.socket is not None
        stalled.socket.transport.pause_reading()
        clients, most = serving.hub.clients, 0
        long = entries.AddEntry("x" * 3900)
        for _ in range(200):
            await asyncio.gather(*(chair.done("ideas", long) for _ in range(20)))
            most = max(most, unread(serving))
            if serving.hub.clients < clients:
                break
        assert serving.hub.clients == clients - 1
        assert most < 1.2 * 1024 * 1024
        await chair.ping()
        stalled.socket.transport.resume_reading()
        await stalled.reconnect()
        assert (await stalled.until("ideas", lambda view: True)).total > 0  # type: ignore[attr-defined]
        await leave(chair, stalled)


def unread(serving: Serving) -> int:
    """The most bytes that wait in the server for one client."""
    sockets = serving.hub.sockets()
    return max((socket.transport.get_write_buffer_size() for socket in sockets), default=0)


# --- starting and stopping ------------------------------------------------------------------------------------


async def test_stopping_says_goodbye_seals_backs_up_and_leaves_only_the_file(start: Start, tmp_path: Path) -> None:
    async with start() as serving:
        chair, ans = await desk(serving).join(), await Client(serving.port, serving.code).join()
        await chair.done("ideas", OPEN)
        await ans.done("ideas", entries.AddEntry("Stil", key="ab" * 32))
        await chair.done("ideas", CLOSED)
        serving.stop()
        assert await chair.ended() == await ans.ended() == "stopping"
        await leave(chair, ans)
    assert {each.name for each in tmp_path.iterdir()} == {"hall.spilter", "hall.backup.spilter", "data", "run"}
    assert list((tmp_path / "run").iterdir()) == []
    contents = read_only(serving.path)
    assert contents.records == read_only(backup_name(serving.path)).records
    assert any(isinstance(record.event, steering.Sealed) for record in contents.records)


async def test_a_new_file_needs_an_agenda_and_an_existing_one_keeps_its_own(start: Start, tmp_path: Path) -> None:
    with pytest.raises(ServeFault, match="no_agenda"):
        await begun(start(agenda=None))
    assert not (tmp_path / "hall.spilter").exists()
    await begun(start())
    async with start(agenda=None) as serving:
        assert serving.title == AGENDA.info.title


async def begun(server: AbstractAsyncContextManager[Serving]) -> None:
    """Start it and stop it."""
    async with server:
        pass


async def test_a_port_in_use_and_a_file_in_use_have_names(start: Start, tmp_path: Path) -> None:
    async with start() as serving:
        with pytest.raises(ServeFault) as caught:
            await begun(start(path=tmp_path / "other.spilter", port=serving.port))
        assert (caught.value.code, caught.value.facts) == ("port_in_use", {"port": serving.port})
        assert not (tmp_path / "other.spilter").exists()
        with pytest.raises(FileFault, match="locked"):
            await begun(start())


async def test_an_address_of_another_machine_has_a_name(start: Start) -> None:
    with pytest.raises(ServeFault, match="no_address"):
        await begun(start(host="192.0.2.1"))


async def test_a_certificate_that_is_none_has_a_name(start: Start, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "server.pem").write_text("niet dit")
    with pytest.raises(ServeFault, match="bad_certificate"):
        await begun(start())


async def test_a_data_folder_that_is_none_has_a_name(start: Start, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("een bestand")
    with pytest.raises(FileFault, match="no_folder"):
        await begun(start())


async def test_without_a_place_for_its_record_it_runs_all_the_same(start: Start, tmp_path: Path) -> None:
    (tmp_path / "run").write_text("een bestand")
    await begun(start())


async def test_without_a_host_it_listens_on_every_address(start: Start) -> None:
    async with start(host="") as serving:
        for host in ("127.0.0.1", "::1") if socket.has_dualstack_ipv6() else ("127.0.0.1",):
            assert await asyncio.to_thread(ask_health, host, serving.port, serving.fingerprint.hex()), host
        with pytest.raises(ServeFault, match="port_in_use"):
            await begun(start(host="", port=serving.port, path=serving.path.with_name("other.spilter")))


async def test_health_is_told_over_plain_http_and_other_paths_are_not_here(start: Start) -> None:
    async with start() as serving, joined(serving.port, serving.code) as client:
        health = await asyncio.to_thread(ask_health, "127.0.0.1", serving.port, serving.fingerprint.hex())
        assert health is not None
        assert (health.title, health.workshop, health.clients) == (AGENDA.info.title, serving.workshop, 1)
        assert client.welcome is not None
        assert client.welcome.workshop == serving.workshop
        assert await asyncio.to_thread(ask_health, "127.0.0.1", serving.port, "00" * 32) is None
        assert await http_status(serving.port, "/etc/passwd") == 404


async def http_status(port: int, path: str) -> int:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    status = int((await reader.readline()).split()[1])
    writer.close()
    await writer.wait_closed()
    return status


async def test_a_running_server_is_found_by_its_file_and_a_dead_one_is_not(start: Start, tmp_path: Path) -> None:
    run = tmp_path / "run"
    link = tmp_path / "link.spilter"
    link.symlink_to(tmp_path / "hall.spilter")
    async with start() as serving:
        [record] = run.iterdir()
        assert os.stat(record).st_mode & 0o077 == 0
        kept = record.read_bytes()
        running = await asyncio.to_thread(find_running, link, run)
        assert isinstance(running, Running)
        assert (running.port, running.key, running.pid) == (serving.port, serving.key, os.getpid())
        assert await asyncio.to_thread(find_running, tmp_path / "other.spilter", run) is None
    assert await asyncio.to_thread(find_running, link, run) is None
    record.write_bytes(kept)
    async with start(path=tmp_path / "other.spilter", port=serving.port):
        assert await asyncio.to_thread(find_running, link, run) is None
    assert list(run.iterdir()) == []


async def test_the_facilitators_key_is_not_in_the_file(start: Start, tmp_path: Path) -> None:
    async with start() as serving:
        pass
    assert serving.key.encode() not in serving.path.read_bytes()
    assert serving.code.replace("-", "").encode() not in serving.path.read_bytes()
    [key] = (tmp_path / "data" / "keys").iterdir()
    assert os.stat(key).st_mode & 0o077 == 0


# --- back-ups and questions -----------------------------------------------------------------------------------


async def test_a_back_up_goes_to_a_second_folder_and_its_failure_is_told(start: Start, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    async with start(backup_to=stick) as serving:
        chair = await desk(serving).join()
        await chair.watch("hall")
        await chair.done("ideas", OPEN)
        await chair.done("ideas", IDEA)
        beside, second = backup_name(serving.path), stick / "hall.backup.spilter"
        assert await chair.ask(BackUp()) == BackedUp((str(beside), str(second)))
        assert texts(beside) == texts(second) == [IDEA.text]
        view = await chair.until("hall", lambda view: view.backup_at > 0)
        assert isinstance(view, HallView)
        assert view.backup_fault == ""
        second.unlink()
        stick.rmdir()
        assert await chair.ask(BackUp()) == BackedUp((str(beside),))
        await chair.until("hall", lambda view: view.backup_fault == "no_folder")
        await chair.done("ideas", IDEA)
        await chair.close()


async def test_the_report_is_made_by_the_running_server(start: Start) -> None:
    async with start() as serving:
        chair = await desk(serving).join()
        await chair.done("ideas", OPEN)
        await chair.done("ideas", IDEA)
        made = await chair.ask(MakeReport(("json", "md")))
        assert isinstance(made, Files)
        data = json.loads(made.files["report.json"])
        [ideas] = [activity for activity in data["activities"] if activity["id"] == "ideas"]
        assert [entry["text"] for entry in ideas["entries"]] == [IDEA.text]
        broken = await chair.ask(MakeReport(("md",), reader="nobody that exists"))
        assert isinstance(broken, Refusal), broken
        ans = await Client(serving.port, serving.code).join()
        assert await ans.ask(MakeReport()) != made
        await leave(chair, ans)


async def test_a_sealed_workshop_links_no_laptop_to_what_it_sent(start: Start, tmp_path: Path) -> None:
    """Rule 4: in the file, its WAL and every back-up, after an anonymous brainstorm and a secret vote closed."""
    stick = tmp_path / "stick"
    stick.mkdir()
    secret: set[str] = set()
    async with start(backup_to=stick) as serving:
        chair, guests = await desk(serving).join(), await gather(serving, 6)
        await chair.done("ideas", OPEN)
        for number, guest in enumerate(guests):
            op, key = new_op(), f"{number:02d}" + new_op()
            secret |= {op, key, hash_of(key)}
            done = await guest.done("ideas", entries.AddEntry(f"Idee {number}", key=hash_of(key)), op)
            op = new_op()
            secret.add(op)
            await guest.done("ideas", entries.EditEntry(done.ref, f"Beter idee {number}", key), op)
        await chair.ask(BackUp())
        assert present(secret, tmp_path)
        await chair.done("ideas", CLOSED)
        await chair.done("vote", steering.Carry(Selection("ideas")))
        await chair.done("vote", OPEN)
        items = [entry.id for entry in (await chair.watch("vote")).items]  # type: ignore[attr-defined]
        for number, guest in enumerate(guests):
            op, voter = new_op(), f"{number:02d}" + new_op()
            secret |= {op, voter, hash_of(voter)}
            await guest.done("vote", ballots.CastBallot(voter, {item: 1 + number % 5 for item in items}), op)
        await chair.done("vote", CLOSED)
        await chair.watch("agenda")
        await chair.until("agenda", lambda view: all(row.sealed for row in view.rows[1:]))
        assert await chair.ask(BackUp()) != BackedUp(())
        assert present(secret, tmp_path) == set()
        await leave(chair, *guests)
    assert present(secret, tmp_path) == set()
    assert {record.by for record in read_only(serving.path).records} <= {"", "desk 1", "server"}
    assert sorted(texts(serving.path)) == [f"Beter idee {number}" for number in range(6)]


def present(secret: Iterable[str], folder: Path) -> set[str]:
    """Which of these stand in any workshop's file, WAL or back-up."""
    data = b"".join(each.read_bytes() for each in folder.rglob("*spilter*") if each.is_file())
    return {each for each in secret if re.search(each.encode(), data)}


# --- the disk -------------------------------------------------------------------------------------------------


async def test_a_commit_that_fails_stops_the_server_and_every_screen_is_told(start: Start, small_disk: Path) -> None:
    guests: list[Client] = []
    acknowledged: list[str] = []

    async def evening() -> None:
        async with start(path=small_disk / "hall.spilter") as serving:
            chair = await desk(serving).join()
            guests.extend([chair, *await gather(serving, 2)])
            await chair.done("ideas", OPEN)
            for number in range(1000):
                done = await chair.do("ideas", entries.AddEntry(f"{number} " + "vol " * 900))
                assert isinstance(done, Done)
                acknowledged.append(done.ref)

    with pytest.raises((FileFault, Left)):
        await evening()
    assert [await guest.ended() for guest in guests] == ["disk"] * 3
    await leave(*guests)
    kept = [
        r.event.id for r in read_only(small_disk / "hall.spilter").records if isinstance(r.event, entries.EntryAdded)
    ]
    assert kept[: len(acknowledged)] == acknowledged


async def test_a_port_scanner_hurts_nobody(start: Start) -> None:
    async with start() as serving, joined(serving.port, serving.code) as client:
        for junk in (b"", b"GET / HTTP/1.0\r\n\r\n", os.urandom(200)):
            with socket.create_connection(("127.0.0.1", serving.port)) as scanner:
                scanner.sendall(junk)
        await client.ping()
        await client.send(Ping(7))
