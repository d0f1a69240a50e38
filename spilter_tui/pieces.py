"""Everything that is one's own in the whole workshop, for F4: sent, waiting, come back, or a draft."""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from server.domain.root import AgendaRow, AgendaView
from spilter_tui.i18n import _
from spilter_tui.link.records import Book
from spilter_tui.own import STATES, Own, mine_in
from spilter_tui.widgets.asked import may_send


class Piece(msgspec.Struct, frozen=True):
    """Something of one's own. `state`: draft, or as of `Own`; `may`: it can still be changed or sent."""

    key: str
    activity: str
    title: str
    text: str
    state: str
    own: Own = Own("", "")
    may: bool = False

    @property
    def words(self) -> str:
        """How it stands, in a word."""
        return _("draft") if self.state == "draft" else _(STATES[self.state])

    @property
    def slot(self) -> str:
        """Where its draft is kept: a draft's own place, or that of an unfinished change."""
        return self.key if self.state == "draft" else f"{self.activity}/edit-{self.own.op}"


Back = Callable[[str], Mapping[str, str]]
"""What is kept back of an activity, as `Mirror.kept_back`."""


def pieces_in(book: Book, agenda: AgendaView, now: float, back: Back = lambda _activity: {}) -> tuple[Piece, ...]:
    """All pieces: drafts first, then activity by activity, newest first."""
    rows = {row.id: row for row in agenda.rows}
    sent = [piece for row in reversed(agenda.rows) for piece in _sent(book, row, now, back)]
    return (*_drafts(book, rows), *sent)


def _drafts(book: Book, rows: dict[str, AgendaRow]) -> Iterator[Piece]:
    for slot, text in book.drafts.items():
        activity, _slash, place = slot.partition("/")
        if activity in rows and not place.startswith(("edit-", "ballot-")):
            yield Piece(slot, activity, rows[activity].title, text, "draft", may=True)


def _sent(book: Book, row: AgendaRow, now: float, back: Back) -> Iterator[Piece]:
    open_still = may_send(row, now)
    for own in reversed(mine_in(book, row.id, back=back(row.id)).own):
        may = open_still and own.state != "waiting"
        yield Piece(own.op, row.id, row.title, own.text, own.state, own, may)
