"""The themes of a board in their outline: in order, each with those that belong under it, two levels deep."""

from collections.abc import Iterator

import msgspec

from server.domain.sorting import ThemeAdded, ThemeDeleted, ThemeMoved, ThemeRenamed


class Theme(msgspec.Struct, frozen=True):
    """A theme; with a `parent` it belongs under that one."""

    id: str
    title: str
    parent: str = ""


class Outline:
    """Themes by id, in their order. What refers to a theme that is gone is passed over."""

    def __init__(self) -> None:
        self._themes: dict[str, Theme] = {}
        self._order: list[str] = []

    def __contains__(self, key: str) -> bool:
        """Whether there is a theme of that id."""
        return key in self._themes

    def __iter__(self) -> Iterator[Theme]:
        """Every theme, followed by those that belong under it."""
        for key in self._order:
            if not self._above(key):
                yield self._shown(key)
                yield from (self._shown(each) for each in self._order if self._above(each) == key)

    def get(self, key: str) -> Theme | None:
        """The theme of that id, as it stands in the outline; None where there is none."""
        return self._shown(key) if key in self._themes else None

    def _above(self, key: str) -> str:
        """The theme's parent, unless that is gone or is itself under another."""
        parent = self._themes[key].parent
        return parent if parent in self._themes and not self._themes[parent].parent else ""

    def _shown(self, key: str) -> Theme:
        return msgspec.structs.replace(self._themes[key], parent=self._above(key))

    def take(self, event: ThemeAdded | ThemeRenamed | ThemeMoved | ThemeDeleted) -> None:
        """Take in what happened to a theme; a place is one of the outline as people see it."""
        if isinstance(event, ThemeAdded):
            self._themes[event.id] = Theme(event.id, event.title, event.parent)
            self._order.append(event.id)
        elif event.theme in self._themes:
            self._change(event)
        self._order = [theme.id for theme in self]

    def _change(self, event: ThemeRenamed | ThemeMoved | ThemeDeleted) -> None:
        key = event.theme
        match event:
            case ThemeRenamed(title=title):
                self._themes[key] = msgspec.structs.replace(self._themes[key], title=title)
            case ThemeMoved(parent=parent, place=place):
                self._themes[key] = msgspec.structs.replace(self._themes[key], parent=parent)
                self._order.remove(key)
                self._order.insert(place, key)
            case ThemeDeleted():
                del self._themes[key]
                self._order.remove(key)
