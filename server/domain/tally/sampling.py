"""Orders and samples that differ from voter to voter and are the same each time for one: no randomness, only a key."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b


def shuffled(items: Sequence[str], key: str) -> list[str]:
    """The items in an order that depends on the key alone, every order being as likely as another."""
    return sorted(items, key=lambda item: blake2b(item.encode(), key=_digest(key)).digest())


def sampled_pairs(items: Sequence[str], key: str, count: int) -> list[tuple[str, str]]:
    """Up to `count` different pairs for one voter, drawn so that items return as late and as evenly as possible.

    The items stand in a ring in the key's order; neighbours are paired first, then those two apart, and so on (a cyclic
    design: John and Williams, 1995, "Cyclic and computer generated designs"). An item is as often left as right.
    """
    ring = shuffled(items, key)
    pairs = [(ring[one], ring[other]) for one, other in _around(len(ring))]
    return pairs[:count]


def _around(size: int) -> Iterator[tuple[int, int]]:
    for apart in range(1, size // 2 + 1):
        starts = range(apart) if 2 * apart == size else range(size)
        for start in [*starts[::2], *starts[1::2]]:
            yield start, (start + apart) % size


def _digest(key: str) -> bytes:
    return blake2b(key.encode()).digest()
