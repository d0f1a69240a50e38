"""Hostile texts through the whole product: sent by sockets, stored, and on every role's screen in a real terminal."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import msgspec

from server.domain import root, steering
from server.domain.entries import AddEntry
from server.domain.kernel import Card, Phase
from server.domain.root import Agenda, Info, Shown, Table
from server.domain.text import LIMIT, clean
from server.log import read_only
from server.protocol import messages
from server.protocol.queries import Files, MakeReport
from server.report import read
from tests.client import Client, joined
from tests.hostile import hostile
from tests.serving import started
from tests.terminal import Terminal

AGENDA = Agenda(
    Info("Vijandig"),
    (Table(1, "Markt", 4),),
    (Card("ideas", "brainstorm", "Bijdragen", "Wat?", attribution="named", grace=0),),
)
TOGETHER = 100


def texts() -> list[str]:
    """What may be an entry."""
    return list(dict.fromkeys(text for text in hostile() if text.strip() and len(text) <= LIMIT))


def names() -> list[str]:
    """What may be a title or a name and holds something that a terminal or a markup reader could act on."""
    risky = [text for text in texts() if len(text) <= 80 and any(c in text for c in "\x1b[]<`\x9b\x07\u202e\u200f$=")]
    return risky[:80]


@contextlib.asynccontextmanager
async def screens(port: int, code: str, key: str, folder: Path) -> AsyncIterator[Sequence[Terminal]]:
    """A participant's, a desk's and a wall's real terminal, inside the workshop."""
    spilter = [sys.executable, "-m", "spilter_tui"]
    ways = {
        "join": ["--code", code, "--table", "1", "--name", "ik"],
        "desk": ["--key", key, "--code", code],
        "wall": ["--code", code],
    }
    with contextlib.ExitStack() as stack:
        terminals = [
            stack.enter_context(
                Terminal(
                    [*spilter, role, f"127.0.0.1:{port}", "--profile", str(folder / role), *how],
                    columns=100,
                    rows=30,
                )
            )
            for role, how in ways.items()
        ]
        yield terminals


@contextlib.asynccontextmanager
async def kept_alive(*clients: Client) -> AsyncIterator[None]:
    """A bare client says nothing by itself; a silent one would be given up."""
    over = asyncio.Event()

    async def beat() -> None:
        while not over.is_set():
            for client in clients:
                await client.ping()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(2):
                    await over.wait()

    beating = asyncio.create_task(beat())
    yield
    over.set()
    await beating


async def all_show(terminals: Sequence[Terminal], text: str) -> None:
    """Wait until each terminal shows the text."""
    await asyncio.gather(*(asyncio.to_thread(terminal.wait_for, text) for terminal in terminals))


async def test_hostile_names_and_titles_on_every_role_s_screen(tmp_path: Path) -> None:
    async with (
        started(tmp_path / "w.spilter", agenda=AGENDA) as serving,
        joined(serving.port, serving.code, role="facilitator", key=serving.key) as desk,
        joined(serving.port, serving.code, table=1) as person,
        kept_alive(desk, person),
        screens(serving.port, serving.code, serving.key, tmp_path) as terminals,
    ):
        await desk.done("ideas", steering.ChangePhase(Phase.OPEN))
        await desk.done("", root.GoTo("ideas"))
        await desk.done("", root.Show(Shown("question", "ideas")))
        await all_show(terminals[:2], "Wat?")
        for at, name in enumerate(names()):
            await rename(desk, person, name, f"vraag {at}.")
            await all_show(terminals[:2], f"vraag {at}.")  # the wall draws its letters
        await desk.done("", root.Show(Shown("lobby")))
        await all_show(terminals[2:], "spilter join")  # what the wall drew until now was read by then
        for terminal in terminals:
            assert terminal.foreign() == []
    described = {
        record.event.info.title
        for record in read_only(tmp_path / "w.spilter").records
        if isinstance(record.event, root.Described)
    }
    assert {clean(name) for name in names()} <= described


async def rename(desk: Client, person: Client, name: str, question: str) -> None:
    """The same text as title of the workshop and the activity, as a table's name, an alias, and an entry."""
    await desk.done("", root.Describe(Info(name, question)))
    await desk.done("", root.SetTables((Table(1, name, 4),)))
    await desk.done("ideas", steering.EditCard(msgspec.structs.replace(AGENDA.cards[0], title=name, question=question)))
    await person.send(messages.Say(name=name))
    await person.done("ideas", AddEntry(name))


async def test_every_hostile_text_is_stored_as_typed_and_shown_harmless(tmp_path: Path) -> None:
    sent = texts()
    async with (
        started(tmp_path / "w.spilter", agenda=AGENDA) as serving,
        joined(serving.port, serving.code, role="facilitator", key=serving.key) as desk,
        joined(serving.port, serving.code, table=1) as person,
        kept_alive(desk, person),
        screens(serving.port, serving.code, serving.key, tmp_path) as terminals,
    ):
        await desk.done("ideas", steering.ChangePhase(Phase.OPEN))
        await desk.done("", root.GoTo("ideas"))
        await desk.done("", root.Show(Shown("entries", "ideas")))
        for start in range(0, len(sent), TOGETHER):
            part = sent[start : start + TOGETHER]
            await asyncio.gather(*(person.done("ideas", AddEntry(clean(text))) for text in part))
            last = f"tot hier {start}."
            await person.done("ideas", AddEntry(last))
            await all_show(terminals[:2], last)
        await desk.done("", root.Show(Shown("lobby")))
        await all_show(terminals[2:], "spilter join")  # what the wall drew until now was read by then
        for terminal in terminals:
            assert terminal.foreign() == []
        files = await desk.ask(MakeReport(("json",)))
        assert isinstance(files, Files)
    expected = {clean(text) for text in sent}
    entries = read(files.files["report.json"]).activities["ideas"].figures().entries
    assert expected <= {entry.text for entry in entries}
    stored = {getattr(record.event, "text", "") for record in read_only(tmp_path / "w.spilter").records}
    assert expected <= stored
