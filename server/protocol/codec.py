"""Bytes to messages and back, with sizes and shapes checked before anything else looks at them.

Commands, events and views are unions over all kinds, read from the registry; call `refresh` after adding a kind.
"""

from functools import cache
from typing import Any

import msgspec

from server.domain import kinds, root, steering
from server.domain.kernel import Command, Event, View
from server.protocol.hall import HallView, MeView
from server.protocol.messages import MAX_FRAME, ToClient, ToServer
from server.protocol.queries import Query, Reply

_to_server: msgspec.json.Decoder[ToServer] = msgspec.json.Decoder(ToServer)
_to_client: msgspec.json.Decoder[ToClient] = msgspec.json.Decoder(ToClient)
_query: msgspec.json.Decoder[Query] = msgspec.json.Decoder(Query)
_reply: msgspec.json.Decoder[Reply] = msgspec.json.Decoder(Reply)
encode = msgspec.json.Encoder(enc_hook=tuple).encode  # rows that share a list go as any others


class Garbled(ValueError):
    """What came in is no message: not JSON, not of any known shape, or out of bounds."""


class TooLarge(Garbled):
    """What came in is larger than a message may be."""


def _decode(decoder: Any, data: bytes | str | msgspec.Raw) -> Any:
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Garbled(str(error)) from error


def from_client(data: bytes | str) -> ToServer:
    """A message of a client; raises `Garbled` or `TooLarge`."""
    if len(data) > MAX_FRAME:
        raise TooLarge(f"{len(data)} bytes, {MAX_FRAME} allowed")
    message: ToServer = _decode(_to_server, data)
    return message


def from_server(data: bytes | str) -> ToClient:
    """A message of the server; raises `Garbled`."""
    message: ToClient = _decode(_to_client, data)
    return message


def command(raw: bytes | msgspec.Raw) -> Command:
    """The command inside a `Do`; raises `Garbled`."""
    found: Command = _decode(_decoders()[0], raw)
    return found


def event(raw: bytes | str) -> Event:
    """An event as the file holds it; raises `Garbled`."""
    found: Event = _decode(_decoders()[1], raw)
    return found


def view(raw: bytes | msgspec.Raw) -> View:
    """The view inside a `Snapshot`; raises `Garbled`."""
    found: View = _decode(_decoders()[2], raw)
    return found


def query(raw: bytes | msgspec.Raw) -> Query:
    """The question inside an `Ask`; raises `Garbled`."""
    found: Query = _decode(_query, raw)
    return found


def reply(raw: bytes | msgspec.Raw) -> Reply:
    """The answer inside an `Answer`; raises `Garbled`."""
    found: Reply = _decode(_reply, raw)
    return found


def refresh() -> None:
    """Read the registry again: a kind was added."""
    _decoders.cache_clear()


@cache
def _decoders() -> tuple[Any, Any, Any]:
    commands, events, views = unions()
    return tuple(msgspec.json.Decoder(kinds.union_of(each)) for each in (commands, events, views))  # type: ignore[return-value]


def unions() -> tuple[list[type], list[type], list[type]]:
    """All classes of commands, events and views: the workshop's, those any activity knows, and each kind's."""
    declared = [kinds.parameters(kind) for kind in kinds.load().values()]
    commands = [*kinds.members(root.Commands), *kinds.members(steering.Commands), steering.Carry]
    events = [*kinds.members(root.Events), *kinds.members(steering.Events)]
    views: list[type] = [root.AgendaView, root.ResultView, root.WallView, HallView, MeView]
    for its_commands, its_events, its_views in declared:
        commands += its_commands
        events += its_events
        views += its_views
    return commands, events, views
