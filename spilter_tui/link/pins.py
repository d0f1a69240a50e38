"""Whom this laptop trusts: the fingerprint of each workshop's server, and the TLS that reads it."""

import asyncio
import os
import ssl
import tempfile
from pathlib import Path

import msgspec

from server.protocol.joining import Digest, fingerprint

PINS_FILE = "pins.json"


def client_ssl_context() -> ssl.SSLContext:
    """TLS 1.3 that accepts any certificate: what is on the other side, the join finds out."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def peer_fingerprint(transport: asyncio.BaseTransport) -> bytes:
    """SHA-256 of the certificate at the other end of a connected TLS transport; ``ValueError`` when it isn't TLS."""
    connection = transport.get_extra_info("ssl_object")
    certificate = connection.getpeercert(binary_form=True) if connection else None
    if certificate is None:
        raise ValueError("no certificate: not a TLS connection")
    return fingerprint(certificate)


class Pin(msgspec.Struct, frozen=True, omit_defaults=True):
    """A server that was trusted once; ``code`` only on a laptop that was prepared to join without typing."""

    fingerprint: Digest
    code: str = ""


class Pins:
    """The pins of this laptop by workshop id, in one file of a folder; every change is on disk when it returns."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / PINS_FILE

    def get(self, workshop: str) -> Pin | None:
        """The pin of a workshop; None when this laptop never joined it."""
        return self._read().get(workshop)

    def workshops(self, fingerprint: bytes) -> list[str]:
        """The workshops for which the server with this fingerprint is trusted, in the order of their first pins."""
        return [workshop for workshop, pin in self._read().items() if pin.fingerprint == fingerprint]

    def keep(self, workshop: str, pin: Pin) -> None:
        """Trust this server for the workshop from now on, in place of any other."""
        self._write({**self._read(), workshop: pin})

    def forget(self, workshop: str) -> None:
        """Trust no server for the workshop any more."""
        self._write({name: pin for name, pin in self._read().items() if name != workshop})

    def _read(self) -> dict[str, Pin]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Pin])
        except FileNotFoundError:
            return {}
        except msgspec.DecodeError:
            # Without pins a person types the code again; keep the broken file for who wants to know why.
            os.replace(self._path, self._path.with_suffix(".broken"))
            return {}

    def _write(self, pins: dict[str, Pin]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self._path.parent, prefix=PINS_FILE)
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(pins)))
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, self._path)
