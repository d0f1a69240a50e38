"""Discussing: comments on topics, by side, signed or not."""

from typing import Any

import pytest

from server.domain import root
from server.domain.entries import AddEntry, AddPaper, EntryAdded, Hidden, HideEntry, StarEntry
from server.domain.entry_flow import BATCH
from server.domain.i18n import words
from server.domain.kernel import Audience, Card, Phase, Refused, Role, Selection, Who
from server.domain.steering import Carry, Drop, SetPreset
from tests.domain.stage import DESK, GUEST, ROOM, Stage, items, texts

ALDERMAN = Who(Role.PARTICIPANT, table=1, name="wethouder Bakker")
TABLE_2 = Who(Role.PARTICIPANT, table=2)


def talk(preset: str = "together", signing: bool = True, **settings: Any) -> Stage:
    start = items("Eén loket", "Omzeteis van drie jaar")
    stage = Stage(Card("d", "discuss", "Waarom?", start=start, preset=preset, signing=signing, settings=settings))
    stage.phase("d", Phase.OPEN)
    return stage


def say(stage: Stage, text: str, about: str = "a", who: Who = GUEST, **more: Any) -> EntryAdded:
    added = stage.do("d", AddEntry(text, about=about, **more), who)[0]
    assert isinstance(added, EntryAdded)
    stage.now += BATCH
    return added


def test_topics_count_their_comments_by_side() -> None:
    stage = talk(sides=["voor", "tegen"])
    say(stage, "scheelt bellen", side="voor")
    say(stage, "nog een loket", side="tegen")
    say(stage, "wie betaalt?")
    first, second = stage.view("d", ROOM).topics
    assert (first.text, first.count, first.by_side) == ("Eén loket", 3, (1, 1))
    assert (second.count, second.by_side) == (0, (0, 0))


def test_a_comment_needs_a_topic_and_one_of_the_sides() -> None:
    stage = talk(sides=["voor", "tegen"])
    for command, code in (
        (AddEntry("zomaar"), "no_topic"),
        (AddEntry("zomaar", about="zz"), "no_topic"),
        (AddEntry("zomaar", about="a", side="boos"), "no_side"),
    ):
        with pytest.raises(Refused, match=code):
            stage.do("d", command, GUEST)
    with pytest.raises(Refused, match="no_topic"):
        stage.do("d", AddPaper(("zomaar",)), DESK)


def test_who_wants_to_signs_in_an_anonymous_activity() -> None:
    stage = talk()
    say(stage, "dat beloof ik", who=ALDERMAN, signed=True)
    say(stage, "niet met naam", who=ALDERMAN)
    rows = stage.view("d", ROOM).rows
    assert {row.text: row.name for row in rows} == {"dat beloof ik": "wethouder Bakker", "niet met naam": ""}


def test_without_signing_no_name_is_kept() -> None:
    stage = talk(signing=False)
    say(stage, "dat beloof ik", who=ALDERMAN, signed=True)
    assert stage.view("d").rows[0].name == ""


def test_presets_show_all_nothing_or_the_own_table() -> None:
    stage = talk("table")
    say(stage, "van tafel 1", who=ALDERMAN)
    say(stage, "van tafel 2", who=TABLE_2)
    seen = stage.view("d", Audience(Role.PARTICIPANT, 2)).rows
    assert [row.text for row in seen] == ["van tafel 2"]
    stage.do("d", SetPreset("own"))
    assert (stage.view("d", ROOM).rows, stage.view("d", ROOM).topics[0].count) == ((), 2)
    stage.do("d", SetPreset("together"))
    assert len(stage.view("d", ROOM).rows) == 2
    stage.do("d", SetPreset("result"))
    with pytest.raises(Refused, match="not_now"):
        stage.do("d", AddEntry("te laat", about="a"), GUEST)


def test_a_screen_gets_the_newest_of_each_topic() -> None:
    stage = talk()
    for n in range(25):
        stage.do("d", AddEntry(f"{n}", about="a"), GUEST)
        stage.now += BATCH
    say(stage, "ook dit", about="b")
    rows = stage.view("d", ROOM).rows
    assert [row.text for row in rows] == [*(f"{n}" for n in range(5, 25)), "ook dit"]
    assert stage.view("d", ROOM).total == 26


def test_results_hold_every_word_by_topic_and_side() -> None:
    stage = talk(sides=["voor", "tegen"])
    say(stage, "nog een loket", side="tegen")
    say(stage, "scheelt bellen", side="voor")
    rude = say(stage, "lelijk woord")
    stage.do("d", HideEntry(rude.id, "onbeleefd"))
    stage.now += BATCH
    assert stage.view("d", ROOM).hidden == (Hidden(rude.id, "onbeleefd"),)
    assert texts(stage.activity("d").results(words("en"))) == [
        "Eén loket", "voor", "scheelt bellen", "tegen", "nog een loket",
        "Omzeteis van drie jaar", "No comments.", "1 entry hidden",
    ]  # fmt: skip


def test_comments_on_a_topic_that_went_keep_their_heading() -> None:
    stage = talk()
    say(stage, "toch gezegd")
    stage.do("d", Drop(("a",)))
    assert texts(stage.activity("d").results(words("en")))[:2] == ["Eén loket", "toch gezegd"]


def test_comments_stay_when_the_carrying_of_their_topic_is_undone() -> None:
    stage = Stage(Card("s", "slide", "x", start=items("Onderwerp")), Card("d", "discuss", "Waarom?"))
    stage.phase("d", Phase.OPEN)
    stage.do("d", Carry(Selection("s")))
    say(stage, "toch gezegd")
    stage.do("", root.Undo(next(act.id for act in stage.workshop.acts.values() if act.what == ("received",))))
    assert texts(stage.activity("d").results(words("en"))) == ["Other comments", "toch gezegd"]
    assert [item.text for item in stage.activity("d").items()] == ["toch gezegd"]


def test_comments_and_topics_go_on_with_their_lineage() -> None:
    stage = talk()
    comment = say(stage, "scheelt bellen")
    stage.do("d", StarEntry(comment.id))
    (starred,) = stage.workshop.select(Selection("d", how="starred"))
    assert (starred.text, starred.origins, starred.theme) == ("scheelt bellen", ("a",), "Eén loket")
    topics = stage.workshop.select(Selection("d", level="theme"))
    assert [topic.id for topic in topics] == ["a", "b"]


def test_figures_hold_topics_and_comments_verbatim() -> None:
    stage = talk(sides=["voor"])
    said = say(stage, "scheelt bellen", side="voor")
    figures = stage.activity("d").figures()
    assert [topic["n"] for topic in figures.items] == [1, 0]
    entry = next(entry for entry in figures.entries if entry.id == said.id)
    assert (entry.text, entry.about, entry.side) == ("scheelt bellen", "a", "voor")
