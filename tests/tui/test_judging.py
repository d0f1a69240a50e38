"""The panes of judging: what each key sends, what stands on the screen, and that nothing people type breaks one."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from server.domain.activities.shortlist import Nominate, ShortlistView
from server.domain.ballots import CastBallot
from server.domain.entries import AddEntry
from server.domain.i18n import LANGUAGES, Language
from server.domain.kernel import Command, Phase
from server.domain.methods.base import Rules
from server.domain.root import AgendaRow
from server.domain.text import display
from spilter_tui import i18n
from spilter_tui.ballot import Paper
from spilter_tui.own import Ballot, Mine
from spilter_tui.panes import Pane, pane_for
from spilter_tui.widgets.diffs import changed
from spilter_tui.widgets.entrybox import EntryBox
from tests.hostile import hostile
from tests.tui.judging import KEYS, MINE, NOW, VIEWS, row, work
from tests.tui.stage import Stage, drafted, picture, pressed, settle, wanted


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


def dressed(name: str, **attributes: Any) -> Pane:
    pane = pane_for(row(name).kind)()
    given = {"row": row(name), "view": VIEWS[name], "now": NOW, **attributes}
    for key, value in given.items():
        setattr(pane, key, value)
    return pane


async def sent(name: str, *keys: str, **attributes: Any) -> list[Command]:
    """What a pane sends when these keys are pressed, with what else was pressed in the scene left out."""
    app = Stage(dressed(name, **attributes))
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, *keys)
        return wanted(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
async def test_a_screen(
    name: str, language: Language, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "_language", language)
    app = Stage(work(name))
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, *KEYS.get(name, ()))
        assert picture(app) == snapshot


async def test_one_key_answers_the_question() -> None:
    (ballot,) = await sent("pulse", "7")
    assert isinstance(ballot, CastBallot)
    assert ballot.values == {"pulse": 7}
    _first, then = await sent("pulse", "1", "0")
    assert isinstance(then, CastBallot)
    assert then.values == {"pulse": 10}
    (chosen,) = await sent("choice", "down", "space")
    assert isinstance(chosen, CastBallot)
    assert chosen.values == {"choice.2": 1}


async def test_words_have_a_key_each() -> None:
    (ballot,) = await sent("opinion", "1", "2", "3", "1")
    assert isinstance(ballot, CastBallot)
    assert ballot.values == {"e0": 1, "e1": -1, "e2": 0, "e3": 1}
    (ballot,) = await sent("decide", "1", "2", "a", "1")
    assert isinstance(ballot, CastBallot)
    assert (ballot.values, ballot.abstained) == ({"e0": 1, "e1": 0, "e3": 1}, ("e2",))
    assert await sent("decide", "1", "3", "0") == []


async def test_a_number_counts_when_it_is_entered() -> None:
    keys = (*"150000", "enter", *"75", "backspace", "enter", "a", *"9999999", "enter")
    assert await sent("estimate", *keys) == []  # the last one is out of bounds, and stands there still
    (ballot,) = await sent("estimate", *keys, *(["backspace"] * 6), "enter")
    assert isinstance(ballot, CastBallot)
    assert (ballot.values, ballot.abstained) == ({"e0": 150000, "e1": 7, "e3": 9}, ("e2",))


async def test_places_are_given_one_after_the_other_or_by_figure() -> None:
    (ballot,) = await sent("rank", "down", "space", "up", "space", "down", "down", "2", "enter")
    assert isinstance(ballot, CastBallot)
    assert ballot.values == {"e1": 1, "e0": 2, "e2": 2}
    (ballot,) = await sent("rank", "space", "down", "space", "up", "space", "enter")
    assert isinstance(ballot, CastBallot)
    assert ballot.values == {"e1": 1}


async def test_a_table_puts_its_mark_and_takes_it_back() -> None:
    assert await sent("shortlist", "space", "down", "enter") == [Nominate("e0", on=False), Nominate("e1")]


async def test_agree_if_asks_what_should_change() -> None:
    keys = ("down", "2", *"of op 5 mei", "enter", "1")
    first, amendment, last = await sent("validate", *keys, mine=MINE["validate"])
    assert isinstance(first, CastBallot)
    assert (first.values, first.team, first.round) == ({"p1": 2, "p2": 2}, 1, 2)
    assert amendment == AddEntry("of op 5 mei", about="p2")
    assert isinstance(last, CastBallot)
    assert last.values == {"p1": 2, "p2": 2, "p3": 1}


async def test_who_voted_and_turns_to_another_group_votes_there() -> None:
    (ballot,) = await sent("validate", "t", "2", mine=MINE["validate"])
    assert isinstance(ballot, CastBallot)
    assert (ballot.values, ballot.team) == ({"p1": 2}, 2)


async def test_each_paragraph_keeps_its_own_draft() -> None:
    app = Stage(dressed("validate"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "0", "w", *"eerst", "escape", "down", "w", *"dan", "escape", "up")
        drafts = drafted(app)
        assert (drafts["paragraph-p1"], drafts["paragraph-p2"]) == ("eerst", "dan")
        assert "eerst" in picture(app)
        assert "dan" not in picture(app)


async def test_a_group_is_asked_before_the_first_judgement_and_goes_with_every_ballot() -> None:
    (ballot,) = await sent("validate", "2", "1", "1", "3")
    assert isinstance(ballot, CastBallot)
    assert (ballot.values, ballot.team) == ({"p1": 1, "p2": 1, "p3": 3}, 2)
    (ballot,) = await sent("validate", "down", "down", "enter", *"113")
    assert isinstance(ballot, CastBallot)
    assert ballot.team == 0  # none of these
    (ballot,) = await sent("validate", "escape", *"113")
    assert isinstance(ballot, CastBallot)
    assert ballot.team == 0
    (ballot,) = await sent("validate", "1", "t", "2", *"113")
    assert isinstance(ballot, CastBallot)
    assert ballot.team == 2


async def test_the_group_is_asked_once_and_known_again_from_the_draft() -> None:
    app = Stage(dressed("validate"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "Which group are you in?" in picture(app)
        assert "t my group" not in picture(app)
        await pressed(pilot, "2", "1")
        assert "group: bouw" in picture(app)
        drafts = drafted(app)
    again = Stage(dressed("validate", drafts=drafts))
    async with again.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "group: bouw" in picture(again)


async def test_the_judgement_of_the_round_before_is_shown_to_who_gave_it() -> None:
    view = msgspec.structs.replace(VIEWS["opinion"], round=2)
    mine = Mine((), {(1, 0): Ballot({"e0": 1, "e1": -1})})
    app = Stage(dressed("opinion", view=view, mine=mine))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "(was agree)" in picture(app)
        assert "(was disagree)" in picture(app)
    app = Stage(dressed("opinion", view=view, mine=mine, persons=2))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "(was" not in picture(app)  # others look at the same screen


async def test_a_judgement_goes_on_to_the_next_paragraph_with_its_own_box() -> None:
    pane = dressed("validate")
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, "1", "2", *"half", "escape", "1")  # in which group, and then the first paragraph
        box = pane.query_one(EntryBox)
        assert (box.slot, box.text, box.display) == ("paragraph-p2", "", False)
        assert pane.unsent()["paragraph-p2"] == ""
        await pressed(pilot, "up")
        assert (box.slot, box.text, box.display) == ("paragraph-p1", "half", True)
    assert drafted(app)["paragraph-p1"] == "half"


@pytest.mark.parametrize("name", ["shortlist", "validate", "choice"])
async def test_hostile_words_break_nothing(name: str) -> None:
    field = {"shortlist": "rows", "validate": "paragraphs", "choice": "items"}[name]
    (row, *_), texts = getattr(VIEWS[name], field), hostile()
    said = [{"text": text} if name == "choice" else {"text": text, "wordings": ("was", text)} for text in texts]
    rows = tuple(msgspec.structs.replace(row, id=f"h{at}", **each) for at, each in enumerate(said))
    app = Stage(dressed(name, view=msgspec.structs.replace(VIEWS[name], **{field: rows})))
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("down", *["pagedown"] * 10, "end"):
            await pilot.press(key)
            await pilot.pause()
            assert "\x1b" not in picture(app)


HOSTILE = st.deferred(lambda: st.sampled_from(hostile()))  # read when the test runs: in a clone without them it skips


@given(HOSTILE, HOSTILE)
def test_what_changed_between_hostile_words_is_harmless(old: str, new: str) -> None:
    shown = changed(old, new).plain
    assert display(shown) == shown


@given(st.lists(st.sampled_from("abcd")))
def test_places_given_by_space_leave_no_gap(pressed: list[str]) -> None:
    paper = Paper("rank", Rules(1, 4), tuple("abcd"))
    for item in pressed:
        paper = paper.place(item)
    assert sorted(paper.values.values()) == list(range(1, len(paper.values) + 1))
    assert set(paper.values) == {item for item in "abcd" if pressed.count(item) % 2}


@pytest.mark.parametrize(("name", "promised"), [("open", True), ("closed", False), ("empty", False)])
async def test_nominating_is_promised_only_where_it_can_be_done(name: str, promised: bool) -> None:
    phase = Phase.CLOSED if name == "closed" else Phase.OPEN
    pane = pane_for("shortlist")()
    pane.row, pane.now = AgendaRow("it", "shortlist", "Kies", phase=phase, stopped_at=1000), 2000
    pane.view = VIEWS["shortlist"] if name != "empty" else ShortlistView("table", 2)
    app = Stage(pane)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        active = [each.binding.description for each in app.screen.active_bindings.values() if each.enabled]
        assert ("nominate" in active) is promised


@pytest.mark.parametrize("name", ["top", "decide"])
async def test_sending_is_promised_only_while_the_vote_is_open(name: str) -> None:
    closed = msgspec.structs.replace(row(name), phase=Phase.CLOSED, stopped_at=NOW - 1000)
    for its, promised in ((row(name), True), (closed, False)):
        app = Stage(dressed(name, row=its))
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            active = [each.binding.description for each in app.screen.active_bindings.values() if each.enabled]
            assert ("send" in active) is promised
