"""What goes wrong at the command line: one sentence that says what to do, and the exit code (1, or its class's own)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spilter_tui.i18n import _, language

if TYPE_CHECKING:
    from server.agenda_faults import Fault
    from server.domain.root import Agenda
    from server.files import FileFault


class Failed(click.ClickException):
    """The command can't go on: a sentence in the language in use."""

    def show(self, file: Any = None) -> None:
        """Tell the person."""
        click.echo(self.message, err=True)


class Misused(Failed):
    """What was asked can't be meant."""

    exit_code = 2


class NoConnection(Failed):
    """The server was not reached."""

    exit_code = 3


class OtherVersion(Failed):
    """A file or a server is of another version."""

    exit_code = 4


class BrokenAgenda(Failed):
    """An agenda with faults: a line for each, `file:line: sentence`."""

    def __init__(self, path: Path, found: "list[Fault]") -> None:
        self.lines = [(fault.line, _sentence(fault)) for fault in found]
        super().__init__("\n".join(f"{shown(path)}:{line}: {said}" for line, said in self.lines))


def _sentence(fault: "Fault") -> str:
    from server.domain.i18n import words

    return fault.sentence(words(language()))


def shown(path: Path) -> str:
    """A path as it can be printed, whatever bytes its name has."""
    return click.format_filename(path)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Inside, what is wrong with a file or the disk becomes a sentence."""
    from server.files import FileFault, faults

    try:
        with faults(path):
            yield
    except FileFault as fault:
        raise of_file(fault) from fault


def make_folder(path: Path) -> None:
    """Make a folder where it isn't there; `Failed` where that can't be."""
    if path.exists() and not path.is_dir():
        raise Failed(_("{path} is a file. Choose another name for the folder.").format(path=shown(path)))
    with told(path):
        path.mkdir(parents=True, exist_ok=True)


def of_file(fault: "FileFault") -> Failed:
    """The sentence of a file's fault."""
    from server.log import backup_name
    from spilter_tui.filefaults import sentence

    path = Path(str(fault.facts["path"]))
    show = {"path": shown(path), "backup": shown(backup_name(path)) if path.name else ""}
    kind = OtherVersion if fault.code == "newer_version" else Failed
    return kind(sentence(fault, show))


def agenda_of(path: Path) -> "Agenda":
    """The agenda in a file; `Failed` with every fault when it can't be used."""
    from server.agenda import decode, read
    from server.agenda_faults import BadAgenda

    with told(path):
        data = path.read_bytes()
    try:
        return read(decode(data), lambda name: (path.parent / name).read_bytes())
    except BadAgenda as bad:
        raise BrokenAgenda(path, bad.faults) from bad
