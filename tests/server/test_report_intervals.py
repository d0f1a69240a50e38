"""How sure a vote in lots is, in the report: drawn, written and in the data."""

import re

import msgspec
import pytest

from server import report
from tests.tui.results import came_out


def test_a_vote_in_lots_has_its_intervals_in_every_format() -> None:
    files = report.make(came_out("lots"))
    text, page = files["report.md"].decode(), files["report.html"].decode()
    row = next(line for line in text.splitlines() if "Ateliers onder de brug" in line and "─" in line)
    assert re.search(r"2,67 \(2,32–3,01\) \| `·+─+●─+·+`", row)
    assert page.count('class="interval') == 24
    assert "<small>(2,32–3,01)</small>" in page
    assert "Keuzes van een minderheid" in text
    [vote] = msgspec.json.decode(files["report.json"])["activities"]
    items = {item["text"]: item for item in vote["results"]["items"]}
    assert items["Ateliers onder de brug"]["interval_from"] == pytest.approx(2.32, abs=0.005)
    assert [text for text, item in items.items() if item["minority_pick"]] == ["Eén loket met één nummer"]
    assert "interval_from;interval_to" in files["results.csv"].decode()
