"""Values made from message types: one fixed example of each, and random ones that mostly make sense.

Random strings are drawn from what exists in the workshop (ids, presets, the words of earlier messages), so that a new
kind's commands reach further than their refusal without anybody writing a generator for it.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

SECRETS = ("key", "voter")  # fields that hold what only one laptop may know
TEXTS = ("text", "texts", "title", "lines", "what", "reason", "source", "question")  # fields that hold people's words


def example(kind: Any) -> Any:
    """A value of the type: always the same, every field filled, and a union's every member where there is room."""
    return _example(inspect.type_info(kind))


def _example(info: inspect.Type) -> Any:
    match info:
        case inspect.StructType(cls=cls, fields=fields):
            return cls(**{field.name: _example(field.type) for field in fields})
        case inspect.UnionType(types=types):
            return _example(next(each for each in types if not isinstance(each, inspect.NoneType)))
        case inspect.VarTupleType(item_type=inspect.UnionType(types=types)) if len(types) > 2:
            return tuple(map(_example, types))
        case (
            inspect.VarTupleType(item_type=item, min_length=least) | inspect.ListType(item_type=item, min_length=least)
        ):
            return (_example(item),) * (least or 1)
        case inspect.TupleType(item_types=types):
            return tuple(map(_example, types))
        case inspect.DictType(key_type=key, value_type=value):
            return {_example(key): _example(value)}
        case _:
            return _example_leaf(info)


def _example_leaf(info: inspect.Type) -> Any:
    match info:
        case inspect.StrType(pattern=pattern, min_length=least):
            return "0123456789abcdef" * 2 if pattern else "één".ljust(least or 0, "-")
        case inspect.IntType(ge=least, le=most):
            return max(least or 0, 2) if most is None else min(most, max(least or 0, 2))
        case inspect.FloatType():
            return 2.5
        case inspect.BoolType():
            return True
        case inspect.LiteralType(values=values):
            return values[-1]
        case inspect.EnumType(cls=cls):
            return list(cls)[-1]
        case inspect.BytesType(min_length=least):
            return b"bytes".ljust(least or 0, b"-")
        case inspect.RawType():
            return msgspec.Raw(b'{"type":"redo"}')
        case inspect.AnyType():
            return 1
        case _:
            raise TypeError(f"no example of {info}")


class Shapes:
    """Strategies for messages: `items` are the ids that may be judged, `ids` those of whatever else there is, `known`
    other strings that mean something. What is no text is mostly one of the ids.
    """

    def __init__(self, items: Sequence[str], ids: Sequence[str], known: Sequence[str], secrets: Sequence[str]) -> None:
        self.items, self.secrets = tuple(items), tuple(secrets)
        self.likely = st.sampled_from([*items, *ids] or ["gone"])  # everything may have been dropped
        self.words = st.sampled_from([*items, *known, "", "0"]) | st.text(max_size=12)

    def of(self, kind: type) -> st.SearchStrategy[Any]:
        """Values of a message class, within its bounds."""
        return self._strategy(inspect.type_info(kind))

    def _strategy(self, info: inspect.Type, name: str = "") -> st.SearchStrategy[Any]:
        match info:
            case inspect.StructType(cls=cls, fields=fields):
                return st.builds(cls, **{field.name: self._field(field) for field in fields})
            case inspect.UnionType(types=types):
                return st.one_of(*(self._strategy(each, name) for each in types))
            case (
                inspect.VarTupleType(item_type=item, min_length=least)
                | inspect.ListType(item_type=item, min_length=least)
            ):
                return st.lists(self._strategy(item, name), min_size=least or 0, max_size=4).map(tuple)
            case inspect.TupleType(item_types=types):
                return st.tuples(*(self._strategy(each, name) for each in types))
            case inspect.DictType(key_type=key, value_type=value):
                return self._dictionary(key, value)
            case inspect.StrType():
                return self._string(info, name)
            case _:
                return _leaf(info)

    def _field(self, field: inspect.Field) -> st.SearchStrategy[Any]:
        """What may be left out mostly is, but not a list of things that a kind is made of, as a matrix of criteria."""
        given = self._strategy(field.type, field.name)
        if field.required or (
            isinstance(field.type, inspect.VarTupleType) and isinstance(field.type.item_type, inspect.StructType)
        ):
            return given
        if field.default_factory is not msgspec.NODEFAULT:
            return st.builds(field.default_factory) | given
        return st.one_of(st.just(field.default), st.just(field.default), st.just(field.default), given)

    def _dictionary(self, key: inspect.Type, value: inspect.Type) -> st.SearchStrategy[Any]:
        """Mostly something for each item, as a ballot has it."""
        values = self._strategy(value)
        anything = st.dictionaries(self._strategy(key), values, max_size=4)
        if not isinstance(key, inspect.StrType):
            return anything
        return st.fixed_dictionaries(dict.fromkeys(self.items, values)) | anything

    def _string(self, info: inspect.StrType, name: str) -> st.SearchStrategy[str]:
        found = self.words if name in TEXTS else self.likely | self.words
        if name in SECRETS:
            found = st.sampled_from(self.secrets)
        least, most = info.min_length or 0, info.max_length or 10_000
        return found.map(lambda text: text.ljust(least, "-")[:most])


def _leaf(info: inspect.Type) -> st.SearchStrategy[Any]:
    match info:
        case inspect.IntType(ge=least, le=most):
            low = -2 if least is None else max(least, -2)
            high = low + 7 if most is None else min(most, low + 7)
            return st.integers(max(low, min(1, high)), min(high, 5)) | st.integers(low, high)
        case inspect.FloatType():
            return st.integers(0, 9).map(float)
        case inspect.BoolType():
            return st.booleans()
        case inspect.LiteralType(values=values):
            return st.sampled_from(values)
        case inspect.EnumType(cls=cls):
            return st.sampled_from(list(cls))
        case inspect.NoneType():
            return st.none()
        case inspect.AnyType():
            return st.none() | st.integers(0, 5)
        case _:
            raise TypeError(f"no values for {info}")
