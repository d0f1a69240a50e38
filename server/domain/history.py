"""What was recorded of a workshop: its events with who, when and by which operation, and what an act turned."""

import msgspec

from server.domain import steering
from server.domain.kernel import Event


class Recorded(msgspec.Struct, frozen=True, gc=False):
    """An event as the file holds it. `by` is a seat of the staff ("desk 1") or empty for a participant.

    Not tracked by the garbage collector: a value is in no cycle, and looking at all of them took half of a replay.
    """

    scope: str
    event: Event
    at: float = 0.0
    op: str = ""
    by: str = ""
    seq: int = 0

    @property
    def personal(self) -> bool:
        """Whether it holds what participants said: sent by themselves, or brought in by the staff."""
        return not self.by or self.event.personal


def turned_to(event: Event) -> str:
    """The phase, preset or side that an event turned an activity to; empty for what turns nothing."""
    match event:
        case steering.PhaseChanged(to=to):
            return to.value
        case steering.PresetSet(preset=preset):
            return preset
        case steering.Revealed(on=on):
            return "on" if on else "off"
    return ""
