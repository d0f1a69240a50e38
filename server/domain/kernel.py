"""The kernel: what every kind of activity is made of.

An activity *decides* (command → events, or a refusal), *evolves* (event → state), and shows (state → what an audience
may see; state → results; state → items that a next activity may start from). It never does input or output, never asks
the time and never draws a random number: those come in with the `Context`.

A kind is one file in `server/domain/activities/`: a subclass of `Activity` whose type parameters are its unions of
commands and events and its view. Subclassing registers it; the codec reads the unions from it.
"""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any, ClassVar, Generic, Self, TypeVar

import msgspec

from server.domain.blocks import Block, Quote
from server.domain.figures import Count, Figures, Notice
from server.domain.i18n import Words


class Role(StrEnum):
    """What someone at a screen may do."""

    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    SORTER = "sorter"
    WALL = "wall"


FACILITATOR = frozenset({Role.FACILITATOR})
STAFF = frozenset({Role.FACILITATOR, Role.SORTER})
EVERYONE = frozenset({Role.PARTICIPANT, Role.FACILITATOR, Role.SORTER})


class Phase(StrEnum):
    """Where an activity is; see `phase.py` for the table of changes."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


ANY_PHASE = frozenset(Phase)
WHILE_OPEN = frozenset({Phase.OPEN})


class Refused(Exception):
    """A command that cannot be: a code that a screen translates, with the facts its sentence needs."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Who(msgspec.Struct, frozen=True):
    """Who speaks, as far as the domain may know: never a token, and a name only where it was asked for."""

    role: Role
    table: int = 0
    name: str = ""
    desk: str = ""  # "desk 1", "sorter 2": a seat of the staff, so that each undoes its own acts


class Context(msgspec.Struct, frozen=True):
    """What a decision may need from outside: the time (seconds since 1970), fresh random ids, and who speaks.

    `present`: who is in the hall now. `owns`: whether a key proves that an item that was carried over is one's own.
    """

    now: float
    ids: Callable[[], str]
    who: Who
    present: Count | None = None
    owns: Callable[[str, str], bool] = lambda item, key: False


class Audience(msgspec.Struct, frozen=True):
    """For whom a view is made, and when."""

    role: Role
    table: int = 0
    now: float = 0.0
    laptop: int = 0  # only for what one laptop is told itself (`MeView`): never for what an activity shows

    @property
    def staff(self) -> bool:
        """Whether this is the desk or a co-sorter."""
        return self.role in STAFF


class Command(msgspec.Struct, frozen=True, tag_field="type"):
    """Something somebody asks for. `by` and `when` say who may ask it, and in which phases of the activity."""

    by: ClassVar[frozenset[Role]] = FACILITATOR
    when: ClassVar[frozenset[Phase]] = ANY_PHASE
    grace: ClassVar[bool] = False  # may still arrive for a short time after the activity closed or paused


class Event(msgspec.Struct, frozen=True, tag_field="type"):
    """Something that happened, kept for years: fields are added with defaults, never renamed."""

    stored: ClassVar[bool] = True  # False: told to those who watch, but not written to the file (a claim)
    personal: ClassVar[bool] = False  # True: the staff brought in what others said; sealed as if these had sent it


class View(msgspec.Struct, frozen=True, tag_field="kind"):
    """What one audience may see of one activity; a frozen value that `diff` compares."""


class Item(msgspec.Struct, frozen=True):
    """Something a next activity can start from.

    An id stays the same wherever the item goes; `origins` are the ids it came from.
    """

    id: str
    text: str
    origins: tuple[str, ...] = ()
    source: str = ""
    theme: str = ""
    level: str = "item"  # "item" or "theme"
    table: int = 0
    starred: bool = False
    rank: int = 0
    score: float | None = None
    dissent: float | None = None
    priority: float | None = None  # importance × dissent: how much it is worth talking about


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an agenda may set for a kind; a kind declares its own subclass with bounds and defaults."""

    def faults(self) -> Iterable[tuple[str, str]]:
        """What is wrong though its shape is right: pairs of a key and an English message of the catalogue."""
        return ()


class Card(msgspec.Struct, frozen=True):
    """An activity as the agenda holds it."""

    id: str
    kind: str
    title: str
    question: str = ""
    instruction: str = ""
    notes: str = ""
    minutes: int = 0
    preset: str = ""
    attribution: str = "anonymous"  # anonymous, team or named
    signing: bool = False  # in an anonymous activity: who wants to may sign an entry
    grace: int = 60  # seconds in which what was typed before the close may still come in, and the close be undone
    chapter: str = ""  # the report's chapter where it isn't the kind's own: "evaluation"
    start: tuple[Item, ...] = ()  # seeds, with their source
    carry: "Selection | None" = None  # what it takes over by itself when it opens
    settings: dict[str, Any] = {}


class Selection(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which of another activity's items to carry over."""

    source: str
    how: str = "all"  # all, theme, top, threshold, starred, dissent, picked
    level: str = "item"
    theme: str = ""
    value: float = 0
    ids: tuple[str, ...] = ()


C = TypeVar("C")
E = TypeVar("E")
V = TypeVar("V")

registry: dict[str, "type[Activity[Any, Any, Any]]"] = {}


class Activity(Generic[C, E, V]):
    """One activity of the agenda: the base of every kind. `C`, `E`, `V`: its commands, events and view.

    The base holds what all kinds share (card, phase, received items); `server.domain.steering` decides and evolves it.
    """

    kind: ClassVar[str]
    presets: ClassVar[tuple[str, ...]] = ("result",)
    rounds = 1  # how many times it was judged; a kind that seals rounds counts them
    levels: ClassVar[tuple[str, ...]] = ("item",)
    chapter: ClassVar[str] = "results"  # where the report puts it: results, themes, actions, or "" for nowhere
    settings_type: ClassVar[type[Settings]] = Settings
    needs_items: ClassVar[bool] = False  # an agenda must say where what it judges comes from
    instead_of_items: ClassVar[str] = ""  # the setting that may say it too
    refers: ClassVar[tuple[str, ...]] = ()  # settings that hold the id of an activity before it

    def __init_subclass__(cls) -> None:
        """Register the kind; refuse a second one of the same name. A class that names no kind is a base of kinds."""
        super().__init_subclass__()
        if "kind" not in vars(cls):
            return
        taken = registry.get(cls.kind)
        if taken is not None and taken.__qualname__ + taken.__module__ != cls.__qualname__ + cls.__module__:
            raise TypeError(f"two kinds are called {cls.kind}: {taken} and {cls}")
        registry[cls.kind] = cls

    def __init__(self, card: Card) -> None:
        self.card = card
        self.phase = Phase.DRAFT
        self.revealed = False
        self.first_opened_at = 0.0
        self.opened_at = 0.0  # of the latest opening
        self.stopped_at = 0.0  # of the latest pause or close
        self.sealed = False
        self.present = Count()  # who was there at the latest close
        self.received: dict[str, Item] = {item.id: item for item in card.start}
        self.came_from: dict[str, str] = {}  # of what was carried over: by item the activity it came from first
        self.configure()

    def configure(self) -> None:
        """Take the card's settings; called again when the card is edited."""
        self.settings = msgspec.convert(self.card.settings, self.settings_type)

    def carries(self) -> tuple["Selection", ...]:
        """What it takes over by itself when it opens."""
        return (self.card.carry,) if self.card.carry else ()

    def seal_up(self) -> None:
        """Called when the activity was sealed: a kind whose judgements can't be changed any more starts a new round."""

    def forget_names(self) -> None:
        """Called when it is named no longer: whoever put a name with something stands with it no more."""

    def forget_teams(self) -> None:
        """Called when it is by team no longer: no table stands with what was typed, but where tables work apart."""

    def received_changed(self) -> None:
        """Called after items came in or were taken off the start list."""

    def keep(self, before: Self) -> None:
        """Called after folding again: take over from the activity as it was what no stored event holds (claims)."""

    @property
    def preset(self) -> str:
        """The visibility preset in force."""
        return self.card.preset or self.presets[0]

    @property
    def anonymous(self) -> bool:
        """Whether no author is stored."""
        return self.card.attribution == "anonymous"

    def decide(self, command: C, ctx: Context) -> Iterable[E]:
        """The events a command leads to, or `Refused`; never changes the state."""
        raise NotImplementedError

    def evolve(self, event: E) -> None:
        """Take in what happened; never raises, whatever else was undone."""
        raise NotImplementedError

    def view(self, audience: Audience) -> V:
        """What this audience may see. Secrecy lives here, and only here."""
        raise NotImplementedError

    def results(self, words: Words) -> Sequence[Block]:
        """The results, in one language: desk, wall and report show these and only these."""
        return ()

    def figures(self) -> Figures:
        """The results as data, for the report's JSON and CSV."""
        return Figures(self.present)

    def items(self) -> Sequence[Item]:
        """What a next activity may start from."""
        return tuple(self.received.values())

    @property
    def must_seal(self) -> bool:
        """Whether closing seals this activity: what participants sent must not stay linked to their laptops."""
        return self.anonymous

    def fold(self, events: Sequence[E]) -> Sequence[E]:
        """Participants' events as they may stay in the file after sealing: no keys, no order, no times.

        Called at the close of an anonymous activity. The result must lead to the same items, entries and results.
        """
        return events

    def scene(self, words: Words) -> Sequence[Block]:
        """What stands on the wall in the place of the bare question, when it is sent that: a slide, where to sit."""
        return ()

    def may_see_results(self, audience: Audience) -> bool:
        """Whether the results may be shown to this audience now: the staff always, others after the reveal."""
        return audience.staff or self.revealed

    def owns(self, item: str, key: str) -> bool:
        """Whether this is the edit key of something that was sent here; nobody's once it is sealed."""
        return False

    def total(self, now: float) -> int:
        """The count that stands on the wall and the desk: entries released, ballots cast."""
        return len(self.received)

    @property
    def devices(self) -> int:
        """From how many laptops its ballots came; 0 where nobody votes."""
        return 0

    def quotes(self, now: float) -> Sequence[Quote]:
        """What the wall shows when it is sent the entries: released and not hidden."""
        return [Quote(item.text, item.source, item.id) for item in self.received.values()]

    def notices(self) -> Sequence[Notice]:
        """What the facilitator should look at; codes that a screen translates, never about a person."""
        return ()

    def next_release(self, now: float) -> float | None:
        """When, after `now`, it shows something new without anything happening (a batch of entries); None if never."""
        return None
