"""Start a server as a process of its own, which outlives the one that started it, and learn how to reach it."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from spilter_tui.i18n import language
from spilter_tui.link.place import Endpoint

STOP_SECONDS = 20.0


class Reached(msgspec.Struct, frozen=True):
    """What `spilter serve --json` says when it runs."""

    path: str
    title: str
    workshop: str
    port: int
    code: str
    key: str
    fingerprint: str


class StartFailed(Exception):
    """The server did not start: what it said, and its exit code."""

    def __init__(self, said: str, code: int) -> None:
        super().__init__(said)
        self.said, self.code = said, code


class Server:
    """A server process, and how to reach it."""

    def __init__(self, process: "subprocess.Popen[str]", reached: Reached) -> None:
        self.process, self.reached = process, reached

    @property
    def place(self) -> Endpoint:
        """Where it listens, for clients on this machine."""
        return Endpoint("127.0.0.1", self.reached.port)

    def stop(self) -> int:
        """End it in order; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)


def start_server(arguments: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> Server:
    """Run `spilter serve` with these arguments until it is ready; raises `StartFailed`.

    What goes wrong later it writes to `log`. It lives on when this process ends or its terminal closes.
    """
    command = [sys.executable, "-m", "spilter_tui", "--language", language(), "serve", *arguments, "--json"]
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as said:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            encoding="utf-8",
            env={**os.environ, **(environment or {})},
            **_apart(),
        )
    assert process.stdout is not None
    with process.stdout as out:
        line = out.readline()
    if not line:
        code = process.wait()
        raise StartFailed(log.read_text(encoding="utf-8").strip(), code)
    return Server(process, msgspec.json.decode(line, type=Reached))


def _apart() -> dict[str, Any]:
    """What makes a process deaf to the end of this one's terminal."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.DETACHED_PROCESS}
    return {"start_new_session": True}
