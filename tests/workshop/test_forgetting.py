"""The guests' names go from the file, its WAL and its back-ups when they are forgotten, and nothing else goes."""

from pathlib import Path

from server.domain import root
from server.domain.roster import ForgetGuests, Guest, SeatGuests, SetGuests
from server.log import read_only
from server.protocol.queries import BackUp
from tests.serving import started
from tests.workshop.evening import desk

NAME = "Aafje Zeldzaam-Geslacht"


def holding(folder: Path, text: str) -> list[str]:
    """The files that hold a text somewhere in their bytes."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    return sorted(each.name for each in files if text.encode() in each.read_bytes())


async def test_forgotten_names_are_in_no_file_of_the_server(tmp_path: Path) -> None:
    hall, stick = tmp_path / "hall", tmp_path / "stick"
    hall.mkdir()
    stick.mkdir()
    async with (
        started(hall / "hall.spilter", backup_to=stick) as serving,
        desk(tmp_path / "desk", serving) as chair,
    ):
        guests = (Guest(1, NAME, 1, {"sector": "zorg"}), Guest(2, "Bert", 1, {"sector": "zorg"}))
        await chair.do("", SetGuests(guests))
        await chair.link.ask(BackUp())
        assert "hall.backup.spilter" in holding(stick, NAME)
        assert holding(hall, NAME)
        await chair.do("", SeatGuests({1: 2}))
        await chair.do("", ForgetGuests())
        await chair.do("", root.GoTo("ideas"))
        await chair.link.ask(BackUp())
        assert holding(hall, NAME) == holding(stick, NAME) == []
        view = await chair.sees("agenda", lambda view: view.kinds)
        assert [(kind.table, kind.count) for kind in view.kinds] == [(1, 1), (2, 1)]
    kept = [type(record.event) for record in read_only(hall / "hall.spilter").records]
    assert root.WentTo in kept
    assert root.ActivityAdded in kept
    assert len({record.seq for record in read_only(hall / "hall.spilter").records}) == len(kept)
