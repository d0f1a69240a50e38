"""What one sorter can do. Every act gives what to send, if anything, and has the next item at hand at once."""

from collections import deque

from server.domain.activities.group import GroupView
from server.domain.board import Row
from server.domain.kernel import Command
from server.domain.root import AgendaView, Undo
from server.domain.sorting import (
    ASIDE,
    AddTheme,
    ClaimItems,
    EditHeadline,
    MergeItems,
    PlaceItem,
    SplitItem,
    Unmerge,
)
from spilter_tui.sorting.board import Act, Board, Lay
from spilter_tui.sorting.hand import Hand

AHEAD = 6  # items claimed at once: the one at hand and those that come next, so that their hints are there in time
FEW = 3  # claim more when there are fewer
RENEW = 15.0  # seconds before a claim lapses in which a key renews it
PACE = 120.0  # seconds over which the speed is measured
NEW = "+"  # stands where a theme's id stands that the server has not given yet


class Sorter:
    """One sorter at one board."""

    def __init__(self, me: str = "") -> None:
        self.board = Board(me)
        self.hand = Hand(self.board)
        self.latest: tuple[str, ...] = ()
        """The themes in which something was put last."""
        self._acts: list[Act] = []
        self._paces: deque[float] = deque(maxlen=200)

    def take(self, view: GroupView) -> None:
        """The board is now this one."""
        self.hand.take(view)

    def settle(self, op: str, ref: str = "", code: str = "") -> Act | None:
        """The server did an act and made `ref`, or refused it with a code. The act; None where it was another's."""
        act = self.board.settle(op, refused=bool(code))
        if act is None:
            return None
        if code:
            self._acts, self.latest = [each for each in self._acts if each is not act], ()
        elif isinstance(act.command, AddTheme):
            self.latest = (ref,)
        elif act.waits and ref and isinstance(act.command, MergeItems | EditHeadline):
            self.hand.hold(ref, self.hand.visiting)
        if not code and in_sight(act, self.board, self.hand.at):
            act.waits = False
        self.hand.stay()
        return act

    def pace(self, now: float) -> int:
        """Items a minute that this sorter did of late; 0 until it can be told."""
        while self._paces and now - self._paces[0] > PACE:
            self._paces.popleft()
        span = now - self._paces[0] if self._paces else 0.0
        return round(len(self._paces) * 60 / span) if span >= 5 and len(self._paces) > 2 else 0

    # --- placing ----------------------------------------------------------------------------------------------

    def press(self, digit: int, now: float) -> Act | None:
        """The key of a theme: put the item in it; where several are being chosen, turn its mark."""
        themes = self.hand.themes
        if not 1 <= digit <= len(themes):
            return None
        theme = themes[digit - 1].id
        if self.hand.marks is None:
            return self.place((theme,), now)
        self.hand.turn_mark(theme)
        return None

    def accept(self, now: float) -> Act | None:
        """Put the item in the themes that were chosen, or else in the one that was suggested."""
        marks, suggested = self.hand.marks, self.board.hint(self.hand.at).theme
        themes = marks if marks is not None else (suggested,) if suggested else ()
        return self.place(themes, now) if themes else None

    def leave(self, now: float) -> Act | None:
        """Lay the item aside; what lies there already is passed over."""
        if self.hand.aside and not self.hand.visiting:
            self.hand.pass_over()
            return None
        return self.place((ASIDE,), now)

    def place(self, themes: tuple[str, ...], now: float) -> Act | None:
        """Put the item in these themes and take the next."""
        row = self.hand.row
        if row is None:
            return None
        return self._onward(Act(PlaceItem(row.id, themes, self.hand.seen or ()), row.id, {row.id: themes}), themes, now)

    def new_theme(self, title: str, now: float) -> Act | None:
        """Make a theme and put the item at hand in it; a theme that is there already by that title is used."""
        known = next((theme.id for theme in self.board.themes if theme.title == title.strip()), "")
        row = self.hand.row
        if known:
            return self.place((known,), now)
        if row is None:
            return self.do(AddTheme(title))
        return self._onward(Act(AddTheme(title, "", row.id, self.hand.seen or ()), row.id, {row.id: (NEW,)}), (), now)

    def take_back(self, item: str) -> Act | None:
        """Put an item back in the queue, whatever is at hand."""
        row = self.board.rows.get(item)
        lies = self.board.lies(row) if row else None
        return self._do(Act(PlaceItem(item, (), lies), item, {item: ()})) if lies else None

    # --- merging and splitting --------------------------------------------------------------------------------

    def merge(self, now: float) -> Act | None:
        """Merge the item with the one most like it. Where one of them has a place, the next item comes to hand."""
        row, like = self.hand.row, next(iter(self.board.hint(self.hand.at).like), None)
        if row is None or like is None:
            return None
        rows = (row, self.board.rows[like.id])
        both = tuple(each.id for each in rows)
        placed = any(theme != ASIDE for each in rows for theme in each.themes)
        act = Act(MergeItems(both, headline(*rows)), row.id, dict.fromkeys(both), waits=not placed)
        return self._onward(act, (), now) if placed else self._do(act)

    def rename(self, text: str) -> Act | None:
        """Put a headline over the item at hand, or change the one there is."""
        row = self.hand.row
        return self._do(Act(EditHeadline(row.id, text), row.id, waits=True)) if row and text != row.text else None

    def unmerge(self) -> Act | None:
        """Take apart what was merged; its first original comes to hand."""
        row = self.hand.row
        if row is None or not row.originals:
            return None
        act = self._do(Act(Unmerge(row.id), row.id, {row.id: None}, waits=True))
        self.hand.hold(row.originals[0].id, visiting=True)
        return act

    def split(self, texts: tuple[str, ...]) -> Act | None:
        """Split the item at hand; its parts come to hand."""
        row = self.hand.row
        if row is None or row.originals or len(texts) < 2:
            return None
        return self._do(Act(SplitItem(row.id, texts), row.id, {row.id: None}, waits=True))

    # --- the rest ---------------------------------------------------------------------------------------------

    def do(self, command: Command) -> Act:
        """Something that leaves the item at hand as it is: a theme renamed, moved, deleted."""
        return self._do(Act(command))

    def undo(self, agenda: AgendaView, scope: str) -> Act | None:
        """Undo this sorter's last act on this board and take its item again; acts of an earlier hour count too."""
        if not self._acts:
            known = earlier(agenda, self.board.me, scope)
            return self._do(Act(Undo(known), waits=True), keeps=False) if known else None
        last, self.latest = self._acts.pop(), ()
        before = before_of(last)
        act = self._do(Act(Undo(last.op), last.item, before, waits=not before), keeps=False)
        if last.item:
            self.hand.trail = [each for each in self.hand.trail if each != last.item]
            self.hand.hold(last.item, visiting=before.get(last.item) != ())
        return act

    def claim(self, now: float) -> Act | None:
        """Claim what is at hand and what comes next, where that isn't so or soon won't be."""
        if any(isinstance(act.command, ClaimItems) for act in self.board.under_way):
            return None
        mine = {claim.id: claim.until for claim in self.board.claims(mine=True)}
        at_hand = self.hand.row is not None and not self.hand.taken_by
        wants = at_hand and self.hand.at not in mine
        more = len(mine) < FEW and any(row.id not in mine and row.id != self.hand.at for row in self.board.queue())
        lapses = bool(mine) and min(mine.values()) - now < RENEW
        if not (wants or more or lapses):
            return None
        return self._do(Act(ClaimItems(AHEAD, self.hand.at if at_hand else "")), keeps=False)

    def let_go(self) -> Act | None:
        """Let go of everything claimed."""
        return self._do(Act(ClaimItems(0)), keeps=False) if self.board.claims(mine=True) else None

    def _onward(self, act: Act, themes: tuple[str, ...], now: float) -> Act:
        self._do(act)
        self._paces.append(now)
        self.latest = themes
        self.hand.next()
        return act

    def _do(self, act: Act, keeps: bool = True) -> Act:
        self.board.put(act)
        if keeps:
            self._acts.append(act)
        if keeps and act.item:
            self.hand.trail = [*(each for each in self.hand.trail if each != act.item), act.item]
        return act


def headline(*rows: Row) -> str:
    """The headline over what is merged: the one there is, else the words of what has a place, else the longest."""
    return max(rows, key=lambda row: (bool(row.originals), bool(row.themes), len(row.text))).text


def in_sight(act: Act, board: Board, at: str) -> bool:
    """Whether what an act made is on the board already: its view may come before its answer."""
    made_away = isinstance(act.command, SplitItem | MergeItems)
    if made_away and act.item in board.rows:
        return False
    return at in board.rows or isinstance(act.command, SplitItem)


def before_of(act: Act) -> dict[str, Lay]:
    """How things lay before an act that placed an item."""
    return {act.item: act.command.seen} if isinstance(act.command, PlaceItem | AddTheme) and act.item else {}


def earlier(agenda: AgendaView, me: str, scope: str) -> str:
    """The last act of a seat on a board that counts still, as the log book has it; empty if none."""
    mine = (act for act in reversed(agenda.acts) if act.by == me and act.scope == scope and not act.undone)
    return next((act.id for act in mine if all(tag.startswith("group.") for tag in act.what)), "")
