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


class Lots:
    """Balanced lots of so many items: after any number of them each item was drawn as often as any other, or once more.

    The items are gone through again and again, each time in another order that depends on the seed alone; a lot takes
    the next ones, and the lot that goes over from one time to the next gets none twice (an incomplete block design with
    equal replication: Cochran and Cox, 1957, "Experimental designs", chapter 9).
    """

    def __init__(self, items: Sequence[str], size: int, seed: str) -> None:
        self._items, self._seed = tuple(items), seed
        self._size = min(size, len(self._items))
        self._drawn: list[str] = []

    def __getitem__(self, number: int) -> tuple[str, ...]:
        """The items of the lot of that number, from 0."""
        end = (number + 1) * self._size
        while len(self._drawn) < end:
            self._go_through_again()
        return tuple(self._drawn[end - self._size : end])

    def _go_through_again(self) -> None:
        begun = len(self._drawn) % self._size
        held = set(self._drawn[len(self._drawn) - begun :])
        order = shuffled(self._items, f"{self._seed}/{len(self._drawn)}")
        first = [item for item in order if item not in held][: self._size - begun]
        taken = set(first)
        self._drawn += first + [item for item in order if item not in taken]


def _around(size: int) -> Iterator[tuple[int, int]]:
    for apart in range(1, size // 2 + 1):
        starts = range(apart) if 2 * apart == size else range(size)
        for start in [*starts[::2], *starts[1::2]]:
            yield start, (start + apart) % size


def _digest(key: str) -> bytes:
    return blake2b(key.encode()).digest()
