"""Moves in the outline of themes, as commands. Places are those of the outline, in which a theme's own follow it."""

from collections.abc import Sequence

from server.domain.activities.group import ThemeRow
from server.domain.sorting import MoveTheme


def shifted(themes: Sequence[ThemeRow], theme: ThemeRow, by: int) -> MoveTheme | None:
    """One place up (-1) or down (1) among those it stands with; None at either end."""
    beside = [each for each in themes if each.parent == theme.parent]
    to = beside.index(theme) + by
    return MoveTheme(theme.id, themes.index(beside[to]), theme.parent) if 0 <= to < len(beside) else None


def turned(themes: Sequence[ThemeRow], theme: ThemeRow) -> MoveTheme | None:
    """Under the nearest theme above it that stands by itself, or by itself again; None where there is none above."""
    at = themes.index(theme)
    if theme.parent:
        return MoveTheme(theme.id, at)
    over = next((each for each in reversed(themes[:at]) if not each.parent), None)
    return MoveTheme(theme.id, at, over.id) if over else None
