"""The desk's arithmetic and words: the schedule, the flow, what needs attention, the log book, a glance at any kind."""

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import ballots, entries, kinds, root, sorting, steering
from server.domain.activities.brainstorm import BrainstormView
from server.domain.activities.shortlist import ShortlistView
from server.domain.figures import Notice
from server.domain.kernel import Phase
from server.domain.root import Act, AgendaRow, AgendaView, Info
from server.protocol.hall import HallView, Laptop
from spilter_tui.acts import ACTS, act_words
from spilter_tui.attention import Matter, matters
from spilter_tui.flow import MINUTES, Flow
from spilter_tui.glance import KINDS, PRESETS, count_words, state_words
from spilter_tui.i18n import use
from spilter_tui.listing import listed
from spilter_tui.schedule import lateness, schedule_words, spent
from spilter_tui.widgets.head import Head, meter, spark
from tests.tui.stage import Stage, picture, settle

MINUTE = 60.0


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use("en")
    yield
    use("nl")


# --- the schedule -----------------------------------------------------------------------------------------------


def agenda(*rows: AgendaRow, current: str) -> AgendaView:
    return AgendaView(Info("Almere"), rows, current)


def row(key: str, minutes: int, phase: Phase = Phase.DRAFT, opened: float = 0, stopped: float = 0) -> AgendaRow:
    return AgendaRow(
        key, "slide", key, minutes=minutes, phase=phase, opened_at=opened * MINUTE, stopped_at=stopped * MINUTE
    )


@pytest.mark.parametrize(
    ("second", "now", "words"),
    [
        (row("b", 10, Phase.OPEN, 110), 115, "on schedule"),  # began and goes as planned
        (row("b", 10, Phase.OPEN, 113), 115, "3 min late"),  # began late
        (row("b", 10, Phase.OPEN, 108), 115, "2 min ahead"),  # began early
        (row("b", 10, Phase.OPEN, 110), 127, "7 min late"),  # takes longer
        (row("b", 10, Phase.CLOSED, 110, 114), 115, "5 min ahead"),  # was done early
        (row("b", 10, Phase.CLOSED, 110, 114), 122, "2 min late"),  # and then nothing happened
        (row("b", 10), 112, "2 min late"),  # should have begun
        (row("b", 170, Phase.CLOSED, 110, 114), 122, "2 h 38 min ahead"),  # in hours, where it is hours
    ],
)
def test_the_schedule_in_words(second: AgendaRow, now: float, words: str) -> None:
    first = row("a", 10, Phase.CLOSED, 100, 110)
    assert schedule_words(lateness(agenda(first, second, current="b"), now * MINUTE)) == words


def test_an_activity_that_was_passed_over_gains_its_minutes() -> None:
    rows = (row("a", 10, Phase.CLOSED, 100, 110), row("b", 8), row("c", 5, Phase.OPEN, 110))
    assert lateness(agenda(*rows, current="c"), 111 * MINUTE) == -8 * MINUTE


def test_there_is_no_schedule_before_it_began_without_minutes_or_on_another_day() -> None:
    assert lateness(agenda(row("a", 10), current="a"), 100.0) is None
    assert lateness(agenda(row("a", 0, Phase.OPEN, 100), current="a"), 110 * MINUTE) is None
    assert lateness(agenda(row("a", 10, Phase.OPEN, 100), current="a"), (100 + 24 * 60) * MINUTE) is None
    assert lateness(agenda(row("a", 10, Phase.OPEN, 100), current=""), 110 * MINUTE) is None
    assert schedule_words(None) == ""


def test_minutes_spent_stand_still_once_closed_or_paused() -> None:
    assert spent(row("a", 10), 999.0) is None
    assert spent(row("a", 10, Phase.OPEN, 100), 107 * MINUTE) == 7 * MINUTE
    assert spent(row("a", 10, Phase.CLOSED, 100, 104), 999 * MINUTE) == 4 * MINUTE
    assert spent(row("a", 10, Phase.PAUSED, 100, 104), 999 * MINUTE) == 4 * MINUTE


# --- the flow ---------------------------------------------------------------------------------------------------


def test_the_flow_starts_where_it_is_first_seen() -> None:
    flow = Flow()
    flow.take(40, 600.0)
    assert not any(flow.bars(600.0))
    flow.take(46, 610.0)
    flow.take(44, 640.0)  # two were withdrawn
    flow.take(47, 670.0)
    assert flow.bars(670.0)[-2:] == (6, 3)
    assert flow.rate(670.0) == pytest.approx(9 / (70 / 60))


async def test_how_fast_it_comes_in_is_told_while_it_is_open() -> None:
    """What was read from a file before it opened, or after it closed, came in at no speed."""
    head = Head()
    app = Stage(head)
    async with app.run_test(size=(60, 12)) as pilot:
        head.view, head.flow, head.rate = BrainstormView("together", "anonymous", False, 84), (0, 84), 84.0
        for phase in Phase:
            head.row = row("b", 10, phase, 100, 110)
            await settle(pilot)
            assert ("a minute" in picture(app)) is (phase is Phase.OPEN)


@given(st.lists(st.tuples(st.integers(0, 500), st.floats(0, 30)), max_size=60))
def test_the_flow_is_never_negative_and_never_longer(steps: list[tuple[int, float]]) -> None:
    flow, now = Flow(), 1000.0
    for total, later in steps:
        now += later
        flow.take(total, now)
        assert len(flow.bars(now)) == MINUTES
        assert min(flow.bars(now)) >= 0
        assert flow.rate(now) >= 0


@given(st.floats(-1, 2), st.integers(1, 40))
def test_a_meter_is_as_wide_as_was_asked(part: float, columns: int) -> None:
    assert len(meter(part, columns)) == columns


def test_a_sparkline_is_as_high_as_its_highest() -> None:
    assert spark((0, 4, 8)) == "▁▅█"
    assert spark(()) == ""


# --- what needs attention ---------------------------------------------------------------------------------------


def said(*notices: Notice, hall: HallView | None = None) -> list[Matter]:
    view = msgspec.structs.replace(agenda(row("b1", 5), current="b1"), notices=notices)
    return list(matters(view, hall or HallView(), "b1", 1000.0))


def test_laptops_that_are_away_are_told_by_number_and_table_and_many_are_counted() -> None:
    two = HallView(away=(Laptop("7", 2, away_since=960.0), Laptop("9", away_since=995.0)))
    assert said(hall=two) == [Matter("alert", "laptop 7, table 2: not seen for 40 s")]
    many = HallView(away=tuple(Laptop(str(n), 1, away_since=900.0 + n) for n in range(5)))
    assert said(hall=many) == [Matter("alert", "5 laptops not seen, the longest 1 min")]


def test_a_back_up_that_failed_says_why() -> None:
    (matter,) = said(hall=HallView(backup_fault="disk_full"))
    assert matter.words == "no back-up: The server's disk is full. Make room there and try again."


def test_what_people_differ_on_is_one_line() -> None:
    one = Notice("b1/k6", "dissent", {"item": "K6", "dissent": 0.38})
    assert said(one) == [Matter("alert", "people differ on: K6")]
    both = said(one, Notice("b1/k3", "dissent", {"item": "K3\x1b[31m", "dissent": 0.31}))
    assert both == [Matter("alert", "people differ on 2 items: K6 · K3␛[31m")]


def test_near_duplicates_are_counted_and_other_activities_keep_silent() -> None:
    alike = Notice("b1/alike", "alike", {"n": 2, "words": "loket, nummer"})
    assert said(alike) == [Matter("near", "2 pairs look alike (loket, nummer)")]
    assert said(Notice("other/alike", "alike", {"n": 2, "words": "loket"})) == []


def test_a_notice_of_a_newer_server_or_without_its_facts_is_passed_over() -> None:
    assert said(Notice("b1/x", "from_the_future"), Notice("b1/y", "alike")) == []


# --- words for everything ---------------------------------------------------------------------------------------


def test_the_log_book_knows_every_act_that_more_than_one_kind_knows() -> None:
    shared = (root, steering, entries, ballots, sorting)
    tags = {str(event.__struct_config__.tag) for module in shared for event in kinds.members(module.Events)}  # type: ignore[attr-defined]
    not_of_the_staff = {"undone", "sealed", "ballot.was_cast", "ballot.lot_taken", "group.claimed", "group.was_put"}
    not_of_the_staff |= {"group.handed", "hand.answered"}
    assert tags - not_of_the_staff - ACTS.keys() == set()


def test_an_act_is_told_by_what_it_turned_to() -> None:
    assert act_words(Act("1", "desk 1", 0.0, "b1", ("phase.changed",), detail="paused")) == "paused"
    assert act_words(Act("1", "desk 1", 0.0, "b1", ("received", "phase.changed"), detail="open")) == "opened"
    assert act_words(Act("1", "desk 1", 0.0, "b1", ("preset.set",), detail="blind")) == "people now see: blind"
    assert act_words(Act("1", "desk 1", 0.0, "b1", ("matrix.points_set",))) == "worked in the activity"


def test_every_kind_and_every_preset_of_the_product_has_a_name() -> None:
    known = kinds.load()
    assert {preset for kind in known.values() for preset in kind.presets} - PRESETS.keys() == set()
    assert len(KINDS) == 15
    assert {"slide", "brainstorm", "discuss", "group", "vote", "actions"} <= KINDS.keys() & known.keys()


def test_a_view_of_an_unknown_kind_is_listed_by_what_it_holds() -> None:
    class Part(msgspec.Struct, frozen=True):
        id: str
        text: str

    class Unknown(msgspec.Struct, frozen=True):
        total: int
        rows: tuple[Part, ...]

    view = Unknown(2, (Part("a", "eerst"), Part("b", "laatst")))
    assert [line.text for line in listed(view)] == ["laatst", "eerst"]
    assert count_words(view, HallView()) == "2 entries"
    assert listed(None) == ()


def test_what_came_in_is_told_in_the_words_of_the_activity() -> None:
    nominated = ShortlistView("table", 2, 3, ())
    assert count_words(nominated, HallView()) == "3 nominated"
    survey = AgendaRow("e", "survey", "", phase=Phase.OPEN, preset="voting", presets=("voting", "result"))
    assert "answering" in state_words(survey)
    assert "voting" in state_words(msgspec.structs.replace(survey, kind="vote"))


def test_a_page_that_is_shown_says_nothing_of_who_writes() -> None:
    page = AgendaRow("pause", "slide", "Pauze", phase=Phase.OPEN)
    assert state_words(page) == "open"
    assert "anonymous" in state_words(msgspec.structs.replace(page, kind="brainstorm"))
