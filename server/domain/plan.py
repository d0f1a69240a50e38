"""The agenda, the tables, the timer and the wall: the part of a workshop's state that is no activity's."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from server.domain import calls, root, roster
from server.domain.figures import Notice
from server.domain.kernel import Activity, Audience, Card, Command, Context, Event, Refused, registry
from server.domain.kinds import check_settings
from server.domain.text import clean

ACTS_SHOWN = 50


def check_card(card: Card) -> None:
    """Refuse a card whose kind, preset or settings don't exist."""
    kind = registry.get(card.kind)
    if kind is None:
        raise Refused("no_kind", kind=card.kind)
    if card.preset and card.preset not in kind.presets:
        raise Refused("no_preset", preset=card.preset)
    check_settings(kind, card.settings)


class Plan:
    """The state of the workshop as a whole."""

    def __init__(self) -> None:
        self.info = root.Info("")
        self.order: list[str] = []
        self.current = ""
        self.tables: tuple[root.Table, ...] = ()
        self.timer = root.Timer()
        self.shown = root.Shown()
        self.calls = calls.Calls()
        self.roster = roster.Roster()

    def decide(self, command: Command, ctx: Context) -> Iterable[Event]:
        """The events of a command to the workshop as a whole, or `Refused`."""
        match command:
            case root.Describe(info=info):
                clean(info.title)
                return [root.Described(msgspec.structs.replace(info, id=self.info.id or info.id or ctx.ids()))]
            case root.AddActivity():
                return [self._added(command, ctx)]
            case root.MoveActivity(activity=key, place=place):
                return [root.ActivityMoved(self._known(key), place)]
            case root.RemoveActivity(activity=key):
                return [root.ActivityRemoved(self._known(key))]
            case root.GoTo(activity=key):
                return [root.WentTo(self._known(key))]
            case root.SetTables(tables=tables):
                return [root.TablesSet(tables)]
            case root.SetTimer():
                return [root.TimerSet(self._set_timer(command, ctx.now))]
            case root.Show(shown=shown):
                return [root.WallShows(shown)]
        return self._beside(command, ctx)

    def _beside(self, command: Command, ctx: Context) -> Iterable[Event]:
        if isinstance(command, calls.Commands):
            return self.calls.decide(command, ctx)
        if isinstance(command, roster.Commands):
            return self.roster.decide(command, ctx)
        raise Refused("unknown")

    def _added(self, command: root.AddActivity, ctx: Context) -> root.ActivityAdded:
        card = command.card if command.card.id else msgspec.structs.replace(command.card, id=ctx.ids())
        if card.id in self.order:
            raise Refused("twice", id=card.id)
        place = self.order.index(command.after) + 1 if command.after in self.order else len(self.order)
        return root.ActivityAdded(card, place)

    def _known(self, key: str) -> str:
        if key not in self.order:
            raise Refused("no_activity")
        return key

    def _set_timer(self, command: root.SetTimer, now: float) -> root.Timer:
        timer, seconds = self.timer, command.seconds
        left = timer.left if timer.left else max(0.0, timer.ends - now)
        match command.action:
            case "start":
                return root.Timer(
                    ends=now + seconds, total=float(seconds)
                )  # as it is read again: the file's bytes count
            case "stop":
                return root.Timer()
            case "pause":
                return root.Timer(left=left, total=timer.total)
            case "resume":
                return root.Timer(ends=now + left, total=timer.total)
            case "add" if timer.left:
                return root.Timer(left=max(1.0, left + seconds), total=timer.total + seconds)
            case "add":
                return root.Timer(ends=now + max(0.0, left + seconds), total=max(0.0, timer.total + seconds))

    def evolve(self, event: Event) -> None:
        """Take in what happened; an activity that is gone is passed over."""
        match event:
            case root.Described(info=info):
                self.info = info
            case root.ActivityAdded(card=card, place=place):
                self.order.insert(place, card.id)
            case root.ActivityMoved(activity=key, place=place) if key in self.order:
                self.order.remove(key)
                self.order.insert(place, key)
            case root.ActivityRemoved(activity=key) if key in self.order:
                self.order.remove(key)
            case root.WentTo(activity=key):
                self.current = key
            case root.TablesSet(tables=tables):
                self.tables = tables
            case root.TimerSet(timer=timer):
                self.timer = timer
            case root.WallShows(shown=shown):
                self.shown = shown
        self.calls.evolve(event)
        self.roster.evolve(event)

    def view(
        self, known: Mapping[str, Activity[Any, Any, Any]], acts: Sequence[root.Act], audience: Audience
    ) -> root.AgendaView:
        """The agenda as this audience may see it; the latest acts and the notices only for the staff."""
        activities = [known[key] for key in self.order]
        return root.AgendaView(
            info=self.info,
            rows=tuple(agenda_row(activity, audience) for activity in activities),
            current=self.current,
            timer=self.timer,
            tables=self.tables,
            shown=self.shown if audience.staff else root.Shown(),
            acts=tuple(acts[-ACTS_SHOWN:]) if audience.staff else (),
            notices=tuple(_notices(activities)) if audience.staff else (),
            messages=tuple(self.calls.messages.values()) if audience.staff else (),
            guests=tuple(self.roster.guests.values()) if audience.staff else (),
            kinds=self.roster.kinds if audience.staff else (),
        )


def _notices(activities: Iterable[Activity[Any, Any, Any]]) -> Iterable[Notice]:
    for activity in activities:
        for notice in activity.notices():
            yield msgspec.structs.replace(notice, id=f"{activity.card.id}/{notice.id}")


def agenda_row(activity: Activity[Any, Any, Any], audience: Audience) -> root.AgendaRow:
    """An activity's row on the agenda."""
    card = activity.card
    return root.AgendaRow(
        id=card.id,
        kind=card.kind,
        title=card.title,
        question=card.question,
        instruction=card.instruction,
        minutes=card.minutes,
        phase=activity.phase,
        revealed=activity.revealed,
        sealed=activity.sealed,
        preset=activity.preset,
        presets=activity.presets if audience.staff else (),
        attribution=card.attribution,
        signing=card.signing,
        opened_at=activity.first_opened_at,
        stopped_at=activity.stopped_at,
        grace=card.grace,
        notes=card.notes if audience.staff else "",
        card=msgspec.structs.replace(card, start=()) if audience.staff else None,
    )
