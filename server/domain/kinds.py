"""The kinds that there are: found by scanning the folder, with the messages that each declares."""

import importlib
import pkgutil
from collections.abc import Iterable
from typing import Any, Union, get_args, get_origin

import msgspec

from server.domain.kernel import Activity, Refused, registry


def check_settings(kind: type[Activity[Any, Any, Any]], given: dict[str, Any]) -> None:
    """Refuse settings that a kind doesn't have, that are out of bounds or that don't go together."""
    try:
        settings = msgspec.convert(given, kind.settings_type)
    except msgspec.ValidationError as error:
        raise Refused("settings", fault=str(error)) from error
    for key, fault in settings.faults():
        raise Refused("settings", fault=fault, key=key)


def load(path: Iterable[str] | None = None) -> dict[str, type[Activity[Any, Any, Any]]]:
    """Import every kind in `server/domain/activities/` and return the registry."""
    package = importlib.import_module("server.domain.activities")
    for found in pkgutil.iter_modules(path or package.__path__):
        importlib.import_module(f"{package.__name__}.{found.name}")
    return registry


def parameters(kind: type[Activity[Any, Any, Any]]) -> tuple[tuple[type, ...], tuple[type, ...], tuple[type, ...]]:
    """The command, event and view classes that a kind declares in its type parameters."""
    base = _base(kind)
    while get_origin(base) not in (None, Activity):  # a base of kinds: what it leaves open, this one fills in
        base = _base(get_origin(base))[get_args(base)]
    if base is None:
        raise TypeError(f"{kind.__name__} must subclass Activity[Commands, Events, View]")
    commands, events, views = (members(argument) for argument in get_args(base))
    return commands, events, views


def _base(kind: Any) -> Any:
    """The base of a class that is an activity, with its type parameters."""
    bases = getattr(kind, "__orig_bases__", ())
    return next((base for base in bases if issubclass(get_origin(base) or object, Activity)), None)


def members(annotation: Any) -> tuple[type, ...]:
    """The classes of a union, or the one class."""
    if annotation is None or annotation is type(None):
        return ()
    if isinstance(annotation, type) and get_origin(annotation) is None and not get_args(annotation):
        return (annotation,)
    return tuple(get_args(annotation))


def union_of(classes: Iterable[type]) -> Any:
    """A typing union of classes, each once, in the order of their tags."""
    unique = {cls.__struct_config__.tag: cls for cls in classes}  # type: ignore[attr-defined]
    return Union[tuple(unique[tag] for tag in sorted(unique))]  # noqa: UP007
