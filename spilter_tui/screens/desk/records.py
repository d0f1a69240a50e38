"""Keys to look things up: the log book, the report, what participants see, and every key."""

import errno
import re
from collections.abc import Mapping
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from textual.actions import parse
from textual.binding import Binding
from textual.content import Content

from server.domain.root import Undo
from server.domain.text import fold
from server.protocol import codec
from server.protocol.queries import Files, MakeReport, SeeAs, Seen
from spilter_tui.i18n import _
from spilter_tui.refusals import sentence
from spilter_tui.screens.desk.logbook import LogBook
from spilter_tui.screens.desk.peek import Peek
from spilter_tui.screens.desk.state import Desk
from spilter_tui.widgets.keys import key_name

DISK = {errno.ENOSPC: "disk_full", errno.EACCES: "read_only", errno.EROFS: "read_only", errno.ENOENT: "no_folder"}


async def log(desk: Desk) -> None:
    """Every act of the staff, the newest first; Enter undoes one."""
    titles = {row.id: row.title for row in desk.agenda.rows}
    act = await desk.over(LogBook(desk.agenda.acts, titles))
    if act:
        desk.do("", Undo(act))


async def peek(desk: Desk) -> None:
    """What participants see of this activity now; nothing can be filled in there."""
    await see(desk, _table(desk))


async def see(desk: Desk, table: int) -> None:
    """What participants at a table see of this activity now."""
    seen = await desk.ask(SeeAs(desk.at, table))
    if isinstance(seen, Seen):
        view, result = (None if bytes(raw) == b"null" else codec.view(raw) for raw in (seen.view, seen.result))
        await desk.over(Peek(desk.row, view, result, desk.now))


def _table(desk: Desk) -> int:
    """The first table with somebody at it, for what is seen by table."""
    return next((row.number for row in desk.hall.tables if row.here), 0)


# --- the report -------------------------------------------------------------------------------------------------


async def report(desk: Desk) -> None:
    """Make the report now, in every format, and say where it is."""
    desk.tell(_("The report is being made…"))
    made = await desk.ask(MakeReport())
    if not isinstance(made, Files):
        return
    try:
        folder = write(made.files, desk.folder, desk.agenda.info.title, desk.now)
    except OSError as error:
        desk.tell(sentence(DISK.get(error.errno or 0, "disk_fault")), "warning")
        return
    await desk.choose(_("The report is ready"), Content(f"{folder}\n\n" + "\n".join(sorted(made.files))))


def write(files: Mapping[str, bytes], beside: Path, title: str, now: float) -> Path:
    """Write files in a folder of their own, named after the workshop and the minute; raises `OSError`.

    A second one in that minute gets a number behind it.
    """
    minute = datetime.fromtimestamp(now)  # noqa: DTZ006 - this laptop's own clock, for a person to recognise
    name = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:40] or "spilter"
    stem = "-".join((name, _("report"), f"{minute:%Y%m%d-%H%M}"))
    names = chain((stem,), (f"{stem}-{n}" for n in count(2)))
    folder = next(beside / each for each in names if not (beside / each).exists())
    folder.mkdir(parents=True)
    for file, data in files.items():
        (folder / Path(file).name).write_bytes(data)
    return folder


# --- every key --------------------------------------------------------------------------------------------------


async def help_keys(desk: Desk) -> None:
    """Every key of the desk, and what it does: first those that mean something now, at this activity."""
    now, other = _does(desk, here=True), _does(desk, here=False)
    now += [("↑ ↓", _("choose an activity")), ("Enter", _("bring the room to it")), ("Tab", _("agenda or entries"))]
    hint = _("Every act can be undone: u the last one, l any one.")
    text = [Content.styled(hint, "$text-muted"), Content("")]
    wide = max(len(key) for key, _words in (*now, *other))
    text += [_key_line(*each, wide) for each in now]
    text += [Content(""), Content.styled(_("At other moments, or at other activities:"), "$text-muted"), Content("")]
    text += [_key_line(*each, wide) for each in other]
    await desk.choose(_("Keys of the desk"), Content("\n").join(text))


def _does(desk: Desk, *, here: bool) -> list[tuple[str, str]]:
    """Keys with what they do now, or what they do at another moment."""
    found = []
    for binding in desk.BINDINGS:
        if isinstance(binding, Binding):
            name, arguments = parse(binding.action)[1:]
            if bool(desk.check_action(name, arguments)) is here:
                found.append((key_name(binding.key), _(binding.description)))
    return list(dict.fromkeys(found))


def _key_line(key: str, does: str, wide: int) -> Content:
    return Content.assemble((key.rjust(wide), "bold $accent"), "  ", does)
