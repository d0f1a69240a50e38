"""Files that people sent back, found on a disk: one of them, or a folder full."""

from pathlib import Path

from server.domain.survey.answerfiles import is_one

LONGEST = 5_000_000  # bytes: far more than a page of answers or a mail with one


def sent_back(path: Path) -> list[tuple[str, bytes]]:
    """Names and contents, the oldest first; none where nobody's answers are among them. Raises `OSError`."""
    if path.is_dir():
        files = [each for each in path.iterdir() if each.is_file() and not each.name.startswith(".")]
        files.sort(key=lambda each: (each.stat().st_mtime, each.name))
    else:
        files = [path]
    found = [(each.name, each.read_bytes()) for each in files if each.stat().st_size <= LONGEST]
    return found if any(is_one(name, data) for name, data in found) else []
