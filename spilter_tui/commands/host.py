"""`spilter host`: the evening in one terminal. The server is a process of its own, and outlives the desk."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from spilter_tui.commands.faults import Failed, agenda_of, shown
from spilter_tui.commands.places import run_folder, workshop_beside
from spilter_tui.commands.seats import check_terminal, seat
from spilter_tui.commands.words import argument, command, option
from spilter_tui.i18n import N_, _

if TYPE_CHECKING:
    from server.running import Running

STOP_SECONDS = 20.0


@command("host", N_("Start the workshop, or go on with it, and open the desk."))
@argument("file", type=click.Path(path_type=Path), metavar=N_("FILE"), help=N_("An agenda (.toml) or a workshop."))
@option("--port", type=click.IntRange(0, 65535), help=N_("Listen on this port; 0 is any that is free."))
@option("--backup", type=click.Path(path_type=Path), metavar=N_("DIR"), help=N_("A second folder for back-ups."))
@option("--stop", is_flag=True, help=N_("Stop the server that runs for this file."))
@click.pass_context
def host(ctx: click.Context, file: Path, port: int | None, backup: Path | None, stop: bool) -> None:
    """Open the desk on the file's server, started where none runs yet."""
    from server.running import find_running
    from spilter_tui.link.place import Endpoint

    path = workshop_beside(file)
    running = find_running(path, run_folder())
    if stop:
        _stop(path, running)
        return
    check_terminal()
    running = running or _start(file, path, port, backup)
    try:
        code = seat("facilitator", Endpoint(running.host, running.port), running.code, key=running.key)
    finally:
        click.echo(_("The server of {path} runs on, for everybody in the hall.").format(path=shown(path)))
        click.echo(_("Back to the desk: spilter host {path}").format(path=shown(path)))
        click.echo(_("Stop it: spilter host {path} --stop").format(path=shown(path)))
    ctx.exit(code)


def _start(file: Path, path: Path, port: int | None, backup: Path | None) -> "Running":
    from server.running import find_running
    from spilter_tui.starting import StartFailed, start_server

    if file.suffix == ".toml" and not path.exists():
        agenda_of(file)
    arguments = [str(file)]
    arguments += [] if port is None else ["--port", str(port)]
    arguments += [] if backup is None else ["--backup", str(backup)]
    try:
        start_server(arguments, run_folder() / f"{path.stem}.log")
    except StartFailed as failed:
        raise Failed(failed.said) from failed
    running = find_running(path, run_folder())
    if running is None:
        raise Failed(_("The server of {path} stopped at once. Try again.").format(path=shown(path)))
    return running


def _stop(path: Path, running: "Running | None") -> None:
    import os
    import signal
    import time

    from server.running import ask_health

    if running is None:
        raise Failed(_("No server runs for {path}.").format(path=shown(path)))
    os.kill(running.pid, signal.SIGTERM)
    patience = time.monotonic() + STOP_SECONDS
    while ask_health(running.host, running.port, running.fingerprint):
        if time.monotonic() > patience:
            raise Failed(_("The server of {path} does not stop. Try again.").format(path=shown(path)))
        time.sleep(0.1)
    click.echo(_("Stopped. Everything is kept in {file}.").format(file=shown(path)))
