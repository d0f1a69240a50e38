"""How long after a key the sorter's next item is painted, with 5,000 items on the board and 20 a second coming in.

Three processes, as on an evening: the session, the screen on a real pseudo-terminal, and this one, which presses keys
and reads the terminal until the item that should be at hand stands there. Run: python -m tests.bench.sorter_keys
"""

import asyncio
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from fcntl import ioctl
from pathlib import Path

from textual import on
from textual.app import App

from server.domain.root import AgendaView
from server.domain.steering import Seed
from server.protocol import messages
from spilter_tui.link.core import Core
from spilter_tui.link.happened import Acknowledged, Happened, Joined, ViewChanged, WasRefused
from spilter_tui.link.profile import Profile
from spilter_tui.own import Standing
from spilter_tui.pauses import Pauses
from spilter_tui.screens.sorter import SorterScreen
from spilter_tui.themes import dress
from tests.tui.link import FACILITATOR_KEY, Cable, Hall
from tests.tui.sorting import SCOPE, board

ITEMS, RATE, KEYS, PAUSE = 5000, 20, 200, 0.12
COLUMNS, ROWS = 100, 30


def text_of(n: int) -> str:
    """An item as long as people's are, that can be told from every other."""
    return f"[{n:05d}] wat ons hier tegenhoudt is {n * 7919 % 10007}, en dat al jaren"


# --- the session ----------------------------------------------------------------------------------------------


async def serve(path: str) -> None:
    """The session behind a socket, with items coming in."""
    hall = board([text_of(n) for n in range(ITEMS)])
    hall.cables[2] = cable = Cable(2)
    hall.session.connected(2, "127.0.0.1", hall.now)
    finished = asyncio.Event()

    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        feeding = asyncio.create_task(feed(hall, writer, cable))
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


async def feed(hall: Hall, writer: asyncio.StreamWriter, cable: Cable) -> None:
    """Items come in, one at a time."""
    for n in range(ITEMS, 10 * ITEMS):
        await asyncio.sleep(1 / RATE)
        hall.steer(SCOPE, Seed((text_of(n),)))
        tell(writer, cable)


def tell(writer: asyncio.StreamWriter, cable: Cable) -> None:
    """What is on the cable goes out."""
    while cable.down:
        data = cable.down.popleft()
        writer.write(struct.pack(">I", len(data)) + data)


async def frame(reader: asyncio.StreamReader) -> bytes:
    """The next frame."""
    (size,) = struct.unpack(">I", await reader.readexactly(4))
    return await reader.readexactly(size)


# --- the screen -----------------------------------------------------------------------------------------------


class Bench(App[None]):
    """The sorter's screen with a link over a socket."""

    CSS_PATH = "../../spilter_tui/look.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, path: str) -> None:
        super().__init__()
        dress(self, "dark")
        self.path = path
        self.core = Core(
            Profile(Path(tempfile.mkdtemp())), messages.Enter("", role="sorter", key=FACILITATOR_KEY), patience=1e9
        )
        self.sorter = SorterScreen(self.send_command)
        self.pauses = Pauses()

    async def on_mount(self) -> None:
        """Connect, and show the screen."""
        reader, self.writer = await asyncio.open_unix_connection(self.path, limit=1 << 24)
        self.core.watch("agenda")
        self.core.connected(time.time())
        self.pump()
        await self.push_screen(self.sorter)
        self.reading = asyncio.create_task(self.read(reader))

    async def read(self, reader: asyncio.StreamReader) -> None:
        """What comes in."""
        while True:
            for happened in self.core.receive(await frame(reader), time.time()):
                self.take(happened)
            self.pump()

    def take(self, happened: Happened) -> None:
        """Tell the screen."""
        self.pauses.hear(happened)
        match happened:
            case Joined(welcome=welcome):
                self.sorter.me, self.sorter.standing = welcome.desk, Standing("live")
            case ViewChanged(view=AgendaView() as view):
                self.sorter.agenda = view
            case ViewChanged(subject=subject, view=view):
                self.sorter.take_view(subject, view)
            case Acknowledged() | WasRefused():
                self.sorter.take_settled(happened)

    def send_command(self, scope: str, command: object) -> str:
        """What the screen wants."""
        op = self.core.send(scope, command)  # type: ignore[arg-type]
        self.pump()
        return op

    def pump(self) -> None:
        """What the core wants to send."""
        for data in self.core.outgoing():
            self.writer.write(struct.pack(">I", len(data)) + data)

    @on(SorterScreen.Went)
    def watch_board(self, event: SorterScreen.Went) -> None:
        """Watch the board."""
        self.core.watch(event.activity)
        self.pump()


# --- the one who presses keys ---------------------------------------------------------------------------------


class Terminal:
    """A pseudo-terminal with the screen on it."""

    def __init__(self, path: str) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execv(sys.executable, [sys.executable, "-m", "tests.bench.sorter_keys", "screen", path])
        self.used = 0.0
        ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def processor_time(self) -> float:
        """Seconds that the screen computed so far (Linux)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def until(self, words: bytes, patience: float = 60.0) -> float:
        """When these bytes were written; raises `TimeoutError`."""
        seen, ends = b"", time.perf_counter() + patience
        while time.perf_counter() < ends:
            if select.select([self.fd], [], [], 0.5)[0]:
                seen = seen[-200:] + os.read(self.fd, 1 << 16)
                if words in seen:
                    return time.perf_counter()
        raise TimeoutError(words)

    def drain(self, seconds: float) -> None:
        """Read what comes meanwhile."""
        ends = time.perf_counter() + seconds
        while (left := ends - time.perf_counter()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                os.read(self.fd, 1 << 16)


def measure() -> None:
    """Press keys, and print what they took."""
    path = os.path.join(tempfile.mkdtemp(), "socket")
    server = subprocess.Popen([sys.executable, "-m", "tests.bench.sorter_keys", "server", path])
    while not os.path.exists(path):
        time.sleep(0.1)
    terminal = Terminal(path)
    terminal.until(text_of(0).encode())
    terminal.drain(3)
    times, used = [], terminal.processor_time()
    for n in range(1, KEYS + 1):
        begun = time.perf_counter()
        os.write(terminal.fd, b"12345"[n % 5 : n % 5 + 1])
        times.append(terminal.until(text_of(n).encode(), 10) - begun)
        terminal.drain(PAUSE)
    terminal.used = terminal.processor_time() - used
    server.terminate()
    server.wait()
    os.close(terminal.fd)
    times.sort()
    print(f"load of this machine meanwhile {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", end="; ")
    print(f"processor time of the screen {terminal.used / KEYS * 1000:.1f} ms a key, with all that came in")
    print(f"{ITEMS} items, {RATE} a second coming in, {KEYS} keys, one every {PAUSE} s and what it takes")
    print(f"key to paint: median {statistics.median(times) * 1000:.1f} ms", end=", ")
    print(f"p95 {times[int(KEYS * 0.95)] * 1000:.1f} ms, p99 {times[int(KEYS * 0.99)] * 1000:.1f} ms", end=", ")
    print(f"worst {times[-1] * 1000:.1f} ms")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["server", where]:
            asyncio.run(serve(where))
        case ["screen", where]:
            Bench(where).run()
        case _:
            measure()
