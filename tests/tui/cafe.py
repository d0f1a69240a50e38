"""A table of a World Café in its second round: what the server shows of it, for tests and pictures."""

from typing import Any

import msgspec
from textual.screen import Screen

from server.domain.entries import Entry
from server.domain.kernel import Phase
from server.domain.root import AgendaRow, AgendaView, Info, Timer
from server.domain.round_messages import Going, RoundsView, Topic
from server.domain.rounds_story import Summary
from server.protocol.hall import HallView
from spilter_tui.own import Mine, Own, Standing
from spilter_tui.screens.work import WorkScreen

NOW = 1_000_000.0
TOPICS = ("Wonen", "Zorg", "Groen en klimaat", "Verkeer", "Ontmoeten")
ROW = AgendaRow(
    "cafe", "rounds", "Rondes", "Wat heeft onze wijk over tien jaar nodig?", phase=Phase.OPEN, opened_at=NOW - 1500
)
VIEW = RoundsView(
    preset="table", attribution="anonymous", signing=False, total=31, round=2, rounds=3, began=NOW - 300, minutes=20,
    moving=2, insights=3, question="Wat hoorde u aan uw vorige tafel dat hier helpt?", table=3, topic="t2",
    topics=tuple(Topic(f"t{at}", text, (at + 1, at + 6), 3) for at, text in enumerate(TOPICS)),
    rows=(
        Entry("e1", "Te weinig schaduw op het plein", table=3, round=1),
        Entry("e2", "De sloot staat elke zomer droog", table=3, round=1, star=True),
        Entry("e3", "Geveltuinen: de gemeente levert de planten, de straat het werk", table=3, round=2),
    ),
    summaries=(Summary("1.3", 3, 1, "Iedereen wil meer bomen. Onderhoud is de zorg: wie doet het?"),),
    here=(4, 19, 27, 33, 48),
    going=(Going(3, 6), Going(12, 7), Going(21, 10), Going(38, 4), Going(45, 9)),
    tables=tuple(range(1, 11)),
)  # fmt: skip
MINE = Mine((Own("o1", "Regentonnen bij elke flat", "waiting"),))


def cafe(seconds: float = 300, **view: Any) -> Screen[Any]:
    """The participant's screen so many seconds after the second round began."""
    screen = WorkScreen()
    screen.agenda = AgendaView(Info("Wereldcafé Molenwijk"), (ROW,), "cafe", Timer(NOW - 300 + 1200, 0, 1200))
    screen.at, screen.now, screen.link = "cafe", NOW - 300 + seconds, "live"
    screen.hall = HallView(60, 60, 60, 60)
    screen.standing = Standing("live", laptop=14, table=3, host=True)
    screen.take_view("cafe", msgspec.structs.replace(VIEW, **view))
    screen.take_mine("cafe", MINE)
    return screen
