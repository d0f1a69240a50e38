"""Differences between two frozen views, and putting them back together: for every view, so no activity does it.

A field whose type is `tuple[Row, ...]`, where `Row` is a Struct with an `id`, is *keyed*: only the rows that changed
travel. Any other field travels whole when it changed.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any, TypeVar, cast, get_args, get_origin

import msgspec

S = TypeVar("S", bound=msgspec.Struct)


class Grown(Sequence[Any]):
    """The rows that a list holds now, as a value: to that list rows may be added at the end, and nothing else be done.

    Making one, and finding what is new since an earlier one, costs the same however many rows there are.
    """

    def __init__(self, rows: list[Any]) -> None:
        self._rows = rows
        self._size = len(rows)

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Any]:
        return islice(self._rows, self._size)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return tuple(self._rows[at] for at in range(*at.indices(self._size)))
        return self._rows[range(self._size)[at]]

    def __eq__(self, other: object) -> bool:
        if self.grew_from(other):
            return self._size == len(cast(Grown, other))
        return isinstance(other, Sequence) and len(self) == len(other) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def grew_from(self, earlier: object) -> bool:
        """Whether the earlier rows are the first of these."""
        return isinstance(earlier, Grown) and earlier._rows is self._rows and earlier._size <= self._size


class _Patched(Grown):
    """Rows that `patch` put together, in a list that nobody else adds to: it may add to it again."""

    def __init__(self, old: Sequence[Any], more: Sequence[Any]) -> None:
        newest = isinstance(old, _Patched) and old._size == len(old._rows)  # or another view has grown from it already
        rows = cast(_Patched, old)._rows if newest else list(old)
        rows.extend(more)
        super().__init__(rows)


class Rows(msgspec.Struct, frozen=True, omit_defaults=True):
    """What changed in a keyed field: rows added at the end, rows put in the place of others, ids gone.

    And the whole order, where it is not natural: what was there as it stood, then what was added.
    """

    add: tuple[Any, ...] = ()
    put: tuple[Any, ...] = ()
    drop: tuple[str, ...] = ()
    order: tuple[str, ...] | None = None


class RawRows(msgspec.Struct, frozen=True):
    """`Rows` as they arrive, their rows not yet decoded."""

    add: msgspec.Raw = msgspec.Raw(b"[]")
    put: msgspec.Raw = msgspec.Raw(b"[]")
    drop: tuple[str, ...] = ()
    order: tuple[str, ...] | None = None


@cache
def keyed(view: type[msgspec.Struct]) -> dict[str, type]:
    """The keyed fields of a view class: name → row type (the whole annotation `tuple[Row, ...]`)."""
    found: dict[str, type] = {}
    for field in msgspec.structs.fields(view):
        args = get_args(field.type)
        if get_origin(field.type) is tuple and len(args) == 2 and args[1] is Ellipsis:
            row = args[0]
            if isinstance(row, type) and issubclass(row, msgspec.Struct) and "id" in row.__struct_fields__:
                found[field.name] = field.type
    return found


def diff(old: msgspec.Struct, new: msgspec.Struct) -> dict[str, Any]:
    """What has to be told to who holds `old` so that it holds `new`; empty when they are equal. Both of one class."""
    rows = keyed(type(new))
    changes: dict[str, Any] = {}
    for name in new.__struct_fields__:
        before, after = getattr(old, name), getattr(new, name)
        if before is after:
            continue
        if name not in rows and before != after:
            changes[name] = after
        elif name in rows and (change := _row_changes(before, after)) != Rows():
            changes[name] = change
    return changes


def _row_changes(old: Sequence[Any], new: Sequence[Any]) -> Rows:
    if isinstance(new, Grown) and new.grew_from(old):
        return Rows(new[len(old) :])
    old, new = tuple(old), tuple(new)
    others = [(was, now) for was, now in zip(old, new, strict=False) if was is not now]
    if len(old) <= len(new) and all(was.id == now.id for was, now in others):  # the usual case: none went or moved
        return Rows(new[len(old) :], tuple(now for was, now in others if was != now))
    before = {row.id: row for row in old}
    add = tuple(row for row in new if row.id not in before)
    put = tuple(row for row in new if row.id in before and row != before[row.id])
    kept = {row.id for row in new}
    drop = tuple(key for key in before if key not in kept)
    natural = [key for key in before if key in kept] + [row.id for row in add]
    order = tuple(row.id for row in new)
    return Rows(add, put, drop, None if natural == list(order) else order)


@cache
def _types(view: type[msgspec.Struct]) -> dict[str, Any]:
    return {field.name: field.type for field in msgspec.structs.fields(view)}


def patch(view: S, changes: dict[str, msgspec.Raw]) -> S:
    """The view after the changes, as they came over the wire. Raises `msgspec.ValidationError` where they don't fit.

    The old view stays the value that it was. Rows that were only added to are `Grown` from the old view's, so that what
    is there already costs nothing.
    """
    types = _types(type(view))
    rows = keyed(type(view))
    values: dict[str, Any] = {}
    for name, raw in changes.items():
        if name not in types:
            continue  # a newer server's field
        if name in rows:
            values[name] = _patched_rows(getattr(view, name), raw, rows[name])
        else:
            values[name] = msgspec.json.decode(raw, type=types[name])
    return msgspec.structs.replace(view, **values)


def _patched_rows(old: Sequence[Any], raw: msgspec.Raw, rows: Any) -> Sequence[Any]:
    change = msgspec.json.decode(raw, type=RawRows)
    add, put = (msgspec.json.decode(each, type=rows) for each in (change.add, change.put))
    if not put and not change.drop and change.order is None:
        return _Patched(old, add)
    by_id = {row.id: row for row in (*old, *put, *add)}
    for key in change.drop:
        by_id.pop(key, None)
    if change.order is None:
        return tuple(by_id.values())
    return tuple(by_id[key] for key in change.order if key in by_id)
