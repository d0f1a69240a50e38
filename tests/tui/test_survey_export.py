"""`spilter survey export`, `tokens`, and what people sent back: from an agenda to files and back into the workshop."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from spilter_tui.cli import spilter
from tests.tui.test_survey_read import folder, survey

__all__ = ["folder"]


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(spilter, ["survey", *arguments], catch_exceptions=False)
    assert "Traceback" not in done.output
    return done


def answer(name: str, token: str, absent: bool = False, **answers: object) -> None:
    file = {"format": "spilter-answers", "activity": "vooraf", "token": token, "absent": absent, "answers": answers}
    Path("terug").mkdir(exist_ok=True)
    Path("terug", name).write_text(json.dumps(file), encoding="utf-8")


def test_a_survey_leaves_as_a_page_and_as_a_text(folder: Path) -> None:
    done = run("export", "dag.toml", "--reply", "griffie@voorbeeld.nl", "--out", "vooraf")
    assert done.exit_code == 0
    page, text = (Path("vooraf", name).read_text("utf-8") for name in ("vooraf.html", "vooraf.txt"))
    assert "griffie@voorbeeld.nl" in page
    assert "In welke sector werkt u?" in text
    assert "Stuur hem naar: griffie@voorbeeld.nl" in text
    english = run("export", "dag.toml", "--in", "en", "--out", "en", "--json")
    assert json.loads(english.output)["activity"] == "vooraf"
    assert "Thank you." in Path("en/vooraf.txt").read_text("utf-8")


@pytest.mark.usefixtures("folder")
def test_a_survey_that_is_not_there_can_not_leave() -> None:
    done = run("export", "dag.toml", "--activity", "anders", "--out", "x")
    assert done.exit_code == 1


def test_what_came_back_is_read_once_and_a_changed_answer_takes_its_place(folder: Path) -> None:
    answer("a.json", "code-1", wens="Rust")
    answer("b.json", "code-2", absent=True, wens="Ruimte")
    run("export", "dag.toml", "--out", "vooraf")
    form = Path("vooraf/vooraf.txt").read_text("utf-8")
    Path("terug/c.txt").write_text(form.replace("[ ] Bouw", "[x] Bouw"), encoding="utf-8")
    Path("terug/d.txt").write_text("iets anders", encoding="utf-8")
    done = run("read", "dag.toml", "terug")
    assert done.exit_code == 0
    assert "3 mensen" in done.output
    assert "d.txt" in done.output
    assert "1 bestand is niet ingelezen" in done.output
    assert (survey(folder).total(0), survey(folder).sheets.absent) == (3, 1)
    answer("a.json", "code-1", wens="Reinheid")
    assert run("read", "dag.toml", "terug").exit_code == 0
    kept = survey(folder).sheets
    assert (len(kept.all), sorted(text.text for text in kept.texts)) == (3, ["Reinheid", "Ruimte"])
    assert "code-1" not in str(kept.by_key)


@pytest.mark.usefixtures("folder")
def test_looking_first_changes_nothing_and_a_file_for_another_survey_is_told() -> None:
    answer("a.json", "code-1", wens="Rust")
    done = run("read", "dag.toml", "terug", "--preview", "--json")
    assert json.loads(done.output) == {"activity": "vooraf", "answers": 1, "absent": 0, "faults": {}}
    assert not Path("dag.spilter").exists()
    Path("terug/a.json").write_text(Path("terug/a.json").read_text("utf-8").replace("vooraf", "anders"), "utf-8")
    done = run("read", "dag.toml", "terug", "--preview")
    assert done.exit_code == 1
    assert "een andere enquête" in done.output


def test_codes_stay_with_who_is_on_the_list_and_are_kept_apart(folder: Path) -> None:
    Path("namen.txt").write_text("Anna\nBert\nAnna\n", encoding="utf-8")
    assert "2 codes" in run("tokens", "namen.txt", "codes.csv").output
    first = list(csv.reader(Path("codes.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    Path("namen.txt").write_text("Bert\nCéline\n", encoding="utf-8")
    assert "1 code" in run("tokens", "namen.txt", "codes.csv").output
    then = list(csv.reader(Path("codes.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert then[:3] == first
    assert [name for name, _code in then] == ["naam", "Anna", "Bert", "Céline"]
    assert len({code for _name, code in then}) == 4
    assert folder.joinpath("codes.csv").exists()
