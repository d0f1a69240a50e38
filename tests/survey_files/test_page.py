"""The survey as a page: whole in itself, filled in by hand in a real browser without a network, and read back."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from server.domain.i18n import LANGUAGES, Language
from server.domain.survey.answerfile import key_of, read
from server.domain.survey.answers import tidy, visible
from server.domain.survey.questions import Survey
from server.survey_files.page import render
from tests.chromium import Page, chromium, needs_chromium
from tests.domain.surveys import answers, surveys
from tests.survey_files.every import ANSWERS, EVERY


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_in_itself(language: Language) -> None:
    page = render(EVERY, "enquete", language)
    assert not re.findall(r"https?://|\bsrc=|\bhref=|@import|url\(", page)
    assert page.count("</script>") == 2
    assert "default-src 'none'" in page
    assert f'<html lang="{language}">' in page


@given(surveys())
def test_no_text_of_a_survey_gets_out_of_its_place(survey: Survey) -> None:
    page = render(survey, "enquete", "nl")
    assert page.count("<script") == page.count("</script>") == 2
    assert page.count("<!--") == 0


def fill(page: Page) -> None:
    """Fill in the first two pages with the mouse and the keyboard."""
    click(page, "#question-multiple input[value=a]")
    click(page, "#question-multiple input[value=c]")
    typed(page, "#question-multiple input[type=text]", "Eend")
    typed(page, "#question-single input[type=text]", "Das\u00a0& <i>ree</i>")
    click(page, "#question-top input[value=b]")
    click(page, "#question-top input[value=c]")
    assert page.run("document.querySelector('#question-top input[value=a]').disabled")
    assert not shown(page, "why")
    click(page, "#question-scale input[value='1']")
    assert shown(page, "why")
    typed(page, "#question-why textarea", 'Eerste regel\ntweede: "regel"')
    click(page, "#next")
    typed(page, "#question-number input", "7,5")
    page.run(
        "(f => { f.value = '2026-11-21'; f.dispatchEvent(new Event('input')) })"
        "(document.querySelector('#question-date input'))"
    )
    typed(page, "#question-text input", "[x] €5")
    for place, option in enumerate("cab"):
        page.run(
            f"(s => {{ s.value = '{option}'; s.dispatchEvent(new Event('change')) }})"
            f"(document.querySelectorAll('#question-ranking select')[{place}])"
        )
    click(page, "#question-grid input[name='grid/a'][value=b]")
    page.run("document.querySelector('#question-grid input[name=\"grid/b\"]').focus()")
    page.press(" ", 32)  # the first column by key, then two to the right
    page.press("ArrowRight", 39)
    page.press("ArrowRight", 39)


def click(page: Page, selector: str) -> None:
    page.run(f"document.querySelector({json.dumps(selector)}).click()")


def typed(page: Page, selector: str, text: str) -> None:
    page.run(f"document.querySelector({json.dumps(selector)}).focus()")
    page.type(text)


def shown(page: Page, question: str) -> bool:
    return bool(page.run(f"document.getElementById('question-{question}').offsetParent !== null"))


@needs_chromium
def test_a_page_is_filled_in_kept_saved_and_read_back(tmp_path: Path) -> None:
    file = tmp_path / "enquete.html"
    file.write_text(render(EVERY, "enquete", "nl", "griffie@voorbeeld.nl"), "utf-8")
    with chromium(tmp_path / "profile") as page:
        page.open(file)
        fill(page)
        page.open(file)  # closed and opened again: the draft is there, on the page where it was
        assert page.run("document.querySelector('#question-number input').value") == "7,5"
        assert shown(page, "number")
        typed(page, "#token", "3xmj 02ct")
        click(page, "#absent")
        click(page, "#save")
        page.wait("Browser.downloadProgress", state="completed")
        assert not page.complaints
    (saved,) = (tmp_path / "profile" / "downloads").iterdir()
    assert re.fullmatch(r"antwoord-[0-9a-z]{4}\.json", saved.name)
    sheet = read(saved.read_bytes(), EVERY, "enquete")
    assert sheet.answers == ANSWERS
    assert sheet.absent
    assert sheet.key == key_of("3XMJ-02CT", "enquete")


@needs_chromium
def test_what_is_missing_is_said_and_where_nothing_more_is_asked_there_is_no_page(tmp_path: Path) -> None:
    file = tmp_path / "enquete.html"
    file.write_text(render(EVERY, "enquete", "en"), "utf-8")
    with chromium(tmp_path / "profile") as page:
        page.open(file)
        click(page, "#next")
        fault = "document.querySelector('#question-single .fault').textContent"
        assert page.run(fault) == "This question must be answered."
        assert page.run("document.activeElement.name") == "single"
        click(page, "#question-single input[value=a]")
        click(page, "#next")
        assert page.run("document.getElementById('next').hidden")
        typed(page, "#question-number input", "25")
        click(page, "#save")
        assert "24" in page.run("document.querySelector('#question-number .fault').textContent")
        click(page, "#back")
        click(page, "#question-single input[value=b]")
        click(page, "#next")
        assert not page.run("document.getElementById('next').hidden")
        click(page, "#forget")
        assert page.run("state.answers") == {}
        assert page.run("localStorage.length") <= 1


@needs_chromium
def test_the_page_asks_what_the_server_would_ask(tmp_path: Path) -> None:
    """Over many random surveys and answers at once, the page's conditions hold where the server's do."""
    cases: list[dict[str, Any]] = []
    wanted: list[list[str]] = []

    @settings(max_examples=300, deadline=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
    @given(surveys().flatmap(lambda its: st.tuples(st.just(its), answers(its))))
    def gather(pair: tuple[Survey, dict[str, Any]]) -> None:
        survey, given_ = pair
        cases.append({"asked": msgspec.to_builtins(survey.questions), "answers": given_})
        wanted.append([question.id for question in visible(survey, given_)])

    gather()
    file = tmp_path / "enquete.html"
    file.write_text(render(EVERY, "enquete", "nl"), "utf-8")
    with chromium(tmp_path / "profile") as page:
        page.open(file)
        script = f"{json.dumps(cases)}.map((each) => visible(each.asked, each.answers).map((question) => question.id))"
        assert page.run(script) == wanted
    assert tidy(EVERY, ANSWERS) == ANSWERS
