"""A small network of its own for a test: two machines in network namespaces on one hub, without a default route.

Nothing outside the namespaces is touched, and they go when the test ends, with every process started in them.
"""

import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
# Classic BPF: drop (2) a UDP datagram to port 5353, over IPv4 without options or IPv6 without extensions, else go on.
_DROP_MDNS = (
    "13,40 0 0 12,21 0 4 2048,48 0 0 23,21 0 8 17,40 0 0 36,21 5 6 5353,"
    "21 0 5 34525,48 0 0 20,21 0 3 17,40 0 0 56,21 0 1 5353,6 0 0 2,6 0 0 4294967295"
)
SERVER_ADDRESS, CLIENT_ADDRESS, MOVED_ADDRESS = "10.77.0.1", "10.77.0.2", "10.77.0.7"


@dataclass
class Lan:
    """The namespaces of the hub and of the two machines, whose interface is called eth0."""

    hub: str
    server: str
    client: str
    namespaces: ExitStack
    processes: ExitStack = field(default_factory=ExitStack)

    def start(self, machine: str, module: str, *arguments: str) -> subprocess.Popen[str]:
        """Run a module of the tests on a machine and return when it has printed its first line."""
        return self.started(machine, module, *arguments)[0]

    def started(self, machine: str, module: str, *arguments: str) -> tuple[subprocess.Popen[str], str]:
        """As `start`, with that line."""
        command = _command(machine, module, arguments)
        process = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.processes.callback(_stop, process)
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, f"{module} ended before it was ready"
        return process, line.strip()

    def run(self, machine: str, module: str, *arguments: str) -> str:
        """Run a module of the tests on a machine to its end and return what it printed."""
        command = _command(machine, module, arguments)
        return subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True, timeout=60).stdout

    def add(self, number: int) -> str:
        """Another machine on the hub, with the address that ends on this number; its name."""
        name = f"{self.hub}-{number}"
        _add_namespace(name)
        self.namespaces.callback(_run_tool, "ip", "netns", "del", name)
        _plug_in(self.hub, f"port{number}", name, f"10.77.0.{number}")
        return name

    def cut(self, number: int, *, off: bool = True) -> None:
        """Let the hub carry nothing to or from a machine that was added, or carry it again."""
        _run_tool("ip", "-n", self.hub, "link", "set", f"port{number}", "down" if off else "up")

    def block_multicast(self) -> None:
        """Let the hub carry no multicast, as some access points do; broadcasts and the rest still pass."""
        for port in ("server", "client"):
            _run_tool("bridge", "-n", self.hub, "link", "set", "dev", port, "mcast_flood", "off")

    def block_inbound_mdns(self, machine: str) -> None:
        """Let nothing in to UDP port 5353 of a machine, as a laptop's own firewall does; skips where tc can't."""
        try:
            _run_tool("tc", "-n", machine, "qdisc", "add", "dev", "eth0", "clsact")
            _run_tool(
                "tc", "-n", machine, "filter", "add", "dev", "eth0", "ingress", "bpf", "da", "bytecode", _DROP_MDNS
            )
        except (FileNotFoundError, subprocess.CalledProcessError) as error:
            pytest.skip(f"no packet filter to block a port with: {error}")

    def move_server(self) -> None:
        """Give the server another address in place of the one it has, as a new DHCP lease does."""
        _run_tool("ip", "-n", self.server, "addr", "del", f"{SERVER_ADDRESS}/24", "dev", "eth0")
        _run_tool("ip", "-n", self.server, "addr", "add", f"{MOVED_ADDRESS}/24", "dev", "eth0")

    def unplug(self, machine: str) -> None:
        """Leave a machine nothing but its loopback."""
        _run_tool("ip", "-n", machine, "link", "del", "eth0")


@contextmanager
def lan() -> Iterator[Lan]:
    """A network of two machines; skips the test, saying why, where namespaces may not be made."""
    mark = secrets.token_hex(3)
    with ExitStack() as namespaces:
        made = Lan(f"spilter-{mark}-hub", f"spilter-{mark}-server", f"spilter-{mark}-client", namespaces)
        for name in (made.hub, made.server, made.client):
            _add_namespace(name)
            namespaces.callback(_run_tool, "ip", "netns", "del", name)
        _run_tool("ip", "-n", made.hub, "link", "add", "name", "hub", "type", "bridge")
        _run_tool("ip", "-n", made.hub, "link", "set", "hub", "up")
        _plug_in(made.hub, "server", made.server, SERVER_ADDRESS)
        _plug_in(made.hub, "client", made.client, CLIENT_ADDRESS)
        with made.processes:
            yield made


def _add_namespace(name: str) -> None:
    try:
        _run_tool("ip", "netns", "add", name)
    except FileNotFoundError:
        pytest.skip("needs the ip command of iproute2")
    except subprocess.CalledProcessError as error:
        pytest.skip(f"network namespaces may not be made here: {error.stderr.strip()}")
    _run_tool("ip", "-n", name, "link", "set", "lo", "up")


def _plug_in(hub: str, port: str, machine: str, address: str) -> None:
    _run_tool("ip", "-n", hub, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", machine)
    _run_tool("ip", "-n", hub, "link", "set", port, "master", "hub", "up")
    _run_tool("ip", "-n", machine, "link", "set", "eth0", "up")
    _run_tool("ip", "-n", machine, "addr", "add", f"{address}/24", "dev", "eth0")


def _command(machine: str, module: str, arguments: tuple[str, ...]) -> list[str]:
    return ["ip", "netns", "exec", machine, sys.executable, "-m", module, *arguments]


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.communicate(timeout=20)


def _run_tool(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
