"""The facilitator goes on, goes back and closes while people type and vote; and a laptop's clock is wrong."""

import time
from pathlib import Path

import pytest

from server.domain import ballots, root, steering
from server.domain.entries import AddEntry, EntryAdded
from server.domain.kernel import Phase, Selection
from server.domain.root import AgendaView
from spilter_tui.link.happened import WasRefused
from spilter_tui.link.journal import Journal
from tests.serving import started
from tests.workshop.evening import CLOSED, OPEN, Laptop, desk, guests, records, seated

DRAFT = "Geen plek om klanten te ontvangen"
TWO_HOURS = 7200.0


def phase_of(view: AgendaView, activity: str) -> Phase:
    return next(row.phase for row in view.rows if row.id == activity)


def on_disk(laptop: Laptop) -> dict[str, str]:
    """The drafts that a laptop would find again if it were killed now."""
    outbox = laptop.link.core.outbox
    assert outbox is not None
    again = Journal(outbox.journal.path)
    again.close()
    return again.book.drafts


async def test_a_draft_stays_while_the_facilitator_goes_on_closes_and_reopens(tmp_path: Path) -> None:
    async with (
        started(tmp_path / "hall.spilter") as serving,
        desk(tmp_path / "desk", serving) as chair,
        guests(tmp_path, serving, 1) as (ans,),
    ):
        await chair.sees("hall")
        await chair.do("ideas", OPEN)
        await ans.sees("agenda", lambda view: phase_of(view, "ideas") is Phase.OPEN)
        ans.link.draft("ideas", DRAFT)
        await chair.sees("hall", lambda view: view.drafts == 1)
        for scope, command, seen in (
            ("", root.GoTo("vote"), lambda view: view.current == "vote"),
            ("ideas", CLOSED, lambda view: phase_of(view, "ideas") is Phase.CLOSED),
            ("", root.GoTo("ideas"), lambda view: view.current == "ideas"),
            ("ideas", OPEN, lambda view: phase_of(view, "ideas") is Phase.OPEN),
        ):
            await chair.do(scope, command)
            await ans.sees("agenda", seen)
            assert ans.book.drafts == on_disk(ans) == {"ideas": DRAFT}
        await ans.do("ideas", AddEntry(DRAFT), "ideas")
        assert ans.book.drafts == on_disk(ans) == {}
        assert [getattr(each.event, "text", "") for each in records(serving, "ideas", EntryAdded)] == [DRAFT]


async def test_a_draft_sent_too_late_comes_back_with_the_reason_and_its_text(tmp_path: Path) -> None:
    async with (
        started(tmp_path / "hall.spilter") as serving,
        desk(tmp_path / "desk", serving) as chair,
        guests(tmp_path, serving, 1) as (ans,),
    ):
        await chair.do("ideas", OPEN)
        ans.link.draft("ideas", DRAFT)
        await chair.do("ideas", CLOSED)
        await ans.sees("agenda", lambda view: view.rows[1].sealed)  # the grace is over
        op = ans.link.send("ideas", AddEntry(DRAFT), "ideas")
        answer = await ans.answer(op)
        assert isinstance(answer, WasRefused)
        assert (answer.code, ans.book.returned[op].text) == ("is_closed", DRAFT)


async def test_a_late_vote_is_refused_and_told_and_the_one_before_still_counts(tmp_path: Path) -> None:
    async with (
        started(tmp_path / "hall.spilter") as serving,
        desk(tmp_path / "desk", serving) as chair,
        guests(tmp_path, serving, 1) as (ans,),
    ):
        await chair.do("ideas", OPEN)
        await chair.do("ideas", AddEntry(DRAFT))
        await chair.do("vote", steering.Carry(Selection("ideas")))
        await chair.do("vote", OPEN)
        [item] = (await ans.sees("vote", lambda view: view.items)).items
        await ans.do("vote", ballots.CastBallot("-" * 16, {item.id: 4}))
        await chair.do("vote", CLOSED)
        await ans.sees("agenda", lambda view: phase_of(view, "vote") is Phase.CLOSED)
        op = ans.link.send("vote", ballots.CastBallot("-" * 16, {item.id: 1}))
        answer = await ans.answer(op)
        assert isinstance(answer, WasRefused)
        assert answer.code == "is_closed"
        assert ans.book.outbox == {}
        [result] = serving.hub.session.workshop.activities["vote"].figures().items
        assert (result["n"], result["mean"]) == (1, 4)


@pytest.mark.parametrize("wrong", [-TWO_HOURS, TWO_HOURS])
async def test_a_laptops_wrong_clock_changes_nothing(tmp_path: Path, wrong: float) -> None:
    def there() -> float:
        return time.monotonic() + wrong

    async with (
        started(tmp_path / "hall.spilter") as serving,
        desk(tmp_path / "desk", serving) as chair,
        seated(tmp_path / "1", serving.port, serving.code, there=there) as ans,
        seated(tmp_path / "2", serving.port, serving.code) as bert,
    ):
        await chair.do("ideas", OPEN)
        await chair.do("", root.SetTimer("start", 300))
        for guest, clock in ((ans, there), (bert, time.monotonic)):
            await guest.do("ideas", AddEntry(DRAFT))
            view = await guest.sees("agenda", lambda view: view.timer.ends)
            left = view.timer.ends - guest.link.core.server_time(clock())
            assert 290 < left < 301  # the offset is known to half a round trip
        added = records(serving, "ideas", EntryAdded)
        assert len(added) == 2
        assert len({record.at for record in added}) == 1
