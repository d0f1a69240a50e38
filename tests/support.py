"""What tests share: the place of the outside data, and the reason to skip where it isn't there."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


def shared(name: str) -> Path:
    """Path of a file or folder of the outside data, for instance ``data/elections``; skips the test without it."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"needs {name} from the shared data, which lies beside the project")
    return path
