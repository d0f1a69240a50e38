"""A crowd over real sockets: pages of entries by others, least read first, and a gate that nothing slips through."""

import asyncio
from collections import Counter
from pathlib import Path

from server.domain import entries
from server.domain.activities.brainstorm import Release
from server.domain.entries import AddEntry, HideEntry
from server.domain.steering import SetPreset
from server.log import read_only
from server.protocol.queries import Files, MakeReport, Page, ReadPage
from tests.serving import started
from tests.workshop.evening import CLOSED, OPEN, Laptop, desk, guests

PEOPLE = 8
EACH = 5


async def wrote(guest: Laptop, number: int) -> list[str]:
    """What somebody sent: the ids."""
    return [await guest.do("ideas", AddEntry(f"Idee {number}-{at}")) for at in range(EACH)]


async def turned(guest: Laptop) -> list[str]:
    """The ids on the next page."""
    page = await guest.link.ask(ReadPage("ideas"))
    assert isinstance(page, Page)
    return [row.id for row in page.rows]


async def test_a_page_of_others_after_each_of_ones_own(tmp_path: Path) -> None:
    async with (
        started(tmp_path / "hall.spilter") as serving,
        desk(tmp_path / "desk", serving) as chair,
        guests(tmp_path / "laptops", serving, PEOPLE) as people,
    ):
        await chair.do("ideas", SetPreset("page"))
        await chair.do("ideas", OPEN)
        own = await asyncio.gather(*(wrote(guest, number) for number, guest in enumerate(people)))
        await chair.sees("ideas", lambda view: view.total == PEOPLE * EACH)
        view = await people[0].sees("ideas", lambda view: view.total == PEOPLE * EACH)
        assert view.rows == ()  # nobody gets the whole list
        reads: Counter[str] = Counter()
        for _turn in range(4):
            for page in await asyncio.gather(*map(turned, people)):
                assert len(set(page)) == len(page) == 5
                reads.update(page)
        assert set(reads) == {key for keys in own for key in keys}
        assert max(reads.values()) - min(reads.values()) <= 1
        hidden = own[3][0]
        await chair.do("ideas", HideEntry(hidden, "dubbel"))
        await people[0].sees("ideas", lambda view: view.gone == (hidden,))
        assert hidden not in [key for _turn in range(10) for key in await turned(people[1])]
        await chair.do("ideas", CLOSED)
        await chair.sees("agenda", lambda view: next(row for row in view.rows if row.id == "ideas").sealed)
    records = [each for each in read_only(tmp_path / "hall.spilter").records if each.scope == "ideas"]
    assert not [each for each in records if "page" in str(type(each.event).__struct_config__.tag)]
    kept = [each.event.id for each in records if isinstance(each.event, entries.EntryAdded)]
    assert kept == sorted(kept)
    assert len(kept) == PEOPLE * EACH


async def test_nothing_slips_through_the_gate(tmp_path: Path) -> None:
    async with (
        started(tmp_path / "hall.spilter") as serving,
        desk(tmp_path / "desk", serving) as chair,
        guests(tmp_path / "laptops", serving, PEOPLE) as people,
    ):
        await chair.do("ideas", SetPreset("gate"))
        await chair.do("ideas", OPEN)
        own = await asyncio.gather(*(wrote(guest, number) for number, guest in enumerate(people)))
        everything = [key for keys in own for key in keys]
        await chair.sees("ideas", lambda view: view.held == len(everything))
        one, other, *waiting = everything
        await chair.do("ideas", Release((one,)))
        await chair.do("ideas", HideEntry(other, "noemt een persoon"))
        for guest in people:
            view = await guest.sees("ideas", lambda view: bool(view.rows))
            assert [row.id for row in view.rows] == [one]
        await chair.do("ideas", Release(tuple(waiting[:10])))
        await people[-1].sees("ideas", lambda view: {row.id for row in view.rows} == {one, *waiting[:10]})
        await chair.do("ideas", CLOSED)
        await chair.sees("agenda", lambda view: next(row for row in view.rows if row.id == "ideas").sealed)
        made = await chair.link.ask(MakeReport(formats=("md", "csv")))
        assert isinstance(made, Files)
        for name, data in made.files.items():
            said = data.decode()
            assert not [key for key in (other, *waiting[10:]) if key in said], name
