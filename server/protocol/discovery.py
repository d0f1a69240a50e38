"""What a server says about itself before anybody trusts it: in mDNS, and in answer to a broadcast; pure.

Everything here is a hint that leads a client to an address. What may be believed, the join decides.
"""

from collections.abc import Mapping
from typing import Annotated

import msgspec

from server.domain.text import one_line

SERVICE_TYPE = "_spilter._tcp.local."

PORT = 7745
"""The server's usual TCP port, and the UDP port that always answers probes: one number for who opens a firewall."""

PROBE_SIZE = 256
PROBE_NONCE_SIZE = 16
_PROBE, _REPLY = b"spilter-probe-1:", b"spilter-reply-1:"
_TITLE_COLUMNS, _TITLE_BYTES = 50, 100

Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]


class Advert(msgspec.Struct, frozen=True, array_like=True):
    """What a server announces; ``workshop`` is a random id, ``protocol`` the version of its messages."""

    title: Annotated[str, msgspec.Meta(max_length=_TITLE_BYTES)]
    workshop: Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern="^[0-9A-Za-z_-]+$")]
    protocol: Annotated[int, msgspec.Meta(ge=0, le=9999)]
    port: Port


def advert(title: str, workshop: str, protocol: int, port: int) -> Advert:
    """An advert with the title made harmless, on one line and at most 100 bytes; ``ValueError`` for other misfits."""
    return _checked(title, workshop, protocol, port)


def to_txt(said: Advert) -> dict[str, str]:
    """The advert as mDNS TXT entries; the port has its own record."""
    return {"title": said.title, "workshop": said.workshop, "protocol": str(said.protocol)}


def from_txt(entries: Mapping[bytes, bytes | None], port: int) -> Advert | None:
    """The advert in mDNS TXT entries, cleaned; None when they are no server's of ours."""
    title, workshop, protocol = ((entries.get(name) or b"") for name in (b"title", b"workshop", b"protocol"))
    try:
        return _checked(title.decode(), workshop.decode(), int(protocol), port)
    except ValueError:
        return None


def probe(nonce: bytes) -> bytes:
    """The question "which servers are here?": 256 bytes, so that no answer is longer than its question."""
    return (_PROBE + nonce).ljust(PROBE_SIZE, b"\0")


def probe_nonce(datagram: bytes) -> bytes | None:
    """The 16-byte nonce of a probe; None for anything that isn't one to the last byte."""
    start = len(_PROBE)
    nonce = datagram[start : start + PROBE_NONCE_SIZE]
    return nonce if datagram == probe(nonce) and len(nonce) == PROBE_NONCE_SIZE else None


def reply(nonce: bytes, said: Advert) -> bytes:
    """The answer to a probe, at most as long as the probe was."""
    return _REPLY + nonce + msgspec.msgpack.encode(said)


def read_reply(datagram: bytes, nonce: bytes) -> Advert | None:
    """The advert in an answer to the probe with this nonce, cleaned; None for anything else."""
    expected = _REPLY + nonce
    if not datagram.startswith(expected) or len(datagram) > PROBE_SIZE:
        return None
    try:
        said = msgspec.msgpack.decode(datagram[len(expected) :], type=Advert)
        return _checked(said.title, said.workshop, said.protocol, said.port)
    except ValueError:
        return None


def _checked(title: str, workshop: str, protocol: int, port: int) -> Advert:
    short = one_line(title, _TITLE_COLUMNS).encode()[:_TITLE_BYTES].decode(errors="ignore").rstrip()
    return msgspec.convert((short, workshop, protocol, port), Advert)
