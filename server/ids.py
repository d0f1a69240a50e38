"""Random ids: what is made gets one, and what is asked for."""

import secrets

ID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id() -> str:
    """A random id, 50 bits, easy to read out: nothing about who, when or in which order."""
    number = secrets.randbits(50)
    return "".join([ID_LETTERS[number >> shift & 31] for shift in range(0, 50, 5)])


def new_op() -> str:
    """A random operation id, 128 bits in hex."""
    return secrets.token_hex(16)
