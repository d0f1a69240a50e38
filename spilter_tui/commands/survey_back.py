"""What people sent back, read into a survey by `spilter survey read`: files of its page and of its text form."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spilter_tui.commands.faults import Failed, shown, told
from spilter_tui.commands.survey_workshop import reached, send, survey_in
from spilter_tui.commands.words import echo_json
from spilter_tui.i18n import _, language, ngettext

if TYPE_CHECKING:
    from server.domain.survey.answerfiles import Read

SOURCE = 80  # characters of a name


def returned_in(path: Path) -> list[tuple[str, bytes]]:
    """The names and contents of the files that people sent back; none where it is a table of another service."""
    from spilter_tui.returned import sent_back

    with told(path):
        return sent_back(path)


def read_back(
    file: Path, activity: str, returned: Sequence[tuple[str, bytes]], *, preview: bool, as_json: bool
) -> None:
    """Read the sheets in these files into the survey, and tell how many there were."""
    from server.domain.survey.answerfiles import read_all

    with reached(file, preview) as running:
        chosen, survey = survey_in(file, running, activity)
        found = read_all(returned, survey, chosen)
        if running is not None and found.sheets and not preview:
            send(running, chosen, found.sheets, _source(returned))
    if as_json:
        codes = {name: [fault.code for fault in faults] for name, faults in found.faults.items()}
        echo_json({"activity": chosen, "answers": len(found.sheets), "absent": _absent(found), "faults": codes})
        return
    for line in _lines(found):
        click.echo(line)
    if not found.sheets:
        raise Failed(_("Nothing was read in."))


def _source(returned: Sequence[tuple[str, bytes]]) -> str:
    return returned[0][0][:SOURCE] if len(returned) == 1 else _("{n} files").format(n=len(returned))


def _absent(found: "Read") -> int:
    return sum(sheet.absent for sheet in found.sheets)


def _lines(found: "Read") -> list[str]:
    from server.domain.i18n import words

    speak, n = words(language()), len(found.sheets)
    lines = [
        f"{shown(Path(name))}: {fault.sentence(speak)}" for name, faults in found.faults.items() for fault in faults
    ]
    lines.append(ngettext("{n} person's answers.", "{n} people's answers.", n).format(n=n))
    if _absent(found):
        lines.append(_("{n} of them won't be there.").format(n=_absent(found)))
    if bad := len(found.faults):
        said = ngettext(
            "{n} file was not read in. Mend it, and read again.",
            "{n} files were not read in. Mend them, and read again.",
            bad,
        )
        lines.append(said.format(n=bad))
    return lines
