"""Two sorters at one board: each has items of its own, who is first wins, the other is told, nothing is overwritten."""

import random
from pathlib import Path

import pytest

from server.domain import sorting
from server.domain.activities.group import GroupView
from server.domain.sorting import PlaceItem
from spilter_tui import i18n
from spilter_tui.link.happened import Acknowledged, ViewChanged, WasRefused
from spilter_tui.sorting.seat import Refused, Seat
from tests.tui.link import Hall
from tests.tui.sorting import SCOPE, SorterStage, StaffLaptop, board, press, view_of, where
from tests.tui.stage import picture


class Player:
    """A sorter without a screen, with a laptop: keys in, and what it was told."""

    def __init__(self, hall: Hall, folder: Path) -> None:
        self.hall = hall
        self.laptop = StaffLaptop(hall, folder, "sorter")
        self.laptop.connect()
        self.laptop.drain()
        welcome = self.laptop.core.welcome
        assert welcome is not None
        self.seat = Seat(self.send, SCOPE, welcome.desk)
        self.told: list[Refused] = []
        self.laptop.core.watch(SCOPE)
        self.laptop.pump_out()

    def send(self, scope: str, command: object) -> str:
        op = self.laptop.core.send(scope, command)  # type: ignore[arg-type]
        self.laptop.pump_out()
        return op

    def hear(self) -> None:
        happened, self.laptop.happened = self.laptop.happened, []
        for each in happened:
            if isinstance(each, ViewChanged) and isinstance(each.view, GroupView):
                self.seat.take_view(each.view)
            elif isinstance(each, Acknowledged | WasRefused):
                act = self.seat.take_settled(each)
                if isinstance(act, Refused):
                    self.told.append(act)

    def press(self, digit: int, claims: bool) -> None:
        self.seat.send(self.seat.sorter.press(digit, self.hall.now))
        if claims:
            self.seat.send(self.seat.sorter.claim(self.hall.now))


def history(hall: Hall) -> dict[str, list[sorting.Placed]]:
    """What was done to each item, in order."""
    found: dict[str, list[sorting.Placed]] = {}
    for record in hall.session.workshop.records[SCOPE]:
        if isinstance(record.event, sorting.Placed):
            found.setdefault(record.event.item, []).append(record.event)
    return found


@pytest.mark.parametrize("claims", [True, False], ids=["with claims", "grabbing blindly"])
@pytest.mark.parametrize("seed", range(3))
def test_two_sorters_race_through_two_hundred_items(claims: bool, seed: int, tmp_path: Path) -> None:
    hall = board([f"bijdrage {n} {n * 7919}" for n in range(200)])
    players = [Player(hall, tmp_path / name) for name in ("een", "twee")]
    dice = random.Random(seed)
    presses = 0
    while view_of(hall).left and presses < 2000:
        player = dice.choice(players)
        player.press(dice.randint(1, 5), claims)
        presses += 1
        for each in players:  # what is under way comes through in bits, so that neither knows what the other does
            for _step in range(dice.randint(0, 3)):
                if each.laptop.cable is not None:
                    hall.deliver_up(each.laptop.cable)
                each.laptop.deliver_down()
            each.hear()
    for each in players:
        each.laptop.drain()
        each.hear()
    acts = history(hall)
    assert len(acts) == 200
    assert {len(each) for each in acts.values()} == {1}, "something was overwritten"
    told = [refused for each in players for refused in each.told if isinstance(refused.act.command, PlaceItem)]
    sent = sum(len(each.seat.sorter._acts) + len(each.told) for each in players)
    assert {refused.code for refused in told} <= {"taken", "claimed"}
    assert all(refused.facts["desk"] in ("sorter 1", "sorter 2") for refused in told)
    assert len(acts) + len(told) <= sent
    if not claims:
        assert told, "without claims they must have met"
    for each in players:
        assert each.seat.sorter.board.left == 0
        assert {theme.id: theme.count for theme in each.seat.sorter.board.themes} == {
            theme.id: theme.count for theme in view_of(hall).themes
        }
        each.laptop.profile.close()


async def test_who_is_second_is_told_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")
    hall = board()
    app = SorterStage(hall, tmp_path)
    async with app.run_test() as pilot:
        hall.later(31)  # the claim has lapsed, and another seat is quicker
        themes = view_of(hall).themes
        hall.steer(SCOPE, PlaceItem("i0000", (themes[3].id,), ()))
        await press(pilot, "1")
        assert "desk 1 was first, it lies in Werkruimte; nothing was overwritten" in picture(app)
        assert where(hall)["Inkoop vraagt drie jaar omzet, dat haal ik nooit"] == ("Werkruimte",)
        assert app.sorter.seat.sorter.hand.at == "i0001"


async def test_an_item_that_goes_while_it_is_looked_at_stays_until_a_key(tmp_path: Path) -> None:
    hall = board()
    app = SorterStage(hall, tmp_path)
    async with app.run_test() as pilot:
        hall.later(31)
        hall.steer(SCOPE, PlaceItem("i0000", (view_of(hall).themes[3].id,), ()))
        app.through()
        await pilot.pause()
        assert app.sorter.seat.sorter.hand.at == "i0000"
        assert "! regie 1 heeft deze" in picture(app)


def test_a_view_that_comes_before_its_answer_is_as_good(tmp_path: Path) -> None:
    hall = board()
    player = Player(hall, tmp_path)
    player.laptop.drain()
    player.hear()
    player.seat.send(player.seat.sorter.claim(hall.now))
    for digit in (1, 1, 4, 5, 5):
        player.press(digit, claims=False)
    player.laptop.drain()
    player.hear()
    sorter = player.seat.sorter
    player.seat.send(sorter.merge(hall.now))
    player.laptop.drain()
    happened, player.laptop.happened = player.laptop.happened, []
    player.laptop.happened = sorted(happened, key=lambda each: not isinstance(each, ViewChanged))
    assert sorter.hand.waits
    player.hear()
    assert not sorter.hand.waits
    assert sorter.hand.row is not None
    assert len(sorter.hand.row.originals) == 2
    player.laptop.profile.close()
