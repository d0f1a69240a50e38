"""factsheet (Vergelijker): what is known of the received options, feature by feature, and where each fact comes from.

The staff fills it in, or imports a table; participants read it, beside a matrix for instance. A cell holds a value with
its unit, source and date, and whether it is claimed or was verified; "unknown" is an answer too, an empty cell isn't.
Presets: together (all see it), blind (a count), result.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal, TypeAlias

import msgspec

from server.domain.blocks import Block, Cell, Column, Matrix, Table, Text
from server.domain.figures import Figures
from server.domain.grids.base import cell_key, id_of
from server.domain.i18n import N_, Language, Words, language_of
from server.domain.judging import BallotItem, ballot_items
from server.domain.kernel import STAFF, Activity, Audience, Card, Command, Context, Event, Refused, Settings, View
from server.domain.numbers import measured, short_day
from server.domain.text import clean, fold

Id = Annotated[str, msgspec.Meta(max_length=80)]
SHORT, LONG = 200, 1000  # characters
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=SHORT)]
Short = Annotated[str, msgspec.Meta(max_length=SHORT)]
Long = Annotated[str, msgspec.Meta(max_length=LONG)]
Status: TypeAlias = Literal["claimed", "verified", "unknown"]

STATUSES = {"claimed": N_("claimed"), "verified": N_("verified"), "unknown": N_("unknown")}


class FactsheetSettings(Settings, frozen=True):
    """`features`: what the options are compared on."""

    features: Annotated[tuple[Name, ...], msgspec.Meta(max_length=100)] = ()


class SetFact(Command, frozen=True, tag="fact.set"):
    """Fill in a cell, in place of what stood there; an unknown one has no value."""

    by = STAFF
    option: Id
    feature: Id
    value: Long = ""
    unit: Short = ""
    source: Short = ""
    date: Short = ""
    status: Status = "claimed"


class ClearFact(Command, frozen=True, tag="fact.clear"):
    """Empty a cell."""

    by = STAFF
    option: Id
    feature: Id


class AddFeature(Command, frozen=True, tag="fact.feature"):
    """Compare on one more feature."""

    by = STAFF
    text: Name


class FactLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A cell of an imported table: option and feature by what they are called."""

    option: Short
    feature: Name
    value: Long = ""
    unit: Short = ""
    source: Short = ""
    date: Short = ""
    status: Status = "claimed"


class ImportFacts(Command, frozen=True, tag="fact.import"):
    """Fill in the cells of a table; features that aren't there yet come with it, options must be there.

    What stands there already is passed over.
    """

    by = STAFF
    lines: Annotated[tuple[FactLine, ...], msgspec.Meta(min_length=1, max_length=5000)]


class Feature(msgspec.Struct, frozen=True):
    """What options are compared on."""

    id: str
    text: str


class Fact(msgspec.Struct, frozen=True, omit_defaults=True):
    """A cell that was filled in."""

    id: str
    option: str
    feature: str
    value: str = ""
    unit: str = ""
    source: str = ""
    date: str = ""
    status: Status = "claimed"


class FactSet(Event, frozen=True, tag="fact.was_set"):
    """A cell was filled in."""

    fact: Fact


class FactCleared(Event, frozen=True, tag="fact.cleared"):
    """A cell was emptied."""

    id: str


class FeatureAdded(Event, frozen=True, tag="fact.feature_added"):
    """The options are compared on one more feature."""

    id: str
    text: str


class FactsheetView(View, frozen=True, tag="factsheet"):
    """The options, what they are compared on, and the facts; `total`: how many facts there are."""

    preset: str
    total: int
    options: tuple[BallotItem, ...] = ()
    features: tuple[Feature, ...] = ()
    facts: tuple[Fact, ...] = ()


Commands = SetFact | ClearFact | AddFeature | ImportFacts
Events = FactSet | FactCleared | FeatureAdded


class Factsheet(Activity[Commands, Events, FactsheetView]):
    """Options compared on features."""

    kind = "factsheet"
    presets = ("together", "blind", "result")
    settings_type = FactsheetSettings
    settings: FactsheetSettings
    needs_items = True

    def __init__(self, card: Card) -> None:
        self._added: dict[str, str] = {}
        self._facts: dict[str, Fact] = {}
        super().__init__(card)

    # --- decide and evolve ------------------------------------------------------------------------------------

    def decide(self, command: Commands, ctx: Context) -> Iterable[Events]:
        """The events of a command, or `Refused`."""
        match command:
            case SetFact():
                if command.feature not in self._texts():
                    raise Refused("unknown_item")
                return [FactSet(self._fact(command.option, command.feature, command))]
            case ClearFact():
                key = cell_key(command.option, command.feature)
                if key not in self._facts:
                    raise Refused("unknown_item")
                return [FactCleared(key)]
            case AddFeature():
                text = clean(command.text)
                if self._feature(text):
                    raise Refused("feature_exists")
                return [FeatureAdded(id_of(text), text)]
            case ImportFacts():
                return self._import(command)

    def _fact(self, option: str, feature: str, given: SetFact | FactLine) -> Fact:
        """A cell as it will stand; a value without anything in it is refused, unless it is unknown."""
        if option not in self.received:
            raise Refused("unknown_item")
        unknown = given.status == "unknown"
        return Fact(
            id=cell_key(option, feature),
            option=option,
            feature=feature,
            value="" if unknown else clean(given.value.strip()),
            unit="" if unknown else given.unit.strip(),
            source=given.source.strip(),
            date=given.date.strip(),
            status=given.status,
        )

    def _import(self, command: ImportFacts) -> list[Events]:
        options = {fold(item.text): key for key, item in self.received.items()} | {key: key for key in self.received}
        features = {fold(text): key for key, text in self._texts().items()}
        events: list[Events] = []
        for line in command.lines:
            text = clean(line.feature)
            if fold(text) not in features:
                features[fold(text)] = id_of(text)
                events.append(FeatureAdded(id_of(text), text))
            option = options.get(line.option) or options.get(fold(line.option), "")
            fact = self._fact(option, features[fold(text)], line)
            if fact != self._facts.get(fact.id):
                events.append(FactSet(fact))
        if not events:
            raise Refused("nothing_new")
        return events

    def evolve(self, event: Events) -> None:
        """Take in what happened; facts about what is gone are kept until it is back."""
        match event:
            case FactSet(fact=fact):
                self._facts[fact.id] = fact
            case FactCleared(id=key):
                self._facts.pop(key, None)
            case FeatureAdded(id=key, text=text):
                self._added[key] = text

    # --- show -------------------------------------------------------------------------------------------------

    def _texts(self) -> dict[str, str]:
        """The features: those of the settings, then those that were added."""
        return {id_of(text): text for text in self.settings.features} | self._added

    def _feature(self, text: str) -> str:
        """The id of the feature that is called so; empty where there is none."""
        return next((key for key, known in self._texts().items() if fold(known) == fold(text)), "")

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts about options and features that are there, in their order."""
        keys = [cell_key(option, feature) for feature in self._texts() for option in self.received]
        return tuple(self._facts[key] for key in keys if key in self._facts)

    def view(self, audience: Audience) -> FactsheetView:
        """The staff sees all; participants too, unless it is blind."""
        total = self.total(audience.now)
        if not audience.staff and self.preset == "blind":
            return FactsheetView(self.preset, total)
        features = tuple(Feature(key, text) for key, text in self._texts().items())
        return FactsheetView(self.preset, total, ballot_items(self.received.values()), features, self.facts)

    def total(self, now: float) -> int:
        """Facts filled in."""
        return len(self.facts)

    def results(self, words: Words) -> Sequence[Block]:
        """The comparison, and every fact with its source and date."""
        _, facts = words.gettext, self.facts
        if not facts:
            return [Text(_("Nothing was filled in yet."), "note")]
        counts = {status: sum(fact.status == status for fact in facts) for status in STATUSES}
        said = _("{n} facts: {verified} verified, {claimed} claimed, {unknown} unknown.").format(n=len(facts), **counts)
        return [self._comparison(words), self._sources(words), Text(said, "note")]

    def _comparison(self, words: Words) -> Matrix:
        features, options = self._texts(), self.received
        speak = language_of(words)
        cells = tuple(tuple(Cell(self._in_cell(option, feature, speak)) for option in options) for feature in features)
        texts = tuple(item.text for item in options.values())
        caption = words.gettext("* claimed, not verified; ? unknown; – not filled in")
        return Matrix(tuple(features.values()), texts, cells, caption=caption)

    def _in_cell(self, option: str, feature: str, language: Language) -> str:
        fact = self._facts.get(cell_key(option, feature))
        if fact is None or fact.status == "unknown":
            return "?" if fact else "–"
        return measured(fact.value, fact.unit, language) + "*" * (fact.status == "claimed")

    def _sources(self, words: Words) -> Table:
        _, features, speak = words.gettext, self._texts(), language_of(words)
        titles = (_("Feature"), _("Option"), _("Value"), _("Source"), _("Date"), _("Status"))
        rows = tuple(
            tuple(
                Cell(text)
                for text in (
                    features[fact.feature], self.received[fact.option].text,
                    measured(fact.value, fact.unit, speak), fact.source, short_day(fact.date, speak),
                    _(STATUSES[fact.status]),
                )
            )
            for fact in self.facts
        )  # fmt: skip
        return Table(tuple(Column(title) for title in titles), rows)

    def figures(self) -> Figures:
        """The options, and everything that is known of them."""
        items = tuple({"id": item.id, "text": item.text} for item in self.received.values())
        features = [{"id": key, "text": text} for key, text in self._texts().items()]
        return Figures(self.present, items, facts={"features": features, "facts": msgspec.to_builtins(self.facts)})
