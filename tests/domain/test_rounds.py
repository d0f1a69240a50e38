"""Rounds: what is typed belongs to table, topic and round; guests are seated, come late and leave; summaries, picks."""

from typing import Any

import pytest

from server.domain.blocks import Quotes, Table
from server.domain.entries import AddEntry, AddPaper, EntryAdded, Hidden, HideEntry, StarEntry
from server.domain.entry_flow import BATCH
from server.domain.i18n import words
from server.domain.kernel import Audience, Card, Phase, Refused, Role, Selection, Who
from server.domain.keys import hash_of
from server.domain.root import Show, Shown
from server.domain.rotation import sizes
from server.domain.round_messages import (
    Absent,
    GoToRound,
    HideSummary,
    Late,
    Pick,
    Plan,
    RoundsView,
    Start,
    Summarise,
    sentences,
)
from server.domain.steering import Reveal
from tests.domain.stage import DESK, Stage, items, texts

TOPICS = items("Wonen", "Zorg", "Groen", "Verkeer", "Ontmoeten")
ROUND = tuple(range(1, 11))


def cafe(guests: int = 50, **settings: Any) -> Stage:
    stage = Stage(Card("r", "rounds", "Wereldcafé", start=TOPICS, settings=settings))
    if guests:
        stage.do("r", Plan(tuple(range(1, guests + 1)), ROUND))
    stage.phase("r", Phase.OPEN)
    return stage


def at(table: int) -> Who:
    return Who(Role.PARTICIPANT, table=table)


def say(stage: Stage, text: str, table: int = 1, round: int = 0, key: str = "") -> EntryAdded:
    added = stage.do("r", AddEntry(text, key=key, round=round), at(table))[0]
    assert isinstance(added, EntryAdded)
    stage.now += BATCH
    return added


def see(stage: Stage, table: int = 1) -> RoundsView:
    view = stage.view("r", Audience(Role.PARTICIPANT, table))
    assert isinstance(view, RoundsView)
    return view


# --- tables, topics, rounds -------------------------------------------------------------------------------------


def test_a_table_has_one_topic_and_sees_its_own() -> None:
    stage = cafe()
    say(stage, "meer woningen", table=1)
    say(stage, "ook woningen", table=6)
    view = see(stage, 1)
    assert (view.topic, [row.text for row in view.rows]) == ("a", ["meer woningen"])
    assert [(topic.text, topic.tables, topic.count) for topic in view.topics][:2] == [
        ("Wonen", (1, 6), 2),
        ("Zorg", (2, 7), 0),
    ]
    assert see(stage, 6).topic == "a"
    assert see(stage, 5).topic == "e"
    assert [row.about for row in stage.view("r").rows] == ["a", "a"]


def test_the_agenda_may_say_which_table_has_which_topic() -> None:
    stage = cafe(0, tables=[3, 3, 1])
    assert [see(stage, table).topic for table in (1, 2, 3, 4)] == ["c", "c", "a", "d"]


def test_what_is_typed_goes_to_the_round_it_was_typed_in() -> None:
    stage = cafe()
    say(stage, "van ronde 1")
    stage.do("r", GoToRound(2))
    say(stage, "laat van ronde 1", round=1)
    say(stage, "van ronde 2", round=2)
    stage.now += 500
    say(stage, "was zonder netwerk", round=1)
    assert [(row.round, row.text) for row in see(stage).rows] == [
        (1, "van ronde 1"),
        (1, "laat van ronde 1"),
        (2, "van ronde 2"),
        (1, "was zonder netwerk"),
    ]
    with pytest.raises(Refused, match="no_round"):
        say(stage, "te vroeg", round=3)


def test_who_takes_the_laptop_along_sends_to_the_topic_of_before() -> None:
    stage = cafe()
    stage.do("r", GoToRound(2))
    stage.do("r", AddEntry("nog over wonen", round=1, about="a"), at(2))
    stage.now += BATCH
    [row] = stage.view("r").rows
    assert (row.round, row.about, row.table) == (1, "a", 0)


def test_there_are_no_more_rounds_than_the_agenda_says_and_each_has_its_question() -> None:
    stage = cafe(deepening=["Wat speelt er?", "", "Wat is nodig?"])
    assert see(stage).question == "Wat speelt er?"
    stage.do("r", GoToRound(2))
    assert (see(stage).question, see(stage).began) == ("", stage.now)
    stage.do("r", GoToRound(3))
    assert see(stage).question == "Wat is nodig?"
    with pytest.raises(Refused, match="no_round"):
        stage.do("r", GoToRound(4))


def test_a_round_that_began_by_mistake_is_undone_and_its_entries_stay() -> None:
    stage = cafe()
    stage.do("r", GoToRound(2))
    say(stage, "alvast", round=2)
    stage.undo()
    assert (see(stage).round, [row.round for row in see(stage).rows]) == (1, [2])


def test_no_entry_without_a_table() -> None:
    with pytest.raises(Refused, match="at_no_table"):
        say(cafe(), "vanaf de gang", table=0)


def test_what_came_on_paper_has_its_topic() -> None:
    stage = cafe()
    stage.do("r", AddPaper(("briefje",), "papier", about="b"))
    stage.do("r", AddPaper(("van tafel 3",), "papier", table=3))
    assert [(row.text, row.about, row.round) for row in stage.view("r").rows] == [
        ("briefje", "b", 1),
        ("van tafel 3", "c", 1),
    ]
    with pytest.raises(Refused, match="no_topic"):
        stage.do("r", AddPaper(("nergens",), "papier"))


# --- who sits where ---------------------------------------------------------------------------------------------


def test_a_table_sees_who_sits_there_and_who_goes_where() -> None:
    stage = cafe()
    first = see(stage, 3).here
    assert (len(first), see(stage, 3).going) == (5, ())
    stage.do("r", GoToRound(2))
    going = see(stage, 3).going
    assert tuple(each.card for each in going) == first
    for each in going:
        assert each.card in see(stage, each.table).here
        assert see(stage, each.table).topic != "c"
    assert see(stage, 3).routes is None
    assert stage.view("r").routes.of(first[0])[1] == going[0].table


def test_six_leave_after_the_first_round() -> None:
    stage = cafe()
    before = stage.view("r").routes
    stage.do("r", Absent((1, 12, 23, 34, 45, 50)))
    routes = stage.view("r").routes
    assert routes.round(1) == before.round(1)
    hall = dict.fromkeys(ROUND, "")
    assert [sizes(routes.round(n), hall) for n in (2, 3)] == [(4, 5), (4, 5)]
    assert stage.activity("r").figures().facts["seating"] == {
        "guests": 50, "smallest": 4, "largest": 5, "topics_again": 0, "pairs_again": 0,
    }  # fmt: skip
    stage.do("r", Absent((2,)))
    assert not {1, 2} & stage.view("r").routes.round(2).keys()


def test_who_comes_late_sits_down_at_once_and_who_never_came_is_planned_away() -> None:
    stage = Stage(Card("r", "rounds", "Wereldcafé", start=TOPICS))
    stage.do("r", Plan(tuple(range(1, 51)), ROUND))
    stage.do("r", Absent((7, 8)))
    assert len(stage.view("r").routes.round(1)) == 48
    stage.phase("r", Phase.OPEN)
    before = stage.view("r").routes.round(1)
    stage.do("r", Late((7, 51)))
    after = stage.view("r").routes
    assert after.round(1).items() >= before.items()
    assert sizes(after.round(1), dict.fromkeys(ROUND, "")) == (5, 5)
    assert {7, 51} <= after.round(3).keys()


def test_who_chose_a_table_starts_there() -> None:
    stage = Stage(Card("r", "rounds", "Wereldcafé", start=TOPICS))
    stage.do("r", Plan((1, 2, 3), (4, 5), (Start(2, 5), Start(3, 5))))
    routes = stage.view("r").routes
    assert (routes.round(1), routes.of(2)) == ({1: 4, 2: 5, 3: 5}, (5, 4, routes.of(2)[2]))


def test_a_plan_needs_tables_topics_and_guests() -> None:
    stage = Stage(Card("r", "rounds", "Wereldcafé", start=TOPICS), Card("e", "rounds", "Leeg"))
    for scope, command, code in (
        ("r", Plan((1, 2)), "no_tables"),
        ("e", Plan((1, 2), (1, 2)), "no_topic"),
        ("r", Plan((), (1, 2)), "nobody"),
        ("r", Late((1,)), "no_tables"),
    ):
        with pytest.raises(Refused, match=code):
            stage.do(scope, command)


# --- summaries and insights -------------------------------------------------------------------------------------


def test_a_tables_summary_is_carried_to_its_next_rounds() -> None:
    stage = cafe()
    stage.do("r", Summarise(1, "Wonen is duur."), at(1))
    stage.do("r", GoToRound(2))
    stage.do("r", Summarise(1, "Wonen is duur. Vooral voor starters."), at(1))
    assert [(s.round, s.text) for s in see(stage, 1).summaries] == [(1, "Wonen is duur. Vooral voor starters.")]
    assert see(stage, 6).summaries == ()
    with pytest.raises(Refused, match="sentences"):
        stage.do("r", Summarise(2, "Een. Twee. Drie. Vier."), at(1))
    with pytest.raises(Refused, match="at_no_table"):
        stage.do("r", Summarise(2, "Van niemand."), at(0))


def test_a_hidden_summary_is_counted_and_shown_nowhere() -> None:
    stage = cafe()
    stage.do("r", Summarise(1, "De buurman van nummer 12 doet het."), at(1))
    stage.do("r", HideSummary(1, 1, "noemt een persoon"))
    assert see(stage, 1).summaries == ()
    assert stage.view("r").summaries[0].hidden == "noemt een persoon"
    said = texts(stage.activity("r").results(words("nl")))
    assert not [text for text in said if "buurman" in text]
    assert "1 bijdrage niet getoond" in said
    with pytest.raises(Refused, match="no_summary"):
        stage.do("r", HideSummary(2, 1, "wat?"))


def test_a_table_picks_three_of_its_own_lines() -> None:
    stage = cafe()
    lines = [say(stage, f"regel {n}", table=1).id for n in range(4)]
    other = say(stage, "elders", table=2).id
    for line in lines[:3]:
        stage.do("r", Pick(line), at(1))
    for entry, who, code in ((lines[3], at(1), "enough_picked"), (other, at(1), "not_your_table"), ("x", at(1), "no_")):
        with pytest.raises(Refused, match=code):
            stage.do("r", Pick(entry), who)
    stage.do("r", Pick(lines[0], on=False), at(1))
    stage.do("r", Pick(lines[3]), at(1))
    stage.do("r", StarEntry(lines[1], on=False), DESK)
    assert [row.star for row in see(stage).rows] == [False, True, True, True]
    assert {quote.text for quote in stage.activity("r").quotes(stage.now)} == {"regel 1", "regel 2", "regel 3"}


def test_insights_go_to_the_plenary_with_their_topic() -> None:
    stage = cafe()
    line = say(stage, "bouw hofjes", table=6).id
    say(stage, "nog iets", table=6)
    stage.do("r", Pick(line), at(6))
    [insight] = stage.workshop.select(Selection("r", "starred"))
    assert (insight.text, insight.theme, insight.origins) == ("bouw hofjes", "Wonen", ("a",))
    assert [item.text for item in stage.workshop.select(Selection("r", level="theme"))] == [t.text for t in TOPICS]


def test_sealing_keeps_rounds_picks_and_the_last_summary() -> None:
    stage = cafe()
    line = say(stage, "bouw hofjes", key=hash_of("sleutel")).id
    stage.do("r", Pick(line), at(1))
    stage.do("r", StarEntry(line, on=False), DESK)
    stage.do("r", Summarise(1, "Eerst dit."), at(1))
    stage.do("r", Summarise(1, "Toen dat."), at(1))
    stage.phase("r", Phase.CLOSED)
    before = stage.activity("r").figures()
    stage.workshop.replace("r", stage.workshop.sealed("r"))
    assert stage.activity("r").figures() == before
    assert stage.view("r").rows[0].star
    kept = [record for record in stage.workshop.records["r"] if not record.by]
    assert (len(kept), [record.op for record in kept]) == (3, ["", "", ""])


# --- results ----------------------------------------------------------------------------------------------------


def test_the_story_of_a_topic_goes_round_by_round() -> None:
    stage = cafe(deepening=["Wat speelt er?"])
    say(stage, "starters vinden niets")
    stage.do("r", Summarise(1, "Starters zijn de dupe."), at(1))
    stage.do("r", GoToRound(2))
    say(stage, "bouw hofjes voor starters", table=6, round=2)
    hidden = say(stage, "de buurman", table=6, round=2).id
    stage.do("r", HideEntry(hidden, "persoon"))
    stage.now += BATCH
    tables = {table: stage.view("r", Audience(Role.PARTICIPANT, table)).hidden for table in (1, 6)}
    assert tables == {1: (), 6: (Hidden(hidden, "persoon"),)}
    blocks = stage.activity("r").results(words("nl"))
    labels = [block.label for block in blocks if isinstance(block, Quotes)]
    assert labels == ["Ronde 1: wat de tafel ervan zegt", "Ronde 1 · Wat speelt er?", "Ronde 2"]
    [table] = [block for block in blocks if isinstance(block, Table)]
    first = [cell.number for cell in table.rows[0][1:]]
    assert first == [1, 1, 0, 2]
    assert [cell.number for cell in table.rows[-1][1:4]] == [50, 50, 50]
    assert "de buurman" not in texts(blocks)
    [wonen, *_] = stage.activity("r").figures().items
    assert (wonen["by_round"], wonen["summaries"]) == (
        [1, 1, 0],
        [{"table": 1, "round": 1, "text": "Starters zijn de dupe."}],
    )


def test_what_comes_up_at_several_topics_is_linked() -> None:
    stage = cafe()
    say(stage, "meer bankjes in het park", table=3)
    say(stage, "bankjes bij het park", table=5)
    say(stage, "meer bankjes in het park graag", table=8)
    [*links] = stage.activity("r").figures().facts["links"]
    titles = {row.id: row.about for row in stage.view("r").rows}
    assert links
    assert all(titles[one] != titles[other] for one, other in links)


def test_the_wall_says_which_round_it_is_and_where_the_topics_are() -> None:
    stage = cafe(deepening=["Wat speelt er?"])
    stage.do("", Show(Shown("question", "r")))
    said = texts(stage.view("wall", Audience(Role.WALL)).blocks)
    assert said == ["Ronde 1 van 3", "Wat speelt er?", *(topic.text for topic in TOPICS)]
    stage.do("r", Reveal())


@pytest.mark.parametrize(
    ("text", "n"),
    [("", 0), ("Eén zin", 1), ("Eén. Twee. Drie.", 3), ("Bijv. de buurt, m.a.w. iedereen.", 1), ("Echt?! Ja. € 5.", 3)],
)
def test_sentences_are_counted_as_people_do(text: str, n: int) -> None:
    assert sentences(text) == n
