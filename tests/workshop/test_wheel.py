"""What is handed out: a wheel, made and installed without the internet, runs a whole workshop where there is none."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.server.netns import PROJECT, Lan, lan

PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-cache-dir")


@pytest.fixture
def hall() -> Iterator[Lan]:
    with lan() as made:
        yield made


def test_the_wheel_runs_a_workshop_on_a_machine_without_a_route(hall: Lan, tmp_path: Path) -> None:
    if find_spec("hatchling") is None:
        pytest.skip("needs hatchling to make the wheel")
    run(*PIP, "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path), str(PROJECT))
    [wheel] = tmp_path.glob("spilter-*.whl")
    command = installed(wheel, tmp_path / "venv")
    out = tmp_path / "out"
    said = run(
        "ip", "netns", "exec", hall.client, str(command), "demo", "almere", "--headless", "--json", "--out", str(out)
    )
    assert json.loads(said)
    assert (out / "report.html").exists()


def installed(wheel: Path, folder: Path) -> Path:
    """The command of a wheel, in an environment of its own beside the libraries of this one."""
    venv.create(folder)
    python = folder / "bin" / "python"
    run(*PIP, "--python", str(python), "install", "--no-index", "--no-deps", str(wheel))
    [site] = (folder / "lib").glob("python*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    found = run(str(python), "-c", "import spilter_tui; print(spilter_tui.__file__)")
    assert found.startswith(str(site)), found
    return folder / "bin" / "spilter"


def run(*command: str) -> str:
    """Run a command outside the project, and return what it printed."""
    apart = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PIP_"))}
    done = subprocess.run(command, cwd=PROJECT.parent, env=apart, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
