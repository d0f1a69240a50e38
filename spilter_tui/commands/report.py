"""`spilter report`: the report and the exports, from a file, or from the server that holds it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from server.domain.i18n import LANGUAGES, Language
from spilter_tui.commands.faults import Failed, NoConnection, make_folder, of_file, shown, told
from spilter_tui.commands.places import run_folder
from spilter_tui.commands.words import argument, as_json, command, echo_json, option
from spilter_tui.i18n import N_, _

if TYPE_CHECKING:
    from server.protocol.queries import MakeReport
    from server.running import Running

FORMATS = ("html", "md", "csv", "json")
READERS = {"bestuur": "board", "deelnemers": "participants", "openbaar": "public"}
NAMES = ("board", "participants", "project", "public", *READERS)


@command("report", N_("Make the report and the exports."))
@argument("file", type=click.Path(path_type=Path), metavar=N_("FILE"), help=N_("A workshop, or a report.json."))
@option("--format", "formats", multiple=True, type=click.Choice(FORMATS), help=N_("Only this; may be repeated."))
@option("--for", "reader", type=click.Choice(NAMES), default="project", help=N_("Who reads it; decides what is in."))
@option("--language", type=click.Choice(LANGUAGES), help=N_("Of the report; by itself that of the workshop."))
@option("--out", required=True, type=click.Path(path_type=Path), metavar=N_("DIR"), help=N_("Where the files come."))
@as_json
def report(
    file: Path, formats: tuple[str, ...], reader: str, language: Language | None, out: Path, as_json: bool
) -> None:
    """Write the report's files into a folder."""
    from server.protocol.queries import MakeReport
    from server.running import find_running

    asked = MakeReport(formats or FORMATS, READERS.get(reader, reader), language or "")
    running = find_running(file, run_folder()) if file.suffix != ".json" else None
    made = from_server(running, asked) if running else from_file(file, asked)
    paths = write(made, out)
    if as_json:
        echo_json({"files": [shown(path) for path in paths]})
        return
    for path in paths:
        click.echo(shown(path))


def write(made: dict[str, bytes], out: Path) -> list[Path]:
    """Write files by name into a folder, made when it isn't there; their paths."""
    paths = [out / Path(name).name for name in made]
    make_folder(out)
    for path, data in zip(paths, made.values(), strict=True):
        with told(path):
            path.write_bytes(data)
    return paths


def from_file(path: Path, asked: "MakeReport") -> dict[str, bytes]:
    """The files that are asked for, made here of a workshop's file or of its data."""
    from server import report as reports
    from server.domain import kinds
    from server.domain.workshop import Workshop
    from server.files import FileFault
    from server.log import read_only
    from server.report.prints import Given

    kinds.load()
    with told(path):
        if path.suffix == ".json":
            data = path.read_bytes()
    if path.suffix == ".json":
        try:
            workshop = reports.read(data)
        except ValueError as error:
            said = _("{path} is no report.json of spilter, or somebody changed it: {fault}")
            raise Failed(said.format(path=shown(path), fault=error)) from error
    else:
        workshop = Workshop()
        try:
            for record in read_only(path).records:
                workshop.take(record)
        except FileFault as fault:
            raise of_file(fault) from fault
    given = Given(asked.begins, asked.code)
    return reports.make(workshop, asked.formats, asked.reader, asked.language or None, given)


def from_server(running: "Running", asked: "MakeReport") -> dict[str, bytes]:
    """The files that are asked for, made by the server that holds the workshop."""
    import asyncio

    from server.protocol.queries import Files
    from spilter_tui.commands.asking import NotReached, ask

    try:
        reply = asyncio.run(ask(running, asked))
    except NotReached as error:
        said = _("The server of {path} does not answer ({code}). Try again, or stop it and make the report then.")
        raise NoConnection(said.format(path=running.path, code=error)) from error
    assert isinstance(reply, Files)
    return reply.files
