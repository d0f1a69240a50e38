"""A long list judged in lots, by laptops that several people share, over real sockets."""

from collections import Counter
from pathlib import Path

from server.domain.ballots import CastBallot, LotTaken, TakeLot
from server.domain.figures import Count
from server.domain.kernel import Card, Item
from server.domain.root import Agenda, Info
from server.domain.tally.sampling import Lots
from server.protocol.messages import Say
from tests.serving import started
from tests.workshop.evening import CLOSED, OPEN, Laptop, desk, guests, records

LAPTOPS, PERSONS, SIZE = 6, 5, 7
IDEAS = tuple(Item(f"i{at}", f"Idee {at}") for at in range(30))
AGENDA = Agenda(
    Info("Met velen", sharing=True),
    cards=(Card("vote", "vote", "Stemmen", "Hoe goed?", start=IDEAS, grace=0, settings={"sample": SIZE}),),
)


async def judge(laptop: Laptop, person: int) -> tuple[str, ...]:
    """One person takes a lot, twice, and judges what is in it."""
    ref = await laptop.do("vote", TakeLot("", person))
    assert await laptop.do("vote", TakeLot("", person)) == ref
    assert laptop.book.lots["vote", 1, person].lot == int(ref)
    view = await laptop.sees("vote", lambda view: view.sample.among)
    lot = Lots(view.sample.among, view.sample.size, view.sample.seed)[int(ref)]
    await laptop.do("vote", CastBallot("", dict.fromkeys(lot, 4), person=person))
    return lot


async def test_each_idea_is_judged_as_often_as_any_other(tmp_path: Path) -> None:
    async with (
        started(tmp_path / "hall.spilter", agenda=AGENDA) as serving,
        desk(tmp_path / "desk", serving) as chair,
        guests(tmp_path, serving, LAPTOPS) as laptops,
    ):
        await chair.do("vote", OPEN)
        judged: Counter[str] = Counter()
        for laptop in laptops:
            laptop.link.say(Say(persons=PERSONS))
            for person in range(PERSONS):
                judged.update(await judge(laptop, person))
        assert set(judged.values()) == {LAPTOPS * PERSONS * SIZE // len(IDEAS)}
        await chair.do("vote", CLOSED)
        await chair.sees("agenda", lambda agenda: agenda.rows[0].sealed)
        assert records(serving, "vote", LotTaken) == []
        assert serving.hub.session.workshop.activities["vote"].figures().n == Count(30, 6, 0)
        for laptop in laptops:
            await laptop.sees("agenda", lambda agenda: agenda.rows[0].sealed)
            assert laptop.book.lots == {}
