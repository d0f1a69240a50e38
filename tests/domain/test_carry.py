"""Carrying over: what a preview shows is what comes, each once, and the lineage leads back to the words."""

from typing import Any

import pytest

from server.domain import sorting
from server.domain.entries import AddPaper
from server.domain.kernel import Card, Item, Phase, Refused, Selection
from server.domain.sorting import ASIDE, AddTheme, MergeItems, PlaceItem
from server.domain.steering import Carry, Received
from tests.domain.stage import Stage, items

IDEAS = Card(
    "ideas", "brainstorm", "Ideeën", start=items("Eén loket", "een loket", "Werkruimte", source="vooronderzoek")
)


def afternoon(carry: Selection | None = None) -> Stage:
    return Stage(IDEAS, Card("sort", "group", "Ordenen"), Card("talk", "discuss", "Waarom?", carry=carry))


def received(stage: Stage, scope: str) -> list[Item]:
    return list(stage.activity(scope).received.values())


def ids(found: Any) -> list[str]:
    return [item.id for item in found]


def test_what_the_preview_shows_is_what_comes_and_nothing_comes_twice() -> None:
    stage = afternoon()
    choice = Selection("ideas", "picked", ids=("c", "a"))
    preview = stage.workshop.select(choice)
    stage.do("sort", Carry(choice))
    assert ids(preview) == ids(received(stage, "sort")) == ["a", "c"]
    stage.do("sort", Carry(Selection("ideas")))
    assert ids(received(stage, "sort")) == ["a", "c", "b"]
    with pytest.raises(Refused, match="nothing_new"):
        stage.do("sort", Carry(Selection("ideas")))
    stage.undo()
    assert ids(received(stage, "sort")) == ["a", "c"]


def test_carrying_changes_nothing_where_it_came_from() -> None:
    stage = afternoon()
    before = stage.activity("ideas").items()
    stage.do("sort", Carry(Selection("ideas")))
    stage.do("sort", PlaceItem("a", (ASIDE,)))
    assert stage.activity("ideas").items() == before


def test_the_lineage_leads_from_a_theme_to_the_lines_it_came_from() -> None:
    stage = afternoon()
    stage.do("sort", Carry(Selection("ideas")))
    head = stage.do("sort", MergeItems(("a", "b"), "Eén loket voor alles"))[0]
    theme = stage.do("sort", AddTheme("Dienst", item=getattr(head, "id", "")))[0]
    assert isinstance(theme, sorting.ThemeAdded)
    stage.do("talk", Carry(Selection("sort", level="theme")))
    known = {item.id: item for key in ("ideas", "sort", "talk") for item in stage.activity(key).items()}
    assert verbatim(known, theme.id) == {"Eén loket", "een loket"}


def verbatim(known: dict[str, Item], key: str) -> set[str]:
    """The texts at the end of the lineage."""
    origins = known[key].origins
    return {text for origin in origins for text in verbatim(known, origin)} if origins else {known[key].text}


def test_an_activity_takes_over_by_itself_when_it_first_opens() -> None:
    stage = afternoon(carry=Selection("ideas"))
    stage.do("ideas", AddPaper(("later gekomen",)))
    stage.phase("talk", Phase.OPEN)
    assert [item.text for item in received(stage, "talk")] == ["Eén loket", "een loket", "Werkruimte", "later gekomen"]
    stage.do("ideas", AddPaper(("te laat",)))
    stage.phase("talk", Phase.PAUSED)
    stage.phase("talk", Phase.OPEN)
    assert len(received(stage, "talk")) == 4


def test_opening_and_what_it_took_over_are_undone_as_one_act() -> None:
    stage = afternoon(carry=Selection("ideas"))
    stage.phase("talk", Phase.OPEN)
    stage.undo()
    assert (stage.activity("talk").phase, received(stage, "talk")) == (Phase.DRAFT, [])


def test_an_unknown_source_or_way_gives_nothing() -> None:
    stage = afternoon()
    with pytest.raises(Refused, match="no_activity"):
        stage.workshop.select(Selection("nowhere"))
    assert stage.workshop.select(Selection("ideas", "sideways")) == ()


def test_the_event_says_what_was_chosen() -> None:
    stage = afternoon()
    choice = Selection("ideas", "picked", ids=("a",))
    (event,) = stage.do("sort", Carry(choice))
    assert isinstance(event, Received)
    assert event.selection == choice


@pytest.mark.parametrize("how", ["top", "threshold", "dissent"])
def test_a_hidden_result_is_not_told_by_carrying(how: str) -> None:
    """Of a vote that is open, nobody learns the order by asking for the best."""
    stage = Stage(Card("v", "vote", "Stemmen", start=items("een", "twee")))
    stage.phase("v", Phase.OPEN)
    with pytest.raises(Refused, match="still_open"):
        stage.workshop.select(Selection("v", how, value=1))
