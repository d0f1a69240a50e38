"""The wordings of items: each keeps its id and its first words, and gets a next version when somebody sharpens it."""

import msgspec

from server.domain.kernel import Item, Refused
from server.domain.text import clean


class Versions:
    """The later wordings of items, by id. They stay when an item goes, and are there when it is back."""

    def __init__(self) -> None:
        self._later: dict[str, list[str]] = {}

    def add(self, item: str, text: str) -> None:
        """An item got another wording."""
        self._later.setdefault(item, []).append(text)

    def of(self, item: Item) -> tuple[str, ...]:
        """All wordings of an item, the first as it came in."""
        return (item.text, *self._later.get(item.id, ()))

    def current(self, item: Item) -> Item:
        """The item as it is worded now."""
        return msgspec.structs.replace(item, text=self.of(item)[-1])

    def reworded(self, item: Item) -> bool:
        """Whether it says something else than when it came in."""
        return item.id in self._later

    def next(self, item: Item, text: str, seen: int) -> str:
        """The text of a next version, made by somebody who saw version `seen` (from 1).

        Refuses with `other_version` when there is a newer one, with `same_text` when nothing changed.
        """
        known, text = self.of(item), clean(text)
        if seen != len(known):
            raise Refused("other_version")
        if text == known[-1]:
            raise Refused("same_text")
        return text
