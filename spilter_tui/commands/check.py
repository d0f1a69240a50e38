"""`spilter check`: read an agenda, and say by line what is wrong with it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from spilter_tui.commands.faults import BrokenAgenda, agenda_of, shown
from spilter_tui.commands.words import argument, as_json, command, echo_json
from spilter_tui.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from server.domain.root import Agenda


@command("check", N_("Read an agenda and say what is wrong with it, by line."))
@argument("file", type=click.Path(path_type=Path), metavar=N_("FILE.toml"))
@as_json
@click.pass_context
def check(ctx: click.Context, file: Path, as_json: bool) -> None:
    """Check an agenda; exit code 1 when it can't be used."""
    try:
        agenda = agenda_of(file)
    except BrokenAgenda as broken:
        if not as_json:
            raise
        _echo(file, broken.lines)
        ctx.exit(broken.exit_code)
    if as_json:
        _echo(file, [])
        return
    n, minutes = len(agenda.cards), sum(card.minutes for card in agenda.cards)
    activities = ngettext("{n} activity", "{n} activities", n).format(n=n)
    said = _("{file} is in order: {activities}, {minutes} minutes.")
    click.echo(said.format(file=shown(file), activities=activities, minutes=minutes))
    _tell_guests(agenda)


def _tell_guests(agenda: "Agenda") -> None:
    """How many guests the agenda expects, and whether its rounds are seated; nothing where it names none."""
    from server.domain.roster import SetGuests
    from server.domain.round_messages import Plan

    commands = [command for _scope, command in agenda.acts]
    guests = sum(len(each.guests) for each in commands if isinstance(each, SetGuests))
    if not guests:
        return
    said = ngettext("{n} guest is on the list.", "{n} guests are on the list.", guests).format(n=guests)
    seated = [len(each.cards) for each in commands if isinstance(each, Plan)]
    if seated:
        told = ngettext("{n} gets a seat in every round.", "{n} get a seat in every round.", seated[0])
        said += " " + told.format(n=seated[0])
    click.echo(said)


def _echo(file: Path, lines: list[tuple[int, str]]) -> None:
    faults = [{"line": line, "fault": said} for line, said in lines]
    echo_json({"file": shown(file), "faults": faults})
