"""What lies in the folders of this machine that the desk can read: for who types a path and picks from a list."""

import os
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple


class Found(NamedTuple):
    """A folder or a file, and how many bytes it has."""

    path: Path
    folder: bool
    size: int = 0


def found_by(typed: str, suffixes: Collection[str], start: Path) -> list[Found]:
    """What a typed path may become: folders and files of these suffixes, folders first, each in the order of names.

    A path that is not whole is one in `start`; a whole one may be typed behind what stands there: /here//there.
    None where the folder isn't there or can't be read.
    """
    folder, begin = _parts(typed, start)
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return []
    named = [each for each in entries if each.name.casefold().startswith(begin) and not _unseen(each.name, begin)]
    found = [_found(each) for each in named]
    kept = [each for each in found if each.folder or each.path.suffix.casefold() in suffixes]
    return sorted(kept, key=lambda each: (not each.folder, each.path.name.casefold()))


def _parts(typed: str, start: Path) -> tuple[Path, str]:
    """The folder that a typed path is in, and how the name begins."""
    before, twice, whole = typed.strip().rpartition(os.sep * 2)
    head, name = os.path.split(os.sep + whole if twice and before else typed.strip())
    return start / Path(head).expanduser(), name.casefold()


def _unseen(name: str, begin: str) -> bool:
    return name.startswith(".") and not begin.startswith(".")


def _found(entry: "os.DirEntry[str]") -> Found:
    try:
        return Found(Path(entry.path), entry.is_dir(), entry.stat().st_size)
    except OSError:  # a link to nothing
        return Found(Path(entry.path), False)
