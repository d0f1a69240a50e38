"""`spilter join`, `spilter desk` and `spilter wall`: a laptop in the hall."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from spilter_tui.commands.faults import Failed, Misused, shown, told
from spilter_tui.commands.places import data_folder
from spilter_tui.commands.words import argument, command, option
from spilter_tui.i18n import N_, _

if TYPE_CHECKING:
    from spilter_tui.link.place import Endpoint

address = argument("address", required=False, metavar=N_("[ADDRESS]"), help=N_("Where the server is; found without."))
profile = option("--profile", type=click.Path(path_type=Path), metavar=N_("DIR"), help=N_("This laptop's own folder."))
room_code = option("--code", default="", metavar=N_("CODE"), help=N_("The room code; asked for without."))


@command("join", N_("Take part: find the workshop and join it."))
@address
@room_code
@option("--table", type=click.IntRange(1, 999), help=N_("The number of this laptop's table."))
@option("--name", default="", metavar=N_("NAME"), help=N_("A name, where the workshop asks for one."))
@profile
@click.pass_context
def join(
    ctx: click.Context, address: str | None, code: str, table: int | None, name: str, profile: Path | None
) -> None:
    """Run the participant's client."""
    ctx.exit(seat("participant", address, code, table=table or 0, name=name, folder=profile))


@command("desk", N_("Open another facilitator's desk."))
@address
@option("--key", required=True, metavar=N_("KEY"), help=N_("The facilitator's key, or a code given at the desk."))
@room_code
@profile
@click.pass_context
def desk(ctx: click.Context, address: str | None, key: str, code: str, profile: Path | None) -> None:
    """Run the facilitator's desk."""
    ctx.exit(seat("facilitator", address, code, key=key, folder=profile))


@command("wall", N_("Show the wall on a projector."))
@address
@room_code
@profile
@click.pass_context
def wall(ctx: click.Context, address: str | None, code: str, profile: Path | None) -> None:
    """Run the wall."""
    ctx.exit(seat("wall", address, code, folder=profile))


def check_terminal() -> None:
    """`Failed` where no screen can be drawn."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Failed(_("This needs a terminal. Open one, and type the command there."))


def seat(
    role: Literal["participant", "facilitator", "wall"],
    address: "str | Endpoint | None",
    code: str,
    *,
    key: str = "",
    table: int = 0,
    name: str = "",
    folder: Path | None = None,
) -> int:
    """Run the screen of a role until the person leaves; the exit code."""
    from server.protocol.messages import Enter
    from spilter_tui.link.profile import FolderInUse

    place = _place(address) if isinstance(address, str) else address
    _check_code(code)
    check_terminal()
    from spilter_tui.laptop import Seating, sit

    enter = Enter("", role, key=key, table=table, name=name)
    where = folder or data_folder() / role
    with told(where):
        try:
            return sit(where, Seating(enter, place, code), own=folder is not None)
        except FolderInUse as error:
            said = _("Another client on this laptop uses {path}. Close that, or leave --profile out.")
            raise Failed(said.format(path=shown(error.folder))) from error


def _place(address: str) -> "Endpoint":
    from spilter_tui.link.place import BadAddress, parse_address

    try:
        return parse_address(address)
    except BadAddress as error:
        said = _("“{address}” is no address. It looks like 192.168.1.10 or 192.168.1.10:7745; ask who runs the server.")
        raise Misused(said.format(address=address)) from error


def _check_code(code: str) -> None:
    from server.protocol.joining import BadCode, normalise

    try:
        normalise(code or "0000-0000")
    except BadCode as error:
        said = _("“{code}” is no room code. It has eight letters and digits, and stands on the wall.")
        raise Misused(said.format(code=code)) from error
