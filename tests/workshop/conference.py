"""A hundred laptops at ten tables on a network of its own, one table of which is cut off while everybody types."""

import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from server.domain.entries import EntryAdded
from server.log import read_only
from tests.server.netns import Lan
from tests.workshop.lan_conference import TABLES

CUT_OFF = 7  # the table
ADDRESS = "10.77.0.1"


class Held(NamedTuple):
    """What came of it: the entries in the order of the server's file, and how far the desk was behind, in seconds."""

    texts: list[str]
    longest: float

    @property
    def twice(self) -> list[str]:
        """What is in the file more than once."""
        return [text for text, times in Counter(self.texts).items() if times > 1]

    def of(self, table: int) -> dict[str, list[str]]:
        """A table's entries by laptop, in the order of the file."""
        found: dict[str, list[str]] = {}
        for text in self.texts:
            name, _, number = text.partition(" #")
            if name.startswith(f"t{table} "):
                found.setdefault(name, []).append(number)
        return found


def confer(lan: Lan, folder: Path, *, entries: int, pace: float, away: float) -> Held:
    """Everybody types so many entries, `pace` seconds apart; halfway one table has no network for `away` seconds."""
    own = lan.add(CUT_OFF)
    server, line = lan.started(lan.server, "tests.workshop.lan_conference", str(folder))
    how = (ADDRESS, *line.split())
    parts = ((lan.client, 1, CUT_OFF - 1), (own, CUT_OFF, CUT_OFF), (lan.client, CUT_OFF + 1, TABLES))
    halls = [
        lan.start(
            machine, "tests.workshop.lan_table", str(folder / f"from {first}"), *how, str(first), str(last),
            str(entries), str(pace),
        )
        for machine, first, last in parts
    ]  # fmt: skip
    for hall in halls:
        tell(hall, "type")
    time.sleep(entries * pace / 2)  # they type, each at its own pace
    lan.cut(CUT_OFF)
    time.sleep(away)
    lan.cut(CUT_OFF, off=False)
    for hall in halls:
        heard(hall)
        tell(hall, "told")
    for hall in halls:
        heard(hall)
    tell(server, "end")
    longest = float(heard(server))
    records = read_only(folder / "conference.spilter").records
    return Held([record.event.text for record in records if isinstance(record.event, EntryAdded)], longest)


def tell(process: subprocess.Popen[str], word: str) -> None:
    """Say a word to a program."""
    assert process.stdin is not None
    process.stdin.write(f"{word}\n")
    process.stdin.flush()


def heard(process: subprocess.Popen[str]) -> str:
    """The next line that a program prints."""
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    assert line, "the program ended"
    return line
