"""e and +: an activity's form: its words, its minutes, and what an agenda may set for its kind.

Of a kind that judges in several ways a new one is asked its way first; the form holds only what belongs to that. What
may not change once people began is asked in draft only.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from server.agenda_faults import Fault, explain
from server.domain.i18n import words
from server.domain.kernel import Card, Phase, Settings
from server.domain.kinds import load, parameters
from server.domain.root import AddActivity, AgendaRow
from server.domain.steering import EditCard
from spilter_tui.glance import ATTRIBUTIONS, EXPLAINED, KINDS
from spilter_tui.i18n import _, language
from spilter_tui.screens.desk.form import Blank, Wrong
from spilter_tui.screens.desk.settings import WAYS, YES_NO, Setting, asked
from spilter_tui.screens.desk.shapes import SHOWN, TYPED, whole
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.dialog import Choice

KEYS = "123456789abcdfghijklmpqrs"
LONGEST = 999  # minutes
PREFIX = "settings."
METHOD = "method"


# --- the keys ---------------------------------------------------------------------------------------------------


async def edit(desk: Desk) -> None:
    """Change the activity at hand. Who has it judged in another way gets the form of that way next."""
    row, rows, card = desk.row, _before(desk.agenda.rows, desk.at), desk.row.card
    while card is not None:
        before = card
        card = await _filled(desk, f"edit/{row.id}/{method_of(before)}", _("Edit the activity"), before, rows)
        if card is not None and method_of(card) == method_of(before):
            desk.do(row.id, EditCard(card))
            return


async def add(desk: Desk) -> None:
    """Add an activity after the one at hand: first its kind, where there are several how it judges, then the form."""
    kind = await desk.choose(_("Add an activity"), _("It comes after the one you look at."), *_kinds())
    way = await desk.choose(_("How to judge"), "", *_ways(kind)) if kind in WAYS else ""
    if not kind or (kind in WAYS and not way):
        return
    rows = (*_before(desk.agenda.rows, desk.at), desk.row)
    made = await _filled(desk, f"add/{kind}/{way}", _("Add an activity"), judged_by(Card("", kind, ""), way), rows)
    if made is not None:
        desk.do("", AddActivity(made, desk.at))


def _kinds() -> Iterator[Choice]:
    known = load()
    kinds = [kind for kind in (*KINDS, *sorted(known.keys() - KINDS.keys())) if kind in known]
    return (Choice(key, _(KINDS.get(kind, kind)), kind) for key, kind in zip(KEYS, kinds, strict=False))


def _ways(kind: str) -> Iterator[Choice]:
    ways = WAYS[kind].items()
    return (Choice(key, _(way.words), name) for key, (name, way) in zip(KEYS, ways, strict=False))


def _before(rows: Sequence[AgendaRow], at: str) -> tuple[AgendaRow, ...]:
    """The activities before one: what it may refer to."""
    places = [row.id for row in rows]
    return tuple(rows[: places.index(at)]) if at in places else ()


async def _filled(desk: Desk, key: str, title: str, card: Card, rows: Sequence[AgendaRow]) -> Card | None:
    """The card as it was filled in; None where the form was left."""
    phase = desk.row.phase if card.id else Phase.DRAFT
    fields = tuple(blanks(card, phase, rows))
    filled = await desk.fill(key, title, *fields, check=lambda values: fault(card, values))
    return made(card, filled) if filled else None


# --- a card as fields, and back ---------------------------------------------------------------------------------


def method_of(card: Card) -> str:
    """How an activity judges; empty for a kind that knows one way."""
    return str(getattr(_settings(card), METHOD)) if card.kind in WAYS else ""


def judged_by(card: Card, way: str) -> Card:
    """The card with this way to judge: without what belongs to another only, and with what is usual for it."""
    if way in ("", method_of(card)):
        return card
    others = {each.name for other in WAYS[card.kind].values() for each in other.settings}
    kept = {name: value for name, value in card.settings.items() if name not in others}
    return msgspec.structs.replace(card, settings={**kept, METHOD: way, **WAYS[card.kind][way].start})


def blanks(card: Card, phase: Phase = Phase.DRAFT, rows: Sequence[AgendaRow] = ()) -> Iterator[Blank]:
    """A field for all that can be changed in this phase, as it is now; `rows` are the activities before it.

    First what it is about, then what takes least room: numbers, lines, choices, lists.
    """
    now, draft = _settings(card), phase is Phase.DRAFT
    settings = [each for each in asked(card.kind, method_of(card)) if draft or not each.once]
    yield Blank("title", _("title"), card.title, hint=_named(card))
    yield Blank("question", _("question"), card.question)
    yield from (_blank(each, getattr(now, each.name), rows) for each in settings if each.lead)
    yield Blank("instruction", _("instruction"), card.instruction)
    others = [
        Blank("minutes", _("minutes"), str(card.minutes or ""), short=True),
        *(_way(card) if draft and card.id else ()),
        *(_blank(each, getattr(now, each.name), rows) for each in settings if not each.lead),
        *(_seen(card) if draft else ()),
    ]
    yield from sorted(others, key=_room)


def _way(card: Card) -> Iterator[Blank]:
    """How it judges, where there are several ways."""
    options = tuple((name, _(way.words)) for name, way in WAYS.get(card.kind, {}).items())
    if options:
        yield Blank(PREFIX + METHOD, _("how to judge"), method_of(card), options=options)


def _room(blank: Blank) -> int:
    return 0 if blank.short else 3 if blank.many else 2 if blank.options else 1


def _blank(setting: Setting, value: Any, rows: Sequence[AgendaRow]) -> Blank:
    shown = SHOWN[setting.shape](value)
    options = _options(setting, shown, rows)
    if options and shown not in dict(options):
        shown = options[0][0]  # the usual one, as the agenda leaves it open
    return Blank(
        PREFIX + setting.name,
        _(setting.label),
        shown,
        many=setting.shape in ("text", "lines", "places", "amounts"),
        short=setting.shape == "number",
        options=options,
    )


def _options(setting: Setting, now: str, rows: Sequence[AgendaRow]) -> tuple[tuple[str, str], ...]:
    """What can be chosen, with its words; of activities also one that is not there any more."""
    if setting.shape != "activity":
        return tuple((str(value), _(said)) for value, said in setting.options)
    found = {row.id: row.title for row in rows if setting.of in ("", row.kind)}
    return tuple({"": _("none"), now: now or _("none"), **found}.items())


def _seen(card: Card) -> Iterator[Blank]:
    """What people see, and what is kept of whom: where there is something to choose."""
    kind = load()[card.kind]
    if len(kind.presets) > 1:
        presets = tuple((preset, _(EXPLAINED[preset])) for preset in kind.presets)
        yield Blank("preset", _("what people see"), card.preset or kind.presets[0], options=presets)
    if card.kind == "slide":  # there nobody says anything
        return
    kept = tuple((each, _(said)) for each, said in ATTRIBUTIONS.items())
    yield Blank("attribution", _("whose it is"), card.attribution, options=kept)
    if signs_in(card.kind):
        options = tuple((str(value), _(said)) for value, said in YES_NO)
        yield Blank("signing", _("who wants to may sign"), str(card.signing), options=options)


def signs_in(kind: str) -> bool:
    """Whether one may put a name with what one sends in an activity of this kind."""
    return any("signing" in view.__struct_fields__ for view in parameters(load()[kind])[2])  # type: ignore[attr-defined]


def changed(card: Card, filled: Mapping[str, str]) -> dict[str, Any]:
    """The settings with what was typed over what stood there; not checked yet."""
    stood = {blank.name: blank.value for blank in blanks(card)}
    found = dict(card.settings)
    for each in asked(card.kind, method_of(card)):
        text = filled.get(PREFIX + each.name, stood.get(PREFIX + each.name, ""))
        if text != stood.get(PREFIX + each.name, ""):
            found[each.name] = _typed(each, text)
    return {name: value for name, value in found.items() if value is not None}


def _typed(setting: Setting, text: str) -> Any:
    values = {str(value): value for value, _said in setting.options}
    return values[text] if setting.options else TYPED[setting.shape](text)


def made(card: Card, filled: Mapping[str, str]) -> Card:
    """The card with what was filled in; without a title it goes by what it is. In another way if that was chosen."""
    typed = {name: filled[name].strip() for name in ("title", "question", "instruction")}
    chosen = {name: filled[name] for name in ("preset", "attribution") if name in filled}
    if not card.preset and chosen.get("preset") == load()[card.kind].presets[0]:
        del chosen["preset"]  # the usual one goes without saying
    edited = msgspec.structs.replace(
        card,
        **{**typed, **chosen, "title": typed["title"] or card.title or _named(card)},
        signing=filled.get("signing", str(card.signing)) == str(True),
        minutes=int(whole(filled["minutes"]) or 0),
        settings=changed(card, filled),
    )
    return judged_by(edited, filled.get(PREFIX + METHOD, ""))


def _named(card: Card) -> str:
    """What an activity goes by that has no title: the word before the colon in what its kind or its way is for."""
    way = method_of(card)
    said = WAYS[card.kind][way].words if way else KINDS.get(card.kind, card.kind)
    return _(said).partition(":")[0].capitalize()


def fault(card: Card, filled: Mapping[str, str]) -> Wrong | None:
    """What can't be as it was filled in, in the words of `spilter check`."""
    speak, wanted = words(language()), load()[card.kind].settings_type
    minutes = whole(filled["minutes"]) or 0
    if not isinstance(minutes, int) or not 0 <= minutes <= LONGEST:
        return Wrong("minutes", _("a whole number from 0 to {most}").format(most=LONGEST))
    try:
        settings = msgspec.convert(changed(card, filled), wanted)
    except msgspec.ValidationError as error:
        key, code, facts = explain(str(error), wanted)
        return Wrong(PREFIX + key, Fault(0, code, facts).sentence(speak))
    for key, said in settings.faults():
        return Wrong(PREFIX + key.partition(".")[0], speak.gettext(said))
    return None


def _settings(card: Card) -> Settings:
    return msgspec.convert(card.settings, load()[card.kind].settings_type)
