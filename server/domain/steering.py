"""What the facilitator does to any activity, whatever its kind: phases, reveal, preset, card, carry-over, sealing.

These commands and events carry the activity's id as their scope, like the kind's own.
"""

from typing import Annotated, Any, TypeGuard, assert_never, get_args

import msgspec

from server.domain.figures import Count
from server.domain.kernel import Activity, Card, Command, Context, Event, Item, Phase, Refused, Selection
from server.domain.kinds import check_settings
from server.domain.phase import check_change
from server.domain.startlist import Given, new_in

ATTRIBUTIONS = ("named", "team", "anonymous")  # from loose to tight: once open, it may only be tightened


class ChangePhase(Command, frozen=True, tag="phase"):
    """Open, pause, close or reopen."""

    to: Phase


class Reveal(Command, frozen=True, tag="reveal"):
    """Show the results to the room, or hide them again."""

    on: bool = True


class SetPreset(Command, frozen=True, tag="preset"):
    """Switch what participants see and may do."""

    preset: Annotated[str, msgspec.Meta(max_length=16)]


class EditCard(Command, frozen=True, tag="card"):
    """Change title, question, instruction, notes, minutes or settings; the start list stays as it is."""

    card: Card


class Tighten(Command, frozen=True, tag="tighten"):
    """Make the attribution tighter: named → team → anonymous. Names already stored are removed from the file."""

    attribution: Annotated[str, msgspec.Meta(max_length=16)]


class Carry(Command, frozen=True, tag="carry"):
    """Take over items of another activity into this one; what was taken over before is not doubled."""

    selection: Selection


class Seed(Command, frozen=True, tag="seed"):
    """Put items on the start list: pasted lines with their source, or `items` of a file or an earlier workshop.

    Of `items`, those that are there already are passed over; lines are taken as they are.
    """

    lines: Annotated[tuple[Annotated[str, msgspec.Meta(max_length=4000)], ...], msgspec.Meta(max_length=2000)] = ()
    source: Annotated[str, msgspec.Meta(max_length=80)] = ""
    items: Annotated[tuple[Given, ...], msgspec.Meta(max_length=2000)] = ()


class Drop(Command, frozen=True, tag="drop"):
    """Take items off the start list again."""

    ids: tuple[str, ...]


class Seal(Command, frozen=True, tag="seal"):
    """Asked by the server itself when the grace after the close is over."""

    by = frozenset()


class PhaseChanged(Event, frozen=True, tag="phase.changed", omit_defaults=True):
    """The activity went to another phase; `present` says who was in the hall."""

    to: Phase
    at: float
    present: Count = Count()


class Revealed(Event, frozen=True, tag="revealed"):
    """The results were shown to the room, or hidden again."""

    on: bool


class PresetSet(Event, frozen=True, tag="preset.set"):
    """Participants see and may do something else."""

    preset: str


class CardEdited(Event, frozen=True, tag="card.edited"):
    """The card was changed."""

    card: Card


class Tightened(Event, frozen=True, tag="tightened"):
    """The attribution became tighter."""

    attribution: str


class Received(Event, frozen=True, tag="received"):
    """Items came in from another activity or a list."""

    items: tuple[Item, ...]
    selection: Selection | None = None


class Dropped(Event, frozen=True, tag="dropped"):
    """Items were taken off the start list."""

    ids: tuple[str, ...]


class Sealed(Event, frozen=True, tag="sealed"):
    """What linked rows to laptops, their order and their times was rewritten away."""


Commands = ChangePhase | Reveal | SetPreset | EditCard | Tighten | Seed | Drop | Seal
Events = PhaseChanged | Revealed | PresetSet | CardEdited | Tightened | Received | Dropped | Sealed
AnyActivity = Activity[Any, Any, Any]
_EVENTS = frozenset(get_args(Events))


def is_steered(event: Event) -> TypeGuard[Events]:
    """Whether any activity knows what happened; asked of every event, and `isinstance` takes twenty times as long."""
    return type(event) in _EVENTS


def decide(activity: AnyActivity, command: Commands, ctx: Context) -> Events:
    """The event of a command that any activity knows, or `Refused`."""
    match command:
        case ChangePhase(to=to):
            check_change(activity.phase, to)
            return PhaseChanged(to, round(ctx.now, 1), ctx.present or Count())
        case Reveal(on=on):
            if on and activity.phase is Phase.DRAFT:
                raise Refused("nothing_yet")
            return Revealed(on)
        case SetPreset(preset=preset):
            return PresetSet(_known_preset(activity, preset))
        case EditCard(card=card):
            return CardEdited(_edited(activity, card))
        case Tighten(attribution=attribution):
            return Tightened(_tighter(activity.card.attribution, attribution))
        case Seed():
            return Received(_seeds(activity, command, ctx))
        case Drop(ids=ids):
            return Dropped(ids)
        case Seal():
            return Sealed()
        case _:
            assert_never(command)


def _known_preset(activity: AnyActivity, preset: str) -> str:
    if preset not in activity.presets:
        raise Refused("no_preset", preset=preset)
    return preset


def _edited(activity: AnyActivity, card: Card) -> Card:
    same = activity.card
    check_settings(type(activity), card.settings)
    if activity.phase is not Phase.DRAFT and card.attribution != same.attribution:
        _tighter(same.attribution, card.attribution)
    return msgspec.structs.replace(card, id=same.id, kind=same.kind, start=same.start)


def _tighter(now: str, then: str) -> str:
    if then not in ATTRIBUTIONS or ATTRIBUTIONS.index(then) <= ATTRIBUTIONS.index(now):
        raise Refused("only_tighter", now=now)
    return then


def _seeds(activity: AnyActivity, command: Seed, ctx: Context) -> tuple[Item, ...]:
    lines = [line.strip() for line in command.lines if line.strip()]
    if not lines and not command.items:
        raise Refused("empty")
    typed = tuple(Item(ctx.ids(), line, source=command.source) for line in lines)
    found = (*typed, *(new_in(command.items, activity.received, ctx.ids) if command.items else ()))
    if not found:
        raise Refused("nothing_new")
    return found


def evolve(activity: AnyActivity, event: Events) -> None:
    """Take in what happened to any activity."""
    match event:
        case PhaseChanged():
            _enter(activity, event)
        case Revealed(on=on):
            activity.revealed = on
        case PresetSet(preset=preset):
            activity.card = msgspec.structs.replace(activity.card, preset=preset)
        case CardEdited(card=card):
            _write(activity, card)
        case Tightened(attribution=attribution):
            _write(activity, msgspec.structs.replace(activity.card, attribution=attribution))
        case Received():
            _take_in(activity, event)
        case Dropped(ids=ids):
            for key in ids:
                activity.received.pop(key, None)
            activity.received_changed()
        case Sealed():
            activity.sealed = True
            activity.seal_up()
        case _:
            assert_never(event)


def _write(activity: AnyActivity, card: Card) -> None:
    before, activity.card = activity.card.attribution, card
    activity.configure()
    if before == "named" != card.attribution:
        activity.forget_names()
    if before == "team" != card.attribution:
        activity.forget_teams()


def _take_in(activity: AnyActivity, event: Received) -> None:
    if event.selection is not None:
        activity.came_from = {item.id: event.selection.source for item in event.items} | activity.came_from
    activity.received.update({item.id: item for item in event.items if item.id not in activity.received})
    activity.received_changed()


def _enter(activity: AnyActivity, event: PhaseChanged) -> None:
    if activity.phase is Phase.CLOSED:  # reopened: what comes in now was not shown to the room
        activity.revealed = False
    activity.phase = event.to
    activity.sealed = False
    if event.to is Phase.OPEN:
        activity.first_opened_at = activity.first_opened_at or event.at
        activity.opened_at = event.at
    else:
        activity.stopped_at = event.at
        activity.present = event.present
