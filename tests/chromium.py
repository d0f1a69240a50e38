"""A real Chromium without a network, driven over its own protocol: for pages that people open from a file."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

PROGRAM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-dev-shm-usage", "--disable-extensions", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--remote-debugging-port=0",
)  # fmt: skip
SECONDS = 30

needs_chromium = pytest.mark.skipif(not PROGRAM, reason="needs Chromium on this machine")


class Page:
    """The one page that is open."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._number = 0
        self._events: list[dict[str, Any]] = []
        self.complaints: list[str] = []  # what the page logged as an error, its own policy's refusals among them

    def do(self, method: str, **parameters: Any) -> Any:
        """What the browser answers to a command of its protocol."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            said = self._heard()
            if said.get("id") == self._number:
                assert "error" not in said, said["error"]
                return said["result"]
            self._events.append(said)

    def wait(self, method: str, **wanted: Any) -> dict[str, Any]:
        """The next event of this name with these facts; those before it are passed over."""
        while True:
            event = self._events.pop(0) if self._events else self._heard()
            facts: dict[str, Any] = event.get("params", {})
            if event.get("method") == method and wanted.items() <= facts.items():
                return facts

    def open(self, path: Path) -> None:
        """Open a file, and wait until it is loaded."""
        self.do("Page.enable")
        self.do("Runtime.enable")
        self.do("Log.enable")
        self.do("Page.navigate", url=path.as_uri())
        self.wait("Page.loadEventFired")

    def run(self, script: str) -> Any:
        """What an expression comes to, in the page."""
        found = self.do("Runtime.evaluate", expression=script, returnByValue=True, userGesture=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        self.do("Input.insertText", text=text)

    def press(self, key: str, code: int) -> None:
        """Press a key: its name and its Windows code."""
        for kind in ("rawKeyDown", "keyUp"):
            self.do("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def _heard(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self._socket.recv(SECONDS))
        if said.get("method") == "Log.entryAdded" and said["params"]["entry"]["level"] == "error":
            self.complaints.append(said["params"]["entry"]["text"])
        return said


@contextmanager
def chromium(folder: Path) -> Iterator[Page]:
    """A browser with a profile in `folder`; what is downloaded lands in `folder/downloads`."""
    folder.mkdir(exist_ok=True)
    command = [PROGRAM, *OPTIONS, f"--user-data-dir={folder}", "about:blank"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as browser:
        try:
            port = _port(folder / "DevToolsActivePort", browser)
            with connect(_address(port), max_size=None, compression=None) as socket:
                page = Page(socket)
                downloads = str(folder / "downloads")
                page.do("Browser.setDownloadBehavior", behavior="allow", downloadPath=downloads, eventsEnabled=True)
                yield page
        finally:
            browser.terminate()


def _port(file: Path, browser: subprocess.Popen[bytes]) -> str:
    """The port that the browser listens on, which it writes down as soon as it does."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and browser.poll() is None:
        lines = file.read_text().splitlines() if file.exists() else []
        if len(lines) == 2:
            return lines[0]
        time.sleep(0.05)  # there is no other sign of it than the file
    pytest.skip("Chromium does not start on this machine")


def _address(port: str) -> str:
    from urllib.request import urlopen

    with urlopen(f"http://127.0.0.1:{port}/json/list", timeout=SECONDS) as reply:
        targets = json.load(reply)
    return next(str(each["webSocketDebuggerUrl"]) for each in targets if each["type"] == "page")
