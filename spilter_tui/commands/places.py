"""Where spilter keeps what is not in a workshop's file: keys, certificates, this laptop's seats, running servers."""

import os
from pathlib import Path


def data_folder() -> Path:
    """The folder for what must last. SPILTER_HOME puts it, and the record of running servers, anywhere else."""
    import platformdirs

    home = os.environ.get("SPILTER_HOME")
    return Path(home) if home else platformdirs.user_data_path("spilter")


def run_folder() -> Path:
    """The folder for the record of servers that run on this machine."""
    from server.running import runtime_folder

    home = os.environ.get("SPILTER_HOME")
    return Path(home) / "run" if home else runtime_folder()


def workshop_beside(path: Path) -> Path:
    """The workshop's file that belongs to an agenda; a workshop's file itself as it is."""
    return path.with_suffix(".spilter") if path.suffix == ".toml" else path
