"""The load generator itself still runs: a small storm, so that `make bench` doesn't rot between releases."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.ballots import ballots
from tests.bench.crowd import crowded
from tests.bench.figures import Figure, percentiles, table
from tests.bench.storms import storms


@pytest.fixture
def cores() -> Iterator[None]:
    """A bench keeps this process on one core; give it back all it had."""
    if sys.platform != "linux":
        pytest.skip("reads another process's clock as Linux has it")
    before = os.sched_getaffinity(0)
    yield
    os.sched_setaffinity(0, before)


async def test_twenty_people_join_come_back_and_see_an_opening(tmp_path: Path, cores: None) -> None:
    figures = await storms(tmp_path, 20)
    assert all(figure.value >= 0 for figure in figures)
    assert figures[0].reached


async def test_ballots_that_come_at_once_and_twice_count_once(tmp_path: Path, cores: None) -> None:
    figures = await ballots(tmp_path, 4)
    assert figures[1].value == figures[0].value == 20


async def test_each_entry_of_a_small_crowd_is_on_every_screen(tmp_path: Path, cores: None) -> None:
    figures = await crowded(tmp_path, 60, seconds=1.5, beside=40, patience=60)
    assert figures[1].value == figures[0].value == 3
    assert all(figure.value >= 0 for figure in figures)


def test_a_table_says_which_goals_were_reached() -> None:
    figures = [Figure("slow", 2.0, "s", 1), Figure("kept", 0.9, "", 0.8, at_least=True), Figure("seen", 12345, "")]
    assert table("Small", figures).splitlines()[4:] == [
        "| slow | 2 s | ≤ 1 s | **no** |",
        "| kept | 0.90 | ≥ 0.80 | yes |",
        "| seen | 12,345 |  |  |",
    ]
    assert [figure.value for figure in percentiles("x", (n / 1000 for n in range(101)))] == pytest.approx([50, 99])
