"""What comes out of each way to vote, on a participant's screen: a real workshop, real ballots, the result revealed."""

from collections.abc import Mapping, Sequence
from typing import Any

from server.domain import steering
from server.domain.activities.vote import VoteView
from server.domain.ballots import CastBallot, TakeLot
from server.domain.kernel import Card, Item, Phase
from server.domain.methods.pairwise import pair_key
from server.domain.root import AgendaRow, AgendaView, Info, ResultView
from server.domain.tally.sampling import Lots
from server.domain.workshop import Workshop
from server.protocol.hall import HallView
from spilter_tui.own import Standing
from spilter_tui.screens.work import WorkScreen
from tests.domain.stage import GUEST, ROOM
from tests.domain.stage import Stage as Domain

IDEAS = ("Eén loket met één nummer", "Dagkaart werkplek", "Inkoopspreekuur", "Schrap de omzeteis")
ASKED: Mapping[str, tuple[str, dict[str, Any]]] = {
    "scale": ("Hoe herkenbaar is dit voor u?", {"method": "scale"}),
    "lots": ("Hoe graag wilt u dit?", {"method": "scale", "sample": 6}),
    "dots": ("Waar beginnen we mee?", {"method": "dots", "dots": 3, "cap": 2}),
    "top": ("Welke twee zijn voor u het belangrijkst?", {"method": "top", "top": 2}),
    "choice": ("Waar werkt u aan mee?", {"method": "choice", "most": 3}),
    "rank": ("Wat komt eerst?", {"method": "rank", "rule": "schulze"}),
    "decide": ("Nemen we deze voorstellen aan?", {"method": "decide"}),
    "opinion": ("Wat vindt u van deze uitspraken?", {"method": "opinion"}),
    "estimate": ("Wat kost dit per jaar, in €?", {"method": "estimate", "low": 0, "high": 100_000, "unit": "€"}),
    "budget": ("Hoe verdeelt u honderd punten?", {"method": "budget", "points": 100}),
    "pairwise": ("Welke van de twee?", {"method": "pairwise", "pairs": 6}),
}
VOTES: Mapping[str, Sequence[str]] = {  # a character an idea, a string a voter; a space is an abstention
    "scale": ("5431", "4455", "5344", "5251", "4315", "53 5", "5445", "4241", "5355"),
    "dots": ("2100", "1011", "2010", "1200", "0021", "2001", "1101", "2100", "1011"),
    "top": ("1100", "1010", "1001", "1100", "0011", "1001", "1010", "1100", "1001"),
    "choice": ("1000", "1110", "0011", "1010", "1100", "0001", "1001", "1010", "1000"),
    "rank": ("1234", "1324", "2134", "1243", "3124", "1423", "1234", "2314", "1342"),
    "decide": ("1101", "1011", "1100", "1010", "11 1", "1001", "0101", "1110", "1011"),
    "opinion": ("++-0", "+-+-", "++0-", "+0+-", "++-+", "+--0", "++0-", "-++-", "+0-0"),
}
MANY = (
    "Dagkaart werkplek", "Inkoopspreekuur", "Schrap de omzeteis", "Parkeren voor € 1 per uur",
    "Broedplaats in de haven", "Wifi op het plein", "Facturen binnen 14 dagen betaald",
    "Eén btw-uur per kwartaal", "Kinderopvang in de avond", "Borrel overdag", "Samen inkopen",
    "Maatjes voor starters", "Café-spreekuur", "Kleine percelen", "Aanbestedingsagenda", "AOV-collectief",
    "Ateliers onder de brug", "Vrijstelling van leges", "Gids voor vergunningen", "Laadpaal bij de markt",
    "Reclame op lantaarns", "Vaste accountmanager", "Markt op zondag", "Eén loket met één nummer",
)  # fmt: skip
PRICES = ((12000, 4000, 900, 0), (20000, 3500, 1500, 100), (15000, 6000, 800, 0), (9000, 4500, 1000, 250))
POINTS = ((40, 30, 20, 10), (50, 0, 25, 25), (10, 40, 40, 10), (60, 20, 10, 10), (25, 25, 25, 25))
PAIRS = ("121211", "112111", "121112", "111211", "221111")


def ballots(method: str) -> list[tuple[dict[str, int], tuple[str, ...]]]:
    """What each voter says: values by item, and on what they abstain."""
    keys = [f"i{at}" for at in range(len(IDEAS))]
    if method in ("estimate", "budget"):
        rows = PRICES if method == "estimate" else POINTS
        return [(dict(zip(keys, row, strict=True)), ()) for row in rows]
    if method == "pairwise":
        pairs = [pair_key(one, two) for at, one in enumerate(keys) for two in keys[at + 1 :]]
        return [({pair: int(said) for pair, said in zip(pairs, row, strict=True)}, ()) for row in PAIRS]
    return [_said(keys, row, method in ("decide", "opinion")) for row in VOTES[method]]


def _said(keys: Sequence[str], row: str, zero: bool) -> tuple[dict[str, int], tuple[str, ...]]:
    meant = {"+": 1, "-": -1, **{str(value): value for value in range(1, 10)}, **({"0": 0} if zero else {})}
    values = {key: meant[said] for key, said in zip(keys, row, strict=True) if said in meant}
    return values, tuple(key for key, said in zip(keys, row, strict=True) if said == " ")


def came_out(method: str) -> Workshop:
    """A workshop in which everybody voted, and the result was revealed."""
    question, settings = ASKED[method]
    start = tuple(Item(f"i{at}", text) for at, text in enumerate(MANY if method == "lots" else IDEAS))
    stage = Domain(Card("vote", "vote", "Stemmen", question, start=start, settings=settings))
    stage.phase("vote", Phase.OPEN)
    if method == "lots":
        judge_lots(stage)
    else:
        for number, (values, abstained) in enumerate(ballots(method)):
            stage.do("vote", CastBallot(f"voter-key-number-{number}", values, abstained), GUEST)
    stage.phase("vote", Phase.CLOSED)
    stage.do("vote", steering.Reveal())
    return stage.workshop


def judge_lots(stage: Domain) -> None:
    """Sixty people judge six of the ideas each: one of these is the last by the mean and loved by one in three."""
    for number in range(60):
        key = f"voter-key-number-{number:02}"
        stage.do("vote", TakeLot(key), GUEST)
        view = stage.workshop.view("vote", ROOM)
        assert isinstance(view, VoteView)
        assert view.sample is not None
        lot = Lots(view.sample.among, view.sample.size, view.sample.seed)[number]
        stage.do("vote", CastBallot(key, {item: _liked(int(item[1:]), number) for item in lot}), GUEST)


def _liked(idea: int, voter: int) -> int:
    if idea == len(MANY) - 1:
        return 5 if voter % 3 == 0 else 1
    return max(2, min(5, 5 - idea // 7 + (voter + idea) % 3 - 1))


def work(method: str) -> WorkScreen:
    """The participant's screen with the revealed result of a method."""
    workshop = came_out(method)
    result = workshop.view("vote/result", ROOM)
    assert isinstance(result, ResultView)
    screen = WorkScreen()
    screen.hall = HallView(here=9, known=9, expected=9)
    screen.standing, screen.link = Standing("live", laptop=4, table=2), "live"
    screen.now = 2000.0
    row = AgendaRow("vote", "vote", "Stemmen", ASKED[method][0], phase=Phase.CLOSED, stopped_at=1000.0, revealed=True)
    screen.agenda = AgendaView(Info("Almere · zzp-brainstorm"), (row,), "vote")
    screen.take_view("vote", workshop.view("vote", ROOM))
    screen.take_view("vote/result", result)
    return screen
