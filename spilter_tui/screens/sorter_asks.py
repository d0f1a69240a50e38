"""What the sorter's screen asks in a box, and what becomes of the answer."""

import re
from typing import NamedTuple

from server.domain.board import Row
from server.domain.sorting import TITLE, AddTheme, EditHeadline, RenameTheme, SplitItem
from spilter_tui.i18n import _
from spilter_tui.sorting.board import Act
from spilter_tui.sorting.sorter import Sorter


class Question(NamedTuple):
    """`name`: under which what was typed is kept; `says`, `does`: translated; `text` stands in the box already."""

    name: str
    says: str
    does: str
    text: str = ""


def question(verb: str, row: Row | None) -> Question | None:
    """The question that goes with a key for the item at hand; None where there is nothing to ask."""
    if verb == "new":
        does = _("Enter makes it and puts this in it") if row else _("Enter makes it")
        return Question("new", _("What is the new theme called?"), does)
    if row is None:
        return None
    if verb == "rename":
        says = _("A headline of your own words; what was typed stays under it.")
        return Question(f"rename {row.id}", says, _("Enter keeps it"), row.text)
    if row.originals:
        return None
    says = _("Put a | where it says something else: each part becomes an item.")
    return Question(f"split {row.id}", says, _("Enter splits it"), row.text)


def answered(sorter: Sorter, name: str, text: str, now: float) -> Act | str | None:
    """What the answer does: an act; or why it can't be, translated; or nothing, where nothing was changed."""
    verb, _space, item = name.partition(" ")
    if verb == "theme":
        return too_long(text) or sorter.do(RenameTheme(item, text.strip()))
    if verb == "new":
        return too_long(text) or sorter.new_theme(text.strip(), now)
    if sorter.hand.at != item and not sorter.hand.visit(item):
        return _("This is not on the board any more.")
    if verb == "rename":
        return sorter.rename(text)
    parts = tuple(part.strip() for part in re.split(r"[|\n]", text) if part.strip())
    return sorter.split(parts) or _("There is only one part. Put a | between the parts.")


def too_long(title: str) -> str:
    """Why a title can't be, if it is too long."""
    size = len(title.strip())
    return (
        _("A title has at most {limit} characters; this has {n}.").format(limit=TITLE, n=size) if size > TITLE else ""
    )


def name_of(act: Act) -> str:
    """The name of the question that led to an act; empty if none did."""
    match act.command:
        case AddTheme():
            return "new"
        case EditHeadline(item=item):
            return f"rename {item}"
        case SplitItem(item=item):
            return f"split {item}"
        case RenameTheme(theme=theme):
            return f"theme {theme}"
    return ""
