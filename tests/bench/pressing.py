"""How long after a key its effect is painted, beside a Textual app that does nothing else.

Four processes, as on an evening: the session, the screen on a real pseudo-terminal, the bare app on another, and this
one, which presses a key at each in turn and reads that terminal until what the key brings stands there. What other
work this machine has hits both alike, so that their ratio says more than either figure.
"""

import asyncio
import os
import pty
import re
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from fcntl import ioctl
from pathlib import Path
from typing import Literal

from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from server.domain.kernel import Command
from server.protocol import messages
from spilter_tui.link.core import Core
from spilter_tui.link.happened import Happened
from spilter_tui.link.profile import Profile
from spilter_tui.themes import dress
from tests.tui.link import FACILITATOR_KEY, Cable, Hall

ITEMS, RATE, KEYS, PAUSE = 5000, 20, 300, 0.1
COLUMNS, ROWS = 100, 30


def text_of(n: int) -> str:
    """A text as long as people's are, that can be told from every other."""
    return f"[{n:05d}] wat ons hier tegenhoudt is {n * 7919 % 10007}, en dat al jaren"


# --- the session ----------------------------------------------------------------------------------------------


async def serve(hall: Hall, path: str, scope: str, comes: Callable[[str], Command]) -> None:
    """The session behind a socket, with texts coming in one at a time."""
    hall.cables[2] = cable = Cable(2)
    hall.session.connected(2, "127.0.0.1", hall.now)
    finished = asyncio.Event()

    async def feed(writer: asyncio.StreamWriter) -> None:
        for n in range(ITEMS, 10 * ITEMS):
            await asyncio.sleep(1 / RATE)
            hall.now += 1 / RATE
            hall.steer(scope, comes(text_of(n)))
            tell(writer, cable)

    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        feeding = asyncio.create_task(feed(writer))
        try:
            while True:
                hall.session.receive(2, await frame(reader), hall.now)
                hall.settle()
                tell(writer, cable)
        except asyncio.IncompleteReadError:
            feeding.cancel()
            finished.set()

    async with await asyncio.start_unix_server(client, path, limit=1 << 24):
        await finished.wait()


def tell(writer: asyncio.StreamWriter, cable: Cable) -> None:
    """What is on the cable goes out."""
    while cable.down:
        data = cable.down.popleft()
        writer.write(struct.pack(">I", len(data)) + data)


async def frame(reader: asyncio.StreamReader) -> bytes:
    """The next frame."""
    (size,) = struct.unpack(">I", await reader.readexactly(4))
    return await reader.readexactly(size)


# --- the screens ----------------------------------------------------------------------------------------------


class Seat(App[None]):
    """A role's screen with a link over a socket; `take` says what happened to the screen."""

    CSS_PATH = "../../spilter_tui/look.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, path: str, role: Literal["facilitator", "sorter"]) -> None:
        super().__init__()
        dress(self, "dark")
        self.path = path
        enter = messages.Enter("", role=role, key=FACILITATOR_KEY)
        self.core = Core(Profile(Path(tempfile.mkdtemp())), enter, patience=1e9)

    def room(self) -> Screen[None]:
        """The screen."""
        raise NotImplementedError

    def take(self, happened: Happened) -> None:
        """Tell the screen."""
        raise NotImplementedError

    async def on_mount(self) -> None:
        """Connect, and show the screen."""
        reader, self.writer = await asyncio.open_unix_connection(self.path, limit=1 << 24)
        for subject in ("agenda", "hall"):
            self.core.watch(subject)
        self.core.connected(time.time())
        self.pump()
        await self.push_screen(self.room())
        self.reading = asyncio.create_task(self.read(reader))

    async def read(self, reader: asyncio.StreamReader) -> None:
        """What comes in."""
        while True:
            for happened in self.core.receive(await frame(reader), time.time()):
                self.take(happened)
            self.pump()

    def send_command(self, scope: str, command: Command) -> str:
        """What the screen wants."""
        op = self.core.send(scope, command)
        self.pump()
        return op

    def pump(self) -> None:
        """What the core wants to send."""
        for data in self.core.outgoing():
            self.writer.write(struct.pack(">I", len(data)) + data)


class Bare(App[None]):
    """What Textual itself takes: a key puts the next text there."""

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(text_of(0), markup=False)

    def on_mount(self) -> None:
        """Begin to count."""
        self.n = 0

    def on_key(self) -> None:
        """The next."""
        self.n += 1
        self.query_one(Static).update(text_of(self.n), layout=False)


# --- the one who presses keys ---------------------------------------------------------------------------------


class Terminal:
    """A pseudo-terminal in which a module runs."""

    def __init__(self, module: str, *arguments: str) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execv(sys.executable, [sys.executable, "-m", module, *arguments])
        ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def processor_time(self) -> float:
        """Seconds that it computed so far (Linux)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def press(self, key: bytes, brings: bytes) -> float:
        """Press a key; seconds until what it brings (a pattern) was written."""
        begun = time.perf_counter()
        self.write(key)
        self.until(brings)
        return time.perf_counter() - begun

    def write(self, keys: bytes) -> None:
        """Press keys, and go on."""
        os.write(self.fd, keys)

    def until(self, pattern: bytes, patience: float = 60.0) -> "re.Match[bytes]":
        """Read until this was written; raises `TimeoutError`."""
        seen, ends = b"", time.perf_counter() + patience
        while time.perf_counter() < ends:
            if select.select([self.fd], [], [], 0.5)[0]:
                seen = seen[-400:] + os.read(self.fd, 1 << 16)
                if found := re.search(pattern, seen, re.DOTALL):
                    return found
        raise TimeoutError(pattern)

    def drain(self, seconds: float) -> None:
        """Read what comes meanwhile."""
        ends = time.perf_counter() + seconds
        while (left := ends - time.perf_counter()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                os.read(self.fd, 1 << 16)


Begin = Callable[[Terminal], Callable[[int], tuple[bytes, bytes]]]
"""Brings a screen to where the keys begin; by the number of the key then the key itself and what it brings."""


def measure(module: str, begin: Begin) -> None:
    """Press keys, and print what they took. `module` takes "server" or "screen" and a path."""
    path = os.path.join(tempfile.mkdtemp(), "socket")
    server = subprocess.Popen([sys.executable, "-m", module, "server", path])
    while not os.path.exists(path):
        time.sleep(0.1)
    bare, terminal = Terminal("tests.bench.pressing"), Terminal(module, "screen", path)
    bare.until(re.escape(text_of(0).encode()))
    nth = begin(terminal)
    taken, beside, used = [], [], terminal.processor_time()
    for n in range(1, KEYS + 1):
        taken.append(terminal.press(*nth(n)))
        terminal.drain(PAUSE / 2)
        beside.append(bare.press(b"x", re.escape(text_of(n).encode())))
        terminal.drain(PAUSE / 2)
    used = terminal.processor_time() - used
    server.terminate()
    server.wait()
    for each in (terminal, bare):
        os.close(each.fd)
    tell_figures(taken, beside, used)


def tell_figures(taken: list[float], beside: list[float], used: float) -> None:
    """Print them."""
    print(f"{ITEMS} there, {RATE} a second coming in, {KEYS} keys; load {os.getloadavg()[0]:.1f}", end="; ")
    print(f"processor time of the screen {used / KEYS * 1000:.1f} ms a key, with all that came in")
    figures = [[1000 * figure for figure in spread(each)] for each in (taken, beside)]
    for name, (p50, p95, p99) in zip(("key to paint", "bare Textual app"), figures, strict=True):
        print(f"{name}: median {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms")
    print("ratio: median {:.2f}, p95 {:.2f}, p99 {:.2f}".format(*(a / b for a, b in zip(*figures, strict=True))))


def spread(times: list[float]) -> tuple[float, float, float]:
    """The median, and what 95 and 99 in a hundred stay under."""
    cuts = statistics.quantiles(times, n=100)
    return cuts[49], cuts[94], cuts[98]


if __name__ == "__main__":
    Bare().run()
