"""The phases of an activity, as a table.

draft → open ⇄ paused → closed → (reopened: open). *Revealed* stands beside the phase. No change of phase deletes
anything. What was typed before a pause or a close still comes in during the grace of the activity.
"""

from typing import Any

from server.domain.kernel import Activity, Command, Context, Phase, Refused

NEVER = float("inf")
CHANGES: dict[tuple[Phase, Phase], str] = {
    (Phase.DRAFT, Phase.OPEN): "opened",
    (Phase.OPEN, Phase.PAUSED): "paused",
    (Phase.PAUSED, Phase.OPEN): "resumed",
    (Phase.OPEN, Phase.CLOSED): "closed",
    (Phase.PAUSED, Phase.CLOSED): "closed",
    (Phase.CLOSED, Phase.OPEN): "reopened",
}


def check_change(now: Phase, to: Phase) -> None:
    """Refuse a change of phase that the table does not hold."""
    if (now, to) not in CHANGES:
        raise Refused("phase", now=now.value, to=to.value)


def check_allowed(activity: "Activity[Any, Any, Any]", command: Command, ctx: Context) -> None:
    """Refuse a command from the wrong role, or in the wrong phase unless it comes within the grace."""
    if ctx.who.role not in command.by:
        raise Refused("not_yours")
    if activity.phase in command.when or (command.grace and in_grace(activity, ctx.now)):
        return
    raise Refused(f"is_{activity.phase.value}")


def in_grace(activity: "Activity[Any, Any, Any]", now: float) -> bool:
    """Whether the activity stopped less than its grace ago and has not been sealed since."""
    stopped = activity.phase in (Phase.PAUSED, Phase.CLOSED)
    return stopped and not activity.sealed and now <= activity.stopped_at + activity.card.grace


def seals_at(activity: "Activity[Any, Any, Any]") -> float:
    """When a closed activity must be sealed, its grace being over; `NEVER` while it is open, sealed or named."""
    if activity.phase is not Phase.CLOSED or activity.sealed or not activity.must_seal:
        return NEVER
    return activity.stopped_at + activity.card.grace
