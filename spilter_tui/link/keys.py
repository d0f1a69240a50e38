"""What a laptop derives from its seat's secret, so that nothing it shows the server links one thing to another.

The secret is 256 random bits for one workshop and never leaves the laptop. Every key is HMAC-SHA-256 of it, in hex.
"""

import hmac
import secrets


def new_secret() -> str:
    """A new seat's secret: 256 random bits in hex."""
    return secrets.token_hex(32)


def new_op() -> str:
    """A new operation's id: 128 random bits in hex."""
    return secrets.token_hex(16)


def seat_token(secret: str) -> str:
    """What says to the server which seat this is."""
    return _derived(secret, "seat")


def entry_key(secret: str, op: str) -> str:
    """The edit key of the entry that this operation made; its SHA-256 goes along with the entry."""
    return _derived(secret, "entry", op)


def put_key(secret: str, activity: str, item: str) -> str:
    """The key with which this laptop takes back where it put this item; its SHA-256 goes along with that."""
    return _derived(secret, "put", activity, item)


def voter_key(secret: str, activity: str, round_: int, person: int = 0) -> str:
    """The key of one ballot: one a vote and round, and one a person where several share the laptop."""
    return _derived(secret, "vote", activity, str(round_), str(person))


def _derived(secret: str, *parts: str) -> str:
    return hmac.digest(bytes.fromhex(secret), "\0".join(parts).encode(), "sha256").hex()
