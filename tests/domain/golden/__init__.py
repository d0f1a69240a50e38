"""One encoded example of every message class, as it was when the class came: what files and older clients hold.

`python -m tests.domain.golden` adds lines for classes that have none. A line that stands there is never changed.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec

from server.protocol import codec, messages, queries
from tests.domain.shapes import example

FILE = Path(__file__).with_name("messages.jsonl")

DECODERS: dict[str, Callable[[bytes], msgspec.Struct]] = {
    "command": codec.command,
    "event": codec.event,
    "view": codec.view,
    "to server": codec.from_client,
    "to client": codec.from_server,
    "query": codec.query,
    "reply": codec.reply,
}


def classes() -> Iterator[tuple[str, type[msgspec.Struct]]]:
    """Every message class with the group it is decoded in."""
    commands, events, views = codec.unions()
    groups = {
        "command": commands,
        "event": events,
        "view": views,
        "to server": get_args(messages.ToServer),
        "to client": get_args(messages.ToClient),
        "query": get_args(queries.Query),
        "reply": get_args(queries.Reply),
    }
    for group, found in groups.items():
        for cls in dict.fromkeys(found):
            yield group, cls


def tag(cls: type[msgspec.Struct]) -> str:
    """What a class is called on the wire."""
    return str(cls.__struct_config__.tag)


def lines() -> dict[tuple[str, str], Any]:
    """The golden messages, by group and tag."""
    if not FILE.exists():
        return {}
    found = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    return {(line["group"], line["tag"]): line["message"] for line in found}


def write_missing() -> int:
    """Add an example of every class that has none; how many there were."""
    golden = lines()
    known = len(golden)
    for group, cls in classes():
        golden.setdefault((group, tag(cls)), json.loads(codec.encode(example(cls))))
    rows = [{"group": group, "tag": name, "message": golden[group, name]} for group, name in sorted(golden)]
    FILE.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return len(golden) - known
