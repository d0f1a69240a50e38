"""Opening a workshop on this machine: its file, replayed or made from an agenda, and the keys that are not in it."""

import ssl
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

import msgspec

from server.domain import kernel, kinds, root
from server.domain.history import Recorded
from server.domain.root import Agenda
from server.domain.workshop import ROOT, Workshop
from server.files import faults, write_private
from server.ids import new_id
from server.joining import Certificate, keep_certificate, new_key, new_nonce
from server.log import Log
from server.protocol.joining import title_salt
from server.records import Batch


class ServeFault(Exception):
    """The server can't start, and why: a code that the command line translates, with its facts."""

    def __init__(
        self, code: Literal["port_in_use", "port_forbidden", "no_address", "no_agenda", "bad_certificate"],
        **facts: str | int,
    ) -> None:  # fmt: skip
        super().__init__(f"{code} {facts}")
        self.code = code
        self.facts = facts


async def opened(log: Log, agenda: Agenda | None, now: float) -> Workshop:
    """The workshop in the file: replayed, or made from the agenda."""
    kinds.load()
    records = await log.replay()
    if not records:
        if agenda is None:
            raise ServeFault("no_agenda", path=str(log.path))
        agenda = msgspec.structs.replace(agenda, info=msgspec.structs.replace(agenda.info, id=new_id()))
        records = planned(agenda, now)
        salt = title_salt(agenda.info.title).hex()
        await log.set_meta({"workshop": agenda.info.id, "code_nonce": new_nonce().hex(), "salt_title": salt})
        await log.append(Batch(tuple(records)))
    workshop = Workshop()
    for record in records:
        workshop.take(record)
    return workshop


def planned(agenda: Agenda, now: float) -> list[Recorded]:
    """The first events of a workshop: what its agenda says. Nobody's act, so nothing of it can be undone."""
    cards = [card if card.id else msgspec.structs.replace(card, id=new_id()) for card in agenda.cards]
    events: list[kernel.Event] = [root.Described(agenda.info)]
    if agenda.tables:
        events.append(root.TablesSet(agenda.tables))
    events += [root.ActivityAdded(card, place) for place, card in enumerate(cards)]
    scoped = [(ROOT, event) for event in events]
    scoped += _done([Recorded(*each) for each in scoped], agenda.acts, now)
    return [Recorded(scope, event, round(now, 1), seq=seq) for seq, (scope, event) in enumerate(scoped, 1)]


def _done(
    records: list[Recorded], acts: tuple[tuple[str, kernel.Command], ...], now: float
) -> list[tuple[str, kernel.Event]]:
    """The events of what an agenda has done at the beginning, in a workshop of these records."""
    workshop = Workshop()
    for record in records:
        workshop.take(record)
    context = kernel.Context(now, new_id, kernel.Who(kernel.Role.FACILITATOR))
    found: list[tuple[str, kernel.Event]] = []
    for scope, command in acts:
        found += workshop.decide(scope, command, context)
    return found


def facilitator_key(data_dir: Path, workshop: str) -> str:
    """The facilitator's key of a workshop on this machine; kept here, so that no copy of the file gives it away."""
    path = data_dir / "keys" / sha256(workshop.encode()).hexdigest()[:32]
    with faults(path):
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_private(path, new_key().encode())
        return path.read_text(encoding="ascii")


def certificate_in(data_dir: Path, now: float) -> Certificate:
    """This machine's certificate, made when there is none; `ServeFault` when what stands there is something else,
    `FileFault` when the folder can't be used.
    """
    try:
        with faults(data_dir):
            return keep_certificate(data_dir, datetime.fromtimestamp(now, UTC))
    except (ValueError, ssl.SSLError) as error:
        raise ServeFault("bad_certificate", path=str(data_dir)) from error
