"""Keys that only a laptop holds, and that prove what is its own: an entry, a ballot."""

import hashlib
import hmac


def hash_of(key: str) -> str:
    """What the file keeps of a key: its SHA-256, in hex."""
    return hashlib.sha256(key.encode()).hexdigest()


def is_key_of(hashed: str, key: str) -> bool:
    """Whether this is the key with that hash, whatever a laptop may have sent as one."""
    return hmac.compare_digest(hashed.encode(), hash_of(key).encode())
