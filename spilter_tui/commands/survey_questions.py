"""`spilter survey questions`: a survey that was made elsewhere, or is guessed from answers, as text for an agenda."""

from pathlib import Path

import click

from server.domain.i18n import LANGUAGES, Language
from spilter_tui.commands.faults import shown, told
from spilter_tui.commands.survey_read import sentences
from spilter_tui.commands.words import argument, command, option
from spilter_tui.i18n import N_, _, language


@command("questions", N_("Read a survey that was made elsewhere, and write it as part of an agenda."))
@argument(
    "survey",
    type=click.Path(path_type=Path),
    metavar=N_("SURVEY"),
    help=N_("LimeSurvey or XLSForm; or answers, to guess them."),
)
@option("--language", "asked", type=click.Choice(LANGUAGES), help=N_("Which of the survey's languages."))
@option("--id", "key", default="", metavar=N_("ID"), help=N_("What the agenda calls it; by itself the file's name."))
@option("--out", type=click.Path(path_type=Path), metavar=N_("FILE.toml"), help=N_("Write it to a file."))
def questions(survey: Path, asked: Language | None, key: str, out: Path | None) -> None:
    """The agenda's text goes to standard output or a file, what was left out to the person."""
    from server.domain.i18n import words
    from server.domain.survey import definitions, responses
    from server.domain.survey.guessing import survey_from
    from server.domain.survey.naming import id_of
    from server.domain.survey.tables import as_toml

    with told(survey):
        data = survey.read_bytes()
    with sentences(survey):
        made = definitions.is_definition(data)
        found = definitions.read(data, asked or language()) if made else survey_from(responses.read(data))
    for note in found.notes:
        click.echo(note.sentence(words(language())), err=True)
    text = as_toml(found.survey, key or id_of(survey.stem, (), "survey"))
    if out is None:
        click.echo(text, nl=False)
        return
    with told(out):
        out.write_text(text, encoding="utf-8")
    click.echo(_("Written: {file}").format(file=shown(out)), err=True)
