"""What is wrong with a file or a disk, as a sentence that says what to do."""

from collections.abc import Mapping
from pathlib import Path

from server.files import FileFault
from spilter_tui.i18n import N_, _

OF_FILES = {
    "not_a_workshop": N_("{path} is no workshop. Choose a file that spilter made; its name ends in .spilter."),
    "newer_version": N_("{path} was made by a newer spilter. Install that version here, or use the other laptop."),
    "locked": N_("{path} is in use by another program. Close that first, and try again."),
    "read_only": N_("{path} may not be read or written. Change its rights, or choose another folder."),
    "disk_full": N_("The disk is full, at {path}. Make room and try again; what was saved is still there."),
    "damaged": N_("{path} is damaged. Open the back-up beside it: {backup}"),
    "no_folder": N_("{path} does not exist. Check the name and the folder."),
    "disk_fault": N_("The disk failed at {path}: {detail}. Try another disk; the back-up is {backup}"),
}


def sentence(fault: FileFault, show: Mapping[str, str] | None = None) -> str:
    """The sentence of a file's fault. `show`: how its paths are written, where that isn't as they are."""
    from server.log import backup_name

    path = Path(str(fault.facts["path"]))
    facts = {"detail": "", "backup": str(backup_name(path)) if path.name else "", **fault.facts, **(show or {})}
    return _(OF_FILES[fault.code]).format(**facts)
