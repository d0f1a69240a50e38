"""Carrying over: which items of an activity a selection means."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from server.domain.kernel import Activity, Audience, Item, Refused, Role, Selection

BY_RESULT = frozenset({"top", "threshold", "dissent"})  # these would tell a hidden result
CHOOSE: dict[str, Callable[[Sequence[Item], Selection], Iterable[Item]]] = {
    "all": lambda items, choice: items,
    "theme": lambda items, choice: (item for item in items if item.theme == choice.theme),
    "top": lambda items, choice: (item for item in items if 0 < item.rank <= choice.value),
    "threshold": lambda items, choice: (i for i in items if i.score is not None and i.score >= choice.value),
    "starred": lambda items, choice: (item for item in items if item.starred),
    "dissent": lambda items, choice: sorted(
        (i for i in items if i.dissent is not None and i.dissent > choice.value), key=lambda i: -(i.priority or 0)
    ),
    "picked": lambda items, choice: (item for item in items if item.id in choice.ids),
}


def chosen(source: Activity[Any, Any, Any], selection: Selection) -> tuple[Item, ...]:
    """The items that a selection of this activity means now, each once; `Refused` where that would tell a result.

    Themes come as items: what was a theme there is something to start from here.
    """
    items = [item for item in source.items() if item.level == selection.level]
    if selection.how in BY_RESULT and not source.may_see_results(Audience(Role.FACILITATOR)):
        raise Refused("still_open")
    found = CHOOSE[selection.how](items, selection) if selection.how in CHOOSE else ()
    return tuple({item.id: msgspec.structs.replace(item, level="item") for item in found}.values())
