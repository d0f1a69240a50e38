"""Received items as topics: entries are about one of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from server.domain.kernel import Item

TOPIC_WINDOW = 20  # how many of a topic's newest entries a participant's screen gets


class Topic(msgspec.Struct, frozen=True, omit_defaults=True):
    """A received item, with how many entries are about it: in all, and on each side in the order of the setting."""

    id: str
    text: str
    source: str = ""
    theme: str = ""
    count: int = 0
    by_side: tuple[int, ...] = ()


class Topics:
    """The topics of an activity. One that was taken off the list is remembered: its entries still stand under it."""

    def __init__(self, received: Mapping[str, Item]) -> None:
        self.received = received
        self.ever = dict(received)

    def remember(self) -> None:
        """Items came in or were taken off."""
        self.ever.update(self.received)

    def title(self, key: str) -> str:
        """The text of a topic; empty where there never was one."""
        return self.ever[key].text if key in self.ever else ""

    def counted(self, abouts: Iterable[str]) -> Iterator[Topic]:
        """The topics as they stand on the list, with how many entries are about each."""
        counts = Counter(abouts)
        for item in self.received.values():
            yield Topic(item.id, item.text, item.source, item.theme, counts[item.id])

    def written_about(self, abouts: Iterable[str]) -> Iterator[Item]:
        """The topics on the list, and those taken off that have entries all the same."""
        about = set(abouts)
        return (item for key, item in self.ever.items() if key in self.received or key in about)

    def of_table(self, table: int) -> str:
        """The topic of a table's street: table 1 has the first, and after the last comes the first again."""
        keys = tuple(self.received)
        return keys[(table - 1) % len(keys)] if keys and table > 0 else ""
