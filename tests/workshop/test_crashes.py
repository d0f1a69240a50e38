"""A desk, a laptop and the server are killed in the middle of what they do, and nothing of it is lost or doubled."""

import asyncio
import random
import signal
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from server.domain import ballots, steering
from server.domain.entries import AddEntry, EntryAdded
from server.domain.kernel import Selection
from server.log import read_only
from server.serve import Serving
from tests.crashing import free_port, launch
from tests.proxy import proxy_to
from tests.serving import started
from tests.workshop.evening import CLOSED, OPEN, Laptop, desk, guests, killed, mortal, records, said, seated
from tests.workshop.laptop import SLOT

TEXT = "Inkoop vraagt drie jaar omzet, dat haal ik nooit · € 5"
KILLS, PEOPLE = 3, 5


async def test_a_participant_killed_while_typing_finds_the_draft_again(tmp_path: Path) -> None:
    async with started(tmp_path / "hall.spilter") as serving:
        async with mortal(tmp_path / "1", serving.port, serving.code, "", TEXT) as process:
            await killed(process)
        async with seated(tmp_path / "1", serving.port) as guest:
            assert guest.book.drafts == {SLOT: TEXT}
            assert guest.book.outbox == {}


@pytest.mark.parametrize("reaches", [True, False], ids=["and the server heard it", "and the server did not hear it"])
async def test_the_desk_killed_in_the_middle_of_a_reveal_comes_back_to_the_same_state(
    tmp_path: Path, reaches: bool
) -> None:
    async with (
        started(tmp_path / "hall.spilter") as serving,
        proxy_to(serving.port) as proxy,
        guests(tmp_path, serving, 2) as (ans, bert),
    ):
        await voted(tmp_path / "first desk", serving, [ans, bert])
        hidden = await ans.sees("vote/result", lambda view: view.hidden)
        async with mortal(tmp_path / "desk", proxy.port, serving.code, serving.key, "vote") as process:
            if not reaches:
                proxy.stall()
            assert process.stdin is not None
            process.stdin.write(b"\n")
            assert await said(process) == "pressed"
            if reaches:
                await ans.sees("vote/result", lambda view: not view.hidden)
            await killed(process)
        if not reaches:
            assert ans.link.core.views.held["vote/result"] == hidden
        async with desk(tmp_path / "desk", serving) as again:
            result = await again.sees("vote/result", lambda view: view.blocks)
            for guest in (ans, bert):
                assert await guest.sees("vote/result", lambda view: not view.hidden) == result
            agenda = await again.sees("agenda", lambda view: view.rows[2].revealed)
            assert [act.what for act in agenda.acts].count(("revealed",)) == 1
            assert len(records(serving, "vote", steering.Revealed)) == 1
            assert again.book.outbox == {}


async def voted(folder: Path, serving: Serving, voters: list[Laptop]) -> None:
    """An idea was voted on, and the vote is closed."""
    async with desk(folder, serving) as chair:
        await chair.do("ideas", OPEN)
        await chair.do("ideas", AddEntry("Eén loket"))
        await chair.do("ideas", CLOSED)
        await chair.do("vote", steering.Carry(Selection("ideas")))
        await chair.do("vote", OPEN)
        for value, voter in enumerate(voters, 2):
            view = await voter.sees("vote", lambda view: view.items)
            await voter.do("vote", ballots.CastBallot("-" * 16, {view.items[0].id: value}))
        await chair.do("vote", CLOSED)


async def test_the_server_killed_under_load_loses_and_doubles_nothing_of_real_laptops(tmp_path: Path) -> None:
    path, port, dice = tmp_path / "hall.spilter", free_port(), random.Random(7)
    process, door = await launch(path, port)
    async with AsyncExitStack() as stack:
        chair = await stack.enter_async_context(
            seated(tmp_path / "desk", port, door.code, role="facilitator", key=door.key)
        )
        await chair.do("ideas", OPEN)
        seats = [
            await stack.enter_async_context(seated(tmp_path / f"{number}", port, door.code)) for number in range(PEOPLE)
        ]
        for kill in range(KILLS):
            typing = [asyncio.create_task(type_on(seat, f"{kill}.{at}")) for at, seat in enumerate(seats)]
            await asyncio.sleep(dice.uniform(0.0, 0.1))  # somewhere in the middle of it
            process.kill()
            await process.wait()
            process, door = await launch(path, port)
            await asyncio.gather(*typing)
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
    added = [record.event.text for record in read_only(path).records if isinstance(record.event, EntryAdded)]
    assert sorted(added) == sorted(
        f"{kill}.{at} {n}" for kill in range(KILLS) for at in range(PEOPLE) for n in range(30)
    )


async def type_on(seat: Laptop, mark: str) -> None:
    """Thirty entries, whatever happens to the server; over when all are acknowledged."""
    for number in range(30):
        seat.link.send("ideas", AddEntry(f"{mark} {number}"))
        await asyncio.sleep(0.002)
    await seat.link.settled()
