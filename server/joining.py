"""What the server needs for joining: its certificate, a brake on guessing, and the keys that give roles.

The join itself is in ``server.protocol.joining``. The clock is an argument everywhere (seconds of any steady clock).
"""

import datetime
import hmac
import ipaddress
import os
import secrets
import ssl
import tempfile
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from server.protocol.joining import NONCE_SIZE, BadCode, base32, fingerprint, normalise

CERTIFICATE_FILE = "server.pem"
CERTIFICATE_YEARS = 20
KEY_LENGTH = 26
GRANT_LENGTH = 6
GRANT_SECONDS = 600.0
GUESSES_A_MINUTE = 5
GUESS_WINDOW = 60.0
GUESS_DELAY = 10.0
ADDRESSES_REMEMBERED = 4096

GrantedRole = Literal["facilitator", "sorter"]


@dataclass(frozen=True, slots=True)
class Certificate:
    """The server's certificate and key, together in one file, and the SHA-256 of the certificate in DER."""

    path: Path
    fingerprint: bytes


def keep_certificate(folder: Path, now: datetime.datetime) -> Certificate:
    """The certificate in the folder, made when there is none; ``ValueError`` when the file there isn't one.

    Self-signed, EC P-256, an end entity; ``now`` (aware) starts its 20 years. The file is readable by its owner only.
    """
    path = folder / CERTIFICATE_FILE
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write_private(path, _new_certificate(now))
    pem = path.read_bytes()
    serialization.load_pem_private_key(pem, password=None)
    certificate = x509.load_pem_x509_certificate(pem)
    return Certificate(path, fingerprint(certificate.public_bytes(serialization.Encoding.DER)))


def server_ssl_context(certificate: Certificate) -> ssl.SSLContext:
    """TLS 1.3 and nothing older, with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(certificate.path)
    return context


def _new_certificate(now: datetime.datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "spilter")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A day early, for programs that do compare dates; a client here pins and never does.
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=365 * CERTIFICATE_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, pkcs8, plain = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(pem, pkcs8, plain) + certificate.public_bytes(pem)


def _write_private(path: Path, data: bytes) -> None:
    # mkstemp makes the file 0600, so the key is at no moment readable by others.
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def new_nonce() -> bytes:
    """A random nonce, for a room code or for one connection."""
    return secrets.token_bytes(NONCE_SIZE)


def new_key() -> str:
    """A random 128-bit key in 26 characters, for the facilitator's role."""
    return base32(secrets.token_bytes(16))


def is_key(expected: str, typed: str) -> bool:
    """Whether a typed key, with any dashes, spaces and capitals, is the expected one; in constant time."""
    try:
        return hmac.compare_digest(expected, normalise(typed, KEY_LENGTH))
    except BadCode:
        return False


class Guesses:
    """How long the server waits before it answers a proof or key, by the wrong ones from the same address.

    A whole hall may sit behind one address, so nobody is ever locked out: when an address had five wrong guesses in a
    minute, each next answer to it, right or wrong alike, comes later, and a right one forgives a wrong one.
    """

    def __init__(self) -> None:
        self._wrong: dict[str, deque[float]] = {}

    def delay(self, address: str, now: float) -> float:
        """Seconds to wait before a guess from this address may be looked at: 0 or ``GUESS_DELAY``."""
        wrong = self._wrong.get(_network(address), ())
        recent = sum(now - moment < GUESS_WINDOW for moment in wrong)
        return GUESS_DELAY if recent >= GUESSES_A_MINUTE else 0.0

    def note_wrong(self, address: str, now: float) -> None:
        """Count a wrong guess; the address that was quiet longest is forgotten when there are too many."""
        network = _network(address)
        wrong = self._wrong.pop(network, None) or deque(maxlen=GUESSES_A_MINUTE)
        wrong.append(now)
        self._wrong[network] = wrong
        if len(self._wrong) > ADDRESSES_REMEMBERED:
            del self._wrong[next(iter(self._wrong))]

    def note_right(self, address: str) -> None:
        """Forgive the oldest wrong guess of the address."""
        network = _network(address)
        wrong = self._wrong.get(network)
        if wrong:
            wrong.popleft()


def _network(address: str) -> str:
    # One machine has as many IPv6 addresses as it likes within its /64.
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        mapped = ip.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.IPv6Address(int(ip) >> 64 << 64))
    return str(ip)


class Grants:
    """Role codes for a second seat or a co-sorter: short, once, ten minutes; asking for one costs a guess."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[GrantedRole, float]] = {}

    def issue(self, role: GrantedRole, now: float) -> str:
        """A new code of six characters that gives the role once, until ten minutes from now."""
        self._forget(now)
        code = base32(secrets.token_bytes(4))[:GRANT_LENGTH]
        self._open[code] = (role, now + GRANT_SECONDS)
        return code

    def redeem(self, typed: str, now: float) -> GrantedRole | None:
        """The role that a typed code gives, and the end of that code; None for any other text."""
        self._forget(now)
        try:
            role, _ = self._open.pop(normalise(typed, GRANT_LENGTH), (None, 0.0))
        except BadCode:
            return None
        return role

    def _forget(self, now: float) -> None:
        self._open = {code: grant for code, grant in self._open.items() if now < grant[1]}
