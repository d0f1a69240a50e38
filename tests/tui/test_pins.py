"""What a laptop remembers of the servers it trusts."""

import stat
import sys
from pathlib import Path

import pytest

from spilter_tui.link.pins import Pin, Pins

ALMERE, RISK = Pin(b"\x11" * 32, code="3XMJ02CT"), Pin(b"\x22" * 32)


def test_a_pin_is_there_again_after_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "laptop"
    assert Pins(folder).get("w1") is None
    Pins(folder).keep("w1", ALMERE)
    Pins(folder).keep("w2", RISK)
    assert Pins(folder).get("w1") == ALMERE
    assert Pins(folder).get("w2") == RISK


def test_a_workshop_has_one_pin_until_it_is_forgotten(tmp_path: Path) -> None:
    pins = Pins(tmp_path)
    pins.keep("w1", ALMERE)
    pins.keep("w1", RISK)
    assert pins.get("w1") == RISK
    pins.forget("w1")
    pins.forget("w2")
    assert pins.get("w1") is None


def test_the_file_is_private_and_alone(tmp_path: Path) -> None:
    Pins(tmp_path).keep("w1", ALMERE)
    assert [file.name for file in tmp_path.iterdir()] == ["pins.json"]
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "pins.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("broken", [b"", b"{", b"\xff", b'{"w1": {"fingerprint": "AAAA"}}', b"[]"])
def test_a_broken_file_is_put_aside_and_trusts_nobody(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "pins.json").write_bytes(broken)
    pins = Pins(tmp_path)
    assert pins.get("w1") is None
    assert (tmp_path / "pins.broken").read_bytes() == broken
    pins.keep("w1", ALMERE)
    assert pins.get("w1") == ALMERE
