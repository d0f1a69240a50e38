"""The product on a network of its own, without a way out: the real server on one machine, a real laptop on another."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.domain.entries import EntryAdded
from server.log import read_only
from tests.server.netns import Lan, lan

HALL, LAPTOP = "tests.workshop.lan_hall", "tests.workshop.lan_laptop"


@pytest.fixture
def hall() -> Iterator[Lan]:
    with lan() as made:
        yield made


def texts(folder: Path) -> list[str]:
    """The entries in the workshop's file, after its server ended."""
    records = read_only(folder / "hall.spilter").records
    return [record.event.text for record in records if isinstance(record.event, EntryAdded)]


@pytest.mark.parametrize("mdns", [True, False], ids=["by mDNS alone", "with multicast blocked"])
def test_a_laptop_finds_the_server_joins_and_is_heard(hall: Lan, tmp_path: Path, mdns: bool) -> None:
    if not mdns:
        hall.block_multicast()
    server = hall.start(hall.server, HALL, str(tmp_path))
    how = ("mdns",) if mdns else ()
    hall.start(hall.client, LAPTOP, str(tmp_path / "laptop"), (tmp_path / "code").read_text(), *how)
    server.terminate()
    server.communicate(timeout=20)
    assert server.returncode == 0
    assert texts(tmp_path) == ["vanaf een ander netwerk"]


def test_a_laptop_comes_back_by_itself_after_the_servers_address_changed(hall: Lan, tmp_path: Path) -> None:
    server = hall.start(hall.server, HALL, str(tmp_path))
    laptop = hall.start(hall.client, LAPTOP, str(tmp_path / "laptop"), (tmp_path / "code").read_text())
    hall.move_server()
    assert laptop.stdout is not None
    assert laptop.stdout.readline() == "received\n"
    server.terminate()
    server.communicate(timeout=20)
    assert sorted(texts(tmp_path)) == ["tijdens de storing", "vanaf een ander netwerk"]
