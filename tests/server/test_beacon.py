"""A laptop finds the server on a network without internet, whatever that network lets through, or says why not."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.netns import MOVED_ADDRESS, PROJECT, SERVER_ADDRESS, Lan, lan
from tests.support import shared

SERVER, CLIENT, RECORDS = "tests.server.lan_server", "tests.server.lan_client", "tests.server.lan_records"


@pytest.fixture
def hall() -> Iterator[Lan]:
    with lan() as made:
        yield made


def find(hall: Lan, *options: str) -> list[str]:
    return hall.run(hall.client, CLIENT, *options).splitlines()


def test_found_by_mdns_alone_without_a_default_route(hall: Lan) -> None:
    hall.start(hall.server, SERVER, "w1")
    how, _, title = find(hall, "--probe-port", "9")[0].split(" ", 2)
    assert how in ("multicast", "unicast")
    assert title == "Almere · zzp"


def test_found_by_unicast_when_the_laptop_lets_no_mdns_in(hall: Lan) -> None:
    hall.block_inbound_mdns(hall.client)
    hall.start(hall.server, SERVER, "w1")
    assert find(hall, "--probe-port", "9")[0].split()[0] == "unicast"


def test_found_with_multicast_blocked(hall: Lan) -> None:
    hall.block_multicast()
    hall.start(hall.server, SERVER, "w1")
    assert find(hall) == [f"broadcast {SERVER_ADDRESS} Almere · zzp"]


def test_found_after_the_servers_address_changed_though_the_old_one_is_known(hall: Lan) -> None:
    hall.start(hall.server, SERVER, "w1")
    assert find(hall)
    hall.move_server()
    how, place, title = find(hall, "--known", SERVER_ADDRESS)[0].split(" ", 2)
    assert how in ("multicast", "unicast", "broadcast")
    assert place == MOVED_ADDRESS or place.startswith("[fe80::")
    assert title == "Almere · zzp"


def test_mdns_tells_the_new_address_and_no_longer_the_old_one(hall: Lan) -> None:
    hall.start(hall.server, SERVER, "w1")
    assert SERVER_ADDRESS in hall.run(hall.client, RECORDS, "w1", SERVER_ADDRESS).split()
    hall.move_server()
    told = hall.run(hall.client, RECORDS, "w1", MOVED_ADDRESS).split()
    assert MOVED_ADDRESS in told
    assert SERVER_ADDRESS not in told


def test_found_at_the_last_known_address_when_nothing_else_comes_through(hall: Lan) -> None:
    hall.block_multicast()
    hall.start(hall.server, SERVER, "w1")
    assert find(hall, "--known", SERVER_ADDRESS, "--probe-port", "9") == [f"known {SERVER_ADDRESS} -"]


def test_a_typed_address_is_the_only_one_that_is_tried(hall: Lan) -> None:
    hall.start(hall.server, SERVER, "w1")
    assert find(hall, "--typed", SERVER_ADDRESS) == [f"typed {SERVER_ADDRESS} -"]
    assert find(hall, "--typed", f"{SERVER_ADDRESS}:81") == [f"refused {SERVER_ADDRESS}:81"]
    assert find(hall, "--typed", "10.78.0.1") == ["no-route 10.78.0.1"]
    assert find(hall, "--typed", MOVED_ADDRESS) == [f"silent {MOVED_ADDRESS}"]


def test_a_network_without_a_server_says_so(hall: Lan) -> None:
    found = find(hall, "--known", SERVER_ADDRESS, "--patience", "2")
    assert found == ["no-answer here", f"refused {SERVER_ADDRESS}"]


def test_a_laptop_without_a_network_says_so(hall: Lan) -> None:
    hall.unplug(hall.client)
    found = find(hall, "--known", SERVER_ADDRESS, "--patience", "2")
    assert found == ["no-interface here", f"no-route {SERVER_ADDRESS}"]


def test_a_server_without_a_network_is_found_on_its_own_machine(hall: Lan) -> None:
    hall.unplug(hall.server)
    hall.start(hall.server, SERVER, "w1")
    assert hall.run(hall.server, CLIENT) == "broadcast 127.0.0.1 Almere · zzp\n"


def test_an_independent_mdns_peer_sees_the_service(tmp_path: Path) -> None:
    peer = shared("data/clients/avahi_netns.sh")
    if not all(map(shutil.which, ("avahi-daemon", "avahi-browse", "dbus-daemon", "ip"))):
        pytest.skip("needs avahi-daemon, avahi-browse and dbus-daemon")
    with lan():
        pass  # skips where namespaces may not be made
    (tmp_path / "root").symlink_to("/")
    seen = subprocess.run(
        ["bash", str(peer), f"exec {sys.executable} -m {SERVER} w1"],
        cwd=PROJECT,
        env={**os.environ, "W": str(tmp_path), "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    resolved = [line.split(";") for line in seen.stdout.splitlines() if line.startswith("=")]
    services = [line for line in resolved if line[3:5] == ["spilter-w1", "_spilter._tcp"]]
    assert services, seen.stdout + seen.stderr
    assert any(line[7:9] == ["10.77.0.2", "7745"] for line in services)
    assert all('"workshop=w1"' in line[9] and '"protocol=1"' in line[9] for line in services)
