"""The desk against the real session: each key does what it says, a wrong one harms nothing, and u takes it back."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from server.domain import root, steering
from server.domain.activities.actions import AddAction
from server.domain.activities.brainstorm import BrainstormView
from server.domain.ballots import CountHands
from server.domain.entries import AddPaper, HideEntry, RestoreEntry, StarEntry
from server.domain.kernel import Card, Command, Phase, Selection
from server.domain.steering import Carry, ChangePhase, Reveal, Seed, SetPreset
from server.protocol import codec, messages
from spilter_tui.i18n import use
from spilter_tui.screens.desk.form import Form
from spilter_tui.screens.desk.start import batches
from spilter_tui.widgets.dialog import Dialog
from spilter_tui.widgets.entries import Entries
from tests.hostile import hostile
from tests.tui.desk_stage import DeskStage, Hall, afternoon, type_in
from tests.tui.stage import picture

SURROGATE = re.compile("[\ud800-\udfff]")  # half a character: the wire can't carry it, the link replaces it


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use("nl")


class Desk:
    """The desk in a test: keys in, commands out."""

    def __init__(self, app: DeskStage, pilot: Pilot[None]) -> None:
        self.app, self.pilot, self.hall = app, pilot, app.hall

    async def press(self, *keys: str) -> list[tuple[str, Command]]:
        """Press keys one by one; what the desk then sent."""
        before = len(self.hall.did)
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()
        return self.hall.did[before:]

    def feed(self) -> None:
        self.app.feed()

    @property
    def picture(self) -> str:
        return picture(self.app)

    @property
    def toasts(self) -> list[str]:
        return [each.message for each in self.app._notifications]

    def phase(self, activity: str) -> Phase:
        return self.hall.session.workshop.activities[activity].phase


@asynccontextmanager
async def desk_on(hall: Hall, size: tuple[int, int] = (100, 30), folder: Path | None = None) -> AsyncIterator[Desk]:
    app = DeskStage(hall, folder=folder)
    async with app.run_test(size=size) as pilot:
        desk = Desk(app, pilot)
        await pilot.pause()
        app.feed()
        await pilot.pause()
        yield desk


# --- leading the hall -------------------------------------------------------------------------------------------


async def test_o_closes_what_is_open_and_opens_it_again() -> None:
    async with desk_on(afternoon()) as desk:
        assert await desk.press("o") == [("ontbreekt", ChangePhase(Phase.CLOSED))]
        assert "closed" in desk.picture
        assert await desk.press("o") == [("ontbreekt", ChangePhase(Phase.OPEN))]


async def test_closing_asks_first_while_drafts_are_not_sent() -> None:
    hall = afternoon()
    hall.people[0].send(messages.Say(drafts=2))
    hall.later(2)
    async with desk_on(hall) as desk:
        assert "2 drafts not sent yet" in desk.picture
        assert await desk.press("o", "escape") == []
        assert desk.phase("ontbreekt") is Phase.OPEN
        assert await desk.press("o", "o") == [("ontbreekt", ChangePhase(Phase.CLOSED))]


async def test_p_pauses_and_goes_on() -> None:
    async with desk_on(afternoon()) as desk:
        assert await desk.press("p", "p") == [
            ("ontbreekt", ChangePhase(Phase.PAUSED)),
            ("ontbreekt", ChangePhase(Phase.OPEN)),
        ]


async def test_n_asks_once_then_closes_this_one_and_opens_the_next() -> None:
    async with desk_on(afternoon()) as desk:
        assert await desk.press("n", "escape") == []
        assert await desk.press("n", "n") == [
            ("ontbreekt", ChangePhase(Phase.CLOSED)),
            ("", root.GoTo("tafels")),
            ("tafels", ChangePhase(Phase.OPEN)),
        ]
        assert desk.app.desk.at == "tafels"


async def test_n_can_leave_this_one_open_or_only_go_there() -> None:
    async with desk_on(afternoon()) as desk:
        assert await desk.press("n", "g") == [("", root.GoTo("tafels"))]
        assert await desk.press("n", "n") == [("", root.GoTo("ordenen")), ("ordenen", ChangePhase(Phase.OPEN))]
        assert desk.phase("ontbreekt") is Phase.OPEN


async def test_undo_and_redo_take_back_act_by_act_and_say_what() -> None:
    async with desk_on(afternoon()) as desk:
        await desk.press("o", "u")
        assert desk.phase("ontbreekt") is Phase.OPEN
        assert "Undone: closed" in desk.toasts
        await desk.press("U")
        assert desk.phase("ontbreekt") is Phase.CLOSED


async def test_showing_the_result_asks_and_hiding_it_does_not() -> None:
    async with desk_on(afternoon()) as desk:
        desk.app.desk.at = "knelpunten"
        assert await desk.press("r", "escape") == []
        assert await desk.press("r", "w") == [
            ("knelpunten", Reveal(True)),
            ("", root.Show(root.Shown("result", "knelpunten"))),
        ]
        assert "shown to the room" in desk.picture
        assert await desk.press("r") == [("knelpunten", Reveal(False))]


async def test_v_chooses_what_people_see_by_its_name() -> None:
    async with desk_on(afternoon()) as desk:
        await desk.press("v")
        assert "own list: everybody sees their own, and the total" in desk.picture
        assert await desk.press("3") == [("ontbreekt", SetPreset("blind"))]
        assert await desk.press("v", "3") == []  # it stands so already


async def test_looking_at_another_activity_moves_nobody_until_enter() -> None:
    async with desk_on(afternoon()) as desk:
        assert await desk.press("down") == []
        assert desk.app.desk.at == "tafels"
        assert "Enter: room comes here" in desk.picture
        assert await desk.press("enter") == [("", root.GoTo("tafels"))]


async def test_opening_another_activity_brings_the_room_there_only_from_nowhere_open() -> None:
    async with desk_on(afternoon()) as desk:
        assert await desk.press("down", "o") == [("tafels", ChangePhase(Phase.OPEN))]
        await desk.press("up", "o", "down", "down")
        assert await desk.press("o") == [("ordenen", ChangePhase(Phase.OPEN)), ("", root.GoTo("ordenen"))]


@pytest.mark.parametrize(
    ("keys", "command"),
    [
        ("tt", root.SetTimer("start", 360)),
        ("tp", root.SetTimer("pause")),
        ("t+", root.SetTimer("add", 60)),
        ("t-", root.SetTimer("add", -60)),
        ("ts", root.SetTimer("stop")),
        ("w2", root.Show(root.Shown("question", "ontbreekt"))),
        ("w7", root.Show(root.Shown("blank", "ontbreekt"))),
        ("]", root.MoveActivity("ontbreekt", 4)),
        ("[", root.MoveActivity("ontbreekt", 2)),
    ],
)
async def test_a_key_sends_its_command(keys: str, command: Command) -> None:
    async with desk_on(afternoon()) as desk:
        assert await desk.press(*map(key_of, keys)) == [("", command)]


def key_of(character: str) -> str:
    names = {"+": "plus", "-": "minus", "[": "left_square_bracket", "]": "right_square_bracket"}
    return names.get(character, character)


async def test_a_paused_timer_goes_on_with_the_same_key() -> None:
    hall = afternoon()
    hall.steer("", root.SetTimer("pause"))
    async with desk_on(hall) as desk:
        assert await desk.press("t", "p") == [("", root.SetTimer("resume"))]


# --- entries ----------------------------------------------------------------------------------------------------


async def with_entries() -> Hall:
    hall = afternoon()
    type_in(hall, 4)
    hall.later(10)
    return hall


def entries_of(desk: Desk) -> BrainstormView:
    view = desk.app.desk.view
    assert isinstance(view, BrainstormView)
    return view


async def test_a_key_for_an_entry_first_goes_to_the_list() -> None:
    async with desk_on(await with_entries()) as desk:
        assert await desk.press("asterisk") == []
        assert "First choose an entry with ↑ and ↓." in desk.toasts
        newest = entries_of(desk).rows[-1]
        assert await desk.press("asterisk") == [("ontbreekt", StarEntry(newest.id, True))]
        assert await desk.press("asterisk") == [("ontbreekt", StarEntry(newest.id, False))]


async def test_hiding_asks_why_and_what_is_hidden_is_not_shown_on_the_desk_either() -> None:
    async with desk_on(await with_entries()) as desk:
        row = entries_of(desk).rows[-1]
        assert row.text in desk.picture
        assert await desk.press("tab", "h", "2") == [("ontbreekt", HideEntry(row.id, "it hurts somebody"))]
        assert row.text not in desk.picture
        assert "hidden: it hurts somebody" in desk.picture
        assert await desk.press("h", "h") == [("ontbreekt", RestoreEntry(row.id))]


async def test_another_reason_is_typed() -> None:
    async with desk_on(await with_entries()) as desk:
        row = entries_of(desk).rows[-1]
        sent = await desk.press("tab", "h", "5", *"anders", "enter")
        assert sent == [("ontbreekt", HideEntry(row.id, "anders"))]


async def test_an_action_takes_two_keys_and_knows_where_it_comes_from() -> None:
    async with desk_on(await with_entries()) as desk:
        row = entries_of(desk).rows[-1]
        sent = await desk.press("tab", "a", "f2")
        assert sent == [
            ("acties", Carry(Selection("ontbreekt", "picked", ids=(row.id,)))),
            ("acties", AddAction(row.text, sources=(row.id,))),
        ]
        figures = desk.hall.session.workshop.activities["acties"].figures()
        assert figures.items[0]["sources"] == [row.id]
        again = await desk.press("a", "f2")
        assert [type(command) for _scope, command in again] == [AddAction]


async def at_the_register(desk: Desk) -> None:
    desk.hall.steer("acties", ChangePhase(Phase.OPEN))
    desk.hall.steer("", root.GoTo("acties"))
    desk.app.later(1.0)
    await desk.pilot.pause()
    desk.app.later(1.0)
    await desk.pilot.pause()


async def test_an_action_written_down_at_the_register_knows_where_it_comes_from_too() -> None:
    async with desk_on(await with_entries()) as desk:
        row = entries_of(desk).rows[-1]
        desk.hall.steer("acties", Carry(Selection("ontbreekt", "picked", ids=(row.id,))))
        await at_the_register(desk)
        sent = await desk.press("f6", "tab", "down", "a", "f2")
        assert sent == [("acties", AddAction(row.text, sources=(row.id,)))]


async def test_an_action_that_takes_up_a_proposal_knows_which() -> None:
    async with desk_on(await with_entries()) as desk:
        desk.hall.steer("acties", AddPaper(("Wijs één aanspreekpunt aan",)))
        await at_the_register(desk)
        await desk.press("f6", "tab", "down", "a", "f2")
        figures = desk.hall.session.workshop.activities["acties"].figures()
        assert [len(each["sources"]) for each in figures.items] == [1]


async def test_searching_shows_what_holds_the_text_and_esc_shows_all() -> None:
    async with desk_on(await with_entries()) as desk:
        await desk.press("slash", *"OMZET")
        assert "1 found of 4" in desk.picture
        await desk.press("escape")
        assert len(desk.app.desk.query_one(Entries).rows) == 4
        assert "found of" not in desk.picture


async def test_enter_on_an_entry_offers_what_can_be_done() -> None:
    async with desk_on(await with_entries()) as desk:
        row = entries_of(desk).rows[-1]
        sent = await desk.press("tab", "enter", "w")
        assert sent == [("", root.Show(root.Shown("item", "ontbreekt", row.id)))]


# --- bringing in ------------------------------------------------------------------------------------------------


async def test_carrying_over_previews_what_comes() -> None:
    async with desk_on(afternoon()) as desk:
        desk.app.desk.at = "tafels"
        await desk.press("c")
        assert "Carry over to: Aan tafel" in desk.picture
        assert "4 items" in desk.picture  # the agenda plans the first four by rank
        assert await desk.press("enter") == [("tafels", Carry(Selection("knelpunten", "top", value=4)))]
        await desk.press("c")
        assert "4 are here already" in desk.picture
        await desk.press("escape")


async def test_items_can_be_picked_by_hand() -> None:
    async with desk_on(afternoon()) as desk:
        desk.app.desk.at = "tafels"
        sent = await desk.press("c", "tab", "down", "space", "enter")
        (scope, command) = sent[0]
        assert scope == "tafels"
        assert isinstance(command, Carry)
        assert (command.selection.how, len(command.selection.ids)) == ("picked", 1)


async def test_a_pasted_list_becomes_a_start_list_with_its_source() -> None:
    async with desk_on(afternoon()) as desk:
        sent = await desk.press("i", "p", *"een", "enter", *"twee", "tab", *"brief", "enter")
        assert sent == [("ontbreekt", Seed(("een", "twee"), "brief"))]


@given(st.lists(st.text(max_size=4000), max_size=40))
def test_a_long_list_goes_in_messages_that_each_fit_and_nothing_is_lost(lines: list[str]) -> None:
    parts = list(batches(lines))
    assert [line for part in parts for line in part] == lines
    assert all(len(codec.encode(Seed(part, "x" * 80))) < messages.MAX_FRAME for part in parts)


async def test_what_was_refused_stands_in_its_form_again() -> None:
    async with desk_on(afternoon()) as desk:
        await desk.press("k", *"te lang", "f2")
        desk.app.desk.take_refusal("too_long", {"limit": 4000, "length": 4001})
        await desk.press("k")
        assert "te lang" in desk.picture


async def test_paper_comes_in_marked() -> None:
    async with desk_on(afternoon()) as desk:
        sent = await desk.press("k", *"van een kaartje", "f2")
        assert sent == [("ontbreekt", AddPaper(("van een kaartje",), "on paper"))]


async def test_hands_are_counted_for_each_value_of_the_scale() -> None:
    async with desk_on(afternoon()) as desk:
        desk.app.desk.at = "cijfer"
        await desk.press("o")
        sent = await desk.press("k", "4", "tab", *"0 0 0 0 0 0 0 3 1 0", "f2")
        item = desk.hall.session.workshop.activities["cijfer"].items()[0].id
        assert sent == [("cijfer", CountHands(4, {item: {8: 3, 9: 1}}, source="raised hands"))]
        assert "+ 4 by hand" in desk.picture


async def test_hands_may_be_written_as_the_hint_has_it_and_the_explanation_stays_in_view() -> None:
    async with desk_on(afternoon()) as desk:
        desk.app.desk.at = "cijfer"
        await desk.press("o", "k", "4", "tab")
        lines = desk.picture.splitlines()
        [explained] = (at for at, line in enumerate(lines) if "in this order: 1 2 3 4 5" in line)
        [here] = (at for at, line in enumerate(lines) if "Enter done" in line)
        assert explained < here
        assert "1: …  2: …" in lines[here - 1]
        sent = await desk.press(*"8: 3, 9:1", "f2")
        item = desk.hall.session.workshop.activities["cijfer"].items()[0].id
        assert sent == [("cijfer", CountHands(4, {item: {8: 3, 9: 1}}, source="raised hands"))]


async def test_esc_in_a_form_keeps_what_was_typed() -> None:
    async with desk_on(afternoon()) as desk:
        assert await desk.press("k", *"half af", "escape") == []
        await desk.press("k")
        assert isinstance(desk.app.screen, Form)
        assert "half af" in desk.picture


# --- the agenda, records, seats ---------------------------------------------------------------------------------


async def test_editing_keeps_everything_that_is_not_on_the_form() -> None:
    async with desk_on(afternoon()) as desk:
        desk.app.desk.at = "cijfer"
        sent = await desk.press("e", *"!", "f2")
        scope, command = sent[0]
        assert scope == "cijfer"
        assert isinstance(command, steering.EditCard)
        assert command.card.title == "Evaluatie!"
        now = desk.hall.session.workshop.activities["cijfer"].card
        assert now.settings == {"method": "scale", "low": 1, "high": 10}
        assert len(now.start) == 1


async def test_an_activity_is_added_after_the_one_at_hand_and_taken_off_again() -> None:
    async with desk_on(afternoon()) as desk:
        sent = await desk.press("plus", "2", *"Nog iets", "f2")
        assert sent == [("", root.AddActivity(Card("", "brainstorm", "Nog iets"), "ontbreekt"))]
        assert desk.hall.session.workshop.plan.order.index("ontbreekt") == 3
        assert "5 Nog iets" in desk.picture
        await desk.press("down")
        at = desk.app.desk.at
        assert await desk.press("delete", "delete") == [("", root.RemoveActivity(at))]
        assert "Nog iets" not in desk.picture


async def test_the_log_book_undoes_any_one_act() -> None:
    async with desk_on(afternoon()) as desk:
        await desk.press("v", "3", "p")
        await desk.press("l")
        assert "people now see: blind" in desk.picture
        await desk.press("down", "enter")
        assert desk.hall.session.workshop.activities["ontbreekt"].preset == "together"
        assert desk.phase("ontbreekt") is Phase.PAUSED


async def test_the_report_is_written_and_its_place_told(tmp_path: Path) -> None:
    async with desk_on(afternoon(), folder=tmp_path) as desk:
        desk.app.report["../evil.html"] = b"x"
        await desk.press("f9")
        assert "The report is ready" in desk.picture
        (folder,) = tmp_path.iterdir()
        assert {path.name for path in folder.iterdir()} == {"report.html", "report.json", "evil.html"}
        assert (folder / "report.html").read_bytes() == b"<html>"


async def test_a_report_that_can_not_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    async with desk_on(afternoon(), folder=tmp_path / "file") as desk:
        await desk.press("f9")
        assert any("disk" in toast or "folder" in toast for toast in desk.toasts)


async def test_a_seat_is_given_by_a_code() -> None:
    async with desk_on(afternoon()) as desk:
        await desk.press("g", "s")
        assert "spilter desk --key " in desk.picture  # what the other types, whole
        assert "works once, for ten minutes." in " ".join(desk.picture.split())


async def test_what_participants_see_is_shown_with_nothing_to_fill_in() -> None:
    async with desk_on(await with_entries()) as desk:
        desk.hall.steer("ontbreekt", SetPreset("blind"))
        text = entries_of(desk).rows[-1].text
        await desk.press("P")
        assert "What participants see" in desk.picture
        assert text not in desk.picture
        assert await desk.press("x", "escape") == []
        await desk.press("down", "P")
        assert "Nothing yet: it has not begun." in desk.picture


async def test_s_opens_the_sorter_where_there_is_something_to_sort() -> None:
    async with desk_on(afternoon()) as desk:
        await desk.press("s")
        assert desk.app.sorting == ""
        desk.app.desk.at = "ordenen"
        await desk.press("s")
        assert desk.app.sorting == "ordenen"


async def test_leaving_asks_and_says_how_to_come_back() -> None:
    async with desk_on(afternoon()) as desk:
        await desk.press("f10")
        assert "Come back" in desk.picture
        await desk.press("escape")
        assert not desk.app.left
        await desk.press("f10", "f10")
        assert desk.app.left


async def test_help_lists_every_key() -> None:
    async with desk_on(afternoon(), (100, 60)) as desk:
        await desk.press("f1")
        screen = desk.app.screen
        assert isinstance(screen, Dialog)
        text = screen.text.plain
        for key in ("F1", "o", "n", "*", "[", "Del", "F10"):
            assert key in text
        now, later = text.split("At other moments, or at other activities:")
        assert ("  o  close\n" in now, "  o  open again\n" in later) == (True, True)
        assert [line for line in now.splitlines() if line.strip().startswith("d  ")] == []
        assert "  d  rounds, seats\n" in later


async def test_a_choice_that_takes_two_lines_stays_beside_its_key() -> None:
    async with desk_on(afternoon(), (50, 24)) as desk:
        await desk.press("v")
        lines = desk.picture.splitlines()
        at = next(at for at, line in enumerate(lines) if "page swap" in line)
        assert lines[at + 1].index("the others'") == lines[at].index("page swap")


async def test_a_dialog_without_a_text_begins_with_its_choices() -> None:
    async with desk_on(afternoon(), (80, 24)) as desk:
        await desk.press("i")
        assert isinstance(desk.app.screen, Dialog)
        lines = desk.picture.splitlines()
        [top] = (at for at, line in enumerate(lines) if desk.app.screen.heading in line and "╭" in line)
        assert " p  " in lines[top + 2]


async def test_a_refusal_becomes_a_sentence() -> None:
    async with desk_on(afternoon()) as desk:
        desk.app.desk.take_refusal("nothing_new", {})
        await desk.pilot.pause()
        assert "Everything of that is here already." in desk.toasts


async def test_the_keys_that_mean_nothing_now_do_nothing() -> None:
    hall = Hall(root.Agenda(root.Info("Leeg")))
    async with desk_on(hall) as desk:
        assert await desk.press(*"onrspvcikeahu", "delete", "asterisk", "enter", "P") == [("", root.Undo())]


# --- what people type -------------------------------------------------------------------------------------------


async def test_hostile_titles_entries_and_tables_are_harmless_everywhere() -> None:
    texts = [text for text in hostile() if text.strip() and not SURROGATE.search(text)]
    cards = tuple(Card(f"a{n}", "brainstorm", text[:200], text[:4000]) for n, text in enumerate(texts[:40]))
    agenda = root.Agenda(root.Info(texts[0][:200]), (root.Table(1, texts[1][:200], 4),), cards)
    hall = Hall(agenda)
    hall.come((1,))
    hall.steer("a0", ChangePhase(Phase.OPEN))
    for part in batches([text[:4000] for text in texts]):
        hall.steer("a0", AddPaper(part, texts[2][:80]))
    async with desk_on(hall) as desk:
        await desk.press("down", "up", "tab", "down", "enter", "escape", "n", "escape", "l", "escape", "e")
        assert all(character.isprintable() or character == "\n" for character in desk.picture)
        await desk.press("escape", "c")
        assert all(character.isprintable() or character == "\n" for character in desk.picture)
