"""What a sorter is offered for the item at hand: items that say nearly the same, and the theme it may belong to."""

import msgspec

from server.domain.board import Board
from server.domain.kernel import Item
from server.domain.similar import Match, Similar, Suggestion, suggest_theme

AFRESH = 20  # what is like an item is thought over once a twentieth more came in; its theme, once so many more lie
EFFORT = 2000  # one look among so many items is about what a screen's update may cost


class Like(msgspec.Struct, frozen=True):
    """Another row that says nearly the same, and the words they share."""

    id: str
    words: tuple[str, ...]


class Hint(msgspec.Struct, frozen=True):
    """For an item (`id`): the rows most like it, best first, and a theme with the words it shares with what lies there.

    The theme is that of the best of those rows that was placed; else the one that the placed items speak for.
    """

    id: str
    like: tuple[Like, ...] = ()
    theme: str = ""
    words: tuple[str, ...] = ()


class Hints:
    """An index of a board's items by their words, brought up to date when it is asked."""

    def __init__(self) -> None:
        self._similar = Similar()
        self._leaves: dict[str, Item] = {}
        self._known: set[str] = set()
        self._matches: dict[str, tuple[int, tuple[Match, ...]]] = {}  # item → how many were known then
        self._unseen: list[str] = []
        self._pairs: dict[tuple[str, str], tuple[str, ...]] = {}
        self._suggested: dict[str, tuple[int, Suggestion | None]] = {}  # item → how many rows lay in themes then

    def _follow(self, leaves: dict[str, Item]) -> None:
        if leaves is self._leaves and len(leaves) == len(self._known):  # it only grows; for what goes it is another
            return
        for gone in self._known - leaves.keys():
            self._similar.remove(gone)
            self._matches = {}
        fresh = [key for key in leaves if key not in self._known]
        for key in fresh:
            self._similar.add(key, leaves[key].text)
        self._unseen += fresh
        self._leaves, self._known = leaves, set(leaves)

    def _like(self, item: str) -> tuple[Match, ...]:
        """What says nearly the same; thought over as more come in."""
        known, matches = self._matches.get(item, (0, ()))
        if (len(self._known) - known) * AFRESH > known:
            matches = self._similar.closest_to(item)
            self._matches[item] = len(self._known), matches
        return matches

    def of(self, board: Board, key: str) -> Hint:
        """The hint for a row: what is like it, or like any of the items under it."""
        self._follow(board.leaves)
        found: dict[str, Like] = {}
        for item in board.items_under(key):
            for match in self._like(item):
                other = board.head(match.id)
                if other != key and board.row(other):
                    found.setdefault(other, Like(other, match.shared))
        like = tuple(found.values())
        return Hint(key, like, *self._theme(board, key, like))

    def _theme(self, board: Board, key: str, like: tuple[Like, ...]) -> tuple[str, tuple[str, ...]]:
        for each in like:
            row = board.in_themes.get(each.id)
            if row is not None:
                return row.in_theme, each.words
        found = self._suggest(board, key)
        return (found.theme, found.shared) if found else ("", ())

    def _suggest(self, board: Board, key: str) -> Suggestion | None:
        """The theme that the placed items speak for by words they share; thought over as more are placed."""
        row, lie = board.row(key), board.in_themes
        known, found = self._suggested.get(key, (0, None))
        if row is not None and abs(len(lie) - known) * AFRESH > known:
            placed = {item: each.in_theme for each in lie.values() for item in board.items_under(each.id)}
            best = suggest_theme(row.text, self._similar, placed, limit=1)
            found = best[0] if best and best[0].shared else None
            self._suggested[key] = (len(lie), found)
        return found

    def alike(self, board: Board) -> list[tuple[str, ...]]:
        """The shared words of every pair of items that say nearly the same, of which one still waits in the queue.

        A thousand items are not compared at one go: each call looks at some more of them.
        """
        self._follow(board.leaves)
        effort = 1 + EFFORT // (1 + len(self._known))
        looked_at, self._unseen = self._unseen[:effort], self._unseen[effort:]
        for item in looked_at:
            for match in self._like(item):
                self._pairs[min(item, match.id), max(item, match.id)] = match.shared
        return [words for (one, other), words in self._pairs.items() if self._open(board, one, other)]

    @staticmethod
    def _open(board: Board, one: str, other: str) -> bool:
        if board.head(one) == board.head(other):
            return False
        rows = [board.row(board.head(one)), board.row(board.head(other))]
        return all(rows) and any(row is not None and not row.themes for row in rows)
