"""validate (Toetsen): a proposal, judged by paragraph: agree, agree if it is amended, disagree.

A judgement is a ballot, an amendment an entry about its paragraph: nothing links the two. Once closed the staff writes
the next version of a paragraph, taking up amendments; what is cast after that is a new round, so that no ballot counts
for a text its voter didn't see. Presets: voting (amendments are for the staff), together (all see them), result.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec

from server.domain import ballots, entries
from server.domain.ballots import BallotCast, CountHands, RoundStarted
from server.domain.blocks import Block, Heading, Quote, Text
from server.domain.collecting import Collecting
from server.domain.consents import Consents, amendments, by_group, consents, distribution, explained, figures
from server.domain.entries import Entry, Hidden
from server.domain.entry_store import Entries, kept_back
from server.domain.figures import Count, Figures
from server.domain.i18n import Words
from server.domain.judging import Judging, JudgingSettings, bare, voted
from server.domain.kernel import STAFF, Audience, Card, Command, Context, Event, Item, Phase, Refused, View
from server.domain.methods.base import Poll, Rules, check_each, check_heads
from server.domain.startlist import verbatim
from server.domain.tally.consent import AGREE, DISAGREE
from server.domain.tally.ranking import shared_ranks
from server.domain.versions import Versions
from server.domain.worddiff import history

Id = Annotated[str, msgspec.Meta(max_length=80)]
RULES = Rules(low=AGREE, high=DISAGREE)


class ValidateSettings(JudgingSettings, frozen=True):
    """`text`: the proposal, where it is not a list of items; a blank line starts a new paragraph."""

    text: Annotated[str, msgspec.Meta(max_length=40_000)] = ""


class Amend(Command, frozen=True, tag="validate.amend"):
    """Write the next version of a paragraph. `amendments`: the entries it takes up; `version`: the one on the screen of
    who does it, from 1.
    """

    by = STAFF
    when = frozenset({Phase.CLOSED})
    paragraph: Id
    text: Annotated[str, msgspec.Meta(max_length=4000)]
    amendments: Annotated[tuple[Id, ...], msgspec.Meta(max_length=100)] = ()
    version: Annotated[int, msgspec.Meta(ge=1)] = 1


class Amended(Event, frozen=True, tag="validate.amended", omit_defaults=True):
    """A paragraph got its next version. `round`: the last that was judged before, 0 if there was none."""

    paragraph: str
    text: str
    amendments: tuple[str, ...] = ()
    round: int = 0


class Paragraph(msgspec.Struct, frozen=True, omit_defaults=True):
    """A paragraph in its present version. `wordings`: all of them, once there are several; `amendments`: how many
    there are, where the audience sees them.
    """

    id: str
    text: str
    source: str = ""
    wordings: tuple[str, ...] = ()
    amendments: int = 0


class ValidateView(View, frozen=True, tag="validate"):
    """The proposal, how many judged it (`total`), and the amendments (`about`: the paragraph) this audience sees.

    `hidden`: amendments that only the staff sees.
    """

    preset: str
    round: int
    total: int
    paragraphs: tuple[Paragraph, ...] = ()
    rows: tuple[Entry, ...] = ()
    attribution: str = "anonymous"
    signing: bool = False
    secret: bool = False
    by_hand: int = 0
    devices: int = 0
    teams: tuple[str, ...] = ()
    rules: Rules = RULES
    hidden: tuple[Hidden, ...] = ()


Commands = ballots.Commands | Amend | entries.Commands
Events = ballots.Events | Amended | entries.Events


class Validate(Collecting, Judging[Commands, Events, ValidateView]):
    """A proposal, judged by paragraph."""

    kind = "validate"
    presets = ("voting", "together", "result")
    settings_type = ValidateSettings
    settings: ValidateSettings
    needs_items = True
    instead_of_items = "text"

    def __init__(self, card: Card) -> None:
        super().__init__(card)
        self.entries = Entries(self)
        self.versions = Versions()
        self.amended: list[Amended] = []

    def configure(self) -> None:
        """Other settings count otherwise."""
        super().configure()
        self._counted: dict[tuple[int, int, tuple[str, ...]], Consents] = {}

    @property
    def paragraphs(self) -> dict[str, Item]:
        """The proposal as it came in, by id. The id of a paragraph of the settings' text follows from its words."""
        texts = [part.strip() for part in self.settings.text.split("\n\n") if part.strip()]
        own = (Item(hashlib.sha256(f"{self.card.id}\n{text}".encode()).hexdigest()[:16], text) for text in texts)
        return {item.id: item for item in own} | self.received

    # --- decide and evolve ------------------------------------------------------------------------------------

    def decide(self, command: Commands, ctx: Context) -> Iterable[Events]:
        """The events of a command, or `Refused`: ballots as `Judging`, amendments as `Entries` decides."""
        if isinstance(command, Amend):
            return [self._amend(command)]
        if isinstance(command, ballots.Commands):
            return self.decide_ballot(command, ctx)
        if isinstance(command, entries.AddEntry | entries.AddPaper) and command.about not in self.paragraphs:
            raise Refused("unknown_item")
        return self.entries.decide(command, ctx)

    def _amend(self, command: Amend) -> Amended:
        paragraph = self.paragraphs.get(command.paragraph)
        if paragraph is None:
            raise Refused("unknown_item")
        if not set(command.amendments) <= self.entries.rows.keys():
            raise Refused("no_entry")
        text = self.versions.next(paragraph, command.text, command.version)
        return Amended(paragraph.id, text, command.amendments, self.on_show if self.votes.filled() else 0)

    def check_ballot(self, ballot: BallotCast) -> None:
        """Judgements of known paragraphs; who has none of one leaves it out."""
        check_each(ballot, self.paragraphs, RULES)

    def check_hands(self, hands: CountHands) -> None:
        """No paragraph may get more hands than there were persons."""
        check_heads(hands, self.paragraphs, RULES)

    def evolve(self, event: Events) -> None:
        """Take in what happened; a new version starts a new round."""
        match event:
            case Amended():
                self.amended.append(event)
                self.versions.add(event.paragraph, event.text)
                self.take_ballot(RoundStarted(event.round + 1))
            case _ if isinstance(event, ballots.Events):
                self.take_ballot(event)
            case _ if isinstance(event, entries.Events):
                self.entries.evolve(event)

    def fold(self, events: Sequence[Events]) -> Sequence[Events]:
        """Ballots and amendments, each folded as its own, so that nothing links them."""
        return [
            *ballots.fold([event for event in events if isinstance(event, ballots.Events)], teams=self.in_teams),
            *self.entries.fold([event for event in events if isinstance(event, entries.Events)]),
        ]

    # --- show -------------------------------------------------------------------------------------------------

    def view(self, audience: Audience) -> ValidateView:
        """The proposal; amendments for the staff, and for all where they work together. Nothing of a ballot."""
        rows = self._rows(audience)
        return ValidateView(
            preset=self.preset,
            round=self.on_show,
            total=self.total(audience.now),
            paragraphs=tuple(self._paragraph(item, rows) for item in self.paragraphs.values()),
            rows=rows,
            attribution=self.card.attribution,
            signing=self.card.signing,
            secret=self.settings.secret,
            by_hand=self.by_hand(audience),
            devices=self.devices,
            teams=self.settings.teams,
            hidden=kept_back(self.entries, audience),
        )

    def _rows(self, audience: Audience) -> tuple[Entry, ...]:
        if audience.staff:
            return self.entries.flow.released(audience.now)
        return self.entries.flow.window(audience.now) if self.preset == "together" else ()

    def _paragraph(self, item: Item, rows: Sequence[Entry]) -> Paragraph:
        wordings = self.versions.of(item)
        about = sum(row.about == item.id for row in rows)
        return Paragraph(item.id, wordings[-1], item.source, wordings if len(wordings) > 1 else (), about)

    def quotes(self, now: float) -> Sequence[Quote]:
        """The proposal as it is now."""
        return [Quote(item.text, item.source, item.id) for item in map(self.versions.current, self.paragraphs.values())]

    def _judged(self, number: int) -> Consents:
        """What came out of a round, counted once."""
        its, paragraphs = self.votes[number], self.paragraphs
        key = (number, its.version, tuple(paragraphs))
        if key not in self._counted:
            self._counted[key] = consents(Poll(tuple(paragraphs.values()), self.ballots(number), tuple(its.hands)))
        return self._counted[key]

    def results(self, words: Words) -> Sequence[Block]:
        """Each paragraph with its judgements, its versions and its amendments; then by team, then earlier rounds."""
        _, told = words.gettext, self.told()
        if not told:
            return [Text(_("There are no results yet."), "note")]
        found = self._judged(told[-1])
        blocks: list[Block] = []
        for n, item in enumerate(self.paragraphs.values(), 1):
            blocks.append(Heading(_("Paragraph {n}").format(n=n), 2))
            if version_in(self.amended, item.id, told[-1]) < len(self.versions.of(item)):
                blocks.append(Text(self.versions.current(item).text))  # nobody judged these words yet
            blocks += [self._spread(item, told[-1], found, words), *history(self.versions.of(item), words)]
            blocks += amendments(self.entries.all(), item.id, taken(self.amended, item.id), words)
        blocks += self._whole(told[-1], found, words)
        for number in reversed(told[:-1]):
            earlier = self._judged(number)
            blocks.append(Heading(_("Round {n}").format(n=number), 2))
            blocks += [self._spread(item, number, earlier, words) for item in self.paragraphs.values()]
            blocks += self._whole(number, earlier, words)
        return [*blocks, explained(words)]

    def _spread(self, item: Item, number: int, found: Consents, words: Words) -> Block:
        version, wordings = version_in(self.amended, item.id, number), self.versions.of(item)
        label = words.gettext("Version {n}: {text}").format(n=version, text=wordings[version - 1])
        return distribution(label if len(wordings) > 1 else wordings[0], found.together[item.id], words)

    def _whole(self, number: int, found: Consents, words: Words) -> Iterable[Block]:
        names = {team: self.team_name(team, words) for team in found.sizes}
        labels = [words.gettext("Paragraph {n}").format(n=n) for n in range(1, len(self.paragraphs) + 1)]
        yield from by_group(found, labels, names, words)
        yield from (Text(each, "note") for each in voted(self.votes[number], words))

    def figures(self) -> Figures:
        """Each paragraph with all its wordings and, once it may be told, its judgements; amendments verbatim."""
        told = self.told()
        count = self.votes[told[-1] if told else self.on_show].count
        found = self._judged(told[-1]) if told else None
        items = tuple(
            {
                "id": item.id,
                "text": self.versions.current(item).text,
                **(figures(found, item.id) if found else {}),
                "wordings": list(self.versions.of(item)),
            }
            for item in self.paragraphs.values()
        )
        n = count if told else Count(count.persons, count.devices)
        return Figures(n, items, verbatim(self.paragraphs.values()) + self.entries.figures())

    def items(self) -> Sequence[Item]:
        """The paragraphs as they are now, in their order, from what they take up; with their support, once told."""
        current = [
            msgspec.structs.replace(self.versions.current(item), origins=self._origins(item))
            for item in bare(self.paragraphs.values())
        ]
        told = self.told()
        if not told:
            return tuple(current)
        support = [self._judged(told[-1]).together[item.id].support for item in current]
        return tuple(
            msgspec.structs.replace(item, rank=rank or 0, score=None if share is None else float(share))
            for item, rank, share in zip(current, shared_ranks(support), support, strict=True)
        )

    def _origins(self, item: Item) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*item.origins, *taken(self.amended, item.id))))


def taken(amended: Iterable[Amended], paragraph: str) -> list[str]:
    """The amendments that a paragraph takes up."""
    return [key for each in amended if each.paragraph == paragraph for key in each.amendments]


def version_in(amended: Iterable[Amended], paragraph: str, number: int) -> int:
    """Which version of a paragraph was judged in a round, from 1."""
    return 1 + sum(each.paragraph == paragraph and each.round < number for each in amended)
