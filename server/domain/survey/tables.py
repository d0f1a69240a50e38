"""A survey as the text of an agenda: what somebody pastes into one, or edits before it is used."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from server.domain.survey.mapping import quoted
from server.domain.survey.questions import Survey
from server.domain.survey.written import written


def as_toml(survey: Survey, activity: str) -> str:
    """One `[[activities]]` of kind survey with all its questions; `activity` is its id."""
    head = {"id": activity, "kind": "survey", "title": survey.title or activity}
    lines = ["[[activities]]", *_pairs(head)]
    if survey.intro:
        lines += ["", "[activities.settings]", *_pairs({"intro": survey.intro})]
    for question in written(survey):
        lines += ["", "[[activities.settings.questions]]", *_pairs(msgspec.to_builtins(question))]
    return "\n".join(lines) + "\n"


def _pairs(values: Mapping[str, Any]) -> Iterator[str]:
    return (f"{key} = {_value(value)}" for key, value in values.items())


def _value(value: Any) -> str:
    """A value as TOML writes it; a list of tables takes a line for each."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(_pairs(value)) + " }"
    if isinstance(value, list | tuple):
        parts = [_value(each) for each in value]
        long = any(isinstance(each, Mapping) for each in value)
        return "[\n" + "".join(f"    {part},\n" for part in parts) + "]" if long else "[" + ", ".join(parts) + "]"
    return repr(value)
