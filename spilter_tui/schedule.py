"""How the afternoon goes against its plan: minutes spent, and how far ahead or late it is."""

from server.domain.kernel import Phase
from server.domain.numbers import duration
from server.domain.root import AgendaRow, AgendaView
from spilter_tui.i18n import _, language

FAR = 6 * 3600.0  # seconds: beyond this it is another day, and the plan says nothing


def spent(row: AgendaRow, now: float) -> float | None:
    """Seconds that an activity has taken, from its first opening until it stopped or now; None before it opened."""
    if not row.opened_at:
        return None
    return max(0.0, (now if row.phase is Phase.OPEN else row.stopped_at) - row.opened_at)


def lateness(agenda: AgendaView, now: float) -> float | None:
    """Seconds late (negative: ahead) by the agenda's minutes; None before it began, or when there is no plan.

    The plan says when the current activity should begin and end. While it is open, lateness is that of its beginning
    plus its overrun; once it is over, the rest of its minutes is won.
    """
    began = min((row.opened_at for row in agenda.rows if row.opened_at), default=0.0)
    at = next((at for at, row in enumerate(agenda.rows) if row.id == agenda.current), None)
    if not began or at is None or not any(row.minutes for row in agenda.rows):
        return None
    row = agenda.rows[at]
    before, its = 60.0 * sum(each.minutes for each in agenda.rows[:at]), 60.0 * row.minutes
    if not row.opened_at:
        late = now - began - before
    elif row.phase is Phase.CLOSED:
        late = now - began - before - its
    else:
        late = row.opened_at - began - before + max(0.0, now - row.opened_at - its)
    return late if abs(late) < FAR else None


def schedule_words(late: float | None) -> str:
    """Lateness as a facilitator says it, to the minute."""
    if late is None:
        return ""
    if abs(late) < 60:
        return _("on schedule")
    time = duration(abs(late), language())
    return (_("{time} late") if late > 0 else _("{time} ahead")).format(time=time)
