"""What was merged: headlines, each with the items under it. An item is under one headline at most."""

from typing import NamedTuple


class Head(NamedTuple):
    """A headline and the items under it."""

    text: str
    items: tuple[str, ...]


class Heads:
    """Headlines by id."""

    def __init__(self) -> None:
        self._heads: dict[str, Head] = {}
        self._over: dict[str, str] = {}  # by item its headline

    def merge(self, key: str, head: Head) -> None:
        """These items come under this headline, each taken from the one it was under."""
        for item in head.items:
            self._leave(item)
        self.part(key)
        self._heads[key] = head
        self._over.update(dict.fromkeys(head.items, key))

    def _leave(self, item: str) -> None:
        key = self._over.pop(item, "")
        if key:
            head = self._heads[key]
            self._heads[key] = head._replace(items=tuple(each for each in head.items if each != item))

    def part(self, key: str) -> None:
        """What was under a headline is apart again."""
        for item in self._heads.pop(key, Head("", ())).items:
            self._over.pop(item, None)

    def reword(self, key: str, text: str) -> None:
        """A headline says something else; one that is gone is passed over."""
        if key in self._heads:
            self._heads[key] = self._heads[key]._replace(text=text)

    def over(self, item: str) -> str:
        """The id of the headline that an item is under; its own where it is under none."""
        return self._over.get(item, item)

    def get(self, key: str) -> Head | None:
        """The headline of that id; None where there is none."""
        return self._heads.get(key)
