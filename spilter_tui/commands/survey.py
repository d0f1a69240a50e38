"""`spilter survey`: surveys that are answered before the day, or elsewhere."""

import click

from spilter_tui.commands.survey_export import export, tokens
from spilter_tui.commands.survey_questions import questions
from spilter_tui.commands.survey_read import read
from spilter_tui.commands.words import Group
from spilter_tui.i18n import N_


@click.group(
    "survey",
    cls=Group,
    help=N_("Surveys that people answer before the day, or elsewhere."),
    options_metavar=N_("[OPTIONS]"),
    subcommand_metavar=N_("COMMAND [ARGS]..."),
)
def survey() -> None:
    """Group the commands of surveys."""


survey.add_command(questions)
for each in (export, read, tokens):
    survey.add_command(each)
