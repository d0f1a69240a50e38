"""The workshop: the root that decides for the agenda and hands the rest to the activities.

State is only ever the fold of the recorded events that were not undone. Undo marks an act's events as not counting and
folds the scopes it touched again; nothing is ever taken out of the log. Sealing rewrites the participants' events of
one activity so that they say nothing about who, when and in which order.
"""

import contextlib
from collections.abc import Iterable, Sequence
from functools import cache, partial
from typing import Any, TypeAlias, cast, get_args

import msgspec

from server.domain import plan, root, roster, steering
from server.domain.history import Recorded, turned_to
from server.domain.i18n import words
from server.domain.kernel import (
    Activity,
    Audience,
    Card,
    Command,
    Context,
    Event,
    Item,
    Phase,
    Refused,
    Role,
    Selection,
    registry,
)
from server.domain.kinds import parameters
from server.domain.owning import owns
from server.domain.phase import check_allowed

AnyActivity: TypeAlias = Activity[Any, Any, Any]
Scoped: TypeAlias = tuple[str, Event]
ROOT = ""
STEERING = get_args(steering.Commands)


class Workshop:
    """One workshop. `decide` gives events, `take` folds one in; views and selections come out."""

    def __init__(self) -> None:
        self.plan = plan.Plan()
        self.activities: dict[str, AnyActivity] = {}
        self.records: dict[str, list[Recorded]] = {ROOT: []}
        self.cards: dict[str, Card] = {}  # as each activity was added: where folding again starts
        self.undone: set[str] = set()
        self.acts: dict[str, root.Act] = {}

    # --- decide -----------------------------------------------------------------------------------------------

    def decide(self, scope: str, command: Command, ctx: Context) -> list[Scoped]:
        """The events a command leads to, each with its scope, or `Refused`. Changes nothing."""
        if scope == ROOT:
            return [(ROOT, event) for event in self._decide_root(command, ctx)]
        activity = self.activity(scope)
        if isinstance(command, steering.Seal):
            return [(scope, steering.Sealed())]
        check_allowed(activity, command, ctx)
        if isinstance(command, steering.Carry):
            return [(scope, self._carried(activity, command.selection))]
        if isinstance(command, STEERING):
            return [(scope, event) for event in self._steered(activity, command, ctx)]
        if not isinstance(command, _commands_of(cast(Any, type(activity)))):
            raise Refused("unknown")
        ctx = msgspec.structs.replace(ctx, owns=partial(owns, self.activities, activity))
        return [(scope, event) for event in activity.decide(command, ctx)]

    def activity(self, key: str) -> AnyActivity:
        """The activity of that id, or `Refused`."""
        if key not in self.activities:
            raise Refused("no_activity")
        return self.activities[key]

    def _steered(self, activity: AnyActivity, command: Any, ctx: Context) -> Iterable[Event]:
        if isinstance(command, steering.ChangePhase) and command.to is Phase.OPEN:
            yield from self._fetched(activity)
        yield steering.decide(activity, command, ctx)

    def _fetched(self, activity: AnyActivity) -> Iterable[Event]:
        """What an activity takes over by itself when it opens for the first time.

        A source that has nothing to give yet is no reason not to open: a vote that was skipped, for instance.
        """
        for carry in activity.carries() if activity.phase is Phase.DRAFT else ():
            with contextlib.suppress(Refused):
                fresh = [item for item in self.select(carry) if item.id not in activity.received]
                if fresh:
                    yield steering.Received(tuple(fresh), carry)

    def _carried(self, activity: AnyActivity, selection: Selection) -> Event:
        fresh = tuple(item for item in self.select(selection) if item.id not in activity.received)
        if not fresh:
            raise Refused("nothing_new")
        return steering.Received(fresh, selection)

    def _decide_root(self, command: Command, ctx: Context) -> Iterable[Event]:
        if ctx.who.role not in command.by:
            raise Refused("not_yours")
        if isinstance(command, root.Undo):
            return [self._undo(command, ctx)]
        if isinstance(command, root.Redo):
            return [self._redo(ctx)]
        if isinstance(command, root.AddActivity):
            plan.check_card(command.card)
        return self.plan.decide(command, ctx)

    def _undo(self, command: root.Undo, ctx: Context) -> root.Undone:
        if command.act:
            if command.act not in self.acts or self.acts[command.act].undone:
                raise Refused("nothing_to_undo")
            if ctx.who.role is Role.SORTER and self.acts[command.act].by != ctx.who.desk:
                raise Refused("not_yours")
            return root.Undone(command.act)
        for act in reversed(self.acts.values()):
            if act.by == ctx.who.desk and not act.undone:
                return root.Undone(act.id)
        raise Refused("nothing_to_undo")

    def _redo(self, ctx: Context) -> root.Undone:
        for record in reversed(self.records[ROOT]):
            event = record.event
            if isinstance(event, root.Undone) and record.by == ctx.who.desk and event.on and event.act in self.undone:
                return root.Undone(event.act, on=False)
        raise Refused("nothing_to_redo")

    # --- carry over -------------------------------------------------------------------------------------------

    def select(self, selection: Selection) -> tuple[Item, ...]:
        """The items a selection means now, each once: what a preview shows and a carry-over takes.

        Themes come as items: what was a theme there is something to start from here.
        """
        source = self.activity(selection.source)
        items = [item for item in source.items() if item.level == selection.level]
        if selection.how in plan.BY_RESULT and not source.may_see_results(Audience(Role.FACILITATOR)):
            raise Refused("still_open")
        chosen = plan.CHOOSE[selection.how](items, selection) if selection.how in plan.CHOOSE else ()
        return tuple({item.id: msgspec.structs.replace(item, level="item") for item in chosen}.values())

    # --- evolve -----------------------------------------------------------------------------------------------

    def take(self, record: Recorded) -> None:
        """Fold in one recorded event; one that is not stored counts only now."""
        if not record.event.stored:
            self._apply(record)
            return
        self.records.setdefault(record.scope, []).append(record)
        if record.op in self.undone:
            return
        if record.by and not isinstance(record.event, root.Undone | steering.Sealed):
            self._note(record)
        self._apply(record)

    def _note(self, record: Recorded) -> None:
        tag = str(type(record.event).__struct_config__.tag)
        known = self.acts.get(record.op)
        what = (*known.what, tag) if known else (tag,)
        detail = known.detail if known else ""
        self.acts[record.op] = root.Act(
            record.op, record.by, record.at, record.scope, what, detail=turned_to(record.event) or detail
        )

    def _apply(self, record: Recorded) -> None:
        event = record.event
        if isinstance(event, root.Undone):
            self._turn(event)
        elif record.scope == ROOT:
            self._apply_root(event)
        elif record.scope in self.activities:
            activity = self.activities[record.scope]
            steering.evolve(activity, event) if steering.is_steered(event) else activity.evolve(event)

    def _apply_root(self, event: Event) -> None:
        if isinstance(event, root.ActivityAdded) and event.card.id not in self.cards:
            self.cards[event.card.id] = event.card
            self.activities[event.card.id] = registry[event.card.kind](event.card)
            self.records.setdefault(event.card.id, [])
        self.plan.evolve(event)

    def _turn(self, event: root.Undone) -> None:
        self.undone.add(event.act) if event.on else self.undone.discard(event.act)
        if event.act in self.acts:
            self.acts[event.act] = msgspec.structs.replace(self.acts[event.act], undone=event.on)
        for scope, records in self.records.items():
            if any(record.op == event.act for record in records):
                self.refold(scope)

    def refold(self, scope: str) -> None:
        """Fold a scope's events again, without those that were undone."""
        before = self.activities.get(scope)
        if scope == ROOT:
            self.plan = plan.Plan()
        else:
            card = self.cards[scope]
            self.activities[scope] = registry[card.kind](card)
        for record in self.records[scope]:
            if record.op not in self.undone and not isinstance(record.event, root.Undone):
                self._apply(record)
        if before is not None:
            self.activities[scope].keep(before)

    # --- sealing ----------------------------------------------------------------------------------------------

    def sealed(self, scope: str) -> list[Recorded]:
        """A scope's events as they may stay in the file: participants' first, folded; then the staff's, as they were.

        The numbers (`seq`) are the scope's own, in order; `at` is that of the latest opening; there is no operation id.
        """
        activity, records = self.activities[scope], self.records[scope]
        theirs = [record for record in records if record.personal]
        personal = activity.fold([record.event for record in theirs if record.op not in self.undone])
        staff = [record for record in records if not record.personal]
        numbers = [record.seq for record in records]
        folded = [Recorded(scope, event, activity.opened_at) for event in personal]
        if len(folded) + len(staff) > len(numbers):
            raise ValueError(f"{activity.kind} folds to more events than came in")
        return [msgspec.structs.replace(each, seq=seq) for seq, each in zip(numbers, folded + staff, strict=False)]

    def replace(self, scope: str, records: Sequence[Recorded]) -> None:
        """Put rewritten events in the place of a scope's own and fold them; what is gone can't be undone any more."""
        for record in self.records[scope]:
            if record.event.personal:
                self.acts.pop(record.op, None)
        self.records[scope] = list(records)
        self.refold(scope)

    def forget_names(self) -> None:
        """Put in the place of the workshop's own events what may stay when the guests' names are forgotten."""
        kept = [msgspec.structs.replace(each, event=roster.nameless(each.event)) for each in self.records[ROOT]]
        self.replace(ROOT, kept)

    def due_seals(self, now: float) -> list[str]:
        """The activities whose grace is over and that must be sealed now."""
        return [key for key in self.activities if self._seal_time(key) <= now]

    def next_seal(self) -> float | None:
        """When the next activity must be sealed; None when none waits for it."""
        times = [time for key in self.activities if (time := self._seal_time(key)) < float("inf")]
        return min(times, default=None)

    def _seal_time(self, key: str) -> float:
        activity = self.activities[key]
        if activity.phase is not Phase.CLOSED or activity.sealed or not activity.must_seal:
            return float("inf")
        return activity.stopped_at + activity.card.grace

    # --- show -------------------------------------------------------------------------------------------------

    def view(self, subject: str, audience: Audience) -> msgspec.Struct:
        """The view of a subject: "agenda", "wall", an activity's id, or that id with "/result" behind it."""
        if subject == "agenda":
            return self.plan.view(self, audience)
        if subject == "wall":
            return self._wall(audience)
        key, _, part = subject.partition("/")
        activity = self.activity(key)
        if part == "result":
            return self._result(activity, audience)
        view: msgspec.Struct = activity.view(audience)
        return view

    def _result(self, activity: AnyActivity, audience: Audience) -> root.ResultView:
        if not activity.may_see_results(audience):
            return root.ResultView(hidden=True)
        return root.ResultView(False, tuple(activity.results(words(self.plan.info.language))))

    def _wall(self, audience: Audience) -> root.WallView:
        shown, info = self.plan.shown, self.plan.info
        if shown.activity not in self.activities:
            return root.WallView(shown, info.title, question=info.question, timer=self.plan.timer)
        activity = self.activities[shown.activity]
        return root.WallView(
            shown=shown,
            workshop=info.title,
            title=activity.card.title,
            question=activity.card.question,
            instruction=activity.card.instruction,
            phase=activity.phase,
            timer=self.plan.timer,
            count=activity.total(audience.now),
            devices=activity.devices,
            blocks=tuple(plan.wall_blocks(activity, shown, audience, words(info.language))),
        )


@cache
def _commands_of(kind: Any) -> tuple[type, ...]:
    return parameters(kind)[0]
