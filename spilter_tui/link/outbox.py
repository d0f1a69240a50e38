"""The commands of one workshop on their way: written in the journal first, with the keys that only this laptop has."""

from collections.abc import Callable, Iterable
from contextlib import suppress

import msgspec

from server.domain import entries
from server.domain.ballots import CastBallot, TakeLot
from server.domain.kernel import Command, View
from server.domain.keys import hash_of
from server.domain.root import AgendaView
from server.domain.sorting import PutItem, TakeBack
from server.domain.survey.sheets import AnswerSurvey
from server.protocol import codec, messages
from spilter_tui.link import keys
from spilter_tui.link.happened import Acknowledged, Facts, WasRefused
from spilter_tui.link.journal import Journal


class CannotSend(Exception):
    """Not sent, and nothing kept of it: `not_joined`, `too_large`, or `out_of_bounds` (a text too long)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Outbox:
    """What waits for an acknowledgement, oldest first; the server knows each operation's id, so it counts once."""

    def __init__(self, journal: Journal, ops: Callable[[], str] = keys.new_op) -> None:
        self.journal = journal
        self._ops = ops

    def queue(self, scope: str, command: Command, slot: str = "") -> tuple[str, bytes]:
        """Keep a command; its operation's id and the frame to send. Raises `CannotSend`, or `OSError` of the disk."""
        op = self._ops()
        data = codec.encode(self._with_key(op, scope, command))
        frame = _frame(op, scope, data)
        if len(frame) > messages.MAX_FRAME:
            raise CannotSend("too_large")
        try:
            # The server ends the connection over what its types don't allow, so that must not get into the outbox.
            codec.command(data)
        except codec.Garbled as error:
            raise CannotSend("out_of_bounds") from error
        self.journal.queue(op, scope, data, slot)
        return op, frame

    def frames(self) -> list[bytes]:
        """Everything that waits, in order, as frames to send."""
        return [_frame(queued.op, queued.scope, queued.command) for queued in self.journal.book.outbox.values()]

    def done(self, message: messages.Done) -> Iterable[Acknowledged]:
        """The server has it on disk; nothing happens the second time."""
        queued = self.journal.book.outbox.get(message.op)
        if queued:
            self.journal.acknowledge(message.op, message.ref)
            yield Acknowledged(message.op, queued.scope, message.ref)

    def refused(self, message: messages.Refusal) -> Iterable[WasRefused]:
        """The server doesn't want it; nothing happens the second time."""
        queued = self.journal.book.outbox.get(message.op)
        if queued:
            facts: Facts = dict(message.facts)
            self.journal.refuse(message.op, message.code, facts)
            yield WasRefused(message.op, queued.scope, message.code, facts)

    def purge(self, agenda: View | None) -> None:
        """Forget what ties this laptop to what it sent in the activities that the agenda says are sealed."""
        for row in agenda.rows if isinstance(agenda, AgendaView) else ():
            if row.sealed and row.id in self.journal.book.traces:
                with suppress(OSError):  # it stays a trace, and is tried again
                    self.journal.purge(row.id)

    def _with_key(self, op: str, scope: str, command: Command) -> Command:
        book = self.journal.book
        if isinstance(command, entries.AddEntry):
            return msgspec.structs.replace(command, key=hash_of(keys.entry_key(book.secret, op)))
        if isinstance(command, entries.EditEntry | entries.WithdrawEntry):
            made = book.op_of(scope, command.entry)
            return msgspec.structs.replace(command, key=keys.entry_key(book.secret, made)) if made else command
        if isinstance(command, CastBallot | TakeLot | AnswerSurvey):
            voter = keys.voter_key(book.secret, scope, command.round, command.person)
            return msgspec.structs.replace(command, voter=voter)
        if isinstance(command, PutItem | TakeBack):
            return self._with_put_key(scope, command)
        return command

    def _with_put_key(self, scope: str, command: PutItem | TakeBack) -> Command:
        book = self.journal.book
        key = keys.put_key(book.secret, scope, command.item)
        if isinstance(command, TakeBack):
            return msgspec.structs.replace(command, key=key)
        made = next((op for activity in book.own if (op := book.op_of(activity, command.item))), "")
        proof = keys.entry_key(book.secret, made) if command.mine and made else ""
        return msgspec.structs.replace(command, key=hash_of(key), proof=proof)


def _frame(op: str, scope: str, command: bytes | msgspec.Raw) -> bytes:
    return codec.encode(messages.Do(op, msgspec.Raw(command), scope))
