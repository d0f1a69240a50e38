"""Hostile strings that others collected; whatever a participant types may be one of them."""

import json
import re
from pathlib import Path

from tests.support import shared


def hostile() -> list[str]:
    """Every string of the adversarial data: naughty strings, formulas, escapes, emoji, raw output."""
    folder = shared("data/adversarial")
    return [
        *json.loads((folder / "blns.json").read_text(encoding="utf-8")),
        *(case["text"] for case in json.loads((folder / "terminal_injection.json").read_text(encoding="utf-8"))),
        *(folder / "csv_injection.txt").read_text(encoding="utf-8").splitlines(),
        *_emoji(folder / "emoji-zwj-sequences.txt"),
        *_recordings(folder / "terminal-recordings"),
    ]


def _emoji(path: Path) -> list[str]:
    lines = re.findall(r"^([0-9A-F ]+?)\s*;", path.read_text(encoding="utf-8"), re.MULTILINE)
    return ["".join(chr(int(code, 16)) for code in line.split()) for line in lines]


def _recordings(folder: Path) -> list[str]:
    """What programs sent to terminals, read as text in the two ways a careless program would."""
    outputs = [path.read_bytes() for path in sorted(folder.glob("*.bin"))]
    return [text for raw in outputs for text in (raw.decode("latin-1"), raw.decode("utf-8", "replace"))]
