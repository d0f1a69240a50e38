"""What each column of a file of answers is: proposed by `propose`, changed by a person, kept as TOML.

A mapping goes by the names of columns, so that it fits the next file of the same survey as well.
"""

import json
import tomllib
from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias, get_args

import msgspec

from server.domain.sheet import BadFile, Fault

Use: TypeAlias = Literal["question", "open", "token", "key", "absent", "identifies", "ignored"]
USES: tuple[Use, ...] = get_args(Use)
"""What a column can be: an answer to a question; a text that no question asks for, for a start list; what tells the
rows apart (a token, or the number of the response), of which only a hash is kept; whether who answered will be absent;
what tells who somebody is; or nothing. The last two never leave the file."""

Reason: TypeAlias = Literal[
    "", "code", "text", "alike", "time", "address", "email", "name", "phone", "place", "state", "repeats", "empty"
]  # fmt: skip
"""Why that was proposed."""

OTHER_PART = "other"
"""The part of a column that holds what was typed instead of an option."""

Short = Annotated[str, msgspec.Meta(max_length=4000)]


class ColumnUse(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One column. `question`: which it answers; `part`: of that question the option, the row or the rank (`#1`).

    `values`: what stands in cells, with the option's id that it means; of `absent`, with "absent" where it means that.
    """

    name: Short
    use: Use = "ignored"
    question: Annotated[str, msgspec.Meta(max_length=60)] = ""
    part: Annotated[str, msgspec.Meta(max_length=60)] = ""
    values: Annotated[dict[str, str], msgspec.Meta(max_length=2000)] = {}
    why: Reason = ""


class Mapping(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """All columns. `month_first`: whether 3/4 is the fourth of March."""

    columns: Annotated[tuple[ColumnUse, ...], msgspec.Meta(max_length=2000)]
    month_first: bool = False

    def of(self, name: str) -> ColumnUse:
        """What a column is; ignored where the mapping doesn't know it."""
        return next((each for each in self.columns if each.name == name), ColumnUse(name))

    def with_(self, changed: ColumnUse) -> "Mapping":
        """The mapping in which this column is something else."""
        columns = tuple(changed if each.name == changed.name else each for each in self.columns)
        return msgspec.structs.replace(self, columns=columns)


def to_toml(mapping: Mapping) -> str:
    """The mapping as text to edit; `from_toml` reads it again."""
    head = ["# What each column of the file is. use: " + ", ".join(USES)]
    head += ["month_first = true"] if mapping.month_first else []
    return "\n".join([*head, *(line for each in mapping.columns for line in _lines(each))]) + "\n"


def _lines(each: ColumnUse) -> Iterator[str]:
    yield ""
    yield "[[columns]]"
    for key in ("name", "use", "question", "part", "why"):
        value = getattr(each, key)
        if value:
            yield f"{key} = {quoted(value)}"
    if each.values:
        yield "[columns.values]"
        yield from (f"{quoted(cell)} = {quoted(meant)}" for cell, meant in each.values.items())


def quoted(text: str) -> str:
    """A text as TOML writes it: as JSON does, but for one character that TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def from_toml(text: str) -> Mapping:
    """The mapping in a text; `BadFile` where it is none."""
    try:
        return msgspec.convert(tomllib.loads(text), Mapping)
    except tomllib.TOMLDecodeError as error:
        raise BadFile([Fault(1, "no_map", {"fault": str(error)})]) from error
    except msgspec.ValidationError as error:
        raise BadFile([Fault(1, "no_map", {"fault": str(error)})]) from error
