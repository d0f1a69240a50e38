"""The story of Almere, end to end: the demonstration over real sockets, and what its report must hold."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server import report as reports
from server.domain.workshop import Workshop
from server.log import Contents, read_only
from server.report import FORMATS
from tests.terminal import Terminal

CASE = json.loads((Path(__file__).resolve().parents[2] / "spilter_tui/demo/almere.json").read_bytes())
COUNTER = "Eén ondernemersloket met één telefoonnummer en een vaste accountmanager zzp"
NEAR_DUPLICATES = {"1 loket voor alle ondernemers!", "Een ondernemersloket met 1 nummer"}
MEANS = [("K2", 1, 4.59), ("K1", 2, 4.29), ("K8", 3, 4.24), ("K5", 4, 4.06),
         ("K4", 5, 3.41), ("K7", 5, 3.41), ("K3", 7, 3.00), ("K6", 8, 2.53)]  # fmt: skip
DOTS = [11, 9, 8, 6, 5, 4, 3, 2, 1, 1, 1, 0]
HIDDEN = "Mevrouw De Wit van Inkoop belt nooit terug"


def typed() -> Iterator[str]:
    """Every text that somebody types in the case."""
    for step in CASE["steps"]:
        yield from (line["text"] for line in step.get("lines", ()))


class Story:
    """What the demonstration left behind, and what it said."""

    def __init__(self, out: Path, said: dict[str, Any]) -> None:
        self.out, self.said = out, said
        self.data: dict[str, Any] = json.loads((out / "report.json").read_bytes())
        self.activities = {each["id"]: each for each in self.data["activities"]}

    def text(self, name: str) -> str:
        return (self.out / name).read_text(encoding="utf-8")

    def items(self, activity: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.activities[activity]["results"]["items"]
        return found

    def file(self) -> Contents:
        return read_only(self.out / "almere.spilter")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    out = tmp_path_factory.mktemp("almere")
    command = [sys.executable, "-m", "spilter_tui", "demo", "almere", "--headless", "--json", "--out", str(out)]
    done = subprocess.run(
        command, capture_output=True, check=False, encoding="utf-8", env=dict(os.environ), timeout=100
    )
    assert (done.returncode, done.stderr) == (0, "")
    return Story(out, json.loads(done.stdout))


# --- what came out ----------------------------------------------------------------------------------------------


def test_the_bottlenecks_in_order(story: Story) -> None:
    items = story.items("knelpunten")
    assert [(item["text"][:2], item["rank"], round(item["mean"], 2)) for item in items] == MEANS
    assert {item["n"] for item in items} == {17}
    k3 = next(item for item in items if item["text"].startswith("K3"))
    assert (round(k3["sd"], 2), round(k3["dissent"], 3)) == (1.71, 0.429)
    assert [item["text"][:2] for item in items if item["flagged"]] == ["K3"]


def test_the_dots(story: Story) -> None:
    items = story.items("stippen")
    assert [item["dots"] for item in items] == DOTS
    assert items[0]["text"] == COUNTER
    assert story.said["dots"] == sum(DOTS) == 51


def test_what_differed_became_the_only_topic_to_discuss(story: Story) -> None:
    assert [item["text"][:2] for item in story.items("verschil")] == ["K3"]
    sides = {entry["side"] for entry in story.activities["verschil"]["entries"]} - {""}
    assert sides == {"hoog", "laag"}


def test_the_near_duplicates_were_suggested_and_merged(story: Story) -> None:
    assert {(each["text"], each["like"]) for each in story.said["suggested"]} == {(t, COUNTER) for t in NEAR_DUPLICATES}
    assert all(each["words"] for each in story.said["suggested"])
    entries = story.activities["ordenen"]["entries"]
    merged = {entry["text"]: entry["merged_into"] for entry in entries if entry["merged_into"]}
    assert merged.keys() == NEAR_DUPLICATES | {COUNTER}
    head = next(entry for entry in entries if entry["id"] in merged.values())
    assert (head["text"], len(head["origins"])) == (COUNTER, 3)


def test_every_activity_says_its_n_in_persons_and_devices(story: Story) -> None:
    counts = {key: (each["n"]["persons"], each["n"]["devices"]) for key, each in story.activities.items()}
    assert counts.pop("wethouder") == (18, 18)  # the alderman at a laptop of her own
    assert set(counts.values()) == {(17, 17)}


def test_actions_walk_back_to_what_people_typed(story: Story) -> None:
    first = story.items("acties")[0]
    head = next(e for e in story.activities["ordenen"]["entries"] if e["id"] == first["sources"][0])
    texts = {entry["id"]: entry["text"] for entry in story.activities["tafels"]["entries"]}
    assert {texts[key] for key in head["origins"]} == NEAR_DUPLICATES | {COUNTER}


def test_only_the_alderman_signed(story: Story) -> None:
    names = {entry["name"] for each in story.activities.values() for entry in each["entries"] if entry["name"]}
    assert names == {"Wethouder Economie"}


# --- every word, in every format --------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["€ 5", "coördinator", "Coördinator", "café-spreekuur"])
@pytest.mark.parametrize("name", ["report.json", "report.html", "report.md", "entries.csv"])
def test_signs_that_get_lost_elsewhere(story: Story, name: str, sign: str) -> None:
    assert sign in story.text(name)


def test_everything_typed_stands_verbatim_in_the_data(story: Story) -> None:
    texts = {entry["text"] for each in story.data["activities"] for entry in each["entries"]}
    assert set(typed()) - texts == set()
    rows = list(csv.DictReader(io.StringIO(story.text("entries.csv").lstrip("\ufeff")), delimiter=";"))
    cells = {cell for row in rows for cell in row.values()}
    assert set(typed()) - {HIDDEN} - cells == set()


def test_everything_but_what_was_hidden_stands_in_the_report(story: Story) -> None:
    from html import unescape

    page, text = unescape(story.text("report.html")), story.text("report.md")
    shown = set(typed()) - {HIDDEN}
    assert [each for each in shown if each not in page] == []
    assert [each for each in shown if each not in text.replace("\\", "")] == []
    assert HIDDEN not in page + text
    assert "noemt een persoon" in text  # counted, with its reason


# --- the file, and reading in again -----------------------------------------------------------------------------


def test_reading_the_data_in_again_gives_the_same_bytes(story: Story) -> None:
    again = reports.make(reports.read((story.out / "report.json").read_bytes()), FORMATS)
    assert {name: (story.out / name).read_bytes() == made for name, made in again.items()} == dict.fromkeys(again, True)


def test_the_file_is_sealed_and_says_nothing_about_who(story: Story) -> None:
    contents = story.file()
    personal = [record for record in contents.records if not record.by and record.scope]
    assert personal
    assert {record.op for record in personal} == {""}
    raw = (story.out / "almere.spilter").read_bytes()
    assert b'"key":' not in raw
    assert b'"voter":' not in raw
    times = {scope: {r.at for r in personal if r.scope == scope} for scope in {r.scope for r in personal}}
    assert {len(each) for each in times.values()} == {1}  # no times but that of the opening


def test_the_file_tells_the_same_without_a_server(story: Story) -> None:
    workshop = Workshop()
    for record in story.file().records:
        workshop.take(record)
    again = json.loads(reports.make(workshop, ("json",))["report.json"])
    assert again["activities"] == story.data["activities"]


# --- how it went ------------------------------------------------------------------------------------------------


def test_everything_was_acknowledged_and_nothing_refused(story: Story) -> None:
    assert story.said["refused"] == []
    assert story.said["entries"] == len(list(typed()))
    ballots = 3 * 17
    assert story.said["acknowledged"]["n"] >= story.said["entries"] + ballots


def test_the_report_is_there_within_a_minute(story: Story) -> None:
    [report] = [step["seconds"] for step in story.said["steps"] if step["step"] == "report"]
    assert report < 60


def test_the_desk_live_in_a_terminal(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "spilter_tui", "--language", "nl", "demo", "--out", str(tmp_path / "out")]
    with Terminal(command, columns=100, rows=30) as screen:
        screen.wait_for("17 van 17")
        screen.press("\x11", "\x11")  # Ctrl+Q, and again
        assert screen.wait_for_end() == 0
    assert {each.name for each in (tmp_path / "out").iterdir()} >= {"almere.spilter", "report.html", "report.json"}
