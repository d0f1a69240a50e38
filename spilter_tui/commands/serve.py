"""`spilter serve`: the server alone; it tells how to join, and runs until Ctrl+C."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spilter_tui.commands.faults import Failed, agenda_of, of_file, shown
from spilter_tui.commands.places import data_folder, run_folder, workshop_beside
from spilter_tui.commands.words import argument, as_json, command, echo_json, option
from spilter_tui.i18n import N_, _

if TYPE_CHECKING:
    from server.opening import ServeFault
    from server.serve import Serving

SAYS = {
    "port_in_use": N_("Port {port} is in use, maybe by another workshop. Stop that one, or add --port with a number."),
    "port_forbidden": N_("Port {port} is not allowed here. Add --port with a number above 1023."),
    "no_address": N_("This machine has no address {host}. Leave --host out, or give one of its own addresses."),
    "no_agenda": N_("{path} is empty. Start from an agenda: `spilter new brainstorm`, then `spilter host`."),
    "bad_certificate": N_("The certificate in {path} is damaged. Move it away; a new one is made then."),
}


@command("serve", N_("Run the server alone, and tell how to join."))
@argument("file", type=click.Path(path_type=Path), metavar=N_("FILE"), help=N_("An agenda (.toml) or a workshop."))
@option("--host", default="", metavar=N_("ADDRESS"), help=N_("Listen on this address only."))
@option("--port", type=click.IntRange(0, 65535), help=N_("Listen on this port; 0 is any that is free."))
@option("--backup", type=click.Path(path_type=Path), metavar=N_("DIR"), help=N_("A second folder for back-ups."))
@option("--announce/--no-announce", default=True, help=N_("Whether laptops on the network can find the server."))
@as_json
def serve(file: Path, host: str, port: int | None, backup: Path | None, announce: bool, as_json: bool) -> None:
    """Serve a workshop until it is stopped."""
    import asyncio
    import logging

    from server import serve as server
    from server.files import FileFault
    from server.protocol.discovery import PORT
    from server.running import find_running

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s", stream=sys.stderr)
    path = workshop_beside(file)
    agenda = None
    if not path.exists():
        if file.suffix != ".toml":
            raise of_file(FileFault("no_folder", path))
        agenda = agenda_of(file)
    if backup is not None and not backup.is_dir():
        raise Failed(_("{path} is no folder. Make it first, or choose another for the back-ups.").format(path=backup))
    if find_running(path, run_folder()):
        said = _("A server already runs for {path}. Open its desk with: spilter host {path}")
        raise Failed(said.format(path=shown(path)))
    running = server.serve(
        path,
        data_dir=data_folder(),
        runtime_dir=run_folder(),
        ready=_tell_program if as_json else partial(_tell_person, host),
        agenda=agenda,
        host=host,
        port=PORT if port is None else port,
        backup_to=backup,
        announce=announce,
    )
    try:
        asyncio.run(running)
    except FileFault as fault:
        raise of_file(fault) from fault
    except server.ServeFault as fault:
        raise of_server(fault) from fault


def of_server(fault: "ServeFault") -> Failed:
    """The sentence of a server that can't start."""
    return Failed(_(SAYS[fault.code]).format(**fault.facts))


def _tell_program(serving: "Serving") -> None:
    said = {name: getattr(serving, name) for name in ("title", "workshop", "port", "code", "key")}
    said |= {"path": str(serving.path.resolve()), "fingerprint": serving.fingerprint.hex()}
    echo_json(said)


def _tell_person(host: str, serving: "Serving") -> None:
    """How to join: addresses, room code, the facilitator's key; a QR code of the address where that can be shown."""
    from server.domain.text import one_line
    from spilter_tui.link.place import Endpoint

    places = [str(Endpoint(each, serving.port)) for each in ([host] if host else own_addresses())]
    click.echo(f"\n  {one_line(serving.title)}\n")
    click.echo(_("  Room code:   {code}").format(code=serving.code))
    click.echo(_("  Participants type:   spilter join"))
    for place in places:
        click.echo(_("  or, where it isn't found:   spilter join {place}").format(place=place))
    click.echo(_("  Facilitator:   spilter desk {place} --key {key}").format(place=places[0], key=serving.key))
    click.echo(_("  Projector:   spilter wall {place} --code {code}").format(place=places[0], code=serving.code))
    if sys.stdout.isatty():
        click.echo(_qr(f"spilter://{places[0]}/{serving.code}"))
    click.echo(_("\n  Keep this open. Ctrl+C stops the workshop; everything is kept in {file}.").format(
        file=shown(serving.path)))  # fmt: skip


def own_addresses() -> list[str]:
    """This machine's IPv4 addresses that others can reach; the loopback address where there is none."""
    from spilter_tui.link.place import own_networks

    found = [str(each.ip) for each in own_networks() if not each.ip.is_loopback]
    return found or ["127.0.0.1"]


def _qr(text: str) -> str:
    import io

    import segno

    drawn = io.StringIO()
    segno.make(text, error="l", micro=False).terminal(drawn, compact=True, border=2)
    return drawn.getvalue()
