"""`spilter print`: run sheet, table cards, badges and door sheet, from an agenda or a workshop."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from server.domain.i18n import LANGUAGES, Language
from spilter_tui.commands.faults import Failed, Misused, agenda_of, shown, told
from spilter_tui.commands.places import run_folder, workshop_beside
from spilter_tui.commands.report import from_file, from_server, write
from spilter_tui.commands.words import argument, as_json, command, echo_json, option
from spilter_tui.i18n import N_, _

if TYPE_CHECKING:
    from server.domain.roster import Guest
    from server.domain.workshop import Workshop
    from server.protocol.queries import MakeReport

SHOWN = 6  # faults of a list of guests at once


@command("print", N_("Make the run sheet, table cards, badges and door sheet."))
@argument("file", type=click.Path(path_type=Path), metavar=N_("FILE"), help=N_("An agenda (.toml) or a workshop."))
@option("--begins", default="", metavar="13:15", help=N_("When it begins; else minutes are counted from 0:00."))
@option("--code", default="", metavar="3XMJ-02CT", help=N_("The room code; else there is a line to write it on."))
@option(
    "--guests",
    type=click.Path(path_type=Path),
    metavar=N_("FILE"),
    help=N_("With an agenda that names none: the list of guests."),
)
@option("--language", type=click.Choice(LANGUAGES), help=N_("Of the sheets; by itself that of the workshop."))
@option("--out", required=True, type=click.Path(path_type=Path), metavar=N_("DIR"), help=N_("Where the files come."))
@as_json
def print_(
    file: Path, begins: str, code: str, guests: Path | None, language: Language | None, out: Path, as_json: bool
) -> None:
    """Write the sheets into a folder."""
    from server.protocol.queries import MakeReport
    from server.report.prints import begins_at
    from server.running import find_running

    try:
        begins_at(begins)
    except ValueError as error:
        raise click.BadParameter(_("{begins} is no time: type 13:15.").format(begins=begins)) from error
    asked = MakeReport(("prints",), language=language or "", begins=begins, code=code[:40])
    path = workshop_beside(file)
    if path.exists() and guests is not None:
        said = _("{path} has a list of guests of its own: leave --guests out, and read the list in at the desk (G).")
        raise Misused(said.format(path=shown(path)))
    if file.suffix == ".toml" and not path.exists():
        made, notes = _from_agenda(file, guests, asked)
    else:
        running = find_running(path, run_folder())
        made = from_server(running, asked) if running else from_file(path, asked)
        notes = _("Printed of {path}, with which `spilter host` goes on.").format(path=shown(path))
    paths = write(made, out)
    if as_json:
        echo_json({"files": [shown(path) for path in paths]})
        return
    for path in paths:
        click.echo(shown(path))
    if notes and file.suffix == ".toml":
        click.echo(notes, err=True)


def _from_agenda(file: Path, guests: Path | None, asked: "MakeReport") -> tuple[dict[str, bytes], str]:
    """The sheets, of the workshop that `spilter host` would make now, and what must be said of the badges."""
    from server.domain.history import Recorded
    from server.domain.roster import GuestsSet
    from server.domain.workshop import ROOT, Workshop
    from server.opening import planned
    from server.report.prints import Given, render

    workshop = Workshop()
    for record in planned(agenda_of(file), 0.0):
        workshop.take(record)
    if guests is not None and workshop.plan.roster.guests:
        raise Misused(_("The agenda names its guests: leave --guests out."))
    if guests is not None:
        workshop.take(Recorded(ROOT, GuestsSet(_guests(guests))))
    made = render(workshop, Given(asked.begins, asked.code), asked.language or None)
    return {name: text.encode() for name, text in made.items()}, _about_badges(file, workshop)


def _about_badges(file: Path, workshop: "Workshop") -> str:
    """Whether the routes or tables on the badges will be those of the hall; empty where there are none to expect."""
    from server.domain.activities.rounds import Rounds

    rounds = [each for each in workshop.activities.values() if isinstance(each, Rounds)]
    guests = workshop.plan.roster.guests.values()
    said = ""
    if rounds and all(each.seating.routes.cards for each in rounds):
        said = _(
            "The routes are those of the hall: `spilter host {file}` makes the same, while agenda and list stay so."
        )
    elif rounds:
        said = _(
            "There are no routes on the badges yet. Say in the agenda who comes, under [workshop]: "
            'guests = "guests.csv", or how many: guests = 50. Or seat them at the desk (d), and print {path}.'
        )
    elif guests and workshop.plan.tables and not any(guest.table for guest in guests):
        said = _("The badges have no table yet: seat the guests at the desk (G, m), and print {path}.")
    return said.format(file=shown(file), path=shown(workshop_beside(file)))


def _guests(path: Path) -> "tuple[Guest, ...]":
    from server.domain import roster, sheet
    from server.domain.i18n import words
    from spilter_tui.i18n import language

    with told(path):
        data = path.read_bytes()
    try:
        return roster.read(sheet.read(data))
    except sheet.BadFile as bad:
        speak = words(language())
        faults = [_("Line {n}: {fault}").format(n=f.line, fault=f.sentence(speak)) for f in bad.faults[:SHOWN]]
        raise Failed("\n".join([f"{shown(path)}:", *faults])) from bad
