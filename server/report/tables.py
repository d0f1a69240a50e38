"""CSV files for who counts on: entries, results and actions. UTF-8 with a byte order mark, `;` in a Dutch report.

A cell that a spreadsheet would run as a formula gets an apostrophe in front; report.json holds it verbatim.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from server.domain import numbers
from server.domain.i18n import Language
from server.domain.text import display
from server.report.data import ReportData

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
ENTRY_COLUMNS = (
    "activity", "id", "text", "theme", "source", "merged_into", "about", "side", "name", "table", "hidden", "origins",
)  # fmt: skip
ACTION_COLUMNS = ("activity", "id", "text", "owner", "due", "first_step", "kind", "status", "sources")


def render(content: ReportData, language: Language) -> dict[str, str]:
    """The files by name."""
    return {
        "entries.csv": _file((*ENTRY_COLUMNS, *_field_columns(content)), _entries(content), language),
        "results.csv": _results(content, language),
        "actions.csv": _file(ACTION_COLUMNS, _actions(content), language),
    }


def _field_columns(content: ReportData) -> Iterable[str]:
    """The labels of the fields that entries have, in the order in which they come up."""
    return dict.fromkeys(label for each in content.activities for entry in each.entries for label in entry.fields)


def _entries(content: ReportData) -> Iterable[dict[str, Any]]:
    for activity in content.activities:
        for entry in activity.entries:
            if not entry.hidden:
                row = {name: getattr(entry, name) for name in ENTRY_COLUMNS if name != "activity"}
                yield {**entry.fields, "activity": activity.id, **row}


def _results(content: ReportData, language: Language) -> str:
    rows = [{"activity": a.id, **item} for a in content.activities for item in a.results.items if "rank" in item]
    columns = list(dict.fromkeys(name for row in rows for name in row)) or ["activity", "id", "text", "rank"]
    return _file(columns, rows, language)


def _actions(content: ReportData) -> Iterable[dict[str, Any]]:
    for activity in content.activities:
        if activity.chapter == "actions":
            yield from ({"activity": activity.id, **item} for item in activity.results.items)


def _file(columns: Sequence[str], rows: Iterable[dict[str, Any]], language: Language) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if language == "nl" else ",", lineterminator="\r\n")
    writer.writerow([harmless(name) for name in columns])
    for row in rows:
        writer.writerow([_cell(row.get(name, ""), language) for name in columns])
    return "\ufeff" + out.getvalue()


def _cell(value: Any, language: Language) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return numbers.number(value, language, 3).rstrip("0").rstrip(",.")
    if isinstance(value, dict):
        return " ".join(f"{key}:{count}" for key, count in value.items())
    if isinstance(value, list | tuple):
        return " ".join(str(each) for each in value)
    return harmless(str(value)) if isinstance(value, str) else str(value if value is not None else "")


def harmless(text: str) -> str:
    """The text as a spreadsheet may have it: never the beginning of a formula, no control characters."""
    calm = display(text)
    return "'" + calm if calm.lstrip(" ").startswith(RISKY) else calm
