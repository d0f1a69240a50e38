"""How a client and a server that share eight characters come to trust each other; no wire in here.

The code on the wall commits to the server's key, so somebody who knows the code still can't pose as the
server. Each side proves that it knows the code under a key salted by the certificate really seen, so a relay
proves the wrong thing. The specification, with the vectors that the tests check, is ``docs/joining.md``.
"""

import base64
import hashlib
import hmac
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Literal

import msgspec

NONCE_SIZE = 16
CODE_LENGTH = 8
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

# What a rogue server must search is the code, so the code costs more than the key. Together: 50 to 100 ms.
CODE_COST = 2**14
KEY_COST = 2**13
_BLOCK_SIZE = 8
_MEMORY_LIMIT = 64 * 1024 * 1024

_RFC_4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TO_CROCKFORD = str.maketrans(_RFC_4648, ALPHABET)
_LOOKALIKES = str.maketrans("OIL", "011")
_SEPARATORS = "-‐‑‒–—_."

Nonce = Annotated[bytes, msgspec.Meta(min_length=NONCE_SIZE, max_length=NONCE_SIZE)]
Digest = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Role = Literal["client", "server"]
RefusalReason = Literal["wrong-code", "out-of-turn"]
FailureReason = Literal["wrong-code", "out-of-turn", "not-proven", "other-server"]
ShapeReason = Literal["empty", "length", "letter"]


class JoinHello(msgspec.Struct, frozen=True, tag="join-hello"):
    """Client to server: the client wants to join; its nonce is fresh for this connection."""

    client_nonce: Nonce


class JoinChallenge(msgspec.Struct, frozen=True, tag="join-challenge"):
    """Server to client: a nonce fresh for this connection, and the salt that the room code was made with."""

    server_nonce: Nonce
    salt_title: Digest


class JoinProof(msgspec.Struct, frozen=True, tag="join-proof"):
    """Client to server: proof of knowing the code, for this certificate and these nonces only."""

    proof: Digest


class JoinAccepted(msgspec.Struct, frozen=True, tag="join-accepted"):
    """Server to client: the server's proof, and the nonce that opens the code's commitment to its key."""

    proof: Digest
    code_nonce: Nonce


class JoinRefused(msgspec.Struct, frozen=True, tag="join-refused"):
    """Server to client: not joined, and why; the server closes the connection after it."""

    reason: RefusalReason


class BadCode(ValueError):
    """What was typed can't be a code; ``letter`` is the character that no code has, for that reason."""

    def __init__(self, reason: ShapeReason, letter: str = "") -> None:
        super().__init__(f"not the shape of a code: {reason} {letter}".rstrip())
        self.reason: ShapeReason = reason
        self.letter = letter


class JoinFailed(Exception):
    """The client must not go on with this server.

    ``wrong-code``: the server refused the code. ``not-proven``: the server doesn't know the code itself.
    ``other-server``: it knows the code, but that was made for another server's key. ``out-of-turn``: it broke
    the protocol.
    """

    def __init__(self, reason: FailureReason) -> None:
        super().__init__(f"join failed: {reason}")
        self.reason: FailureReason = reason


def base32(data: bytes) -> str:
    """Crockford's base 32 of the bytes, without padding, 5 bits a character, most significant first."""
    return base64.b32encode(data).decode("ascii").rstrip("=").translate(_TO_CROCKFORD)


def normalise(typed: str, length: int = CODE_LENGTH) -> str:
    """The code that was meant: capitals, O is 0, I and L are 1, no dashes or spaces; else ``BadCode``."""
    kept = "".join(char for char in typed if not char.isspace() and char not in _SEPARATORS)
    if not kept:
        raise BadCode("empty")
    code = "".join(char.upper() if char.isascii() else char for char in kept).translate(_LOOKALIKES)
    for meant, char in zip(code, kept, strict=True):
        if meant not in ALPHABET:
            raise BadCode("letter", char)
    if len(code) != length:
        raise BadCode("length")
    return code


def shown(code: str) -> str:
    """A normalised code as people read it: in groups of four, ``3XMJ-02CT``."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def fingerprint(der: bytes) -> bytes:
    """SHA-256 of a certificate in DER: what the code commits to and what a client pins."""
    return hashlib.sha256(der).digest()


def title_salt(title: str) -> bytes:
    """SHA-256 of the workshop's title (NFC, UTF-8); kept with the workshop, as titles change."""
    return hashlib.sha256(unicodedata.normalize("NFC", title).encode()).digest()


@lru_cache(maxsize=16)
def _scrypt(secret: bytes, salt: bytes, cost: int, size: int) -> bytes:
    # Remembered, because a laptop that comes back after an outage asks for the same two results again.
    return hashlib.scrypt(secret, salt=salt, n=cost, r=_BLOCK_SIZE, p=1, maxmem=_MEMORY_LIMIT, dklen=size)


def room_code(server_fingerprint: bytes, code_nonce: bytes, salt_title: bytes) -> str:
    """The eight characters that commit to a server's certificate and nonce; takes about 50 ms."""
    secret = b"spilter-code" + server_fingerprint + code_nonce
    return base32(_scrypt(secret, salt_title, CODE_COST, 5))[:CODE_LENGTH]


def stretch(code: str, server_fingerprint: bytes) -> bytes:
    """The 32-byte key of both proofs, from a normalised code and the certificate really seen; about 25 ms."""
    return _scrypt(code.encode("ascii"), b"spilter-key" + server_fingerprint, KEY_COST, 32)


def prove(key: bytes, role: Role, client_nonce: bytes, server_nonce: bytes, server_fingerprint: bytes) -> bytes:
    """HMAC-SHA-256 over who speaks, both nonces and the certificate; every part has a fixed length."""
    said = b"spilter-join-" + role.encode("ascii") + client_nonce + server_nonce + server_fingerprint
    return hmac.digest(key, said, "sha256")


@dataclass(frozen=True, slots=True)
class Room:
    """What a server needs for every join, computed once: joining costs it two HMACs a client."""

    fingerprint: bytes
    code_nonce: bytes
    salt_title: bytes
    code: str = field(repr=False)
    key: bytes = field(repr=False)


def open_room(server_fingerprint: bytes, code_nonce: bytes, salt_title: bytes) -> Room:
    """The room of a certificate, a nonce and a title's salt: the same three, the same code. Takes 75 ms."""
    code = room_code(server_fingerprint, code_nonce, salt_title)
    return Room(server_fingerprint, code_nonce, salt_title, code, stretch(code, server_fingerprint))


class ClientJoin:
    """The client's half of one join: send ``hello()``, then what ``receive`` answers, until ``joined``.

    ``seen`` is the fingerprint of the certificate on this very connection. Raises ``BadCode`` for a code of a
    wrong shape and ``JoinFailed`` when the server must not be trusted; nothing makes it joined after that.
    """

    def __init__(self, code: str, seen: bytes, nonce: bytes) -> None:
        self._code = normalise(code)
        self._seen = seen
        self._nonce = nonce
        self._challenge: JoinChallenge | None = None
        self._turn: Literal["challenge", "accepted", "over"] = "challenge"
        self.joined = False

    def hello(self) -> JoinHello:
        """The first message of the join."""
        return JoinHello(self._nonce)

    def receive(self, message: JoinChallenge | JoinAccepted | JoinRefused) -> JoinProof | None:
        """Answer the challenge with a proof, or judge the server's own proof (answer None: joined)."""
        turn, self._turn = self._turn, "over"
        match message:
            case JoinChallenge() if turn == "challenge":
                self._challenge, self._turn = message, "accepted"
                return JoinProof(self._proof("client", message))
            case JoinAccepted() if turn == "accepted" and self._challenge:
                self._judge(message, self._challenge)
                self.joined = True
                return None
            case JoinRefused() if turn != "over":
                raise JoinFailed(message.reason)
        raise JoinFailed("out-of-turn")

    def _proof(self, role: Role, challenge: JoinChallenge) -> bytes:
        key = stretch(self._code, self._seen)
        return prove(key, role, self._nonce, challenge.server_nonce, self._seen)

    def _judge(self, accepted: JoinAccepted, challenge: JoinChallenge) -> None:
        if not hmac.compare_digest(accepted.proof, self._proof("server", challenge)):
            raise JoinFailed("not-proven")
        committed = room_code(self._seen, accepted.code_nonce, challenge.salt_title)
        if not hmac.compare_digest(committed, self._code):
            raise JoinFailed("other-server")


class ServerJoin:
    """The server's half of one join: send what ``receive`` answers; ``joined`` tells the outcome."""

    def __init__(self, room: Room, nonce: bytes) -> None:
        self._room = room
        self._nonce = nonce
        self._client_nonce = b""
        self._turn: Literal["hello", "proof", "over"] = "hello"
        self.joined = False

    def receive(self, message: JoinHello | JoinProof) -> JoinChallenge | JoinAccepted | JoinRefused:
        """Challenge a hello, accept or refuse a proof: one guess a connection, whatever a peer sends."""
        turn, self._turn = self._turn, "over"
        match message:
            case JoinHello() if turn == "hello":
                self._client_nonce, self._turn = message.client_nonce, "proof"
                return JoinChallenge(self._nonce, self._room.salt_title)
            case JoinProof() if turn == "proof":
                return self._judge(message)
        return JoinRefused("out-of-turn")

    def _judge(self, message: JoinProof) -> JoinAccepted | JoinRefused:
        if not hmac.compare_digest(message.proof, self._proof("client")):
            return JoinRefused("wrong-code")
        self.joined = True
        return JoinAccepted(self._proof("server"), self._room.code_nonce)

    def _proof(self, role: Role) -> bytes:
        return prove(self._room.key, role, self._client_nonce, self._nonce, self._room.fingerprint)
