"""A slide says something, to everybody alike."""

import pytest

from server.domain.activities.slide import ChangeText
from server.domain.blocks import Text
from server.domain.i18n import words
from server.domain.kernel import Card, Refused
from tests.domain.stage import ROOM, WALL, Stage

CARD = Card("s", "slide", "Welkom", settings={"text": "Welkom.\n\nPauze tot drie uur."})


def test_the_text_is_the_cards_until_somebody_changes_it_and_undo_brings_it_back() -> None:
    stage = Stage(CARD)
    assert stage.view("s", ROOM) == stage.view("s", WALL)
    stage.do("s", ChangeText("Pauze"))
    assert stage.view("s", ROOM).text == "Pauze"
    stage.undo()
    assert stage.view("s", ROOM).text == CARD.settings["text"]


def test_a_blank_line_starts_a_paragraph() -> None:
    blocks = Stage(CARD).activity("s").results(words("en"))
    assert blocks == (Text("Welkom."), Text("Pauze tot drie uur."))


def test_a_slide_says_something() -> None:
    with pytest.raises(Refused, match="empty"):
        Stage(CARD).do("s", ChangeText(" "))
