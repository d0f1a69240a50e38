"""Sorting by participants: what becomes of what they ask, and when the others see it.

Where everybody sorts their own, the laptop proves with the edit key of an entry that it is its own: the activity where
it was typed holds the hash of that key until it is sealed, and this one never stores whose an item is. Where all sort
together, a laptop has one item at hand at a time; a claim has a name for that once, and lapses as a sorter's does.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from server.domain.board import Board, Row, guest
from server.domain.entry_flow import BATCH, batch_at
from server.domain.kernel import Context, Refused
from server.domain.keys import is_key_of
from server.domain.sorter import CLAIM
from server.domain.sorting import (
    ASIDE,
    ROOM,
    SORT_OWN,
    SORT_TOGETHER,
    Handed,
    Put,
    PutItem,
    RoomCommands,
    TakeBack,
    TakeHand,
    Waiting,
)

SORTING = (SORT_OWN, SORT_TOGETHER)
AHEAD = 4  # items that a laptop gets at once: the one at hand, and what comes next


class RoomSorter:
    """One decision: what a participant asks of the board, now."""

    def __init__(self, on: Board, preset: str, ctx: Context) -> None:
        self.board, self.preset, self.ctx = on, preset, ctx

    def decide(self, command: RoomCommands) -> list[Put | Handed]:
        """The event of the command, or `Refused`."""
        if self.preset not in SORTING:
            raise Refused("not_now")
        match command:
            case PutItem():
                return [self._put(command)]
            case TakeBack():
                return [self._take_back(command)]
            case TakeHand(own=own) if self.preset == SORT_OWN:
                return [self._own(own)]
            case TakeHand():
                return [self._next(command)]

    def _put(self, command: PutItem) -> Put:
        if self.preset == SORT_OWN and not self.ctx.owns(command.item, command.proof):
            raise Refused("not_own_here")
        if command.theme != ASIDE and self.board.theme(command.theme) is None:
            raise Refused("no_theme")
        row = self.board.row(command.item)
        if row is None:
            raise Refused("taken" if self.board.head(command.item) != command.item else "no_item")
        if row.themes:
            raise Refused("taken")
        if self._others(row.id, command.claim):
            raise Refused("claimed")
        return Put(row.id, command.theme, command.key, batch_at(self.ctx.now))

    def _take_back(self, command: TakeBack) -> Put:
        place, row = self.board.place(command.item), self.board.row(command.item)
        if row is None or not row.themes or not is_key_of(place.key, command.key):
            raise Refused("taken")
        return Put(row.id, batch=batch_at(self.ctx.now))

    # --- what to put somewhere next ---------------------------------------------------------------------------

    def _own(self, own: Iterable[str]) -> Handed:
        rows = [row for key in own if (row := self.board.row(key)) and not row.themes]
        return Handed(tuple(map(_waiting, rows[:AHEAD])), len(rows))

    def _next(self, command: TakeHand) -> Handed:
        queue = [row for row in self.board.rows() if not row.themes]
        free = self._free(queue, command)
        rows = tuple(map(_waiting, islice(free, AHEAD)))
        claim = self.ctx.ids() if rows else ""
        return Handed(rows, len(queue), claim, command.claim, self.ctx.now + CLAIM)

    def _free(self, queue: list[Row], command: TakeHand) -> Iterator[Row]:
        """What is asked for, what is at hand still, and what nobody has; only what others haven't."""
        held = guest(command.claim)
        at_hand = [row for row in queue if row.id in self.board.claims and self.board.claims[row.id].desk == held]
        asked = [row for row in queue if row.id == command.item]
        once = {row.id: row for row in (*asked, *at_hand, *queue)}
        return (row for row in once.values() if not self._others(row.id, command.claim))

    def _others(self, item: str, claim: str) -> bool:
        """Whether somebody else has it at hand."""
        found = self.board.claims.get(item)
        return found is not None and found.desk != guest(claim) and found.until > self.ctx.now


def _waiting(row: Row) -> Waiting:
    return Waiting(row.id, row.text, row.source)


class Unseen:
    """What participants put somewhere just now: the others see it with its batch, as they do an entry.

    Who watches a neighbour's hands and a screen must not be able to tell which entry that was.
    """

    def __init__(self) -> None:
        self._held: dict[str, tuple[int, tuple[str, ...]]] = {}  # item → the batch, and where it lay before that

    def take(self, event: Put, lay: tuple[str, ...]) -> None:
        """An item that lay there was put somewhere; the batches before are over."""
        self._held = {item: held for item, held in self._held.items() if held[0] == event.batch}
        if event.batch:
            self._held.setdefault(event.item, (event.batch, lay))

    def drop(self, item: str) -> None:
        """The staff moved it, which is no secret."""
        self._held.pop(item, None)

    def release(self, now: float) -> None:
        """What is due is seen from now on."""
        self._held = {item: held for item, held in self._held.items() if _out(held[0]) > now}

    def next_release(self) -> float | None:
        """When the next batch is seen; None when none waits."""
        return min((_out(batch) for batch, _ in self._held.values()), default=None)

    def shown(self, board: Board) -> list[Row]:
        """The rows as the others see them."""
        rows = board.rows()
        return [self._as_it_lay(row, board) if row.id in self._held else row for row in rows] if self._held else rows

    def _as_it_lay(self, row: Row, board: Board) -> Row:
        lay = tuple(theme for theme in self._held[row.id][1] if theme == ASIDE or board.theme(theme))
        return msgspec.structs.replace(row, themes=lay, desk=ROOM if lay else "")


def _out(batch: int) -> float:
    return (batch + 1) * BATCH
