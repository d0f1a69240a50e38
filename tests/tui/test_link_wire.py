"""The link over real sockets and TLS, with the real server behind a proxy that cuts, stalls and crawls."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

from server.domain import root, steering
from server.domain.activities.brainstorm import BrainstormView
from server.domain.entries import AddEntry, EntryAdded
from server.domain.kernel import Card, Phase
from server.protocol import messages
from server.protocol.joining import BadCode
from server.protocol.queries import Files, Granted, GrantSeat, MakeReport
from server.serve import Serving, serve
from spilter_tui.link import way
from spilter_tui.link.core import Core, State
from spilter_tui.link.find import Found, Search
from spilter_tui.link.happened import (
    Acknowledged,
    CameBack,
    FoundNothing,
    Happened,
    Joined,
    NeededCode,
    ViewChanged,
    WasSentAway,
    WentStale,
)
from spilter_tui.link.pins import Pin
from spilter_tui.link.place import Endpoint
from spilter_tui.link.profile import Profile
from spilter_tui.link.way import Finding, Way, pauses
from spilter_tui.link.wire import Link, NotAnswered
from tests.proxy import Proxy, proxy_to

H = TypeVar("H", bound=Happened)
AGENDA = root.Agenda(root.Info("Almere", language="nl"), cards=(Card("b1", "brainstorm", "Wat ontbreekt?"),))


@asynccontextmanager
async def served(folder: Path, port: int = 0) -> AsyncIterator[Serving]:
    """The real server on loopback, on its file in the folder."""
    folder.mkdir(exist_ok=True)
    ready: asyncio.Future[Serving] = asyncio.get_running_loop().create_future()
    running = asyncio.create_task(
        serve(
            folder / "w.spilter", data_dir=folder / "data", runtime_dir=folder / "run", ready=ready.set_result,
            agenda=AGENDA, host="127.0.0.1", port=port, announce=False,
        )
    )  # fmt: skip
    running.add_done_callback(lambda _: ready.done() or ready.cancel())
    await asyncio.wait([ready])
    if ready.cancelled():
        await running
    try:
        yield ready.result()
    finally:
        ready.result().stop()
        await running


class Client:
    """A link that runs, with what it told."""

    def __init__(self, link: Link, profile: Profile, told: list[Happened]) -> None:
        self.link, self.profile, self.told = link, profile, told
        self.news = asyncio.Event()
        self.running: asyncio.Task[None] | None = None

    def of(self, kind: type[H]) -> list[H]:
        """What was told of one kind."""
        return [each for each in self.told if isinstance(each, kind)]

    async def until(self, true: Callable[[], object]) -> None:
        """Wait until something is true of what was told."""
        async with asyncio.timeout(60):
            while not true():
                self.news.clear()
                await self.news.wait()

    async def stop(self) -> None:
        """Leave; the program ends."""
        assert self.running is not None
        self.running.cancel()
        with suppress(asyncio.CancelledError):
            await self.running


@asynccontextmanager
async def client(
    folder: Path,
    port: int,
    code: str = "",
    *,
    enter: messages.Enter | None = None,
    find: Finding | None = None,
    patience: float = 2.0,
) -> AsyncIterator[Client]:
    """A link to that port, running."""
    profile = Profile(folder)
    told: list[Happened] = []

    def tell(happened: Happened) -> None:
        told.append(happened)
        here.news.set()

    enter = enter or messages.Enter("")
    core = Core(profile, enter, beat=patience / 4, patience=patience)
    endpoint = Endpoint("127.0.0.1", port)
    there = Way(
        profile, tell, typed=endpoint, code=code, holds_key=bool(enter.key), beat=0.5, find=find or only(endpoint)
    )
    here = Client(Link(core, there, tell), profile, told)
    for subject in ("agenda", "b1"):
        here.link.watch(subject)
    here.running = asyncio.create_task(here.link.run())
    try:
        yield here
    finally:
        await here.stop()
        profile.close()


def only(*endpoints: Endpoint) -> Finding:
    """Find these and nothing else: no test searches the network it runs in."""

    @asynccontextmanager
    async def find(typed: Endpoint | None, known: Sequence[Endpoint]) -> AsyncIterator[AsyncIterator[Found]]:
        yield each()

    async def each() -> AsyncIterator[Found]:
        for endpoint in endpoints:
            async with Search(endpoint) as search:
                async for found in search:
                    yield found

    return find


async def opened(folder: Path, serving: Serving) -> None:
    """The facilitator opens the brainstorm, and leaves."""
    async with client(
        folder / "desk", serving.port, serving.code, enter=messages.Enter("", "facilitator", key=serving.key)
    ) as desk:
        await desk.until(lambda: desk.of(Joined))
        desk.link.send("b1", steering.ChangePhase(Phase.OPEN))
        await desk.link.settled()


def texts(serving: Serving) -> list[str]:
    records = serving.hub.session.workshop.records["b1"]
    return [record.event.text for record in records if isinstance(record.event, EntryAdded)]


async def test_a_code_once_and_then_never_again(tmp_path: Path) -> None:
    async with served(tmp_path) as serving:
        await opened(tmp_path, serving)
        async with client(tmp_path / "1", serving.port, serving.code) as laptop:
            await laptop.until(lambda: laptop.of(Joined))
            laptop.link.draft("b1", "Eén loket, € 5")
            laptop.link.send("b1", AddEntry("Eén loket, € 5"), "b1")
            await laptop.until(lambda: laptop.of(Acknowledged))
            await laptop.until(lambda: {each.subject for each in laptop.of(ViewChanged)} == {"agenda", "b1"})
        async with client(tmp_path / "1", serving.port) as laptop:
            await laptop.until(lambda: laptop.of(Joined))
            outbox = laptop.link.core.outbox
            assert outbox is not None
            assert [own.entry.text for own in outbox.journal.book.own["b1"].values()] == ["Eén loket, € 5"]
        assert texts(serving) == ["Eén loket, € 5"]
        assert len(serving.hub.session.hall.people) == 2


async def test_a_draft_that_came_too_late_is_none_of_the_desks_business(tmp_path: Path) -> None:
    async with served(tmp_path) as serving:
        await opened(tmp_path, serving)
        async with client(tmp_path / "1", serving.port, serving.code) as laptop:
            await laptop.until(lambda: laptop.link.core.views.held.get("agenda"))
            laptop.link.draft("b1/entry", "half")
            laptop.link.draft("b2/entry", "elders")
            assert laptop.link.core.said.drafts == 2
            agenda = laptop.link.core.views.held["agenda"]
            assert isinstance(agenda, root.AgendaView)
            late = msgspec.structs.replace(agenda.rows[0], phase=Phase.CLOSED, stopped_at=1.0, grace=60)
            laptop.link.core.views.held["agenda"] = msgspec.structs.replace(agenda, rows=(late,))
            laptop.link.count_drafts()
            assert laptop.link.core.said.drafts == 1


async def test_cut_again_and_again_everything_arrives_once_and_in_order(tmp_path: Path) -> None:
    sent = [f"idee {number}" for number in range(40)]
    async with served(tmp_path) as serving, proxy_to(serving.port) as proxy:
        await opened(tmp_path, serving)
        async with client(tmp_path / "1", proxy.port, serving.code) as laptop:
            await laptop.until(lambda: laptop.of(Joined))
            for number, text in enumerate(sent):
                laptop.link.send("b1", AddEntry(text))
                if number % 8 == 5:
                    await laptop.until(lambda: laptop.link.core.state is State.LIVE)
                    proxy.cut()
                    await laptop.until(lambda: laptop.link.core.state is not State.LIVE)
            await laptop.until(lambda: len(laptop.of(Acknowledged)) == len(sent))
            assert laptop.of(CameBack)
        assert texts(serving) == sent
        assert proxy.accepted > 5


async def test_a_network_that_says_nothing_is_noticed_and_found_back(tmp_path: Path) -> None:
    async with served(tmp_path) as serving, proxy_to(serving.port) as proxy:
        await opened(tmp_path, serving)
        async with client(tmp_path / "1", proxy.port, serving.code, patience=0.4) as laptop:
            await laptop.until(lambda: laptop.of(Joined))
            proxy.stall()
            laptop.link.send("b1", AddEntry("tijdens de stilte"))
            await laptop.until(lambda: laptop.of(WentStale))
            assert not laptop.of(Acknowledged)
            proxy.flow()
            await laptop.until(lambda: laptop.of(CameBack) and laptop.of(Acknowledged))
        assert texts(serving) == ["tijdens de stilte"]


async def test_a_network_that_crawls_still_carries(tmp_path: Path) -> None:
    async with served(tmp_path) as serving, proxy_to(serving.port) as proxy:
        await opened(tmp_path, serving)
        proxy.crawl(100, 0.001)
        async with client(tmp_path / "1", proxy.port, serving.code, patience=6) as laptop:
            await laptop.until(lambda: laptop.of(Joined))
            laptop.link.send("b1", AddEntry("x" * 3000))
            await laptop.until(lambda: laptop.of(Acknowledged))
            assert not laptop.of(WentStale)


async def test_the_server_comes_back_on_another_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(way, "HEAD_START", 0.0)
    places: list[Endpoint] = []

    @asynccontextmanager
    async def find(typed: Endpoint | None, known: Sequence[Endpoint]) -> AsyncIterator[AsyncIterator[Found]]:
        async with only(*places)(typed, known) as found:
            yield found

    async with served(tmp_path) as first:
        await opened(tmp_path, first)
        places.append(Endpoint("127.0.0.1", first.port))
        started = client(tmp_path / "1", first.port, first.code, find=find)
        laptop = await started.__aenter__()
        await laptop.until(lambda: laptop.of(Joined))
    await laptop.until(lambda: laptop.of(WentStale))
    assert [(each.code, each.final) for each in laptop.of(WasSentAway)] == [("stopping", False)]
    laptop.link.send("b1", AddEntry("onderweg"))
    async with served(tmp_path) as second:
        places[:] = [Endpoint("127.0.0.1", second.port)]
        await laptop.until(lambda: laptop.of(CameBack) and laptop.of(Acknowledged))
        assert texts(second) == ["onderweg"]
        await started.__aexit__(None, None, None)


async def test_a_wrong_code_is_told_and_the_right_one_opens(tmp_path: Path) -> None:
    async with served(tmp_path) as serving, client(tmp_path / "1", serving.port, "0000-0000") as laptop:
        await laptop.until(lambda: laptop.of(NeededCode))
        assert laptop.of(NeededCode) == [NeededCode("wrong-code")]
        with pytest.raises(BadCode):
            laptop.link.way.type_code("te kort")
        laptop.link.way.type_code(serving.code.lower())
        await laptop.until(lambda: laptop.of(Joined))


async def test_each_wrong_code_is_told_not_only_the_first(tmp_path: Path) -> None:
    async with served(tmp_path) as serving, client(tmp_path / "1", serving.port, "0000-0000") as laptop:
        for times in (1, 2, 3):
            await laptop.until(lambda times=times: len(laptop.of(NeededCode)) == times)  # type: ignore[misc]
            laptop.link.way.type_code("0000-0000" if times < 3 else serving.code)
        await laptop.until(lambda: laptop.of(Joined))
        assert laptop.of(NeededCode) == 3 * [NeededCode("wrong-code")]


async def test_without_a_code_it_is_asked_for_and_no_guess_is_spent(tmp_path: Path) -> None:
    async with served(tmp_path) as serving, client(tmp_path / "1", serving.port) as laptop:
        await laptop.until(lambda: laptop.of(NeededCode))
        assert laptop.of(NeededCode) == [NeededCode(None)]
        laptop.link.way.type_code(serving.code)
        await laptop.until(lambda: laptop.of(Joined))


async def test_a_prepared_laptop_types_nothing_and_shows_its_code_to_no_other_server(tmp_path: Path) -> None:
    async with served(tmp_path / "ours") as serving, served(tmp_path / "other") as other:
        prepared = Profile(tmp_path / "1")
        prepared.pins.keep(serving.workshop, Pin(serving.fingerprint, serving.code.replace("-", "")))
        prepared.close()
        places = only(Endpoint("127.0.0.1", other.port), Endpoint("127.0.0.1", serving.port))
        async with client(tmp_path / "1", other.port, find=places) as laptop:
            await laptop.until(lambda: laptop.of(Joined) or laptop.of(NeededCode))
            assert laptop.link.core.workshop == serving.workshop
        assert other.hub.session.hall.people == {}


async def test_of_two_servers_the_one_with_the_code_is_taken(tmp_path: Path) -> None:
    async with served(tmp_path / "ours") as serving, served(tmp_path / "other") as other:
        places = only(Endpoint("127.0.0.1", other.port), Endpoint("127.0.0.1", serving.port))
        async with client(tmp_path / "1", other.port, serving.code, find=places) as laptop:
            await laptop.until(lambda: laptop.of(Joined))
            assert laptop.link.core.workshop == serving.workshop


async def test_nothing_there_is_told_with_its_reason(tmp_path: Path) -> None:
    async with served(tmp_path) as serving:
        port = serving.port
    async with client(tmp_path / "1", port, "0000-0000") as laptop:
        await laptop.until(lambda: laptop.of(FoundNothing))
        assert laptop.of(FoundNothing)[0].failures[0].reason == "refused"
        assert laptop.link.core.state is State.SEARCHING


async def test_a_wrong_key_of_the_staff_ends_it(tmp_path: Path) -> None:
    enter = messages.Enter("", "facilitator", key="Z" * 26)
    async with served(tmp_path) as serving, client(tmp_path / "1", serving.port, serving.code, enter=enter) as desk:
        assert desk.running is not None
        await desk.running
        assert desk.of(WasSentAway) == [WasSentAway("wrong_key", {}, final=True)]
        assert not desk.of(Joined)


async def test_the_newest_client_keeps_a_seat(tmp_path: Path) -> None:
    async with served(tmp_path) as serving, client(tmp_path / "1", serving.port, serving.code) as first:
        await first.until(lambda: first.of(Joined))
        shutil.copytree(tmp_path / "1", tmp_path / "2")
        async with client(tmp_path / "2", serving.port) as second:
            await second.until(lambda: second.of(Joined))
            assert first.running is not None
            await first.running
            assert [each.code for each in first.of(WasSentAway)] == ["taken"]


async def test_a_seat_the_server_forgot_is_taken_anew_with_the_code(tmp_path: Path) -> None:
    async with served(tmp_path) as serving:
        async with client(tmp_path / "1", serving.port, serving.code) as laptop:
            await laptop.until(lambda: laptop.of(Joined))
        serving.hub.session.hall.people.clear()
        async with client(tmp_path / "1", serving.port) as laptop:
            await laptop.until(lambda: laptop.of(NeededCode))
            laptop.link.way.type_code(serving.code)
            await laptop.until(lambda: laptop.of(Joined))


async def test_questions_over_the_wire(tmp_path: Path) -> None:
    async with served(tmp_path) as serving, proxy_to(serving.port) as proxy:
        enter = messages.Enter("", "facilitator", key=serving.key)
        async with client(tmp_path / "desk", proxy.port, serving.code, enter=enter) as desk:
            await desk.until(lambda: desk.of(Joined))
            granted = await desk.link.ask(GrantSeat("sorter"))
            assert isinstance(granted, Granted)
            files = await desk.link.ask(MakeReport(("json",)))
            assert isinstance(files, Files)
            assert files.files
            asking = asyncio.create_task(desk.link.ask(GrantSeat("sorter")))
            proxy.stall()
            await asyncio.sleep(0)
            proxy.cut()
            with pytest.raises(NotAnswered, match="lost"):
                await asking


async def test_others_see_an_entry_in_a_batch(tmp_path: Path) -> None:
    async with served(tmp_path) as serving:
        await opened(tmp_path, serving)
        async with (
            client(tmp_path / "1", serving.port, serving.code) as one,
            client(tmp_path / "2", serving.port, serving.code) as two,
        ):
            await one.until(lambda: one.of(Joined))
            one.link.send("b1", AddEntry("voor allemaal"))

            def shown() -> bool:
                view = two.link.core.views.held.get("b1")
                return isinstance(view, BrainstormView) and [row.text for row in view.rows] == ["voor allemaal"]

            await two.until(shown)


def test_pauses_double_up_to_their_longest_with_jitter_below() -> None:
    longest = [pause for pause, _ in zip(pauses(lambda: 1.0), range(8), strict=False)]
    shortest = [pause for pause, _ in zip(pauses(lambda: 0.0), range(8), strict=False)]
    assert longest == [0.2, 0.4, 0.8, 1.6, 3.0, 3.0, 3.0, 3.0]
    assert shortest == [pause / 2 for pause in longest]


async def test_the_proxy_itself_passes_bytes(tmp_path: Path) -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline())
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    async with server, proxy_to(server.sockets[0].getsockname()[1]) as proxy:
        assert isinstance(proxy, Proxy)
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
        writer.write(b"hallo\n")
        assert await reader.read() == b"hallo\n"
        writer.close()
