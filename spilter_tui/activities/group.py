"""group (Ordenen): how far the ordering is, or the entry at hand and the themes; what came of it once that is shown."""

import asyncio

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from server.domain.activities.group import GroupView, ThemeRow
from server.domain.kernel import Phase
from server.domain.room_sorter import SORTING
from server.protocol.queries import AtHand, Reply
from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.link.happened import WasNotAnswered
from spilter_tui.panes import Pane
from spilter_tui.placing import Placing
from spilter_tui.widgets.charts import bar
from spilter_tui.widgets.sort_card import AtHand as Card
from spilter_tui.widgets.sort_small import SortSmall
from spilter_tui.widgets.theme_keys import ThemeKey

PAGE = 9  # themes that have a key at once


class GroupPane(Pane):
    """Participants watch here, or put entries into themes: where the preset says so."""

    DEFAULT_CSS = """
    GroupPane .far { width: 1fr; height: 1fr; content-align: center middle; text-align: center; }
    GroupPane SortSmall { display: none; }
    GroupPane.-sorting SortSmall { display: block; }
    GroupPane.-sorting .far { display: none; }
    """

    kind = "group"
    explained = N_(
        "Entries are put into themes. Where one stands here, a digit puts it into that theme and 0 leaves it over; u "
        "takes back what you did last. Nobody sees who put what where. You see the themes as soon as they are shown."
    )

    def __init__(self) -> None:
        super().__init__()
        self._hand = Placing("")
        self._page = 0
        self._seen: GroupView | None = None

    def body(self) -> ComposeResult:
        """One line in the middle, or the sorter in small."""
        yield Static(classes="far")
        yield SortSmall()

    @property
    def sorting(self) -> bool:
        """Whether participants put entries into themes now."""
        return self.view is not None and self.view.preset in SORTING and self.can_send

    @property
    def busy(self) -> bool:
        """Whoever began to put entries somewhere, and has one at hand, is not moved."""
        return self.sorting and self._hand.row is not None and bool(self._hand.done)

    @property
    def shows_result(self) -> bool:
        """The themes, as soon as they may be seen and nothing is to be done any more."""
        return not self.result.hidden and bool(self.result.blocks) and not self.sorting

    # --- what comes in ----------------------------------------------------------------------------------------

    def watch_now(self, before: float, now: float) -> None:
        """Ask again now and then, where nothing was at hand: what others had may be free."""
        super().watch_now(before, now)
        self._ask()

    def _ask(self) -> None:
        if not self.sorting or not self.view.themes or self.row.phase is not Phase.OPEN:
            return
        if self._hand.own and not self.mine.elsewhere:
            return
        query = self._hand.ask(self.row.id, self.mine.elsewhere, self.now)
        if query is not None:
            reply: asyncio.Future[Reply | WasNotAnswered] = asyncio.get_running_loop().create_future()
            self.post_message(self.Asking(query, reply))
            self.run_worker(self._take_hand(self._hand, reply))

    async def _take_hand(self, hand: Placing, reply: "asyncio.Future[Reply | WasNotAnswered]") -> None:
        said = await reply
        hand.take(said if isinstance(said, AtHand) else None)
        self.show()

    # --- keys -------------------------------------------------------------------------------------------------

    @on(SortSmall.Pressed)
    def put(self, event: SortSmall.Pressed) -> None:
        """Into that theme, or left over."""
        event.stop()
        themes = self._themes()
        if not self.sorting or event.digit > len(themes) or not self.view.themes:
            return
        command = self._hand.put(themes[event.digit - 1].id) if event.digit else self._hand.leave()
        if command is not None:
            self.post_message(self.Wanted(self, command))
            self.show()

    @on(SortSmall.TakenBack)
    def take_back(self, event: SortSmall.TakenBack) -> None:
        """What was done last; its entry is at hand again."""
        event.stop()
        command = self._hand.take_back() if self.sorting else None
        if command is not None:
            self.post_message(self.Wanted(self, command))
            self.show()

    @on(SortSmall.Turned)
    def turn(self, event: SortSmall.Turned) -> None:
        """To another page of themes, round and round."""
        event.stop()
        self._page = (self._page + event.by) % self._pages()
        self.show()

    # --- what is shown ----------------------------------------------------------------------------------------

    def show(self) -> None:
        """How many have a place; or what is at hand, and where it can go."""
        began = self.sorting and not self.has_class("-sorting")
        self.set_class(self.sorting, "-sorting")
        self.query_one(".far", Static).update(self._progress())
        if not self.sorting:
            return
        if self._hand.preset != self.view.preset:
            self._hand = Placing(self.view.preset)
        if self._seen is not self.view:  # something may wait that did not before
            self._seen = self.view
            self._hand.look_again()
        self._ask()
        self._show_hand(self.query_one(SortSmall))
        if began:
            self.query_one(SortSmall).focus()

    def _show_hand(self, small: SortSmall) -> None:
        hand = self._hand
        row = hand.row
        left = _("{n} of yours to go") if hand.own else _("{n} to go")
        words = Content.styled(left.format(n=hand.left) if hand.known else "", "bold")
        card = Card(row.text, (row.source,) if row.source else ()) if row else Card(empty=self._nothing())
        small.undoable = bool(hand.done)
        small.show_item(words, _("now"), card, tuple(each.text for each in hand.coming))
        keys = [ThemeKey(str(at), each.title, each.count, under=bool(each.parent)) for at, each in self._numbered()]
        keys += [ThemeKey("", "")] * (PAGE - len(keys))
        pages = _("page {n} of {all}, next").format(n=self._page + 1, all=self._pages())
        more = Content.assemble((".", "bold $accent"), " ", pages) if self._pages() > 1 else Content()
        small.show_keys((*keys, ThemeKey("0", _("leave over"))), more)

    def _themes(self) -> tuple[ThemeRow, ...]:
        """The themes that have a key now."""
        self._page = min(self._page, self._pages() - 1)
        return tuple(self.view.themes[self._page * PAGE : (self._page + 1) * PAGE])

    def _numbered(self) -> list[tuple[int, ThemeRow]]:
        return list(enumerate(self._themes(), 1))

    def _pages(self) -> int:
        return max(1, -(-len(self.view.themes) // PAGE))

    def _nothing(self) -> str:
        """Why nothing is at hand."""
        if not self.view.themes:
            return _("The facilitator makes the themes first.")
        if self._hand.own and not self.mine.elsewhere:
            return _("Nothing here is known to be yours. The facilitator puts the rest into themes.")
        if not self._hand.known:
            return _("One moment…")
        if self._hand.own:
            return _("All of yours have a place.")
        return _("What is left, others have at hand.") if self._hand.left else _("Everything has a place.")

    def _progress(self) -> Content:
        if not self.view:
            return Content()
        total, left = self.view.total, self.view.left
        words = ngettext("{n} entry is being put into themes.", "{n} entries are being put into themes.", total)
        parts = [Content.styled(words.format(n=total), "bold")]
        if total:
            drawn = bar((total - left) / total, 40).ljust(40)
            parts.append(Content.assemble((drawn, "$accent"), "  ", _("{n} to go").format(n=left)))
        return Content("\n\n").join(parts)
