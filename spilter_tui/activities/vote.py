"""vote (Stemmen): the whole ballot in view, one key a value, and always in words whether the server has it."""

import random
from typing import ClassVar

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from server.domain.ballots import CastBallot
from spilter_tui.ballot import Paper, style_of
from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.own import Ballot
from spilter_tui.panes import Pane
from spilter_tui.widgets.entries import Entries, Line
from spilter_tui.widgets.signs import signs
from spilter_tui.widgets.text import plain, plain_line

SLOT = "ballot"
CELLS = 7  # a scale of so many steps or fewer is drawn step by step


class BallotList(Entries):
    """The ballot's items; Enter sends instead of choosing."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", N_("send"))]


class VotePane(Pane):
    """Fill in, and it goes by itself when nothing is left to do; each change after that goes too, until the close."""

    DEFAULT_CSS = """
    VotePane .state { height: 1; padding: 0 3; }
    VotePane .criterion { height: auto; padding: 0 3; color: $text-muted; }
    VotePane .legend { height: auto; padding: 0 3; margin: 1 0; color: $text-muted; }
    VotePane BallotList { margin-top: 1; }
    """

    kind = "vote"
    explained = N_(
        "Go through the list with the arrow keys and press the key of your judgement; the bottom line says which keys. "
        "When nothing is left to do your vote is sent by itself. You can change it until the vote closes."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "abstain", N_("no opinion")),
        Binding("space", "pick", N_("choose")),
        Binding("plus", "more(1)", N_("more")),
        Binding("minus", "more(-1)", N_("less")),
        Binding("right", "add(1)", N_("more"), show=False),
        Binding("left", "add(-1)", N_("less"), show=False),
        Binding("p", "person", N_("next person")),
        # Figures are bindings like the letters: keys typed fast then come in by one way, and in order.
        *(Binding(str(figure), f"figure({figure})", show=False) for figure in range(10)),
    ]

    promises = {
        "anonymous": N_("anonymous: it is not kept who votes what"),
        "team": N_("your table stands with your vote"),
        "named": N_("your name stands with your vote"),
    }

    person: reactive[int] = reactive(0)
    """Who of those sharing this laptop is voting; 0 is the first."""

    def __init__(self) -> None:
        super().__init__()
        self.papers: dict[tuple[int, int], Paper] = {}
        """What was filled in, by round and person."""

    def body(self) -> ComposeResult:
        """What to judge by, how it stands, the ballot, the scale."""
        yield Static(classes="criterion")
        yield Static(classes="state")
        yield BallotList()
        yield Static(classes="legend")

    def on_mount(self) -> None:
        """Be ready for the keys."""
        self.query_one(BallotList).focus()

    # --- the ballot -------------------------------------------------------------------------------------------

    @property
    def paper(self) -> Paper | None:
        """The ballot at hand: as it was being filled in, else as it was sent; None before the server showed it."""
        if self.view is None:
            return None
        key = (self.view.round, self.person)
        items = self._order()
        empty = Paper(style_of(self.view.method, self.view.rules), self.view.rules, items)
        started = self.papers.get(key) or filled(empty, self._drafted() or self._sent())
        return filled(empty, Ballot(started.values, tuple(started.abstained)))

    def _order(self) -> tuple[str, ...]:
        items = [item.id for item in self.view.items]
        if self.view.shuffle:
            random.Random(f"{self.laptop}/{self.row.id}/{self.view.round}").shuffle(items)
        return tuple(items)

    def _sent(self) -> Ballot:
        return self.mine.ballots.get((self.view.round, self.person), Ballot())

    def _drafted(self) -> Ballot | None:
        """The ballot that was being filled in when this laptop last left it."""
        text = self.drafts.get(self._slot, "")
        return msgspec.json.decode(text, type=Ballot) if text else None

    @property
    def _slot(self) -> str:
        return f"{SLOT}-{self.view.round}-{self.person}"

    @property
    def is_sent(self) -> bool:
        """Whether what is filled in is what was sent."""
        paper, sent = self.paper, self._sent()
        return paper is not None and (paper.values, paper.abstained) == (sent.values, frozenset(sent.abstained))

    @property
    def busy(self) -> bool:
        """Somebody who filled in something that was not sent is not moved."""
        return self.view is not None and not self.is_sent

    def _change(self, paper: Paper | None, onward: bool = False) -> None:
        """Take what a key made of the ballot; keep it, and send it when nothing is left or it was sent before."""
        before = self.paper
        if paper is None or before is None or not self.can_send:
            return
        entries = self.query_one(BallotList)
        if paper != before:
            self.papers[self.view.round, self.person] = paper
            self.post_message(self.Drafted(self, self._slot, _as_text(paper)))
        if onward:
            entries.chosen = paper.next_blank(entries.chosen)
            entries.reveal()
        if paper != before and (paper.complete or self._sent() != Ballot()):
            self.send()
        self.show()

    def send(self) -> None:
        """Send the ballot as it is, if the server would take it."""
        paper = self.paper
        if paper is None or not paper.sendable or not self.can_send or self.is_sent:
            return
        ballot = CastBallot("", paper.values, tuple(sorted(paper.abstained)), self.person, self.view.round)
        self.post_message(self.Wanted(self, ballot, self._slot))

    # --- keys -------------------------------------------------------------------------------------------------

    @property
    def _item(self) -> str:
        return self.query_one(BallotList).chosen

    def action_figure(self, digit: int) -> None:
        """A figure is a value: 1 to 9, and where values go higher, figure after figure."""
        paper = self.paper
        if paper is None:
            return
        high = paper.rules.high
        longer = paper.values.get(self._item, 0) * 10 + digit
        value = longer if high > 9 and digit <= longer <= high and self._item in paper.values else digit
        self._change(paper.give(self._item, value), onward=paper.style == "scale" and high <= 9)

    def action_abstain(self) -> None:
        """No opinion on this one."""
        self._change(self.paper and self.paper.abstain(self._item), onward=True)

    def action_pick(self) -> None:
        """Choose, or not after all."""
        self._change(self.paper and self.paper.toggle(self._item))

    def action_add(self, by: int) -> None:
        """A step or a dot more or less."""
        self._change(self.paper and self.paper.add(self._item, by))

    def action_more(self, by: int) -> None:
        """A dot more or less."""
        self.action_add(by)

    def action_person(self) -> None:
        """The next of those who share this laptop."""
        self.person = (self.person + 1) % max(self.persons, 1)
        self.show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys that this ballot knows."""
        paper = self.paper if self.can_send else None
        style = paper.style if paper else ""
        allowed = {
            "abstain": bool(paper and paper.rules.abstain),
            "pick": style == "choice",
            "add": style in ("dots", "scale"),
            "more": style == "dots",
            "person": self.persons > 1,
            "figure": style in ("scale", "dots"),
        }
        return allowed.get(action, True)

    @on(BallotList.Chosen)
    def send_now(self, event: BallotList.Chosen) -> None:
        """Enter: send what is there."""
        event.stop()
        self.send()
        self.show()

    # --- what is shown ----------------------------------------------------------------------------------------

    def show(self) -> None:
        """The ballot and how it stands."""
        paper = self.paper
        if paper is None:
            return
        texts = {item.id: item for item in self.view.items}
        entries = self.query_one(BallotList)
        entries.empty = _("There is nothing to judge yet.")
        entries.rows = tuple(
            Line(
                key,
                texts[key].text,
                drawn(paper, key),
                signs().done if not paper.blank(key) else "",
                key in paper.values,
            )
            for key in paper.items
        )
        self.query_one(".criterion", Static).update(plain(self.view.criterion))
        self.query_one(".criterion").display = bool(self.view.criterion)
        self.query_one(".state", Static).update(self._state(paper))
        self.query_one(".legend", Static).update(self._legend(paper))

    def _state(self, paper: Paper) -> Content:
        parts = [(self._left(paper), "bold"), (self._received(paper), "$text-muted"), (self.promise(), "$text-muted")]
        if self.persons > 1:
            who = _("person {n} of {all}").format(n=self.person + 1, all=self.persons)
            parts.insert(0, (who, "bold $accent"))
        return Content("   ").join(Content.styled(words, style) for words, style in parts if words)

    def _left(self, paper: Paper) -> str:
        n = paper.left
        if paper.style == "dots":
            return ngettext("{n} dot left", "{n} dots left", n).format(n=n)
        if paper.style == "choice":
            return ngettext("{n} choice left", "{n} choices left", n).format(n=n)
        return ngettext("{n} to go", "{n} to go", n).format(n=n) if n else _("all filled in")

    def _received(self, paper: Paper) -> str:
        """Whether the server has it: concept, waits, received."""
        if self._sent() == Ballot():
            return ""
        if not self.is_sent:
            return _("changed, not sent")
        return f"{signs().waits} {_('waits')}" if self.mine.waiting else f"{signs().done} {_('received')}"

    def _legend(self, paper: Paper) -> Content:
        rules = paper.rules
        labels = [
            Content.assemble((str(rules.low + at), "bold $accent"), " ", plain_line(label))
            for at, label in enumerate(rules.labels)
            if label
        ]
        return Content("   ").join(labels)


def filled(paper: Paper, ballot: Ballot) -> Paper:
    """A ballot filled in as it was, as far as its items and rules still are what they were."""
    for item, value in ballot.values.items():
        paper = paper.give(item, value)
    for item in ballot.abstained:
        paper = paper.abstain(item)
    return paper


def drawn(paper: Paper, item: str) -> str:
    """What an item got, in signs that read without colour: "· · 3 · ·", "●●○", "chosen"."""
    rules, value = paper.rules, paper.values.get(item)
    if item in paper.abstained:
        return _("no opinion")
    if paper.style == "choice":
        return _("chosen") if value else signs().waits
    if paper.style == "dots" and rules.high <= CELLS:
        return signs().live * (value or 0) + signs().waits * (rules.high - (value or 0))
    if paper.style == "dots" or rules.high - rules.low >= CELLS:
        return signs().bullet if value is None else str(value)
    steps = range(rules.low, rules.high + 1)
    return " ".join(str(step) if value is None or step == value else signs().bullet for step in steps)


def _as_text(paper: Paper) -> str:
    return msgspec.json.encode(Ballot(paper.values, tuple(sorted(paper.abstained)))).decode()
