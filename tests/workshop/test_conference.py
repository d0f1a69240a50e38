"""The work conference: a hundred laptops, and a table that loses its network while everybody types."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.netns import Lan, lan
from tests.workshop.conference import CUT_OFF, confer
from tests.workshop.lan_conference import TABLES
from tests.workshop.lan_table import SEATS

ENTRIES = 10


@pytest.fixture
def hall() -> Iterator[Lan]:
    with lan() as made:
        yield made


def test_a_table_that_was_cut_off_loses_nothing_and_doubles_nothing(hall: Lan, tmp_path: Path) -> None:
    held = confer(
        hall, tmp_path, entries=ENTRIES, pace=0.5, away=8.0
    )  # longer than the server waits for a silent laptop
    assert len(held.texts) == TABLES * SEATS * ENTRIES
    assert held.twice == []
    in_order = [f"{number:02d}" for number in range(ENTRIES)]
    assert list(held.of(CUT_OFF).values()) == [in_order] * SEATS
