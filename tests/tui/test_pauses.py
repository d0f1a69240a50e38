"""What came in to stay is not gone through again by the garbage collector."""

import gc
from collections.abc import Iterator

import pytest

from server.domain.activities.brainstorm import BrainstormView
from spilter_tui.link.happened import ViewChanged, WasQueued
from spilter_tui.pauses import Pauses


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_is_held_at_the_first_view_of_each_subject_is_left_out() -> None:
    pauses, view = Pauses(), BrainstormView("together", "named", False, 0)
    pauses.hear(WasQueued("op", "b1"))
    assert gc.get_freeze_count() == 0
    held: list[list[object]] = [[]]
    pauses.hear(ViewChanged("b1", view))
    assert gc.get_freeze_count() > 0
    assert not any(each is held for each in gc.get_objects())
    later: list[list[object]] = [[]]
    pauses.hear(ViewChanged("b1", view))
    assert any(each is later for each in gc.get_objects())  # a change is no reason to go through it all again
    pauses.hear(ViewChanged("b2", view))
    assert not any(each is later for each in gc.get_objects())
