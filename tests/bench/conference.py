"""Case 2: a hundred laptops at ten tables, ten entries each; one table has no network for three minutes."""

import asyncio
from pathlib import Path

import pytest

from tests.bench.figures import Figure
from tests.server.netns import lan
from tests.workshop.conference import CUT_OFF, Held, confer
from tests.workshop.lan_conference import TABLES
from tests.workshop.lan_table import SEATS

ENTRIES, PACE, AWAY = 10, 20.0, 180.0  # an entry every twenty seconds


async def cut_off(folder: Path) -> list[Figure]:
    """What was lost, doubled or out of order, and the desk's lag; nothing where namespaces can't be made."""
    try:
        held = await asyncio.to_thread(_conferred, folder)
    except pytest.skip.Exception:
        return []
    own = held.of(CUT_OFF).values()
    return [
        Figure(f"entries of {TABLES * SEATS} laptops in the file", len(held.texts), "", TABLES * SEATS * ENTRIES, True),
        Figure("entries in the file twice", len(held.twice), "", 0),
        Figure(f"laptops of the table without network for {AWAY:.0f} s whose entries are out of order",
               sum(numbers != sorted(numbers) for numbers in own), "", 0),
        Figure("the longest that the desk was behind", held.longest, "s", 1),
    ]  # fmt: skip


def _conferred(folder: Path) -> Held:
    with lan() as made:
        return confer(made, folder, entries=ENTRIES, pace=PACE, away=AWAY)
