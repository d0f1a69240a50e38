"""`spilter survey export` and `spilter survey tokens`: the survey as files for people at home, and their codes."""

from pathlib import Path

import click

from server.domain.i18n import LANGUAGES, Language
from spilter_tui.commands.faults import Failed, make_folder, shown, told
from spilter_tui.commands.survey_workshop import reached, survey_in
from spilter_tui.commands.words import argument, as_json, command, echo_json, option
from spilter_tui.i18n import N_, _, language, ngettext

LETTERS = "23456789abcdefghjkmnpqrstvwxyz"  # none that is mistaken for another
LENGTH = 10  # of a code: fifty bits, so that nobody finds another's


@command("export", N_("Write a survey as a page and as a text form, to be answered without a server."))
@argument("file", type=click.Path(path_type=Path), metavar=N_("FILE"), help=N_("An agenda (.toml) or a workshop."))
@option("--activity", default="", metavar=N_("ID"), help=N_("Which survey, where there are more."))
@option("--reply", default="", metavar=N_("ADDRESS"), help=N_("Where people send their answers; stands on the form."))
@option("--in", "speaks", type=click.Choice(LANGUAGES), help=N_("The language of the form; by itself that of spilter."))
@option("--out", required=True, type=click.Path(path_type=Path), metavar=N_("DIR"), help=N_("Where the files come."))
@as_json
def export(file: Path, activity: str, reply: str, speaks: Language | None, out: Path, as_json: bool) -> None:
    """Write ID.html and ID.txt."""
    from server.domain.i18n import words
    from server.domain.survey import textform
    from server.survey_files import page

    with reached(file, looking=True) as running:
        chosen, survey = survey_in(file, running, activity)
    spoken = speaks or language()
    made = {
        f"{chosen}.html": page.render(survey, chosen, spoken, reply),
        f"{chosen}.txt": textform.render(survey, chosen, words(spoken), reply),
    }
    make_folder(out)
    for name, text in made.items():
        with told(out / name):
            (out / name).write_text(text, encoding="utf-8")
    paths = [shown(out / name) for name in made]
    if as_json:
        echo_json({"activity": chosen, "files": paths})
        return
    for path in paths:
        click.echo(path)


@command("tokens", N_("Make a list of codes for who is invited; answers are known by a code, never by a name."))
@argument("names", type=click.Path(path_type=Path), metavar=N_("NAMES"), help=N_("One name or address a line."))
@argument("file", type=click.Path(path_type=Path), metavar=N_("CODES.csv"), help=N_("The list to make; keep it apart."))
def tokens(names: Path, file: Path) -> None:
    """Write a name and a code a line; who is on the list already keeps the code."""
    from server.domain.sheet import BadFile, decode

    with told(names):
        try:
            lines = decode(names.read_bytes()).splitlines()
        except BadFile as bad:
            raise Failed(_("{file} is no text.").format(file=shown(names))) from bad
    listed = _listed(file)
    wanted = dict.fromkeys(line.strip() for line in lines if line.strip())
    fresh = [name for name in wanted if name not in listed]
    listed |= {name: _code() for name in fresh}
    with told(file):
        file.write_text(_as_csv(listed), encoding="utf-8-sig", newline="")
    n = len(fresh)
    click.echo(ngettext("{n} code made: {file}", "{n} codes made: {file}", n).format(n=n, file=shown(file)))
    click.echo(_("Keep this list away from the workshop: who has both can tell who took part."))


def _code() -> str:
    import secrets

    drawn = "".join(secrets.choice(LETTERS) for _each in range(LENGTH))
    return f"{drawn[:5]}-{drawn[5:]}"


def _listed(file: Path) -> dict[str, str]:
    """The codes that the list holds already, by name."""
    import csv

    if not file.exists():
        return {}
    with told(file), file.open(encoding="utf-8-sig", newline="") as lines:
        return {row[0]: row[1] for row in list(csv.reader(lines, delimiter=";"))[1:] if len(row) > 1}


def _as_csv(listed: dict[str, str]) -> str:
    import csv
    import io

    made = io.StringIO()
    writer = csv.writer(made, delimiter=";")
    writer.writerow((_("name"), _("code")))
    writer.writerows(listed.items())
    return made.getvalue()
