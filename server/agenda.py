"""An agenda as a TOML file: reading one, and saying by line and in plain words what is wrong with it.

The file has a table `[workshop]`, tables `[[tables]]` and tables `[[activities]]`; `docs/agenda.md` lists every key. An
activity's own settings stand in `[activities.settings]`; which there are, each kind says itself.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

import msgspec

from server.agenda_faults import BadAgenda, Fault, InFile, Lines, explain, toml_fault
from server.agenda_files import READERS, Open, brought, expected, guest_faults, guests_in, numbered
from server.domain import kernel, kinds, roster
from server.domain.kernel import Card, Command, Item, Selection
from server.domain.root import Agenda, Info, Table
from server.domain.sheet import BadFile

T = TypeVar("T")
WAYS = {"all": "", "theme": "theme", "top": "value", "threshold": "", "starred": "", "dissent": "", "picked": "ids"}


class WorkshopKeys(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of `[workshop]`. `guests`: a file with the list of guests, or how many there are (cards 1, 2, 3…)."""

    title: str
    question: str = ""
    language: str = "nl"
    date: str = ""
    place: str = ""
    client: str = ""
    facilitator: str = ""
    next: str = ""
    sharing: bool = False
    guests: str | Annotated[int, msgspec.Meta(ge=0, le=roster.MOST)] = ""


class StartKeys(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of one of `items`, where it is more than a text."""

    text: str
    id: str = ""
    source: str = ""


class ActivityKeys(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of one of `[[activities]]`."""

    kind: str
    title: str
    id: str = ""
    question: str = ""
    instruction: str = ""
    notes: str = ""
    minutes: int = 0
    preset: str = ""
    attribution: str = "anonymous"
    signing: bool = False
    grace: int = 60
    chapter: str = ""
    items: list[str | StartKeys] = []
    file: str = ""
    sheet: str = ""
    source: str = ""
    from_: "str | FromKeys | None" = msgspec.field(default=None, name="from")
    settings: dict[str, Any] = {}


class FromKeys(msgspec.Struct, forbid_unknown_fields=True):
    """The keys of `from`, where it is more than an id."""

    id: str
    how: str = "all"
    level: str = "item"
    theme: str = ""
    value: float = 0


def read(text: str, open_file: Open | None = None) -> Agenda:
    """The agenda that a TOML text describes; `BadAgenda` with every fault when it can't be used.

    `open_file`: gives the files that it names; without it there are none.
    """
    kinds.load()
    reader = _Reader(text, open_file or _no_file)
    agenda = reader.agenda()
    if reader.faults:
        raise BadAgenda(sorted(reader.faults, key=lambda fault: fault.line))
    return agenda


def _no_file(name: str) -> bytes:
    raise FileNotFoundError(name)


def decode(data: bytes) -> str:
    """The text of an agenda file; `BadAgenda` when it is not UTF-8. A byte order mark is passed over."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadAgenda([Fault(1 + data[: error.start].count(b"\n"), "encoding")]) from error


class _Reader:
    """Reads one text and gathers the faults."""

    def __init__(self, text: str, open_file: Open) -> None:
        self.faults: list[Fault] = []
        self._open = open_file
        self._acts: list[tuple[str, Command]] = []
        self._lines = Lines(text)
        try:
            self._data: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self._data = {}
            raise BadAgenda([toml_fault(str(error), text)]) from error

    def _fault(self, line: int, code: str, **facts: str) -> None:
        self.faults.append(Fault(line, code, facts))

    def agenda(self) -> Agenda:
        for key in self._data.keys() - {"workshop", "tables", "activities"}:
            line = self._lines.key(key, 0, "\0")
            self._fault(line or self._lines.table(f"[{key}"), "unknown", key=key, hint="")
        info = self._shape(WorkshopKeys, self._data.get("workshop", {}), self._lines.table("[workshop]"), "[")
        about = msgspec.structs.asdict(info or WorkshopKeys(""))
        guests = about.pop("guests")
        found = [self._table(at, keys) for at, keys in enumerate(_tables(self._data, "tables"))]
        tables = [table for table in found if table]
        cards = self._cards()
        self._expect(guests, tables, cards)
        return Agenda(Info(**about), tuple(tables), tuple(cards), tuple(self._acts))

    def _expect(self, given: str | int, tables: Sequence[Table], cards: Sequence[Card]) -> None:
        """Take in who is expected: a file, or how many."""
        at = self._lines.key("guests", self._lines.table("[workshop]"), "[")
        named = self._of_file(given, at, guests_in) if given and isinstance(given, str) else ()
        guests = numbered(given) if isinstance(given, int) else named or ()
        self.faults += [msgspec.structs.replace(fault, line=at) for fault in guest_faults(guests, tables, cards)]
        if not self.faults:
            self._acts += expected(guests, tables, cards)

    def _table(self, at: int, keys: dict[str, Any]) -> Table | None:
        line = self._lines.table("[[tables]]", at)
        table: Table | None = self._shape(Table, keys, line, "[[")
        numbers = [each.get("number") for each in _tables(self._data, "tables")[:at]]
        if table and table.number in numbers:
            self._fault(line, "table_twice", number=str(table.number))
        return table

    def _cards(self) -> list[Card]:
        found = _tables(self._data, "activities")
        if not found:
            self._fault(1, "empty")
        cards: list[Card] = []
        for at, keys in enumerate(found):
            line = self._lines.table("[[activities]]", at)
            shaped = self._shape(ActivityKeys, keys, line, "[[")
            if shaped is not None:
                cards.append(self._card(shaped, at, line, cards))
        return cards

    def _card(self, keys: ActivityKeys, at: int, line: int, before: list[Card]) -> Card:
        key = keys.id or f"{keys.kind}-{at + 1}"
        if any(card.id == key for card in before):
            self._fault(self._key("id", line), "twice", id=key)
        card = Card(
            id=key,
            kind=keys.kind,
            title=keys.title,
            question=keys.question,
            instruction=keys.instruction,
            notes=keys.notes,
            minutes=keys.minutes,
            preset=keys.preset,
            attribution=keys.attribution,
            signing=keys.signing,
            grace=keys.grace,
            chapter=keys.chapter,
            start=tuple(_item(each, key, n, keys.source) for n, each in enumerate(keys.items, 1)),
            carry=_selection(keys.from_),
            settings=keys.settings,
        )
        card = self._filled(card, keys, line)
        self._check(card, line, before, sourced=bool(card.start or keys.file))
        return card

    def _filled(self, card: Card, keys: ActivityKeys, line: int) -> Card:
        """The card with what its file gives it."""
        at = self._key("file", line)
        if not keys.file or card.kind not in kernel.registry:
            return card
        if card.carry is not None and card.kind in READERS:
            self._fault(at, "from_and_file")
        found = self._of_file(
            keys.file, at, lambda data: brought(card.kind, card.id, card.start, data, keys.source, keys.sheet)
        )
        if found is None:
            return card
        self._acts += [(card.id, found.command)] if found.command else []
        return msgspec.structs.replace(card, start=found.start)

    def _of_file(self, file: str, line: int, read: Callable[[bytes], T]) -> T | None:
        """What is read of a file; None, with its faults, where it can't be."""
        try:
            return read(self._open(file))
        except OSError:
            self._fault(line, "no_file", file=file)
        except BadFile as bad:
            self.faults += [InFile(line, "in_file", {}, file, fault) for fault in bad.faults]
        return None

    def _key(self, key: str, line: int) -> int:
        return self._lines.key(key, line, "[[")

    def _check(self, card: Card, line: int, before: list[Card], *, sourced: bool) -> None:
        kind = kernel.registry.get(card.kind)
        if kind is None:
            self._fault(self._key("kind", line), "kind", kind=card.kind, known=", ".join(sorted(kernel.registry)))
            return
        if card.preset and card.preset not in kind.presets:
            known = ", ".join(kind.presets)
            self._fault(self._key("preset", line), "preset", kind=card.kind, preset=card.preset, known=known)
        if card.attribution not in ("anonymous", "team", "named"):
            self._fault(self._key("attribution", line), "attribution", attribution=card.attribution)
        if card.carry is not None:
            self._check_carry(card.carry, self._key("from", line), before)
        elif not sourced and kind.needs_items and not card.settings.get(kind.instead_of_items):
            key = kind.instead_of_items
            self._fault(line, "no_text" if key else "no_items", key=key)
        self._check_settings(card, kind, line)
        for key in kind.refers:
            wanted = card.settings.get(key)
            if wanted and wanted not in [each.id for each in before]:
                self._fault(self._key(key, line), "refers", key=key, id=str(wanted))

    def _check_carry(self, carry: Selection, line: int, before: list[Card]) -> None:
        source = next((card for card in before if card.id == carry.source), None)
        if source is None:
            self._fault(line, "from", source=carry.source)
        elif source.kind in kernel.registry and carry.level not in kernel.registry[source.kind].levels:
            self._fault(line, "level", source=carry.source, level=carry.level)
        if carry.how not in WAYS:
            self._fault(line, "how", how=carry.how, known=", ".join(WAYS))
        elif WAYS[carry.how] and not getattr(carry, WAYS[carry.how]):
            self._fault(line, "which", how=carry.how, key=WAYS[carry.how])

    def _check_settings(self, card: Card, kind: type[kernel.Activity[Any, Any, Any]], line: int) -> None:
        shaped = self._shape(kind.settings_type, card.settings, line, "[[")
        if shaped is not None:
            for key, fault in shaped.faults():
                list_, _, place = key.partition(".")
                if place:  # one of a list of tables: the first is 0
                    at = self._lines.table(f"[[activities.settings.{list_}]]", int(place), line)
                    self._fault(at, "question", n=str(int(place) + 1), fault=fault)
                else:
                    self._fault(self._key(key, line), "settings", fault=fault)

    def _shape(self, wanted: type[Any], data: Any, line: int, header: str) -> Any:
        """The data as this Struct; faults are gathered, and the rest is checked without what is at fault."""
        data = _dates_as_text(dict(data)) if isinstance(data, Mapping) else data
        while True:
            try:
                return msgspec.convert(data, wanted)
            except msgspec.ValidationError as error:
                key, code, facts = explain(str(error), wanted)
                self._fault(self._lines.key(key, line, header) if key else line, code, **facts)
                if not isinstance(data, dict):
                    return None
                if code == "missing" and not key:
                    data[facts["key"]] = "?"
                elif key in data:
                    del data[key]
                else:
                    return None


def _tables(data: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = data.get(name, [])
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _dates_as_text(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in data.items()}


def _item(each: str | StartKeys, activity: str, number: int, source: str) -> Item:
    if isinstance(each, str):
        return Item(f"{activity}.{number}", each, source=source)
    return Item(each.id or f"{activity}.{number}", each.text, source=each.source or source)


def _selection(given: str | FromKeys | None) -> Selection | None:
    if given is None:
        return None
    if isinstance(given, str):
        return Selection(given)
    return Selection(given.id, given.how, given.level, given.theme, given.value)
