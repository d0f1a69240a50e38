"""Keys that only a laptop holds, and that prove what is its own: an entry, a ballot."""

import hashlib


def hash_of(key: str) -> str:
    """What the file keeps of a key: its SHA-256, in hex."""
    return hashlib.sha256(key.encode()).hexdigest()
