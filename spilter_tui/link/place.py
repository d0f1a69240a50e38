"""Where a server may be: what a person types, whether something listens there, and why not."""

import asyncio
import errno
import socket
from collections.abc import Sequence
from enum import StrEnum
from ipaddress import IPv4Interface, IPv6Address

import ifaddr
import msgspec

from server.protocol.discovery import PORT


class Endpoint(msgspec.Struct, frozen=True):
    """A name or an address (IPv6 without brackets, a zone allowed) and a TCP port; as text, what one would type."""

    host: str
    port: int = PORT

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORT else f"{host}:{self.port}"


class BadAddress(ValueError):
    """What was typed can't be the address of a server."""


class Reason(StrEnum):
    """Why no server was found, as a code to translate."""

    NO_INTERFACE = "no-interface"
    """This laptop has no address: no cable, no Wi-Fi."""
    NO_ANSWER = "no-answer"
    """There is a network, and no server on it answered."""
    NO_ROUTE = "no-route"
    """No network of this laptop leads to that address."""
    REFUSED = "refused"
    """A machine is there, but no server on that port."""
    SILENT = "silent"
    """Nothing came back from there: switched off, gone, or kept apart by a firewall or the access point."""
    UNKNOWN_NAME = "unknown-name"
    """No machine is known by that name."""


class Failure(msgspec.Struct, frozen=True):
    """One reason, and the place it is about where there is one."""

    reason: Reason
    where: Endpoint | None = None


def parse_address(typed: str) -> Endpoint:
    """The endpoint in ``host``, ``host:port``, ``[v6]``, ``[v6]:port`` or a bare IPv6 address; else ``BadAddress``."""
    text = typed.strip()
    if text.startswith("["):
        host, closed, rest = text[1:].partition("]")
        colon, port = rest[:1] if closed else "[", rest[1:]
    elif text.count(":") > 1:
        host, colon, port = text, "", ""
    else:
        host, colon, port = text.partition(":")
    if colon not in ("", ":") or not _is_host(host):
        raise BadAddress(typed)
    return Endpoint(host, _port(port) if colon else PORT)


def _is_host(host: str) -> bool:
    try:
        if ":" in host:
            return bool(IPv6Address(host))
        # A name that can't be encoded would not fail as an unknown one when it is looked up.
        return bool(host.encode("idna")) and not any(char.isspace() or char in "/[]@" for char in host)
    except ValueError:
        return False


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 65535):
        raise BadAddress(text)
    return int(text)


async def knock(endpoint: Endpoint) -> None:
    """Return when something accepts a connection there; if nothing does, the ``OSError`` of its last address."""
    loop = asyncio.get_running_loop()
    for found in await loop.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM):
        family, kind, protocol, _, address = found
        with socket.socket(family, kind, protocol) as sock:
            sock.setblocking(False)
            try:
                return await loop.sock_connect(sock, address)
            except OSError as error:
                failed = error
    raise failed


def reason_of(error: OSError) -> Reason:
    """The reason in what ``knock`` raised."""
    if isinstance(error, ConnectionRefusedError):
        return Reason.REFUSED
    if isinstance(error, socket.gaierror):
        return Reason.UNKNOWN_NAME
    if error.errno in (errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.ENETDOWN):
        return Reason.NO_ROUTE
    return Reason.SILENT


def own_networks() -> Sequence[IPv4Interface]:
    """This laptop's IPv4 addresses with their subnets, loopback included."""
    ips = (ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4)
    return [IPv4Interface(f"{ip.ip}/{ip.network_prefix}") for ip in ips]


def seen_from_outside(endpoint: Endpoint) -> str:
    """What others in the hall type to reach what this laptop reached there; empty where nobody else could.

    A wall on the server's own laptop reaches it by a loopback address; others need one of that laptop's own.
    """
    if endpoint.host not in ("127.0.0.1", "::1", "localhost"):
        return str(endpoint)
    own = (str(network.ip) for network in own_networks() if not network.ip.is_loopback)
    address = next(own, "")
    return str(Endpoint(address, endpoint.port)) if address else ""


def has_interface() -> bool:
    """Whether this laptop has any address, of either kind, that others could reach."""
    loopback = {"127.0.0.1", "::1"}
    ips = (ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips)
    return any((ip if isinstance(ip, str) else ip[0]) not in loopback for ip in ips)
