"""What the desk lists: the same however it came in, and an entry more costs no more than itself."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from server.domain.activities.brainstorm import BrainstormView
from server.domain.entries import Entry
from server.domain.kernel import Item
from server.domain.patch import diff, patch
from server.protocol import codec
from spilter_tui.listing import Listing, listed
from spilter_tui.widgets.entries import Line

NAMES = "abcdefghijkl"
rows = st.builds(
    Entry,
    id=st.sampled_from(NAMES),
    text=st.sampled_from(("loket", "nummer")),
    parent=st.sampled_from(("", "", *NAMES)),
    held=st.booleans(),
    hidden=st.sampled_from(("", "", "dubbel")),
)
chunks = st.lists(st.lists(rows, max_size=4), max_size=5)


def changed(view: BrainstormView, **values: Any) -> BrainstormView:
    """The view as it comes over the wire when these fields changed."""
    after = msgspec.structs.replace(view, **values)
    return patch(view, {name: msgspec.Raw(codec.encode(value)) for name, value in diff(view, after).items()})


def acyclic(known: tuple[Entry, ...], more: list[Entry]) -> tuple[Entry, ...]:
    """What came in, each id once; none under itself, whatever it was that came first."""
    found = {row.id: row for row in known}
    for row in more:
        seen, over = {row.id}, row.parent
        while over in found and over not in seen:
            seen.add(over)
            over = found[over].parent
        found.setdefault(row.id, row if over not in seen else msgspec.structs.replace(row, parent=""))
    return tuple(found.values())[len(known) :]


@given(chunks, st.sets(st.integers(0, 4)))
def test_what_came_in_bit_by_bit_is_listed_as_the_whole_is(came: list[list[Entry]], turned: set[int]) -> None:
    listing, view = Listing(), BrainstormView("together", "named", False, 0)
    for n, more in enumerate(came):
        view = changed(view, rows=(*view.rows, *acyclic(tuple(view.rows), more)))
        assert listing.of(view) == listed(view)
        if n in turned and view.rows:
            first = msgspec.structs.replace(view.rows[0], held=not view.rows[0].held)
            view = changed(view, rows=(first, *view.rows[1:]))
            assert listing.of(view) == listed(view)


def test_only_what_came_in_is_made_into_a_line() -> None:
    listing, view = Listing(), BrainstormView("together", "named", False, 0)
    kept: list[Line] = []
    for n in range(5):
        view = changed(view, rows=(*view.rows, Entry(f"{n}", "loket")))
        lines = listing.of(view)
        assert [line.id for line in lines] == [f"{at}" for at in range(n, -1, -1)]
        assert all(now is before for now, before in zip(lines[1:], kept, strict=True))
        kept = [*lines]
    assert listing.of(view) is listing.of(view)
    starred = changed(view, rows=(msgspec.structs.replace(view.rows[0], star=True), *view.rows[1:]))
    assert [now is before for now, before in zip(listing.of(starred), kept, strict=True)] == [True] * 4 + [False]


def test_another_topic_is_read_on_every_line() -> None:
    view = BrainstormView("together", "named", False, 1, rows=(Entry("a", "loket", about="t"),))
    listing = Listing()
    for title in ("Inkoop", "Regels"):
        view = changed(view, topics=(Item("t", title),))
        assert [line.tag for line in listing.of(view)][:1] == [title]
        view = changed(view, rows=(*view.rows, Entry(title, "nummer", about="t")))
        assert {line.tag for line in listing.of(view) if line.id != "t"} == {title}
