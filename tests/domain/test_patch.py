"""Differences between views and putting them together: a round trip, over the wire, whatever changed."""

import json
from typing import Any, cast

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.kernel import View
from server.domain.patch import Grown, Rows, diff, patch
from server.protocol import codec


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str
    text: str = ""
    starred: bool = False


class Sight(View, frozen=True, tag="test-sight"):
    title: str = ""
    rows: tuple[Row, ...] = ()
    others: tuple[Row, ...] = ()
    counts: tuple[int, ...] = ()


rows = st.lists(
    st.builds(Row, id=st.sampled_from("abcdef"), text=st.text(max_size=3), starred=st.booleans()),
    unique_by=lambda row: row.id,
).map(tuple)
sights = st.builds(Sight, title=st.text(max_size=3), rows=rows, others=rows, counts=st.tuples(st.integers(0, 3)))


def over_the_wire(changes: dict[str, Any]) -> dict[str, msgspec.Raw]:
    plain = json.loads(msgspec.json.encode(changes))
    return {name: msgspec.Raw(json.dumps(value).encode()) for name, value in plain.items()}


def sent(old: Sight, new: Sight) -> Any:
    return json.loads(msgspec.json.encode(diff(old, new)))


@given(sights, sights)
def test_a_patch_leads_from_one_view_to_the_other(old: Sight, new: Sight) -> None:
    assert patch(old, over_the_wire(diff(old, new))) == new


@given(sights)
def test_nothing_changed_is_nothing_to_tell(view: Sight) -> None:
    assert diff(view, view) == {}
    assert patch(view, {}) == view


@given(st.lists(sights, max_size=6))
def test_many_patches_in_a_row_end_where_the_last_view_is(views: list[Sight]) -> None:
    held = now = Sight()
    for view in views:
        held, now = patch(held, over_the_wire(diff(now, view))), view
    assert held == now


def test_only_the_rows_that_changed_travel() -> None:
    old = Sight("t", (Row("a"), Row("b"), Row("c")))
    assert sent(old, Sight("t", (Row("a"), Row("b", "nieuw"), Row("c")))) == {
        "rows": {"put": [{"id": "b", "text": "nieuw"}]}
    }
    assert sent(old, Sight("t", (*old.rows, Row("d")))) == {"rows": {"add": [{"id": "d"}]}}
    assert sent(old, Sight("t", old.rows[1:])) == {"rows": {"drop": ["a"]}}
    assert sent(old, Sight("t", old.rows[::-1])) == {"rows": {"order": ["c", "b", "a"]}}


def test_rows_that_share_a_list_are_the_value_that_they_were() -> None:
    shared = [Row(f"{number}") for number in range(3)]
    before = cast(tuple[Row, ...], Grown(shared))
    shared += [Row("3"), Row("4")]
    after = cast(tuple[Row, ...], Grown(shared))
    assert before == tuple(shared[:3]) == before[:]
    assert (len(before), before[-1], list(reversed(before))) == (3, shared[2], shared[2::-1])
    assert sent(Sight("t", before), Sight("t", after)) == {"rows": {"add": [{"id": "3"}, {"id": "4"}]}}
    assert codec.encode(Sight("t", after)) == codec.encode(Sight("t", tuple(shared)))
    other = Sight("t", cast(tuple[Row, ...], Grown(shared[1:])))
    assert patch(Sight("t", tuple(shared)), over_the_wire(diff(Sight("t", after), other))) == other
    assert sent(other, Sight("t", tuple(shared[1:]))) == {}


@given(st.lists(rows, max_size=5), st.integers(0, 4))
def test_what_was_held_stays_the_value_that_it_was_however_often_it_is_added_to(
    more: list[tuple[Row, ...]], at: int
) -> None:
    held, expected = [Sight()], [Sight()]
    for n, added in enumerate(more):
        fresh = tuple(Row(f"{n}{row.id}", row.text) for row in added)
        from_view = held[min(at, n)] if n == len(more) - 1 else held[-1]  # the last one grows from an earlier view
        after = msgspec.structs.replace(from_view, rows=(*from_view.rows, *fresh))
        held.append(patch(from_view, over_the_wire(diff(from_view, after))))
        expected.append(Sight(rows=tuple(after.rows)))
        assert held == expected
        assert list(map(hash, held)) == list(map(hash, expected))
    assert codec.encode(held) == codec.encode(expected)


def test_rows_that_were_added_to_share_what_was_there() -> None:
    first = patch(Sight(rows=(Row("a"),)), over_the_wire({"rows": Rows((Row("b"),))}))
    second = patch(first, over_the_wire({"rows": Rows((Row("c"),))}))
    beside = patch(first, over_the_wire({"rows": Rows((Row("d"),))}))
    grown = cast(Grown, second.rows)
    assert grown.grew_from(first.rows)
    assert not cast(Grown, beside.rows).grew_from(first.rows)
    assert [row.id for row in (*first.rows, *grown, *beside.rows)] == list("ababcabd")
    shared = [Row("a")]
    patch(Sight(rows=cast(tuple[Row, ...], Grown(shared))), over_the_wire({"rows": Rows((Row("b"),))}))
    assert shared == [Row("a")]  # somebody else's list, such as the server's, is left alone


def test_a_newer_servers_field_is_passed_over_and_nonsense_is_refused() -> None:
    view = Sight("t")
    assert patch(view, {"unheard_of": msgspec.Raw(b"1")}) == view
    with pytest.raises(msgspec.ValidationError):
        patch(view, {"title": msgspec.Raw(b"1")})
    with pytest.raises(msgspec.ValidationError):
        patch(view, {"rows": msgspec.Raw(b'{"put":[{"text":"no id"}]}')})
