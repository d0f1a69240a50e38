"""A real pseudo-terminal around a command: what it sends, what a person would see of it, and keys to press.

Nothing here sleeps: ``wait_for`` reads until the screen shows what the test expects.
"""

import os
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

import pexpect
import pyte
from wcwidth import wcwidth

KEYS = {"enter": "\r", "escape": "\x1b", "tab": "\t", "backspace": "\x7f", "up": "\x1b[A", "down": "\x1b[B"}
KEYS |= {f"f{n}": f"\x1bO{letter}" for n, letter in enumerate("PQRS", 1)}
KEYS |= {f"f{n}": f"\x1b[{code}~" for n, code in enumerate((15, 17, 18, 19, 20, 21, 23, 24), 5)}

# What Textual itself says to a terminal: colours and cursor, modes on, off and asked for, the pointer's shape.
_OWN = re.compile(rb"\x1b\[[0-9;]*[mHABCDJKG]|\x1b\[\?[0-9]+(?:[hl]|\$p)|\x1b\]22;[a-z-]*\x07|\x1b\[<u|\x1b\[>[0-9]+u")
_CUT = re.compile(rb"\x1b(?:\[[0-9;?>]*)?$")
_CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class _Screen(pyte.Screen):
    """pyte's screen; pyte drops the rest of a line at some accents, so these are left out before."""

    def draw(self, data: str) -> None:
        super().draw("".join(character for character in data if wcwidth(character) > 0))


class Terminal:
    """A command in a terminal of its own; a context manager that ends it."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
    ) -> None:
        own = {"TERM": "xterm-256color", "TEXTUAL_DISABLE_KITTY_KEY": "1", "LANG": "C.UTF-8"}
        inherited = {k: v for k, v in os.environ.items() if k not in {"COLUMNS", "LINES", "LC_ALL", "NO_COLOR"}}
        self.raw = bytearray()
        self._screen = _Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._child = pexpect.spawn(
            command[0], list(command[1:]), dimensions=(rows, columns), env=inherited | own | dict(env or {})
        )
        self._child.delaybeforesend = None

    @classmethod
    def python(cls, code: str, *arguments: str, columns: int = 80, rows: int = 24) -> "Terminal":
        """A piece of Python in a terminal; ``arguments`` are its ``sys.argv[1:]``."""
        return cls([sys.executable, "-W", "error", "-c", code, *arguments], columns=columns, rows=rows)

    @property
    def text(self) -> str:
        """What the screen shows now, without accents that stand alone and the spaces that end lines."""
        cells, across = self._screen.buffer, range(self._screen.columns)
        lines = ("".join(cells[y][x].data for x in across) for y in range(self._screen.lines))
        return "\n".join(line.rstrip() for line in lines)

    @property
    def pid(self) -> int:
        """The process, to kill it with."""
        return int(self._child.pid)

    def press(self, *keys: str) -> None:
        """Press keys by name (``f1``, ``enter``), or type a text as it is."""
        self._child.send("".join(KEYS.get(key, key) for key in keys))

    def send(self, data: bytes) -> None:
        """What a key sends, byte by byte."""
        self._child.send(data)

    def wait_for(self, expected: str | Callable[[str], bool], within: float = 60) -> str:
        """Read until the screen shows a text, or a condition on the screen's text holds; gives the screen."""
        shows = expected if callable(expected) else lambda screen: expected in screen
        deadline = time.monotonic() + within
        while not shows(self.text):
            assert time.monotonic() < deadline, f"{expected!r} did not come; the screen:\n{self.text}"
            assert self._read(deadline), f"ended before {expected!r} came; the screen:\n{self.text}"
        return self.text

    def wait_for_end(self, within: float = 60) -> int:
        """Read until the command ends; gives its exit code, or minus the signal that ended it."""
        deadline = time.monotonic() + within
        while self._read(deadline):
            assert time.monotonic() < deadline, f"did not end; the screen:\n{self.text}"
        self._child.close()
        return int(self._child.exitstatus if self._child.exitstatus is not None else -self._child.signalstatus)

    def close_window(self) -> int:
        """Close the terminal under the command, and wait until that has ended; gives its exit code."""
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, self._child.fileno())
        os.close(nowhere)
        return int(self._child.wait())

    def foreign(self) -> list[str]:
        """Every control character the command sent that is no part of what Textual itself says."""
        whole = _CUT.sub(b"", bytes(self.raw))  # the rest of the last sequence was not read yet
        return _CONTROL.findall(_OWN.sub(b"", whole).decode("utf-8", "replace"))

    def _read(self, deadline: float) -> bool:
        """Take in what comes next; false at the end."""
        try:
            data = self._child.read_nonblocking(1 << 16, timeout=max(0.0, deadline - time.monotonic()))
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += data
        self._stream.feed(data)
        return True

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.close(force=True)
