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
from server.domain.acts import Acts
from server.domain.carrying import chosen
from server.domain.history import Recorded
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
    Selection,
    registry,
)
from server.domain.kinds import parameters
from server.domain.owning import owns
from server.domain.phase import NEVER, check_allowed, seals_at
from server.domain.wall import wall_view

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
        self.acts = Acts()

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
                yield self._carried(activity, carry)

    def _carried(self, activity: AnyActivity, selection: Selection) -> Event:
        fresh = tuple(item for item in self.select(selection) if item.id not in activity.received)
        if not fresh:
            raise Refused("nothing_new")
        return steering.Received(fresh, selection)

    def _decide_root(self, command: Command, ctx: Context) -> Iterable[Event]:
        if ctx.who.role not in command.by:
            raise Refused("not_yours")
        if isinstance(command, root.Undo):
            return [self.acts.undo(command, ctx)]
        if isinstance(command, root.Redo):
            return [self.acts.redo(reversed(self.records[ROOT]), ctx)]
        if isinstance(command, root.AddActivity):
            plan.check_card(command.card)
        return self.plan.decide(command, ctx)

    # --- carry over -------------------------------------------------------------------------------------------

    def select(self, selection: Selection) -> tuple[Item, ...]:
        """The items a selection means now, each once: what a preview shows and a carry-over takes."""
        return chosen(self.activity(selection.source), selection)

    # --- evolve -----------------------------------------------------------------------------------------------

    def take(self, record: Recorded) -> None:
        """Fold in one recorded event; one that is not stored counts only now."""
        if not record.event.stored:
            self._apply(record)
            return
        self.records.setdefault(record.scope, []).append(record)
        if record.op in self.acts.undone:
            return
        if record.by and not isinstance(record.event, root.Undone | steering.Sealed):
            self.acts.note(record)
        self._apply(record)

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
        self.acts.turn(event)
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
            if record.op not in self.acts.undone and not isinstance(record.event, root.Undone):
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
        personal = activity.fold([record.event for record in theirs if record.op not in self.acts.undone])
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
        return [key for key, activity in self.activities.items() if seals_at(activity) <= now]

    def next_seal(self) -> float | None:
        """When the next activity must be sealed; None when none waits for it."""
        first = min(map(seals_at, self.activities.values()), default=NEVER)
        return None if first == NEVER else first

    # --- show -------------------------------------------------------------------------------------------------

    def view(self, subject: str, audience: Audience) -> msgspec.Struct:
        """The view of a subject: "agenda", "wall", an activity's id, or that id with "/result" behind it."""
        if subject == "agenda":
            return self.plan.view(self.activities, list(self.acts.values()), audience)
        if subject == "wall":
            return wall_view(self.plan, self.activities, audience)
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


@cache
def _commands_of(kind: Any) -> tuple[type, ...]:
    return parameters(kind)[0]
