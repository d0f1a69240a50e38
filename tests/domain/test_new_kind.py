"""A kind is added by putting one file in the folder: it is found, spoken, kept, replayed and reported."""

import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import msgspec
import pytest

import server.domain.activities as folder
from server.domain import kernel, kinds, root
from server.domain.i18n import words
from server.domain.kernel import Card, Phase, Refused, Role, Selection
from server.domain.patch import diff, patch
from server.domain.steering import Carry, Reveal
from server.protocol import codec
from tests.domain.stage import DESK, GUEST, ROOM, Stage, items, texts

APPLAUSE = dedent('''
    """applause (Applaus): everyone may clap, for an item."""

    from collections import Counter

    import msgspec

    from server.domain.blocks import Bar, Bars
    from server.domain.kernel import EVERYONE, WHILE_OPEN, Activity, Command, Event, Refused, Settings, View


    class ApplauseSettings(Settings, frozen=True):
        """`loud`: a clap counts twice."""

        loud: bool = False


    class Clap(Command, frozen=True, tag="applause.clap"):
        """Clap for an item."""

        by = EVERYONE
        when = WHILE_OPEN
        item: str


    class Clapped(Event, frozen=True, tag="applause.clapped"):
        """Somebody clapped."""

        item: str
        times: int


    class ApplauseView(View, frozen=True, tag="applause"):
        """How often there was applause."""

        total: int


    class Applause(Activity[Clap, Clapped, ApplauseView]):
        """Everyone may clap."""

        kind = "applause"
        settings_type = ApplauseSettings

        def __init__(self, card):
            super().__init__(card)
            self.claps = Counter()

        def decide(self, command, ctx):
            if command.item not in self.received:
                raise Refused("no_item")
            return [Clapped(command.item, 2 if self.settings.loud else 1)]

        def evolve(self, event):
            self.claps[event.item] += event.times

        def view(self, audience):
            return ApplauseView(self.claps.total())

        def results(self, words):
            return [Bars(tuple(Bar(item.text, self.claps[item.id]) for item in self.received.values()))]

        def items(self):
            counted = sorted(self.received.values(), key=lambda item: -self.claps[item.id])
            return [msgspec.structs.replace(item, rank=at + 1) for at, item in enumerate(counted)]
''')


@pytest.fixture
def applause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The kind, in a folder of its own beside the shipped ones; gone afterwards."""
    (tmp_path / "applause.py").write_text(APPLAUSE, "utf-8")
    monkeypatch.setattr(folder, "__path__", [*folder.__path__, str(tmp_path)])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    kinds.load()
    codec.refresh()
    yield
    kernel.registry.pop("applause", None)
    sys.modules.pop(f"{folder.__name__}.applause", None)
    monkeypatch.delattr(folder, "applause", raising=False)
    codec.refresh()


def clap(item: str) -> Any:
    """The command as a client sends it."""
    return codec.command(msgspec.json.encode({"type": "applause.clap", "item": item}))


@pytest.mark.usefixtures("applause")
def test_a_new_kind_runs_from_agenda_to_result() -> None:
    card = Card("clap", "applause", "Applaus", start=items("een", "twee"), settings={"loud": True})
    stage = Stage(card, Card("next", "group", "Ordenen"))
    stage.phase("clap", Phase.OPEN)
    before = stage.view("clap", ROOM)
    stage.do("clap", clap("b"), GUEST)
    after = stage.view("clap", ROOM)
    raw = {name: msgspec.Raw(codec.encode(value)) for name, value in diff(before, after).items()}
    assert codec.view(codec.encode(patch(before, raw))) == after
    assert texts(stage.activity("clap").results(words("nl"))) == []
    with pytest.raises(Refused, match="no_item"):
        stage.do("clap", clap("zz"), GUEST)
    stage.phase("clap", Phase.CLOSED)
    stage.do("clap", Reveal())
    (bars,) = stage.view("clap/result", ROOM).blocks
    assert [(bar.label, bar.value) for bar in bars.bars] == [("een", 0), ("twee", 2)]
    stage.do("next", Carry(Selection("clap", "top", value=1)))
    assert list(stage.activity("next").received) == ["b"]


@pytest.mark.usefixtures("applause")
def test_its_events_come_back_from_the_file_as_they_were() -> None:
    stage = Stage(Card("clap", "applause", "Applaus", start=items("een")))
    stage.phase("clap", Phase.OPEN)
    stage.do("clap", clap("a"), GUEST)
    kept = [codec.event(codec.encode(record.event)) for record in stage.log]
    assert kept == [record.event for record in stage.log]
    assert stage.replayed().view("clap", ROOM) == stage.view("clap", ROOM)


@pytest.mark.usefixtures("applause")
def test_its_settings_presets_and_phases_are_checked_like_any() -> None:
    stage = Stage()
    for card, code in (
        (Card("clap", "applause", "x", settings={"soft": True}), "settings"),
        (Card("clap", "applause", "x", preset="together"), "no_preset"),
    ):
        with pytest.raises(Refused, match=code):
            stage.do("", root.AddActivity(card), DESK)
    stage.do("", root.AddActivity(Card("clap", "applause", "x", start=items("een"))))
    with pytest.raises(Refused, match="is_draft"):
        stage.do("clap", clap("a"), GUEST)
    assert Role.WALL not in type(clap("a")).by
    with pytest.raises(Refused, match="not_yours"):
        stage.do("clap", clap("a"), type(GUEST)(Role.WALL))


def test_without_its_file_a_kind_is_unknown() -> None:
    with pytest.raises(Refused, match="no_kind"):
        Stage(Card("clap", "applause", "Applaus"))
    with pytest.raises(codec.Garbled):
        clap("a")


def test_two_kinds_of_one_name_are_refused() -> None:
    with pytest.raises(TypeError, match="two kinds are called slide"):
        type("Other", (kernel.Activity,), {"kind": "slide"})
