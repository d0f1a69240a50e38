"""What the tests of this folder share: a server on a file of their own, and a disk that is too small."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from server.serve import Serving
from tests.serving import started

Start = Callable[..., AbstractAsyncContextManager[Serving]]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Start a server on `hall.spilter`, or on another `path`: `async with start(...) as serving`."""

    def starting(**how: Any) -> AbstractAsyncContextManager[Serving]:
        return started(how.pop("path", tmp_path / "hall.spilter"), **how)

    return starting


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 kB that the test may also make read-only."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(folder)]
    if os.name != "posix" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk is not permitted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
