"""Who watches what, and as whom: the whole room, a table, or one laptop. What nobody may see yet is no view."""

import msgspec

from server.domain.kernel import Audience, Phase, Role
from server.domain.workshop import Workshop
from server.protocol.hall import MeView
from server.seats import Hall, Peer
from server.topics import Topics


class Watching:
    """Which topics the connections of a workshop watch, and what each topic shows."""

    def __init__(self, workshop: Workshop, hall: Hall, topics: Topics) -> None:
        self.workshop, self.hall, self.topics = workshop, hall, topics

    def watch(self, peer: Peer, subject: str, only_if_moved: bool = False) -> None:
        """A connection watches a subject; a wall no more than itself, a participant at a table what the table sees."""
        role, table, laptop = peer.role, 0, 0
        activity = self.workshop.activities.get(subject.partition("/")[0])
        if role is Role.WALL and subject not in ("wall", "hall"):
            return
        if role is Role.PARTICIPANT and activity is not None and activity.preset == "table" and peer.person:
            table = peer.person.table
        elif subject == "me" and peer.person and role is Role.PARTICIPANT:
            table, laptop = peer.person.table, peer.person.laptop
        self.topics.watch(peer.number, subject, role, table, laptop, only_if_moved=only_if_moved)

    def move(self, scope: str) -> None:
        """Watchers move between the room's view and their table's when the preset, or their table, asks for it."""
        for subject in (scope, f"{scope}/result"):
            for number in self.topics.watchers(subject):
                self.watch(self.hall.peers[number], subject, only_if_moved=True)

    def view(self, subject: str, audience: Audience) -> msgspec.Struct | None:
        """What an audience sees of a subject; None where it may not see it yet."""
        if subject == "hall":
            return self.hall.view(self.workshop.plan.tables, audience.staff)
        if subject == "me":
            sent = self.workshop.plan.calls.sent_to(audience.table, audience.laptop, audience.now)
            return MeView(sent, self.hall.hands_seen.get(audience.laptop, 0.0)) if audience.laptop else None
        activity = self.workshop.activities.get(subject.partition("/")[0])
        if activity is not None and activity.phase is Phase.DRAFT and not audience.staff:
            return None
        return self.workshop.view(subject, audience)
