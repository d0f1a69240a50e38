"""Which server holds a workshop's file: a private record by which commands on the same machine find it and its key."""

import hashlib
import http.client
import logging
import os
import socket
import ssl
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
import platformdirs

from server.files import write_private

_log = logging.getLogger(__name__)

TRY_SECONDS = 2.0


class Running(msgspec.Struct, frozen=True):
    """A server that runs, or ran: where it listens and what opens the desk's role. For its owner's eyes only."""

    path: str
    pid: int
    host: str
    port: int
    fingerprint: str  # SHA-256 of its certificate, in hex
    key: str  # of the facilitator
    code: str  # of the room
    workshop: str


class Health(msgspec.Struct, frozen=True):
    """What `GET /health` answers."""

    workshop: str
    title: str
    version: int
    clients: int


def runtime_folder() -> Path:
    """Where records stand: gone at the latest when this user logs out or the machine restarts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs tells programmers where XDG_RUNTIME_DIR is missing; people not
        return Path(platformdirs.user_runtime_dir("spilter"))


def _record(path: Path, folder: Path) -> Path:
    return folder / f"{hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:32]}.json"


@contextmanager
def recorded(running: Running, folder: Path) -> Iterator[None]:
    """Keep a record as long as the server runs. It runs without one too, where none can be written."""
    record = _record(Path(running.path), folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(record, msgspec.json.encode(running))
    except OSError as error:
        _log.warning("no record of the running server: %s", error)
    try:
        yield
    finally:
        with suppress(OSError):
            record.unlink(missing_ok=True)


def find_running(path: Path, folder: Path | None = None) -> Running | None:
    """The server that holds this workshop's file now; None when there is none. A record of a dead one is taken away.

    Blocks up to two seconds: it asks the server, since a process number or a port may be somebody else's by now.
    """
    folder = folder or runtime_folder()
    try:
        running = msgspec.json.decode(_record(path, folder).read_bytes(), type=Running)
    except (OSError, msgspec.DecodeError):
        return None
    health = ask_health(running.host, running.port, running.fingerprint)
    if health is not None and health.workshop == running.workshop:
        return running
    if health is None and _lives(running.pid) and not _refuses(running.host, running.port):
        return running  # too busy to answer in time is no reason to start a second one
    _record(path, folder).unlink(missing_ok=True)
    return None


def _lives(pid: int) -> bool:
    if sys.platform == "win32":
        return False  # there a signal, even none, would end the process
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _refuses(host: str, port: int) -> bool:
    """Whether nobody listens there: a server that was killed may still have a process number, a busy one listens."""
    try:
        socket.create_connection((host, port), TRY_SECONDS).close()
    except ConnectionRefusedError:
        return True
    except OSError:
        return False
    return False


def ask_health(host: str, port: int, fingerprint: str) -> Health | None:
    """What the server there says of itself; None without an answer from the server with this fingerprint."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # the fingerprint says more than any authority
    connection = http.client.HTTPSConnection(host, port, timeout=TRY_SECONDS, context=context)
    try:
        connection.connect()
        if not isinstance(connection.sock, ssl.SSLSocket):
            return None
        if hashlib.sha256(connection.sock.getpeercert(binary_form=True) or b"").hexdigest() != fingerprint:
            return None
        connection.request("GET", "/health")
        return msgspec.json.decode(connection.getresponse().read(), type=Health)
    except (OSError, http.client.HTTPException, msgspec.DecodeError):
        return None
    finally:
        connection.close()
