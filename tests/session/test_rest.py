"""A server that has nothing to do does nothing: no deadline lies in the past once time was told."""

from server.domain import root, steering
from server.domain.entries import AddEntry
from server.domain.kernel import Card, Phase
from tests.session.test_session import InMemory


def test_entries_that_nobody_watches_are_no_deadline_for_ever() -> None:
    hall = InMemory()
    desk = hall.desk()
    desk.do(root.AddActivity(Card("b1", "brainstorm", "Wat ontbreekt?")))
    desk.do(steering.ChangePhase(Phase.OPEN), "b1")
    hall.participant().do(AddEntry("niemand kijkt"), "b1")
    hall.later(5.5)
    deadline = hall.session.deadline()
    assert deadline is not None
    assert deadline > hall.now
