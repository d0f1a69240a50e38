"""The desk reads in what people sent back: a file of the page, a form, or a folder of them."""

import json
from pathlib import Path

import pytest

from server.domain.i18n import words
from server.domain.survey.textform import render
from tests.tui.test_desk import desk_on
from tests.tui.test_desk_answers import choose_file, english, hall, survey_of

__all__ = ["english"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    file = {"format": "spilter-answers", "activity": "vooraf", "token": "3xmj-02ct", "absent": True}
    wish = survey_of(hall()).survey.questions[0]
    assert wish.options
    (tmp_path / "a.json").write_text(json.dumps({**file, "answers": {wish.id: wish.options[0].id}}), "utf-8")
    form = render(survey_of(hall()).survey, "vooraf", words("en"))
    (tmp_path / "b.txt").write_text(
        form.replace("[ ] " + wish.options[0].text, "[x] " + wish.options[0].text, 1), "utf-8"
    )
    return tmp_path


async def test_a_folder_comes_in_and_a_second_time_nothing_changes(folder: Path) -> None:
    async with desk_on(hall()) as desk:
        await choose_file(desk, folder)
        assert "2 answers read." in desk.toasts
        sheets = survey_of(desk.hall).sheets
        assert (len(sheets.all), sheets.absent) == (2, 1)
        before = sheets.all
        await choose_file(desk, folder)
        assert survey_of(desk.hall).sheets.all == before


async def test_what_is_none_of_it_is_told_by_file(folder: Path) -> None:
    (folder / "c.txt").write_text("hallo", "utf-8")
    async with desk_on(hall()) as desk:
        await choose_file(desk, folder)
        assert "c.txt: This is no file of answers" in " ".join(desk.picture.split())
        await desk.press("escape")
        assert survey_of(desk.hall).total(0) == 2
