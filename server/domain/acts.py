"""The log book: what the staff did, act by act, and which acts no longer count."""

from collections.abc import Iterable

import msgspec

from server.domain import root
from server.domain.history import Recorded, turned_to
from server.domain.kernel import Context, Refused, Role


class Acts(dict[str, root.Act]):
    """Every act by its id, first to last; `undone`: those that don't count now."""

    def __init__(self) -> None:
        super().__init__()
        self.undone: set[str] = set()

    def note(self, record: Recorded) -> None:
        """Something that a seat of the staff did; several events of one operation are one act."""
        tag = str(type(record.event).__struct_config__.tag)
        known = self.get(record.op)
        before = known.what if known else ()
        what = before if tag in before else (*before, tag)
        detail = turned_to(record.event) or (known.detail if known else "")
        self[record.op] = root.Act(record.op, record.by, record.at, record.scope, what, detail=detail)

    def turn(self, event: root.Undone) -> None:
        """An act no longer counts, or counts again."""
        self.undone.add(event.act) if event.on else self.undone.discard(event.act)
        if event.act in self:
            self[event.act] = msgspec.structs.replace(self[event.act], undone=event.on)

    def undo(self, command: root.Undo, ctx: Context) -> root.Undone:
        """Undo the act that is named, or the latest of who asks; a co-sorter undoes only the own acts."""
        if command.act:
            act = self.get(command.act)
            if act is None or act.undone:
                raise Refused("nothing_to_undo")
            if ctx.who.role is Role.SORTER and act.by != ctx.who.desk:
                raise Refused("not_yours")
            return root.Undone(act.id)
        for act in reversed(self.values()):
            if act.by == ctx.who.desk and not act.undone:
                return root.Undone(act.id)
        raise Refused("nothing_to_undo")

    def redo(self, records: Iterable[Recorded], ctx: Context) -> root.Undone:
        """Take back the latest undo of who asks; `records`: the workshop's own, the latest first."""
        for record in records:
            event = record.event
            if isinstance(event, root.Undone) and record.by == ctx.who.desk and event.on and event.act in self.undone:
                return root.Undone(event.act, on=False)
        raise Refused("nothing_to_redo")
