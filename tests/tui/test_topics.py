"""Topics in parallel, on a laptop: a draft for each, what is new, and the keys that go from one to another."""

import msgspec
import pytest

from server.domain.entries import AddEntry, Entry
from server.domain.topics import Topic
from spilter_tui import i18n
from spilter_tui.topical import TopicPane
from spilter_tui.widgets.topiclist import TopicList
from tests.tui.crowd import SIZE, change, crowded
from tests.tui.scenes import STREETS, VIEWS, agenda, topical
from tests.tui.stage import Stage, drafted, picture, settle, wanted


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_language", "en")


def grown(topic: int, count: int) -> Topic:
    """One of the topics, with so many entries."""
    return msgspec.structs.replace(STREETS[topic], count=count)


async def test_each_topic_keeps_its_own_draft_and_gets_its_own_entries() -> None:
    pane = crowded(topics=STREETS, rows=())
    app = Stage(pane)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*"Onrust", "pagedown", *"Geld", "enter", "pageup", "enter")
        await settle(pilot)
        assert pane.topic == "t0"
    assert wanted(app) == [AddEntry("Geld", about="t1"), AddEntry("Onrust", about="t0")]
    assert drafted(app) == {"topic-t0": "", "topic-t1": ""}


async def test_a_table_with_one_topic_reads_what_it_is() -> None:
    pane = crowded(preset="table", topics=STREETS[:1], street=STREETS[0].id, rows=())
    app = Stage(pane)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert f"Your table's topic: {STREETS[0].text}" in picture(app)
        change(pane, street="")
        await settle(pilot)
        assert "Your table's topic" not in picture(app)


async def test_a_digit_goes_to_its_topic_outside_the_box_and_is_typed_in_it() -> None:
    pane = crowded(topics=STREETS, rows=())
    app = Stage(pane)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("3", "f6")
        assert (pane.topic, pane.box.text, isinstance(app.focused, TopicList)) == ("t0", "3", True)
        await pilot.press("3")
        assert (pane.topic, pane.box.text, app.focused) == ("t2", "", pane.box)
        await pilot.press("f6", "9")
        assert pane.topic == "t2"


async def test_what_came_in_elsewhere_is_counted_until_it_is_looked_at() -> None:
    pane = crowded(topics=STREETS, rows=())
    app = Stage(pane)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("pagedown", "pagedown", "pagedown")
        assert " new\n" not in picture(app)
        change(pane, topics=(grown(0, 9), *STREETS[1:]))
        await settle(pilot)
        assert "9 · 3 new" in picture(app)
        await pilot.press("pagedown")
        assert " new\n" not in picture(app)


async def test_what_was_read_is_known_to_who_comes_back_from_elsewhere() -> None:
    screen = topical()
    app = Stage(screen)
    async with app.run_test(size=SIZE) as pilot:
        assert "2 · 2 new" in picture(app)
        await pilot.press("pagedown", "pageup")
        screen.agenda = agenda("scale")
        await settle(pilot)
        more = msgspec.structs.replace(VIEWS["missing"], topics=(grown(0, 7), grown(1, 5), *STREETS[2:]))
        screen.take_view("missing", more)
        screen.agenda = agenda("missing")
        await settle(pilot)
        assert screen.at == "missing"
        assert "5 · 3 new" in picture(app)  # of the five in the second topic two were read
        assert "41 · 41 new" in picture(app)


async def test_who_comes_back_from_elsewhere_is_at_the_same_topic() -> None:
    screen = topical()
    app = Stage(screen)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("pagedown", "pagedown")
        for elsewhere in ("scale", "missing"):
            screen.agenda = agenda(elsewhere)
            await settle(pilot)
        assert isinstance(screen.pane, TopicPane)
        assert screen.pane.topic == "t2"


async def test_what_was_taken_away_hides_no_news() -> None:
    pane = crowded(topics=STREETS, rows=())
    app = Stage(pane)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("pagedown")
        change(pane, topics=(grown(0, 4), *STREETS[1:]))
        change(pane, topics=(grown(0, 6), *STREETS[1:]))
        await settle(pilot)
        assert "6 · 2 new" in picture(app)


async def test_a_draft_about_a_topic_brings_one_back_to_it() -> None:
    pane = crowded(drafts={"topic-t2": "Mag dat wel?"}, topics=STREETS, rows=())
    async with Stage(pane).run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert (pane.topic, pane.box.text) == ("t2", "Mag dat wel?")


async def test_a_topic_of_a_street_is_the_only_one() -> None:
    rows = (Entry("x", "Hier", about="t2"),)
    pane = crowded(preset="table", topics=(STREETS[2],), street="t2", rows=rows)
    app = Stage(pane)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*"Ook", "enter")
        await settle(pilot)
        assert not app.query_one(TopicList).display
    assert wanted(app) == [AddEntry("Ook", about="t2")]
