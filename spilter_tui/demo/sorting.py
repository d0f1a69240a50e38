"""The facilitator at the sorter, as a script: one item after the other, by what the server offers with each."""

from collections.abc import Mapping, Sequence
from typing import Any

from server.domain.activities.group import GroupView
from server.domain.board import Row
from server.domain.sorting import ASIDE, AddTheme, ClaimItems, Commands, MergeItems, PlaceItem
from spilter_tui.demo.hall import Hall, Suggested


async def sort(hall: Hall, activity: str, themes: Mapping[str, Sequence[str]]) -> None:
    """Put every item into the theme that lists its text.

    What no theme lists is merged with what the server suggests for it, best with what a theme lists; where the server
    suggests nothing it is laid aside.
    """
    await _Sorter(hall, activity, themes).run()


class _Sorter:
    """One go at the sorter."""

    def __init__(self, hall: Hall, activity: str, themes: Mapping[str, Sequence[str]]) -> None:
        self.hall, self.activity = hall, activity
        self.titles = tuple(themes)
        self.belongs = {text: title for title, texts in themes.items() for text in texts}
        self.ids: dict[str, str] = {}

    async def run(self) -> None:
        """Make the themes, take the first item, and go on until no item is at hand."""
        for title in self.titles:
            self.ids[title] = await self.hall.do(self.hall.desk, self.activity, AddTheme(title))
        await self.hall.do(self.hall.desk, self.activity, ClaimItems(1))
        view = await self._sees(lambda view: self._at_hand(view) or not view.left)
        while row := self._at_hand(view):
            await self.hall.think(2, 3)
            await self.hall.do(self.hall.desk, self.activity, self._act(view, row))
            view = await self._sees(lambda view, row=row: _find(view, row.id) != row)

    async def _sees(self, condition: Any) -> GroupView:
        view: GroupView = await self.hall.desk.sees(self.activity, condition)
        return view

    def _at_hand(self, view: GroupView) -> Row | None:
        welcome = self.hall.desk.link.core.welcome
        mine = [claim.id for claim in view.claims if welcome and claim.desk == welcome.desk]
        return _find(view, mine[0]) if mine else None

    def _act(self, view: GroupView, row: Row) -> Commands:
        if row.text in self.belongs:
            return PlaceItem(row.id, (self.ids[self.belongs[row.text]],), row.themes)
        hint = next((hint for hint in view.hints if hint.id == row.id), None)
        if hint is None or not hint.like:
            return PlaceItem(row.id, (ASIDE,), row.themes)
        offered = [(other, like.words) for like in hint.like if (other := _find(view, like.id))]
        other, words = next((each for each in offered if each[0].text in self.belongs), offered[0])
        self.hall.suggested.append(Suggested(row.text, other.text, words))
        return MergeItems((other.id, row.id), other.text)


def _find(view: GroupView, key: str) -> Row | None:
    return next((row for row in view.rows if row.id == key), None)
