"""The work before the day: one laptop, no network, no participants; and on the day everything is there."""

from pathlib import Path

from server.domain import sorting, steering
from server.domain.entries import AddEntry, AddPaper
from server.domain.kernel import Card, Phase, Selection
from server.domain.root import Agenda, Info
from tests.serving import started
from tests.workshop.evening import OPEN, desk, guests

AGENDA = Agenda(
    Info("Ordenen thuis"),
    cards=(Card("ideas", "brainstorm", "Ideeën"), Card("order", "group", "Ordenen")),
)
BEFORE = ("Meer bomen in de straat", "Een boom in iedere straat", "De bus ook 's avonds", "Zwemles voor iedereen")


async def test_what_was_sorted_at_home_is_there_on_the_day(tmp_path: Path) -> None:
    file = tmp_path / "forum.spilter"
    async with started(file, agenda=AGENDA) as serving, desk(tmp_path / "at home", serving) as home:
        await home.do("ideas", AddPaper(BEFORE, "Vooraf"))
        await home.do("order", steering.Carry(Selection("ideas")))
        green, bus = [await home.do("order", sorting.AddTheme(title)) for title in ("Groen", "Vervoer")]
        view = await home.sees("order", lambda view: len(view.rows) == len(BEFORE))
        ids = {row.text: row.id for row in view.rows}
        merged = await home.do("order", sorting.MergeItems((ids[BEFORE[0]], ids[BEFORE[1]]), BEFORE[0]))
        await home.do("order", sorting.PlaceItem(merged, (green,)))
        await home.do("order", sorting.PlaceItem(ids[BEFORE[2]], (bus,)))
        before = await home.sees("order", lambda view: view.left == 1)
    async with (
        started(file, agenda=None) as serving,
        desk(tmp_path / "in the hall", serving) as chair,
        guests(tmp_path, serving, 2) as laptops,
    ):
        after = await chair.sees("order")
        assert (after.rows, after.themes, after.left) == (before.rows, before.themes, before.left)
        assert [original.text for row in after.rows for original in row.originals] == list(BEFORE[:2])
        agenda = await chair.sees("agenda")
        assert {row.phase for row in agenda.rows} == {Phase.DRAFT}  # nothing was opened for it
        await chair.do("ideas", OPEN)
        await laptops[0].do("ideas", AddEntry("Een speeltuin erbij"))
        await chair.do("order", steering.Carry(Selection("ideas")))
        await chair.sees("order", lambda view: (len(view.rows), view.left) == (len(before.rows) + 1, before.left + 1))
