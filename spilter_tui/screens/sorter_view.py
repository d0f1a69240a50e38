"""What the sorter's screen says: the item at hand with what is offered, the keys, and what was refused."""

from collections.abc import Mapping

from server.domain.board import Row
from server.domain.sorting import ASIDE, ROOM, ClaimItems
from server.domain.text import one_line
from spilter_tui.i18n import _, ngettext
from spilter_tui.refusals import sentence
from spilter_tui.sorting.board import Act, Board
from spilter_tui.sorting.hand import Hand
from spilter_tui.sorting.sorter import Sorter
from spilter_tui.widgets.entries import Line
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.sort_card import AtHand, Offer, at_most
from spilter_tui.widgets.theme_keys import ThemeKey, nothing_yet

SHORT = 40  # columns of somebody's words inside a sentence


def seat(desk: str) -> str:
    """A seat of the staff in words: "sorter 2", "desk 1"; or that it is somebody in the room, nobody knows who."""
    kind, _space, number = desk.partition(" ")
    names = {"sorter": _("sorter {n}"), "desk": _("desk {n}"), ROOM: _("a participant")}
    return names[kind].format(n=number) if kind in names else _("somebody else")


def title_of(board: Board, theme: str) -> str:
    """A theme's title, harmless and on one line."""
    if theme == ASIDE:
        return _("left over")
    return next((one_line(each.title, SHORT) for each in board.themes if each.id == theme), "")


def titles_of(board: Board, row: Row) -> str:
    """Where a row lies, in words; empty for the queue."""
    return f" {signs().bullet} ".join(filter(None, (title_of(board, theme) for theme in board.lies(row) or ())))


# --- the item at hand -----------------------------------------------------------------------------------------


def at_hand(sorter: Sorter) -> AtHand:
    """The item at hand, or why there is none."""
    row, hand = sorter.hand.row, sorter.hand
    if row is None:
        return AtHand(empty=_nothing(sorter))
    originals = tuple(each.text for each in row.originals) if len(row.originals) > 1 else ()
    return AtHand(row.text, tuple(_facts(sorter, row)), originals, tuple(_offers(sorter)), alert=_alert(hand))


def heading(sorter: Sorter) -> str:
    """What the item at hand is: now, again, left over."""
    hand = sorter.hand
    if hand.marks is not None:
        return _("now, for several themes")
    if hand.visiting:
        return _("once more")
    return _("left over") if hand.aside else _("now")


def _nothing(sorter: Sorter) -> str:
    if sorter.hand.waits:
        return _("One moment…")
    if sorter.board.left:
        return _("What is left, others have at hand.")
    if sorter.board.left_over:
        return _("Everything has a place. What was left over: l goes through it.")
    return _("Everything has a place. New entries appear here by themselves.")


def _facts(sorter: Sorter, row: Row) -> list[str]:
    n = len(row.originals)
    merged = ngettext("{n} under this headline", "{n} under this headline", n).format(n=n)
    return [
        *_place(sorter, row),
        *([merged, _("x takes it apart")] if n else []),
        *([row.source] if row.source else []),
    ]


def _place(sorter: Sorter, row: Row) -> list[str]:
    """Where it lies, unless that goes without saying."""
    lies = sorter.board.lies(row)
    if not lies or (lies == (ASIDE,) and not sorter.hand.visiting):
        return []
    if lies == (ASIDE,):
        return [_("left over")]
    return [_("lies in: {themes}").format(themes=titles_of(sorter.board, row))]


def _alert(hand: Hand) -> str:
    if not hand.taken_by:
        return ""
    return _("{seat} has this one").format(seat=seat(hand.taken_by))


def _offers(sorter: Sorter) -> list[Offer]:
    hint, hand = sorter.board.hint(sorter.hand.at), sorter.hand
    offers = []
    for like in hint.like[:1]:
        other = sorter.board.rows[like.id]
        offers.append(Offer(_("looks like"), other.text, at_most(like.words), "m", _("merges them")))
    if hand.marks is not None:
        chosen = f" {signs().bullet} ".join(title_of(sorter.board, theme) for theme in hand.marks)
        offers.append(Offer(_("chosen"), chosen or _("choose themes by their keys"), "", "Enter", _("puts it in them")))
    elif hint.theme:
        title, why = title_of(sorter.board, hint.theme), at_most(hint.words)
        offers.append(Offer(_("belongs to"), title, why, "Enter", _("puts it there")))
    return offers


# --- the keys -------------------------------------------------------------------------------------------------


def theme_keys(sorter: Sorter) -> tuple[ThemeKey, ...]:
    """Nine themes and what 0 does."""
    suggested, marks = sorter.board.hint(sorter.hand.at).theme, sorter.hand.marks
    keys = []
    for at, theme in enumerate(sorter.hand.themes, 1):
        chosen = marks is not None and theme.id in marks
        offered = marks is None and theme.id == suggested
        latest = marks is None and theme.id in sorter.latest
        sign = signs().here if offered else signs().done if chosen or latest else ""
        word = _("suggested") if offered else _("chosen") if chosen else ""
        under = bool(theme.parent)
        keys.append(ThemeKey(str(at), theme.title, theme.count, sign, word, under, offered or chosen))
    if not keys:
        keys.append(nothing_yet())
    keys += [ThemeKey("", "")] * (9 - len(keys))
    sign = signs().done if sorter.latest == (ASIDE,) else ""
    return (*keys, ThemeKey("0", _("leave for later"), sorter.board.left_over or None, sign))


def more_keys(sorter: Sorter) -> list[tuple[str, str]]:
    """The keys that stand under the themes: pairs of a key and what it does."""
    hand, board = sorter.hand, sorter.board
    pages = _("page {n} of {all}, next").format(n=hand.page + 1, all=hand.pages)
    several = board.view is not None and board.view.several
    return [
        ("n", _("new theme")),
        *([(".", pages)] if hand.pages > 1 else []),
        *([("+", _("in several themes") if hand.marks is None else _("in one theme"))] if several else []),
        ("k", _("split")),
        *([("l", _("back to the queue") if hand.aside else _("what was left over"))] if board.left_over else []),
    ]


def lines(board: Board) -> tuple[Line, ...]:
    """Every item on the board, with where it lies; one can look for what stands under a headline too."""
    return tuple(Line(row.id, row.text, titles_of(board, row)) for row in board.rows.values())


# --- what was refused -----------------------------------------------------------------------------------------


def told(board: Board, act: Act, code: str, facts: Mapping[str, str | int]) -> str:
    """What a refusal comes to, in a sentence; nothing typed or ordered was lost by it."""
    who, where = seat(str(facts.get("desk", ""))), one_line(str(facts.get("theme", "")), SHORT)
    row = board.rows.get(act.item)
    what = one_line(row.text, SHORT) if row else ""
    if code == "taken" and where:
        said = _("{seat} was first, it lies in {theme}; nothing was overwritten: “{text}”")
        return said.format(seat=who, text=what, theme=where)
    if code == "taken":
        return _("{seat} was first; nothing was overwritten: “{text}”").format(seat=who, text=what)
    if code == "claimed":
        return _("{seat} has this at hand, and keeps it: “{text}”").format(seat=who, text=what)
    said = sentence(code, facts)
    return said if not what or isinstance(act.command, ClaimItems) else f"{said} “{what}”"
