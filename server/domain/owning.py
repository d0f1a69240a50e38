"""Whose an item is: nobody knows, but who typed it can show a key until the activity where that was done is sealed."""

from collections.abc import Mapping
from typing import Any

from server.domain.kernel import Activity


def owns(
    activities: "Mapping[str, Activity[Any, Any, Any]]", here: "Activity[Any, Any, Any]", item: str, key: str
) -> bool:
    """Whether this is the edit key of an item that was carried over to `here` from where it was typed."""
    source = activities.get(here.came_from.get(item, ""))
    return source is not None and source.owns(item, key)
