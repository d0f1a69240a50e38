"""The server's certificate, the brake on guessing, and the keys and codes that give roles."""

import datetime
import ssl
import stat
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server.joining import (
    GRANT_SECONDS,
    GUESS_DELAY,
    Grants,
    Guesses,
    is_key,
    keep_certificate,
    new_key,
    new_nonce,
    server_ssl_context,
)
from server.protocol.joining import BadCode, fingerprint, normalise, shown

NOW = datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)
HALL, STRANGER = "192.168.8.1", "192.168.8.66"


def test_the_certificate_is_made_once_and_private(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    made = keep_certificate(folder, NOW)
    assert keep_certificate(folder, NOW + datetime.timedelta(days=400)) == made
    assert [file.name for file in folder.iterdir()] == ["server.pem"]
    if sys.platform != "win32":
        assert stat.S_IMODE(made.path.stat().st_mode) == 0o600


def test_the_certificate_is_an_end_entity_on_p256_for_twenty_years(tmp_path: Path) -> None:
    made = keep_certificate(tmp_path, NOW)
    certificate = x509.load_pem_x509_certificate(made.path.read_bytes())
    constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    public = certificate.public_key()
    assert constraints.critical
    assert constraints.value.ca is False
    assert isinstance(public, ec.EllipticCurvePublicKey)
    assert public.curve.name == "secp256r1"
    assert (certificate.not_valid_after_utc - NOW).days == 20 * 365
    assert certificate.not_valid_before_utc < NOW
    assert fingerprint(certificate.public_bytes(serialization.Encoding.DER)) == made.fingerprint


def test_a_file_that_is_no_certificate_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "server.pem").write_text("not a certificate")
    with pytest.raises(ValueError):
        keep_certificate(tmp_path, NOW)
    assert (tmp_path / "server.pem").read_text() == "not a certificate"


def test_tls_is_1_3_only(tmp_path: Path) -> None:
    context = server_ssl_context(keep_certificate(tmp_path, NOW))
    assert context.minimum_version is ssl.TLSVersion.TLSv1_3


def test_five_wrong_guesses_in_a_minute_make_the_next_answers_late() -> None:
    guesses = Guesses()
    for second in range(5):
        assert guesses.delay(STRANGER, second) == 0
        guesses.note_wrong(STRANGER, second)
    assert guesses.delay(STRANGER, 5) == GUESS_DELAY
    assert guesses.delay(HALL, 5) == 0
    assert guesses.delay(STRANGER, 59.9) == GUESS_DELAY
    assert guesses.delay(STRANGER, 60.0) == 0


def test_who_keeps_guessing_stays_slow_but_is_never_locked_out() -> None:
    guesses = Guesses()
    delays = set()
    for second in range(0, 600, 10):
        delays.add(guesses.delay(STRANGER, second))
        guesses.note_wrong(STRANGER, second)
    assert delays == {0, GUESS_DELAY}


def test_a_hall_behind_one_address_that_mistypes_now_and_then_never_waits() -> None:
    guesses = Guesses()
    for person in range(500):
        assert guesses.delay(HALL, person / 100) == 0
        if person % 5 == 0:
            guesses.note_wrong(HALL, person / 100)
        guesses.note_right(HALL)


def test_one_machine_with_many_ipv6_addresses_counts_as_one() -> None:
    guesses = Guesses()
    for last in range(5):
        guesses.note_wrong(f"fd00:1:2:3::{last}", 0)
    assert guesses.delay("fd00:1:2:3:aaaa::1", 0) == GUESS_DELAY
    assert guesses.delay("fd00:1:2:4::1", 0) == 0
    assert guesses.delay("fe80::1%eth0", 0) == 0


def test_an_ipv4_client_of_an_ipv6_socket_is_itself() -> None:
    guesses = Guesses()
    for _ in range(5):
        guesses.note_wrong("::ffff:192.168.8.66", 0)
    assert guesses.delay(STRANGER, 0) == GUESS_DELAY
    assert guesses.delay("::ffff:192.168.8.1", 0) == 0


def test_what_guessers_make_the_server_remember_is_bounded() -> None:
    guesses = Guesses()
    for number in range(6000):
        guesses.note_wrong(f"10.0.{number // 256}.{number % 256}", number)
    assert len(guesses._wrong) == 4096


def test_a_key_is_recognised_however_it_is_typed() -> None:
    key = new_key()
    assert normalise(key, 26) == key
    assert is_key(key, shown(key).lower())
    assert not is_key(key, new_key())
    assert not is_key(key, "")
    assert not is_key(key, key[:-1])


def test_keys_and_nonces_are_new_each_time() -> None:
    assert len({new_key() for _ in range(50)}) == 50
    assert len({new_nonce() for _ in range(50)}) == 50


def test_a_role_code_works_once() -> None:
    grants = Grants()
    code = grants.issue("sorter", now=0)
    other = grants.issue("facilitator", now=0)
    assert grants.redeem(code[:3].lower() + "-" + code[3:], now=1) == "sorter"
    assert grants.redeem(code, now=1) is None
    assert grants.redeem(other, now=1) == "facilitator"


def test_a_role_code_ends_after_ten_minutes() -> None:
    grants = Grants()
    code = grants.issue("sorter", now=100)
    late = grants.issue("sorter", now=100.5)
    assert grants.redeem(code, now=100 + GRANT_SECONDS) is None
    assert grants.redeem(late, now=100 + GRANT_SECONDS) == "sorter"


def test_a_role_code_can_not_be_mistaken_for_the_rooms() -> None:
    grants = Grants()
    code = grants.issue("sorter", now=0)
    with pytest.raises(BadCode):
        normalise(code)
    assert grants.redeem("3XMJ-02CT", now=0) is None
    assert grants.redeem("", now=0) is None
