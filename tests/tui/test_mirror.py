"""The mirror: what changed is told once, and one's own entry stands there at once, once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from server.domain import steering
from server.domain.entries import AddEntry, EditEntry, HideEntry, RestoreEntry, WithdrawEntry
from server.domain.kernel import Command, Phase
from spilter_tui.link.core import State
from spilter_tui.link.happened import WasQueued
from spilter_tui.mirror import LinkChanged, Mirror, OwnChanged, SubjectChanged
from spilter_tui.own import Mine, mine_in
from spilter_tui.widgets.signs import signs
from spilter_tui.writing import entry_lines
from tests.tui.link import Hall, Laptop


class Screen(Laptop):
    """A laptop whose mirror is fed as the link feeds it."""

    def start(self) -> None:
        super().start()
        self.calls = 0
        self.told = 0
        self.mine = Mine()
        self.mirror = Mirror(self.core, self._changed, lambda: self.hall.now)

    def _changed(self) -> None:
        self.calls += 1

    def feed(self) -> None:
        self.drain()
        for happened in self.happened[self.told :]:
            self.mirror.take(happened)
        self.told = len(self.happened)

    def send(self, command: Command) -> str:
        op = self.core.send("b1", command)
        self.mirror.take(WasQueued(op, "b1"))
        self.pump_out()
        return op

    def shown(self) -> list[tuple[str, bool, bool]]:
        """Newest first what stands there: its text, whether it is one's own, and whether it waits."""
        if OwnChanged("b1") in self.mirror.drain():
            self.mine = mine_in(self.mirror.book, "b1", self.mirror.fresh("b1"))
        rows = getattr(self.mirror.view("b1"), "rows", ())
        return [(line.text, line.mine, line.sign == signs().waits) for line in entry_lines(rows, self.mine.own)]


@pytest.fixture
def hall() -> Hall:
    return Hall()


@pytest.fixture
def seat(hall: Hall, tmp_path: Path) -> Callable[[str], Screen]:
    def take(name: str) -> Screen:
        screen = Screen(hall, tmp_path / name)
        screen.connect()
        screen.feed()
        return screen

    return take


def test_a_burst_is_told_once(hall: Hall, seat: Callable[[str], Screen]) -> None:
    one = seat("1")
    assert one.calls == 1
    assert one.mirror.drain() == (LinkChanged(), SubjectChanged("agenda"), SubjectChanged("b1"))
    assert one.mirror.drain() == ()
    for preset in ("own", "blind", "table"):
        hall.steer("b1", steering.SetPreset(preset))
    one.feed()
    assert one.calls == 2
    assert set(one.mirror.drain()) == {SubjectChanged("agenda"), SubjectChanged("b1")}
    assert one.mirror.state is State.LIVE
    assert one.mirror.agenda is not None
    assert one.mirror.agenda.rows[0].preset == "table"
    assert one.mirror.hall is None
    assert one.mirror.welcome is not None


def test_ones_own_stands_there_at_once_and_once(hall: Hall, seat: Callable[[str], Screen]) -> None:
    one, two = seat("1"), seat("2")
    two.send(AddEntry("van een ander"))
    two.feed()
    one.send(AddEntry("van mij"))
    assert one.shown() == [("van mij", True, True)]
    one.feed()
    assert one.shown() == [("van mij", True, False)]
    hall.later(5)
    one.feed()
    two.feed()
    assert sorted(one.shown()) == [("van een ander", False, False), ("van mij", True, False)]
    assert sorted(two.shown()) == [("van een ander", True, False), ("van mij", False, False)]


def test_ones_own_that_left_the_window_does_not_come_back_at_the_end(hall: Hall, seat: Callable[[str], Screen]) -> None:
    one = seat("1")
    one.send(AddEntry("mijn oude"))
    one.feed()
    assert one.shown() == [("mijn oude", True, False)]
    hall.later(5)
    one.feed()
    assert one.shown() == [("mijn oude", True, False)]
    for number in range(60):
        hall.steer("b1", AddEntry(f"nieuw {number}"))
    one.feed()
    shown = one.shown()
    assert "mijn oude" not in [text for text, _, _ in shown]
    assert len(shown) == 50


def test_an_edit_and_a_withdrawal_show_at_once(hall: Hall, seat: Callable[[str], Screen]) -> None:
    one = seat("1")
    for text in ("blijft", "gaat"):
        one.send(AddEntry(text))
    one.feed()
    ids = {owned.entry.text: owned.id for owned in one.mirror.book.own["b1"].values()}
    one.send(EditEntry(ids["blijft"], "beter"))
    one.send(WithdrawEntry(ids["gaat"]))
    assert one.shown() == [("beter", True, True)]
    one.feed()
    assert one.shown() == [("beter", True, False)]


def test_what_the_staff_keeps_back_of_ones_own_is_told_and_that_it_no_longer_does(
    hall: Hall, seat: Callable[[str], Screen]
) -> None:
    one, two = seat("1"), seat("2")
    one.send(AddEntry("van mij"))
    one.feed()
    hall.later(5)
    [owned] = one.mirror.book.own["b1"].values()
    for command, back in (
        (HideEntry(owned.id, "dubbel"), {owned.id: "dubbel"}),
        (RestoreEntry(owned.id), {}),
    ):
        for screen in (one, two):
            screen.mirror.drain()
        hall.steer("b1", command)
        one.feed()
        two.feed()
        assert one.mirror.kept_back("b1") == two.mirror.kept_back("b1") == back
        assert OwnChanged("b1") in one.mirror.drain()
        assert OwnChanged("b1") not in two.mirror.drain()


def test_after_sealing_nothing_is_marked_any_more(hall: Hall, seat: Callable[[str], Screen]) -> None:
    one = seat("1")
    one.send(AddEntry("van mij"))
    one.feed()
    hall.later(5)
    one.feed()
    assert one.shown() == [("van mij", True, False)]
    hall.steer("b1", steering.ChangePhase(Phase.CLOSED))
    hall.later(61)
    one.feed()
    assert one.shown() == [("van mij", False, False)]


def test_the_clock_on_the_screen_is_the_servers(hall: Hall, seat: Callable[[str], Screen]) -> None:
    one = seat("1")
    assert one.mirror.server_time() == hall.now


def test_before_the_first_join_there_is_nothing(hall: Hall, tmp_path: Path) -> None:
    one = Screen(hall, tmp_path / "1")
    assert one.mirror.fresh("b1") == frozenset()
    assert one.mirror.agenda is None
    assert one.mirror.book.drafts == {}
