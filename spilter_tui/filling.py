"""What panes with a ballot know of it: what stands on it, by round and person, and how it goes to the server."""

import random
from collections.abc import Mapping

import msgspec

from server.domain.ballots import CastBallot
from spilter_tui.ballot import Paper, style_of
from spilter_tui.grouping import GroupingPane
from spilter_tui.i18n import N_, _, ngettext
from spilter_tui.own import Ballot

SLOT = "ballot"
MOST_FIGURES = 10  # of a number that is typed


class FillingPane(GroupingPane):
    """A pane with a ballot: filled in item by item, kept as a draft, and sent whole."""

    promises = {
        "anonymous": N_("anonymous: it is not kept who votes what"),
        "team": N_("your table stands with your vote"),
        "named": N_("your name stands with your vote"),
    }

    def __init__(self) -> None:
        super().__init__()
        self.papers: dict[tuple[int, int], Paper] = {}
        """What was filled in, by round and person."""
        self.typed: dict[tuple[int, int, str], str] = {}
        """The figures of a number that is no judgement yet, by round, person and item."""
        self._doubted: Paper | None = None
        """What was not sent yet because something on it was left open."""

    # --- what kinds say ---------------------------------------------------------------------------------------

    @property
    def method(self) -> str:
        """How it is judged."""
        return str(self.view.method)

    @property
    def texts(self) -> dict[str, str]:
        """The items' ids with what stands on the ballot for them, in the server's order."""
        return {item.id: item.text for item in self.view.items}

    def empty(self) -> Paper:
        """The ballot with nothing on it."""
        return Paper(style_of(self.method, self.view.rules), self.view.rules, self._order())

    def _order(self) -> tuple[str, ...]:
        items = list(self.texts)
        if getattr(self.view, "shuffle", False):
            random.Random(f"{self.laptop}/{self.row.id}/{self.view.round}").shuffle(items)
        return tuple(items)

    # --- the ballot -------------------------------------------------------------------------------------------

    @property
    def paper(self) -> Paper | None:
        """The ballot at hand: as it was being filled in, else as it was sent; None before the server showed it."""
        if self.view is None:
            return None
        empty = self.empty()
        shown = Ballot() if self.shared else self.sent  # others look at the same screen
        started = self.papers.get(self.place) or filled(empty, self.begun or shown)
        return filled(empty, Ballot(started.values, tuple(started.abstained)))

    @property
    def sent(self) -> Ballot:
        """The ballot at hand as it was last sent."""
        return self.mine.ballots.get(self.place, Ballot())

    @property
    def begun(self) -> Ballot | None:
        """The ballot that was being filled in when this laptop last left it."""
        text = "" if self.place in self._passed else self.drafts.get(self._slot_of(self.person), "")
        return msgspec.json.decode(text, type=Ballot) if text else None

    def _slot_of(self, person: int) -> str:
        return f"{SLOT}-{self.view.round}-{person}"

    def join_group(self, group: int) -> None:
        """This person is in this group; a ballot that was sent goes again with it."""
        self.teams[self.person] = group
        if self.sent != Ballot() and not self.shared:
            self.send()

    @property
    def earlier(self) -> Ballot:
        """What this person sent in the round before, from this laptop's own journal; nothing where others look on."""
        before = self.mine.ballots.get((self.view.round - 1, self.person), Ballot())
        return Ballot() if self.shared else before

    @property
    def is_sent(self) -> bool:
        """Whether what is filled in is what was sent."""
        paper, sent = self.paper, self.sent
        if paper is None:
            return False
        if self.shared:
            return not (paper.values or paper.abstained)
        team = self.team if paper.values or paper.abstained else sent.team
        return (paper.values, paper.abstained, team) == (sent.values, frozenset(sent.abstained), sent.team)

    @property
    def busy(self) -> bool:
        """Somebody who filled in something that was not sent, or is in the middle of a number, is not moved."""
        if self.view is None or self.row.sealed:  # once sealed, this laptop forgets what it sent
            return False
        return not self.is_sent or any(self.typed.values())

    def typed_for(self, item: str) -> str:
        """The figures that were typed for an item and are no judgement yet."""
        return self.typed.get((*self.place, item), "")

    def type(self, item: str, text: str) -> None:
        """These figures stand there for an item now."""
        if len(text) <= MOST_FIGURES:
            self.typed[(*self.place, item)] = text

    def settled(self, item: str) -> Paper | None:
        """The ballot with what was typed for an item; None where nothing was, or where it is out of bounds."""
        paper, text = self.paper, self.typed_for(item)
        if paper is None or not text.strip("-") or paper.give(item, int(text)) is paper:
            return None
        del self.typed[(*self.place, item)]
        return paper.give(item, int(text))

    def unsent(self) -> Mapping[str, str]:
        """The ballot at hand where it was not sent, with the numbers that were typed and not entered yet."""
        entered, unsent = self._entered(), super().unsent()
        if entered is None:
            return unsent
        begun = self.place in self.papers and not self.is_sent
        if not begun and entered == self.paper:
            return unsent
        return {**unsent, self._slot_of(self.person): _as_text(entered, self.team)}

    def _entered(self) -> Paper | None:
        """The ballot as it would be if every number that was typed were entered; one out of bounds would not be."""
        paper = self.paper
        if paper is None:
            return None
        for item in paper.items:
            if self.typed_for(item).strip("-"):
                paper = paper.give(item, int(self.typed_for(item)))
        return paper

    def fill(self, paper: Paper) -> None:
        """Keep what a key made of the ballot, and send it when nothing is left or it was sent before."""
        if paper == self.paper:
            return
        self.papers[self.place] = paper
        self.post_message(self.Drafted(self, self._slot_of(self.person), _as_text(paper, self.team)))
        if not self.shared and (paper.complete or self.sent != Ballot()):
            self.send()

    def send(self) -> None:
        """Send the ballot as it is, if the server would take it."""
        paper = self.paper
        if paper is None or not paper.sendable or not self.may_vote or self.is_sent:
            return
        abstained = tuple(sorted(paper.abstained))
        ballot = CastBallot("", paper.values, abstained, self.person, self.view.round, self.team)
        self.post_message(self.Wanted(self, ballot, self._slot_of(self.person)))
        if self.shared:
            self.papers.pop(self.place, None)
            self.pass_on()

    def sure(self) -> bool:
        """Whether the ballot may go as it is: where it is passed on with something open, that takes a second Enter."""
        paper = self.paper
        if paper is None or not self.shared or paper.complete or self.is_sent or paper == self._doubted:
            return True
        self._doubted = paper
        n = paper.left
        words = ngettext(
            "{n} is still open. Enter again: send it so.", "{n} are still open. Enter again: send it so.", n
        )
        self.notify(words.format(n=n), severity="warning", markup=False)
        return False

    def state_of(self, person: int) -> str:
        """Whether this person voted, or begun to."""
        if self.has_sent(person) and (self.view.round, person) not in self.papers:
            return _("has voted")
        begun = (self.view.round, person) in self.papers or self._slot_of(person) in self.drafts
        return _("begun") if begun else _("not yet")


def filled(paper: Paper, ballot: Ballot) -> Paper:
    """A ballot filled in as it was, as far as its items and rules still are what they were."""
    for item, value in ballot.values.items():
        paper = paper.give(item, value)
    for item in ballot.abstained:
        paper = paper.abstain(item)
    return paper


def _as_text(paper: Paper, team: int) -> str:
    return msgspec.json.encode(Ballot(paper.values, tuple(sorted(paper.abstained)), team)).decode()
